"""A document shows what it cites and what cites it, and its issuer leads to the office that bears the name."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from credit import gate
from credit.pages import SiteContext, make_site_context
from credit.pages.document_pages import document_page
from credit.view_models import DocumentPage
from tests.support.demonstration_sources import copy_sources

ROOT = Path(__file__).resolve().parents[2]
DAY = datetime.date(2026, 11, 20)

NOTICE = """Title: 关于试办示例事项的通知
Slug: example-notice
Date: 2018-12-27
Issuer: 公主岭市农业局、示例协会

根据《公主岭市电子商务领域诚信建设工作方案》（公信用办发﹝2018﹞10号），参照《示例条例》。

## 一、范围

执行《公主岭市电子商务领域诚信建设工作方案》。
"""


@pytest.fixture(scope="module")
def site_context(tmp_path_factory: pytest.TempPathFactory) -> SiteContext:
    """The demonstration with a notice that cites its plan twice."""
    root = copy_sources(tmp_path_factory.mktemp("citing"))
    (root / "content/notices/example-notice.md").write_text(NOTICE, encoding="utf-8")
    return make_site_context(gate.validate(root, DAY), "")


def page(site_context: SiteContext, kind: str, slug: str) -> DocumentPage:
    """Return the page of a document."""
    return document_page(site_context, site_context.slugs[kind, slug])


def test_a_document_shows_what_it_cites(site_context: SiteContext) -> None:
    """Each paper once for each form, with a link where the site holds it and the clauses that cite it."""
    (group,) = page(site_context, "notice", "example-notice").related
    assert group.title == "本文件引用的文件"
    plan = "/policies/ecommerce-integrity-plan/"
    assert {(link.text, link.href, link.note) for link in group.links} == {
        ("《公主岭市电子商务领域诚信建设工作方案》", plan, "见 一、"),
        ("公信用办发〔2018〕10号", plan, ""),
        ("《示例条例》", "", ""),
    }


def test_a_document_shows_what_cites_it(site_context: SiteContext) -> None:
    """The document and the place in it."""
    groups = page(site_context, "policy", "ecommerce-integrity-plan").related
    (group,) = (group for group in groups if group.title == "被引用")
    assert [(link.text, link.href, link.note) for link in group.links] == [
        ("关于试办示例事项的通知", "/notices/example-notice/", ""),
        ("关于试办示例事项的通知", "/notices/example-notice/#c1", "见 一、"),
    ]


def test_an_issuer_leads_to_its_office_by_its_name_of_that_day(site_context: SiteContext) -> None:
    """A name of 2018 that has changed since; who is no office of the table is words."""
    facts = {fact.term: fact.values for fact in page(site_context, "notice", "example-notice").facts}
    assert [(cell.text, cell.href) for cell in facts["发文机关"]] == [
        ("公主岭市农业局", "/departments/agriculture/"),
        ("示例协会", ""),
    ]
