"""Report digest: the first lines of each part of an import report, with counts by kind for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from credit.atomic_write import write_whole
from credit.importer.import_report import ImportReport
from credit.importer.rejected_rows import free_path

#: Longest part that is shown whole, and the lines shown of a longer one.
_WHOLE, _FIRST = 40, 12
#: Most kinds counted of one part.
_KINDS = 12


def is_long(report: ImportReport) -> bool:
    """Return whether a part of the report is longer than anybody reads on a screen."""
    return any(len(section) > _WHOLE for section in report.sections())


def digest_lines(report: ImportReport) -> Iterator[str]:
    """Yield the report with its long parts cut: the first lines, then how many more there are, by kind."""
    if not is_long(report):
        yield from report.lines()
        return
    if report.reading:
        yield report.reading
    notes, added, changed, refused = report.sections()
    yield from _cut("说明", "条", notes, ())
    yield from _cut("新增", "条", added, ())
    yield from _cut("改动", "处", changed, (change.title for change in report.changed))
    yield from _cut("退回", "行", refused, ("；".join(refusal.reasons) for refusal in report.refused))


def write_report(report: ImportReport, source: Path) -> Path:
    """Write the whole report beside the source under a free name; raises OSError where that is not possible."""
    path = free_path(source.with_name(f"{source.stem}-导入报告.txt"))
    lines = (*report.lines(), report.summary())
    write_whole(path, "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig"))
    return path


def _cut(part: str, unit: str, lines: list[str], kinds: Iterable[str]) -> Iterator[str]:
    if len(lines) <= _WHOLE:
        yield from lines
        return
    yield from lines[:_FIRST]
    counts = Counter(kinds).most_common()
    for kind, count in counts[:_KINDS]:
        yield f"{part}：共 {count} {unit}：{kind}"
    if len(counts) > _KINDS:
        yield f"{part}：另有 {len(counts) - _KINDS} 种，共 {sum(count for _, count in counts[_KINDS:])} {unit}"
    yield f"{part}：以上只列出前 {_FIRST} {unit}，一共 {len(lines)} {unit}"
