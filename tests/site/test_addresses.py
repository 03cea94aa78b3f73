"""What stands in the built tree: nothing outside the address list, and at least one page of each type."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from credit.view_models import TEMPLATES
from tests.support.content_policy import META
from tests.support.page_types import FILES, PAGES, files_of, pages_of, type_of
from tests.support.site_tree import read_pages


def test_no_file_stands_outside_the_address_list(site: Path) -> None:
    """Addresses never change, so none is made by accident."""
    known = [*PAGES.values(), *FILES.values()]
    assert [] == [file for file in files_of(site) if not any(pattern.fullmatch(file) for pattern in known)]


def test_the_page_types_are_those_of_the_theme() -> None:
    """A page type and its template share a name; the table of the tests knows them all."""
    assert sorted(Path(template).stem for template in TEMPLATES.values()) == sorted(PAGES)


@pytest.mark.parametrize("page_type", PAGES)
def test_the_demonstration_has_a_page_of_each_type(site: Path, page_type: str) -> None:
    """What the demonstration does not show is not looked at by any test below."""
    assert pages_of(site, page_type) != []


def test_every_page_carries_the_strict_policy(site: Path) -> None:
    """One policy, the same on every page, that allows nothing inline and nobody else."""
    assert {(META,)} == {tuple(contents.policies) for contents in read_pages(site).values()}


def test_no_page_holds_script_or_style_of_its_own(site: Path) -> None:
    """No inline script, no <style>, no style attribute, no on… attribute."""
    assert {} == {file: contents.inline for file, contents in read_pages(site).items() if contents.inline}


def test_every_page_has_one_title_and_its_headings_in_order(site: Path) -> None:
    """One h1, and no level is left out on the way down."""
    wrong = {}
    for file, contents in read_pages(site).items():
        levels = contents.headings
        jumps = any(below > above + 1 for above, below in itertools.pairwise(levels))
        if levels[:1] != [1] or levels.count(1) != 1 or jumps:
            wrong[file] = levels
    assert {} == wrong


def test_no_page_tells_the_day_it_was_built(site: Path) -> None:
    """A page's bytes depend on what it shows, not on the moment: no generator, no build time."""
    telling = re.compile(r'name="generator"|生成时间|构建时间|生成于|更新于|Last-Modified', re.IGNORECASE)
    pages = [file for file in files_of(site) if type_of(file)]
    assert [] == [file for file in pages if telling.search((site / file).read_text(encoding="utf-8"))]


def test_no_page_is_left_with_a_trace_of_its_template(site: Path) -> None:
    """No unfilled placeholder, no Python word where a person reads."""
    traces = re.compile(r"\{\{|\}\}|\{%|%\}|>\s*None\s*<|>\s*nan\s*<|Undefined|&amp;(?:lt|gt|amp|quot|#\d+);")
    pages = [file for file in files_of(site) if type_of(file)]
    assert [] == [file for file in pages if traces.search((site / file).read_text(encoding="utf-8"))]
