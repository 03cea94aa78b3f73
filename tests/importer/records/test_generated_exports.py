"""Generated exports: every line of a file is a heading, a blank, added, changed, unchanged, refused, or said to be left out."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from pathlib import Path

import pytest

from credit.importer.import_records import import_records
from credit.importer.source_files.sheet_cells import SourceError
from tests.importer.conftest import AS_OF, BLACK
from tests.importer.export_generator import Export, make_export

#: Exports of one test; the later tests run in ``make test-all``.
BATCH, BATCHES, USUAL = 8, 38, 1


@pytest.mark.parametrize(
    "batch", [pytest.param(batch, marks=[pytest.mark.repetition] if batch >= USUAL else []) for batch in range(BATCHES)]
)
def test_every_line_of_an_export_is_accounted_for(batch: int, package: Path, tmp_path: Path) -> None:
    """Whatever its format, encoding, layout and faults: as many lines come to each end as were sent to it."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        (package / "data" / "black-list.csv").write_text(BLACK, encoding="utf-8-sig", newline="\n")
        export = make_export(seed)
        assert (seed, expected(export)) == (seed, outcome(export, package, tmp_path / str(seed)))


def expected(export: Export) -> object:
    """Return where the lines of an export are to end, and the names that are then in the list."""
    if export.fates is None:
        return "refused whole"
    said = export.fates["left_out"] + export.fates["repeated"] + export.fates["refused"]
    return dict(export.fates), export.lines, said, sorted({*export.names, "公主岭示例零号贸易有限公司"})


def outcome(export: Export, package: Path, folder: Path) -> object:
    """Return where the lines did end, how many the report names one by one, and the names in the list."""
    folder.mkdir()
    path = folder / export.name
    path.write_bytes(export.data)
    before = (package / "data" / "black-list.csv").read_bytes()
    try:
        report = import_records(path, "black-list", root=package, as_of=AS_OF)
    except SourceError:
        assert before == (package / "data" / "black-list.csv").read_bytes()
        return "refused whole"
    if report.count is None:
        return report.questions
    counted = asdict(report.count)
    lines = report.count.rows + counted.pop("joined")
    # A remark or note names its row; several rows of one note are one line of the report.
    remarks = [note for note in report.notes if note.text().startswith("第 ") and "没有导入" in note.text()]
    repeated = [row for note in report.notes if "完全相同" in note.kind for row in note.rows]
    said = len(remarks) + len(repeated) + len(report.refused)
    text = (package / "data" / "black-list.csv").read_text(encoding="utf-8-sig")
    names = sorted(row["name"] for row in csv.DictReader(io.StringIO(text, newline="")))
    if report.count.rows % 3 == 0:  # a second import takes as long as the first
        again = import_records(path, "black-list", root=package, as_of=AS_OF)
        assert () == again.added + again.changed
    return counted, lines, said, names
