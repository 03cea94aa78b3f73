"""Whom to call: each problem leads to an office and a number, each office has a number, no ended hotline is dialled."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from credit import urls
from credit.pages import SiteContext, make_site_context
from credit.pages.contacts_and_hotlines import UNREGISTERED, department_call, hotline_links
from credit.pages.departments_and_measures import department_page, departments_page
from credit.pages.guides import guide_page
from credit.pages.listing_counts import count_listings
from credit.pages.site_context import office_in_charge, offices
from credit.pages.table_views import hotline_cell, telephone_cell
from credit.view_models import Cell, Grid
from tests.support.demonstration_edition import demonstration

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), "")


def words(cell: Cell) -> list[str]:
    """Return the texts of a cell of one or several values."""
    return [part.text for part in cell.more or (cell,)]


def problems(site_context: SiteContext) -> Grid:
    """Return the table of problems."""
    return guide_page(site_context, urls.GUIDE_CONTACT).tables[0]


def test_parcel_fraud_leads_to_the_post_and_its_hotline(site_context: SiteContext) -> None:
    """By the words that people use for it."""
    (row,) = [row for row in problems(site_context).rows if "空包裹代发邮寄" in row.cells[0].note]
    assert "公主岭市邮政局" in words(row.cells[1])
    assert "12305" in words(row.cells[2])


def test_each_problem_has_a_number_to_dial(site_context: SiteContext) -> None:
    """And each of its offices has a page; a phrase of documents is no office."""
    for grid in guide_page(site_context, urls.GUIDE_CONTACT).tables:
        assert grid.rows
        for row in grid.rows:
            assert any(part.href.startswith("tel:") for part in row.cells[2].more or (row.cells[2],))
            assert "各有关部门" not in words(row.cells[1])


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0434-6053889/6053898", ["04346053889", "04346053898"]),
        ("010-65661234;65665678", ["01065661234", "01065665678"]),
        ("0434-6053889;4008123456", ["04346053889", "4008123456"]),
        ("0434-6053889/13843400000", ["04346053889", "13843400000"]),
        ("0434-6053889;12315", ["04346053889", "12315"]),
        ("400-8123456/6053889", ["4008123456", "6053889"]),
        ("6053889;0434-6053898", ["6053889", "04346053898"]),
    ],
)
def test_area_code_of_the_first_number_is_added_to_those_that_lack_one(written: str, dialled: list[str]) -> None:
    """To numbers of 7 or 8 digits alone: mobile, 400 and short numbers have no area code, and 400 is none."""
    assert [f"tel:{number}" for number in dialled] == [part.href for part in telephone_cell(written).more]


def test_each_office_has_a_number_or_says_that_it_has_none(site_context: SiteContext) -> None:
    """With the hotline to call instead: its own, its successor's, the one for everything."""
    page = departments_page(site_context, site_context.edition.public["departments"])
    assert len(page.grid.rows) == len(offices(site_context))
    assert "各有关部门" not in {row.cells[0].text for row in page.grid.rows}
    assert words(department_call(site_context, "credit-service-centre")) == ["0434-6053889"]
    assert words(department_call(site_context, "market-supervision")) == [f"{UNREGISTERED}，请打", "12315"]
    assert words(department_call(site_context, "price-inspection")) == [f"{UNREGISTERED}，请打", "12315"]
    assert words(department_call(site_context, "culture-tourism")) == [f"{UNREGISTERED}，请打", "12345"]


def test_nobody_is_sent_to_an_office_whose_duties_another_has(site_context: SiteContext) -> None:
    """The directory names the successor alone; tables, the office's own page and the site map say who has its duties."""
    (row,) = [row for row in problems(site_context).rows if row.cells[0].text == "价格欺诈"]
    assert "price-inspection" in site_context.rows["dishonesty-scope"]["price-fraud"]["authorities"]
    assert words(row.cells[1]) == ["公主岭市市场监督管理局"]
    said = "职责已由公主岭市市场监督管理局承接"
    table = site_context.edition.public["departments"]
    shown = {row.cells[0].text: row.cells[0].note for row in departments_page(site_context, table).grid.rows}
    assert (shown["公主岭市价格监督检查局"], shown["公主岭市公安局"]) == (said, "")
    page = department_page(site_context, table, "price-inspection", count_listings(site_context))
    assert page.lead.startswith(f"公主岭市价格监督检查局的{said}。")
    assert site_context.link_to("departments", "price-inspection").note == said


def test_offices_that_name_each_other_as_successors_end_the_search(site_context: SiteContext) -> None:
    """A slip of the pen stops no build."""
    rows = {"a": {"name": "甲局", "successor": "b"}, "b": {"name": "乙局", "successor": "a"}, "c": {"successor": "a"}}
    circle = replace(site_context, rows={"departments": rows})
    assert ["b", "a", "b"] == [office_in_charge(circle, key) for key in "abc"]


def test_a_field_with_two_numbers_gives_two_to_dial(site_context: SiteContext) -> None:
    """Of the site's own contact, where no hotline is for everything, and of a hotline; each is a link of its own."""
    contact = {"id": "window", "title": "窗口", "telephone": "0434-6053889/6053898"}
    alone = replace(site_context, rows={**site_context.rows, "contacts": {"window": contact}})
    alone.__dict__["hotlines"] = ({"id": "both", "number": "12345/12315", "title": "热线", "authority": "nobody"},)
    call = department_call(alone, "market-supervision")
    assert words(call) == [f"{UNREGISTERED}，请打", "0434-6053889", "0434-6053898"]
    assert ["tel:04346053889", "tel:04346053898"] == [part.href for part in call.more[1:]]
    links = [(link.text, link.href) for link in hotline_links(alone)]
    assert links == [("拨打 12345", "tel:12345"), ("拨打 12315", "tel:12315")]


def test_a_phrase_of_documents_has_no_page(site_context: SiteContext) -> None:
    """各有关部门 is shown as words."""
    assert site_context.link_to("departments", "all-departments").href == ""
    assert site_context.link_to("departments", "all-departments").text == "各有关部门"


def test_notes_of_staff_are_not_published(site_context: SiteContext) -> None:
    """Neither the column nor its heading, in no reference table."""
    for name in ("departments", "hotlines", "contacts"):
        table = site_context.edition.public[name]
        assert "note" not in table.cells.columns
        assert "note" not in table.resource.schema.names
        assert "note" not in str(table.resource.schema.raw["fields"])


def test_an_ended_hotline_is_no_link(site_context: SiteContext) -> None:
    """It stays in the table, so that one finds what to call now."""
    rows = site_context.rows["hotlines"]
    assert hotline_cell(site_context, rows["hotline-12318"]).href == ""
    assert hotline_cell(site_context, rows["hotline-12315"]).href == "tel:12315"
