"""Pinyin: the dictionary is that of pypinyin, and read only where a reading is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypinyin.constants import PINYIN_DICT

from credit.search import NamePlaces, first_letters, lookup_path, pinyin

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


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("公主岭市盛源商行", "盛"), ("公主岭市政园林", "市"), ("四平市政工程", "市"), ("公主岭市场服务", "市"),
        ("公主岭市民丰农机", "民"), ("怀德乡镇企业", "乡"), ("怀德镇", "怀"), ("公主岭怀德", "公"),
    ],
)  # fmt: skip
def test_a_name_begins_behind_its_places_for_every_lookup_page(name: str, begins: str) -> None:
    """市政 and 市场 are words of their own; a name of places alone begins with them; the link leads to the page of the name."""
    places = frozenset({"怀德镇", "怀德"})
    known = NamePlaces(places)
    assert name[pinyin.start_of(name, places)] == begins
    assert first_letters([name], known) == {lookup_path(name, "key", known).begin(1)}
