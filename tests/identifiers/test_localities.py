"""A name within the site's division is one with or without it; a name of another division stays another."""

from __future__ import annotations

import pytest

from credit.identifiers import Localities

LISHU = Localities("梨树县", ("吉林省", "四平市"))


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("公主岭市商务局", ["公主岭市商务局", "商务局", "市商务局"]),
        ("吉林省公主岭市商务局", ["吉林省公主岭市商务局", "商务局", "市商务局"]),
        ("公主岭商务局", ["公主岭商务局", "商务局", "市商务局"]),
        ("市商务局", ["市商务局", "商务局"]),
        ("长春市商务局", ["长春市商务局"]),
        ("吉林省商务厅", ["吉林省商务厅"]),
        ("公主岭市场监督管理局", ["公主岭市场监督管理局", "市场监督管理局", "市市场监督管理局"]),
        ("公主岭市市场监管局", ["公主岭市市场监管局", "市场监管局", "市市场监管局"]),
        ("市市场监管局", ["市市场监管局", "市场监管局"]),
        ("市场监管局", ["市场监管局"]),
        ("公主岭市政府", ["公主岭市政府", "政府", "市政府"]),
        ("公主岭市", ["公主岭市"]),
        ("市局", ["市局"]),
    ],
)
def test_spellings_of_a_name(name: str, spellings: list[str]) -> None:
    assert spellings == list(Localities().spellings(name))


def test_another_county_has_its_own() -> None:
    assert LISHU.words == ("吉林省梨树县", "梨树县", "梨树", "吉林省", "吉林")
    assert LISHU.spellings("县商务局") == ("县商务局", "商务局")
    assert LISHU.spellings("四平市梨树县商务局")[1:] == ("商务局", "县商务局")
    assert LISHU.spellings("公主岭市商务局") == ("公主岭市商务局",)


def test_a_division_of_two_characters_has_no_shorter_name() -> None:
    district = Localities("郊区", ("黑龙江省", "佳木斯市"))
    assert district.words == ("黑龙江省郊区", "郊区", "黑龙江省", "黑龙江")
    assert district.spellings("郊区商务局") == ("郊区商务局", "商务局", "区商务局")


def test_the_descriptor_may_name_them() -> None:
    assert Localities.of({"name": "站"}) == Localities()
    assert Localities.of({"locality": "梨树县", "localities_above": ["吉林省", "四平市"]}) == LISHU
