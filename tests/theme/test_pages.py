"""Every page type of the theme, rendered from specimens and read again."""

from __future__ import annotations

import dataclasses
import gzip
import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from credit import render
from credit.view_models import TEMPLATES, Page
from tests.support import sample_view_models
from tests.support.content_policy import META
from tests.support.html_reader import Reading, read

ROOT = Path(__file__).resolve().parents[2]
THEME = render.load_theme(ROOT, "")
SHELL = sample_view_models.layout("", THEME.href("style.css"), THEME.href("favicon.svg"))
PAGES = sample_view_models.pages()
SHOWN = {name: render.render_page(THEME, SHELL, page) for name, page in PAGES.items()}

SCRIPT = "<script>alert(1)</script>"

each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture
def reading(name: str) -> Reading:
    """The page of that name, read."""
    return read(SHOWN[name])


def test_every_page_type_has_a_template_and_a_specimen() -> None:
    """And no template is without a page type, but the one that all pages extend and its meta tags."""
    templates = {path.name for path in (ROOT / "theme/templates").glob("*.html")}
    assert set(TEMPLATES.values()) == templates - {"base.html", "meta_tags.html"}
    assert set(TEMPLATES) == {type(page) for page in PAGES.values()}


#: Page types that are written once for each record or entity.
WITHOUT_BREADCRUMBS = {"entity", "browse", "certificate"}


def poison(value: Any, name: str = "") -> Any:
    """Return the value with a script in every text that is no choice between shapes and no sanitised body."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: poison(getattr(value, field.name), field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(poison(item, name) for item in value)
    if isinstance(value, str) and name == "json_ld":
        return f'{{"name": "</script>{SCRIPT}"}}'
    if isinstance(value, str) and name not in {"body", "kind", "tone"}:
        return f'"{SCRIPT}&{value}'
    return value


@each_page
def test_a_script_in_any_text_stays_text(name: str) -> None:
    """In every field of every context and of the shell, links and anchors included."""
    data = render.render_page(THEME, poison(SHELL), poison(PAGES[name]))
    page = read(data)
    types = {item.get("type") for item in page.of("script") if "src" not in item}
    assert types <= {"application/ld+json"}
    assert SCRIPT.encode() not in data
    assert SCRIPT in page.text("h1")
    assert [] == [key for _, attributes in page.elements for key in attributes if key.startswith("on")]


@each_page
def test_nothing_is_styled_or_scripted_inline(name: str, reading: Reading) -> None:
    """The content policy would block it, and a reader with a printer would lose it."""
    assert [] == reading.of("style", "iframe", "object", "embed", "base")
    assert [] == [
        key for _, attributes in reading.elements for key in attributes if key == "style" or key.startswith("on")
    ]
    # Breadcrumbs have a block of their own, but on the many pages of records.
    blocks = 1 if name.split("-")[0] in WITHOUT_BREADCRUMBS or not PAGES[name].crumbs else 2
    assert ["application/ld+json"] * blocks == [
        item.get("type") for item in reading.of("script") if not item.get("src")
    ]


@each_page
def test_the_head_says_what_the_page_is(name: str, reading: Reading) -> None:
    """Policy, viewport, language, title, description, canonical address, the site's own meta tags."""
    context = PAGES[name]
    meta = {item.get("name") or item.get("http-equiv"): item.get("content", "") for item in reading.of("meta")}
    title = SHELL.name if name == "home" else f"{context.head.title} - {SHELL.name}"
    # A picture on the page has a title of its own.
    assert title == next(text for within, text in reading.texts if within == "title")
    assert META == meta["Content-Security-Policy"]
    assert "width=device-width, initial-scale=1" == meta["viewport"]
    assert context.head.description == meta["description"]
    assert dict(context.head.meta).items() <= meta.items()
    assert "zh-CN" == reading.of("html")[0]["lang"]
    assert [context.head.canonical] == [item["href"] for item in reading.of("link") if item["rel"] == "canonical"]
    assert [SHELL.icon] == [item["href"] for item in reading.of("link") if item["rel"] == "icon"]


def test_what_the_head_lacks_is_left_out() -> None:
    """No empty canonical address, robots or data block."""
    context = PAGES["lists"]
    bare = dataclasses.replace(
        context, head=dataclasses.replace(context.head, canonical="", robots="noindex", json_ld="")
    )
    page = read(render.render_page(THEME, SHELL, bare))
    assert [] == page.of("script")
    assert [] == [item for item in page.of("link") if item["rel"] == "canonical"]
    assert ["noindex"] == [item["content"] for item in page.of("meta") if item.get("name") == "robots"]


@each_page
def test_landmarks_and_headings_make_an_outline(name: str, reading: Reading) -> None:
    """One main, one h1, no level jumped over, every element closed, no id twice, every navigation named."""
    assert [] == reading.open + reading.crossed
    names = [tag for tag, _ in reading.elements]
    levels = [int(tag[1]) for tag in names if re.fullmatch(r"h[1-6]", tag)]
    assert 1 == names.count("main") == levels.count(1) == levels[0]
    assert [] == [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1]
    ids = [attributes["id"] for _, attributes in reading.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    labels = [item["aria-label"] for item in reading.of("nav")]
    assert len(set(labels)) == len(labels)
    assert "#content" == next(item["href"] for item in reading.of("a"))
    assert "content" in ids


@each_page
def test_tables_have_captions_and_scopes_and_each_cell_its_heading(name: str, reading: Reading) -> None:
    """On a phone the heading stands in the cell, in the page itself and not only in the style sheet."""
    inside = [element for element in reading.elements if element[1].get("class") == "c-table__grid"]
    assert len(inside) == reading.elements.count(("caption", {"class": "c-table__caption"}))
    headings = [attributes for attributes in reading.of("th") if "scope" in attributes]
    assert not inside or {"col", "row"} == {attributes["scope"] for attributes in headings}
    for grid in (var for var in vars(PAGES[name]).values() if type(var).__name__ == "Grid" and var.rows):
        shown = {column for row in grid.rows for column, cell in zip(grid.columns, row.cells, strict=True) if cell.text}
        for column in shown - {grid.columns[0]}:
            assert {("span", column.title), ("dt", column.title)} & set(reading.texts)


@each_page
def test_every_date_of_a_cell_is_marked_as_one(name: str, reading: Reading) -> None:
    """A machine reads the date from the attribute."""
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", item["datetime"]) for item in reading.of("time"))


@each_page
def test_telephones_can_be_dialled_and_other_sites_say_so(name: str, reading: Reading) -> None:
    """A link to another site has no window handle and words beside it."""
    assert {"tel:04346053889", "tel:04343231315", "tel:12345"} <= {item["href"] for item in reading.of("a")}
    outside = [item for item in reading.of("a") if item["href"].startswith("https://www.gsxt")]
    assert all("noopener" in item["rel"] for item in outside)
    assert len(outside) <= reading.text().count("（外部网站）")


@each_page
def test_addresses_carry_the_base_path(name: str) -> None:
    """Nothing on a page of a site in a subfolder leads out of it, but what is meant to."""
    theme = render.load_theme(ROOT, "https://credit.example/sub")
    layout = sample_view_models.layout("/sub", theme.href("style.css"), theme.href("favicon.svg"))
    page = read(render.render_page(theme, layout, sample_view_models.pages("/sub")[name]))
    found = [
        attributes[key] for _, attributes in page.elements for key in ("href", "src", "action") if key in attributes
    ]
    # A picture that the page itself holds leads nowhere.
    assert [] == [item for item in found if not item.startswith(("/sub/", "#", "tel:", "https://", "data:image/"))]


@pytest.mark.parametrize(
    ("name", "expected"), [("lists", "page"), ("entity", "true"), ("data", "page"), ("dataset", "true")]
)
def test_the_navigation_shows_where_the_reader_is(name: str, expected: str, reading: Reading) -> None:
    """The column itself and a page below it are told apart."""
    items = [item for item in reading.of("a") if item.get("class") == "c-header__item"]
    assert [expected] == [item["aria-current"] for item in items if "aria-current" in item]
    assert [PAGES[name].section] == [item["href"] for item in items if "aria-current" in item]


@each_page
def test_a_demonstration_says_so_on_every_page(name: str, reading: Reading) -> None:
    """And a real site does not."""
    assert SHELL.demonstration in reading.text("p")
    real = dataclasses.replace(SHELL, demonstration="")
    assert b"c-demonstration" not in render.render_page(THEME, real, PAGES[name])


def test_an_unset_licence_is_said_in_words_and_leads_nowhere() -> None:
    """未声明许可 stands in the footer of every page."""
    assert "未声明许可" in read(SHOWN["lists"]).text("dd")


def test_an_empty_table_says_its_sentence() -> None:
    """No heads of columns over nothing."""
    page = read(SHOWN["list-empty"])
    assert [] == page.of("table")
    assert "目前没有记录。" in page.text("p")


def test_a_page_that_all_records_have_left_says_so_and_leads_on() -> None:
    """Its neighbours stay within reach."""
    page = read(SHOWN["browse-left"])
    assert "这一页的记录都已经结束公示。" in page.text("p")
    assert ["prev", "next"] == [item["rel"] for item in page.of("a") if "rel" in item]
    assert "上一页" in page.text("a")
    assert "上一页：上一页" not in page.text("a")


def test_the_sanitised_body_is_the_only_trusted_text() -> None:
    """It stands on the page as it is."""
    assert 1 == SHOWN["document"].count(b'<h3 id="c4-1">')


@pytest.mark.parametrize("name", ["entity", "entity-good", "entity-empty"])
def test_an_archive_with_its_style_sheet_is_at_most_14_kb_compressed(name: str) -> None:
    """What a phone on a slow network waits for."""
    total = sum(len(gzip.compress(data, 6, mtime=0)) for data in (SHOWN[name], THEME.assets["style.css"].data))
    assert total <= 14 * 1024


def test_every_page_type_is_one_of_ours() -> None:
    """A type that is no page cannot be rendered by accident."""
    assert all(issubclass(item, Page) for item in TEMPLATES)
