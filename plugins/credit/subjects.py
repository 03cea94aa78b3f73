"""Names and codes of the subjects of all lists: who is known, for the checks of other people's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from credit.identifiers import code_fault, normalise_name
from credit.model import SEPARATOR, Table
from credit.name_search import NameIndex
from credit.privacy import masked_shops, natural_persons

#: A shorter name of a firm stands in ordinary words; a name that is not published is looked for from two on.
SHORTEST_NAME, SHORTEST_PERSON = 4, 2

#: Places at which a code may begin; lower case and full width are folded before.
_CODE = re.compile(r"(?<![0-9A-Z])(?=([0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Z]))")


@dataclass(frozen=True)
class Subject:
    """Who a name or code belongs to: the record ids that bear it, and whether its name is not published."""

    record_ids: tuple[str, ...]
    is_person: bool


@dataclass(frozen=True)
class Mention:
    """A subject met in a text: the index of the text, the name in its normal form or the code, and whose it is."""

    index: int
    key: str
    subject: Subject


def find_codes(text: str) -> Iterator[str]:
    """Yield each valid unified social credit code in a text, in any width and letter case."""
    plain = normalise_name(text).upper()
    for match in _CODE.finditer(plain):
        if code_fault(match[1]) is None:
            yield match[1]


class KnownSubjects:
    """Subjects of some lists by the normal form of their names and by their codes."""

    def __init__(
        self, tables: Iterable[Table], ids: frozenset[str] | None = None, *, hidden_names: bool = False
    ) -> None:
        """Take the rows of all lists, or only those with ``ids``, or only those whose name is not published."""
        self._names: dict[str, tuple[list[str], bool]] = {}
        self._codes: dict[str, tuple[list[str], bool]] = {}
        for table in tables:
            if not table.resource.is_list or not {"record_id", "name"} <= set(table.cells.columns):
                continue
            persons = (natural_persons(table) | masked_shops(table)).tolist()
            columns = (table.column(name) for name in ("record_id", "name", "former_names", "unified_code"))
            for record_id, name, former, code, person in zip(*columns, persons, strict=True):
                if (ids is not None and record_id not in ids) or (hidden_names and not person):
                    continue
                for each in (name, *former.split(SEPARATOR)) if former else (name,):
                    if len(each) >= (SHORTEST_PERSON if person else SHORTEST_NAME):
                        ids_of, _ = self._names.setdefault(each, ([], person))
                        ids_of.append(record_id)
                if code:
                    self._codes.setdefault(code, ([], person))[0].append(record_id)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._names)

    @cached_property
    def _by_key(self) -> dict[str, Subject]:
        found: dict[str, tuple[list[str], bool]] = {}
        for name, (ids, person) in self._names.items():
            known = found.setdefault(normalise_name(name), ([], person))
            known[0].extend(ids)
        return {key: Subject(tuple(dict.fromkeys(ids)), person) for key, (ids, person) in found.items()}

    def __bool__(self) -> bool:
        """Whether anybody is known."""
        return bool(self._names or self._codes)

    def find_names(self, texts: Sequence[str]) -> Iterator[Mention]:
        """Yield each name met in the texts, in order."""
        for index, key in self._index.find(texts):
            subject = self._by_key.get(key)
            if subject is not None:
                yield Mention(index, key, subject)

    def find_codes(self, texts: Sequence[str]) -> Iterator[Mention]:
        """Yield each code of a known subject met in the texts, in order."""
        for index, text in enumerate(texts):
            for code in find_codes(text) if len(text) >= 18 else ():
                if code in self._codes:
                    ids, person = self._codes[code]
                    yield Mention(index, code, Subject(tuple(ids), person))


def own_names(row: Mapping[str, str]) -> frozenset[str]:
    """Return the names of a row in their normal form."""
    names = (row.get("name", ""), *row.get("former_names", "").split(SEPARATOR))
    return frozenset(key for name in names if (key := normalise_name(name)))
