"""Every link of the built site leads somewhere, and every page is found from the home page."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.page_types import address_of
from tests.support.site_tree import PageContents, check_links, clicks_from_home, read_pages

BASE = "/credit"
_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, PageContents]:
    return read_pages(site)


@pytest.fixture(scope="session")
def pages_in_subfolder(site_in_subfolder: Path) -> dict[str, PageContents]:
    return read_pages(site_in_subfolder)


def test_every_link_leads_somewhere(site: Path, pages: dict[str, PageContents]) -> None:
    """Pages, downloads, anchors, style: all are there, and nothing is fetched from another host."""
    assert [] == check_links(site, pages)


def test_every_link_leads_somewhere_in_a_subfolder(
    site_in_subfolder: Path, pages_in_subfolder: dict[str, PageContents]
) -> None:
    """The same below /credit: each address carries the path of SITEURL."""
    assert [] == check_links(site_in_subfolder, pages_in_subfolder, BASE)


def test_every_page_is_found_from_the_home_page(pages: dict[str, PageContents]) -> None:
    """No page is an orphan; linked from nowhere are the answers to a wrong address, and lookup pages without a name."""
    orphans = set(pages) - set(clicks_from_home(pages))
    empty = {name for name in orphans if name.startswith("search/by/") and not names_in(pages[name])}
    assert {"404.html", "410.html"} == orphans - empty


def names_in(page: PageContents) -> list[str]:
    """Return the links of a lookup page to archives and rows of lists."""
    return [
        link
        for _, link, _ in page.followed
        if "/entities/" in link or ("/lists/" in link.partition("#")[0] and "#" in link)
    ]


def test_no_page_is_more_than_three_clicks_away(pages: dict[str, PageContents]) -> None:
    """Three clicks from the home page reach every page, archives among them: list, page of a year, archive."""
    clicks = clicks_from_home(pages)
    # A certificate is a sheet of an archive: one click from it.
    assert {} == {file: count for file, count in clicks.items() if count > 3 + file.startswith("certificates/")}


def test_no_id_occurs_twice_on_a_page(pages: dict[str, PageContents]) -> None:
    """An anchor names one place."""
    repeated = {
        file: sorted({item for item in contents.ids if contents.ids.count(item) > 1})
        for file, contents in pages.items()
    }
    assert {} == {file: ids for file, ids in repeated.items() if ids}


def map_entries(site: Path, siteurl: str) -> list[str]:
    """Return the addresses in sitemap.xml and the parts it names, without scheme, host and base path."""

    def read(name: str) -> list[str]:
        tree = ET.parse(site / name).getroot()
        parts = [item.text or "" for item in tree.iterfind(f"{_MAP}sitemap/{_MAP}loc")]
        pages = [item.text or "" for item in tree.iterfind(f"{_MAP}url/{_MAP}loc")]
        return [*pages, *(entry for part in parts for entry in read(urlsplit(part).path.removeprefix(f"{BASE}/")))]

    entries = read("sitemap.xml")
    assert [] == [entry for entry in entries if not entry.startswith(f"{siteurl}/")]
    return [entry.removeprefix(siteurl) for entry in entries]


def test_the_map_for_machines_names_every_page_once(site_in_subfolder: Path, siteurl: str) -> None:
    """sitemap.xml holds each page that may be indexed, absolute, and nothing that is not there."""
    entries = map_entries(site_in_subfolder, siteurl)
    shown = {
        address_of(path.relative_to(site_in_subfolder).as_posix())
        for path in site_in_subfolder.rglob("*.html")
        if path.name not in ("404.html", "410.html")
        and 'name="robots" content="noindex' not in path.read_text(encoding="utf-8")
    }
    assert sorted(shown) == sorted(entries)


def test_canonical_addresses_are_absolute_and_their_own(
    site_in_subfolder: Path, pages_in_subfolder: dict[str, PageContents], siteurl: str
) -> None:
    """With SITEURL each page names itself; without, no page names a host."""
    wrong = {
        file: contents.named
        for file, contents in pages_in_subfolder.items()
        if file not in ("404.html", "410.html")
        and f"{siteurl}{address_of(file)}" not in {link for _, link in contents.named}
    }
    assert {} == wrong


def test_without_an_address_of_its_own_the_site_names_none(pages: dict[str, PageContents]) -> None:
    """Built without SITEURL no <link> is absolute, licence aside."""
    absolute = {file: [link for _, link in contents.named if urlsplit(link).netloc] for file, contents in pages.items()}
    licences = {link for links in absolute.values() for link in links}
    assert len(licences) <= 1, absolute
