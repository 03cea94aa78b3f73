"""Name places: the places that may precede a name, and the site's own locality, which is left out of names and queries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from credit.identifiers import USUAL_LOCALITIES, Localities
from credit.search.name_normalization import comparable, search_key


@dataclass(frozen=True)
class NamePlaces:
    """Places before names, in their comparable form: townships and other ``leading`` places, and the words of the locality.

    ``towns`` are the division of the site and its province, with and without their generic terms.
    """

    leading: frozenset[str] = frozenset()
    towns: tuple[str, ...] = tuple(map(comparable, USUAL_LOCALITIES.words))

    @classmethod
    def of(cls, townships: Iterable[str], localities: Localities) -> NamePlaces:
        """Return the places of a site by the names of its townships, also without 镇 乡 街道: names often begin with them."""
        found = set(map(search_key, localities.names))
        for name in map(search_key, townships):
            short = re.sub("(?:街道|镇|乡)$", "", name)
            found |= {name, short} if len(short) > 1 else {name}
        return cls(frozenset(found), tuple(map(comparable, localities.words)))


#: No township, and the locality of a descriptor that names none.
USUAL_PLACES = NamePlaces()
