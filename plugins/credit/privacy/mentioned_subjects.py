"""Subjects of a package that a few texts mention, found by n-grams before any name is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from credit.identifiers import NATURAL_PERSON, find_code_runs, find_record_ids, mention_key, normalise_name
from credit.identifiers.character_variants import fold_variants
from credit.mask_texts import MASKED_SHOP
from credit.model import Table, split_names, subject_column
from credit.privacy.name_masking import public_names

#: A public name shorter than this may be part of ordinary words.
LONG_NAME = 4


@dataclass(frozen=True)
class Subject:
    """Subject of one record: ``shown`` names are published, ``hidden`` names and codes are not.

    ``code`` is its published code, ``word`` the general word that replaces its name in a sentence, ``column`` the one that
    names it.
    """

    record_id: str
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    code: str
    word: str
    column: str = "name"


def subjects_at(table: Table, positions: Sequence[int]) -> list[Subject]:
    """Return the subject of each row at these positions, its names divided as publication divides them."""
    if not positions:
        return []
    rows = replace(table, cells=table.cells.iloc[list(positions)])
    public = replace(rows, cells=public_names(rows))
    named = subject_column(table) or "name"
    pairs = zip(_identities(rows, named), _identities(public, named), strict=True)
    return [replace(_subject(*pair), column=named) for pair in pairs]


def _identities(table: Table, named: str) -> list[tuple[str, ...]]:
    columns = (table.column(name) for name in ("record_id", named, "former_names", "unified_code"))
    return list(zip(*columns, strict=True))


def _subject(own: Sequence[str], public: Sequence[str]) -> Subject:
    record_id, name, former, code = own
    shown = [part for cell in public[1:3] for part in split_names(cell) if part not in (NATURAL_PERSON, MASKED_SHOP)]
    words = [*split_names(name), *split_names(former), code if code != public[3] else ""]
    # One character, or the general word that staff wrote in place of a name, is no name.
    hidden = [word for word in words if len(word) > 1 and word not in (*shown, NATURAL_PERSON, MASKED_SHOP)]
    word = "当事人" if public[1] == NATURAL_PERSON else "经营者"
    return Subject(record_id, tuple(shown), tuple(hidden), public[3], word)


def find_mentioned(tables: Iterable[Table], texts: Iterable[str]) -> list[Subject]:
    """Return the subjects whose name, former name, code or record id may be in one of these texts.

    A name is looked up by its first, middle and last characters among those of the texts, as they are written and in
    normalised form, so that a list of 100,000 names costs some tens of milliseconds.
    """
    written = list(dict.fromkeys(filter(None, texts)))
    if not written:
        return []
    sought = _Sought(written)
    found = []
    for table in tables:
        if not table.resource.is_list:
            continue
        places = {place for place, name in enumerate(table.column("name")) if sought.may_hold(name)}
        for place, cell in enumerate(table.column("former_names")):
            if cell and any(map(sought.may_hold, split_names(cell))):
                places.add(place)
        for name, known in (("unified_code", sought.codes), ("record_id", sought.ids)):
            if known:
                places |= {place for place, key in enumerate(table.column(name)) if key in known}
        found += subjects_at(table, sorted(places))
    return found


class _Sought:
    """Texts with an n-gram index that quickly rules out a name."""

    def __init__(self, texts: Sequence[str]) -> None:
        forms = [*texts, *map(normalise_name, texts), *map(mention_key, texts)]
        self.whole = "\n".join(forms)
        capitals = [form.upper() for form in forms]
        self.codes = frozenset(code for form in capitals for code in find_code_runs(form))
        self.ids = frozenset(key for form in capitals for key in find_record_ids(form))
        self.grams: Mapping[int, frozenset[str]] = {
            size: frozenset(text[at : at + size] for text in forms for at in range(len(text) - size + 1))
            for size in (2, 3, LONG_NAME)
        }

    def may_hold(self, name: str) -> bool:
        """Return whether a name is in one of the texts, in whichever characters."""
        return self._hold(name) or ((folded := fold_variants(name)) != name and self._hold(folded))

    def _hold(self, name: str) -> bool:
        size = len(name)
        if size <= LONG_NAME:
            return size > 1 and name in self.grams[size]
        grams, middle = self.grams[LONG_NAME], size // 2 - LONG_NAME // 2
        return (
            name[:LONG_NAME] in grams
            and name[middle : middle + LONG_NAME] in grams
            and name[-LONG_NAME:] in grams
            and name in self.whole
        )
