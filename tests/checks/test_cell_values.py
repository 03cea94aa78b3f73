"""What the schema asks of a cell is asked, and the message says what to write instead."""

import pytest

from credit.checks import check_table
from credit.checks.cell_values import judge_values
from credit.model import Constraints, Field, Problem


@pytest.mark.parametrize(
    ("value", "kind", "limits", "code", "words"),
    [
        ("", "string", {"required": True}, "required", "请填写"),
        ("", "date", {"required": True}, "required", "请填写"),
        (" 甲", "string", {}, "surrounding-blank", "空格"),
        ("甲\u3000", "string", {}, "surrounding-blank", "空格"),
        ("   ", "string", {}, "surrounding-blank", "空格"),
        ("=1+1", "string", {}, "formula", "="),
        ('="912"', "string", {}, "formula", "去掉等号和引号"),
        ("+86 431", "string", {}, "formula", "+"),
        ("@SUM(A1)", "string", {}, "formula", "@"),
        ("＝1", "string", {}, "formula", "＝"),
        ("-示例", "string", {}, "formula", "-"),
        ("-", "string", {}, "formula", "留空"),
        ("--", "string", {}, "formula", "留空"),
        ("=1", "integer", {}, "formula", "="),
        ("同上", "string", {}, "ditto", "写出内容"),
        ("〃", "string", {}, "ditto", "写出内容"),
        ("同上", "date", {}, "ditto", "写出内容"),
        ("#REF!", "string", {}, "formula", "#REF!"),
        ("#NAME?", "string", {"enum": ("轻微", "一般")}, "formula", "#NAME?"),
        ("#N/A", "date", {}, "formula", "重新录入"),
        ("Err:502", "string", {}, "formula", "错误值"),
        ("错误:502", "string", {}, "formula", "错误值"),
        ("########", "date", {}, "formula", "列太窄"),
        ("+1.5", "number", {}, "type-error", "应写成 1.5"),
        ("+1+1", "number", {}, "formula", "+"),
        ("1.5", "integer", {}, "type-error", "整数"),
        ("007", "integer", {}, "type-error", "整数"),
        ("-0", "integer", {}, "type-error", "应写成 0"),
        ("9223372036854775808", "integer", {}, "number-range", "type 改为 string"),
        ("-9223372036854775809", "integer", {}, "number-range", "-9223372036854775808"),
        ("9" * 5000, "integer", {}, "number-range", "type 改为 string"),
        ("-" + "9" * 5000, "integer", {}, "number-range", "type 改为 string"),
        ("9" * 400, "number", {}, "number-range", "type 改为 string"),
        ("12345678901234567", "number", {}, "number-range", "15 位"),
        ("-0.12345678901234567891", "number", {}, "number-range", "15 位"),
        ("0." + "0" * 400 + "1", "number", {}, "number-range", "15 位"),
        ("9" * 5000, "year", {}, "type-error", "4 位年份"),
        ("1,200", "integer", {}, "type-error", "应写成 1200"),
        ("1,200.50", "number", {}, "type-error", "应写成 1200.50"),
        ("十万", "number", {}, "type-error", "数字"),
        ("26", "year", {}, "type-error", "4 位年份"),
        ("1900", "year", {}, "date-range", "1949"),
        ("是", "boolean", {}, "type-error", "true"),
        ("True", "boolean", {}, "type-error", "true"),
        ("2026-2-3", "date", {}, "type-error", "应写成 2026-02-03"),
        ("2026.02.03", "date", {}, "type-error", "应写成 2026-02-03"),
        ("20260203", "date", {}, "type-error", "应写成 2026-02-03"),
        ("2026年2月3日", "date", {}, "type-error", "应写成 2026-02-03"),
        ("2026/2/3 0:00", "date", {}, "type-error", "应写成 2026-02-03"),
        ("43460", "date", {}, "type-error", "应写成 2018-12-26"),
        ("2026-02-30", "date", {}, "type-error", "没有这一天"),
        ("2026/2/30", "date", {}, "type-error", "2026-03-05 这样"),
        ("长期", "date", {}, "type-error", "留空"),
        ("N/A", "date", {}, "type-error", "留空"),
        ("9999-12-31", "date", {}, "date-range", "留空"),
        ("1930-01-01", "date", {}, "date-range", "1949"),
        ("2026-02-03", "datetime", {}, "type-error", "T09:30:00"),
        ("2026-02-03T09:30", "datetime", {}, "type-error", "T09:30:00"),
        ("2026-02-03T25:30:00", "datetime", {}, "type-error", "没有这个日期或者时间"),
        ("1930-01-01T00:00:00Z", "datetime", {}, "date-range", "1949"),
        ("甲,,乙", "list", {}, "type-error", "有空的一项"),
        ("甲,乙,", "list", {}, "type-error", "有空的一项"),
        ("甲, 乙", "list", {}, "type-error", "不要空格"),
        ("甲,甲", "list", {}, "type-error", "两次"),
        ("甲,丙", "list", {"enum": ("甲", "乙")}, "enum", "有一项"),
        ("甲,乙,丙", "list", {"max_length": 2}, "length", "最多 2 项"),
        ("甲", "list", {"min_length": 2}, "length", "至少要 2 项"),
        ("严中", "string", {"enum": ("轻微", "一般", "严重")}, "enum", "应为：严重、"),
        ("x", "string", {"pattern": "[0-9]+"}, "pattern", "[0-9]+"),
        ("甲乙丙", "string", {"max_length": 2}, "length", "最多 2"),
        ("甲", "string", {"min_length": 2}, "length", "至少要 2"),
        ("3", "integer", {"minimum": "5"}, "minimum", "不能小于 5"),
        ("10", "integer", {"maximum": "9"}, "maximum", "不能大于 9"),
        ("2025-12-31", "date", {"minimum": "2026-01-01"}, "minimum", "不能早于 2026-01-01"),
        ("2026-12-31", "date", {"maximum": "2026-01-01"}, "maximum", "不能晚于 2026-01-01"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named_with_what_to_do(judge, value, kind, limits, code, words):
    """One slip, one problem, at the line and with the title of its column."""
    problems = judge(value, kind, **limits)
    assert [(2, "x", code, "题", "error")] == [
        (problem.line, problem.field, problem.code, problem.title, problem.severity) for problem in problems
    ]
    assert words in problems[0].message


@pytest.mark.parametrize(
    ("value", "kind", "limits"),
    [
        ("", "string", {}),
        ("", "date", {"minimum": "2026-01-01"}),
        ("-5", "string", {}),
        ("-3.5%", "string", {}),
        ("-5", "integer", {}),
        ("9223372036854775807", "integer", {}),
        ("-9223372036854775808", "integer", {}),
        ("-100.00", "number", {}),
        ("-0", "number", {}),
        ("0.30000000000000004", "number", {}),
        ("123456789012345.00", "number", {}),
        ("100000000000000000000000", "number", {}),
        ("0.50", "number", {}),
        ("2026", "year", {}),
        ("false", "boolean", {}),
        ("2026-02-03T09:30:00+08:00", "datetime", {}),
        ("2026-02-03T09:30:00.5Z", "datetime", {}),
        ("甲,乙", "list", {"enum": ("甲", "乙"), "max_length": 2}),
        ("2099-12-31", "date", {}),
        ("严重", "string", {"enum": ("轻微", "严重")}),
        ("12", "string", {"pattern": "[0-9]+"}),
        ("甲乙", "string", {"min_length": 2, "max_length": 2}),
        ("9", "integer", {"minimum": "9", "maximum": "9"}),
        ("示例=1", "string", {}),
        ("同上岭示例店", "string", {}),
        ("#1 示例楼", "string", {}),
        ("错误:示例", "string", {}),
        ("a@b.example", "string", {}),
        ("0431-1234567", "string", {}),
    ],
)
def test_a_cell_in_order_has_no_problem(judge, value, kind, limits):
    """An empty cell is only asked for where it is required."""
    assert [] == judge(value, kind, **limits)


def test_terms_with_keys_are_an_enumeration(faults):
    """A term without an address key could not be shown."""
    field = Field("severity", "程度", keys={"轻微": "minor"})
    assert [(3, "severity", "enum")] == faults({"severity": ["轻微", "重大"]}, field, kind="register")


def test_every_line_of_a_repeated_slip_is_named(faults):
    """A value is judged once and found wherever it stands."""
    field = Field("x", "题", type="date")
    assert [(2, "x", "type-error"), (4, "x", "type-error")] == faults({"x": ["x", "2026-01-01", "x"]}, field)


def test_the_line_is_the_physical_one(make_table):
    """A table is sorted by key; a person sees the file."""
    table = make_table({"x": ["x"]}, Field("x", "题", type="date"), lines=[17])
    assert [17] == [problem.line for problem in check_table(table)]


def test_a_cell_the_reader_named_already_is_not_judged_again(make_table):
    """One cell, one problem."""
    table = make_table({"x": ["9.1E+17", "y"]}, Field("x", "题", type="date"))
    told = Problem("data/black-list.csv", 2, "x", "scientific-notation", "…")
    assert [3] == [problem.line for problem in check_table(table, [told])]


def test_no_message_repeats_what_a_person_is_known_by(make_table):
    """A number of a person may stand in any cell by mistake."""
    secret = "11010519491231002X"
    for field in (
        Field("x", "题", type="date"),
        Field("x", "题", type="integer"),
        Field("x", "题", type="number"),
        Field("x", "题", constraints=Constraints(enum=("甲",))),
        Field("x", "题", constraints=Constraints(pattern="[a-z]")),
        Field("x", "题", constraints=Constraints(max_length=3)),
        Field("unified_code", "代码"),
        Field("record_id", "编号"),
    ):
        for value in (secret, secret.lower(), f" {secret}", "1,1010519491231002", "440524188001010014"):
            for problem in check_table(make_table({field.name: [value]}, field)):
                assert secret[:17] not in problem.text()
                assert "440524188001010014" not in problem.text()


@pytest.mark.parametrize(
    ("name", "value", "codes"),
    [
        ("telephone", "+963 11 2345678", []),
        ("telephone", "+86 434 6000000", []),
        ("telephone", "+963-11-2345678", ["formula"]),
        ("telephone", "+963 11 2345678+A1", ["formula"]),
        ("telephone", "+SUM 1", ["formula"]),
        ("facts", "+963 11 2345678", ["formula"]),
    ],
)
def test_a_number_to_dial_may_begin_with_a_plus_in_its_own_column(judge, name, value, codes):
    """In the form of ITU-T E.123 and in no other: hyphens would be a subtraction."""
    assert codes == [problem.code for problem in judge(value, name=name)]


@pytest.mark.parametrize(
    ("field", "cell", "sign"),
    [
        (Field("former_names", "曾用名"), "示例甲;=1+1", "="),
        (Field("aliases", "旧称"), "示例甲; @SUM(1)", "@"),
        (Field("goods", "商品", type="list", delimiter="|"), "甲|乙|-丙", "-"),
        (Field("goods", "商品", type="list"), "甲,＋乙", "＋"),
        (Field("leads", "牵头", references="departments"), "a;+b", "+"),
    ],
)
def test_item_that_is_a_cell_of_the_link_table_is_no_formula(field: Field, cell: str, sign: str) -> None:
    """Publication parts the cell, and a spreadsheet that opens the part would run it."""
    (found,) = judge_values(field, [cell])[cell]
    assert (found.code, sign in found.message) == ("formula", True)
    assert judge_values(field, [cell.replace(sign, "")]) == {}
    assert judge_values(Field("facts", "事实"), [cell]) == {}
