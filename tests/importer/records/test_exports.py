"""Tables as departments send them: each file under exports/ has its expected outcome beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.importer.import_records import import_records
from tests.importer.conftest import AS_OF, EXPORTS

CASES = sorted(path for path in EXPORTS.iterdir() if not path.name.endswith(".expected.json"))
Read = Callable[[str], list[dict[str, str]]]


def expected_of(path: Path) -> dict[str, object]:
    return json.loads((EXPORTS / f"{path.stem}.expected.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_there_are_at_least_twelve_messy_exports() -> None:
    """XLSX, XLS, CSV and TSV are among them."""
    assert len(CASES) >= 12
    assert {".xlsx", ".xls", ".csv", ".tsv"} < {path.suffix for path in CASES}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_messy_export_gives_the_expected_rows(path: Path, package: Path, read: Read, tmp_path: Path) -> None:
    """Every new row, every refused row with its reason and every question is the expected one."""
    expected = expected_of(path)
    dataset = str(expected["dataset"])
    source = tmp_path / path.name
    source.write_bytes(path.read_bytes())
    before = {row["record_id"] for row in read(dataset)}
    report = import_records(source, dataset, root=package, as_of=AS_OF, **expected["options"])  # type: ignore[arg-type]
    added = [
        {key: row[key] for key in row if key != "record_id"} for row in read(dataset) if row["record_id"] not in before
    ]
    order = {added_.record_id: place for place, added_ in enumerate(report.added)}
    assert len(added) == len(order)
    assert sorted(expected["added"], key=str) == sorted(added, key=str)  # type: ignore[call-overload]
    assert [item["row"] for item in expected["refused"]] == [refusal.row for refusal in report.refused]  # type: ignore[attr-defined]
    for one, refusal in zip(expected["refused"], report.refused, strict=True):  # type: ignore[call-overload]
        assert one["reason"] in "；".join(refusal.reasons)
    assert len(expected["questions"]) == len(report.questions), report.questions  # type: ignore[arg-type]
    for words, question in zip(expected["questions"], report.questions, strict=True):  # type: ignore[call-overload]
        assert words in question


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_importing_the_same_file_again_changes_nothing(path: Path, package: Path, tmp_path: Path) -> None:
    """The second time no row is added or changed, and the file of the dataset keeps its bytes."""
    expected = expected_of(path)
    dataset = str(expected["dataset"])
    source = tmp_path / path.name
    source.write_bytes(path.read_bytes())
    import_records(source, dataset, root=package, as_of=AS_OF, **expected["options"])  # type: ignore[arg-type]
    data = (package / "data" / f"{dataset}.csv").read_bytes()
    again = import_records(source, dataset, root=package, as_of=AS_OF, **expected["options"])  # type: ignore[arg-type]
    assert () == again.added + again.changed
    assert data == (package / "data" / f"{dataset}.csv").read_bytes()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_no_number_of_a_person_leaves_the_source(path: Path, package: Path, tmp_path: Path) -> None:
    """Neither the report, nor the dataset, nor the file of refused rows repeats one."""
    expected = expected_of(path)
    source = tmp_path / path.name
    source.write_bytes(path.read_bytes())
    report = import_records(source, str(expected["dataset"]), root=package, as_of=AS_OF, **expected["options"])  # type: ignore[arg-type]
    words = "\n".join([*report.lines(), report.summary()])
    kept = (package / "data" / f"{expected['dataset']}.csv").read_text(encoding="utf-8-sig")
    if report.returned is not None:
        from credit.importer.source_files.file_reader import read_source

        kept += "\n".join(cell.text for row in read_source(report.returned).sheets[0].rows for cell in row)
    for number in ("11010519491231002X", "440524188001010014", "13800000000"):
        assert number not in words + kept
