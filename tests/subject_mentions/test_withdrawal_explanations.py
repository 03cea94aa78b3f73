"""Explanations of the register name nobody: neither the removed subject nor another, in whatever spelling."""

from __future__ import annotations

import pytest

from credit.listed_subjects import KnownSubjects
from credit.subject_mentions import check_explanations, is_naming

NAME, FORMER, CODE = "公主岭示例丰禾商贸（范家屯）有限公司", "长春示例旧禾商行", "91350100M000100Y43"
BLACK = {
    "record_id": ["BL-2026-00001", "BL-2026-00002", "BL-2026-00003"],
    "name": [NAME, "长春示例更名后公司", "王某"],
    "former_names": [FORMER, "", ""],
    "unified_code": [CODE, CODE, ""],
}


@pytest.fixture
def told(make_table):
    """Codes and columns of what is wrong with the words of one entry of the register."""

    def told(words, record_id="BL-2026-00001", reason="撤销", *, black=BLACK, corrections=None, **more):
        columns = {"record_id": [record_id], "withdrawn_on": ["2026-06-01"], "reason": [reason], "explanation": [words]}
        register = make_table(
            columns | {name: [text] for name, text in more.items()}, name="withdrawals", kind="reference"
        )
        tables = {"black-list": make_table(black)}
        if corrections:
            tables["corrections"] = make_table(corrections, name="corrections", kind="reference")
        problems = check_explanations(register, tables, KnownSubjects(tables.values()))
        return [(problem.field, problem.code, problem.severity) for problem in problems]

    return told


NAMED = [("explanation", "explanation-name", "error")]


@pytest.mark.parametrize(
    "words",
    [
        f"对{NAME}的处罚决定撤销。",
        "对公主岭示例丰禾商贸(范家屯) 有限公司的处罚决定撤销。",
        "對公主嶺示例豐禾商貿（范家屯）有限公司的處罰決定撤銷。",
        f"原“{FORMER}”的决定撤销。",
        f"代码{CODE}的决定撤销。",
        "代码 9135 0100 m000 100y 43 的决定撤销。",
        "代码 91350100-M000100Y4-3 的决定撤销。",
        "长春示例更名后公司的决定撤销。",
    ],
    ids=[
        "the name",
        "another spelling",
        "traditional characters",
        "a former name",
        "the code",
        "the code in blanks",
        "the code in dashes",
        "a name of another row",
    ],
)
def test_explanation_that_names_the_removed_subject_is_refused(told, words):
    """Name, former name and code, and under what name another row has it."""
    assert NAMED == told(words)


def test_explanation_with_the_two_characters_of_a_person_is_refused(told):
    """A natural person's name is short, and known from its own row."""
    assert NAMED == told("王某的决定撤销。", "BL-2026-00003")
    assert [] == told("王某的决定撤销。", "BL-2026-00001")


@pytest.mark.parametrize("words", [f"与{NAME}混淆。", f"与{FORMER}混淆。", "与91220184MA00000080混淆。"])
def test_explanation_that_names_somebody_else_is_refused(told, words):
    """An explanation stands for ever: the other record ends one day, and its name would still be there."""
    assert NAMED == told(words, "BL-2020-00009")


def test_record_known_from_its_corrections_alone_is_not_named(told):
    """The row may be deleted while the correction of its name is still there."""
    corrections = {
        "record_id": ["BL-2020-00009", "BL-2020-00009"],
        "field": ["name", "facts"],
        "before": ["示例误名商行", "复议"],
        "after": ["示例正名商行", "撤销"],
    }
    assert NAMED == told("对示例误名商行的决定撤销。", "BL-2020-00009", corrections=corrections)
    assert [] == told("原决定经复议撤销。", "BL-2020-00009", corrections=corrections)


def test_other_words_of_an_entry_name_nobody_either(told):
    """A further column of the register is published as it is."""
    assert [("remark", "explanation-name", "error")] == told("复议撤销。", remark=f"见{NAME}")


@pytest.mark.parametrize(
    "words",
    [
        "原行政处罚决定经公主岭市人民政府行政复议撤销（公府复〔2026〕12号）。",
        "认定部门复核后认为事实不清，改以 BL-2026-00099 重新发布。",
        "法院判决撤销，见（2026）吉0184行初1号。",
    ],
)
def test_explanation_that_names_nobody_is_right(told, words):
    """Authorities, numbers of documents and record ids are no names."""
    assert [] == told(words)


def test_revocation_without_words_is_refused(told):
    """行政处罚法 48: the reason is public."""
    assert [("explanation", "explanation-missing", "error")] == told(" ")
    assert [] == told("", reason="期满")


def test_command_and_gate_call_the_same_words_a_name():
    """Inv withdraw refuses what inv check would refuse."""
    assert is_naming("对公主岭示例丰禾商贸(范家屯)有限公司的决定撤销", [NAME])
    assert is_naming(f"代码{CODE}", [])
    assert not is_naming("原决定经复议撤销", [NAME, CODE, ""])


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("与BL-2026-00002重复录入，撤销。", True),
        ("BL-2026-00001 的认定撤销。", False),
        ("依据 GB-2760-2014 重新认定，撤销。", False),
    ],
    ids=["of a record in a list", "its own", "of a standard"],
)
def test_number_of_another_record_leads_to_the_subject(told, words: str, named: bool) -> None:
    """Two records for one fact have one subject: the page of the other says its name."""
    assert told(words) == (NAMED if named else [])
