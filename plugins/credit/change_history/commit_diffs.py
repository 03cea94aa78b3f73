"""Commit diffs: the changes of list rows by the commits of a branch, from one run of ``git log``."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from credit.clock import SHANGHAI
from credit.excel_coercion import SPREADSHEET_BOOLEANS, canonical_date
from credit.list_lines import declared_lists, diff_lines, is_list_heading, split_line
from credit.model import RecordChange

#: Digits of a cell's digest: enough to compare a cell with the former ones of its own row.
_DIGITS = 16

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


def cell_digest(cell: str) -> str:
    """Return the digest by which a former cell is compared with a text that is public today."""
    return hashlib.sha256(cell.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def read_changes(
    root: Path, since: str, until: str, versions: Mapping[str, int], headings: dict[str, list[str]]
) -> Iterator[tuple[str, list[RecordChange]]]:
    """Yield path and changes of each list that a commit after ``since`` changed, the oldest commit first.

    ``versions`` is the number of each commit of the branch; ``headings`` are those of the lists at ``since`` by path, and
    those at ``until`` afterwards. A row whose cells are the same in another spelling, order or
    encoding has not changed. Raises GitError where git refuses.
    """
    version, day, path = 0, "", ""
    declared = declared_lists(root, until)
    files: dict[str, _FileDiff] = {}
    for kind, text in _read_log(root, since, until):
        if kind == "commit":
            yield from _changes_of(files, version, day)
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
    yield from _changes_of(files, version, day)


def _unified(cell: str) -> str:
    """Return a cell without blanks around it, a date and a boolean of a spreadsheet as the reader restores them."""
    cell = cell.strip()
    return canonical_date(cell) or SPREADSHEET_BOOLEANS.get(cell, cell)


def _changes_of(files: Mapping[str, _FileDiff], version: int, day: str) -> Iterator[tuple[str, list[RecordChange]]]:
    for path in sorted(files):
        before, after = files[path].rows["before"], files[path].rows["after"]
        changes = []
        for record_id in sorted({*before, *after}):
            if record_id not in before:
                changes.append(RecordChange(version, day, record_id, "added"))
            elif record_id not in after:
                changes.append(RecordChange(version, day, record_id, "removed"))
            elif fields := _changed_fields(before[record_id], after[record_id]):
                changes.append(RecordChange(version, day, record_id, "changed", fields))
        if changes:
            yield path, changes


def _changed_fields(before: _Row, after: _Row) -> tuple[tuple[str, str], ...]:
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
