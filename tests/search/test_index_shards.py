"""The index holds what it should, where it should, and a row that changes touches its own part alone."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.search import PARTS, build_index, hash_of, search_key, short_hash, start_of, syllables_of
from credit.search.entry_lines import packed_words
from credit.search.index_shards import MOST, SHOWN
from credit.search.name_normalization import comparable
from credit.search.name_parts import optional_words, split_core
from tests.support.search_rules import Scan
from tests.support.synthetic_names import entries, queries

MADE = entries(1500)


def index(made: list[object], **options: object) -> dict[str, bytes]:
    """Return address → bytes."""
    return dict(build_index(made, **options))  # type: ignore[arg-type]


SHARDS = index(MADE, plain_limit=100)
PLAIN = index(MADE)
#: Words that stand as one control character in the lines of the shards.
PACKED = packed_words(optional_words())


def node(files: dict[str, bytes], gram: str) -> tuple[int, list[str]] | None:
    """Return count and keys of a node, found where search-index.js looks for it."""
    pair = hash_of(gram[:2]) % PARTS
    found = [data for address, data in files.items() if address.startswith(f"/search/index/entities/{pair}/")]
    for data in found:
        for part in ("\n" + data.decode()).split("\n=")[1:]:
            head, *lines = part.rstrip("\n").split("\n")
            if head.split("\t")[0] == gram:
                plain = (re.sub("[\x01-\x1f]", lambda sign: PACKED.get(sign[0], sign[0]), line) for line in lines)
                return int(head.split("\t")[1]), [line.split("\t")[0] for line in plain]
    return None


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("公主岭市（示例）商行", "公主岭市示例商行"),
        ("ＡＢＣ　１２３", "abc123"),
        ("KTV·二店", "ktv二店"),
        ("BL-2026-00017", "bl202600017"),
        ("﹝2018﹞10号", "201810号"),
        ("示例\u200b商行", "示例商行"),
    ],
)
def test_spelling_does_not_count(written: str, compared: str) -> None:
    """Full and half width, brackets of any form, case, blanks and invisible characters are alike."""
    assert search_key(written) == compared


@pytest.mark.parametrize(
    ("name", "sounds"),
    [
        ("公主岭市仇记商行", "gong zhu ling shi qiu ji shang hang"),
        ("单家粮油", "shan jia liang you"),
        ("曾氏食品", "zeng shi shi pin"),
        ("重庆路银行", "chong qing lu yin hang"),
        ("长春市长盛", "chang chun shi chang sheng"),
        ("绿园女装", "lv yuan nv zhuang"),
        ("𠮷祥", "ji xiang"),
    ],
)
def test_names_are_read_as_people_read_them(name: str, sounds: str) -> None:
    """Surnames, places and words of trade have readings of their own."""
    assert " ".join(syllables_of(name, start_of(name))) == sounds


def test_a_pair_that_few_have_holds_exactly_those() -> None:
    """Every light pair of every name: the node lists the entries of the naive scan."""
    scan = Scan(MADE)
    seen = 0
    for query in queries(MADE, 200):
        # What is no pair of a core is looked up by its own rules: an optional word, a piece of one.
        pair = scan.parse(query).cores[-1][:2]
        if not any(pair in core for row in scan.rows for core in (*row.cores, *row.letters)):
            continue
        found, expected = node(SHARDS, pair), scan.find(pair)
        if scan.parse(pair).cores != (pair,) or not expected:
            continue
        if len(expected) <= MOST:
            seen += 1
            assert found is not None
            assert (found[0], sorted(found[1])) == (len(expected), sorted(expected))
        else:
            # Which fifty of them follows from the pair alone; a query may rank them otherwise.
            assert found is not None
            assert (found[0], len(found[1])) == (len(expected), SHOWN)
            assert set(found[1]) <= set(expected)
    assert seen > 30


def test_the_parts_together_are_the_whole() -> None:
    """What several processes build is what one builds, each file once."""
    apart = [file for part in range(PARTS) for file in build_index(MADE, plain_limit=100, parts=[part])]
    assert len(apart) == len(SHARDS)
    assert dict(apart) == SHARDS


@pytest.mark.parametrize("plain_limit", [20_000, 100])
def test_the_order_of_the_rows_does_not_matter(plain_limit: int) -> None:
    """The same entries in any order give the same bytes."""
    shuffled = random.Random(3).sample(MADE, len(MADE))
    assert index(shuffled, plain_limit=plain_limit) == (PLAIN if plain_limit > 1500 else SHARDS)


@pytest.mark.parametrize(("plain_limit", "most"), [(20_000, 2), (100, 60)])
def test_one_row_rewrites_its_own_part_alone(plain_limit: int, most: int) -> None:
    """A name that comes, a state that changes: a handful of files, and no others; none comes or goes."""
    before = PLAIN if plain_limit > 1500 else SHARDS
    changed = [*MADE[:700], replace(MADE[700], facts="abcb!20261101def......"), *MADE[701:]]
    added = [*MADE, replace(MADE[5], key="91220184M0000000ZZ", numbers=("91220184M0000000ZZ", "BL-2026-99999"))]
    for after in (index(changed, plain_limit=plain_limit), index(added, plain_limit=plain_limit)):
        assert after.keys() == before.keys()
        assert 1 <= sum(after[item] != before[item] for item in after) <= most


@pytest.mark.parametrize("plain_limit", [20_000, 100])
def test_a_name_that_left_is_in_no_file(plain_limit: int) -> None:
    """Neither the name nor the code nor the number of a withdrawn row stands anywhere."""
    gone = next(item for item in MADE if sum(item.names[0] in other.names for other in MADE) == 1)
    files = index([item for item in MADE if item is not gone], plain_limit=plain_limit)
    words = [gone.names[0], gone.key, gone.key.lower(), search_key(gone.numbers[1])]
    assert [] == [(address, word) for address, data in files.items() for word in words if word in data.decode()]
    assert any(gone.key in data.decode() for data in PLAIN.values())


def test_pairs_of_the_same_sound_stand_together() -> None:
    """源 and 元 are read alike."""
    lines = {
        line.split("\t")[0]: line.split("\t")[1]
        for address, data in index([replace(MADE[0], names=("示例鑫源粮油", "示例鑫元"))]).items()
        if "/sounds/" in address and "characters" not in address
        for line in data.decode().splitlines()
    }
    assert lines["xin yuan"] == "鑫元鑫源"


@given(st.lists(st.text("公主岭示例ab1", min_size=1, max_size=6), max_size=40), st.integers(1, 5))
def test_any_names_make_an_index(names: list[str], limit: int) -> None:
    """Short names, equal names, none at all: every pair of characters of a name is found in the shards."""
    made = [replace(MADE[at], names=(name,), numbers=(MADE[at].key,)) for at, name in enumerate(names)]
    files = index(made, plain_limit=min(limit, len(made) - 1) if made else 0)
    scan = Scan(made)
    for item in made:
        name = split_core(comparable(item.names[0]), scan.words)[0]
        for at in range(len(name) - 1):
            expected = scan.find(name[at : at + 2])
            if len(made) > min(limit, len(made) - 1):
                assert node(files, name[at : at + 2]) == (len(expected), node(files, name[at : at + 2])[1])  # type: ignore[index]


def test_reason_whose_token_is_also_that_of_another_is_not_told() -> None:
    """Three signs stand for a key: a result must not give one firm the misconduct of another."""
    assert short_hash("aeik") == short_hash("aatt")
    words = {"aeik": "虚假宣传", "aatt": "制售假货", "fake": "刷单"}
    for option in ("reasons", "authorities"):
        manifest = json.loads(index(MADE[:3], **{option: words})["/search/index/index.json"])
        assert manifest[option] == {short_hash("fake"): "刷单"}
        alike = json.loads(index(MADE[:3], **{option: words | {"aatt": "虚假宣传"}})["/search/index/index.json"])
        assert alike[option] == {short_hash("fake"): "刷单", short_hash("aeik"): "虚假宣传"}
