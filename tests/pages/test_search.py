"""Pages to look a name up by hand: each name where its initials put it, and nowhere else when another comes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit import gate
from credit.pages import make_site_context
from credit.pages.search_pages import MOST, plan_search
from credit.view_models import Page, SearchByPage, SearchPage
from tests.gate.test_gate import FILES, code, write_site
from tests.support.page_factory import every_page_by_hand

HEADING = "record_id,name,unified_code,listed_on\n"
CHARACTERS = "安博成达恩丰广华嘉康利明宁平庆荣盛通望信裕正"


def pages_of(root: Path) -> dict[str, Page]:
    """Return every page of the search by address."""
    site_context = make_site_context(gate.validate(root), "")
    return {
        planned.address: planned.make() for planned in (*plan_search(site_context), *every_page_by_hand(site_context))
    }


def rows(count: int) -> str:
    """Return so many rows; all names begin with 盛, the second and third character differ."""
    names = [f"盛{CHARACTERS[n % 22]}{CHARACTERS[n // 22 % 22]}商行" for n in range(count)]
    return "".join(f"RL-2026-{n:05d},{name},{code(2000 + n)},2026-05-01\n" for n, name in enumerate(names, start=1))


@pytest.fixture
def before(tmp_path: Path) -> dict[str, Page]:
    """300 names under one letter."""
    return pages_of(write_site(tmp_path / "before", FILES | {"red-list": HEADING + rows(300)}))


def names(page: Page) -> list[str]:
    """Return the names of a page of names."""
    assert isinstance(page, SearchByPage)
    return [link.text for link in page.found]


def test_a_full_page_leads_to_one_page_for_each_next_initial(before: dict[str, Page]) -> None:
    """S is too full: it holds the initials that follow, and each name stands on one page below it."""
    top = before["/search/by/initial/s.html"]
    assert isinstance(top, SearchByPage)
    assert not top.found
    below = [link.href for link in top.children.links]
    assert below == sorted(below, key=lambda href: int(href.split("/")[-1].removesuffix(".html")))
    held = [name for address in below for name in names(before[address])]
    # The site's own 示例 begins with the same letter.
    assert len([name for name in held if name.startswith("盛")]) == 300
    assert all(len(names(before[address])) <= MOST for address in below)
    # 安 is a, the first letter: s, then 1.
    assert all(name.startswith("盛安") for name in names(before["/search/by/initial/s/1.html"]))


def test_every_letter_answers(before: dict[str, Page]) -> None:
    """A letter without names says so; nothing is a dead end."""
    page = before["/search/by/initial/v.html"]
    assert isinstance(page, SearchByPage)
    assert page.empty


def test_one_more_name_rewrites_one_page_of_each_kind(tmp_path: Path, before: dict[str, Page]) -> None:
    """Its own page below the letter and below the year change; all others stay as they are."""
    row = f"RL-2026-00999,盛安后来商行,{code(9000)},2026-05-01\n"
    after = pages_of(write_site(tmp_path / "after", FILES | {"red-list": HEADING + rows(300) + row}))
    assert before.keys() == after.keys()
    changed = [address for address in after if after[address] != before[address]]
    assert len(changed) == 2
    assert "/search/by/initial/s/1.html" in changed
    assert all("盛安后来商行" in names(after[address]) for address in changed)


def test_the_search_page_says_which_lists_there_are_and_how_new(before: dict[str, Page]) -> None:
    """What absence means stands there too."""
    page = before["/search/"]
    assert isinstance(page, SearchPage)
    assert any("最新一条 2026-05-01" in link.note for link in page.lists)
    assert any("不能证明" in sentence for sentence in page.sentences)


def test_any_number_of_names_alike_is_divided(tmp_path: Path) -> None:
    """Digits, and names with the same initials throughout: no page holds more than it may, and each name has a page."""
    same = [f"7天{'甲' if n % 2 else '家'}商行" for n in range(300)] + ["盛源商行"] * 300
    rows = "".join(f"RL-2026-{n:05d},{name},{code(2000 + n)},2026-05-01\n" for n, name in enumerate(same, start=1))
    pages = pages_of(write_site(tmp_path / "same", FILES | {"red-list": HEADING + rows}))
    by_initial = {address: page for address, page in pages.items() if "/by/initial/" in address}
    assert all(len(names(page)) <= MOST for page in by_initial.values())
    held = [name for page in by_initial.values() for name in names(page)]
    assert (held.count("7天甲商行") + held.count("7天家商行"), held.count("盛源商行")) == (300, 300)
    assert sum(len(names(page)) for address, page in pages.items() if "/initial/other" in address) == 300


def test_only_what_is_filled_is_linked(before: dict[str, Page]) -> None:
    """Of the letters those with names; of the years and townships too."""
    page = before["/search/"]
    assert isinstance(page, SearchPage)
    linked = [link.href for group in page.groups for link in group.links]
    assert "/search/by/initial/s.html" in linked
    assert "/search/by/initial/v.html" not in linked
    for address in linked:
        found = before[address]
        assert isinstance(found, SearchByPage)
        assert found.found or found.children.links


@pytest.mark.parametrize(("name", "letters"), [("公主岭市乐购商行", "ly"), ("长发农机商行", "cz"), ("盛源商行", "s")])
def test_a_name_stands_under_each_reading_of_its_first_character(tmp_path: Path, name: str, letters: str) -> None:
    """乐 is a surname, Yue, and in most brands Le: whoever looks by hand finds it under both, linked from the search page."""
    row = f"RL-2026-00001,{name},{code(2000)},2026-05-01\n"
    pages = pages_of(write_site(tmp_path / "site", FILES | {"red-list": HEADING + row}))
    page = pages["/search/"]
    assert isinstance(page, SearchPage)
    linked = {link.href for group in page.groups for link in group.links}
    held = [address for address, other in pages.items() if "/initial/" in address and name in names(other)]
    assert held == [f"/search/by/initial/{letter}.html" for letter in letters]
    assert linked.issuperset(held)


def test_a_county_reads_names_behind_its_own_locality(tmp_path: Path) -> None:
    """梨树县盛源商行 stands under 盛 on the site of 梨树县, and the search page says so with its name."""
    row = f"RL-2026-00001,梨树县盛源商行,{code(2000)},2026-05-01\n"
    root = write_site(tmp_path / "lishu", FILES | {"red-list": HEADING + row})
    descriptor = root / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    package["credit"]["site"] |= {"locality": "梨树县", "localities_above": ["吉林省", "四平市"]}
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    pages = pages_of(root)
    page = pages["/search/"]
    assert isinstance(page, SearchPage)
    assert [group.note for group in page.groups if "“梨树县”" in group.note]
    assert "梨树县盛源商行" in names(pages["/search/by/initial/s.html"])
