"""Which records a black list may hold, and what it may be called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from credit.checks import check_declarations, check_items, check_table
from credit.checks.list_severities import judge_name_basis
from credit.model import Field as Column
from credit.model import ListRules, Package, Problem, Table

MakeTable = Callable[..., Table]
MakePackage = Callable[..., Package]


def ruled(table: Table, *severities: str, unstated: bool = False, basis: str = "", **resource: str) -> Table:
    """Return a table whose list declares these severities."""
    rules = replace(table.resource.rules, severities=severities, severity_unstated=unstated, name_basis=basis)
    return replace(table, resource=replace(table.resource, rules=rules, **resource))


def black(make_table: MakeTable, severities: Sequence[str], **options: str) -> Table:
    return make_table({"severity": severities, "decided_on": ["2026-03-01"] * len(severities)}, **options)


def codes(problems: Sequence[Problem] | object) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in problems]  # type: ignore[attr-defined]


def test_a_record_of_a_severity_its_list_does_not_declare_is_refused(make_table: MakeTable) -> None:
    """At its line; a severity that is not stated has to be declared like any other."""
    table = ruled(black(make_table, ["严重", "一般", ""]), "严重")
    assert [(3, "severity", "severity-list"), (4, "severity", "severity-list")] == [
        (item.line, item.field, item.code) for item in check_table(table)
    ]
    assert () == check_table(ruled(black(make_table, ["严重", ""]), "严重", unstated=True))


def test_the_message_names_the_list_that_may_hold_the_record(make_table: MakeTable, package: MakePackage) -> None:
    """By title and file; without one it says how to make one."""
    own = ruled(black(make_table, ["一般"]), "严重", title="甲名单")
    other = ruled(black(make_table, ["一般"], name="records"), "轻微", "一般", title="乙名单")
    (found,) = check_table(own, package=package(own, other))
    assert "失信程度为一般，这份名单只收严重" in found.message
    assert "请移到“乙名单”（data/records.csv）" in found.message
    (alone,) = check_table(own, package=package(own))
    assert "另设一份名单" in alone.message


def test_a_severity_that_has_to_be_stated_or_is_none_is_named_once(make_table: MakeTable) -> None:
    """Missing under the new order, or no severity at all: another rule says so."""
    table = make_table({"severity": ["", "很重"], "decided_on": ["2026-04-01", "2026-04-01"]})
    assert [(2, "severity-missing")] == [(item.line, item.code) for item in check_table(ruled(table, "严重"))]


def test_a_black_list_without_severities_is_told_the_line_to_paste(make_table: MakeTable, package: MakePackage) -> None:
    """With the severities that its records have; its records are not refused one by one."""
    table = black(make_table, ["严重", "", "轻微"])
    (found,) = check_declarations(package(table), {table.name: table})
    assert ("data/datapackage.json", 1, "list-severities") == (found.path, found.line, found.code)
    assert '"severities": ["轻微", "严重"], "severity_unstated": true,' in found.message
    assert [] == [item for item in check_table(table) if item.code == "severity-list"]
    empty = black(make_table, [])
    (bare,) = check_declarations(package(empty), {empty.name: empty})
    assert '"severities": ["轻微", "一般", "严重"],' in bare.message


@pytest.mark.parametrize("kind", ["red", "register"])
def test_another_list_has_no_severities(make_table: MakeTable, package: MakePackage, kind: str) -> None:
    """What a list cannot have it does not declare."""
    table = make_table({"record_id": ["a"]}, kind=kind)
    assert [] == list(check_declarations(package(table), {table.name: table}))
    assert [("list-severities", "error")] == codes(check_declarations(package(ruled(table, "严重")), {}))


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"title": "严重失信主体名单"}, True),
        ({"title": "严重违法失信名单"}, True),
        ({"title": "严重失信名单（黑名单）"}, True),
        ({"title": "县级黑名单"}, False),
        ({"description": "这是严重失信主体名单。"}, True),
        ({"description": "这不是严重失信主体名单。"}, False),
        ({"description": "不是演示，这是严重失信主体名单。"}, True),
        ({"description": "不是一般名单而是严重失信主体名单。"}, True),
        ({"description": "行为属于严重失信行为清单。"}, False),
    ],
)
def test_the_name_of_the_law_needs_the_law(
    make_table: MakeTable, package: MakePackage, words: dict[str, str], refused: bool
) -> None:
    """In title or description; a law named as its basis allows it."""
    table = ruled(black(make_table, ["严重"]), "严重", **words)
    assert (["name-basis"] if refused else []) == [
        declaration.code for declaration in check_declarations(package(table), {})
    ]
    lawful = ruled(table, "严重", basis="《企业信息公示暂行条例》第十七条")
    assert [] == list(check_declarations(package(lawful), {}))


@pytest.mark.parametrize(
    ("basis", "severities"),
    [
        ("《中华人民共和国安全生产法》第七十八条", []),
        ("《中华人民共和国药品管理法（2019年修订）》", []),
        ("《保障农民工工资支付条例》第四十八条", []),
        ("《吉林省社会信用条例》", []),
        ("国办发〔2020〕49号", []),
        ("《国务院办公厅关于进一步完善失信约束制度的指导意见》（国办发〔2020〕49号）", []),
        ("中办发〔2016〕64号", []),
        ("《中共中央关于全面推进依法治国若干重大问题的决定》", []),
        ("《中华人民共和国电子商务法》和公信用办发〔2018〕10号", []),
        ("《长春市社会信用条例》", ["warning"]),
        ("公信用办发〔2018〕10号", ["error"]),
        ("《示例县社会信用条例》", ["error"]),
        ("《某自治县自治条例》", []),
        ("《市场监督管理严重违法失信名单管理办法》", ["error"]),
        ("《统计方法》", ["error"]),
        ("公主岭市国办发〔2020〕1号", ["error"]),
        ("上级要求", ["error"]),
    ],
)
def test_only_a_law_a_regulation_or_the_centre_gives_the_name(basis: str, severities: list[str]) -> None:
    """国办发〔2020〕49号; a department's 办法 and a county's paper do not."""
    assert severities == [item.severity for item in judge_name_basis(basis)]


def test_a_basis_is_judged_even_where_the_name_does_not_need_it(make_table: MakeTable, package: MakePackage) -> None:
    """It is published with the list."""
    table = ruled(black(make_table, ["严重"]), "严重", basis="公信用办发〔2018〕10号")
    assert [("name-basis", "error")] == codes(check_declarations(package(table), {}))


@pytest.mark.parametrize(
    ("severities", "unstated", "refused"),
    [(("严重",), False, False), (("一般", "严重"), False, True), (("严重",), True, True)],
)
def test_a_title_is_not_harsher_than_the_mildest_record(
    make_table: MakeTable, package: MakePackage, severities: tuple[str, ...], unstated: bool, refused: bool
) -> None:
    """Whatever law stands behind the name."""
    basis = "《企业信息公示暂行条例》第十七条"
    table = ruled(black(make_table, [""]), *severities, unstated=unstated, basis=basis, title="严重违法失信名单")
    assert (["list-name"] if refused else []) == [
        declaration.code for declaration in check_declarations(package(table), {})
    ]


def test_the_title_of_a_column_is_not_harsher_than_the_records(make_table: MakeTable, package: MakePackage) -> None:
    """严重程度 asks how grave, and says nothing."""
    fields = (Column("behaviour", "严重失信行为"), Column("severity", "严重程度"))
    table = ruled(make_table({"behaviour": [], "severity": []}, *fields), "一般", "严重")
    assert [("data/black-list.schema.json", "behaviour", "list-name")] == [
        (declaration.path, declaration.field, declaration.code)
        for declaration in check_declarations(package(table), {})
    ]


@pytest.mark.parametrize(
    ("severity", "decided_on", "until", "found"),
    [
        ("一般", "2026-05-10", "2027-05-10", []),
        ("一般", "2026-05-10", "2027-05-11", [("publish-until-late", "warning")]),
        ("严重", "2025-05-10", "2028-05-10", []),
        ("", "2025-05-10", "2028-05-11", [("publish-until-late", "warning")]),
        ("一般", "2026-05-10", "2026-05-09", [("date-order", "error")]),
        ("一般", "2026-05-10", "", []),
    ],
)
def test_an_authority_ends_a_listing_within_the_law(
    make_table: MakeTable, severity: str, decided_on: str, until: str, found: list[tuple[str, str]]
) -> None:
    """A later day than the law's is told and does not count; one before the decision is a slip."""
    columns = {"severity": severity, "decided_on": decided_on, "publish_until": until, "publish_until_source": "文书"}
    rules = ListRules("black", severities=("一般", "严重"), severity_unstated=True)
    table = make_table({name: [value] for name, value in columns.items()})
    table = replace(table, resource=replace(table.resource, rules=rules))
    assert found == codes(check_table(table))


def test_an_end_of_publication_says_where_it_stands(faults: Callable[..., list[tuple[int, str, str]]]) -> None:
    """In the column made for it, and where there is none the message says to add it."""
    both = {"publish_until": ["2026-05-10", "2026-05-10", ""], "publish_until_source": ["文书", " ", "文书"]}
    assert (3, "publish_until_source", "publish-until-source") in faults(both, kind="red")
    alone = {"publish_until": ["2026-05-10"]}
    assert [(2, "publish_until", "publish-until-source")] == faults(alone, kind="red")


def test_a_resource_says_in_words_what_it_may_hold() -> None:
    """The mildest first, what is not stated last."""
    rules = ListRules("black", severities=("严重", "轻微"), severity_unstated=True)
    assert ("轻微、严重、未注明", True, False) == (rules.degrees, rules.admits(""), rules.admits("一般"))


def test_an_item_that_speaks_of_serious_matters_is_told_on_a_milder_record(
    make_table: MakeTable, package: MakePackage
) -> None:
    """Behaviour or measure, by title or description; a grave record may have it."""
    measures = make_table(
        {"id": ["a", "b"], "title": ["甲", "乙"], "description": ["限制严重失信的单位。", ""]},
        name="penalties",
        kind="reference",
    )
    columns = {"severity": ["严重", "一般", "", "一般"], "penalties": ["a", "b;a", "a", "b"]}
    table = make_table(columns, Column("penalties", "措施", references="penalties"))
    held = ruled(table, "一般", "严重", unstated=True)
    tables = {"penalties": measures, held.name: held}
    found = list(check_items(package(held, measures), tables))
    assert [(3, "penalties", "harsh-item", "warning"), (4, "penalties", "harsh-item", "warning")] == [
        (item.line, item.field, item.code, item.severity) for item in found
    ]
    grave = ruled(table, "严重")
    assert [] == list(check_items(package(grave, measures), {"penalties": measures, grave.name: grave}))
