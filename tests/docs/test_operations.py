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


#: ``$`` runs in a checkout; ``#`` on a server and ``name$`` on a person's computer: see tests/docs/test_operations_on_debian.py.
_PROMPT = re.compile(r"(\$|#|[a-z]+\$) (.*)")


def commands_of(text: str) -> list[tuple[str, str, list[str]]]:
    """Return each command of the handbook: prompt, command, and the lines shown below it."""
    shown: list[tuple[str, str, list[str]]] = []
    for block in _BLOCK.findall(text):
        for line in block.splitlines():
            if prompted := _PROMPT.fullmatch(line):
                shown.append((prompted[1], prompted[2], []))
            else:
                shown[-1][2].append(line)
    return shown


def check_shown(command: str, lines: list[str], said: list[str]) -> None:
    """Fail unless what a command said holds the lines shown below it, in their order; nothing shown: nothing said."""
    if not lines:
        assert said == [], command
    place = 0
    for line in lines:
        pattern = ".*".join(map(re.escape, line.split("…")))
        found = next((number for number, text in enumerate(said[place:], place) if re.fullmatch(pattern, text)), None)
        assert found is not None, f"{command}\nis to say: {line}\nbut said:\n" + "\n".join(said)
        place = found + 1


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
    """Those that run in a checkout, beside a server of its own: from the audit log to a purged history."""
    checkout = make_checkout(tmp_path / "checkout")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "inv"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m invoke "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    run(checkout, "inv setup-server --repo ../credit.git --site ../www", tmp_path / "bin")
    shown = commands_of((root / HANDBOOK).read_text(encoding="utf-8"))
    here = [(command, lines) for prompt, command, lines in shown if prompt == "$"]
    assert len(here) >= 3
    for command, lines in here:
        check_shown(command, lines, run(checkout, command, tmp_path / "bin").splitlines())


def test_links_within_the_handbook_lead_to_headings(root: Path) -> None:
    """A heading's anchor is its words."""
    text = (root / HANDBOOK).read_text(encoding="utf-8")
    anchors = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
