"""Pinyin: the dictionary is that of pypinyin, and read only where a reading is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pypinyin.constants import PINYIN_DICT

from credit.search import pinyin

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def test_the_dictionary_is_that_of_the_library() -> None:
    assert {str(point): readings for point, readings in PINYIN_DICT.items()} == pinyin._dictionary()


def test_a_start_of_the_builder_loads_no_dictionary() -> None:
    """Every command, hook and worker would pay for it."""
    code = "import sys, credit.build.pipeline, credit.search.pinyin; print('pypinyin' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(PLUGINS)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
