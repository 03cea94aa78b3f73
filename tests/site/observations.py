"""Observations of a built page in Chromium: each page type is loaded once for all of its browser tests.

A test asserts on what was observed; the loading, which is what costs, is shared. Tests of one page type run in one process
(tests/support/scheduling.py), so that its pages are observed once in a run.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT
from pypdfium2 import PdfDocument

from tests.site.first_screen import MEASURE, SCREENS
from tests.support.page_types import PAGES, specimens

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import OpenPage

#: A violation of axe: rule, help text, the first nodes.
Violation = tuple[str, str, list[str]]

#: One case for each page type.
PAGE_TYPES = list(PAGES)

#: WCAG 2.2 AA and axe's best practices.
ALL_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

#: The rules that read a colour: the only ones whose answer depends on the colour scheme.
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

#: A desktop, a tablet, a phone, a small phone of 320 px (also a window of 640 at 200 %): a page is loaded on the first.
WIDTHS = (1280, 768, 375, 320)
LARGE_TYPE_WIDTHS = (1280, 768, 320)
AXE_WIDTHS = (320, 1280)

FONT_SIZE = "getComputedStyle(document.querySelector('main')).fontSize"

_OVERFLOWING = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
    [...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
        .map(element => `${element.tagName.toLowerCase()}.${element.className}`)"""

_SMALL_TARGETS = """() => [...document.querySelectorAll('nav a, button, input, select, summary, [role=button]')]
    .filter(element => element.offsetParent !== null)
    .map(element => [element.textContent.trim(), Math.round(element.getBoundingClientRect().height)])
    .filter(([, height]) => height > 1 && height < 44)"""

#: Where each element stands and whether it is seen: all that rules on other things than colours take from a style.
_BOXES = """() => [...document.querySelectorAll('*')].map(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const visible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return [x, y, width, height, visible];
}).join(';')"""

_HIDE_ENHANCEMENTS = """hidden => document.querySelectorAll('[data-enhancement]').forEach(element => {
    if (hidden) { element.dataset.observed = element.hidden; element.hidden = true; }
    else { element.hidden = element.dataset.observed === 'true'; }
})"""


@dataclass(frozen=True)
class Observation:
    """What was observed of one page.

    ``overflowing`` and ``overflowing_in_large_type`` map a width in px to the elements that are wider than the screen,
    ``violations`` map (colour scheme, width) to axe's findings; ``text`` is the body without what a script adds;
    ``printed`` is empty for a page that was not printed; ``first_screens`` map a screen to what ``first_screen`` measures.
    """

    address: str
    faults: tuple[str, ...]
    overflowing: dict[int, list[str]]
    small_targets: list[list[object]]
    text: str
    text_without_script: str
    violations: dict[tuple[str, int], list[Violation]]
    main: str
    main_in_forced_colours: str
    violations_in_forced_colours: list[Violation]
    title: str
    printed: str
    navigation_is_printed: bool
    overflowing_in_large_type: dict[int, tuple[str, list[str]]]
    first_screens: dict[str, dict[str, Any]]


def violations(page: Page, rules: dict[str, object] = ALL_RULES) -> list[Violation]:
    """Return each rule of axe that is broken, what it asks for, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", rules)
    return [(rule["id"], rule["help"], [node["html"] for node in rule["nodes"][:3]]) for rule in found]


def printed_sheets(page: Page) -> list[str]:
    """Return the text of each sheet of a page printed on A4, normalised and without blanks."""
    paper = PdfDocument(page.pdf(format="A4"))
    try:
        texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    finally:
        paper.close()
    return [unicodedata.normalize("NFKC", "".join(text.split())) for text in texts]


def printed_text(page: Page) -> str:
    """Return the text of a page printed on A4, normalised and without blanks."""
    return "".join(printed_sheets(page))


def _size(page: Page, width: int, height: int = 640) -> None:
    page.set_viewport_size({"width": width, "height": height})


def _overflow(page: Page, width: int) -> list[str]:
    _size(page, width, 800)
    found: list[str] = page.evaluate(_OVERFLOWING)
    return found


def _measure(page: Page, screen: str) -> dict[str, Any]:
    """Return what ``first_screen`` measures of a page on a screen."""
    width, height, is_large = SCREENS[screen]
    _size(page, width, height)
    page.evaluate("large => document.documentElement.toggleAttribute('data-large', large)", is_large)
    measured: dict[str, Any] = page.evaluate(MEASURE)
    return measured


def _colour_scheme(page: Page, scheme: str) -> None:
    page.emulate_media(
        media="screen", color_scheme=scheme, forced_colors="none", contrast="no-preference",
        reduced_motion="no-preference",
    )  # type: ignore[arg-type] # fmt: skip


def _in_forced_colours(page: Page) -> tuple[str, list[Violation]]:
    """Return the text of the main part in the person's own colours, and what axe finds there that it would not before.

    Where no element moves or vanishes with these colours, only the rules that read a colour can answer otherwise.
    """
    boxes = page.evaluate(_BOXES)
    page.emulate_media(color_scheme="light", forced_colors="active", contrast="more", reduced_motion="reduce")
    rules = COLOUR_RULES if page.evaluate(_BOXES) == boxes else ALL_RULES
    return page.inner_text("main"), violations(page, rules)


@dataclass(frozen=True)
class Tabs:
    """Three tabs in which pages are loaded one after another: a desktop, a phone, and a desktop without scripts."""

    desktop: Page
    phone: Page
    plain: Page


def open_tabs(open_page: OpenPage) -> Tabs:
    """Open the tabs; what a context costs is paid once in a process and not for each page."""
    return Tabs(
        open_page("about:blank"),
        open_page("about:blank", width=375, height=640, has_touch=True, is_mobile=True),
        open_page("about:blank", java_script_enabled=False),
    )


def observe(tabs: Tabs, host: str, address: str, *, print_it: bool = True) -> Observation:
    """Load one page with a script, without one and on a phone, and return all that tests ask of it."""
    page = tabs.desktop
    page.faults.clear()  # type: ignore[attr-defined]
    _colour_scheme(page, "light")
    _size(page, 1280, 800)
    page.goto(f"{host}{address}")
    faults = tuple(page.faults)  # type: ignore[attr-defined]
    screens = {"desktop": _measure(page, "desktop")}
    title, main = page.inner_text("h1"), page.inner_text("main")
    page.evaluate(_HIDE_ENHANCEMENTS, True)
    text = page.inner_text("body")
    page.evaluate(_HIDE_ENHANCEMENTS, False)
    forced, broken = _in_forced_colours(page)
    _colour_scheme(page, "light")
    printed = printed_text(page) if print_it else ""
    page.emulate_media(media="print")
    navigation = page.locator("header nav").first.is_visible()
    overflowing, found = {}, {}
    for width in WIDTHS:
        _colour_scheme(page, "light")
        overflowing[width] = _overflow(page, width)
        if width in AXE_WIDTHS:
            found["light", width] = violations(page)
            _colour_scheme(page, "dark")
            found["dark", width] = violations(page, COLOUR_RULES)

    tabs.phone.goto(f"{host}{address}")
    targets = tabs.phone.evaluate(_SMALL_TARGETS)

    plain = tabs.plain
    _size(plain, 1280, 800)
    plain.goto(f"{host}{address}")
    # A note that the page works otherwise without script is no part of what it says.
    plain.evaluate("() => document.querySelectorAll('body noscript').forEach(element => element.remove())")
    without = plain.inner_text("body")
    plain.goto(f"{host}{address}#large")
    large = {}
    for width in LARGE_TYPE_WIDTHS:
        wide = _overflow(plain, width)
        large[width] = (plain.evaluate(FONT_SIZE), wide)
    # Scripts fold parts of a page away when it is loaded on a small screen.
    _colour_scheme(page, "light")
    _size(page, 320)
    page.goto(f"{host}{address}")
    screens |= {screen: _measure(page, screen) for screen in SCREENS if screen != "desktop"}
    return Observation(
        address, faults, overflowing, targets, text, without, found, main, forced, broken, title, printed, navigation,
        large, screens,
    )  # fmt: skip


def observe_type(site: Path, tabs: Tabs, host: str, page_type: str) -> tuple[Observation, ...]:
    """Observe the fullest and the barest page of a type; the fullest is printed too."""
    return tuple(
        observe(tabs, host, address, print_it=not number) for number, address in enumerate(specimens(site, page_type))
    )
