"""Former names in one cell: found and masked one by one, by whatever sign staff separated them."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.importer.cell_conversion import Context, read_value
from credit.importer.source_files.sheet_cells import Cell
from credit.listed_subjects import KnownSubjects
from credit.model import Field, split_names
from credit.privacy import public_names, scan_table
from credit.record_ids.listing_identity import use_of_row
from tests.gate.test_gate import FILES, faults, write_site
from tests.privacy.conftest import MakeTable

SIGNS = [";", "；", "、", "，", "\n", ",", "/", "|", "／", "; ", ", "]
CODE = "92220184MA0000008W"


@pytest.mark.parametrize("sign", SIGNS)
def test_names_are_split_at_each_sign_of_a_keyboard(sign: str) -> None:
    assert split_names(f"李四{sign}李四饭店（老店）{sign}示例旧名商贸有限公司") == (
        "李四",
        "李四饭店（老店）",
        "示例旧名商贸有限公司",
    )


@pytest.mark.parametrize(
    "name",
    ["Harbour, Ltd.", "Muster A/S", "示例（粮食、种子）商贸有限公司", "示例/Example Ltd.", "艾力·示例", "示例（，"],
)
def test_sign_inside_a_name_separates_nothing(name: str) -> None:
    expected = (name,) if name != "示例（，" else ("示例（",)
    assert split_names(name) == expected


@pytest.mark.parametrize("sign", SIGNS)
def test_former_name_that_is_a_person_is_dropped_whatever_the_sign(table: MakeTable, sign: str) -> None:
    shop = {
        "record_id": "BL-2026-00001",
        "name": "李四面馆",
        "former_names": f"李四{sign}李四饭店",
        "unified_code": CODE,
    }
    assert public_names(table(shop))["former_names"].tolist() == ["李四饭店"]
    kind = shop | {"unified_code": "91220184MA0Y12345F", "entity_kind": "个体工商户"}
    assert public_names(table(kind))["former_names"].tolist() == ["李四饭店"]


@pytest.mark.parametrize("sign", SIGNS)
def test_former_names_of_a_firm_are_published_apart_and_found_in_texts(table: MakeTable, sign: str) -> None:
    names = "示例旧名商贸有限公司", "示例更旧商贸有限公司"
    row = {"record_id": "BL-2026-00001", "name": "示例新名有限公司", "unified_code": "91220184MA0Y12345F"}
    given = table(row | {"former_names": sign.join(names)})
    assert public_names(given)["former_names"].tolist() == [";".join(names)]
    known = KnownSubjects([given])
    assert [known.find([f"关于{name}的通报"]) != [] for name in names] == [True, True]


@pytest.mark.parametrize("sign", SIGNS)
def test_former_name_of_a_person_is_hidden_in_other_cells(table: MakeTable, sign: str) -> None:
    person = {"record_id": "BL-2026-00001", "name": "张示例", "former_names": f"张例{sign}张旧例", "unified_code": ""}
    given = table(person | {"facts": "张旧例虚构交易"})
    assert [(item.line, item.field) for item in scan_table(given)] == [(2, "facts")]
    assert public_names(given)["facts"].tolist() == ["该当事人虚构交易"]


def test_digests_of_a_row_are_those_of_its_names() -> None:
    """They are cached by commit, so a plain cell must keep its own."""
    plain = use_of_row({"name": "甲有限公司", "former_names": "乙有限公司;丙有限公司", "unified_code": ""})
    assert sorted(plain.names) == ["10ae70b30d096892", "5f17d6fc9c48b778", "f9d37496981ef9a8"]
    for sign in SIGNS:
        assert use_of_row({"name": "甲有限公司", "former_names": f"乙有限公司{sign}丙有限公司"}).names == plain.names


@pytest.mark.parametrize(
    ("cell", "severity"),
    [
        ("李四；李四饭店", "error"),
        ("李四、李四饭店", "error"),
        ("李四，李四饭店", "error"),
        ("李四饭店/李四小吃店", "warning"),
        ("李四饭店|李四小吃店", "warning"),
        ("李四饭店;李四小吃店", ""),
        ("Harbour Example A/S", ""),
    ],
)
def test_wrong_separator_is_named_at_its_cell_and_an_accepted_row_stays(
    tmp_path: Path, cell: str, severity: str
) -> None:
    """The row was lawful when it was accepted, and publication separates the names itself."""
    heading, row = (
        "record_id,name,former_names,unified_code,authority,announced_on,listed_on,valid_until",
        "office,2026-05-01,2026-05-20,2027-05-19",
    )
    red = f"{heading}\nRL-2026-00001,李四面馆,{cell},{CODE},{row}\n"
    root = write_site(tmp_path, FILES | {"red-list": red})
    if severity == "error":
        assert faults(root) == [("data/red-list.csv", 2, "name-separator")]
    edition = gate.validate(root, accepted=True)
    found = [item for item in edition.problems if item.code == "name-separator"]
    assert [(item.line, item.field) for item in found] == ([(2, "former_names")] if severity else [])
    assert not any("李四" in item.message for item in found)
    assert all("英文分号 ;" in item.message for item in found)
    shown = edition.public["red-list"].column("former_names")
    assert len(shown) == 1
    assert "李四" not in shown[0].split(";")


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign != "\n"])
def test_import_separates_former_names_by_a_semicolon(sign: str) -> None:
    cell = Cell(f"示例旧名商贸有限公司{sign}示例更旧商贸有限公司")
    value = read_value(cell, Field("former_names", "曾用名"), True, Context({}))
    assert value.text == "示例旧名商贸有限公司;示例更旧商贸有限公司"
