"""Homophones: all names of a sound up to a limit, the count said to be open beyond it, every way to cut the letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from credit import urls
from credit.search import Entry, build_index, short_hash
from tests.search.test_index_client import ask_node

FACTS = f"{short_hash('black-list')}a-20260811{short_hash('market')}......"


def answers(folder: Path, names: Sequence[str], asked: Sequence[str], limit: int) -> list[dict[str, Any]]:
    """Return the client's answers to queries in an index of some names."""
    made = [Entry(f"91220184MA00000{number:03}", (name,), (), FACTS, True) for number, name in enumerate(names)]
    lists = {"black-list": ("黑名单", "black")}
    for address, data in build_index(made, lists=lists, plain_limit=limit):
        path = folder / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return ask_node(folder, list(asked))


@pytest.mark.parametrize("limit", [100, 1], ids=["plain", "shards"])
def test_every_name_of_a_sound_is_found(tmp_path: Path, limit: int) -> None:
    """Nine of one sound: the count is all of them."""
    words = ["宏云", "宏运", "弘运", "洪运", "红云", "红运", "虹云", "鸿云", "鸿运"]
    (answer,) = answers(tmp_path, [f"公主岭市{word}商贸有限公司" for word in words], ["hongyun"], limit)
    assert (9, False) == (answer["count"], answer["about"])


@pytest.mark.parametrize("limit", [100, 1], ids=["plain", "shards"])
def test_a_count_is_open_where_words_were_left_out(tmp_path: Path, limit: int) -> None:
    """More words of one sound than are looked up."""
    words = ["".join(pair) for pair in product("宏弘洪红虹", "云运韵芸蕴")]
    assert 25 == len(set(words))
    (answer,) = answers(tmp_path, [f"公主岭市{word}商贸有限公司" for word in words], ["hongyun"], limit)
    assert (20, True) == (answer["count"], answer["about"])


@pytest.mark.parametrize("limit", [100, 1], ids=["plain", "shards"])
def test_letters_are_cut_in_every_way(tmp_path: Path, limit: int) -> None:
    """The longest syllable first is hen·an, xian, jin·an; a long text of many ways is answered at once."""
    names = ["河南街道百货商店", "西安饭庄", "吉安粮油", "方案设计室"]
    asked = ["henan", "xian", "jian", "fangan", "xian" * 30 + "q"]
    found = [answer["keys"] for answer in answers(tmp_path, names, asked, limit)]
    assert [[f"91220184MA00000{number:03}"] for number in range(4)] == found[:4]
    assert [] == found[4]
