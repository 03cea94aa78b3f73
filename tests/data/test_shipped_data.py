"""The repository's own data/ and content/ go through the gate; their facts, variety and invented names are looked at."""

from __future__ import annotations

import csv
import datetime
import json
from collections import Counter
from functools import cache
from pathlib import Path

from credit.identifiers import code_fault, subject_code_fault
from credit.record_states import derive_states
from credit.source_data import Catalogue, read_catalogue

ROOT = Path(__file__).parents[2]
AS_OF = datetime.date(2026, 11, 20)
BLACK = ("black-list", "dishonesty-records")
PEOPLE_AND_FIRMS = (*BLACK, "red-list", "commitments", "credit-members")

#: Codes that the standard, the press or our own documents print: an invented row never bears one.
PRINTED_CODES = {
    "91350100M000100Y43",
    "91220184MA00000080",
    "91220184MA0Y12345F",
    "91220381MA0Y12345E",
    "92220184MA0Y12345C",
    "93220184MA0Y123459",
    "N2220184MF0Y123459",
    "51220184MJ0Y123454",
}


@cache
def _catalogue() -> Catalogue:
    return read_catalogue(ROOT)


def _rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _states(name: str) -> Counter[str]:
    tables = _catalogue().tables
    states = derive_states(tables[name], tables["withdrawals"].cells, AS_OF)
    return Counter(states["state"])


def test_the_shipped_package_has_no_problem() -> None:
    """Neither an error nor a warning: what a newcomer checks first is clean."""
    assert [] == [problem.text() for problem in _catalogue().problems]


def test_every_invented_subject_says_so_and_bears_a_right_code_of_nobody() -> None:
    """示例 stands in each name; codes pass both checks and are printed nowhere else."""
    rows = [row for name in PEOPLE_AND_FIRMS for row in _rows(name)]
    codes = {row["unified_code"] for row in rows} - {""}
    assert [] == [row["name"] for row in rows if "示例" not in row["name"]]
    assert set() == {code for code in codes if code_fault(code) or subject_code_fault(code)}
    assert set() == codes & PRINTED_CODES
    # Subject codes that begin with M0 are of no series in use.
    assert {"M0"} == {code[8:10] for code in codes}


def test_the_demonstration_shows_every_state_of_a_listing() -> None:
    """A reader of the site meets each state, and lists that are full on the day of the demonstration."""
    black, red = sum(map(_states, BLACK), Counter()), _states("red-list")
    assert {"在列", "期满", "修复", "撤销", "更正", "暂停公示", "未到公示日"} == set(black)
    assert {"在列", "期满", "拟列入", "撤销", "更正", "未到公示日"} == set(red)
    assert (True, True) == (black["在列"] >= 35, red["在列"] >= 100)


def test_no_subject_stands_on_both_lists_at_once() -> None:
    """A code visible on a black list is not visible on the red list that day."""
    shown = {}
    for name in (*BLACK, "red-list"):
        table = _catalogue().tables[name]
        states = derive_states(table, _catalogue().tables["withdrawals"].cells, AS_OF)
        shown[name] = set(table.cells.loc[states["visible"], "unified_code"]) - {""}
    assert set() == (shown["black-list"] | shown["dishonesty-records"]) & shown["red-list"]


def test_no_list_of_the_demonstration_is_called_harsher_than_its_records() -> None:
    """严重失信主体 names none of them: no law behind them gives that name; 黑名单 stands for 严重 alone."""
    held = {name: {row["severity"] for row in _rows(name)} for name in BLACK}
    assert {"black-list": {"严重"}, "dishonesty-records": {"轻微", "一般", ""}} == held
    lists = {resource.name: resource for resource in _catalogue().package.resources if resource.is_list}
    assert [] == [item.title for item in lists.values() if "严重失信" in item.title]
    milder = lists["dishonesty-records"]
    words = json.dumps([milder.title, milder.description, milder.schema.raw], ensure_ascii=False)
    assert "黑名单" not in words
    rules = json.dumps(
        [milder.title, *milder.rules.entry, *milder.rules.removal, *milder.rules.remedies], ensure_ascii=False
    )
    assert "严重" not in rules


def test_the_nineteen_tasks_stand_at_the_clauses_of_the_plan() -> None:
    """Tasks and clauses of chapter four are the same nineteen, in order."""
    plan = next(document for document in _catalogue().documents if document.slug == "ecommerce-integrity-plan")
    clauses = [
        clause.anchor for clause in plan.clauses if clause.anchor.startswith("c4-") and clause.anchor.count("-") == 2
    ]
    assert 19 == len(clauses)
    assert clauses == sorted(row["clause"] for row in _rows("responsibilities"))


def test_the_facts_of_the_two_papers_are_on_the_site() -> None:
    """Numbers, days, telephones and hotlines that the papers state are found in digests and datasets."""
    texts = {document.slug: document for document in _catalogue().documents}
    plan, notice = texts["ecommerce-integrity-plan"], texts["free-credit-report"]
    assert ("公信用办发〔2018〕10号", "公信用办发﹝2018﹞10号") == (
        plan.metadata["Number"],
        plan.metadata["Number_printed"],
    )
    assert (datetime.date(2018, 12, 26), None) == (plan.date, notice.date)
    facts = ("0434-6053889", "0434-3231315", "4楼", "2013年3月15日", "2013年5月17日", "发改财金〔2013〕920号")
    assert [] == [fact for fact in facts if fact not in notice.text]
    hotlines = {row["number"]: row["successor"] for row in _rows("hotlines")}
    assert {"12312", "12315", "12318", "12358", "12365"} <= set(hotlines)
    assert [] == [number for number in ("12312", "12315", "12318", "12358", "12365") if number not in plan.text]
    assert ("hotline-12315", "hotline-12345") == (hotlines["12358"], hotlines["12318"])


def test_the_township_level_units_are_thirty_six() -> None:
    """10 subdistricts, 18 towns, 2 townships and 6 farms or zones."""
    assert {"街道": 10, "镇": 18, "乡": 2, "场区": 6} == Counter(row["kind"] for row in _rows("townships"))


def test_each_township_bears_the_statistical_code_of_its_kind() -> None:
    """Twelve digits: the county, then 001-099 for 街道, 100-199 镇, 200-399 乡, 400-599 what is like one; no villages."""
    county = "220184"
    ranges = {"街道": (1, 99), "镇": (100, 199), "乡": (200, 399), "场区": (400, 599)}
    codes = {row["division_code"]: row["kind"] for row in _rows("townships")}
    assert len(codes) == 36
    for code, kind in codes.items():
        assert (code[:6], code[9:], len(code)) == (county, "000", 12)
        assert ranges[kind][0] <= int(code[6:9]) <= ranges[kind][1], code


def test_every_field_has_a_title_a_description_and_an_example() -> None:
    """The public dictionary is complete."""
    bare = [
        (path.name, field["name"])
        for path in sorted((ROOT / "data").glob("*.schema.json"))
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]
        if not (field.get("title") and field.get("description") and field.get("example"))
    ]
    assert [] == bare
