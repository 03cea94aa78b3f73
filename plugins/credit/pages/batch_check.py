"""Batch check: many names and codes looked up at once in the browser."""

from __future__ import annotations

from dataclasses import replace

from credit import urls
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.page_head import page_head
from credit.pages.site_context import SiteContext
from credit.view_models import BatchPage, Link

TITLE = "批量核对"

#: Names and codes of one check.
MOST = 200

LEAD = f"一次核对最多 {MOST} 个名称或者统一社会信用代码，看哪些在本站的名单上。"

#: The script of this page alone.
SCRIPTS = ("batch.js",)

_SENTENCES = (
    "名称要写全，和名单上的一字不差才算找到；代码要写全 18 位。不完全相同的，另外列在“相近的有”下面，请自己核对。",
    "核对在您自己的浏览器里进行，粘贴的内容不会发给本站。",
    "个人的记录不能核对。本站查不到，不能证明它有或者没有信用问题：其他部门和其他地区的记录不在本站。",
)


def batch_page(site_context: SiteContext) -> BatchPage:
    """Return ``/check/``: the box for names and codes, and the ways that lead on without a script."""
    return BatchPage(
        head=replace(page_head(site_context, TITLE, LEAD, urls.CHECK, ColumnType="办事服务"), scripts=SCRIPTS),
        address=urls.CHECK,
        crumbs=breadcrumbs(site_context, ("搜索", urls.SEARCH), (TITLE, urls.CHECK)),
        title=TITLE,
        lead=LEAD,
        section=urls.SEARCH,
        index=site_context.href(urls.search_index_address("")),
        base=site_context.base,
        most=MOST,
        sentences=_SENTENCES,
        further=(
            Link("一个一个搜索", site_context.href(urls.SEARCH)),
            Link("下载全部名单，自己核对", site_context.href(urls.DATA)),
        ),
    )


def batch_link(site_context: SiteContext) -> Link:
    """Return the link to the batch check, for the pages that lead to it."""
    return Link(TITLE, site_context.href(urls.CHECK), note=LEAD)
