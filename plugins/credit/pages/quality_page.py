"""Page of data quality: checks before each publication, fill rates, freshness by authority."""

from __future__ import annotations

from credit import law, urls
from credit.documents.publication_window import publication_day
from credit.list_statistics import ListQuality, days_words, measure_quality
from credit.model import COLUMN_TITLES
from credit.pages.document_entries import documents_of
from credit.pages.inspection_figures import figures_grid, warnings_grid
from credit.pages.site_context import SiteContext
from credit.pages.tables_page import tables_page
from credit.view_models import Cell, Column, Grid, Row, TextPage

TITLE = "数据质量"

LEAD = (
    "公布以前检查了什么、有哪些提醒，各栏目更新到哪一天，每份名单的各列有多少行填了内容，各认定部门最近一次公示是哪一天、从认定到公示用了几天。"
    "只统计正在公示的记录。"
)

#: Checks of the gate in words, each with its outcome.
_CHECKS = (
    ("文件和列", "编码、列名、列数、每一格的类型和取值范围，以及必须填写的列", "不通过就不公布"),
    ("统一社会信用代码", "位数、字符和校验位；同一个代码的名称前后是否一致", "不通过就不公布；名称不一致的只提醒"),
    ("日期", "有没有这一天，先后顺序是否合理，公示期限和信用修复的日期是否符合规定", "不通过就不公布，或者提醒"),
    ("引用", "部门、清单、文件条款等编号在各自的表里是否都有", "不通过就不公布"),
    ("个人信息", "身份证号码、手机号码等，表格、文件、附件和生成的网页都查", "不通过就不公布"),
    ("撤下的记录", "期满、修复和撤销的记录是否还在任何一个文件里", "不通过就不公布"),
    ("改动", "与上一次公布的内容比较：少了哪些行，改了哪些已经公布的内容", "要写明原因，或者由第二个人确认"),
    ("生成的网站", "每个链接有没有去处，每个页面是否太大，每份文件的校验值", "不通过就不上线"),
)


def quality_page(site_context: SiteContext) -> TextPage:
    """Return ``/data/quality/``: figures of the public rows alone, so that it changes only with them."""
    qualities = measure_quality(site_context.edition.public)
    grids = (
        _checks(),
        warnings_grid(site_context),
        figures_grid(site_context, "文件和指南的检查（按政府网站检查指标）"),
        _columns(site_context),
        _overview(site_context, qualities),
        *(_freshness(site_context, item) for item in qualities if item.authorities),
        *(_fills(site_context, item) for item in qualities),
    )
    above = ("数据开放", urls.DATA)
    return tables_page(site_context, urls.QUALITY, TITLE, LEAD, grids, above=above, column_type="数据开放")


def _checks() -> Grid:
    columns = (Column("title", "检查"), Column("scope", "查什么"), Column("outcome", "结果"))
    return Grid("公布以前的检查", columns, tuple(Row(tuple(map(Cell, check))) for check in _CHECKS))


def _columns(site_context: SiteContext) -> Grid:
    """Return the newest document of each column, and the last day on which the annual check finds the column updated."""
    columns = (
        Column("title", "栏目"),
        Column("rows", "文件（份）", "number"),
        Column("newest", "最新的一份", "date"),
        Column("limit", "更新期限"),
        Column("last_day", "最迟更新", "date"),
    )
    rows = []
    for kind, key in law.COLUMN_LIMITS.items():
        documents = documents_of(site_context.edition, kind)
        newest = max(filter(None, (publication_day(document.metadata) for document in documents)), default=None)
        limit = law.inspection_limit(key)
        days = (newest.isoformat(), limit.last_day(newest).isoformat()) if newest else ("", "")
        title = Cell(COLUMN_TITLES[kind], site_context.href(urls.column_address(kind)))
        count = Cell(str(len(documents)), kind="number")
        rows.append(Row((title, count, Cell(days[0], kind="date"), Cell(limit.words), Cell(days[1], kind="date"))))
    return Grid("栏目的更新（按政府网站检查指标）", columns, tuple(rows))


def _overview(site_context: SiteContext, qualities: tuple[ListQuality, ...]) -> Grid:
    """Return the share of filled cells of each list."""
    columns = (
        Column("title", "名单"),
        Column("rows", "正在公示（条）", "number"),
        Column("columns", "列数", "number"),
        Column("share", "填了内容的格子", "number"),
    )
    rows = []
    for item in qualities:
        filled, all_cells = sum(fill.filled for fill in item.fills), item.rows * len(item.fills)
        title = Cell(_title(site_context, item), site_context.href(urls.list_address(item.name)))
        numbers = (str(item.rows), str(len(item.fills)), _share(filled, all_cells))
        rows.append(Row((title, *(Cell(number, kind="number") for number in numbers))))
    return Grid("全部名单", columns, tuple(rows), "目前没有正在公示的记录。")


def _freshness(site_context: SiteContext, item: ListQuality) -> Grid:
    columns = [
        Column("authority", "认定部门"),
        Column("rows", "正在公示（条）", "number"),
        Column("newest", "最近一次公示", "date"),
    ]
    # A list without a day of decision, as the red list, has no such figures at all.
    has_delay = any(freshness.median is not None for freshness in item.authorities)
    if has_delay:
        columns += [Column("median", "从认定到公示（中间值）"), Column("longest", "最长")]
    rows = []
    for freshness in item.authorities:
        link = site_context.link_to("departments", freshness.authority)
        cells = [
            Cell(link.text or freshness.authority, link.href),
            Cell(str(freshness.rows), kind="number"),
            Cell(freshness.newest, kind="date"),
        ]
        if has_delay:
            days = (freshness.median, freshness.longest)
            cells += [Cell(days_words(day) if day is not None else "没有登记") for day in days]
        rows.append(Row(tuple(cells)))
    return Grid(f"{_title(site_context, item)}：各认定部门", tuple(columns), tuple(rows), heading="authority")


def _fills(site_context: SiteContext, item: ListQuality) -> Grid:
    """Return the columns of a list that some rows leave empty, the emptiest first."""
    schema = site_context.edition.public[item.name].resource.schema
    columns = (Column("column", "列"), Column("filled", "填了内容（行）", "number"), Column("share", "比例", "number"))
    partly = sorted((fill for fill in item.fills if fill.filled < fill.rows), key=lambda fill: fill.filled)
    rows = tuple(
        Row(
            (
                Cell(field.title if (field := schema.field(fill.column)) else fill.column),
                Cell(str(fill.filled), kind="number"),
                Cell(_share(fill.filled, fill.rows), kind="number"),
            )
        )
        for fill in partly
    )
    full = len(item.fills) - len(partly)
    caption = f"{_title(site_context, item)}：没有填满的列（另有 {full} 列每行都填了）"
    return Grid(caption, columns, rows, "每一列的每一行都填了。", heading="column")


def _share(part: int, whole: int) -> str:
    """Return a share in whole percent; neither none nor all is said of what is neither."""
    if not whole:
        return "0%"
    percent = round(100 * part / whole)
    return f"{min(max(percent, 1), 99)}%" if 0 < part < whole else f"{percent}%"


def _title(site_context: SiteContext, item: ListQuality) -> str:
    return site_context.edition.public[item.name].resource.title
