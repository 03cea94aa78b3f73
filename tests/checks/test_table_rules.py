"""Keys, record ids and the order of days are judged over whole rows."""

import pytest

from credit.checks import check_table, suggest_date
from credit.model import Constraints, Field


def test_a_repeated_key_names_the_line_that_came_first(make_table):
    """The later line is the one to mend, whatever the order of the table."""
    table = make_table({"record_id": ["BL-2026-1", "BL-2026-1"]}, key=("record_id",), lines=[9, 4])
    found = check_table(table)
    assert [(9, "record_id", "primary-key")] == [(item.line, item.field, item.code) for item in found]
    assert "第 4 行" in found[0].message


def test_a_key_of_several_columns_is_compared_whole(faults):
    """Two corrections of one record on different days are two."""
    columns = {"record_id": ["BL-2026-1"] * 3, "day": ["a", "b", "a"]}
    assert [(4, "day", "primary-key")] == faults(columns, kind="reference", key=("record_id", "day"))


def test_a_key_is_never_empty(faults):
    """A row without a key cannot be named."""
    assert [(2, "id", "required")] == faults({"id": [""]}, kind="reference", key=("id",))


def test_a_column_declared_unique_holds_no_value_twice(faults):
    """Empty cells do not count."""
    field = Field("x", "题", constraints=Constraints(unique=True))
    assert [(4, "x", "unique")] == faults({"x": ["a", "", "a", ""]}, field)


@pytest.mark.parametrize(
    "record_id", ["bl-2026-1", "BL-26-1", "BL-2026-0", "BL-2026-000", "BL2026-1", "BL-2026-", "BL-2026-１", "BL-1800-1"]
)
def test_a_record_id_has_one_form(faults, record_id):
    """Prefix, four-digit year, running number from 1: addresses are made of it."""
    assert [(2, "record_id", "record-id")] == faults({"record_id": [record_id]}, key=("record_id",))


def test_a_list_has_one_prefix(faults):
    """A row with another was put in the wrong file; a register of several lists may mix them."""
    columns = {"record_id": ["BL-2026-1", "BL-2026-2", "RL-2026-3"]}
    assert [(4, "record_id", "record-id")] == faults(columns)
    assert [] == faults(columns, kind="reference")


def test_one_running_number_is_not_written_in_two_ways(faults):
    """BL-2026-7 and BL-2026-007 would be the same place on the same page."""
    assert [(3, "record_id", "record-id")] == faults({"record_id": ["BL-2026-7", "BL-2026-007"]})


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"announced_on": "2026-05-02", "decided_on": "2026-05-01"}, "decided_on"),
        ({"decided_on": "2026-05-02", "listed_on": "2026-05-01"}, "listed_on"),
        ({"announced_on": "2026-05-02", "decided_on": "", "listed_on": "2026-05-01"}, "listed_on"),
        ({"listed_on": "2026-05-02", "valid_until": "2026-05-01"}, "valid_until"),
        ({"suspended_from": "2026-05-02", "suspended_until": "2026-05-01"}, "suspended_until"),
        ({"decided_on": "2026-05-02", "suspended_from": "2026-05-01", "suspended_until": ""}, "suspended_from"),
        (
            {"decided_on": "2026-05-02", "suspended_from": "2026-05-01", "suspended_until": "2026-06-01"},
            "suspended_from",
        ),
        ({"joined_on": "2026-05-02", "report_claimed_on": "2026-05-01"}, "report_claimed_on"),
        ({"in_force_from": "2026-05-02", "in_force_until": "2026-05-01"}, "in_force_until"),
        ({"severity": "严重", "decided_on": "2023-01-01", "listed_on": "2026-05-01"}, "listed_on"),
        ({"severity": "一般", "decided_on": "2026-04-01", "listed_on": "2027-04-02"}, "listed_on"),
        ({"decided_on": "2022-01-01", "listed_on": "2026-05-01"}, "listed_on"),
    ],
)
def test_days_follow_one_another(faults, days, field):
    """Announced, decided, listed, ended; nothing is listed after its last day."""
    assert [(2, field, "date-order")] == faults({name: [day] for name, day in days.items()}, kind="register")


@pytest.mark.parametrize(
    "days",
    [
        {"announced_on": "2026-05-01", "decided_on": "2026-05-01", "listed_on": "2026-05-01"},
        {"listed_on": "2026-05-01", "valid_until": ""},
        {"severity": "一般", "decided_on": "2026-04-01", "listed_on": "2027-04-01"},
        {"suspended_from": "2026-05-01", "suspended_until": ""},
        {"decided_on": "2026-05-01", "suspended_from": "2026-05-01", "suspended_until": "2026-05-01"},
        {"decided_on": "nonsense", "listed_on": "2026-05-01"},
    ],
)
def test_days_in_order_or_absent_are_no_fault(faults, days):
    """A day alone has nothing to follow, and a broken one is told by its type."""
    assert [] == faults({name: [day] for name, day in days.items()}, kind="register")


def test_a_suspension_that_ends_has_begun(faults):
    """Without a beginning nobody knows from when the record was hidden."""
    columns = {"suspended_from": ["", "2026-01-01"], "suspended_until": ["2026-02-01", ""]}
    assert [(2, "suspended_from", "suspension")] == faults(columns)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-12-26", "2018-12-26"),
        ("2018/12/26", "2018-12-26"),
        ("2018.12.26", "2018-12-26"),
        ("20190709", "2019-07-09"),
        ("2019年7月3日", "2019-07-03"),
        ("二〇一八年十二月二十六日", "2018-12-26"),
        ("二○一九年十月三十日", "2019-10-30"),
        ("２０１８－１２－２６", "2018-12-26"),
        ("2018-12-26T00:00:00", "2018-12-26"),
        ("43460", "2018-12-26"),
        ("43460.0", "2018-12-26"),
        ("1545753600000", "2018-12-26"),
        ("201812260930", "2018-12-26"),
        ("20181226093015", "2018-12-26"),
        ("201812269930", ""),
        ("20185", ""),
        ("长期", ""),
        ("2018-13-01", ""),
        ("二〇一八年十十月三日", ""),
        ("0000", ""),
        ("", ""),
    ],
)
def test_a_day_of_another_form_is_recognised(text, day):
    """The forms that exports carry; what names no day suggests none."""
    assert day == suggest_date(text)


@pytest.mark.parametrize(
    ("name", "code", "kind", "found"),
    [
        ("测试示例**食品有限公司", "91220184M0EX00057Y", "企业", True),
        ("测试示例＊＊食品有限公司", "91220184M0EX00057Y", "", True),
        ("测试某某商贸有限公司", "91220184M0EX00057Y", "企业", True),
        ("测试示例××合作社", "93220184M0EX006127", "农民专业合作社", True),
        ("测试示例吉祥食品有限公司", "91220184M0EX00057Y", "企业", False),
        ("张**", "", "自然人", False),
        ("测试县王**食品店", "92220184M0EX005161", "个体工商户", False),
    ],
)
def test_a_masked_name_is_named_where_a_firm_has_it(faults, name, code, kind, found):
    """Nobody finds such a firm; the name of a person, or a person's in that of a shop, may be hidden."""
    columns = {"record_id": ["BL-2026-1"], "name": [name], "unified_code": [code], "entity_kind": [kind]}
    assert found == ((2, "name", "name-masked") in faults(columns))
