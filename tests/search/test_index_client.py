"""Search index client (theme/static/search-index.js) in Node: the same hits in the same order as Python's rules."""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from credit import urls
from credit.search import Entry, build_index, search_key, short_hash, start_of, syllables_of
from credit.search.name_normalization import comparable
from credit.search.name_parts import split_core
from credit.search.name_places import NamePlaces
from credit.search.pinyin import sounds_of
from tests.conftest import ROOT
from tests.support.search_rules import Scan
from tests.support.synthetic_names import entries, queries

NAMES = 500
FACTS = f"{short_hash('black-list')}a-20260811{short_hash('market')}{short_hash('fake')}8nb"
#: Traditional brackets, full width, capitals, a dot in the middle, characters with two readings.
ODD_NAMES = (
    "公主岭示例﹝东风﹞商行",
    "公主岭示例〔２０１８〕ＫＴＶ",
    "示例【鸿运】粮油・二店",
    "示例重庆单家仇记",
    "示例绿女商行",
    "İstanbul示例",
    "公主岭市怀德镇鸿運實業有限公司",
    "吉林省甯安昇达物流有限责任公司公主岭分公司",
    "范家屯鑫超市",
    "長春市快乐单县会展服务部",
    "四平市政工程有限公司",
    "公主岭市政园林示例店",
)
PAPERS = [
    Entry(
        "/policies/credit-law/", ("公主岭市信用条例〔2018〕10号", "公政发〔2018〕10号"), (), "政策文件 2018-10-01", True
    ),
    Entry("/departments/market/", ("市场监督管理局", "工商局"), (), "部门职责", True),
]
MADE = [
    *entries(NAMES, seed=11),
    *(
        Entry(code, (name,), (code, f"BL-2026-900{code[-2:]}"), FACTS, True)
        for code, name in zip((f"91220184MA00000{number:03}" for number in range(12)), ODD_NAMES, strict=False)
    ),
]
PLACES = NamePlaces(frozenset({"范家屯镇", "范家屯", "怀德镇", "怀德"}))
SCAN = Scan(MADE, PLACES)
#: A paper is found by the beginning of its address too.
SCAN_OF_PAPERS = Scan([replace(paper, numbers=(paper.key,)) for paper in PAPERS])
Ask = Callable[[list[str]], list[dict[str, Any]]]


def ask_node(folder: Path, asked: list[str]) -> list[dict[str, Any]]:
    """Return the client's answers to queries in the index of a folder."""
    command = ("node", ROOT / "tests/search/index_client.mjs", ROOT / "theme/static/search-index.js", folder)
    done = subprocess.run(
        [*map(str, command)], input=json.dumps(asked), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module", params=["plain", "shards"])
def ask(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The client beside one form of the index of the same firms."""
    folder = tmp_path_factory.mktemp(request.param)
    limit = len(MADE) if request.param == "plain" else NAMES
    lists = {"black-list": ("黑名单", "black")}
    for address, data in build_index(
        MADE,
        PAPERS,
        lists=lists,
        authorities={"market": "市场监督管理局"},
        reasons={"fake": "售假"},
        plain_limit=limit,
        places=PLACES,
    ):
        path = folder / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return lambda asked: ask_node(folder, asked)


def shown(found: list[str]) -> list[str]:
    """Return the hits that a page shows: all of up to 200, else the first fifty."""
    return found if len(found) <= 200 else found[:50]


@cache
def expected_answer(text: str) -> dict[str, Any]:
    """Return the answer by Python's rules: normal form, count and keys of entities, papers."""
    query = search_key(text)
    if len(query) < 2:
        return {"query": query}
    entities, papers = SCAN.find(text), SCAN_OF_PAPERS.find(text)
    if not entities and not papers:
        entities = homophones(SCAN.parse(text).cores[-1]) if query.isascii() else SCAN.named(text)
    return {"query": query, "count": len(entities), "keys": shown(entities), "papers": papers}


def wrong_answers(ask: Ask, asked: Sequence[str]) -> list[str]:
    """Return the first of the queries that the client answers otherwise than Python, with both answers."""
    wrong = []
    for text, answer in zip(asked, ask(list(asked)), strict=True):
        answer.pop("listings", None)
        answer.pop("brief", None)
        answer.pop("near", None)
        answer.pop("about", None)
        answer.pop("read", None)
        if answer.get("count", 0) > 200 and set(answer["keys"]) <= set(SCAN.find(text)):
            # The first fifty in the order of the index, which knows no more than a pair of the query.
            answer["keys"] = expected_answer(text)["keys"]
        if text.isascii() and answer.get("count") == expected_answer(text).get("count", 0) >= 50:
            # By sound: of each word the first fifty.
            answer["keys"] = expected_answer(text)["keys"]
        if answer != (expected := expected_answer(text)):
            wrong.append(f"{text}: {answer}, expected {expected}")
    return wrong[:3]


# --- homophones by Python's readings -----------------------------------------------------------------


def pairs_by_sound() -> dict[str, set[str]]:
    """Return the pairs of characters in the names by their two syllables."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in (comparable(name) for entry in MADE for name in entry.names):
        places = split_core(name, SCAN.words)[1]
        syllables = syllables_of(name, start_of(name, PLACES.leading))
        for left, right in itertools.pairwise(places):
            if not (pair := name[left] + name[right]).isascii():
                first, second = ({syllables[at], *sounds_of(name[at])} for at in (left, right))
                for sounds in itertools.product(first, second):
                    found[" ".join(sounds)].add(pair)
    return found


def usual_characters() -> list[str]:
    """Return the Han characters of GB 2312."""
    return [character for character in map(chr, range(0x4E00, 0x9FA6)) if character.encode("gb2312", "ignore")]


PAIRS = pairs_by_sound()
USUAL = usual_characters()
READ = {*USUAL, *"".join(itertools.chain.from_iterable(PAIRS.values()))}
#: The client leaves out n (嗯), which would take a letter from the syllable before it.
SYLLABLES = {sound for character in USUAL for sound in sounds_of(character) if sound.isascii()} - {"n"}


def split_pinyin(text: str) -> list[list[tuple[str, ...]]]:
    """Return the ways to cut letters into syllables, at most eight, the longest first; none for any other text."""
    if not text:
        return [[]]
    heads = [text[:length] for length in range(6, 0, -1) if length <= len(text) and text[:length] in SYLLABLES]
    return [[(head,), *rest] for head in heads for rest in split_pinyin(text[len(head) :])][:8]


def words_of(sounds: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the words of pairs with the sounds, at most sixty, in their order."""
    words = [""]
    for left, right in itertools.pairwise(sounds):
        pairs = [pair for both in itertools.product(left, right) for pair in sorted(PAIRS.get(" ".join(both), ()))]
        words = [(word or pair[0]) + pair[1] for word in words for pair in pairs if word[-1:] in ("", pair[0])][:60]
    return words


def homophones(query: str) -> list[str]:
    """Return the keys of names with the sounds of the query: of at most twenty words, in their order."""
    heads = [
        split_pinyin(part) if part.isascii() else [[sounds_of(part) if part in READ else (part,)]]
        for part in re.findall("[!-~]+|.", query)
    ]
    ways = itertools.islice(itertools.product(*heads), 8)
    found = [word for way in ways for word in words_of([*itertools.chain(*way)])]
    words = [word for word in dict.fromkeys(found) if word and word != query][:20]
    return list(dict.fromkeys(key for word in words for key in shown(SCAN.find(word))))


# --- queries -------------------------------------------------------------------------------------------


def full_width(text: str) -> str:
    """Return the text with ASCII in full width."""
    return "".join(chr(ord(item) + 0xFEE0) if "!" <= item <= "~" else item for item in text)


def bracketed(text: str) -> str:
    """Return the text with a part in one pair of brackets or another, by its length."""
    left, right = ("〔〕", "﹝﹞", "（）", "【】", "「」")[len(text) % 5]
    return f"{text[:1]}{left}{text[1:-1]}{right}{text[-1:]}"


def test_random_queries_find_the_same_in_the_same_order(ask: Ask) -> None:
    """Parts of names, initials, beginnings of codes and record numbers, and words that nothing has."""
    assert wrong_answers(ask, queries(MADE, 300, seed=12)) == []


@pytest.mark.parametrize("spell", [full_width, bracketed, str.upper, " \u200b".join, "{}・".format])
def test_spelling_of_a_query_does_not_count(ask: Ask, spell: Callable[[str], str]) -> None:
    """Full width, brackets of any form, capitals, blanks and invisible characters, a dot."""
    assert wrong_answers(ask, list(map(spell, queries(MADE, 60, seed=13)))) == []


def test_every_part_of_an_odd_name_is_found(ask: Ask) -> None:
    """As written, with its brackets, full width and capitals."""
    spans = [(name, *span) for name in ODD_NAMES for span in itertools.combinations(range(len(name) + 1), 2)]
    parts = [name[begin:end] for name, begin, end in spans if end - begin < 6 or begin == 0]
    assert wrong_answers(ask, parts) == []


def test_homophones_are_the_same(ask: Ask) -> None:
    """Two to four characters of a name, each written with another character of its sound, and their pinyin in full."""
    chance = random.Random(14)
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character in USUAL:
        by_sound[sounds_of(character)[0]].append(character)
    asked = ["gongzhuling", "zerengongsi", "lvguan", "xiane", "jiangan", "鸿云", "重庆", "示例", "xian", "𠮷祥", "馬店"]
    for entry in chance.sample(MADE, 150):
        name = search_key(entry.names[0])
        begin = chance.randrange(len(name) - 3)
        part = syllables_of(name, start_of(name))[begin : begin + chance.randrange(2, 5)]
        asked += ["".join(part), "".join(chance.choice(by_sound.get(sound, [sound])) for sound in part)]
    assert wrong_answers(ask, asked) == []
    heard = [homophones(SCAN.parse(text).cores[-1]) if not SCAN.find(text) else [] for text in asked]
    assert sum(map(bool, heard)) > 100
    for text, answer, sounds in zip(asked, ask(asked), heard, strict=True):
        core = SCAN.parse(text).cores[-1]
        # A pair that too many have leads to none of them.
        rare = all(len(SCAN.find("".join(pair))) <= 200 for pair in itertools.pairwise(core))
        if not re.search("[0-9a-z]", core) and rare and len(sounds) < 50 and not answer["count"]:
            assert (text, answer["near"]) == (text, SCAN.near(text, sounds))


def test_letters_beside_characters_are_read_as_syllables(ask: Ask) -> None:
    """What an input method had not turned when Enter was pressed; an unfinished syllable at the end counts for nothing."""
    for asked in ("重qing单家", "chong庆单家", "重庆danjia", "重庆单家q", "长chun快乐"):
        (answer,) = ask([asked])
        name = ODD_NAMES[9 if asked.startswith("长") else 3]
        assert answer["count"] == 0
        assert f"91220184MA00000{ODD_NAMES.index(name):03}" in answer["near"], asked


def test_papers_are_found_by_title_and_number(ask: Ask) -> None:
    assert wrong_answers(ask, ["信用条例", "〔2018〕10", "（2018）10号", "公政发", "工商局", "scjd", "policies"]) == []


def test_a_listing_is_read_from_its_facts(ask: Ask) -> None:
    """List, state, mark, day and authority, as the manifest names them."""
    [answer] = ask(["东风商行"])
    assert answer["listings"] == [
        [
            {
                "title": "黑名单", "kind": "black", "state": "在列", "marks": [],
                "day": "2026-08-11", "authority": "市场监督管理局", "reason": "售假", "until": "2030-09-07",
            }
        ]
    ]  # fmt: skip


@pytest.mark.parametrize(("degrees", "expected"), [
    ("f-f-e-", [("严重", "2026-08-10"), ("严重", "2026-08-11"), ("一般", "2026-08-12")]),
    ("f-f!f-f!e-", [
        ("严重（共 2 条，最近一条如下）", "2026-08-12"), ("严重（共 2 条，最近一条如下）", "2026-08-13"), ("一般", "2026-08-14"),
    ]),
])  # fmt: skip
def test_more_than_three_listings_are_counted_by_state_and_mark(
    tmp_path: Path, degrees: str, expected: list[tuple[str, str]]
) -> None:
    """A firm with forty listings fills no screen; none is told of another's degree or objection."""
    facts = "".join(
        f"{FACTS[:3]}{degree}{mark}202608{day}{FACTS[13:]}"
        for day, (degree, mark) in enumerate(zip(degrees[::2], degrees[1::2], strict=True), 10)
    )
    entry = Entry("91220184MA00000001", ("公主岭示例东风商行",), (), facts, True)
    for address, data in build_index([entry], lists={"black-list": ("黑名单", "black")}):
        path = tmp_path / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (answer,) = ask_node(tmp_path, ["东风商行"])
    assert len(answer["listings"][0]) == len(degrees) // 2
    said = [(one["state"].removeprefix("在列，程度："), one["day"]) for one in answer["brief"][0]]
    assert said == expected


def test_every_character_has_one_normal_form(tmp_path: Path) -> None:
    """All characters that this Python's Unicode knows; a newer Node knows them too."""
    characters = [chr(point) for point in range(sys.maxunicode + 1)]
    characters = [item for item in characters if unicodedata.category(item) not in ("Cn", "Co", "Cs")]
    for address, data in build_index([]):
        path = tmp_path / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    answers = ask_node(tmp_path, characters)
    pairs = zip(characters, answers, strict=True)
    assert [item for item, answer in pairs if answer["query"] != search_key(item)] == []


def test_a_code_typed_with_letters_for_digits_finds_its_entity(ask: Ask) -> None:
    """O and I are in no code; a word of letters as long as a code keeps them."""
    found = [answer["keys"] for answer in ask(["91220184MAOOOOOOO1", "9I22OI84MA00000001", "shiliinternational"])]
    assert found == [["91220184MA00000001"], ["91220184MA00000001"], []]


def test_places_above_the_town_are_left_out_of_a_name(ask: Ask) -> None:
    """As people copy an address; a name that begins with such a place alone is another firm."""
    asked = ["长春市公主岭市示例东风商行", "吉林省长春市公主岭市示例东风", "长春公主岭示例东风", "长春市示例东风"]
    assert wrong_answers(ask, asked) == []
    keys = [answer["keys"] for answer in ask(asked)]
    assert [["91220184MA00000000"]] * 3 == keys[:3]
    assert "91220184MA00000000" not in keys[3]


def test_the_initials_of_a_whole_name_find_it(ask: Ask) -> None:
    """With the township and its 镇, with a legal form and the town within; behind digits nothing is left out."""
    asked = ["gzlshdzhysyyxgs", "hdzhysyyxgs", "jlsnasdwlyxzrgsgzlfgs", "nasdwlyxgsgzlfgs", "9122hdz"]
    assert wrong_answers(ask, asked) == []
    keys = [answer["keys"] for answer in ask(asked)]
    assert [["91220184MA00000006"]] * 2 + [["91220184MA00000007"]] * 2 + [[]] == keys


def test_a_brand_of_one_character_stands_for_itself_alone(ask: Ask) -> None:
    """鑫鑫 is another brand than 鑫: such a firm is like the one that was asked for, and no answer."""
    doubled, single, parted = ask(["鑫鑫超市", "鑫超市", "鑫范家屯超市"])
    key = f"91220184MA00000{ODD_NAMES.index('范家屯鑫超市'):03}"
    assert (0, [key]) == (doubled["count"], doubled["near"][:1])
    assert [[key], [key]] == [single["keys"], parted["keys"]]
    assert wrong_answers(ask, ["鑫鑫超市", "鑫范家屯超市", "超市鑫鑫"]) == []


def test_a_code_in_a_pasted_line_is_all_that_counts(ask: Ask) -> None:
    """Beside a day, a number, a name; with its title; parted by blanks; a record number beside a day."""
    code = "91220184MA00000001"
    asked = [
        f"2026-01-05 {code} 单家", f"12 {code} 单家", f"单家商行{code}", f"单家商行（{code}）", f"代码：{code.lower()}",
        f"{code} 2026-01-05", "单家 9122 0184 MA00 0000 01", "BL-2026-90001 2026-01-05 单家", "20260105 BL-2026-90001 单家",
    ]  # fmt: skip
    assert [[code]] * len(asked) == [answer["keys"] for answer in ask(asked)]


def test_a_record_number_of_any_prefix_is_found_in_a_pasted_line(tmp_path: Path) -> None:
    """A new list may call its records CREDIT-2026-00017 or X-2026-00018; the letters of a name are none."""
    made = [
        Entry("91220184MA00000001", ("公主岭示例东风",), ("91220184MA00000001", "CREDIT-2026-00017"), FACTS, True),
        Entry("91220184MA00000002", ("示例KTV2018",), ("91220184MA00000002", "X-2026-00018"), FACTS, True),
    ]
    for address, data in build_index(made, lists={"black-list": ("黑名单", "black")}):
        path = tmp_path / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    asked = ["记录编号 CREDIT-2026-00017", "编号credit202600017的记录", "X-2026-00018 2026-01-05", "示例KTV2018店"]
    keys = [answer["keys"] for answer in ask_node(tmp_path, asked)]
    assert keys == [["91220184MA00000001"]] * 2 + [["91220184MA00000002"]] * 2


def test_a_code_that_is_not_listed_is_asked_for_by_no_sound(ask: Ask) -> None:
    """No sound has a digit; of words without a sound no further one is read."""
    code, words = ask(["91220184MA0000ZZZZ"]), ask(["嗯噢嗯噢嗯噢"])
    assert [] == [name for name in code[0]["read"] if name.startswith("sounds/")]
    assert [[], []] == [code[0]["keys"], words[0]["keys"]]
    assert len([name for name in words[0]["read"] if re.match("sounds/[0-9a-f]+[.]txt", name)]) < 3


def test_words_of_a_question_around_a_part_of_a_name_are_left_out(ask: Ask) -> None:
    asked = ["鑫超市上了黑名单吗", "请问重庆单家仇记靠谱吗", "查一下甯安昇达物流公司有没有被拉黑", "有没有黑名单"]
    keys = [answer["keys"] for answer in ask(asked)]
    assert keys[:3] == [SCAN.find(name) for name in ("鑫超市", "重庆单家仇记", "甯安昇达物流公司")]
    assert all(keys[:3])
    assert keys[3] == []


# --- topics whose words a sentence holds --------------------------------------------------------------


@pytest.mark.parametrize("limit", [100, 1], ids=["plain", "shards"])
def test_a_question_finds_the_topics_whose_words_it_holds(tmp_path: Path, limit: int) -> None:
    """Those with the most words first; a paper that is no topic is none; in shards by the first pair of each word."""
    papers = [
        Entry("/guides/report/", ("举报", "诈骗"), (), "办事：举报", True),
        Entry("/responsibilities/", ("哪个部门管", "谁管"), (), "办事：分工", True),
        Entry("/responsibilities/#row-parcel", ("寄递", "快递", "诈骗"), (), "办事：任务分工", True),
        Entry("/policies/parcel/", ("快递",), (), "政策文件 2026-01-01", True),
    ]
    for address, data in build_index([], papers, lists={}, authorities={}, reasons={}, plain_limit=limit):
        path = tmp_path / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (answer,) = ask_node(tmp_path, ["快递 诈骗 归谁管"])
    assert ["/responsibilities/#row-parcel", "/guides/report/", "/responsibilities/"] == answer["papers"]


@pytest.mark.parametrize("limit", [100, 1], ids=["plain", "shards"])
def test_a_topic_hides_neither_the_firm_of_a_question_nor_a_misspelt_name(tmp_path: Path, limit: int) -> None:
    """Words of a topic stand in names (快递) and in questions on a firm (骗子): the answer has both."""
    firm = Entry("91220184MA00000080", ("公主岭市新益快递服务有限公司",), (), FACTS, True)
    papers = [
        Entry("/measures/delivery/", ("快递",), (), "办事：寄递", True),
        Entry("/guides/report/", ("骗子",), (), "办事：举报", True),
    ]
    lists = {"black-list": ("黑名单", "black")}
    for address, data in build_index([firm], papers, lists=lists, authorities={}, reasons={}, plain_limit=limit):
        path = tmp_path / address.removeprefix(urls.search_index_address(""))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    asked, misspelt, topic = ask_node(tmp_path, ["新益快递服务公司是骗子吗", "新溢快递服务", "快递丢了找骗子"])
    assert asked["keys"] == [firm.key]
    assert asked["papers"] == ["/guides/report/", "/measures/delivery/"]
    assert misspelt["near"] == [firm.key]
    assert misspelt["papers"] == ["/measures/delivery/"]
    assert topic["near"] == []
