"""Heads of pages, as search engines, chat apps and phones read them: titles, breadcrumbs, services, pictures, manifest."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from credit import urls


def title_of(text: str) -> str:
    """Return the title of a page."""
    found = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def data_blocks(path: Path) -> dict[str, dict[str, Any]]:
    """Return the data blocks of a page by their type."""
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL
    )
    return {block["@type"]: block for block in map(json.loads, found)}


def test_no_two_pages_have_one_title(site: Path) -> None:
    titles = Counter(title_of(path.read_text(encoding="utf-8")) for path in site.rglob("*.html"))
    assert [title for title, count in titles.items() if count > 1] == []


def test_archives_of_firms_with_one_name_differ_in_their_titles(site: Path) -> None:
    """Names repeat, codes do not."""
    for path in sorted((site / "entities").glob("*.html")):
        assert path.stem in title_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "address", [urls.GUIDE_REPAIR, "/data/red-list/", "/policies/credit-repair-measures/", "/lists/"]
)
def test_breadcrumbs_lead_to_pages_that_exist(site_in_subfolder: Path, siteurl: str, address: str) -> None:
    base = siteurl.rstrip("/")
    items = data_blocks(site_in_subfolder / address.lstrip("/") / "index.html")["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert (items[0]["item"], items[-1]["item"]) == (f"{base}/", f"{base}{address}")
    for item in items:
        path = site_in_subfolder / item["item"].removeprefix(f"{base}/") / "index.html"
        assert item["name"] == "首页" or item["name"] in title_of(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("guide", urls.GUIDES)
def test_a_guide_is_described_as_a_service(site_in_subfolder: Path, siteurl: str, guide: str) -> None:
    service = data_blocks(site_in_subfolder / guide.lstrip("/") / "index.html")["GovernmentService"]
    assert service["url"] == service["availableChannel"]["serviceUrl"] == siteurl.rstrip("/") + guide
    assert service["name"]
    assert service["serviceOperator"]["@type"] == "GovernmentOrganization"


def test_a_site_without_an_address_describes_nothing(site: Path) -> None:
    """Data blocks need absolute addresses."""
    assert [
        path
        for path in site.rglob("*.html")
        if '<script type="application/ld+json"' in path.read_text(encoding="utf-8")
    ] == []


def test_a_phone_finds_the_icons_of_the_site(site_in_subfolder: Path, siteurl: str) -> None:
    """By the manifest that each page names; every address carries the folder of the site."""
    folder = "/" + siteurl.rstrip("/").partition("://")[2].partition("/")[2] + "/"
    home = (site_in_subfolder / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="manifest" href="{folder}manifest.webmanifest">' in home
    manifest = json.loads((site_in_subfolder / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["start_url"] == manifest["scope"] == folder
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "300x300"}
    for icon in manifest["icons"]:
        assert (site_in_subfolder / icon["src"].removeprefix(folder)).is_file()


def relations_of(path: Path) -> set[tuple[str, str, str]]:
    """Return relation, media type and address of the links of a head that lead to data."""
    found = re.findall(r'<link rel="([a-z]+)"(?: type="([^"]*)")? href="([^"]*)">', path.read_text(encoding="utf-8"))
    return {item for item in found if item[0] in ("alternate", "describedby", "license")}


def test_a_page_leads_programs_to_its_data(site: Path) -> None:
    """From a dataset to its rows and its schema, from an archive to its JSON; each file is there."""
    dataset = relations_of(site / "data/red-list/index.html")
    assert {
        ("alternate", "text/csv", "/data/red-list/red-list.csv"),
        ("alternate", "application/json", "/data/red-list/red-list.json"),
        ("describedby", "application/json", "/data/red-list/red-list.schema.json"),
    } <= dataset
    assert ("describedby", "application/ld+json", "/data/catalog.jsonld") in relations_of(site / "data/index.html")
    archive = sorted((site / "entities").glob("*.html"))[0]
    assert {("alternate", "application/json", f"/entities/{archive.stem}.json")} == relations_of(archive)
    for _, _, address in dataset | relations_of(archive):
        assert (site / urls.output_path(address)).is_file(), address
