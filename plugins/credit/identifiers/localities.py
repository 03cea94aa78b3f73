"""Localities: the division that a site is of and those above it, and the ways of writing a name with or without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: Words that begin like the generic term of a place, which stays with them: 四平市政工程 is no 四平 + 政工程. Not words that
#: begin brands or offices behind a place: 公主岭市民丰, 公主岭市政府.
COMPOUNDS = "市场|市政(?![府协法务策和通])|市民(?:之家|广场|中心|卡)|市内(?!蒙)|市郊|区块链|乡镇|乡村(?![民委])"

_GENERIC = re.compile("(?:自治县|自治旗|市|县|区|旗)$")
_GENERIC_ABOVE = re.compile("(?:[壮回]族自治区|维吾尔自治区|自治区|自治州|地区|省|市|盟)$")

#: Shortest name of a place without its generic term: 郊区 has none.
_SHORTEST = 2


@dataclass(frozen=True)
class Localities:
    """The division that a site is of (市, 县, 区), and those above it, the province first; also former ones."""

    own: str = "公主岭市"
    above: tuple[str, ...] = ("吉林省", "长春市", "四平市")

    @classmethod
    def of(cls, site: Mapping[str, Any]) -> Localities:
        """Return those of ``credit.site`` of a descriptor: its ``locality`` and ``localities_above``, else the usual ones."""
        return cls(str(site.get("locality", cls.own)), tuple(map(str, site.get("localities_above", cls.above))))

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the division and of its province, each with and without its generic term."""
        forms = (*_with_short((self.own,), _GENERIC), *_with_short(self.above[:1], _GENERIC_ABOVE))
        return tuple(dict.fromkeys(filter(None, forms)))

    @property
    def words(self) -> tuple[str, ...]:
        """Return ``names`` behind the division written with its province: 吉林省公主岭市."""
        return tuple(dict.fromkeys((*(name + self.own for name in self.above[:1]), *self.names)))

    @property
    def generic(self) -> str:
        """Return the generic term of the division (市), empty for a name that has none."""
        found = _GENERIC.search(self.own)
        return found[0] if found else ""

    @cached_property
    def _before(self) -> re.Pattern[str]:
        """Pattern of the division before a name, behind those above it: 公主岭市, 吉林省公主岭市, 公主岭."""
        above = "".join(f"(?:{re.escape(name)})?" for name in self.above)
        # A generic term that begins a word of the name belongs to that: 公主岭市场监管局.
        whole, *short = _with_short((self.own,), _GENERIC)
        stem, generic = whole.removesuffix(self.generic), self.generic
        own = f"{re.escape(stem)}(?!{COMPOUNDS}){re.escape(generic)}" if generic else re.escape(whole)
        forms = [own, *(f"{re.escape(name)}(?!{re.escape(generic)}$)" for name in short)]
        return re.compile(f"{above}(?:{'|'.join(forms)})(?=.)")

    @cached_property
    def _generic_before(self) -> re.Pattern[str]:
        return re.compile(f"(?!{COMPOUNDS}){re.escape(self.generic)}(?=..)")

    def without(self, name: str) -> str:
        """Return a name without the division before it; that of another division stays: 长春市商务局 is another office."""
        found = self._before.match(name) if self.own else None
        return name[found.end() :] if found else name

    def spellings(self, name: str) -> tuple[str, ...]:
        """Return the ways of writing a name within the division: as it is, without the division, behind its generic term."""
        bare = self.without(name)
        if bare != name:
            return tuple(dict.fromkeys((name, bare, self.generic + bare)))
        found = self._generic_before.match(name) if self.generic else None
        return (name, name[found.end() :]) if found else (name,)


#: Those of a descriptor that names none.
USUAL_LOCALITIES = Localities()


def _with_short(names: Iterable[str], generic: re.Pattern[str]) -> list[str]:
    """Return each name, followed by its form without the generic term where enough of it is left."""
    found = []
    for name in names:
        short = generic.sub("", name)
        found += [name, short] if short != name and len(short) >= _SHORTEST else [name]
    return found
