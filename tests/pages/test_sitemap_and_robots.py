"""The maps for machines: one, or an index and its parts; none without an address."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from credit import gate
from credit.exporters import PublishedData
from credit.pages.sitemap_and_robots import days_of_change, robots, sitemaps
from tests.feeds.test_site_feeds import write_notice, write_policy
from tests.gate.test_gate import FILES, FIRM, write_site

SITE = "https://credit.example/gzl"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(data: bytes) -> list[str]:
    """Return the addresses of a map, parsed by an independent reader."""
    return [item.text for item in etree.fromstring(data).iter(f"{NAMESPACE}loc")]


def test_few_pages_stand_in_one_map() -> None:
    """Absolute, with the path of SITEURL, sorted."""
    made = dict(sitemaps(SITE, ["/lists/", "/"], {}))
    assert list(made) == ["/sitemap.xml"]
    assert places(made["/sitemap.xml"]) == [f"{SITE}/", f"{SITE}/lists/"]


def test_a_page_has_the_day_on_which_its_content_changed(tmp_path: Path) -> None:
    """A document its own day, an archive the newest of its records, a page without a known day none."""
    root = write_site(tmp_path, FILES)
    published = PublishedData(gate.validate(root), SITE)
    assert days_of_change(published) == {}, "without history nothing is known of a list"
    black = published.tables["black-list"]
    changed = replace(black, cells=black.cells.assign(last_changed="2026-05-03"))
    published.tables["black-list"] = changed  # type: ignore[index]
    days = days_of_change(published)
    assert "2026-05-03" == days[f"/entities/{FIRM}.html"]
    made = dict(sitemaps(SITE, ["/", f"/entities/{FIRM}.html"], days))["/sitemap.xml"]
    found = {
        item.findtext(f"{NAMESPACE}loc"): item.findtext(f"{NAMESPACE}lastmod")
        for item in etree.fromstring(made).iter(f"{NAMESPACE}url")
    }
    assert {f"{SITE}/": None, f"{SITE}/entities/{FIRM}.html": "2026-05-03"} == found


def test_a_document_has_the_day_of_its_publication_or_of_its_latest_change(tmp_path: Path) -> None:
    """As in its feed; an older paper has the day on which it was published here, not its own."""
    root = write_site(tmp_path, FILES)
    write_notice(root, "changed", "Date: 2026-03-01\nChanges: 2026-05-04 改正了电话")
    write_notice(root, "first", "Date: 2026-03-02")
    write_notice(root, "undated", "Date: 未注明")
    write_policy(root)
    assert days_of_change(PublishedData(gate.validate(root), SITE)) == {
        "/notices/changed/": "2026-05-04", "/notices/first/": "2026-03-02", "/policies/plan/": "2026-05-05",
    }  # fmt: skip


def test_many_pages_are_split_and_none_is_lost() -> None:
    """Five pages, two to a map: three parts and an index that names them."""
    pages = [f"/entities/{number}.html" for number in range(5)]
    made = dict(sitemaps(SITE, pages, {}, most=2))
    parts = [f"/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert sorted(made) == sorted([*parts, "/sitemap.xml"])
    assert places(made["/sitemap.xml"]) == [SITE + part for part in parts]
    assert [place for part in parts for place in places(made[part])] == [SITE + page for page in pages]


def test_without_an_address_there_is_no_map() -> None:
    """The protocol wants absolute addresses; robots.txt names none either."""
    assert list(sitemaps("", ["/"], {})) == []
    assert b"Sitemap" not in robots("")
    assert f"Sitemap: {SITE}/sitemap.xml".encode() in robots(SITE)


def test_files_of_shops_alone_stay_out_of_search_engines() -> None:
    """A page can ask for it in its head, a file of data cannot; the path carries that of SITEURL. Others are for programs."""
    for siteurl, base in (("", ""), ("https://credit.example/sub", "/sub")):
        disallowed = [line for line in robots(siteurl).decode().splitlines() if line.startswith("Disallow:")]
        assert [f"Disallow: {base}/entities/92*.json$", f"Disallow: {base}/entities/92*.ics$"] == disallowed
