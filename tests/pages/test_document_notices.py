"""Above the text of a document: its validity, what acted on it and on what it acts, and a target that is over."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.documents.target_years import target_year, targets_until
from credit.model import CheckFailed, Document
from credit.pages import make_site_context
from credit.pages.akoma_ntoso import akoma_ntoso
from credit.pages.document_notices import notices_of
from credit.pages.legislation_json_ld import legislation_json_ld
from tests.support.demonstration_sources import site as site

ROOT = Path(__file__).resolve().parents[2]
PLAN, RULES = "ecommerce-integrity-plan", "credit-repair-measures"


def add_effect(site: Path, row: str) -> None:
    """Add a row of effects."""
    with (site / "data/effects.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def notices(site: Path, slug: str, day: datetime.date) -> list[str]:
    """Return the sentences above a policy."""
    site_context = make_site_context(gate.validate(site, day), "")
    found = notices_of(site_context, site_context.slugs["policy", slug])
    return ["".join(cell.text for cell in sentence) for sentence in found]


def test_both_sides_say_what_replaced_a_paper(site: Path) -> None:
    """The older one with what is in force, the newer one with what it replaced."""
    add_effect(site, f"{RULES},{PLAN},代替,2026-05-01")
    day = datetime.date(2020, 6, 1)
    assert "本文件自2026-05-01起被代替，现行的是《信用修复管理办法（摘要）》。" in notices(site, PLAN, day)
    assert notices(site, RULES, day) == [
        "本文件自2026-04-01起废止《失信行为纠正后的信用信息修复管理办法（试行）》。",
        "本文件自2026-05-01起代替《公主岭市电子商务领域诚信建设工作方案（摘要）》。",
    ]


def test_a_further_kind_of_effect_is_said_in_its_own_word(site: Path) -> None:
    """An office may add a term to the schema; programs are told of the day alone."""
    schema = site / "data/effects.schema.json"
    described = json.loads(schema.read_text(encoding="utf-8"))
    (kind,) = (field for field in described["fields"] if field["name"] == "kind")
    kind["constraints"]["enum"].append("补充")
    kind["credit"]["keys"]["补充"] = "supplements"
    schema.write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    add_effect(site, f"{RULES},{PLAN},补充,2026-05-01")
    day = datetime.date(2020, 6, 1)
    assert notices(site, PLAN, day) == ["本文件自2026-05-01起被补充，见《信用修复管理办法（摘要）》。"]
    assert "本文件自2026-05-01起补充《公主岭市电子商务领域诚信建设工作方案（摘要）》。" in notices(site, RULES, day)
    site_context = make_site_context(gate.validate(site, day), "https://credit.example")
    acting, affected = (site_context.slugs["policy", slug] for slug in (RULES, PLAN))
    assert "补充" not in legislation_json_ld(site_context, acting)
    assert b'date="2026-05-01"' in akoma_ntoso(site_context, affected)


@pytest.mark.parametrize("validity", ["失效", "废止", "已修改"])
def test_a_paper_no_longer_in_force_says_so(site: Path, validity: str) -> None:
    path = site / f"content/policies/{PLAN}.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Validity: 有效", f"Validity: {validity}"), encoding="utf-8"
    )
    assert validity in notices(site, PLAN, datetime.date(2020, 6, 1))[0]


def test_a_target_that_is_over_is_said_from_its_next_year_on(site: Path) -> None:
    """And the tree before is right up to the last day of that year."""
    before, after = datetime.date(2020, 12, 31), datetime.date(2021, 1, 1)
    assert notices(site, PLAN, before) == []
    assert ["文中的目标定到2020年，期限已经过去；现在怎样做，以现行的规定为准。"] == notices(site, PLAN, after)
    until = gate.validate(site, before).valid_until
    assert until is not None
    assert until <= before


def paper(text: str, kind: str = "policy") -> Document:
    """Return a document of one sentence."""
    return Document(kind, "content/policies/a.md", "a", "示例", None, {}, "", text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("力争到2020年，基本建成。", 2020),
        ("到2025年底前，实现全覆盖；到2030年，更上层楼。", 2030),
        ("从2016年到2018年，共有三家。", 0),
        ("截至到2018年，共有三家。", 0),
        ("收到2018年12月的来函。", 0),
        ("得到2018年度的数据。", 0),
    ],
)
def test_a_target_year_is_read_from_the_words(text: str, year: int) -> None:
    assert target_year(paper(text)) == year
    assert target_year(paper(text, "notice")) == 0


def test_the_next_target_that_ends_limits_the_day() -> None:
    papers = [paper("到2020年，建成。"), paper("到2027年，建成。"), paper("到2030年，建成。")]
    assert targets_until(papers, datetime.date(2026, 5, 1)) == datetime.date(2027, 12, 31)
    assert targets_until(papers, datetime.date(2031, 5, 1)) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("unheard-of,credit-repair-measures,废止,2026-05-01", "没有这个短名的政策文件"),
        ("公信用办发〔2018〕10号,credit-repair-measures,废止,2026-05-01", f"请写它的短名 {PLAN}"),
        ("《示例甲办法》,《示例乙办法》,废止,2026-05-01", "两份文件本站都没有"),
    ],
)
def test_a_row_that_stands_on_no_page_is_refused(site: Path, row: str, words: str) -> None:
    add_effect(site, row)
    with pytest.raises(CheckFailed) as refused:
        gate.validate(site, datetime.date(2026, 11, 20))
    (problem,) = (problem for problem in refused.value.problems if problem.severity == "error")
    assert (problem.path, problem.field, problem.code) == ("data/effects.csv", "acting", "foreign-key")
    assert words in problem.message
