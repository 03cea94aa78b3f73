"""Browse pages keep their place: a page holds its running numbers, whatever has left."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.derived_columns import append_derived
from credit.list_statistics import compute_statistics
from credit.pages import make_site_context
from credit.pages.list_overview import facets_of
from credit.pages.record_rows import records_of
from credit.pages.site_context import portable_site_context
from credit.pages.table_views import row_of, shown_fields
from credit.view_models import BrowsePage, EntityPage, ListPage, Page
from tests.gate.test_gate import BLACK, FILES, FIRM, OTHER, REGISTER, SHOP, code, declare, write_site
from tests.support.page_factory import every_page

HEADING = "record_id,name,unified_code,listed_on\n"


def pages_of(root: Path, day: datetime.date | None = None) -> dict[str, Page]:
    """Return every page of a site but its documents, by address; those of records as a worker makes them."""
    site_context = make_site_context(gate.validate(root, day), "")
    return every_page(site_context)


def ids(page: Page) -> list[str]:
    """Return the record ids of a browse page in their order."""
    assert isinstance(page, BrowsePage)
    return [row.anchor for row in page.grid.rows]


@pytest.fixture
def long_list(tmp_path: Path) -> Path:
    """A red list of 120 of which 51 to 100 and number 7 are withdrawn."""
    rows = "".join(f"RL-2026-{n:05d},示例第{n}家有限公司,{code(1000 + n)},2026-05-01\n" for n in range(1, 121))
    left = "".join(f"RL-2026-{n:05d},2026-05-02,期满,\n" for n in [7, *range(51, 101)])
    return write_site(tmp_path, FILES | {"red-list": HEADING + rows, "withdrawals": REGISTER + left})


def test_a_page_holds_its_running_numbers_with_gaps(long_list: Path) -> None:
    """Page 1 holds 1 to 50 without 7, page 3 holds 101 to 120, the newest first; nothing moves up."""
    pages = pages_of(long_list)
    assert ids(pages["/lists/red-list/2026/"]) == [f"RL-2026-{n:05d}" for n in range(50, 0, -1) if n != 7]
    assert ids(pages["/lists/red-list/2026/3/"]) == [f"RL-2026-{n:05d}" for n in range(120, 100, -1)]


def test_values_of_a_list_column_are_split_by_its_delimiter(tmp_path: Path) -> None:
    """Each value has its own browse page and its own number."""
    rows = "".join(
        f"RL-2026-{number:05d},示例第{number}家有限公司,{code(1000 + number)},2026-05-01,{modes}\n"
        for number, modes in enumerate(("公路", '"公路,水路"', '"水路,公路"'), start=1)
    )
    root = write_site(tmp_path, FILES | {"red-list": HEADING.replace("\n", ",modes\n") + rows})
    path = root / "data" / "red-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    keys = {"公路": "road", "水路": "water"}
    schema["fields"][-1] |= {"type": "list", "delimiter": ",", "credit": {"keys": keys}}
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    edition = gate.validate(root)
    figures = next(item for item in compute_statistics(edition.public).lists if item.name == "red-list")
    assert [("modes", {"公路": 3, "水路": 2})] == [(tally.column, dict(tally.counts)) for tally in figures.facets]
    found = facets_of(make_site_context(edition, ""), edition.public["red-list"])
    assert {"modes": {"road": ("公路", [0, 1, 2]), "water": ("水路", [1, 2])}} == found


def test_pages_of_a_value_say_where_the_newest_records_stand(tmp_path: Path) -> None:
    """The first page holds the oldest ones: the links to the pages beside it say which are older and which newer."""
    rows = "".join(
        f"RL-2026-{number:05d},示例第{number}家有限公司,{code(1000 + number)},2026-05-01,公路\n"
        for number in range(1, 121)
    )
    root = write_site(tmp_path, FILES | {"red-list": HEADING.replace("\n", ",modes\n") + rows})
    path = root / "data" / "red-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][-1] |= {"credit": {"keys": {"公路": "road"}}}
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    page = pages_of(root)["/lists/red-list/by/modes/road/2/"]
    assert isinstance(page, BrowsePage)
    assert ids(page)[0] == "RL-2026-00100"
    links = {link.href: link.text for link in (page.previous, page.next) if link}
    assert links == {
        "/lists/red-list/by/modes/road/": "较早的记录", "/lists/red-list/by/modes/road/3/": "较新的记录",
    }  # fmt: skip


def test_a_list_with_codes_and_without_names_leads_to_no_archive(tmp_path: Path) -> None:
    """No page, no address in the files, and no link, for a worker as for the process of the build."""
    heading = HEADING.replace(",name,", ",project,")
    rows = f"RL-2026-00001,示例道路工程,{code(1001)},2026-05-01\n"
    root = write_site(tmp_path, FILES | {"red-list": heading + rows})
    edition = gate.validate(root)
    assert code(1001) not in edition.entities
    assert [""] == append_derived(edition.public["red-list"], "").column("entity_url")
    named = append_derived(edition.public["black-list"], "").column("entity_url")
    assert [f"/entities/{FIRM}.html", "", f"/entities/{SHOP}.html"] == named
    site_context = make_site_context(edition, "")
    for context in (site_context, portable_site_context(site_context)):
        (table, resource) = edition.public["red-list"], site_context.lists["red-list"]
        (record,) = records_of(table, [0])
        row = row_of(context, resource, shown_fields(resource), record)
        assert "/entities/" not in repr(row)
    assert f"/entities/{code(1001)}.html" not in repr(every_page(site_context))


def test_a_page_that_all_have_left_says_so_and_leads_on(long_list: Path) -> None:
    """Its address still answers, with both neighbours."""
    page = pages_of(long_list)["/lists/red-list/2026/2/"]
    assert isinstance(page, BrowsePage)
    assert ids(page) == []
    assert page.left
    assert page.previous is not None
    assert page.next is not None
    assert (page.previous.href, page.next.href) == ("/lists/red-list/2026/", "/lists/red-list/2026/3/")


def test_a_page_whose_records_are_suspended_says_no_more_than_that(tmp_path: Path) -> None:
    """They come back: the words hold for ended and suspended records alike, and do not tell which they are."""
    heading = HEADING.replace("\n", ",suspended_from\n")
    first = f"RL-2026-00001,示例第1家有限公司,{code(1001)},2026-05-01,2026-05-20\n"
    red = f"{heading}{first}RL-2026-00051,示例第51家有限公司,{code(1051)},2026-05-01,\n"
    page = pages_of(write_site(tmp_path, FILES | {"red-list": red}))["/lists/red-list/2026/"]
    assert isinstance(page, BrowsePage)
    assert ids(page) == []
    assert page.left.startswith("这一页的记录都已结束公示，或者正在暂停公示，现在不显示。")


def test_a_number_that_was_never_public_makes_no_page(tmp_path: Path) -> None:
    """A listing of next year is not announced by an empty page."""
    later = BLACK + f"BL-2026-00999,示例后来有限公司,{code(9)},企业,office,2026-04-10,一般,2026-12-12,,\n"
    pages = pages_of(write_site(tmp_path, FILES | {"black-list": later}))
    assert [address for address in pages if address.startswith("/lists/black-list/2026/")] == [
        "/lists/black-list/2026/"
    ]


def test_an_archive_is_kept_from_search_engines_where_the_subject_is_a_person(long_list: Path) -> None:
    """92…: noindex; every listing page: noarchive."""
    pages = pages_of(long_list)
    shop = pages[f"/entities/{code(3, '92')}.html"]
    assert isinstance(shop, EntityPage)
    assert shop.head.robots == "noindex, noarchive"
    firm = pages[f"/entities/{code(1)}.html"]
    assert firm.head.robots == "noarchive"
    assert pages["/lists/black-list/"].head.robots == "noarchive"


def test_status_is_one_sentence_in_plain_words(long_list: Path) -> None:
    """Black before red, and what is disputed says so."""
    pages = pages_of(long_list)
    firm, shop = pages[f"/entities/{code(1)}.html"], pages[f"/entities/{code(3, '92')}.html"]
    assert isinstance(firm, EntityPage)
    assert isinstance(shop, EntityPage)
    assert firm.status == "示例甲有限公司目前有 1 条失信记录，程度：一般。"
    assert "正在处理异议" in shop.status


def test_a_list_says_which_degrees_it_may_hold_and_what_gives_it_its_name(tmp_path: Path) -> None:
    """A black list declares them; the law stands there where there is one."""
    root = write_site(tmp_path, FILES)
    page = pages_of(root)["/lists/black-list/"]
    assert isinstance(page, ListPage)
    assert (page.degrees, page.name_basis) == ("轻微、一般、严重、未注明", "")
    declare(root, severities=["严重"], severity_unstated=None, name_basis="《企业信息公示暂行条例》第十七条")
    (root / "data" / "black-list.csv").write_text(BLACK.replace("一般", "严重"), encoding="utf-8-sig", newline="")
    page = pages_of(root)["/lists/black-list/"]
    assert isinstance(page, ListPage)
    assert (page.degrees, page.name_basis) == ("严重", "《企业信息公示暂行条例》第十七条")
    red = pages_of(root)["/lists/red-list/"]
    assert isinstance(red, ListPage)
    assert (red.degrees, red.name_basis) == ("", "")


def test_the_state_of_a_register_is_shown_where_rows_differ(tmp_path: Path) -> None:
    """In a register of firms that are all simply registered the column tells nothing; a mark brings it back."""
    for disputed, columns in (("", 0), ("2026-05-20", 1)):
        rows = f"BL-2026-00001,示例甲有限公司,{FIRM},2026-05-01,\nBL-2026-00002,示例乙有限公司,{OTHER},2026-05-01,{disputed}\n"
        heading = "record_id,name,unified_code,listed_on,disputed_since\n"
        root = write_site(tmp_path / f"with {columns}", FILES | {"black-list": heading + rows})
        declare(root, kind="register", severities=None, severity_unstated=None)
        page = pages_of(root)["/lists/black-list/2026/"]
        assert isinstance(page, BrowsePage)
        assert columns == len([column for column in page.grid.columns if column.key == "state"])
        assert {len(page.grid.columns)} == {len(row.cells) for row in page.grid.rows}


def test_a_column_that_is_equal_in_every_row_is_said_once(tmp_path: Path) -> None:
    """In a list of ten rows and more; another value in one of them brings the column back to every page."""
    heading, *_ = BLACK.splitlines(keepends=True)
    names = heading.strip().lstrip("\ufeff").split(",")

    def row(number: int, severity: str) -> str:
        known = {"record_id": f"BL-2026-{number:05d}", "name": f"示例第{number}家有限公司", "listed_on": "2026-05-01"}
        known |= {"unified_code": code(1000 + number), "severity": severity}
        return ",".join(known.get(name, "") for name in names) + "\n"

    for count, last, alike in ((9, "一般", False), (10, "一般", True), (10, "严重", False)):
        rows = "".join(row(number, "一般") for number in range(1, count)) + row(count, last)
        root = write_site(tmp_path / f"{count} {last}", FILES | {"black-list": heading + rows})
        pages = pages_of(root)
        for address in ("/lists/black-list/", "/lists/black-list/2026/"):
            page = pages[address]
            assert isinstance(page, BrowsePage | ListPage)
            grid = page.grid if isinstance(page, BrowsePage) else page.newest
            assert alike != ("severity" in [column.key for column in grid.columns])
            assert [[cell.text for cell in fact.values] for fact in grid.alike] == ([["一般"]] if alike else [])
            # A day is of a row by itself, even where all are equal.
            assert "listed_on" in [column.key for column in grid.columns]
            assert {len(grid.columns)} == {len(item.cells) for item in grid.rows}
