"""The recipes of the open data run as they stand, against the site over HTTP."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

_BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def recipes(name: str) -> list[tuple[str, str]]:
    """Return language and code of each recipe of a document."""
    return _BLOCK.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))


def test_both_languages_have_the_same_recipes() -> None:
    assert recipes("open-data.md") == recipes("open-data.zh.md")


@pytest.mark.parametrize("number", range(10))
def test_a_recipe_runs_as_it_stands(served: str, tmp_path: Path, number: int) -> None:
    language, code = recipes("open-data.md")[number]
    command = [sys.executable, "-c", code] if language == "python" else ["sh", "-euc", code]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "BASE": served.rstrip("/"), "PATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr if done.returncode else "")
