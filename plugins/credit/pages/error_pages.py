"""Error pages: the answers for missing addresses (404) and for documents that were taken off the site (410)."""

from __future__ import annotations

from credit import urls
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.page_head import page_head
from credit.pages.site_context import SiteContext, list_tables
from credit.view_models import Link, NotFoundPage


def not_found_page(site_context: SiteContext) -> NotFoundPage:
    """Return the page for every missing address: a code once listed and one never listed get the same answer."""
    held = "、".join(
        f"{table.resource.title}（最新一条 {newest}）" if newest else table.resource.title
        for table in list_tables(site_context.edition)
        for newest in [max(table.shown_since, default="")]
    )
    return _missing_page(
        site_context,
        urls.NOT_FOUND,
        "没有这个页面",
        "没有找到您要的页面。",
        "地址可能输错了，也可能本站没有这方面的记录。",
        (
            f"本站公布的名单有：{held}。名单按公示期限更新，只显示目前公示中的记录。",
            "本站查不到一家企业，不能证明它有或者没有信用问题：其他部门和其他地区的记录不在本站。",
            "如果地址是从别处抄来的，请核对统一社会信用代码是不是 18 位、有没有抄错。",
        ),
        Link("查看全部名单", site_context.href(urls.LISTS)),
    )


def gone_page(site_context: SiteContext) -> NotFoundPage:
    """Return the answer for a document that was taken off the site on purpose (content/moved.csv)."""
    return _missing_page(
        site_context,
        urls.GONE,
        "这份文件已经撤下",
        "您要的文件已经从本站撤下，不再提供。",
        "",
        ("现在有效的政策文件和通知公告在各自的栏目里。",),
        Link("查看政策文件", site_context.href(urls.column_address("policy"))),
    )


def _missing_page(
    site_context: SiteContext, address: str, title: str, what: str, why: str, sentences: tuple[str, ...], onward: Link
) -> NotFoundPage:
    return NotFoundPage(
        head=page_head(site_context, title, what, address, robots="noindex"),
        address=address,
        crumbs=breadcrumbs(site_context, (title, address)),
        title=title,
        lead=what + why,
        section=address,
        sentences=sentences,
        links=(
            Link("回到首页", site_context.href(urls.HOME)),
            onward,
            Link("网站地图", site_context.href(urls.SITEMAP)),
        ),
    )
