"""Large-type page: explains large type and links to the pages in it."""

from __future__ import annotations

from credit import urls
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.navigation import NAVIGATION
from credit.pages.page_head import page_head
from credit.pages.site_context import SiteContext
from credit.view_models import LargePage, Link

TITLE = "大字版"
LEAD = "字看不清？每一页都可以放大，内容完全一样。"

_SENTENCES = (
    "点每一页最上面的“大字版”，这一页的字马上变大；想变回来，点同一个地方的“标准字号”。",
    "多数手机和电脑会记住您的选择，下次打开还是大字。这个选择只存在您自己的手机或电脑里，不会传给本站。",
    "如果换一页字又变小了，是因为您的浏览器不让网页记住选择：请在新的一页再点一次“大字版”，或者从下面进去。",
    "还想更大：在电脑上按住 Ctrl 键再按加号键；在手机上用两根手指把画面撑开，或者在手机的设置里调大字号。",
)


def large_page(site_context: SiteContext) -> LargePage:
    """Return ``/large/``: it works without a script, since its links lead to pages in large type."""
    links = [("首页", urls.HOME), *NAVIGATION]
    return LargePage(
        head=page_head(site_context, TITLE, LEAD, urls.LARGE, ArticleTitle=TITLE),
        address=urls.LARGE,
        crumbs=breadcrumbs(site_context, (TITLE, urls.LARGE)),
        title=TITLE,
        lead=LEAD,
        section=urls.LARGE,
        sentences=_SENTENCES,
        links=tuple(Link(words, site_context.href(address) + urls.LARGE_TYPE) for words, address in links),
    )
