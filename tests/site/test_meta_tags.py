"""Tags of 《政府网站发展指引》 (国办发〔2017〕47号) on every page of the built tree, by the kind of the page."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from tests.pages.test_meta_tags import COLUMN_TYPES
from tests.support.page_types import files_of, type_of

COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
CONTENT = {"ArticleTitle", "ContentSource"}

#: Page types whose pages are contents; every other is a column, but the answers to a wrong address are neither.
CONTENTS = {"document", "entity", "certificate", "large", "measure"}
ARTICLES = {"about/index.html", "accessibility/index.html", "privacy/index.html"}


@pytest.fixture(scope="module")
def tags(site: Path) -> dict[str, dict[str, str]]:
    """Names and contents of the government tags of each page; they are those with a capital."""
    found = {}
    for file in files_of(site):
        if file.endswith(".html"):
            metas = lxml.html.parse(str(site / file)).getroot().iterfind("head/meta[@name]")
            pairs = [(meta.get("name"), meta.get("content")) for meta in metas if meta.get("name")[0].isupper()]
            assert len(pairs) == len(dict(pairs)), f"{file} has a tag twice"
            found[file] = dict(pairs)
    return found


def test_every_page_bears_the_tags_of_its_kind(tags: dict[str, dict[str, str]]) -> None:
    """A column its four, a content its title and source, the answers to a wrong address those of the site alone."""
    for file, values in tags.items():
        kind = type_of(file)
        wanted = CONTENT if kind in CONTENTS or file in ARTICLES else COLUMN if kind != "not_found" else set()
        optional = {"PubDate", "Keywords"} if wanted == CONTENT else set()
        assert wanted <= values.keys() - {"SiteName"} <= wanted | optional, file
        assert values["SiteName"], file
        assert all(values.values()), file


def test_every_value_is_of_its_form(tags: dict[str, dict[str, str]]) -> None:
    """A known type of column, a day or a minute."""
    for file, values in tags.items():
        assert values.get("ColumnType", "首页") in COLUMN_TYPES, file
        day = values.get("PubDate", "2026-11-20")
        assert (len(day), day[4], day[7]) in {(10, "-", "-"), (16, "-", "-")}, file


def test_a_site_that_is_no_governments_does_not_look_like_one(tags: dict[str, dict[str, str]]) -> None:
    """The demonstration has neither domain nor identity code, so no page says one."""
    assert not any({"SiteDomain", "SiteIDCode"} & values.keys() for values in tags.values())
