"""Prose check of ``inv lint``: each pattern is refused at its line with its way out, plain text passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.cli.prose_check import check_prose

PLAIN = '"""Deploy lock: one publishing run at a time."""\n\nVALUE = 1\n'


def report(tmp_path: Path, text: str, name: str = "deploy_lock") -> list[tuple[str, int]]:
    """Return the places that are refused in a package of one module."""
    path = tmp_path / "plugins" / "credit" / f"{name}.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return [(fault.path, fault.line) for fault in check_prose(tmp_path)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('"""What keeps runs apart."""\n', 1), ('"""A commit goes in; a release comes out."""\n', 1),
        (f'{PLAIN}\n\ndef wait() -> None:\n    """Whoever waits, waits here."""\n', 7),
        (f"{PLAIN}\n# The mould of a page.\n", 5), (f"{PLAIN}\nitems = [one for one in (1, 2)]\n", 5),
        (f"{PLAIN}\nitems = {{key: one for key, one in {{}}.items()}}\n", 5), (f"{PLAIN}\nmake = lambda one: one\n", 5),
        (f"{PLAIN}\nfor one in (1, 2):\n    print(one)\n", 5), (f"{PLAIN}\n# The person is told.\n", 5),
        ('"""Deploy lock.\n\nThe lock is held by whoever came first.\n"""\n', 3),
    ],
)  # fmt: skip
def test_a_pattern_is_refused_at_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert report(tmp_path, text) == [("plugins/credit/deploy_lock.py", line)]


def test_a_module_named_after_an_act_is_refused(tmp_path: Path) -> None:
    assert report(tmp_path, PLAIN, "publishing") == [("plugins/credit/publishing.py", 1)]


@pytest.mark.parametrize("name", ["deploy_lock", "encoding", "timings"])
def test_plain_prose_passes(tmp_path: Path, name: str) -> None:
    assert report(tmp_path, PLAIN, name) == []


def test_the_package_keeps_the_patterns(root: Path) -> None:
    assert [fault.text() for fault in check_prose(root)] == []
