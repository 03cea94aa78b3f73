"""Department names: keys of the departments by the names that documents use, with their former names by date."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from credit.identifiers import holds_on, normalise_name, split_dated_name
from credit.model import PublicTable, Table, split_cell

#: City before a name, which documents leave out: 市商务局 is 公主岭市商务局.
_CITY = re.compile(r"^(?:吉林省)?(?:长春市|四平市)?(?:公主岭市?)?市?")


@dataclass(frozen=True)
class ResolvedName:
    """Key of a department that a name stands for, or an empty one with the name that may be meant."""

    key: str
    suggestion: str = ""


@dataclass(frozen=True)
class _Spelling:
    """A spelling of a key and the days between which it was valid; empty days set no limit."""

    key: str
    since: str = ""
    until: str = ""

    def holds_on(self, day: str) -> bool:
        return not day or holds_on(day, self.since, self.until)


class DepartmentNames:
    """Names of the departments of a table: full, short and former ones."""

    def __init__(self, table: Table | PublicTable) -> None:
        self._labels: Mapping[str, str] = dict(zip(table.column("id"), table.column("name"), strict=True))
        self._spellings: dict[str, list[_Spelling]] = {}
        for column in ("name", "short_name"):
            for key, name in zip(table.column("id"), table.column(column), strict=True):
                self._learn(name, _Spelling(key))
        for key, cell in zip(table.column("id"), table.column("aliases"), strict=True):
            for name, since, until in map(split_dated_name, split_cell(cell)):
                self._learn(name, _Spelling(key, since, until))

    def label(self, key: str) -> str:
        """Return the present full name of a key, the key itself where it is not known."""
        return self._labels.get(key, key)

    def resolve(self, name: str, day: str = "") -> ResolvedName:
        """Return the department that a document of an ISO ``day`` means by a name."""
        found = self._spellings.get(_plain(name)) or self._spellings.get(_core(name)) or []
        for spelling in found:
            if spelling.holds_on(day):
                return ResolvedName(spelling.key)
        if found:
            return ResolvedName("", self.label(found[0].key))
        near = difflib.get_close_matches(_core(name), list(self._spellings), n=1, cutoff=0.5)
        return ResolvedName("", self.label(self._spellings[near[0]][0].key) if near else "")

    def _learn(self, name: str, spelling: _Spelling) -> None:
        for words in dict.fromkeys((_plain(name), _core(name))):
            known = self._spellings.setdefault(words, []) if words else []
            if spelling not in known:
                known.append(spelling)


def _plain(name: str) -> str:
    return normalise_name(name)


def _core(name: str) -> str:
    """Return a name without its city, itself where nothing else is left."""
    plain = normalise_name(name)
    return _CITY.sub("", plain, count=1) or plain
