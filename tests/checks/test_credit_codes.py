"""Codes are judged by the standard, and against the kind and the names beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.checks import check_references, check_table
from credit.checks.credit_codes import judge_code, right_codes
from credit.identifiers import CODE_ALPHABET, check_character
from credit.model import Constraints, Field

GOOD = "91350100M000100Y43"


@pytest.mark.parametrize(
    ("code", "verdict", "words"),
    [
        (GOOD[:-1] + "5", "check-digit", "第 18 位"),
        (GOOD.lower(), "code-form", f"应写成 {GOOD}"),
        (f"'{GOOD}", "code-form", f"应写成 {GOOD}"),
        ("９１３５０１００M000100Y43", "code-form", f"应写成 {GOOD}"),
        ("91350100 M000100Y43", "code-form", f"应写成 {GOOD}"),
        (GOOD[:-1].lower() + "5", "check-digit", "第 18 位"),
        ("220381000012345", "code-form", "15 位"),
        ("912201840054321000", "check-digit", "舍入"),
        ("N/A", "code-form", "留空"),
        ("暂无", "code-form", "留空"),
        (GOOD[:-1], "code-form", "17 位"),
        ("91350100M000100I43", "code-form", "I、O、S、V、Z"),
        ("9.12202E+17", "code-form", "科学计数"),
    ],
)
def test_a_code_that_is_none_is_named_with_the_right_form(judge, code, verdict, words):
    """The right form is offered only where it holds."""
    problems = judge(code, name="unified_code")
    assert [(verdict, "error")] == [(problem.code, problem.severity) for problem in problems]
    assert words in problems[0].message


@pytest.mark.parametrize("code", [GOOD, "91220184MA0Y12345F", "N2220184MF0Y123459", "51220184MJ0Y123454"])
def test_a_code_that_holds_is_no_error(judge, code):
    """Letters first, old divisions and sums of zero are right; only the older inner check may warn."""
    assert [] == [item for item in judge(code, name="unified_code") if item.code != "subject-code"]


def test_the_older_inner_check_is_a_warning_at_most(judge):
    """Real codes fail GB 11714."""
    code = "91220184MA0Y12345F"
    assert [("subject-code", "warning")] == [(item.code, item.severity) for item in judge(code, name="unified_code")]


def test_a_rounded_code_whose_check_character_fits_is_doubted_as_rounded(judge):
    """One in thirty-one fits by chance."""
    [problem] = judge("912201840012345000", name="unified_code")
    assert ("subject-code", "warning") == (problem.code, problem.severity)
    assert "舍入" in problem.message


def test_a_code_of_zeros_is_an_error(judge):
    """Its sum is 0, so the check character fits."""
    assert [("code-form", "error")] == [(item.code, item.severity) for item in judge("0" * 18, name="unified_code")]


def test_any_column_of_that_name_is_judged_in_any_dataset(faults):
    """A column means what its name means."""
    assert [(2, "unified_code", "code-form")] == faults({"unified_code": ["x"]}, kind="reference")


@given(st.text(alphabet=CODE_ALPHABET, min_size=17, max_size=17), st.sampled_from(CODE_ALPHABET))
def test_the_quick_look_clears_exactly_what_the_rules_clear(first, last):
    """One rule, computed in two ways."""
    begun = "0" + first[1:]
    codes = (first + last, first + check_character(first), begun + check_character(begun))
    for code in (*codes, first, first.lower() + last, first + "示"):
        assert (not judge_code(code)) == (code in right_codes([code, GOOD]))


KIND = Field("entity_kind", "类别", constraints=Constraints(enum=("企业", "个体工商户", "自然人", "其他")))


def test_only_a_natural_person_has_no_code(faults):
    """Where a table says of what kind its entities are, an empty code needs that kind."""
    columns = {"unified_code": ["", "", ""], "entity_kind": ["自然人", "企业", "其他"]}
    assert [(3, "unified_code", "code-missing"), (4, "unified_code", "code-missing")] == faults(columns, KIND)
    assert [] == faults({"unified_code": [""]})


def test_a_kind_that_the_code_contradicts_is_a_warning(make_table):
    """The second character of the code tells the kind; registers have slips."""
    columns = {"unified_code": [GOOD, GOOD, GOOD, GOOD], "entity_kind": ["企业", "个体工商户", "自然人", "其他"]}
    found = [item for item in check_table(make_table(columns, KIND)) if item.code != "subject-code"]
    assert [(3, "code-kind"), (4, "code-kind"), (5, "code-kind")] == [(item.line, item.code) for item in found]
    assert {"warning"} == {item.severity for item in found}


def test_a_code_or_a_kind_that_is_wrong_itself_contradicts_nothing(faults):
    """One slip, one problem."""
    columns = {"unified_code": [GOOD[:-1] + "5", GOOD], "entity_kind": ["个体工商户", "公司"]}
    assert [(2, "unified_code", "check-digit"), (3, "entity_kind", "enum")] == [
        fault for fault in faults(columns, KIND) if fault[2] != "subject-code"
    ]


def test_two_names_for_one_code_are_a_warning_that_names_the_other_line(make_table):
    """Brackets and blanks make no other name, and a former name is known."""
    table = make_table(
        {
            "unified_code": [GOOD] * 5 + [""] * 2,
            "name": ["甲（示例）厂", "甲(示例) 厂", "乙示例厂", "旧示例厂", "新示例厂", "丙", "丁"],
            "former_names": ["旧示例厂", "", "", "", "甲（示例）厂", "", ""],
        }
    )
    found = [item for item in check_table(table) if item.code == "names-differ"]
    assert [(4, "name", "warning")] == [(item.line, item.field, item.severity) for item in found]
    assert "第 2 行" in found[0].message


def test_names_are_compared_across_tables_once(make_table, package):
    """The first table is compared with itself by its own check, with others here."""
    black = make_table({"unified_code": [GOOD, GOOD], "name": ["甲厂", "乙厂"]})
    red = make_table({"unified_code": [GOOD, GOOD], "name": ["甲厂", "丙厂"]}, name="red-list", kind="red")
    tables = {"black-list": black, "red-list": red}
    found = check_references(package(black, red), tables)
    assert [("data/red-list.csv", 3, "names-differ")] == [(item.path, item.line, item.code) for item in found]
    assert "data/black-list.csv 第 2 行" in found[0].message
