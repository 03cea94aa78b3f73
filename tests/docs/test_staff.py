"""The handbook for staff tells the truth: its edits and commands, done in order on a copy, say what it shows."""

from __future__ import annotations

import datetime
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from credit import law
from credit.documents.guide_sections import CONDITIONS, FORM_COLUMNS, MATERIALS, SOURCES, STEPS
from credit.documents.text_variables import PARTS

HANDBOOK = Path("docs") / "staff.zh.md"
_BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def apply_edit(project: Path, text: str) -> None:
    """Do what a ``diff`` block shows: replace a line of a CSV, or add one at its end."""
    name, *lines = text.splitlines()
    path = project / name.removeprefix("--- ")
    content = path.read_bytes().decode("utf-8-sig")
    old = [line[1:] for line in lines if line.startswith("-")]
    new = [line[1:] for line in lines if line.startswith("+")]
    for line in old:
        assert content.count(line + "\n") == 1, f"{name} has no line {line}"
    content = content.replace(old[0] + "\n", new[0] + "\n") if old else content + new[0] + "\n"
    path.write_text(content, encoding="utf-8-sig", newline="\n")


def run_shown(project: Path, text: str) -> str:
    """Run the command of a ``console`` block and return the block as it should stand."""
    command = text.splitlines()[0].removeprefix("$ inv ")
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-m", "invoke", *shlex.split(command)],
        cwd=project,
        env=kept | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", "GIT_CEILING_DIRECTORIES": str(project.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return f"$ inv {command}\n{done.stdout}"


def replay(project: Path, text: str) -> list[tuple[str, str]]:
    """Do every block of the handbook in order; return what each command shows in it and what it said."""
    outcomes = []
    for kind, name, body in _BLOCK.findall(text):
        if kind == "csv":
            path = project / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(body, encoding="utf-8", newline="\n")
        elif kind == "diff":
            apply_edit(project, body)
        elif kind == "console":
            outcomes.append((body, run_shown(project, body)))
    return outcomes


def test_every_command_of_the_handbook_says_what_is_shown(copy_of_site: Path, root: Path) -> None:
    """From the first edit to the last withdrawal, on the demonstration's own day."""
    outcomes = replay(copy_of_site, (root / HANDBOOK).read_text(encoding="utf-8"))
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
