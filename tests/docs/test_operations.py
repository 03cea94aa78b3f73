"""The handbook for the server tells the truth: its commands, run in order on a fresh checkout, say what is shown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.deploy.server.test_setup_from_nothing import make_checkout

HANDBOOK = Path("docs") / "operations.zh.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands_of(text: str) -> list[tuple[str, list[str]]]:
    """Return each command of the handbook with the lines shown below it."""
    shown: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                shown.append((line[2:], []))
            else:
                shown[-1][1].append(line)
    return shown


def run(checkout: Path, command: str, bin_folder: Path) -> str:
    """Run a command in the checkout and return all it said; one that fails fails the test."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "CREDIT_", "PYTHON"))}
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=checkout,
        env=kept | {"PATH": f"{bin_folder}:{kept['PATH']}", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}"
    return done.stdout


def test_every_command_of_the_handbook_says_what_is_shown(root: Path, tmp_path: Path) -> None:
    """From the first setup over a restored copy, byte for byte, to a purged history."""
    checkout = make_checkout(tmp_path / "checkout")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "inv"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m invoke "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    shown = commands_of((root / HANDBOOK).read_text(encoding="utf-8"))
    assert len(shown) >= 15
    for command, lines in shown:
        said = run(checkout, command, tmp_path / "bin").splitlines()
        if not lines:
            assert said == [], command
        place = 0
        for line in lines:
            pattern = ".*".join(map(re.escape, line.split("…")))
            found = next(
                (number for number, text in enumerate(said[place:], place) if re.fullmatch(pattern, text)), None
            )
            assert found is not None, f"{command}\nis to say: {line}\nbut said:\n" + "\n".join(said)
            place = found + 1


def test_links_within_the_handbook_lead_to_headings(root: Path) -> None:
    """A heading's anchor is its words."""
    text = (root / HANDBOOK).read_text(encoding="utf-8")
    anchors = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
