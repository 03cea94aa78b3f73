"""Files beside a document: the JSON has every clause, the Markdown reads back as the page's words and anchors."""

from __future__ import annotations

import datetime
import json
import re
from html import unescape

import markdown
import pytest

from credit.documents.body import render_body
from credit.exporters import DEMONSTRATION
from credit.model import Document
from credit.pages import SiteContext, make_site_context
from credit.pages.document_files import document_files, file_relations
from credit.pages.legislation_json_ld import legislation_json_ld
from tests.support.demonstration_edition import demonstration

DAY = datetime.date(2026, 11, 20)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), "https://credit.example/sub")


def words(html: str) -> str:
    """Return the words of HTML without blanks."""
    return re.sub(r"\s", "", unescape(re.sub("<[^>]*>", "", html)))


def papers(site_context: SiteContext) -> list[Document]:
    """Return the documents that have files."""
    return [item for item in site_context.edition.documents if item.kind not in ("page", "guide")]


def test_each_document_has_its_clauses_as_json(site_context: SiteContext) -> None:
    """With anchors, addresses and all words; no ids of listings."""
    for document in papers(site_context):
        (address, data), *_ = document_files(site_context, document)
        assert address.endswith(f"/{document.slug}/{document.slug}.json")
        described = json.loads(data)
        assert described["text"] == document.text
        assert described["notice"] == DEMONSTRATION
        assert [clause["anchor"] for clause in described["clauses"]] == [clause.anchor for clause in document.clauses]
        for clause in described["clauses"]:
            assert clause["text"] in document.text
            assert clause["url"].startswith("https://credit.example/sub/")
        for record_id in re.findall(r"[A-Z]{2}-\d{4}-\d{5}", document.metadata.get("Subjects", "")):
            assert record_id not in data.decode() or record_id in document.text


def test_the_markdown_reads_back_as_the_page(site_context: SiteContext) -> None:
    """By another reader of Markdown: the same words, the same anchors, every link absolute."""
    for document in papers(site_context):
        _, (address, data), _ = document_files(site_context, document)
        assert address.endswith(".md")
        html = markdown.markdown(data.decode(), extensions=["extra"])
        body = html.partition("</h1>")[2].replace(DEMONSTRATION, "", 1)
        assert (document.slug, words(body)) == (document.slug, words(document.body))
        assert re.findall(' id="([^"]+)"', body) == re.findall(' id="([^"]+)"', document.body)
        assert not re.search(r"\]\(/", data.decode())


LISTS = """## 一、材料

- 申请书
    - 原件
        - 盖章
    - 复印件
- 证明

    另附说明。

    > 以窗口为准。

- 承诺书
"""


def test_the_markdown_keeps_lists_within_lists(site_context: SiteContext) -> None:
    """And paragraphs of an item; their words ran together."""
    rendered = render_body(LISTS.split("\n"), 1, "/policies/a/", ())
    document = Document(
        "notice", "content/notices/a.md", "a", "示例", DAY, {}, rendered.html, rendered.text, rendered.clauses
    )
    _, (_, data), _ = document_files(site_context, document)
    read = markdown.markdown(data.decode(), extensions=["extra"]).partition("</h2>")[2]
    structure = re.compile("</?(?:ul|li|blockquote)>|[\u4e00-\u9fff]+")
    assert structure.findall(rendered.html.partition("</h2>")[2]) == structure.findall(read)


def test_what_a_document_does_not_state_is_in_no_file_for_programs(site_context: SiteContext) -> None:
    """未注明 is no organisation and no force."""
    head = {"Issuer": "未注明", "Validity": "未注明", "Written_on": "2018-01-01"}
    document = Document("policy", "content/policies/a.md", "a", "示例方案", None, head, "<p>话。</p>", "话。")
    files = dict(document_files(site_context, document))
    assert not [address for address, data in files.items() if "未注明" in data.decode()]
    assert {"issuer", "validity"}.isdisjoint(json.loads(files["/policies/a/a.json"]))
    described = json.loads(legislation_json_ld(site_context, document))
    assert {"legislationPassedBy", "legislationLegalForce"}.isdisjoint(described)
    assert described["legislationDate"] == "2018-01-01"


def test_the_page_leads_to_its_files(site_context: SiteContext) -> None:
    document = site_context.slugs["policy", "ecommerce-integrity-plan"]
    assert [
        (relation.rel, relation.href, relation.mediatype) for relation in file_relations(site_context, document)
    ] == [
        ("alternate", "/sub/policies/ecommerce-integrity-plan/ecommerce-integrity-plan.json", "application/json"),
        ("alternate", "/sub/policies/ecommerce-integrity-plan/ecommerce-integrity-plan.md", "text/markdown"),
        ("alternate", "/sub/policies/ecommerce-integrity-plan/ecommerce-integrity-plan.akn", "application/akn+xml"),
    ]
    assert list(document_files(site_context, site_context.slugs["page", "about"])) == []
