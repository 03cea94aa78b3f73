"""The page of responsibilities: every task with who leads it and its clause, every office with its part, near the home page."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate, urls
from credit.pages import SiteContext, make_site_context
from credit.pages.departments_and_measures import plan_reference
from credit.pages.guides import guide_page
from credit.pages.home_page import home_page
from credit.pages.listing_counts import count_listings
from credit.pages.responsibilities_page import responsibilities_page
from credit.pages.site_context import offices
from credit.search.index_entries import paper_entries
from credit.view_models import Cell, DepartmentPage, TextPage
from tests.support.demonstration_edition import demonstration
from tests.support.demonstration_sources import copy_sources

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), "")


@pytest.fixture(scope="module")
def page(site_context: SiteContext) -> TextPage:
    """Its page of responsibilities."""
    return responsibilities_page(site_context, count_listings(site_context))


def parts(cell: Cell) -> tuple[Cell, ...]:
    """Return the values of a cell of one or several."""
    return cell.more or (cell,)


def test_each_task_has_its_clause_its_leads_and_a_number(site_context: SiteContext, page: TextPage) -> None:
    """In the order of the plan, each at an anchor that the search and the guides use."""
    grid = page.grids[0]
    keys = [column.key for column in grid.columns]
    assert keys == ["clause", "task", "leads", "supports", "telephone"]
    assert len(grid.rows) == len(site_context.rows["responsibilities"])
    assert grid.rows[0].anchor == "row-real-name-registration"
    for row in grid.rows:
        cells = dict(zip(keys, row.cells, strict=True))
        assert cells["clause"].href.startswith("/policies/ecommerce-integrity-plan/#c4-")
        assert parts(cells["leads"])[0].href.startswith("/departments/")
        assert any(part.href.startswith("tel:") for part in parts(cells["telephone"]))


def test_each_office_has_its_part(site_context: SiteContext, page: TextPage) -> None:
    """Tasks of this page, measures, listings in force by list, a number to call."""
    grid = page.grids[-1]
    assert [row.cells[0].href for row in grid.rows] == [urls.department_address(key) for key in offices(site_context)]
    (row,) = (row for row in grid.rows if row.cells[0].href == "/departments/market-supervision/")
    places = {task.anchor for task in page.grids[0].rows}
    for cell in row.cells[1:3]:
        assert {part.href.removeprefix("#") for part in parts(cell)} <= places
    table = site_context.edition.public["black-list"]
    number = table.column("authority").count("market-supervision")
    assert f"{table.resource.title} {number} 条" in [part.text for part in parts(row.cells[4])]


def test_the_table_of_contents_leads_to_each_table(page: TextPage) -> None:
    assert [item.anchor for item in page.outline] == [grid.anchor for grid in page.grids]


def test_a_candidate_is_no_listing_yet(site_context: SiteContext) -> None:
    """Announced, and not counted."""
    table = site_context.edition.public["red-list"]
    states = table.states["state"].tolist()
    assert "拟列入" in states
    counted = count_listings(site_context)["red-list", "authority"]
    assert sum(counted.values()) == len(states) - states.count("拟列入")


def test_a_column_of_progress_is_shown_without_code(tmp_path: Path) -> None:
    """Any further column of the dataset stands beside the task."""
    copy_sources(tmp_path)
    schema = tmp_path / "data/responsibilities.schema.json"
    text = schema.read_text(encoding="utf-8")
    field = (
        '{"name": "progress", "title": "进展", "description": "做到哪一步。", "type": "string", "example": "已办结"}'
    )
    schema.write_text(text.replace('"fields": [', f'"fields": [{field},', 1), encoding="utf-8")
    rows = tmp_path / "data/responsibilities.csv"
    first, *others = rows.read_text(encoding="utf-8-sig").splitlines()
    lines = [f"progress,{first}", *(f"已办结,{line}" for line in others)]
    rows.write_text("\ufeff" + "\n".join(lines) + "\n", encoding="utf-8")
    site_context = make_site_context(gate.validate(tmp_path, DAY), "")
    page = responsibilities_page(site_context, count_listings(site_context))
    assert page.grids[0].columns[0].title == "进展"
    assert {row.cells[0].text for row in page.grids[0].rows} == {"已办结"}


def test_it_is_one_or_two_clicks_away(site_context: SiteContext) -> None:
    """From home at once, from the menu by the departments, from the guide at each task."""
    assert urls.RESPONSIBILITIES in [link.href for link in home_page(site_context).tasks]
    guide = guide_page(site_context, urls.GUIDE_CONTACT)
    assert any(
        row.cells[0].href.startswith(f"{urls.RESPONSIBILITIES}#row-") for grid in guide.tables for row in grid.rows
    )
    for planned in plan_reference(site_context):
        if planned.address.startswith(urls.DEPARTMENTS):
            shown = planned.make()
            links = shown.further if isinstance(shown, DepartmentPage) else getattr(shown, "further", ())
            assert [link.href for link in links] == [urls.RESPONSIBILITIES]


def test_tasks_and_clauses_are_found(site_context: SiteContext) -> None:
    """A task by its own words and those of its clause; a clause by its first words, at its place."""
    names = {entry.key: entry.names for entry in paper_entries(site_context.edition)}
    found = names["/responsibilities/#row-delivery-logistics"]
    assert {"建立寄递物流信用体系", "寄递物流", "快递", "诈骗"} <= set(found)
    assert names["/policies/ecommerce-integrity-plan/#c4-3-1"] == ("信用承诺",)
    assert "谁管" in names[urls.RESPONSIBILITIES]
