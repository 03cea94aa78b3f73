"""Listed subjects: names and codes of all lists, to be searched for in documents and free text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from urllib.parse import unquote

from credit.identifiers import CODE_CHARACTER, code_fault
from credit.model import Table, split_names, subject_column
from credit.multi_pattern_search import TEXT_END, NameIndex, normal_forms
from credit.privacy import masked_shops, natural_persons, operators

#: A shorter name of a firm stands in ordinary words; a name that is not published is looked for from two on.
SHORTEST_NAME, SHORTEST_PERSON = 4, 2

#: Blanks and dashes that may stand between the characters of a code.
_DASH = "-\u2010-\u2015\u2212"
_GAP = rf"[{_DASH}\s]*"

#: A code in a normal form, from which blanks are gone, and at its place in the text, where no word may run into it.
_LIKELY = re.compile(f"{CODE_CHARACTER}(?:[{_DASH}]*{CODE_CHARACTER}){{17}}")
_CODE = re.compile(f"(?<![0-9A-Z])(?=({CODE_CHARACTER}(?:{_GAP}{CODE_CHARACTER}){{17}})(?![0-9A-Z]))")

#: The same in UTF-8: dashes to leave out, and a run of letters and digits as long as a code.
_DASH_BYTES = re.compile(rb"\xe2(?:\x80[\x90-\x95]|\x88\x92)")
_ZEROS = bytes(0x30 if byte < 0x80 and chr(byte).isalnum() else byte for byte in range(256))
_RUN = b"0" * 18
_NO_CHARACTER = re.compile("[^0-9A-Z]")


@dataclass(frozen=True)
class Bearer:
    """A record that bears a name or a code, and whether that name is not published."""

    record_id: str
    is_person: bool


@dataclass(frozen=True)
class Mention:
    """A subject met in a text: the index of the text, the name in its normal form or the code, and the records that bear it."""

    index: int
    key: str
    bearers: tuple[Bearer, ...]

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The ids of the records."""
        return tuple(dict.fromkeys(bearer.record_id for bearer in self.bearers))

    @property
    def is_person(self) -> bool:
        """Whether the name is not published."""
        return self.bearers[0].is_person

    def among(self, ids: Collection[str]) -> Mention | None:
        """Return the mention as one of these records alone, None where none of them bears the key."""
        bearers = tuple(bearer for bearer in self.bearers if bearer.record_id in ids)
        return replace(self, bearers=bearers) if bearers else None


def find_codes(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the index of a text and each valid unified social credit code in it, in order.

    Any width, letter case, blanks, invisible characters and dashes do not hide a code; a longer word or number holds none.
    """
    joined = normal_forms(texts)
    data = _DASH_BYTES.sub(b"", joined.encode("utf-8", "surrogatepass"))
    if _RUN not in data.translate(_ZEROS, b"-"):
        return  # ten times as fast as the pattern
    for index, form in enumerate(joined.upper().split(TEXT_END)[:-1]):
        for match in _CODE.finditer(_capitals(texts[index])) if _LIKELY.search(form) else ():
            code = _NO_CHARACTER.sub("", match[1])
            if code_fault(code) is None:
                yield index, code


def _capitals(text: str) -> str:
    """Return a text in half-width capitals without invisible characters; blanks stay, for a word may end there."""
    visible = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(visible).upper()


class KnownSubjects:
    """Subjects of all lists, found by the normal form of their names and by their codes."""

    def __init__(self, tables: Iterable[Table], but: KnownSubjects | None = None) -> None:
        """Take the subjects of the tables; names that ``but`` knows are left out, because they were looked for."""
        self._but = frozenset(but._names if but is not None else ())
        self._bearers: list[tuple[str, bool]] = []
        self._codes: list[str] = []
        #: Each name with the number of its bearer.
        self._names: list[str] = []
        self._owners: list[int] = []
        for table in tables:
            if table.resource.is_list and "record_id" in table.cells.columns and subject_column(table):
                self._take(table)

    def _take(self, table: Table) -> None:
        first = len(self._bearers)
        named = subject_column(table)
        # A label that is no ``name`` is published as it is.
        masked = (natural_persons(table) | masked_shops(table)).tolist() if named == "name" else []
        persons: list[bool] = masked or [False] * len(table.cells)
        self._bearers += zip(table.column("record_id"), persons, strict=True)
        self._codes += table.column("unified_code")
        names = list(enumerate(table.column(named), first))
        if named == "name":
            names += ((first + place, operator.shop) for place, operator in operators(table).items())
        for owner, cell in enumerate(table.column("former_names"), first):
            if cell:
                names += ((owner, name) for name in split_names(cell))
        kept = [
            item
            for item in names
            if (len(item[1]) >= SHORTEST_NAME or (persons[item[0] - first] and len(item[1]) >= SHORTEST_PERSON))
            and item[1] not in self._but
        ]
        self._owners += map(itemgetter(0), kept)
        self._names += map(itemgetter(1), kept)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex(self._names)

    @cached_property
    def _joined_names(self) -> str:
        return "\n".join(self._names)

    def names_of(self, ids: Collection[str]) -> list[str]:
        """Return the names that these records bear."""
        owned = zip(self._names, self._owners, strict=True)
        return [name for name, owner in owned if self._bearers[owner][0] in ids]

    def share_of(self, part: str, names: Sequence[str]) -> float:
        """Return how often a part of a name stands in all other names but ``names``, as a share of their number."""
        others = len(self._names) - len(names)
        return (self._joined_names.count(part) - "\n".join(names).count(part)) / others if others else 0

    def find(self, texts: Sequence[str]) -> list[Mention]:
        """Return each name met in the texts, in order, and then each code."""
        return [*self.find_names(texts), *self.find_codes(texts)]

    def find_names(self, texts: Sequence[str]) -> list[Mention]:
        """Return each name met in the texts, in order; an address may hold it percent-encoded."""
        plain = [unquote(text) if "%" in text else text for text in texts]
        return self._mentions(list(self._index.find(plain)), self._index.forms, self._owners)

    def find_codes(self, texts: Sequence[str]) -> list[Mention]:
        """Return each code of a known subject met in the texts, in order."""
        return self._mentions(list(find_codes(texts)), self._codes, range(len(self._codes)))

    def _mentions(self, found: Sequence[tuple[int, str]], keys: Sequence[str], owners: Sequence[int]) -> list[Mention]:
        """Return the mentions with the records that bear each key, looked up only for the few keys that were found."""
        bearers: dict[str, dict[int, None]] = {key: {} for _, key in found}
        if bearers:
            for key, owner in zip(keys, owners, strict=True):
                if key in bearers:
                    bearers[key][owner] = None
        known = {key: tuple(Bearer(*self._bearers[owner]) for owner in each) for key, each in bearers.items() if each}
        return [Mention(index, key, known[key]) for index, key in found if key in known]
