"""Names of shops of one that hold the name of their operator."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.listed_subjects import KnownSubjects
from credit.mask_texts import MASKED_SHOP
from credit.privacy import public_names, scan_corrections, scan_table
from tests.gate.test_gate import FILES, faults, write_site
from tests.privacy.conftest import MakeTable

CODE = "92220184MA0000008W"
SHOP = {"record_id": "BL-2026-00001", "unified_code": CODE, "former_names": "", "facts": ""}

CERTAIN = [
    ("李四面馆（李四）", "李四面馆"),
    ("李四面馆(李四)", "李四面馆"),
    ("李四面馆【李四】", "李四面馆"),
    ("李四（李四面馆）", "李四面馆"),
    ("示例面馆（经营者：李四）", "示例面馆"),
    ("示例面馆(经营者李四)", "示例面馆"),
    ("示例面馆（欧阳示例先生）", "示例面馆"),
    ("李四面馆（范家屯店）（李四、张三）", "李四面馆（范家屯店）"),
    ("李四（张三）", MASKED_SHOP),
]
DOUBTFUL = [
    ("示例面馆（李四）", "示例面馆"),
    ("李四（示例面馆）", "示例面馆"),
    ("李四（公主岭市）", MASKED_SHOP),
]
LAWFUL = [
    "李四面馆（范家屯店）",
    "李四面馆（范家屯）",
    "示例电子商务(吉林)商行",
    "示例面馆（怀德）",
    "公主岭市示例超市（个体工商户）",
    "公主岭市示例超市（个人独资）",
    "示例超市（公主岭）",
    "示例超市（范家屯镇）",
    "李四面馆",
]


@pytest.mark.parametrize(("name", "shown"), [*CERTAIN, *DOUBTFUL])
def test_operator_is_named_to_staff_and_never_published(table: MakeTable, name: str, shown: str) -> None:
    given = table(SHOP | {"name": name})
    severity = "error" if (name, shown) in CERTAIN else "warning"
    assert [(item.line, item.field, item.code, item.severity) for item in scan_table(given)] == [
        (2, "name", "operator-name", severity)
    ]
    assert not any(name in item.text() or "李四" in item.text() for item in scan_table(given))
    assert public_names(given)["name"].tolist() == [shown]


@pytest.mark.parametrize("name", LAWFUL)
def test_branch_or_legal_form_in_brackets_stays(table: MakeTable, name: str) -> None:
    given = table(SHOP | {"name": name, "former_names": name})
    assert scan_table(given) == ()
    assert public_names(given)[["name", "former_names"]].values.tolist() == [[name, name]]


@pytest.mark.parametrize(("name", "shown"), [*CERTAIN, *DOUBTFUL])
def test_operator_in_a_former_name_is_left_out(table: MakeTable, name: str, shown: str) -> None:
    given = table(SHOP | {"name": "示例小吃店", "former_names": f"示例饭店;{name}"})
    former = "" if shown == MASKED_SHOP else f";{shown}"
    assert public_names(given)["former_names"].tolist() == [f"示例饭店{former}"]
    assert {(item.field, item.code) for item in scan_table(given)} == {("former_names", "operator-name")}


def test_firm_keeps_the_words_in_its_brackets(table: MakeTable) -> None:
    """A company may bear a person's name; its legal representative is public (企业信息公示暂行条例)."""
    given = table(SHOP | {"name": "示例有限公司（李四）", "unified_code": "91220184MA0Y12345F"})
    assert scan_table(given) == ()
    assert public_names(given)["name"].tolist() == ["示例有限公司（李四）"]


def test_whole_name_in_another_cell_is_shortened_too(table: MakeTable) -> None:
    given = table(SHOP | {"name": "李四面馆（李四）", "facts": "李四面馆（李四）售卖过期食品"})
    assert public_names(given)["facts"].tolist() == ["李四面馆售卖过期食品"]


def test_shop_is_found_in_texts_by_its_part_of_the_name(table: MakeTable) -> None:
    known = KnownSubjects([table(SHOP | {"name": "示例面馆（李四）"})])
    assert [mention.record_ids for mention in known.find(["关于示例面馆的通报"])] == [("BL-2026-00001",)]


def test_correction_of_such_a_name_does_not_write_it_out(table: MakeTable) -> None:
    """The register of corrections is public for ever."""
    row = {"record_id": "BL-2026-00001", "field": "name", "before": "李四面馆（李四）", "after": "李四面馆"}
    corrections = table(row, kind="reference", name="corrections")
    found = scan_corrections(corrections, {"black-list": table(SHOP | {"name": "李四面馆"})})
    assert [(item.field, item.code, item.severity) for item in found] == [("before", "correction-name", "error")]


def test_accepted_row_stays_under_its_shop_name(tmp_path: Path) -> None:
    heading = "record_id,name,facts,unified_code,authority,announced_on,listed_on,valid_until"
    red = f"{heading}\nRL-2026-00001,李四面馆（李四）,李四面馆诚信经营,{CODE},office,2026-05-01,2026-05-20,2027-05-19\n"
    root = write_site(tmp_path, FILES | {"red-list": red})
    assert faults(root) == [("data/red-list.csv", 2, "operator-name")]
    edition = gate.validate(root, accepted=True)
    assert edition.public["red-list"].column("name") == ["李四面馆"]
    assert edition.entities[CODE].name == "李四面馆"
    assert "other-name" not in {item.code for item in edition.problems}
