"""Optional words of names, folded characters, and readings: what of a name must be typed."""

from __future__ import annotations

import pytest

from credit.identifiers import Localities
from credit.identifiers.character_variants import variants
from credit.search.name_normalization import comparable
from credit.search.name_parts import brand_of, optional_words, single_brand, split_core
from credit.search.name_places import NamePlaces
from credit.search.name_readings import core_initials
from credit.search.pinyin import syllables_of

WORDS = optional_words(NamePlaces(frozenset({"怀德镇", "怀德", "范家屯镇", "范家屯"})))


@pytest.mark.parametrize(
    ("name", "core", "brand"),
    [
        ("公主岭市怀德镇鸿运商贸有限公司", "怀德鸿运商贸", "鸿运商贸"),
        ("公主岭怀德鸿运商贸有限责任公司", "怀德鸿运商贸", "鸿运商贸"),
        ("吉林省鸿运（公主岭）物流有限公司公主岭分公司", "鸿运物流", "鸿运物流"),
        ("长春市A8科技股份有限公司", "长春a8科技", "a8科技"),
        ("范家屯镇建设银行", "范家屯建设银行", "建设银行"),
        ("四平市政工程有限公司", "四平市政工程", "市政工程"),
        ("公主岭市政园林有限公司", "市政园林", "市政园林"),
        ("公主岭市场监督管理局", "市场监督管理局", "市场监督管理局"),
        ("公主岭市市场监督管理局", "市场监督管理局", "市场监督管理局"),
        ("怀德市场粮油店", "怀德市场粮油店", "市场粮油店"),
        ("范家屯区块链科技有限公司", "范家屯区块链科技", "区块链科技"),
        ("怀德乡镇企业", "怀德乡镇企业", "乡镇企业"),
        ("公主岭市政府", "政府", "政府"),
        ("公主岭市民政局", "民政局", "民政局"),
        ("长春市民丰农机", "长春民丰农机", "民丰农机"),
        ("长春市内蒙古羊肉馆", "长春内蒙古羊肉馆", "内蒙古羊肉馆"),
        ("公主岭市盛源水稻种植农民专业合作社", "盛源水稻种植农民", "盛源水稻种植农民"),
    ],
)
def test_optional_words_are_left_out(name: str, core: str, brand: str) -> None:
    """The town, legal forms, and 市 or 镇 behind a place; the place itself stays, and a word that begins with 市."""
    found = split_core(comparable(name), WORDS)[0]
    assert (found, brand_of(found, WORDS)) == (core, brand)


def test_a_county_leaves_out_its_own_locality() -> None:
    """The town of another site is a place before the brand, as every other place is."""
    words = optional_words(NamePlaces.of(["小城子镇"], Localities("梨树县", ("吉林省", "四平市"))))
    assert split_core("梨树县小城子镇盛源粮贸有限公司", words) == (
        "小城子盛源粮贸",
        [3, 4, 5, 7, 8, 9, 10],
        ["梨树县", "有限公司"],
    )
    core = split_core("公主岭市盛源粮贸", words)[0]
    assert (core, brand_of(core, words)) == ("公主岭盛源粮贸", "盛源粮贸")


def test_a_name_of_optional_words_alone_stays_whole() -> None:
    assert split_core("公主岭市有限公司", WORDS)[0] == "公主岭市有限公司"


@pytest.mark.parametrize(
    ("name", "brand"), [("鑫超市", "鑫"), ("范家屯鑫店", "鑫"), ("鸿运超市", ""), ("同行餐饮", "")]
)
def test_a_brand_of_one_character_stands_before_its_trade(name: str, brand: str) -> None:
    """行 alone is a word of trade at the end of a name only."""
    assert single_brand(split_core(comparable(name), WORDS)[0], WORDS) == brand


def test_variants_are_found_by_the_standard_character() -> None:
    """Traditional characters and variants; a standard character stands for itself."""
    assert comparable("鸿運實業甯昇𠮷祥") == "鸿运实业宁升吉祥"
    assert not set(variants()) & set(variants().values())


@pytest.mark.parametrize(
    ("core", "initials"),
    [("快乐", {"kl", "ky"}), ("会展", {"hz", "kz"}), ("重庆", {"cq", "zq"}), ("长子", {"cz", "zz"}), ("靓妆", {"jz", "lz"}),
     ("秘方", {"mf", "bf"}), ("单县", {"sx", "dx"})],
)  # fmt: skip
def test_every_reading_has_its_initials(core: str, initials: set[str]) -> None:
    """Of a character with several readings."""
    assert initials <= set(core_initials(core, syllables_of(core)))
