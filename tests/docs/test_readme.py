"""The READMEs tell the truth: their commands exist with the options they show, their links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, RunTask

READMES = ("README.md", "README.zh.md")

#: Prints a JSON object. A process of its own for each task: asked for help, a task forgets the words of its options.
_HELP = """
import json, os, sys
import tasks
from invoke.main import program
texts = {}
for task in sys.argv[1:]:
    read, write = os.pipe()
    if not os.fork():
        os.dup2(write, 1)
        program.run(["inv", "--help", task])
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as said:
        texts[task] = said.read()
    os.wait()
print(json.dumps(texts))
"""


def tasks_of(inv: RunTask) -> set[str]:
    """Return the names of all tasks."""
    listed = inv("--list")
    assert listed.returncode == 0
    return set(re.findall(r"^  ([a-z-]+)", listed.stdout, re.MULTILINE))


def helps_of(tasks: set[str]) -> dict[str, str]:
    """Return what ``inv --help TASK`` says of each task, the program imported once."""
    done = subprocess.run(
        [sys.executable, "-c", _HELP, *sorted(tasks)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    texts: dict[str, str] = json.loads(done.stdout)
    return texts


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_readme_exists(root: Path, inv: RunTask, name: str) -> None:
    """Each ``inv NAME`` is a task and each option beside it one of its options."""
    text = (root / name).read_text(encoding="utf-8")
    tasks = tasks_of(inv)
    shown = re.findall(r"\binv (?:--help )?([a-z][a-z-]*)([^`|\n]*)", text)
    assert {command for command, _ in shown} <= tasks
    helps = helps_of({command for command, rest in shown if "--" in rest})
    for command, rest in shown:
        options = re.findall(r"--[a-z-]+", rest)
        for option in options:
            assert option in helps[command]


def test_every_task_helps_in_chinese(inv: RunTask) -> None:
    """``inv --list`` and each ``--help`` read well for people who know no English."""
    listed = inv("--list").stdout
    for line in re.findall(r"^  [a-z-]+ +(.+)$", listed, re.MULTILINE):
        assert re.search(r"[\u4e00-\u9fff]", line)
    for text in helps_of(tasks_of(inv)).values():
        options = text.partition("Options:")[2]
        described = re.findall(r"^  -.*?(?:\s{2,}(.*))?$", options, re.MULTILINE)
        assert all(not words or re.search(r"[\u4e00-\u9fff]", words) for words in described)


@pytest.mark.parametrize("name", READMES)
def test_every_link_of_the_readme_leads_to_a_file(root: Path, name: str) -> None:
    """Pictures too."""
    text = (root / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#]+)", text)
    assert targets
    assert [target for target in targets if "://" not in target and not (root / target).exists()] == []


def test_the_targets_of_make_are_those_of_the_readme(root: Path) -> None:
    """make, make setup and make test stand in the Makefile."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    assert {"serve", "setup", "test"} <= set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
