"""No hidden name in what stood before a correction and what stands after."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from credit.mask_texts import is_placeholder
from credit.model import Table
from credit.privacy import public_corrections, scan_corrections
from tests.privacy.conftest import MakeTable

FIRM = {
    "record_id": "BL-2026-00001",
    "name": "公主岭示例甲有限公司",
    "former_names": "公主岭示例旧名公司",
    "unified_code": "91220184MA0Y12345F",
    "entity_kind": "企业",
}
PERSON = {"record_id": "BL-2026-00002", "name": "张示例", "former_names": "张例", "entity_kind": "自然人"}
SHOP = {
    "record_id": "BL-2026-00003",
    "name": "李四面馆",
    "former_names": "李四方;李四饭店",
    "unified_code": "92220184MA0Y12345C",
    "entity_kind": "个体工商户",
}
BARE = {
    "record_id": "BL-2026-00004",
    "name": "王小菊",
    "unified_code": "92220184MA00000014",
    "entity_kind": "个体工商户",
}
OTHER = {
    "record_id": "BL-2026-00005",
    "name": "示例乙物流有限公司",
    "unified_code": "93220184MA0Y123459",
    "entity_kind": "农民专业合作社",
}
COLUMNS = ("record_id", "name", "former_names", "unified_code", "entity_kind", "facts")


@pytest.fixture
def lists(table: MakeTable) -> dict[str, Table]:
    """One black list of a firm, a natural person, two shops and another firm."""
    return {"black-list": table(FIRM, PERSON, SHOP, BARE, OTHER, columns=COLUMNS)}


def correction(table: MakeTable, *rows: tuple[str, str, str, str]) -> Table:
    """Return a register of corrections: record number, field, before, after of each."""
    columns = ("record_id", "field", "before", "after", "corrected_on")
    written = [dict(zip(columns, (f"BL-2026-{key:>05}", *rest, "2026-05-01"), strict=True)) for key, *rest in rows]
    return table(*written, kind="reference", name="corrections", columns=columns)


def published(table: MakeTable, lists: dict[str, Table], *rows: tuple[str, str, str, str]) -> list[tuple[str, str]]:
    """Return before and after of each correction as they are published."""
    cells = public_corrections(correction(table, *rows), lists)
    return list(zip(cells["before"], cells["after"], strict=True))


def judged(table: MakeTable, lists: dict[str, Table], *rows: tuple[str, str, str, str]) -> set[tuple[int, str, str]]:
    """Return line, code and severity of every problem."""
    problems = scan_corrections(correction(table, *rows), lists)
    hidden = ("张示例", "张例", "李四方", "王小菊", "示例乙物流", "93220184MA0Y123459")
    assert [] == [name for name in hidden for problem in problems if name in problem.text()]
    return {(problem.line, problem.code, problem.severity) for problem in problems}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("1", "facts", "公主岭示例甲有限公司虚构订单3笔", "虚构订单4笔"), ("公主岭示例甲有限公司虚构订单3笔", "虚构订单4笔")),
        (("1", "facts", "", "虚构订单4笔"), ("", "虚构订单4笔")),
        (("1", "facts", "虚构订单4笔", ""), ("虚构订单4笔", "")),
        (("2", "facts", "张示例刷单", "当事人刷单"), ("该当事人刷单", "当事人刷单")),
        (("2", "facts", "张 示例刷单", "当事人刷单"), ("（内容略）", "当事人刷单")),
        (("2", "facts", "張示例刷單", "当事人刷单"), ("（内容略）", "当事人刷单")),
        (("1", "facts", "與張示例刷單", "刷单"), ("（内容略）", "刷单")),
        (("2", "facts", "张例与张示例刷单", "张例刷单"), ("该当事人与该当事人刷单", "该当事人刷单")),
        (("4", "facts", "王小菊刷单", "经营者刷单"), ("该经营者刷单", "经营者刷单")),
        (("3", "facts", "李四方在李四面馆刷单", "李四面馆刷单"), ("该经营者在李四面馆刷单", "李四面馆刷单")),
        (("1", "facts", "与张示例、王小菊刷单", "刷单"), ("与另一当事人、另一经营者刷单", "刷单")),
        (("1", "facts", "与示例乙物流有限公司刷单", "刷单"), ("与另一经营者刷单", "刷单")),
        (("1", "facts", "与93220184MA0Y123459刷单", "与93220184ma0y123459刷单"), ("与另一经营者刷单", "（内容略）")),
        (("1", "facts", "见BL-2026-00005", "见BL-2026-00001"), ("见另一条记录", "见BL-2026-00001")),
        (("1", "entity_kind", "自然人", "企业"), ("自然人", "企业")),
    ],
)  # fmt: skip
def test_a_hidden_name_in_a_text_gives_way_to_a_word(
    table: MakeTable, lists: dict[str, Table], row: tuple[str, str, str, str], expected: tuple[str, str]
) -> None:
    """In before and after alike; what is the record's own and public stays."""
    assert [expected] == published(table, lists, row)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("1", "name", "公主岭示例旧名公司", "公主岭示例甲有限公司"), ("公主岭示例旧名公司", "公主岭示例甲有限公司")),
        (("1", "name", "公主岭 示例甲有限公司", "公主岭示例甲有限公司"), ("公主岭 示例甲有限公司", "公主岭示例甲有限公司")),
        (("1", "name", "示例错名有限公司", "公主岭示例甲有限公司"), ("（原名称略）", "公主岭示例甲有限公司")),
        (("1", "name", "示例错名有限公司", "示例另一错名公司"), ("（原名称略）", "（名称略）")),
        (("1", "former_names", "", "公主岭示例旧名公司"), ("", "公主岭示例旧名公司")),
        (("1", "former_names", "示例错名公司;公主岭示例旧名公司;示例另名公司", "公主岭示例旧名公司"), ("（原名称略）;公主岭示例旧名公司", "公主岭示例旧名公司")),
        (("1", "unified_code", "93220184MA0Y123459", "91220184MA0Y12345F"), ("（原代码略）", "91220184MA0Y12345F")),
        (("1", "unified_code", "91220184ma0y12345f", "91220184MA0Y12345F"), ("91220184ma0y12345f", "91220184MA0Y12345F")),
        (("2", "name", "张示", "张示例"), ("（原名称略）", "（名称略）")),
        (("2", "unified_code", "92220184MA0Y12345C", ""), ("（原代码略）", "")),
        (("2", "name", "当事人", "当事人"), ("当事人", "当事人")),
        (("3", "name", "李四方", "李四面馆"), ("（原名称略）", "李四面馆")),
        (("4", "name", "公主岭示例乙店", "王小菊"), ("（原名称略）", "（名称略）")),
        (("4", "unified_code", "92220184MA0Y12345C", "92220184MA00000014"), ("（原代码略）", "92220184MA00000014")),
    ],
)  # fmt: skip
def test_only_a_name_of_the_subject_itself_is_shown_as_corrected(
    table: MakeTable, lists: dict[str, Table], row: tuple[str, str, str, str], expected: tuple[str, str]
) -> None:
    """Its name today, a former name, or another spelling; any other may have named somebody else."""
    assert [expected] == published(table, lists, row)


def test_a_replaced_name_is_hidden_in_the_other_corrections_of_the_record(
    table: MakeTable, lists: dict[str, Table]
) -> None:
    """The facts quoted it while it stood there."""
    rows = (("1", "name", "示例错名有限公司", "公主岭示例甲有限公司"), ("1", "facts", "示例错名有限公司刷单", "刷单"))
    assert [("（原名称略）", "公主岭示例甲有限公司"), ("（原名称略）刷单", "刷单")] == published(table, lists, *rows)


def test_a_word_longer_than_its_name_keeps_to_the_length_of_the_cell(table: MakeTable, lists: dict[str, Table]) -> None:
    """The published schema says how long a cell may be."""
    from dataclasses import replace

    from credit.model import Constraints

    given = correction(table, ("2", "facts", "张例" + "甲" * 8, "乙"))
    schema = given.resource.schema
    fields = tuple(replace(field, constraints=Constraints(max_length=10)) for field in schema.fields)
    given = replace(given, resource=replace(given.resource, schema=replace(schema, fields=fields)))
    assert ["（内容略）"] == public_corrections(given, lists)["before"].tolist()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("2", "facts", "张示例刷单", "当事人刷单"), {("correction-name", "error")}),
        (("2", "facts", "当事人刷单", "张  例刷单"), {("correction-name", "error")}),
        (("3", "facts", "李四方刷单", "刷单"), {("correction-name", "error")}),
        (("4", "facts", "王小菊刷单", "刷单"), {("correction-name", "error")}),
        (("1", "facts", "与张示例刷单", "刷单"), {("correction-name", "error")}),
        (("1", "facts", "与张例刷单", "刷单"), {("correction-mention", "warning")}),
        (("1", "facts", "与示例乙物流有限公司刷单", "刷单"), {("correction-mention", "warning")}),
        (("1", "facts", "与93220184MA0Y123459刷单", "刷单"), {("correction-subject", "error")}),
        (("1", "facts", "见BL-2026-00005", "刷单"), {("correction-subject", "error")}),
        (("1", "name", "王小菊", "公主岭示例甲有限公司"), {("correction-name", "error")}),
        (("1", "name", "张例", "公主岭示例甲有限公司"), {("correction-name", "error")}),
        (("1", "name", "示例错名有限公司", "公主岭示例甲有限公司"), {("correction-mention", "warning")}),
        (("1", "unified_code", "93220184MA0Y123459", "91220184MA0Y12345F"), {("correction-mention", "warning")}),
        (("2", "name", "张示", "张示例"), {("personal-data", "error")}),
        (("2", "unified_code", "92220184MA0Y12345C", ""), {("personal-data", "error")}),
        (("4", "name", "王菊", "王小菊"), {("personal-data", "error")}),
        (("2", "name", "当事人", "当事人"), set()),
        (("1", "name", "（原名称略）", "公主岭示例甲有限公司"), set()),
        (("1", "name", "公主岭示例旧名公司", "公主岭示例甲有限公司"), set()),
        (("1", "facts", "公主岭示例甲有限公司刷单", "当事人刷单"), set()),
        (("3", "facts", "李四面馆刷单", "李四饭店刷单"), set()),
        (("9", "facts", "刷单", ""), set()),
    ],
)  # fmt: skip
def test_staff_are_told_what_to_write_otherwise(
    table: MakeTable, lists: dict[str, Table], row: tuple[str, str, str, str], expected: set[tuple[str, str]]
) -> None:
    """Refused where a name is hidden, a warning where publication puts a word in its place."""
    assert {(2, *item) for item in expected} == judged(table, lists, row)


def test_the_message_says_how_to_record_the_correction(table: MakeTable, lists: dict[str, Table]) -> None:
    """Which word, and in which cells."""
    for row, word in (
        (("2", "facts", "张示例刷单", "刷单"), "当事人"),
        (("4", "facts", "王小菊刷单", "刷单"), "经营者"),
    ):
        (problem,) = scan_corrections(correction(table, row), lists)
        assert f"把 before 和 after 里的姓名都写成“{word}”" in problem.message
    (problem,) = scan_corrections(correction(table, ("2", "name", "张示", "张示例")), lists)
    assert "把 before 和 after 都写成“当事人”" in problem.message


def test_two_records_of_one_subject_may_speak_of_each_others_name(table: MakeTable, lists: dict[str, Table]) -> None:
    """The same code under an older name is no other subject."""
    older = FIRM | {"record_id": "RL-2026-00001", "name": "公主岭示例老字号公司", "former_names": ""}
    both = {**lists, "red-list": table(older, kind="red", name="red-list", columns=COLUMNS)}
    row = ("1", "facts", "公主岭示例老字号公司刷单", "刷单")
    assert [("公主岭示例老字号公司刷单", "刷单")] == published(table, both, row)
    assert set() == judged(table, both, row)


@pytest.mark.parametrize(
    ("cell", "expected"), [("当事人", True), ("（原名称略）;（名称略）", True), ("", False), ("当事人;甲", False)]
)
def test_a_placeholder_holds_nothing_else(cell: str, expected: bool) -> None:
    """What stands for a name that is not published."""
    assert expected is is_placeholder(cell)


def test_names_of_a_large_list_cost_little(table: MakeTable) -> None:
    """Twenty thousand names of one town and one legal form beside fifty corrections that speak of such names."""
    rows = [
        {
            "record_id": f"BL-2026-{number:05}",
            "name": f"公主岭市示例{number}商贸有限公司",
            "unified_code": f"{number:018}",
        }
        for number in range(20_000)
    ]
    lists = {"black-list": table(*rows, columns=COLUMNS)}
    texts = [(str(number), "facts", "公主岭市某商贸有限公司虚构订单", f"订单{number}笔") for number in range(50)]
    given = correction(table, *texts)
    begin = time.process_time()
    assert () == scan_corrections(given, lists)
    assert time.process_time() - begin < 1


def test_label_of_a_list_without_names_is_corrected_as_a_name_is(table: MakeTable) -> None:
    """The firm that was named wrongly stands in no published correction; the subject's own label does."""
    carrier = {"record_id": "BL-2026-00001", "carrier": "示例承运有限公司", "facts": "超限运输"}
    listed = table(carrier)
    rules = replace(listed.resource.rules, stated_label="carrier")
    lists = {"carriers": replace(listed, resource=replace(listed.resource, rules=rules))}
    row = ("1", "carrier", "示例无辜运输有限公司", "示例承运有限公司")
    assert published(table, lists, row) == [("（原名称略）", "示例承运有限公司")]
    text = ("1", "facts", "示例无辜运输有限公司超限运输", "超限运输")
    assert "无辜" not in str(published(table, lists, row, text))
    assert judged(table, lists, row) == {(2, "correction-mention", "warning")}
    assert published(table, lists, ("1", "facts", "超限运输3次", "超限运输")) == [("超限运输3次", "超限运输")]
    assert judged(table, lists, ("1", "carrier", "高山运输", "示例承运有限公司")) == {
        (2, "correction-mention", "warning")
    }
