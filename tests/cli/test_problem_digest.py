"""One slip that fills a column is a few lines of a report and no page of them."""

from __future__ import annotations

from credit.model import Problem, report_lines


def faults(count: int, code: str = "type-error", field: str = "listed_on") -> list[Problem]:
    """Return a fault on each of so many rows from line 2, each with a message of its own."""
    return [
        Problem("data/a.csv", line, field, code, f"日期应写成 2026-01-{line:02}", "error", "列入日期")
        for line in range(2, 2 + count)
    ]


def test_a_fault_that_fills_a_column_is_told_five_times_and_then_counted() -> None:
    """The lines of the others are named, and another fault between them stays where it is."""
    other = Problem("data/a.csv", 9, "name", "required", "不能为空，请填写", "warning", "名称")
    lines = report_lines(sorted([*faults(35), other]))
    assert [1, 1, 1, 1, 1, 30, 1] == [count for _, count in lines]
    assert "data/a.csv:7: 列入日期: 同样的问题还有 30 处，在第 7–36 行 [type-error]" == lines[5][0]
    assert lines[6][0].endswith("[required]（警告）")


def test_ten_faults_are_told_one_by_one() -> None:
    """Few enough to be read."""
    assert [problem.text() for problem in faults(10)] == [line for line, _ in report_lines(faults(10))]


def test_each_proposed_correction_is_told() -> None:
    """Every message holds a row that is to be copied."""
    assert 35 == len(report_lines(faults(35, "undocumented-change")))


def test_scattered_lines_are_named_as_ranges() -> None:
    """Every line is named; of a column in disorder a hundred ranges."""
    scattered = [problem for problem in faults(60) if problem.line % 3]
    assert "在第 10–11、13–14、16–17、19–20、22–23、25–26、28–29、31–32" in report_lines(scattered)[5][0]
    assert " 等行" not in report_lines(scattered)[5][0]
    assert " 等行" in report_lines([problem for problem in faults(400) if problem.line % 3])[5][0]
