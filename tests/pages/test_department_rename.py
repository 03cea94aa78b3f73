"""An office renamed in March 2019: papers from before and after name it as it was called, and lead to the one office."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from credit import gate
from credit.model import Problem
from credit.pages import SiteContext, make_site_context
from credit.pages.departments_and_measures import department_page
from credit.pages.document_pages import document_page
from credit.pages.listing_counts import count_listings
from tests.support.demonstration_sources import site as site

DAY = datetime.date(2026, 11, 20)
OLD, NEW, OFFICE = "公主岭市农业局", "公主岭市农业农村局", "/departments/agriculture/"

#: Slug → day and name in the paper; the last one uses the former name after the rename.
PAPERS = {"before": ("2019-03-31", OLD), "after": ("2019-04-01", NEW), "too-late": ("2019-04-01", OLD)}


@pytest.fixture
def renamed(site: Path) -> tuple[SiteContext, tuple[Problem, ...]]:
    """The demonstration with the three papers, each with a task for the office that is in the table of tasks, too."""
    rows = []
    for number, (slug, (day, name)) in enumerate(PAPERS.items(), start=1):
        head = f"Title: 示例村镇信用工作方案{number}\nSlug: {slug}\nDate: {day}\nNumber: 示农发〔2019〕{number}号\n"
        head += f"Number_printed: 示农发〔2019〕{number}号\nIssuer: {name}\nValidity: 有效\n"
        body = f"\n一、任务\n\n1.评定信用村。（{name}牵头）\n"
        (site / f"content/policies/{slug}.md").write_text(head + body, encoding="utf-8")
        rows.append(f"village-{number},{slug},c1-1,评定信用村,agriculture,\n")
    with (site / "data/responsibilities.csv").open("a", encoding="utf-8") as table:
        table.writelines(rows)
    edition = gate.validate(site, DAY)
    return make_site_context(edition, "https://credit.example"), edition.problems


def issuer(site_context: SiteContext, slug: str) -> list[tuple[str, str]]:
    """Return words and address of the issuer in the page of a policy."""
    page = document_page(site_context, site_context.slugs["policy", slug])
    return [(cell.text, cell.href) for fact in page.facts if fact.term == "发文机关" for cell in fact.values]


def test_each_paper_names_the_office_as_it_was_called(renamed: tuple[SiteContext, tuple[Problem, ...]]) -> None:
    """With the way to it; a former name after its last day is words, since it may be another office's by then."""
    site_context, _ = renamed
    assert [issuer(site_context, slug) for slug in PAPERS] == [[(OLD, OFFICE)], [(NEW, OFFICE)], [(OLD, "")]]
    for slug in ("before", "after"):
        page = document_page(site_context, site_context.slugs["policy", slug])
        (described,) = json.loads(page.head.json_ld)["legislationPassedBy"]
        assert (described["name"], described["url"]) == (PAPERS[slug][1], f"https://credit.example{OFFICE}")


def test_the_gate_warns_of_the_former_name_after_its_last_day_alone(
    renamed: tuple[SiteContext, tuple[Problem, ...]],
) -> None:
    """And says which office may be meant."""
    _, problems = renamed
    (warning,) = (problem for problem in problems if problem.code == "department-unknown")
    assert warning.path == "content/policies/too-late.md"
    assert OLD in warning.message
    assert NEW in warning.message
    differs = [problem.path for problem in problems if problem.code == "responsibility-differs"]
    assert not {"content/policies/before.md", "content/policies/after.md"} & set(differs)


def test_the_page_of_the_office_has_its_present_name_and_the_former_one_with_its_last_day(
    renamed: tuple[SiteContext, tuple[Problem, ...]],
) -> None:
    """Its tasks from before and after the rename stand there together."""
    site_context, _ = renamed
    table = site_context.edition.public["departments"]
    page = department_page(site_context, table, "agriculture", count_listings(site_context))
    assert page.title == NEW
    values = [cell.text for fact in page.facts for cell in fact.values]
    assert f"{OLD}（到 2019-03-31 为止）" in values
    words = [cell.text for row in page.leads.rows for cell in row.cells]
    assert {"示例村镇信用工作方案1", "示例村镇信用工作方案2"} <= set(words)
