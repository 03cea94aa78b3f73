"""Names as the public may see them."""

from __future__ import annotations

import pytest

from credit.identifiers import NATURAL_PERSON
from credit.mask_texts import MASKED_SHOP
from credit.privacy import (
    masked_shops,
    natural_persons,
    public_names,
    scan_corrections,
    scan_table,
)
from tests.privacy.conftest import MakeTable

FIRM = {
    "record_id": "BL-2026-00001",
    "name": "公主岭示例有限公司",
    "former_names": "示例旧名公司",
    "unified_code": "91220184MA0Y12345F",
}
PERSON = {"record_id": "BL-2026-00002", "name": "张示例", "former_names": "张例", "unified_code": ""}
SHOP = {
    "record_id": "BL-2026-00003",
    "name": "李四面馆",
    "former_names": "李四;李四饭店",
    "unified_code": "92220184MA0Y12345C",
}
BARE = {
    "record_id": "BL-2026-00004",
    "name": "李示例",
    "former_names": "李示例店",
    "unified_code": "92220184MA0Y12345C",
}


def test_only_an_entity_keeps_its_names(table: MakeTable) -> None:
    """A natural person, a shop and a shop that is called like its operator stand beside a firm."""
    cells = public_names(table(FIRM, PERSON, SHOP, BARE))
    assert [
        ("公主岭示例有限公司", "示例旧名公司", "91220184MA0Y12345F"),
        (NATURAL_PERSON, "", ""),
        ("李四面馆", "李四饭店", "92220184MA0Y12345C"),
        (MASKED_SHOP, "", "92220184MA0Y12345C"),
    ] == list(zip(cells["name"], cells["former_names"], cells["unified_code"], strict=True))


def test_the_table_given_is_left_as_it_is(table: MakeTable) -> None:
    """The private names are still there for those who may see them."""
    given = table(PERSON)
    public_names(given)
    assert ["张示例"] == given.cells["name"].tolist()


@pytest.mark.parametrize("kind", ["red", "black", "register"])
def test_a_row_without_a_code_is_a_natural_person_in_every_list(table: MakeTable, kind: str) -> None:
    """Commitments have no entity_kind; there the empty code says it."""
    assert [True] == natural_persons(
        table({"record_id": "CM-2026-00001", "name": "张示例", "unified_code": ""}, kind=kind)
    ).tolist()


def test_a_reference_dataset_is_no_list_of_persons(table: MakeTable) -> None:
    """A department has a name and no code."""
    given = table({"id": "a", "name": "张示例局", "unified_code": ""}, kind="reference")
    assert ["张示例局"] == public_names(given)["name"].tolist()


def test_a_person_is_masked_by_kind_even_with_a_code(table: MakeTable) -> None:
    """Whoever says 自然人 is believed, and the code goes as well."""
    cells = public_names(table({"name": "张示例", "unified_code": "92220184MA0Y12345C", "entity_kind": "自然人"}))
    assert (NATURAL_PERSON, "") == (cells["name"].iloc[0], cells["unified_code"].iloc[0])


def test_a_list_without_a_code_column_shows_its_names(table: MakeTable) -> None:
    """A column that is not there says nothing."""
    assert ["示例旅店"] == public_names(table({"record_id": "HT-2026-00001", "name": "示例旅店"}))["name"].tolist()


def test_an_empty_table_stays_empty(table: MakeTable) -> None:
    """No row, no fault."""
    empty = table(columns=["record_id", "name", "former_names", "unified_code", "entity_kind", "facts"])
    assert ([], [], [], ()) == (
        public_names(empty)["name"].tolist(),
        natural_persons(empty).tolist(),
        masked_shops(empty).tolist(),
        scan_table(empty),
    )


def test_a_private_name_in_another_cell_is_refused_and_never_published(table: MakeTable) -> None:
    """The facts speak of 当事人, not of a name; should one stand there all the same, a word takes its place."""
    given = table(FIRM | {"facts": "示例"}, PERSON | {"facts": "张示例与张例虚构交易"}, BARE | {"facts": "李示例刷单"})
    assert [(3, "facts", "personal-data"), (4, "facts", "personal-data")] == [
        (problem.line, problem.field, problem.code) for problem in scan_table(given)
    ]
    assert ["示例", "该当事人与该当事人虚构交易", "该经营者刷单"] == public_names(given)["facts"].tolist()
    assert not any("张" in problem.text() or "李" in problem.text() for problem in scan_table(given))


@pytest.mark.parametrize(("name", "shown"), [("李四", MASKED_SHOP), ("李四面馆", "李四面馆"), ("示例店", "示例店")])
def test_a_shop_is_shown_under_its_own_name_unless_that_is_a_persons(table: MakeTable, name: str, shown: str) -> None:
    """The trade word makes the difference."""
    shop = FIRM | {"name": name, "unified_code": "92220184MA0Y12345C", "entity_kind": "个体工商户"}
    assert [shown] == public_names(table(shop))["name"].tolist()


def test_a_correction_never_shows_a_private_name_before_or_after(table: MakeTable) -> None:
    """The name of a firm may be corrected in public, that of a person not."""
    corrections = table(
        {"record_id": "BL-2026-00001", "field": "name"},
        {"record_id": "BL-2026-00002", "field": "name"},
        {"record_id": "BL-2026-00002", "field": "decided_on"},
        kind="reference",
        name="corrections",
    )
    problems = scan_corrections(corrections, {"black-list": table(FIRM, PERSON)})
    assert [("data/corrections.csv", 3)] == [(problem.path, problem.line) for problem in problems]
