"""Page facts: what the annual check reads of one built page."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from credit import law
from credit.identifiers import parse_iso_date

#: Attribute that fetches or leads somewhere, by element.
_TARGETS = {
    "a": "href", "area": "href", "form": "action", "link": "href", "img": "src", "script": "src", "source": "src",
    "iframe": "src", "object": "data", "embed": "src", "video": "src", "audio": "src",
}  # fmt: skip
_FOLLOWED = ("a", "area")


@dataclass(frozen=True)
class PageFacts:
    """Facts of one page of the tree.

    ``links`` are the targets that a reader follows, ``resources`` those that the browser fetches or a head names;
    ``headings`` are those of the second level in the main part, ``days`` its ISO days, ``rows`` the number of its rows
    with an id, ``pictures`` the sources of pictures without any words.
    """

    file: str
    title: str
    meta: Mapping[str, str]
    canonical: str
    ids: frozenset[str]
    links: tuple[str, ...]
    resources: tuple[str, ...]
    headings: tuple[str, ...]
    days: tuple[datetime.date, ...]
    rows: int
    has_telephone: bool
    footer: frozenset[str]
    pictures: tuple[str, ...]
    misprints: tuple[law.Misprint, ...]

    @property
    def address(self) -> str:
        """The root-relative address of the page."""
        return f"/{self.file.removesuffix('index.html')}"


def read_page_facts(folder: Path, file: str) -> PageFacts:
    """Return the facts of the page ``file`` below ``folder``."""
    # Bytes, since a declared encoding and a text do not go together.
    # An empty file is a page that lacks everything.
    data = (folder / file).read_bytes().strip() or b"<html></html>"
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    main = next(root.iter("main"), root)
    footer = root.xpath("//footer")
    links: list[str] = []
    resources: list[str] = []
    for element in root.iter(*_TARGETS):
        if target := element.get(_TARGETS[element.tag]):
            (links if element.tag in _FOLLOWED else resources).append(target)
    # The words around the main part are the same on every page: the home page stands for all.
    words = (root if file == "index.html" else main).text_content()
    metas = [(item.get("name"), item.get("content", "")) for item in root.iter("meta") if item.get("name")]
    days = (parse_iso_date(item.get("datetime", "")[:10]) for item in main.iter("time"))
    return PageFacts(
        file=file,
        title=" ".join((root.findtext("head/title") or "").split()),
        meta={name: content.strip() for name, content in metas},
        canonical=next((item.get("href", "") for item in root.iter("link") if item.get("rel") == "canonical"), ""),
        ids=frozenset(root.xpath("//@id")),
        links=tuple(links),
        resources=tuple(resources),
        headings=tuple(" ".join(item.text_content().split()) for item in main.iter("h2")),
        days=tuple(day for day in days if day is not None),
        rows=sum(1 for item in main.iter("tr") if item.get("id")),
        has_telephone=any(item.get("href", "").startswith("tel:") for item in main.iter("a")),
        footer=_footer_words(footer[0]) if footer else frozenset(),
        pictures=tuple(_wordless_pictures(root)),
        misprints=law.find_misprints(words),
    )


def _footer_words(footer: html.HtmlElement) -> frozenset[str]:
    """Return the terms, links and headings of a footer."""
    return frozenset(" ".join(item.text_content().split()) for item in footer.iter("dt", "a", "h2"))


def _wordless_pictures(root: html.HtmlElement) -> list[str]:
    """Return the sources of pictures that say nothing to a screen reader; ``alt=""`` says that a picture is ornament."""
    found = [item.get("src", "") for item in root.iter("img") if item.get("alt") is None]
    for item in root.iter("svg"):
        named = item.get("aria-label") or item.get("aria-labelledby") or item.findtext("title")
        if item.get("role") == "img" and not named:
            found.append("svg")
    return found
