"""Commit diffs: the changes of list rows by the commits of a branch, from one run of ``git log``."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from credit.clock import SHANGHAI
from credit.excel_coercion import SPREADSHEET_BOOLEANS, canonical_date
from credit.identifiers import parse_iso_date
from credit.list_lines import diff_lines, is_list_heading, renamed_columns, split_line
from credit.model import START_DAYS, RecordChange

#: Digits of a cell's digest: enough to compare a cell with the former ones of its own row.
_DIGITS = 16

#: Columns of the days from which a row can be public, as a candidate or on its list.
_PUBLIC_FROM = (*START_DAYS, "announced_on")

_Row = Mapping[str, str]
_Side = Literal["before", "after"]


@dataclass
class _FileDiff:
    """Diff of one list by one commit: ``rows`` of each side by record id, only those whose lines differ.

    ``columns`` is the heading of each side: a row that stays as it is parts the hunks, and the heading stands in the
    first of them alone.
    """

    columns: dict[_Side, list[str]]
    rows: dict[_Side, dict[str, _Row]] = field(default_factory=lambda: {"before": {}, "after": {}})


class ListChanges(NamedTuple):
    """Changes of one list by one commit, and the columns that it renamed, former name → present name."""

    path: str
    version: int
    changes: list[RecordChange]
    renames: Mapping[str, str]


def cell_digest(cell: str) -> str:
    """Return the digest by which a former cell is compared with a text that is public today."""
    return hashlib.sha256(cell.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def read_changes(
    root: Path,
    since: str,
    until: str,
    versions: Mapping[str, int],
    headings: dict[str, list[str]],
    declared: Mapping[str, str],
) -> Iterator[ListChanges]:
    """Yield the changes of each list that a commit after ``since`` changed, the oldest commit first.

    ``versions`` is the number of each commit of the branch; ``headings`` are those of the lists at ``since`` by path, and
    those at ``until`` afterwards; ``declared`` are the lists as in ``is_list_heading``. A row whose cells are the same in another spelling, order or
    encoding has not changed, nor has one whose column was renamed: a change bears the names of its own commit.
    Raises GitError where git refuses.
    """
    commit, version, day, path = "", 0, "", ""
    files: dict[str, _FileDiff] = {}
    for kind, text in _read_log(root, since, until):
        if kind == "commit":
            yield from _changes_of(root, commit, files, version, day)
            files = {}
            commit, seconds = text.decode().split()
            version = versions[commit]
            day = datetime.datetime.fromtimestamp(int(seconds), SHANGHAI).date().isoformat()
        elif kind == "file":
            path = text.decode("utf-8", "replace")
            heading = headings.get(path, [])
            diff = files.setdefault(path, _FileDiff({"before": heading, "after": heading}))
        else:
            cells = split_line(text)
            if is_list_heading(cells, path, declared):
                diff.columns[kind] = cells
                if kind == "after":
                    headings[path] = cells
            elif columns := diff.columns[kind]:
                row = dict(zip(columns, map(_unified, cells), strict=False))
                if record_id := row.get("record_id", ""):
                    diff.rows[kind][record_id] = row
    yield from _changes_of(root, commit, files, version, day)


def _unified(cell: str) -> str:
    """Return a cell without blanks around it, a date and a boolean of a spreadsheet as the reader restores them."""
    cell = cell.strip()
    return canonical_date(cell) or SPREADSHEET_BOOLEANS.get(cell, cell)


def _changes_of(
    root: Path, commit: str, files: Mapping[str, _FileDiff], version: int, day: str
) -> Iterator[ListChanges]:
    for path in sorted(files):
        before, after = files[path].rows["before"], files[path].rows["after"]
        renames = _renames_of(root, commit, path, files[path].columns)
        changes = []
        for record_id in sorted({*before, *after}):
            if record_id not in before:
                changes.append(RecordChange(version, day, record_id, "added", start=_start_of(after[record_id], day)))
            elif record_id not in after:
                changes.append(RecordChange(version, day, record_id, "removed"))
            elif fields := _changed_fields(before[record_id], after[record_id], renames):
                start = _start_of(after[record_id], day)
                changes.append(RecordChange(version, day, record_id, "changed", fields, start))
        if changes or renames:
            yield ListChanges(path, version, changes, renames)


def _start_of(row: _Row, day: str) -> str:
    """Return the first day on which a row can be public where that is after a day, else an empty text."""
    starts = [row[column] for column in _PUBLIC_FROM if parse_iso_date(row.get(column, ""))]
    return first if starts and (first := min(starts)) > day else ""


def _renames_of(root: Path, commit: str, path: str, columns: Mapping[_Side, list[str]]) -> dict[str, str]:
    """Return former name → present name of the columns that a commit renamed, in the heading and in its schema."""
    gone, new = set(columns["before"]).difference(columns["after"]), set(columns["after"]).difference(columns["before"])
    renamed = renamed_columns(root, commit, path) if gone and new else {}
    return {former: present for former, present in renamed.items() if former in gone and present in new}


def _changed_fields(before: _Row, after: _Row, renames: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if renames:
        before = {renames.get(column, column): cell for column, cell in before.items()}
    return tuple(
        (column, cell_digest(before.get(column, "")))
        for column in sorted({*before, *after})
        if before.get(column, "") != after.get(column, "")
    )


def _read_log(root: Path, since: str, until: str) -> Iterator[tuple[Literal["commit", "file"] | _Side, bytes]]:
    """Yield ``commit`` with name and seconds, ``file`` with its path, and its lines as ``before`` and ``after``."""
    # A row may begin with any characters: names of files stand between the head of a diff and its first hunk alone.
    in_head = False
    failed = "git 没有读完这个分支的历史，名单的改动日期无法算出。"
    for line in diff_lines(root, since, until, "commit %H %ct", failed):
        if line.startswith(b"commit "):
            yield "commit", line[7:]
        elif line.startswith(b"diff "):
            in_head = True
        elif line.startswith(b"@@"):
            in_head = False
        elif in_head:
            if line.startswith((b"--- ", b"+++ ")) and (path := line[4:].rstrip(b"\r\n\t")) != b"/dev/null":
                yield "file", path
        elif line.startswith(b"-"):
            yield "before", line[1:]
        elif line.startswith(b"+"):
            yield "after", line[1:]
