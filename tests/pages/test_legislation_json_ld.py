"""JSON-LD of policies: right by our shapes as pySHACL judges them, what is in force and what acts on what as recorded."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib

from credit import gate
from credit.pages import SiteContext, make_site_context
from credit.pages.document_pages import document_page
from tests.support.demonstration_edition import demonstration
from tests.support.demonstration_sources import site as site

ROOT = Path(__file__).resolve().parents[2]
SHAPES = ROOT / "tests/site/legislation_shapes.ttl"
DAY = datetime.date(2026, 11, 20)
PLAN, RULES = "ecommerce-integrity-plan", "credit-repair-measures"
ADDRESS = "https://credit.example/sub"


# rdflib warns about its own parser.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), ADDRESS)


def described(site_context: SiteContext, slug: str) -> dict[str, Any]:
    """Return the description in the page of a policy."""
    found: dict[str, Any] = json.loads(document_page(site_context, site_context.slugs["policy", slug]).head.json_ld)
    return found


def graph_of(block: dict[str, Any]) -> rdflib.Graph:
    """Return the triples, with the vocabulary in the place of the context that lies elsewhere."""
    data = json.dumps({**block, "@context": {"@vocab": "https://schema.org/"}})
    return rdflib.Graph().parse(data=data, format="json-ld")


def shaped(block: dict[str, Any]) -> tuple[bool, str]:
    """Return whether the shapes accept a description, and the report."""
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    valid, _, report = pyshacl.validate(graph_of(block), shacl_graph=shapes)
    return bool(valid), str(report)


def test_each_policy_of_the_demonstration_suits_the_shapes(site_context: SiteContext) -> None:
    """And has the triples that they ask about."""
    policies = [item for item in site_context.edition.documents if item.kind == "policy"]
    assert policies
    for document in policies:
        block = described(site_context, document.slug)
        assert len(graph_of(block)) > 20
        valid, report = shaped(block)
        assert valid, report


FAULTS: dict[str, Any] = {
    "legislationIdentifier": "十号",
    "legislationDate": "2018年",
    "legislationPassedBy": [],
    "legislationLegalForce": {"@id": "https://schema.org/Void"},
    "encoding": [],
    "isPartOf": {"@type": "Thing"},
    "url": "/policies/",
    "legislationChanges": [{"@type": "Legislation"}],
    "legislationDisgrace": "与名单无关的词",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_shapes_refuse(site_context: SiteContext, fault: str) -> None:
    block = described(site_context, PLAN)
    assert shaped(block)[0]
    assert not shaped({**block, fault: FAULTS[fault]})[0]


def test_a_policy_says_what_its_record_says(site_context: SiteContext) -> None:
    block = described(site_context, PLAN)
    page = f"{ADDRESS}/policies/{PLAN}/"
    assert (f"{page}#legislation", page) == (block["@id"], block["url"])
    assert block["legislationIdentifier"] == "公信用办发〔2018〕10号"
    assert (block["legislationDate"], block["datePublished"]) == ("2018-12-26", "2018-12-26")
    assert "dateModified" not in block
    assert [item["name"] for item in block["legislationPassedBy"]] == ["公主岭市社会信用体系建设工作领导小组办公室"]
    assert block["legislationLegalForce"] == {"@id": "https://schema.org/InForce"}
    assert [item["contentUrl"] for item in block["encoding"]] == [
        f"{page}{PLAN}.{end}" for end in ("json", "md", "akn")
    ]
    assert block["isPartOf"]["url"] == f"{ADDRESS}/policies/"
    assert block["disambiguatingDescription"]


def test_effects_and_validity_are_told_as_recorded(site: Path) -> None:
    """Repeals what it repeals, changes what it replaces; a policy no longer in force is not, an amended one says nothing."""
    with (site / "data/effects.csv").open("a", encoding="utf-8") as file:
        file.write(f"{RULES},{PLAN},代替,2026-05-01\n{RULES},credit-repair-system-plan,修改,2026-05-01\n")
    for slug, validity in ((PLAN, "失效"), ("credit-repair-system-plan", "已修改")):
        path = site / f"content/policies/{slug}.md"
        words = path.read_text(encoding="utf-8").replace("Validity: 有效", f"Validity: {validity}")
        path.write_text(words, encoding="utf-8")
    context = make_site_context(gate.validate(site, DAY), ADDRESS)
    block = described(context, RULES)
    assert shaped(block)[0]
    assert ["《失信行为纠正后的信用信息修复管理办法（试行）》"] == [
        item["name"] for item in block["legislationRepeals"]
    ]
    assert [f"{ADDRESS}/policies/{PLAN}/"] == [item["url"] for item in block["legislationChanges"]]
    assert [f"{ADDRESS}/policies/credit-repair-system-plan/"] == [item["url"] for item in block["legislationAmends"]]
    assert described(context, PLAN)["legislationLegalForce"] == {"@id": "https://schema.org/NotInForce"}
    assert "legislationLegalForce" not in described(context, "credit-repair-system-plan")


def test_other_papers_and_a_site_without_an_address_have_none(site_context: SiteContext) -> None:
    notice = next(item for item in site_context.edition.documents if item.kind == "notice")
    assert document_page(site_context, notice).head.json_ld == ""
    bare = make_site_context(site_context.edition, "")
    assert document_page(bare, bare.slugs["policy", PLAN]).head.json_ld == ""
