"""Personal data without a check digit is warned of where a word near by tells it, an office's own data never."""

from __future__ import annotations

import pytest

from credit.privacy import scan_document_source, scan_table
from credit.privacy.personal_data_patterns import find_hints
from tests.privacy.conftest import MakeTable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("护照号码：E12345678", "personal-document"),
        ("持港澳通行证C12345678", "personal-document"),
        ("回乡证H12345678", "personal-document"),
        ("台胞证号12345678", "personal-document"),
        ("驾驶证档案编号220100123456", "personal-document"),
        ("军官证南字第1234567号", "personal-document"),
        ("警官证号012345", "personal-document"),
        ("永久居留证USA110000000001", "personal-document"),
        ("家住公主岭市河南街阳光小区3号楼2单元501室", "personal-address"),
        ("住址：公主岭市公主大街1号阳光花园5栋302室", "personal-address"),
        ("家住公主岭市怀德镇三道岗村5组", "personal-address"),
        ("住址：公主岭市范家屯镇铁北村三组18号", "personal-address"),
        ("户籍地为公主岭市双城堡镇韩家屯第二社", "personal-address"),
        ("经办人：李建国", "personal-name"),
        ("联系人李建国，请致电", "personal-name"),
        ("负责人（李建国）", "personal-name"),
        ("经办人 阿卜杜·热合曼", "personal-name"),
        ("法定代表人李建国，组织虚假评价", "personal-name"),
        ("法定代表人姓名：李建国", "personal-name"),
        ("法定代表人李建国指使员工刷单", "personal-name"),
        ("法定代表人（负责人）：李建国", "personal-name"),
        ("实际控制人为李建国", "personal-name"),
        ("经营者李建国2026年3月起", "personal-name"),
    ],
)
def test_personal_data_beside_its_word_is_hinted_at(text: str, code: str) -> None:
    """Documents, homes down to the flat, and bare names."""
    assert [code] == [found for found, _ in find_hints(text)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "联系人：市场监管局",
            "护照业务办理",
            "公主大街888号政务中心3楼301室",
            "负责人应当",
            "联系人：高某",
            "负责人签字",
            "住所：公主岭市怀德镇三道岗村5组",
            "居住证办理，三道岗村5组先办",
            "侵害经营者权益",
            "经营者未经许可，负责人组织员工刷单",
            "法定代表人信息，经营者责任",
            "法定代表人（章）",
            "股东会、另一经营者",
        ),
        *("申请人 公主岭示例有限公司", "居住证办理", "当事人张某组织虚假评价", "驾驶证 0434-6212345"),
    ],
)
def test_offices_and_words_of_a_sentence_are_no_hint(text: str) -> None:
    """What staff write every day."""
    assert [] == list(find_hints(text))


def test_a_hint_is_a_warning_that_shows_nothing_of_it(table: MakeTable) -> None:
    """In a cell and in a document; the address column of an office is innocent."""
    row = {"record_id": "BL-2026-00001", "facts": "经办人：李建国", "address": "阳光小区3号楼2单元501室"}
    problems = (*scan_table(table(row)), *scan_document_source("content/a.md", "护照E12345678\n", 7))
    assert [("facts", 2, "personal-name", "warning"), ("", 7, "personal-document", "warning")] == [
        (problem.field, problem.line, problem.code, problem.severity) for problem in problems
    ]
    assert not any(word in problem.text() for problem in problems for word in ("李建国", "E12345678"))
