"""Items of the four lists: clause, who carries it out, today's listings as a number; bases of listings lead to clauses."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from credit import urls
from credit.model import Clause, Document
from credit.pages import SiteContext, make_site_context
from credit.pages.cited_places import clause_of, place_of
from credit.pages.departments_and_measures import department_page, measure_list_page, measure_page, measures_page
from credit.pages.entity import entity_page, subject_of
from credit.pages.listing_counts import count_listings
from credit.pages.site_context import portable_site_context
from credit.search import paper_entries
from tests.support.demonstration_edition import demonstration

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), "")


def test_a_penalty_says_how_many_listings_it_applies_to(site_context: SiteContext) -> None:
    """By list, with the clause and who carries it out, and without a name."""
    counts = count_listings(site_context)
    table = site_context.edition.public["penalties"]
    page = measure_page(site_context, table, "more-inspections", counts)
    facts = {fact.term: fact.values for fact in page.facts}
    assert facts["依据条款"][0].href == "/policies/ecommerce-integrity-plan/#c4-4-4"
    assert facts["实施部门"][0].href == "/departments/commerce/"
    black = site_context.edition.public["black-list"]
    number = sum("more-inspections" in cell.split(";") for cell in black.column("penalties"))
    assert (urls.list_address("black-list"), f"{number} 条") in [(link.href, link.note) for link in page.references]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2018-12-26", "2026-11-19", "2026-11-19 以后不再适用"),
        ("2026-11-21", "", "2026-11-21 起才适用"),
        ("2018-12-26", "2026-11-20", ""),
    ],
)
def test_an_item_that_does_not_apply_today_says_so_wherever_it_stands(since: str, until: str, words: str) -> None:
    """On its own page, among all items, at its office, in the archives whose records name it and in the search."""
    edition = demonstration(DAY)
    table = edition.public["penalties"]
    cells = table.cells.copy()
    cells.loc[cells["id"] == "more-inspections", ["in_force_from", "in_force_until"]] = [since, until]
    changed = {**edition.public, "penalties": replace(table, cells=cells)}
    site_context = make_site_context(replace(edition, public=changed), "")
    counts = count_listings(site_context)
    own = measure_page(site_context, changed["penalties"], "more-inspections", counts)
    assert [word.text for fact in own.facts if fact.term == "是否适用" for word in fact.values] == [
        *filter(None, [words])
    ]
    title, address = own.title, own.address
    office = department_page(site_context, edition.public["departments"], "commerce", counts)
    for page in (measures_page(site_context).groups, office.measures):
        assert words in {link.note for group in page for link in group.links if link.href == address}
    black = edition.public["black-list"]
    rows = zip(black.column("unified_code"), black.column("penalties"), strict=True)
    code = next(code for code, keys in rows if code and "more-inspections" in keys.split(";"))
    portable = portable_site_context(site_context)
    archive = entity_page(portable, subject_of(site_context, code))
    shown = {measure.title for view in archive.listings for measure in view.measures if measure.href == address}
    assert shown == {title + (f"（{words}）" if words else "")}
    found = next(entry for entry in paper_entries(site_context.edition) if entry.key == address)
    assert found.facts == "，".join(filter(None, (f"办事：{table.resource.title}", words)))


def test_a_list_of_measures_counts_the_listings_of_each(site_context: SiteContext) -> None:
    """In its last column; the sum over behaviours is the number of listings."""
    counts = count_listings(site_context)
    page = measure_list_page(site_context, site_context.edition.public["dishonesty-scope"], counts)
    numbers = [int(row.cells[-1].text) for row in page.grid.rows]
    lists = ("black-list", "dishonesty-records")
    assert sum(numbers) == sum(len(site_context.edition.public[name].cells) for name in lists)


def test_an_item_that_is_not_in_force_says_its_day(site_context: SiteContext) -> None:
    """Where all items stand together, and on the page of its office: on the day itself it is one like the others."""
    edition = site_context.edition
    table = edition.public["penalties"]
    held = dict(zip(table.column("id"), table.column("in_force_from"), strict=True))
    days = {"more-inspections": ("2026-11-21", ""), "interview-notice": ("2018-12-26", "2026-11-19")}
    cells = table.cells.assign(
        in_force_from=[days.get(key, (day, ""))[0] for key, day in held.items()],
        in_force_until=[days.get(key, ("", ""))[1] for key in held],
    )
    for day, planned in ((DAY, "2026-11-21 起才适用"), (DAY + datetime.timedelta(days=1), "")):
        public = {**edition.public, "penalties": replace(table, cells=cells)}
        context = make_site_context(replace(edition, public=public, as_of=day), "")
        department = department_page(context, edition.public["departments"], "commerce", count_listings(context))
        groups = [*measures_page(context).groups, *department.measures]
        notes = {link.href.rpartition("/penalties/")[2]: link.note for group in groups for link in group.links}
        assert {"more-inspections/": planned, "interview-notice/": "2026-11-19 以后不再适用"}.items() <= notes.items()
        assert {"", planned, "2026-11-19 以后不再适用"} == set(notes.values())


RULES = Document(
    path="content/policies/rules.md", kind="policy", slug="rules", title="示例办法", date=None, metadata={}, text="", body="",
    clauses=(Clause("c1-1", 4, "第一条", "第一条 为了示例。"), Clause("c2-17", 4, "第十七条", "第十七条 应当如实。")),
)  # fmt: skip
PLAN = Document(
    path="content/policies/plan.md", kind="policy", slug="plan", title="示例方案", date=None, metadata={}, text="", body="",
    clauses=(Clause("c4", 2, "四、", "四、任务"), Clause("c4-4", 3, "（四）", "（四）惩戒"), Clause("c4-4-4", 4, "4.", "4.限制。")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("document", "text", "anchor"),
    [
        (RULES, "《示例办法》第十七条", "c2-17"),
        (RULES, "《示例办法》第十七条第二款", "c2-17"),
        (RULES, "《示例办法》第三条", ""),
        (RULES, "《示例办法》", ""),
        (PLAN, "示信办〔2026〕1号第四部分第（四）项第4点", "c4-4-4"),
        (PLAN, "示信办〔2026〕1号四、（四）4.", "c4-4-4"),
        (PLAN, "《示例方案》第四部分", "c4"),
        (PLAN, "《示例方案》第九部分", ""),
    ],
)
def test_a_basis_leads_to_the_clause_that_it_names(document: Document, text: str, anchor: str) -> None:
    """An article by its number, a part by its steps; nothing where the document has none of this number."""
    assert clause_of(document, text) == anchor


def test_a_basis_whose_title_two_policies_bear_leads_to_neither() -> None:
    """Its number tells them apart."""
    edition = demonstration(DAY)
    older = replace(RULES, slug="older", metadata={"Number": "示信办〔2025〕3号"})
    for further, place in (((RULES,), "/policies/rules/#c2-17"), ((RULES, older), "")):
        context = make_site_context(replace(edition, documents=(*edition.documents, *further)), "")
        assert place_of(context, "《示例办法》第十七条") == place
    assert place_of(context, "《示例办法》（示信办〔2025〕3号）第十七条") == "/policies/older/#c2-17"


def test_a_basis_that_the_site_holds_is_a_link(site_context: SiteContext) -> None:
    assert place_of(site_context, "公信用办发〔2018〕10号第四部分第（四）项第4点").endswith("integrity-plan/#c4-4-4")
    assert place_of(site_context, "公信用办发﹝2018﹞10号") == "/policies/ecommerce-integrity-plan/"
    assert place_of(site_context, "《中华人民共和国电子商务法》第十七条") == ""
