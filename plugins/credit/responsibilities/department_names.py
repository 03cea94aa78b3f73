"""Department names: keys of the departments by the names that documents use, with their former names by date."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from credit.identifiers import Localities, holds_on, normalise_name, split_dated_name
from credit.model import PublicTable, Table, split_cell


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
    """Names of the departments of a table: full, short and former ones; documents leave out the site's own division."""

    def __init__(self, table: Table | PublicTable, localities: Localities) -> None:
        self._localities = localities
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
        written = self._spellings_of(name)
        found = next((known for words in written if (known := self._spellings.get(words))), [])
        for spelling in found:
            if spelling.holds_on(day):
                return ResolvedName(spelling.key)
        if found:
            return ResolvedName("", self.label(found[0].key))
        near = difflib.get_close_matches(min(written, key=len), list(self._spellings), n=1, cutoff=0.5)
        return ResolvedName("", self.label(self._spellings[near[0]][0].key) if near else "")

    def _learn(self, name: str, spelling: _Spelling) -> None:
        for words in self._spellings_of(name):
            known = self._spellings.setdefault(words, []) if words else []
            if spelling not in known:
                known.append(spelling)

    def _spellings_of(self, name: str) -> tuple[str, ...]:
        return self._localities.spellings(normalise_name(name))
