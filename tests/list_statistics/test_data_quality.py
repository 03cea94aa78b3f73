"""Data quality: fill rates and freshness are counted from public rows alone."""

from __future__ import annotations

import datetime
from pathlib import Path

from credit import gate
from credit.list_statistics import ColumnFill, Freshness, measure_quality
from credit.pages import make_site_context
from credit.pages.quality_page import quality_page
from tests.gate.test_gate import FILES, REGISTER, write_site


def test_fill_rates_and_days_are_those_of_the_public_rows(tmp_path: Path) -> None:
    """A withdrawn record counts nowhere; a natural person's row counts with what is published of it."""
    row = "BL-2026-00001,2026-05-20,撤销,原决定撤销。\n"
    root = write_site(tmp_path, FILES | {"withdrawals": REGISTER + row})
    black, red = measure_quality(gate.validate(root).public)
    assert ("black-list", 2, "red-list", 1) == (black.name, black.rows, red.name, red.rows)
    fills = {fill.column: fill for fill in black.fills}
    assert ColumnFill("disputed_since", 1, 2) == fills["disputed_since"]
    assert ColumnFill("repaired_on", 0, 2) == fills["repaired_on"]
    assert (Freshness("office", 2, "2026-04-12", 2, 2),) == black.authorities
    assert (Freshness("office", 1, "2026-05-20", None, None),) == red.authorities


def test_the_page_names_the_columns_that_are_not_full(tmp_path: Path) -> None:
    """With their share of filled rows; a column that is always filled is counted in the caption alone."""
    root = write_site(tmp_path, FILES)
    page = quality_page(make_site_context(gate.validate(root), ""))
    captions = [grid.caption for grid in page.grids]
    assert "black-list：各认定部门" in captions
    shares = {
        row.cells[0].text: row.cells[2].text
        for row in next(g for g in page.grids if g.caption.startswith("black-list：没有填满")).rows
    }
    assert "33%" == shares["disputed_since列"]
    assert "0%" == shares["repaired_on列"]
    assert "record_id列" not in shares


def test_a_page_without_records_stands_all_the_same(tmp_path: Path) -> None:
    """Every record has ended: the checks remain, and a sentence in place of the figures."""
    root = write_site(tmp_path, FILES)
    page = quality_page(make_site_context(gate.validate(root, datetime.date(2040, 1, 1)), ""))
    assert [
        "公布以前的检查",
        "公布以前对文件和参考表的提醒（不拦公布，由工作人员核对）",
        "文件和指南的检查（按政府网站检查指标）",
        "栏目的更新（按政府网站检查指标）",
        "全部名单",
    ] == [grid.caption for grid in page.grids]
    assert () == page.grids[4].rows
