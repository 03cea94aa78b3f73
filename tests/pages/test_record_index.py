"""Record index of an archive: which archives have one, its groups and days, and its place in compiled pages."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from credit import render
from credit.pages import SiteContext, make_site_context
from credit.pages.entity import entity_page, subject_of
from credit.pages.entity.record_index import WITHOUT_INDEX
from credit.pages.record_rows import Record, Subject
from credit.template_compiler.compiled_page import UNIT
from credit.template_compiler.page_compiler import PageCompiler
from credit.view_models import EntityPage
from tests.support.demonstration_edition import demonstration
from tests.support.html_reader import read
from tests.support.sample_view_models import layout

THEME = render.load_theme(Path(__file__).resolve().parents[2], "")


@cache
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(), "")


@cache
def subjects() -> tuple[Subject, ...]:
    """All entities of the demonstration."""
    return tuple(subject_of(site_context(), code) for code in site_context().edition.entities)


def records_of_kind(kind: str) -> list[tuple[str, Record]]:
    """Return all records of lists of a kind, each with the name of its list."""
    return [
        (name, record)
        for subject in subjects()
        for name, records in subject.records.items()
        if site_context().lists[name].rules.kind == kind
        for record in records
    ]


def long_archive(black: int, red: int) -> EntityPage:
    """Return the archive of a made entity that has so many of the demonstration's records."""
    chosen: dict[str, tuple[Record, ...]] = {}
    for name, record in records_of_kind("black")[:black] + records_of_kind("red")[:red]:
        chosen[name] = (*chosen.get(name, ()), record)
    return entity_page(site_context(), replace(subjects()[0], records=chosen))


def test_index_of_a_long_archive_leads_to_each_record_by_list_and_state() -> None:
    """Each group says how many there are; each record has its day, its reason and its marks."""
    page = long_archive(20, 40)
    views = {view.record_id: view for view in page.listings}
    assert sorted(views) == sorted(item.anchor for item in page.index if item.level == 3)
    group, groups = (), []
    counted = 0
    for item in page.index:
        view = views[item.anchor]
        if item.level == 2:
            group = (view.list_title, view.state)
            groups.append(group)
            counted = int(item.text.removesuffix(" 条").rpartition(" ")[2])
            assert item.text == f"{view.list_title}，{view.state} {counted} 条"
        else:
            assert (view.list_title, view.state) == group
            assert item.day == view.day
            assert view.reason in item.text
            assert all(mark in item.text for mark in view.marks)
            counted -= 1
            assert counted >= 0
    assert len(groups) == len(set(groups))
    assert {state for _, state in groups} == {"在列", "拟列入公示"}


def test_records_of_a_group_stand_from_the_newest_to_the_oldest() -> None:
    """The days are those that order the archive."""
    page = long_archive(20, 0)
    days = [view.day for view in page.listings]
    assert all(days)
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(("records", "has_index"), [(WITHOUT_INDEX, False), (WITHOUT_INDEX + 1, True)])
def test_a_short_archive_has_no_index(records: int, *, has_index: bool) -> None:
    """A handful of records is looked over without one; the page then has no navigation of that name."""
    page = long_archive(records, 0)
    assert bool(page.index) is has_index
    shown = read(render.render_page(THEME, layout(), page))
    assert ("记录目录" in [item.get("aria-label") for item in shown.of("nav")]) is has_index


def test_links_of_the_index_lead_to_places_of_the_page_below_the_verdict() -> None:
    """Each id stands on the page once; the index follows the verdict and precedes the records."""
    data = render.render_page(THEME, layout(), long_archive(20, 20)).decode()
    inside = data[data.index('<nav class="c-outline"') :].partition("</nav>")[0]
    targets = {part.partition('"')[0] for part in inside.split('href="#')[1:]}
    assert len(targets) == 40
    assert all(data.count(f' id="{target}"') == 1 for target in targets)
    assert data.index("c-panel__main") < data.index('<nav class="c-outline"') < data.index("<h2>名单记录</h2>")


def test_a_long_archive_is_filled_in_like_it_is_rendered() -> None:
    """The page compiler finds nothing in it that looks into a cell."""
    name, first = next((name, record) for name, record in records_of_kind("black") if record.state["last_day"])
    columns, size = list(first.cells), WITHOUT_INDEX + 1

    def make(shape: Hashable, values: Sequence[str]) -> str:
        cells = [dict(zip(columns, values[1 + at * len(columns) :], strict=False)) for at in range(size)]
        records = tuple(Record(row, first.state) for row in cells)
        subject = Subject(cast("str", values[0]), "示例甲有限公司", (), {name: records})
        return render.render_text(THEME, layout(), entity_page(site_context(), subject))

    def row_of(number: int) -> bytes:
        code = first.cells["unified_code"]
        rows = [{**first.cells, "record_id": f"BL-20{number}-{at:05}"} for at in range(size)]
        return UNIT.join([code, *[cell for row in rows for cell in row.values()]]).encode()

    compiler = PageCompiler(THEME, make, "entity")
    for number in range(10, 14):
        filled = compiler.fill("", row_of(number)).text.decode()
        assert filled == make("", row_of(number).decode().split(UNIT))
        assert f"#BL-20{number}-00003" in filled
    assert {} == dict(compiler.refusals)
    assert compiler.counts["filled"] >= 1
    assert compiler.counts["differing"] == 0
