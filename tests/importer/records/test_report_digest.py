"""A long report on the screen and in its file."""

from __future__ import annotations

from pathlib import Path

from credit.importer.import_report import Added, Change, ImportReport, Note, Refusal
from credit.importer.report_digest import digest_lines, is_long, write_report


def report(count: int) -> ImportReport:
    """Return a report with so many lines of each part."""
    numbers = range(1, count + 1)
    return ImportReport(
        "black-list",
        "",
        tuple(Added(number, f"BL-2026-{number:05d}", f"示例{number}号") for number in numbers),
        tuple(Change(number, "BL-2026-00001", "facts", "主要事实", "甲", "乙") for number in numbers),
        (),
        tuple(Refusal(number, ("代码不对" if number % 2 else "没有名称",)) for number in numbers),
        tuple(Note("", f"第 {number} 行是合计，没有导入") for number in numbers),
    )


def test_a_short_report_is_shown_whole() -> None:
    """Line by line, as it is written."""
    assert not is_long(report(40))
    assert list(report(40).lines()) == list(digest_lines(report(40)))


def test_a_long_report_shows_the_first_lines_and_counts_kinds() -> None:
    """Refusals by reason, changes by column; each part says how many lines it has."""
    lines = list(digest_lines(report(50_000)))
    assert len(lines) < 70
    assert "退回：第 1 行：代码不对" in lines
    assert ["退回：共 25000 行：代码不对", "退回：共 25000 行：没有名称"] == [
        line for line in lines if line.startswith("退回：共")
    ]
    assert "改动：共 50000 处：主要事实" in lines
    assert "新增：以上只列出前 12 条，一共 50000 条" in lines


def test_the_whole_report_is_a_file_of_its_own(tmp_path: Path) -> None:
    """Every line stands in it; an earlier one stays."""
    paths = [write_report(report(50), tmp_path / "部门.csv") for _ in range(2)]
    assert ["部门-导入报告.txt", "部门-导入报告-2.txt"] == [path.name for path in paths]
    assert paths[0].read_text(encoding="utf-8-sig").splitlines()[:-1] == list(report(50).lines())


def test_a_note_about_a_row_names_no_column() -> None:
    """Nothing stands before its words."""
    assert "与第 2 行完全相同，略过（第 3 行）" == Note("", "与第 2 行完全相同，略过", (3,)).text()
