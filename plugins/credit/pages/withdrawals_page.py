"""Page of withdrawn records: the ids of the public register, without a name."""

from __future__ import annotations

from credit import urls
from credit.model import REGISTER
from credit.pages.site_context import SiteContext, list_tables, rows_of
from credit.pages.tables_page import tables_page
from credit.view_models import Cell, Column, Grid, Row, TextPage

TITLE = "撤下的记录"

LEAD = (
    "这里只列出记录编号，不写主体的名称和代码。认定被撤销的，写明撤下的日期和原因；"
    "公示期满、完成信用修复或者移出名单的，都写作“已结束”，不写日期，也不加区分。"
)


def withdrawals_page(site_context: SiteContext) -> TextPage:
    """Return ``/withdrawals/``: revoked with day and explanation, corrected with its day, ended as ids alone.

    Source: 行政处罚法 48 (why a decision was withdrawn); all other ends are one class, without dates of listing.
    """
    register = site_context.edition.public.get(REGISTER)
    rows = rows_of(register.cells) if register is not None else []
    grids = (
        _dated(rows, "撤销", "认定被撤销", explained=True),
        _dated(rows, "更正", "因更正另行发布", explained=False),
        _ended(site_context),
    )
    above = ("名单查询", urls.LISTS)
    return tables_page(site_context, urls.WITHDRAWALS, TITLE, LEAD, grids, above=above, column_type="数据发布")


def _dated(rows: list[dict[str, str]], reason: str, caption: str, *, explained: bool) -> Grid:
    columns = [Column("record_id", "记录编号", "code"), Column("withdrawn_on", "撤下日期", "date")]
    if explained:
        columns.append(Column("explanation", "原因"))
    chosen = sorted(
        (row for row in rows if row["reason"] == reason), key=lambda row: (row["withdrawn_on"], row["record_id"])
    )
    cells = [
        (
            Cell(row["record_id"], kind="code"),
            Cell(row["withdrawn_on"], kind="date"),
            *((Cell(row["explanation"]),) if explained else ()),
        )
        for row in reversed(chosen)
    ]
    return Grid(caption, tuple(columns), tuple(Row(cell) for cell in cells), f"目前没有{caption}的记录。")


def _ended(site_context: SiteContext) -> Grid:
    """Return one row for each list; ids in their own order, which does not reveal when a listing began or ended."""
    lists = [
        (table.resource.name, Cell(table.resource.title, site_context.href(urls.list_address(table.resource.name))))
        for table in list_tables(site_context.edition)
    ]
    # An id of the register whose list has no record left is grouped under no list's name.
    others = [(name, Cell("其他名单")) for name in site_context.published.ended if name not in dict(lists)]
    lines = []
    for name, title in (*lists, *others):
        ids = tuple(Cell(record_id, kind="code") for record_id in site_context.published.ended.get(name, ()))
        if ids:
            lines.append(Row((title, ids[0] if len(ids) == 1 else Cell("", more=ids))))
    columns = (Column("list", "名单"), Column("record_id", "记录编号", "code"))
    return Grid("已结束", columns, tuple(lines), "目前没有已结束的记录。")
