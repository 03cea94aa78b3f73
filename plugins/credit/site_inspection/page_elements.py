"""Page elements: tags, dates, footer, guides, misprints and pictures that the annual check wants on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from credit import urls
from credit.documents.guide_sections import CONDITIONS, MATERIALS, SOURCES, STEPS
from credit.site_inspection.inspection_findings import Finding
from credit.site_inspection.page_facts import PageFacts
from credit.site_inspection.page_graph import HOME_FILE

#: Kinds of columns of 《政府网站发展指引》 (国办发〔2017〕47号).
COLUMN_TYPES = frozenset({
    "首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南", "信息公开目录", "信息公开年报",
    "依申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈",
})  # fmt: skip

_SITE_TAGS = {"SiteName": "网站名称", "SiteDomain": "网站域名", "SiteIDCode": "网站标识码"}
_COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CONTENT_TAGS = ("ArticleTitle", "ContentSource")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")

#: Items of the footer of a government site, by the words of the page.
FOOTER_ITEMS = ("主办单位", "联系方式", "网站标识码", "ICP备案号", "公安备案号", "网站地图", "我为政府网站找错")

#: Elements of a guide → the heading of its section.
_GUIDE_SECTIONS = {"申请条件": CONDITIONS, "办理流程": STEPS, "办理材料": MATERIALS, "设定依据": SOURCES}

_NOT_PAGES = (urls.NOT_FOUND, urls.GONE)


def check_elements(pages: Mapping[str, PageFacts]) -> Iterator[Finding]:
    """Report all that each page lacks by itself, and in comparison with the home page."""
    home = pages[HOME_FILE]
    for tag, words in _SITE_TAGS.items():
        if not home.meta.get(tag):
            yield Finding("meta-site", urls.HOME, f"没有 {tag}（{words}），请在 data/datapackage.json 填写")
    for item in FOOTER_ITEMS:
        if item not in home.footer:
            yield Finding(
                "footer-missing", urls.HOME, f"页脚没有“{item}”，请在 data/datapackage.json 或者联系方式里填写"
            )
    for page in pages.values():
        yield from _check_tags(page, home)
        yield from _check_footer(page, home)
        yield from _check_guide(page)
        for picture in page.pictures:
            yield Finding("alt-missing", page.address, f"图片 {picture} 没有说明文字（alt），请补上")
        for misprint in page.misprints:
            code = "name-misprint" if misprint.kind == "name" else "misprint"
            yield Finding(
                code, page.address, f"“{misprint.wrong}”应为“{misprint.right}”，请核对；原文如此的，在页面上注明"
            )


def _check_tags(page: PageFacts, home: PageFacts) -> Iterator[Finding]:
    for tag, words in _SITE_TAGS.items():
        if page is not home and page.meta.get(tag, "") != home.meta.get(tag, ""):
            yield Finding("meta-site", page.address, f"{tag}（{words}）与首页不同")
    if page.address in _NOT_PAGES:
        return
    column = any(tag in page.meta for tag in _COLUMN_TAGS)
    content = any(tag in page.meta for tag in _CONTENT_TAGS)
    if column == content:
        why = "栏目和内容的标签都有，只能有一种" if column else "栏目、内容的标签都没有"
        yield Finding("meta-kind", page.address, why)
        return
    for tag in _COLUMN_TAGS if column else _CONTENT_TAGS:
        if not page.meta.get(tag):
            yield Finding("meta-kind", page.address, f"缺少 {tag}")
    if column and page.meta.get("ColumnType", "首页") not in COLUMN_TYPES:
        yield Finding("meta-kind", page.address, f"ColumnType 不能是“{page.meta['ColumnType']}”")
    day = page.meta.get("PubDate", "")
    if day and not _DAY.fullmatch(day):
        yield Finding("meta-kind", page.address, f"PubDate 要写成 2026-11-20 或 2026-11-20 09:30，现在是“{day}”")
    if not day and is_document(page):
        yield Finding("date-missing", page.address, "没有发布日期；没有日期的按没有更新算，请查明后补上")


def is_document(page: PageFacts) -> bool:
    """Return whether a page is one of a document of a column."""
    parts = page.address.strip("/").split("/")
    return len(parts) == 2 and parts[0] in urls.COLUMNS.values()


def _check_footer(page: PageFacts, home: PageFacts) -> Iterator[Finding]:
    # A certificate is a sheet to print and has no frame.
    if page.address.startswith(urls.CERTIFICATES):
        return
    if missing := [item for item in FOOTER_ITEMS if item in home.footer and item not in page.footer]:
        yield Finding("footer-differs", page.address, f"页脚比首页少 {'、'.join(missing)}")


def _check_guide(page: PageFacts) -> Iterator[Finding]:
    if page.address not in urls.GUIDES:
        return
    # The directory of offices is no service: it has steps and telephones.
    wanted = {"办理流程": STEPS} if page.address == urls.GUIDE_CONTACT else _GUIDE_SECTIONS
    for element, heading in wanted.items():
        if heading not in page.headings:
            yield Finding("guide-element", page.address, f"没有{element}（“{heading}”一节），请在 content/guides/ 补上")
    if not page.has_telephone:
        yield Finding("guide-element", page.address, "没有联系电话，请在 data/contacts.csv 填写")
