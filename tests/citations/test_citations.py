"""Papers that a document cites become rows of a dataset and, where the site holds them, links."""

from __future__ import annotations

import datetime

import pandas
import pytest

from credit.citations import Citation, HeldPapers, fill_citations, link_citations, read_citations
from credit.documents.body import render_body
from credit.model import Document, PublicTable, Resource
from credit.reader import read_package
from tests.conftest import ROOT

RULES = "根据《示例办法》（示信办〔2026〕1号）和《别处的办法》制定。\n\n一、甲\n\n1.按示信办[2026] 1 号办。\n"


def document(slug: str, title: str, body: str, number: str = "", kind: str = "policy") -> Document:
    rendered = render_body(body.split("\n"), 1, f"/policies/{slug}/", ())
    return Document(
        kind, f"content/policies/{slug}.md", slug, title, datetime.date(2026, 3, 5), {"Number": number}, rendered.html,
        rendered.text, rendered.clauses,
    )  # fmt: skip


@pytest.fixture
def documents() -> tuple[Document, Document]:
    """A paper that cites and the one it cites, which issues the rules it is cited by."""
    return (
        document("plan", "示例方案", RULES),
        document("rules", "示例市信用办公室关于印发《示例办法》的通知", "见《示例方案》。\n", "示信办〔2026〕1号"),
    )


def test_titles_and_numbers_are_read_by_clause(documents: tuple[Document, Document]) -> None:
    """In any form of brackets; a paper that the site lacks has no address."""
    assert (
        Citation("", "《示例办法》", "/policies/rules/"),
        Citation("", "《别处的办法》", ""),
        Citation("", "示信办〔2026〕1号", "/policies/rules/"),
        Citation("c1-1", "示信办〔2026〕1号", "/policies/rules/"),
    ) == read_citations(documents[0], HeldPapers(documents))


def test_citations_of_held_papers_become_links(documents: tuple[Document, Document]) -> None:
    """The words stay; a title that the site does not hold stays plain."""
    plan, rules = link_citations(documents)
    link = '<a href="/policies/rules/">{}</a>'
    assert f"{link.format('《示例办法》')}（{link.format('示信办〔2026〕1号')}）和《别处的办法》" in plan.body
    assert f"按{link.format('示信办[2026] 1 号')}办" in plan.body
    assert '见<a href="/policies/plan/">《示例方案》</a>。' in rules.body


def test_a_document_is_no_citation_of_itself_and_links_are_not_nested() -> None:
    """Nor is a heading a link."""
    own = document("a", "示例办法", "## 一、《乙办法》\n\n《示例办法》和[《乙办法》](/policies/b/)。\n")
    other = document("b", "乙办法", "话。\n")
    linked = link_citations((own, other))[0]
    assert own.body == linked.body
    assert ["《乙办法》"] == [item.cited for item in read_citations(own, HeldPapers((own, other)))]


def test_measures_on_trial_are_not_the_measures_that_replaced_them() -> None:
    """A title as it is printed goes before one without its note, whichever document comes first."""
    trial = document("a-trial", "示例修复办法（试行）", "话。\n")
    final = document("b-final", "示例修复办法", "话。\n")
    citing = document("c", "示例方案", "按《示例修复办法》办，《示例修复办法（试行）》废止。\n")
    for held in ((trial, final, citing), (final, trial, citing)):
        found = {item.cited: item.held for item in read_citations(citing, HeldPapers(held))}
        assert {"《示例修复办法》": "/policies/b-final/", "《示例修复办法（试行）》": "/policies/a-trial/"} == found
    assert "/policies/a-trial/" == HeldPapers((trial, citing)).address_of("《示例修复办法》")


def test_title_that_two_papers_bear_leads_to_none_of_them() -> None:
    """Their numbers tell them apart; the title is that of a paper which the site holds all the same."""
    first = document("first", "关于公布示例名单的通知", "话。\n", "示信办〔2025〕1号", "notice")
    second = document("second", "关于公布示例名单的通知", "话。\n", "示信办〔2026〕1号", "notice")
    citing = document("c", "示例方案", "见《关于公布示例名单的通知》（示信办〔2026〕1号）。\n")
    held = HeldPapers((first, second, citing))
    found = {item.cited: item.held for item in read_citations(citing, held)}
    assert {"《关于公布示例名单的通知》": "", "示信办〔2026〕1号": "/notices/second/"} == found
    assert held.holds("《关于公布示例名单的通知》")
    assert not held.holds("《别处的办法》")


def test_the_dataset_holds_what_public_documents_cite(documents: tuple[Document, Document]) -> None:
    """Its rows come from the documents and leave with them."""
    resource = read_package(ROOT).resource("citations")
    assert isinstance(resource, Resource)
    empty = pandas.DataFrame(columns=list(resource.schema.names), dtype="str")
    table = PublicTable(resource, empty, empty[[]])
    found = fill_citations({"citations": table}, documents)["citations"]
    assert ["rules", *["plan"] * 4] == sorted(found.column("document"), reverse=True)
    assert [] == fill_citations({"citations": table}, ())["citations"].column("document")
    assert {} == fill_citations({}, documents)
