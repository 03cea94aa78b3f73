"""Name search: the same answers as looking for each name in each text, one by one."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from credit.identifiers import normalise_name
from credit.listed_subjects import find_codes
from credit.multi_pattern_search import NameIndex, normal_forms

SIGNS = st.text(alphabet="甲乙丙丁公司（）() |", min_size=0, max_size=12)


def naive(names: list[str], texts: list[str]) -> set[tuple[int, str]]:
    """Return every name in every text, those inside a longer one at the same place too."""
    keys = {key for name in names if len(key := normalise_name(name.replace("|", "/"))) >= 2}
    return {
        (index, key)
        for index, text in enumerate(texts)
        for key in keys
        if key in normalise_name(text.replace("|", "/"))
    }


@settings(max_examples=300)
@given(names=st.lists(SIGNS, max_size=6), texts=st.lists(SIGNS, max_size=6))
def test_index_finds_what_is_there_and_nothing_else(names: list[str], texts: list[str]) -> None:
    """What it leaves out stands within a longer name that it found."""
    found = set(NameIndex(sorted(names)).find(texts))
    expected = naive(names, texts)
    assert found <= expected
    for index, key in expected - found:
        assert any(other == index and key in name and key != name for other, name in found)


def test_brackets_blanks_and_width_do_not_hide_a_name() -> None:
    """As names are compared everywhere."""
    index = NameIndex(["示例（长春）有限公司"])
    texts = ["与示例(长春)有限公司", "与 示 例 （长春） 有限公司 。", "与示例〔长春〕有限公司", "与示例有限公司"]
    assert [number for number, _ in index.find(texts)] == [0, 1, 2]


def test_rare_characters_are_found() -> None:
    """Beyond the first plane too."""
    assert list(NameIndex(["示例𬭚锋公司"]).find(["甲", "乙示例𬭚锋公司"])) == [(1, "示例𬭚锋公司")]


def test_traditional_and_variant_characters_do_not_hide_a_name() -> None:
    """In the text or in the name; what is found is one key for all spellings."""
    texts = ["與示例鴻運實業有限公司", "与示例鸿运实业有限公司", "与示例鸿运商贸有限公司"]
    for name in ("示例鸿运实业有限公司", "示例鴻運實業有限公司"):
        assert list(NameIndex([name]).find(texts)) == [(0, "示例鸿运实业有限公司"), (1, "示例鸿运实业有限公司")]


def test_no_character_ends_a_text() -> None:
    """A full-width bar is one bar in normal form, as the mark between texts is; every other character is tried too."""
    code = "91350100M000100Y43"
    for bars in ("｜", "|", "｜|｜"):
        texts = [f"标题{bars}公告", f"甲 {code}", "乙示例甲有限公司"]
        assert list(find_codes(texts)) == [(1, code)]
        assert list(NameIndex(["示例甲有限公司", f"示例{bars}乙公司"]).find(texts)) == [(2, "示例甲有限公司")]
    every = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) != "Cs"]
    assert normal_forms(every).count("|") == len(every)
