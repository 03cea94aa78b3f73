"""The READMEs tell the truth: their commands exist with the options they show, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import RunTask

READMES = ("README.md", "README.zh.md")


def tasks_of(inv: RunTask) -> set[str]:
    """Return the names of all tasks."""
    listed = inv("--list")
    assert listed.returncode == 0
    return set(re.findall(r"^  ([a-z-]+)", listed.stdout, re.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_every_command_of_the_readme_exists(root: Path, inv: RunTask, name: str) -> None:
    """Each ``inv NAME`` is a task and each option beside it one of its options."""
    text = (root / name).read_text(encoding="utf-8")
    tasks = tasks_of(inv)
    shown = re.findall(r"\binv (?:--help )?([a-z][a-z-]*)([^`|\n]*)", text)
    assert {command for command, _ in shown} <= tasks
    for command, rest in shown:
        options = re.findall(r"--[a-z-]+", rest)
        help_text = inv("--help", command).stdout if options else ""
        for option in options:
            assert option in help_text


def test_every_task_helps_in_chinese(inv: RunTask) -> None:
    """``inv --list`` and each ``--help`` read well for people who know no English."""
    listed = inv("--list").stdout
    for line in re.findall(r"^  [a-z-]+ +(.+)$", listed, re.MULTILINE):
        assert re.search(r"[\u4e00-\u9fff]", line)
    for task in tasks_of(inv):
        options = inv("--help", task).stdout.partition("Options:")[2]
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
