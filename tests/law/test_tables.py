"""The dated tables: sources, review, holidays, names of persons and of columns."""

from __future__ import annotations

import datetime

import pytest

from credit.law import (
    MissingHolidayYear,
    forbidden_column,
    holiday_notice,
    is_bare_personal_name,
    is_working_day,
    tables_due,
    working_days_between,
)
from credit.law.tables import TABLES, rows


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_every_table_has_a_source_and_a_day_of_review(table: str) -> None:
    """Law is software: where a row comes from and when it must be looked at stand beside it."""
    assert [] == [row for row in rows(table) if not row["source"] or not day(row["review_by"])]


@pytest.mark.parametrize("table", TABLES)
def test_no_table_says_a_thing_twice(table: str) -> None:
    """A repeated row would be read as two rules."""
    found = [tuple(value for key, value in row.items() if key not in ("source", "review_by")) for row in rows(table)]
    assert len(set(found)) == len(found)


def test_a_table_is_due_from_sixty_days_before_its_review() -> None:
    """The holiday table of 2026 must be followed by that of 2027."""
    before, on = tables_due(day("2026-12-01")), tables_due(day("2026-12-02"))
    assert ([], ["holidays.csv"]) == ([due.table for due in before], [due.table for due in on])
    assert "2027-01-31" in on[0].message


def test_a_table_stays_due_after_its_review() -> None:
    """Nobody looked at it: the warning stays, one for each table and day."""
    due = tables_due(day("2100-01-01"))
    assert sorted(f"{table}.csv" for table in TABLES) == sorted(item.table for item in due)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2026-01-04", True),  # a Sunday worked for the new year
        ("2026-02-16", False),  # a Monday of the spring festival
        ("2026-02-28", True),
        ("2026-05-09", True),
        ("2026-09-20", True),
        ("2026-10-07", False),
        ("2026-10-10", True),
        ("2026-11-20", True),
        ("2026-11-21", False),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2025-10-11", True),
    ],
)
def test_days_are_worked_as_the_state_council_says(text: str, worked: bool) -> None:
    """Holidays, the weekends worked for them, and ordinary days."""
    assert worked == is_working_day(day(text))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-27", 5),
        ("2026-09-30", "2026-10-10", 3),
        ("2025-12-31", "2026-01-05", 2),
        ("2026-11-23", "2026-11-20", 0),
    ],
)
def test_working_days_are_counted_from_the_next_day_on(start: str, end: str, count: int) -> None:
    """The first day does not count, the last does."""
    assert count == working_days_between(day(start), day(end))


@pytest.mark.parametrize(("start", "end"), [("2026-12-30", "2027-01-04"), ("2024-12-31", "2025-01-02")])
def test_a_year_without_a_table_is_an_error_where_it_is_needed(start: str, end: str) -> None:
    """2027 is missing; the last day of 2024 is not counted, so 2025 is enough."""
    if end.startswith("2027"):
        with pytest.raises(MissingHolidayYear, match="2027"):
            working_days_between(day(start), day(end))
    else:
        assert 1 == working_days_between(day(start), day(end))


@pytest.mark.parametrize(("text", "told"), [("2026-12-31", False), ("2027-01-01", True), ("2031-06-30", True)])
def test_day_beyond_the_last_table_is_told_once_for_all(text: str, told: bool) -> None:
    """2027's table is not published: nothing is computed, and one sentence says so."""
    assert told == ("只到 2026 年" in holiday_notice(day(text)))
    assert told == bool(holiday_notice(day(text)))


def test_single_day_of_another_years_notice_makes_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice of 2028 may name the last day of 2027: the rest of that year is as unknown as before."""
    from credit.law import holidays

    single = {"day": "2027-12-31", "kind": "off", "name": "元旦"}
    monkeypatch.setattr(holidays, "rows", lambda table: (*rows(table), single))
    holidays._days.cache_clear()
    try:
        with pytest.raises(MissingHolidayYear, match="2027"):
            is_working_day(day("2027-12-30"))
        assert holiday_notice(day("2027-12-30"))
    finally:
        monkeypatch.undo()
        holidays._days.cache_clear()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("证件号码", "证件号码"),
        ("法定代表人身份证号", "证件号码"),
        ("id_number", "证件号码"),
        ("idNumber", "证件号码"),
        ("ID-Card", "证件号码"),
        ("CF_XDR_ZJHM", "证件号码"),
        ("手机号码", "手机号"),
        ("contact_mobile", "手机号"),
        ("家庭住址", "住址"),
        ("home_address", "住址"),
        ("银行卡号", "银行账户"),
        ("bank_account", "银行账户"),
        ("经办人", "经办人"),
        ("举报人姓名", "举报人"),
    ],
)
def test_a_column_of_personal_data_is_known_by_name_or_title(name: str, kind: str) -> None:
    """In Chinese wherever the term stands, in Latin letters as whole words."""
    assert kind == forbidden_column(name)


@pytest.mark.parametrize(
    "name",
    [
        "record_id",
        "unified_code",
        "telephone",
        "address",
        "automobile",
        "entity_kind",
        "authority",
        "decision_number",
        "联系电话",
        "办公地址",
        "统一社会信用代码",
        "主体名称",
        "valid_until",
        "behaviour",
        "identity_code",
        "认定部门",
        "email",
        "hours",
        "办公时间",
        "电子邮箱",
    ],
)
def test_an_ordinary_column_is_not_forbidden(name: str) -> None:
    """Telephones and addresses of offices are meant to be public."""
    assert forbidden_column(name) is None


@pytest.mark.parametrize(
    "name",
    [
        *("张三", "欧阳示例", "张示例", "车伟", "司马迁", "王 五", "李四（个体工商户）", "𠮷示例", "诸葛"),
        *(
            "李·建国",
            "李建国个体工商户",
            "经营者李建国",
            "经营者：李建国",
            "李建国先生",
            "李建国女士",
            "李建国1",
            "李建国２",
        ),
        *("“李建国”", "（李建国）", "《李建国》", "阿卜杜·热合曼", "买买提•艾力", "李建国（男）", "个体户李建国先生"),
    ],
)
def test_a_name_of_a_surname_and_no_trade_word_is_bare(name: str) -> None:
    """Two to four Han characters that begin with a surname, single or compound."""
    assert is_bare_personal_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "张三店",
        "王记面馆",
        "李四五金",
        "赵家烧烤",
        "示例店",
        "张",
        "张示例超市",
        "张三Li",
        "钱程似锦行",
        "",
        "公主岭示例",
        "“李记”面馆",
        "李建国超市个体工商户",
        "经营者",
        "古丽·烧烤店",
        "阿凡提·餐厅（个体工商户）",
        "先生",
    ],
)
def test_a_name_with_a_trade_word_or_no_surname_is_not_bare(name: str) -> None:
    """A shop's own name is shown."""
    assert not is_bare_personal_name(name)
