"""A report by period: drafted from the data of a day, and not changed by any day after."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from credit.documents.front_matter import parse_front_matter
from credit.identifiers import write_chinese_number
from credit.list_statistics import compute_statistics, draft_report, period_days, period_words
from credit.model import PublicTable
from credit.pages import make_site_context
from tests.conftest import RunTask
from tests.list_statistics.test_list_figures import EDITION
from tests.support.demonstration_sources import build_copy

LABELS = make_site_context(EDITION, "").labels


def draft(period: str) -> str:
    return draft_report(EDITION.package, EDITION.public, LABELS, period, EDITION.as_of, EDITION.digest).text


@pytest.mark.parametrize(
    ("period", "first", "last", "words"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026年全年"),
        ("2026-H1", "2026-01-01", "2026-06-30", "2026年上半年"),
        ("2026-H2", "2026-07-01", "2026-12-31", "2026年下半年"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "2024年第一季度"),
        ("2024-Q4", "2024-10-01", "2024-12-31", "2024年第四季度"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str, words: str) -> None:
    """Year, half year, quarter, month."""
    days = period_days(period)
    assert days == (datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    assert words == period_words(period)


@pytest.mark.parametrize(
    "period", ["", "26", "2026-H3", "2026-Q5", "2026-13", "2026-00", "2026-1", "2026-H1 ", "２０２６"]
)
def test_what_is_no_period_is_refused(period: str) -> None:
    """Nothing is guessed."""
    assert period_days(period) is None
    with pytest.raises(ValueError, match=f"^{re.escape(period)}$"):
        draft(period)


def test_a_period_that_has_not_begun_is_refused() -> None:
    """There is nothing to count yet."""
    with pytest.raises(ValueError, match="2027"):
        draft("2027")


def test_a_draft_has_a_head_without_a_fault_and_the_figures_of_the_period() -> None:
    """The head passes the gate; the table of lists holds what the one function counts."""
    text = draft("2026-H1")
    front = parse_front_matter(text.splitlines(), "report")
    assert () == front.faults
    assert (EDITION.digest, "2026-11-20") == (front.values["Data_digest"], front.values["As_of"])
    inside = compute_statistics(EDITION.public, "2026-01-01", "2026-06-30")
    whole = compute_statistics(EDITION.public)
    for one, other in zip(inside.lists, whole.lists, strict=True):
        title = EDITION.public[one.name].resource.title
        assert f"| {title} | {one.total} | {one.entities} | {other.total} |" in text
    months = sum(int(number) for number in re.findall(r"^\| 2026年\d月 \| (\d+) \|$", text, re.MULTILINE))
    assert inside.total == months


def test_a_list_without_codes_counts_no_entities() -> None:
    """The cell is empty; the heading and the summary say who is counted."""
    table = EDITION.public["black-list"]
    bare = replace(table, cells=table.cells.drop(columns="unified_code"))

    def drafted(lists: dict[str, PublicTable]) -> str:
        return draft_report(EDITION.package, lists, LABELS, "2026", EDITION.as_of, EDITION.digest).text

    text = drafted({"black-list": bare, "red-list": EDITION.public["red-list"]})
    assert "| 名单 | 本期新公示（条） | 涉及单位（个，不含自然人） |" in text
    assert re.search(rf"^\| {table.resource.title} \| \d+ \|  \| \d+ \|$", text, re.MULTILINE)
    assert re.search(r"^Summary: .*，涉及 \d+ 个单位（不含自然人）。$", text, re.MULTILINE)
    assert re.search(r"^Summary: \S+新公示 \d+ 条记录。$", drafted({"black-list": bare}), re.MULTILINE)


def test_each_list_has_a_heading_of_its_own() -> None:
    """Also beyond ten lists."""
    red = EDITION.public["red-list"]
    lists = {
        f"red-{number}": replace(red, resource=replace(red.resource, name=f"red-{number}")) for number in range(12)
    }
    text = draft_report(EDITION.package, lists, LABELS, "2026", EDITION.as_of, EDITION.digest).text
    headings = re.findall(r"^## (.+?)、", text, re.MULTILINE)
    assert headings == [write_chinese_number(number) for number in range(1, 14)]


def test_a_draft_names_nobody() -> None:
    """What leaves a list later needs no removal from a report."""
    text = draft("2026")
    names = {name for table in EDITION.public.values() if table.resource.is_list for name in table.cells["name"]}
    codes = set(EDITION.entities)
    assert [] == [item for item in {*names, *codes} - {"自然人"} if item in text]


def test_a_report_stays_as_it_was_when_the_data_changes(copy_of_site: Path, inv: RunTask, site: Path) -> None:
    """Drafted by its task, built, then a record withdrawn: the statistics follow, the report keeps every byte."""
    report = "reports/2026-h1/index.html"
    done = inv("draft-report", "--period", "2026-H1", root=copy_of_site)
    assert done.returncode == 1
    assert "已经有 content/reports/2026-h1.md" in done.stderr
    drafted = inv("draft-report", "--period", "2026-Q3", root=copy_of_site)
    assert drafted.returncode == 0, drafted.stderr
    assert (copy_of_site / "content" / "reports" / "2026-q3.md").is_file()
    withdrawn = inv("withdraw", "DR-2026-00018", "--reason", "修复", "--yes", root=copy_of_site)
    assert withdrawn.returncode == 0, withdrawn.stderr
    output = build_copy(copy_of_site, copy_of_site / "output")
    assert (site / report).read_bytes() == (output / report).read_bytes()
    statistics = "statistics/index.html"
    assert (site / statistics).read_bytes() != (output / statistics).read_bytes()
    assert (output / "reports" / "2026-q3" / "index.html").is_file()


@pytest.mark.parametrize(
    ("options", "words"),
    [((), "--period 写成"), (("--period", "2026-H9"), "现在是 2026-H9"), (("--period", "2031"), "还没有开始")],
)
def test_wrong_use_of_the_task_is_said(inv: RunTask, options: tuple[str, ...], words: str) -> None:
    """Exit status 2, and nothing is written."""
    done = inv("draft-report", *options)
    assert (2, True) == (done.returncode, words in done.stderr)
