"""The maps for machines: one, or an index and its parts; none without an address."""

from __future__ import annotations

from lxml import etree

from credit.pages.sitemap_xml import robots, sitemaps

SITE = "https://credit.example/gzl"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def places(data: bytes) -> list[str]:
    """Return the addresses of a map, parsed by an independent reader."""
    return [item.text for item in etree.fromstring(data).iter(f"{NAMESPACE}loc")]


def test_few_pages_stand_in_one_map() -> None:
    """Absolute, with the path of SITEURL, sorted."""
    made = dict(sitemaps(SITE, ["/lists/", "/"]))
    assert list(made) == ["/sitemap.xml"]
    assert places(made["/sitemap.xml"]) == [f"{SITE}/", f"{SITE}/lists/"]


def test_many_pages_are_split_and_none_is_lost() -> None:
    """Five pages, two to a map: three parts and an index that names them."""
    pages = [f"/entities/{number}.html" for number in range(5)]
    made = dict(sitemaps(SITE, pages, most=2))
    parts = [f"/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert sorted(made) == sorted([*parts, "/sitemap.xml"])
    assert places(made["/sitemap.xml"]) == [SITE + part for part in parts]
    assert [place for part in parts for place in places(made[part])] == [SITE + page for page in pages]


def test_without_an_address_there_is_no_map() -> None:
    """The protocol wants absolute addresses; robots.txt names none either."""
    assert list(sitemaps("", ["/"])) == []
    assert b"Sitemap" not in robots("")
    assert f"Sitemap: {SITE}/sitemap.xml".encode() in robots(SITE)


def test_files_of_shops_alone_stay_out_of_search_engines() -> None:
    """A page can ask for it in its head, a file of data cannot; the path carries that of SITEURL. Others are for programs."""
    for siteurl, base in (("", ""), ("https://credit.example/sub", "/sub")):
        disallowed = [line for line in robots(siteurl).decode().splitlines() if line.startswith("Disallow:")]
        assert [f"Disallow: {base}/entities/92*.json$", f"Disallow: {base}/entities/92*.ics$"] == disallowed
