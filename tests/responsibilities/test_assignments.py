"""Who leads and who supports a task is read from the words behind it, in every form that papers use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from credit.documents.body import render_body
from credit.identifiers import USUAL_LOCALITIES
from credit.importer.document_import import convert_document
from credit.model import Clause
from credit.reader import read_package, read_table
from credit.responsibilities import DepartmentNames, read_assignments

ROOT = Path(__file__).resolve().parents[2]
REAL = os.environ.get("CREDIT_DOCUMENTS", "")


def read(words: str) -> list[tuple[str, list[str], list[str]]]:
    text = f"1.建立制度。做好事情。{words}"
    return [
        (item.task, list(item.leads), list(item.supports))
        for item in read_assignments([Clause("c1", 4, "1.", text)], text)
    ]


@pytest.mark.parametrize(
    ("words", "leads", "supports"),
    [
        ("(甲局牵头,乙局、丙局配合)", ["甲局"], ["乙局", "丙局"]),
        ("（甲局、乙局牵头，各有关部门配合）", ["甲局", "乙局"], ["各有关部门"]),
        ("（市发展和改革局和市商务局牵头负责，市公安局等部门配合）", ["市发展和改革局", "市商务局"], ["市公安局"]),
        ("（由甲局会同乙局、丙局负责）", ["甲局"], ["乙局", "丙局"]),
        ("（甲局牵头会同乙局）", ["甲局"], ["乙局"]),
        ("（甲局、乙局按职责分工负责）", ["甲局", "乙局"], []),
        ("（各有关部门按照各自职责分工负责）", ["各有关部门"], []),
        ("（甲局牵头，乙局、丙局按职责分工负责）", ["甲局"], ["乙局", "丙局"]),
        ("（责任单位：甲局、乙局；配合单位：丙局）", ["甲局", "乙局"], ["丙局"]),
        ("（牵头单位：甲局，配合单位：乙局）", ["甲局"], ["乙局"]),
        ("牵头：甲局。配合：乙局、丙局。", ["甲局"], ["乙局", "丙局"]),
        ("（甲局负责）", ["甲局"], []),
        ("（甲局，乙局牵头）", ["甲局", "乙局"], []),
    ],
)
def test_forms_of_an_assignment(words: str, leads: list[str], supports: list[str]) -> None:
    """Brackets or labels, with all words for leading and supporting."""
    assert [("建立制度", leads, supports)] == read(words)


@pytest.mark.parametrize("words", ["（以下简称甲局）", "具体工作由甲局牵头负责。", "（试行）", "谁销售谁负责。"])
def test_other_words_assign_nothing(words: str) -> None:
    """A sentence that says who leads the whole work is no task."""
    assert [] == read(words)


def test_words_below_a_heading_belong_to_its_task() -> None:
    """A heading whose text runs on, and paragraphs up to the next clause."""
    clauses = [Clause("c1-1", 3, "（一）", "（一）建立制度。"), Clause("c1-2", 3, "（二）", "（二）开通热线。")]
    text = "（一）建立制度。各单位登记。\n每月核对。（甲局牵头）\n（二）开通热线。（乙局负责）"
    assert [("c1-1", ("甲局",)), ("c1-2", ("乙局",))] == [
        (item.anchor, item.leads) for item in read_assignments(clauses, text)
    ]


@pytest.fixture(scope="module")
def names() -> DepartmentNames:
    resource = read_package(ROOT).resource("departments")
    assert resource is not None
    table = read_table(ROOT, resource)[0]
    assert table is not None
    return DepartmentNames(table, USUAL_LOCALITIES)


def test_names_resolve_by_full_short_and_former_name(names: DepartmentNames) -> None:
    """A former name counts on the days it was valid on."""
    found = [
        names.resolve(name, "2018-12-26").key
        for name in ("公主岭市商务局", "市商务局", "商务局", "人行公主岭支行", "公主岭市农业局")
    ]
    assert ["commerce", "commerce", "commerce", "central-bank", "agriculture"] == found
    assert "" == names.resolve("公主岭市农业局", "2020-01-01").key
    assert "公主岭市农业农村局" == names.resolve("公主岭市农业局", "2020-01-01").suggestion


@pytest.mark.parametrize("name", ["长春市商务局", "四平市商务局", "吉林省商务局", "农安县商务局"])
def test_the_office_of_another_division_is_no_office_of_this_one(names: DepartmentNames, name: str) -> None:
    assert "" == names.resolve(name).key
    assert "commerce" == names.resolve(f"吉林省长春市公主岭市{name[3:]}").key


def test_an_unknown_name_has_a_suggestion(names: DepartmentNames) -> None:
    """The nearest name, or none."""
    assert ("", "公主岭市市场监督管理局") == (
        names.resolve("市市场监督局").key,
        names.resolve("市市场监督局").suggestion,
    )
    assert "" == names.resolve("某某").suggestion


#: Task of the real plan by clause, with who leads and who supports it, read by eye.
PLAN = """
c4-1-1 | 建立实名登记和认证制度 | commerce | legal-affairs public-security justice market-supervision
c4-1-2 | 完善网络交易信用评价体系 | commerce development-reform | market-supervision central-bank
c4-1-3 | 加强网络支付管理 | commerce finance-office public-security | market-supervision central-bank
c4-1-4 | 建立寄递物流信用体系 | commerce | market-supervision post
c4-1-5 | 加强消费者权益保护 | market-supervision | commerce
c4-2-1 | 加强信用记录建设 | commerce market-supervision | development-reform price-inspection
c4-2-2 | 完善产品信息溯源制度 | market-supervision | commerce agriculture emergency-management public-security development-reform
c4-2-3 | 推动信用信息共享 | commerce development-reform | central-bank all-departments
c4-3-1 | 建立事前信用承诺制度 | commerce development-reform | all-departments
c4-3-2 | 强化电子商务主体信用约束 | commerce development-reform | all-departments
c4-3-3 | 加强电子商务信用社会监督 | development-reform commerce | market-supervision price-inspection culture-tourism
c4-3-4 | 健全政府部门协同监管机制 | commerce | all-departments
c4-3-5 | 更好发挥第三方机构和社会组织在电子商务信用监管中的积极作用 | development-reform | commerce
c4-4-1 | 加强信用信息公示 | commerce development-reform | all-departments
c4-4-2 | 建立健全电子商务信用信息管理制度 | commerce | public-security market-supervision development-reform
c4-4-3 | 加强对守信主体的激励 | commerce development-reform | all-departments
c4-4-4 | 加大对失信企业的监管力度 | commerce development-reform | all-departments
c4-4-5 | 严厉打击整治电子商务领域违法失信行为 | commerce development-reform | all-departments
c4-4-6 | 建立多部门、跨地区信用奖惩联动机制 | commerce development-reform | all-departments
"""


@pytest.mark.skipif(not REAL, reason="CREDIT_DOCUMENTS names no folder with the real papers")
def test_the_real_plan_gives_its_nineteen_tasks(names: DepartmentNames) -> None:
    """Each with its clause, who leads and who supports it."""
    _, markdown, _ = convert_document(Path(REAL) / "plan-ecommerce-integrity.txt", "policy")
    body = render_body(markdown.split("\n"), 1, "/policies/a/", ())
    found = [
        " | ".join(
            [
                item.anchor,
                item.task,
                *(
                    " ".join(names.resolve(name, "2018-12-26").key for name in group)
                    for group in (item.leads, item.supports)
                ),
            ]
        )
        for item in read_assignments(body.clauses, body.text)
    ]
    assert PLAN.strip().split("\n") == found
