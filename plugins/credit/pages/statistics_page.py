"""Statistics page: a chart and a table for each figure of an edition."""

from __future__ import annotations

from collections.abc import Iterator

from credit import list_statistics, urls
from credit.change_history.monthly_changes import OTHER_PERIODS
from credit.exporters.site_tables import MONTHLY_CHANGES
from credit.list_statistics import DELAY_BANDS, ListFigures, Tally
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.charts import bar_chart, column_chart
from credit.pages.document_entries import documents_of
from credit.pages.document_pages import COLUMN_WORDS
from credit.pages.list_overview import changes_links, facet_words
from credit.pages.page_head import page_head
from credit.pages.site_context import SiteContext
from credit.view_models import Cell, Chart, Column, Fact, Grid, Link, LinkGroup, Row, StatisticsPage, StatisticsPart

TITLE = "统计"

LEAD = "本站正在公示的记录有多少、是哪一年公示的、由谁认定、属于哪种行为、在哪个乡镇。已经移出名单的记录不在统计之内。"

NOTES = (
    "一条记录是一次认定。“单位”是有统一社会信用代码的企业、个体工商户和其他组织，同一个代码只算一个；一个单位可以有几条记录。",
    "自然人的记录计入条数，不计入单位数，不写姓名。没有统一社会信用代码这一列的名单，不数单位，那一格空着。",
    "“从认定到公示”按日历上的天数计算，节假日也算在内。",
)

MONTHLY_NOTE = (
    "每月新增、移出的条数由名单的改动历史算出，已经移出的记录也算在内，不写名称和编号。"
    "一个月不足 5 条的，并入“其余各月”；没有这样的月份，就不写。"
)

#: More rows than this of one kind fill a page without telling more; the list itself is browsed by them.
_DAYS = "从认定到公示的天数"


def statistics_page(site_context: SiteContext) -> StatisticsPage:
    """Return ``/statistics/``; every number is computed by ``list_statistics.compute_statistics``."""
    figures = list_statistics.compute_statistics(site_context.edition.public)
    address = urls.STATISTICS
    reports = tuple(
        Link(item.title, site_context.href(urls.document_address("report", item.slug)))
        for item in documents_of(site_context.edition, "report")
    )
    return StatisticsPage(
        head=page_head(site_context, TITLE, LEAD, address, ColumnName=TITLE, ColumnDescription=LEAD, ColumnType="数据发布"),
        address=address,
        crumbs=breadcrumbs(site_context, (TITLE, address)),
        title=TITLE,
        lead=LEAD,
        section=address,
        overview=_overview(site_context, figures),
        reports=LinkGroup(COLUMN_WORDS["report"][0], reports, note="报告里的数字按写报告那一天的数据算出，以后不再改变。"),
        parts=tuple(_part(site_context, item) for item in figures.lists if item.total),
        notes=(*NOTES, *((MONTHLY_NOTE,) if site_context.published.monthly_counts else ())),
        downloads=_downloads(site_context),
    )  # fmt: skip


def _downloads(site_context: SiteContext) -> tuple[Link, ...]:
    """Return the links to what changed and to the counts by month, where there are any."""
    changes = changes_links(site_context, note="新增和改动的记录，按月份")
    if not site_context.published.monthly_counts:
        return changes
    name = MONTHLY_CHANGES
    return (
        *changes,
        Link("每月增减（CSV）", site_context.href(urls.download_address(name, f"{name}.csv"))),
        Link("其他格式和每一列的说明", site_context.href(urls.dataset_address(name))),
    )


def _overview(site_context: SiteContext, figures: list_statistics.Statistics) -> Grid:
    updated = site_context.published.updated_on
    columns = [
        Column("title", "名单"),
        Column("total", "正在公示（条）", "number"),
        Column("entities", list_statistics.ENTITIES_TITLE, "number"),
        Column("newest", "最新一条的公示日期", "date"),
    ]
    if updated:
        columns.append(Column("updated", "数据更新到", "date"))
    rows = [
        Row(
            (
                Cell(_title(site_context, item), site_context.href(urls.list_address(item.name))),
                Cell(str(item.total), kind="number"),
                Cell(list_statistics.entities_words(item.entities), kind="number"),
                Cell(item.newest, kind="date"),
                *([Cell(updated[item.name], kind="date")] if updated else []),
            )
        )
        for item in figures.lists
    ]
    entities = list_statistics.entities_words(figures.entities)
    total = [Cell(str(figures.total), kind="number"), Cell(entities, kind="number"), Cell("")]
    if updated:
        total.append(Cell(max(updated.values()), kind="date"))
    rows.append(Row((Cell("合计（同一单位只算一个）"), *total)))
    return Grid("全部名单", tuple(columns), tuple(rows), "本站还没有名单。")


def _title(site_context: SiteContext, one: ListFigures) -> str:
    return site_context.edition.public[one.name].resource.title


def _part(site_context: SiteContext, one: ListFigures) -> StatisticsPart:
    numbers = [
        ("正在公示", one.total, "条"),
        ("其中拟列入", one.candidates, "条"),
        ("其中正在处理异议", one.disputed, "条"),
        ("其中自然人", one.persons, "条"),
    ]
    facts = [Fact(term, (Cell(f"{number} {unit}"),)) for term, number, unit in numbers if number]
    title = _title(site_context, one)
    charts = [
        _years(title, one),
        _months(title, one),
        *_monthly(site_context, one),
        *(_facet(site_context, one, tally) for tally in one.facets if tally.counts),
    ]
    if one.delay is not None:
        bands = zip(DELAY_BANDS, one.delay.bands, strict=True)
        charts.append(
            column_chart(
                f"{one.name}-delay",
                _DAYS,
                title,
                ("天数", "记录"),
                [(list_statistics.band_words(band), _short(band), number) for band, number in bands],
            )
        )
        explanation = "一半的记录比这更快，一半更慢"
        days = list_statistics.days_words(one.delay.median)
        facts.append(Fact("从认定到公示", (Cell(f"中间值 {days}"),), explanation=explanation))
    return StatisticsPart(
        title=title,
        facts=tuple(facts),
        charts=tuple(charts),
        more=Link(f"查看{title}", site_context.href(urls.list_address(one.name))),
    )


def _short(band: tuple[int, int | None]) -> str:
    low, high = band
    return f"{low}–{high}" if high is not None else f"{low}起"


def _years(of: str, one: ListFigures) -> Chart:
    counts = [(f"{key} 年", key, number) for key, number in one.years.counts]
    return column_chart(f"{one.name}-years", "按年份", of, ("年份", "记录"), counts)


def _months(of: str, one: ListFigures) -> Chart:
    """Return the chart by month; labels are months within one year, over several years only their beginnings."""
    several = len(one.months.counts) > 12
    counts = []
    for key, number in one.months.counts:
        year, month = key[:4], int(key[5:])
        short = f"{month}月" if not several else f"{year}年" if month == 1 else ""
        counts.append((f"{year} 年 {month} 月", short, number))
    return column_chart(f"{one.name}-months", "按月份", of, ("月份", "记录"), counts)


#: Change → words of its chart and the end of its key.
_MONTHLY = {
    "新增": ("每月新增", "added"),
    "已结束": ("每月结束（期满、修复或者移出名单）", "ended"),
    "撤销": ("每月撤销", "revoked"),
    "更正": ("每月更正", "corrected"),
}


def _monthly(site_context: SiteContext, one: ListFigures) -> Iterator[Chart]:
    """Yield a chart of each change of a list by month; none without a history."""
    counts = [count for count in site_context.published.monthly_counts if count.list == one.name]
    for change, (title, key) in _MONTHLY.items():
        rows = [_period(count.period, count.records) for count in counts if count.change == change]
        if rows:
            heads = ("时间", "记录")
            yield column_chart(f"{one.name}-monthly-{key}", title, _title(site_context, one), heads, rows)


def _period(period: str, number: int) -> tuple[str, str, int]:
    if period == OTHER_PERIODS:
        return "其余各年", "其余", number
    year, _, month = period.partition("-")
    return (f"{year} 年 {int(month)} 月", f"{int(month)}月", number) if month else (f"{year} 年其余各月", year, number)


def _facet(site_context: SiteContext, one: ListFigures, tally: Tally) -> Chart:
    table = site_context.edition.public[one.name]
    field = table.resource.schema.field(tally.column)
    title = field.title if field else tally.column
    counts = []
    for value, number in tally.counts:
        key, words = facet_words(site_context, table, tally.column, value)
        has_page = tally.column in table.resource.rules.facets
        href = site_context.href(urls.facet_address(one.name, tally.column, key)) if has_page else ""
        counts.append((words, number, href))
    if tally.without:
        counts.append(("未注明", tally.without, ""))
    return bar_chart(
        f"{one.name}-{tally.column.replace('_', '-')}", f"按{title}", _title(site_context, one), (title, "记录"), counts
    )
