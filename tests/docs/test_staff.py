"""The handbook for staff tells the truth: its edits and commands, done in order on a copy, say what it shows."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from credit import law
from credit.documents.guide_sections import CONDITIONS, FORM_COLUMNS, MATERIALS, SOURCES, STEPS
from credit.documents.text_variables import PARTS
from tests.support.guide_replay import commit_project, replay

HANDBOOK = Path("docs") / "staff.zh.md"


def test_every_command_of_the_handbook_says_what_is_shown(copy_of_site: Path, root: Path) -> None:
    """From the first edit to the last withdrawal, on the demonstration's own day."""
    outcomes = replay(commit_project(copy_of_site), (root / HANDBOOK).read_text(encoding="utf-8"))
    assert len(outcomes) >= 10
    assert [shown for shown, _ in outcomes] == [said for _, said in outcomes]


def test_links_within_the_handbook_lead_to_headings(root: Path) -> None:
    """A heading's anchor is its words in small letters, blanks as dashes."""
    text = (root / HANDBOOK).read_text(encoding="utf-8")
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors


def test_the_handbook_names_every_text_variable_and_every_heading_of_a_guide(root: Path) -> None:
    """What staff may write in braces, and the words behind the colon."""
    text = (root / HANDBOOK).read_text(encoding="utf-8")
    figures = law.figures(datetime.date.max)
    words = [*(f"{{{name}}}" for name in figures), *PARTS, *(word for allowed in PARTS.values() for word in allowed)]
    assert [] == [word for word in (*words, CONDITIONS, STEPS, MATERIALS, SOURCES, *FORM_COLUMNS) if word not in text]
