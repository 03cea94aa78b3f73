"""The tags and footer items of a government site: there when set, absent when unset, the right ones on each type."""

from __future__ import annotations

import dataclasses

import pytest

from credit.model import Site
from credit.pages import SiteContext, make_layout, make_site_context
from credit.pages.document_entries import entry_of
from credit.pages.document_pages import document_view
from credit.pages.page_head import page_head
from credit.view_models import Page
from tests.support.demonstration_edition import demonstration
from tests.support.page_factory import every_page

#: 《政府网站发展指引》(国办发〔2017〕47号): the kinds a column may be of.
COLUMN_TYPES = {
    "首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件",
    "信息公开指南", "信息公开目录", "信息公开年报", "依申请公开", "数据发布", "数据开放",
    "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈",
}  # fmt: skip
ASSETS = {"style.css": "style.00000000.css", "favicon.svg": "favicon.00000000.svg"}


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(), "")


@pytest.fixture(scope="module")
def pages(site_context: SiteContext) -> list[Page]:
    """Every page and document of the demonstration."""
    made = list(every_page(site_context).values())
    documents = [document for document in site_context.edition.documents if document.kind != "guide"]
    return made + [document_view(site_context, document) for document in documents]


def with_site(site_context: SiteContext, **settings: str) -> SiteContext:
    """Return the site context of the same data with other settings of the site."""
    site: Site = dataclasses.replace(site_context.package.site, **settings)  # type: ignore[arg-type]
    return dataclasses.replace(site_context, package=dataclasses.replace(site_context.package, site=site))


def test_every_page_is_a_column_or_a_content_or_neither(pages: list[Page]) -> None:
    """Never both; a column has its four tags and a known kind, a content its title and source; no tag is empty."""
    for page in pages:
        meta = dict(page.head.meta)
        column = {name for name in meta if name.startswith("Column")}
        content = {name for name in meta if name in {"ArticleTitle", "PubDate", "ContentSource"}}
        assert meta["SiteName"], page.address
        assert all(meta.values()), page.address
        assert not (column and content), page.address
        if column:
            assert {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} == column, page.address
            assert meta["ColumnType"] in COLUMN_TYPES, page.address
        if content:
            assert {"ArticleTitle", "ContentSource"} <= content, page.address


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "首页"),
        ("/lists/", "数据发布"),
        ("/lists/black-list/", "数据发布"),
        ("/policies/", "政策文件"),
        ("/notices/", "工作动态"),
        ("/departments/", "机构职能"),
        ("/measures/", "信息公开目录"),
        ("/data/", "数据开放"),
        ("/data/black-list/", "数据开放"),
    ],
)
def test_a_column_says_of_what_kind_it_is(pages: list[Page], address: str, kind: str) -> None:
    """The kinds of the guideline, by address."""
    assert kind == dict(next(page for page in pages if page.address == address).head.meta)["ColumnType"]


def test_archives_and_documents_are_contents(pages: list[Page]) -> None:
    """With the day of their data or of their publication, never that of a build."""
    for page in pages:
        if page.address.startswith(("/entities/", "/notices/", "/cases/")) and page.address.count("/") > 1:
            meta = dict(page.head.meta)
            if "ColumnName" not in meta:
                assert meta["ArticleTitle"] == page.title
                assert "PubDate" not in meta or len(meta["PubDate"]) == 10


def test_what_is_unset_is_absent(site_context: SiteContext, pages: list[Page]) -> None:
    """A site that is not a government's does not look like one."""
    assert not any({"SiteDomain", "SiteIDCode"} & set(dict(page.head.meta)) for page in pages)
    layout = make_layout(site_context, ASSETS)
    assert ((), "") == (layout.codes, layout.organizer)
    assert "我为政府网站找错" not in [link.text for link in layout.footer_links]
    assert "网站地图" in [link.text for link in layout.footer_links]


def test_what_is_set_is_there(site_context: SiteContext) -> None:
    """Domain and identity code in the head, codes, organizer and the way to report a fault in the footer."""
    official = with_site(
        site_context,
        domain="credit.example.cn",
        identity_code="2201840001",
        icp_number="吉ICP备00000000号",
        police_number="吉公网安备00000000000000号",
        organizer="示例办公室",
        report_error_url="https://zfwzzc.example.cn/",
    )
    meta = dict(page_head(official, "题", "述", "/about/").meta)
    assert ("credit.example.cn", "2201840001") == (meta["SiteDomain"], meta["SiteIDCode"])
    layout = make_layout(official, ASSETS)
    assert ["网站标识码", "ICP备案号", "公安备案号"] == [fact.term for fact in layout.codes]
    assert "示例办公室" == layout.organizer
    reporting = next(link for link in layout.footer_links if link.text == "我为政府网站找错")
    assert (True, "https://zfwzzc.example.cn/") == (reporting.external, reporting.href)


def test_listings_stay_out_of_caches_and_shops_out_of_search(pages: list[Page]) -> None:
    """No cache (noarchive) on every page that shows rows of a list, noindex on an archive of a 92… code."""
    for page in pages:
        robots = page.head.robots
        if page.address.startswith(("/entities/", "/lists/")) and page.address != "/lists/":
            assert "noarchive" in robots, page.address
        if page.address.startswith("/entities/"):
            assert ("noindex" in robots) is page.address.startswith("/entities/92"), page.address


def test_the_day_of_publication_goes_before_that_of_the_paper(site_context: SiteContext) -> None:
    """A paper that states both was dated on one day and published here on another."""
    policy = next(
        document for document in site_context.edition.documents if document.kind == "policy" and document.date
    )
    later = dataclasses.replace(policy, metadata={**policy.metadata, "Published_on": "2026-11-19"})
    assert "2026-11-19" == dict(document_view(site_context, later).head.meta)["PubDate"]
    assert "2026-11-19" == entry_of(site_context, later).date
