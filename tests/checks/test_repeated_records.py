"""Repeated records: the same facts of the same subject under two ids, and what makes that an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from credit.checks import check_table, refuse_repeated, without_corrected_repeats
from credit.checks.repeated_records import CODE
from credit.model import Problem, Table
from tests.support.made_tables import MakeTable

FIRM, OTHER = "91220184M0EX00057Y", "91220184M0EX000307"
TWICE = {
    "record_id": ["BL-2026-00001", "BL-2026-00002"],
    "name": ["示例商贸有限公司"] * 2,
    "unified_code": [FIRM] * 2,
    "facts": ["以次充好。"] * 2,
    "decision_number": ["测市监示例〔2026〕9号"] * 2,
}


def repeats(table: Table) -> list[tuple[int, str]]:
    return [(item.line, item.severity) for item in check_table(table) if item.code == CODE]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, [(3, "warning")]),
        ({"decision_number": ["测市监示例〔2026〕9号", "测市监示例[2026]9号"]}, [(3, "warning")]),
        ({"name": ["示例商贸（长春）有限公司", "示例商贸(长春)有限公司"]}, [(3, "warning")]),
        ({"source": ["商务局报送", "市场监管局报送"]}, [(3, "warning")]),
        ({"suspended_from": ["", "2026-06-01"]}, [(3, "warning")]),
        ({"disputed_since": ["2026-06-01", ""]}, [(3, "warning")]),
        ({"unified_code": ["", ""]}, [(3, "warning")]),
        ({"unified_code": [FIRM, OTHER]}, []),
        ({"repaired_on": ["2026-06-01", ""]}, []),
        ({"facts": ["以次充好。", "虚假宣传。"]}, []),
    ],
)
def test_a_row_that_says_the_same_again_is_named(
    make_table: MakeTable, changed: Mapping[str, Sequence[str]], expected: list[tuple[int, str]]
) -> None:
    """What happened to a record since it was listed makes no second one of it; a second decision does."""
    assert expected == repeats(make_table({**TWICE, **changed}, key=("record_id",)))


def test_a_list_of_ids_alone_repeats_nothing(make_table: MakeTable) -> None:
    assert [] == repeats(make_table({"record_id": ["BL-2026-00001", "BL-2026-00002"]}, key=("record_id",)))


@pytest.mark.parametrize(
    ("held", "ended", "expected"),
    [
        (1, [], ["error"]),
        (2, [], ["warning"]),
        (1, ["BL-2026-00001"], ["warning"]),
        (1, ["BL-2026-00002"], ["warning"]),
        (0, [], ["error"]),
    ],
)
def test_only_a_new_record_beside_a_standing_one_is_refused(
    make_table: MakeTable, held: int, ended: list[str], expected: list[str]
) -> None:
    """No removal waits for a pair that was accepted before; a withdrawn record may be published under another id."""
    table = make_table(TWICE, key=("record_id",))
    earlier = make_table({name: cells[:held] for name, cells in TWICE.items()}, key=("record_id",))
    problems = [item for item in check_table(table) if item.code == CODE]
    register = make_table({"record_id": ended, "reason": ["更正"] * len(ended)}, kind="reference", key=("record_id",))
    tables = {"x": table, "withdrawals": register}
    found: list[Problem] = list(refuse_repeated(problems, {"x": earlier}, tables, "withdrawals"))
    assert expected == [item.severity for item in found]


def test_persons_of_one_name_are_never_refused(make_table: MakeTable) -> None:
    table = make_table({**TWICE, "unified_code": ["", ""]}, key=("record_id",))
    problems = [item for item in check_table(table) if item.code == CODE]
    assert ["warning"] == [item.severity for item in refuse_repeated(problems, {}, {"x": table}, "withdrawals")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("测市监示例〔2026〕9号", [3]), ("测市监示例[2026]9号", [3]), ("测市监示例（２０２６） 9号", [3]), ("测市监示例〔2026〕8号", [])],
)  # fmt: skip
def test_one_decision_under_two_codes_is_named_in_any_spelling(
    make_table: MakeTable, number: str, expected: list[int]
) -> None:
    """Brackets, blanks and wide digits make no second number."""
    cells = {"unified_code": [FIRM, OTHER], "decision_number": ["测市监示例〔2026〕9号", number]}
    table = make_table({**TWICE, **cells}, key=("record_id",))
    assert expected == [item.line for item in check_table(table) if item.code == "same-decision"]


@pytest.mark.parametrize(
    ("other_code", "reason", "expected"),
    [(FIRM, "更正", []), (OTHER, "更正", []), (FIRM, "撤销", [CODE]), (OTHER, "撤销", ["same-decision"])],
)
def test_a_row_withdrawn_as_a_correction_repeats_nothing(
    make_table: MakeTable, other_code: str, reason: str, expected: list[str]
) -> None:
    """Its row stays, and the record is published again under another id: no warning asks for ever to delete that."""
    table = make_table({**TWICE, "unified_code": [FIRM, other_code]}, key=("record_id",))
    register = make_table({"record_id": ["BL-2026-00001"], "reason": [reason]}, kind="reference", key=("record_id",))
    problems = without_corrected_repeats(check_table(table), {"x": table, "withdrawals": register})
    assert expected == [item.code for item in problems if item.code in (CODE, "same-decision")]
