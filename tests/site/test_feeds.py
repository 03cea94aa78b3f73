"""Feeds of the demonstration site: every link leads to a place that is there, every page names its feed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from credit import urls

ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_link_of_a_feed_leads_somewhere(site: Path) -> None:
    """Pages and anchors exist; no feed is empty of all."""
    feeds = sorted((site / "feeds").iterdir())
    assert {"all.atom", "black-list.atom", "policies.atom"} <= {path.name for path in feeds}
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed["bozo"], path.name
        for link in ET.fromstring(path.read_bytes()).iter(ATOM + "link"):
            address, _, anchor = link.attrib["href"].partition("#")
            address = address.removeprefix("https://credit.example")
            file = site / urls.output_path(address)
            assert file.is_file(), address
            assert not anchor or f'id="{anchor}"' in file.read_text(encoding="utf-8"), link.attrib["href"]


@pytest.mark.parametrize(
    ("page", "feed"),
    [("data/", "all"), ("lists/black-list/", "black-list"), ("policies/", "policies"), ("notices/", "notices")],
)
def test_a_page_names_its_feed_to_programs_and_people(site: Path, page: str, feed: str) -> None:
    """In the head for a reader of feeds, and as a link in the page."""
    text = (site / page / "index.html").read_text(encoding="utf-8")
    address = f"/feeds/{feed}.atom"
    assert f'<link rel="alternate" type="application/atom+xml" href="{address}">' in text
    assert f'<a href="{address}">订阅' in text
