"""Contents: tables, documents, entities and exported files as frozen dataclasses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from credit.model.descriptors import Resource

if TYPE_CHECKING:  # pandas is the type of a table's cells; this package must not import it
    import pandas

#: The states of a listing (design.md section 3); only PUBLIC_STATES show a name.
STATES = ("拟列入", "在列", "暂停公示", "期满", "修复", "撤销", "更正", "未到公示日")
PUBLIC_STATES = ("拟列入", "在列")

#: Columns that hide a record. While the record is visible their days are past or future, and private.
PRIVATE_DAYS = ("suspended_from", "suspended_until", "repaired_on")

#: Columns of the day since which a record is public, and all that date it: the first one present counts.
START_DAYS = ("listed_on", "committed_on", "joined_on")
DATING_DAYS = (*START_DAYS, "announced_on", "decided_on")

#: Column of the day from which a visible record has the mark of an objection.
MARK_DAY = "disputed_since"
#: Marks beside the state of a public record, by their column in the states of its table, in the words of the pages.
MARKS = {"disputed": "异议处理中", "corrected": "已更正"}


def dated_by(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that date a row of a dataset with these columns; the first one that is filled counts."""
    known = frozenset(columns)
    return tuple(name for name in DATING_DAYS if name in known)


@dataclass(frozen=True)
class Table:
    """The rows of one resource in canonical form.

    ``cells`` has one string column for each field of the schema, in its order, rows sorted by key, empty
    cells as ``""``, dates as ``YYYY-MM-DD``; its index holds the physical line of each row.
    """

    resource: Resource
    cells: pandas.DataFrame

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.resource.name

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        return {}

    def column(self, name: str) -> list[str]:
        """Return the cells of a column as plain strings, not to be changed; empty ones where there is no such column.

        They are cached, since every check needs them and unpacking takes most of the time of a check of a large list.
        """
        if name not in self._lists:
            self._lists[name] = _column(self.cells, name)
        return self._lists[name]


def _column(cells: pandas.DataFrame, name: str) -> list[str]:
    return cells[name].tolist() if name in cells.columns else [""] * len(cells)


@dataclass(frozen=True)
class Clause:
    """One heading or numbered paragraph of a document: positional anchor (``c4-3-1``), printed number, words."""

    anchor: str
    level: int
    number: str
    text: str


#: Kind of document → title of its column; pages of the site itself and guides have none.
COLUMN_TITLES = {"policy": "政策文件", "notice": "通知公告", "case": "典型案例", "report": "统计报告"}


@dataclass(frozen=True)
class Document:
    """One Markdown file of content/: its front matter, sanitised body and outline.

    ``kind`` is ``policy``, ``notice``, ``case``, ``page`` …; ``date`` is None for 未注明; ``body`` is sanitised
    HTML whose internal links are root-relative and not yet prefixed; ``links`` are its internal link targets
    with their lines; ``attachments`` are files beside it, relative to the root,
    ``attachment_sizes`` their bytes.
    """

    kind: str
    path: str
    slug: str
    title: str
    date: datetime.date | None
    metadata: Mapping[str, str]
    body: str
    text: str
    clauses: tuple[Clause, ...] = ()
    links: tuple[tuple[int, str], ...] = ()
    attachments: tuple[Path, ...] = ()
    attachment_sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class PublicTable:
    """The rows of one dataset that are public on the as-of day, as every page and file may show them.

    ``cells`` as in Table, natural persons masked, hidden rows removed; ``states`` has the same index and the columns
    of ``record_states.derive_states`` and, in a list, ``corrected`` (``derived_columns``); ``highest`` is the highest
    running number of each year that was ever public, so that a browse page whose records have all left still exists.
    """

    resource: Resource
    cells: pandas.DataFrame
    states: pandas.DataFrame
    highest: Mapping[int, int] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """Return the cells of a column as plain strings; empty ones where there is no such column."""
        return _column(self.cells, name)


@dataclass(frozen=True, slots=True)
class Entity:
    """One market entity with public records: ``rows`` maps a dataset to the positions of its rows there."""

    unified_code: str
    name: str
    former_names: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class ExportedFile:
    """One file that was written: its name, title, and the size and digest that verify it.

    ``format`` is the exporter's key; ``note`` a sentence shown beside the download, or empty.
    """

    filename: str
    title: str
    mediatype: str
    bytes: int
    sha256: str
    format: str
    note: str = ""


def shown_since(table: PublicTable) -> list[str]:
    """Return for each row the ISO day since which it is public; empty texts where its list has no day at all.

    A red-list candidate is public since its announcement (design.md section 3).
    """
    column = next(iter(dated_by(table.cells.columns)), "")
    days, states = table.column(column), table.states["state"].tolist()
    if "announced_on" not in table.cells.columns:
        return days
    rows = zip(days, table.column("announced_on"), states, strict=True)
    return [announced if state == "拟列入" else day for day, announced, state in rows]
