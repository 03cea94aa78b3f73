"""The files of the theme: one macro, one block; no word but Chinese; a style sheet within its budget."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

from credit import render
from credit.build.page_budgets import STYLES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "theme/templates").glob("*.html"))}
COMPONENTS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "theme/templates/components").glob("*.html"))
}
ALL = {**TEMPLATES, **{f"components/{name}.html": text for name, text in COMPONENTS.items()}}
SHEET = (ROOT / "theme/static/style.css").read_text(encoding="utf-8")
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)


def test_the_style_sheet_is_within_its_budget_as_it_is_shipped() -> None:
    """One sheet, no font, no picture."""
    assert len(zlib.compress(render.load_theme(ROOT, "").assets["style.css"].data, 6)) <= STYLES
    assert "@font-face" not in RULES
    assert "@import" not in RULES
    assert ["style.css"] == [path.name for path in (ROOT / "theme/static").glob("*.css")]


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_used_and_has_a_block_of_its_name(name: str) -> None:
    """Each of its macros is called somewhere (header and footer by the page renderer), and its block is in the style sheet."""
    for macro in re.findall(r"\{% macro (\w+)\(", COMPONENTS[name]):
        calls = [
            file
            for file, text in ALL.items()
            if re.search(rf"(\{{\{{ *|\{{% call |\{{%-? .*|\}}\}}.*){macro}\(", text.replace(f"macro {macro}(", ""))
        ]
        assert calls or name in ("header", "footer"), f"{macro} of {name} is not called"
    assert f".c-{name}" in RULES


def test_a_block_of_the_style_sheet_belongs_to_a_component() -> None:
    """And every class it names stands in a template; a word of the context may end it."""
    classes = set(re.findall(r"\.((?:c|l)-[a-z_-]+[a-z0-9])", RULES))
    assert set(COMPONENTS) == {re.match(r"c-([a-z]+)", class_)[1] for class_ in classes if class_.startswith("c-")}  # type: ignore[index]
    written = " ".join(ALL.values())
    stems = tuple(re.findall(r"((?:c|l)-[a-z_-]+(?:__|--))\{\{", written))
    assert set() == {class_ for class_ in classes if class_ not in written and not class_.startswith(stems)}


def test_what_is_trusted_is_trusted_in_one_place() -> None:
    """The body of a document, sanitised by `documents`; nothing else leaves the escaping."""
    trusted = {
        file: text.count("safe") for file, text in ALL.items() if re.search(r"\|\s*safe|Markup|autoescape", text)
    }
    assert {"components/prose.html": 1} == trusted


def test_every_word_of_the_theme_is_chinese() -> None:
    """A citizen reads no English but the names of formats and checksums."""
    for file, text in ALL.items():
        shown = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", " ", text, flags=re.DOTALL)
        assert [] == re.findall(r"[A-Za-z]+", shown.replace("SHA-256", "")), file
        labels = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"{]*)"', text)
        assert [] == [label for label in labels if re.search(r"[A-Za-z]", label)], file


def test_colours_stand_in_the_tokens_alone() -> None:
    """So that dark, contrast and paper need no rule of their own for each component."""
    rest = RULES[RULES.index("*::before") :]
    found = set(re.findall(r"#[0-9a-f]{3,8}\b", rest))
    assert found <= {"#fff", "#000", "#ffd479"}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(item * 2 for item in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours by the formula of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "link", "visited") for ground in ("paper", "tint")),
    *((tone, f"{tone}-tint") for tone in ("good", "bad", "warn")),
    ("ink", "plain-tint"),
    ("ink", "warn-tint"),
    ("link", "plain-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_reaches_seven_to_one_in_light_and_dark(mode: str, ink: str, ground: str) -> None:
    """The enhanced contrast of WCAG 2: elderly eyes, cheap screens, sunlight."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", part)) for part in SHEET.split("@media", 2)[:2])
    colours = light if mode == "light" else {**light, **dark}
    assert contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_mark_of_the_focus_and_the_edges_reach_three_to_one(mode: str) -> None:
    """What is no text but must be seen."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", part)) for part in SHEET.split("@media", 2)[:2])
    colours = light if mode == "light" else {**light, **dark}
    assert min(contrast(colours[item], colours["paper"]) for item in ("focus", "edge", "good", "bad", "warn")) >= 3
