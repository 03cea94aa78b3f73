"""Order and groups of the tests in a run on several processes."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.support.scheduling import LONG, TOGETHER, rank_of, scope_of


@pytest.mark.parametrize("path", dict.fromkeys([*TOGETHER, *LONG]))
def test_each_path_of_the_schedule_exists(path: str) -> None:
    """A file that was renamed would lose its place without a word."""
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/site/test_browser.py::test_every_page_can_be_printed[home]", "page type home"),
        ("tests/site/test_site_script.py::test_no_page_in_large_type_is_wider_than_its_screen[home]", "page type home"),
        ("tests/site/test_links.py::test_every_link_leads_somewhere", "tests/site/test_links.py"),
        ("tests/gate/test_gate.py::test_a[1]", "tests/gate/test_gate.py::test_a[1]"),
    ],
)
def test_tests_that_share_what_is_expensive_are_one_group(nodeid: str, scope: str) -> None:
    assert scope == scope_of(nodeid)


def test_all_tests_of_observed_pages_are_grouped_by_page_type() -> None:
    """A file left out would have its pages observed once more."""
    tests = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)\(\s*observed: Observe", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(tests) >= 10
    assert [] == [test for test in tests if scope_of(f"{test[0]}::{test[1]}[home]") != "page type home"]


def test_the_longest_begin_first() -> None:
    files = ("tests/time_machine/test_days.py::a", "tests/site/test_links.py::b", "tests/gate/test_gate.py::c")
    assert [0, 1, 2] == sorted([2, 1, 0], key=lambda place: rank_of(files[place]))
