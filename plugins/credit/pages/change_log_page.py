"""Changes page: records that were added and changed, by month, as today's site has them."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from credit import urls
from credit.change_history import LoggedChange
from credit.identifiers import NATURAL_PERSON
from credit.model import PublicTable
from credit.pages.site_context import SiteContext
from credit.pages.tables_page import tables_page
from credit.view_models import Cell, Column, Grid, Row, TextPage

TITLE = "变动记录"

LEAD = (
    "名单里新增了哪些记录、哪些记录的内容改过，按月份排列，新的在前。只列正在公示的记录，日期是公布或者改动的日期；"
    "撤下的记录只留编号，见“撤下的记录”。"
)

#: Most changes on the page, and in one month: 20 to 60 bytes each after compression, of 14,000 in all.
MOST_CHANGES, MOST_IN_A_MONTH = 100, 50

_WORDS = {"added": "新增", "changed": "改动"}


def changes_page(site_context: SiteContext) -> TextPage:
    """Return ``/changes/``: the newest changes of all lists; a record that is not public has none."""
    logs = site_context.published.change_logs
    everything = sorted(
        ((change, name) for name, changes in logs.items() for change in changes),
        key=lambda item: (item[0].day, item[1], item[0].record_id),
        reverse=True,
    )
    grids, left = [], MOST_CHANGES
    for month, group in groupby(everything, key=lambda item: item[0].day[:7]):
        changes = list(group)
        shown = changes[: min(left, MOST_IN_A_MONTH)]
        if not shown:
            break
        left -= len(shown)
        grids.append(_month(site_context, month, changes, shown))
    files = tuple(
        Row(
            (
                Cell(site_context.lists[name].title, site_context.href(urls.list_address(name))),
                Cell(f"{site_context.lists[name].title}的变动", site_context.href(urls.change_log_address(name))),
            )
        )
        for name in logs
    )
    columns = (Column("title", "名单"), Column("file", "给程序用的文件"))
    others = Row((Cell("撤下的记录", site_context.href(urls.WITHDRAWALS)), Cell("只有编号")))
    grids.append(Grid("全部变动", columns, (*files, others), ""))
    return tables_page(
        site_context, urls.CHANGES, TITLE, LEAD, grids,
        above=("名单查询", urls.LISTS), column_type="数据发布", robots="noarchive",
    )  # fmt: skip


def _month(
    site_context: SiteContext,
    month: str,
    changes: list[tuple[LoggedChange, str]],
    shown: list[tuple[LoggedChange, str]],
) -> Grid:
    year, number = month.split("-")
    counts = Counter[str](change.change for change, _ in changes)
    words = "，".join(f"{_WORDS[kind]}\u00a0{counts[kind]}\u00a0条" for kind in _WORDS if counts[kind])
    rest = f"（最近的 {len(shown)} 条）" if len(shown) < len(changes) else ""
    columns = (
        Column("name", "主体"),
        Column("list", "名单"),
        Column("change", "变动"),
        Column("day", "日期", "date"),
        Column("record_id", "记录编号", "code"),
    )
    subjects = {name: _subjects(site_context.published.tables[name]) for name in {name for _, name in shown}}
    rows = []
    for change, name in shown:
        subject, is_linked = subjects[name][change.record_id]
        resource = site_context.lists[name]
        href = site_context.href(urls.record_address(name, change.record_id)) if is_linked else ""
        titles = [field.title if (field := resource.schema.field(item.field)) else item.field for item in change.fields]
        said = _WORDS[change.change] + (f"（{'、'.join(titles)}）" if titles else "")
        cells = (
            Cell(subject, href), Cell(resource.title), Cell(said), Cell(change.day, kind="date"),
            Cell(change.record_id, kind="code"),
        )  # fmt: skip
        rows.append(Row(cells))
    return Grid(f"{year} 年 {int(number)} 月：{words}{rest}", columns, tuple(rows), "")


def _subjects(table: PublicTable) -> dict[str, tuple[str, bool]]:
    """Return record id → public name and whether a link leads to the row: none does to that of a natural person.

    A list without a column ``name`` calls its rows by their label.
    """
    has_names = "name" in table.cells.columns
    columns = ("record_id", "name" if has_names else table.resource.rules.label, "record_url")
    unnamed = NATURAL_PERSON if has_names else ""
    rows = zip(*map(table.column, columns), strict=True)
    return {record_id: (subject or unnamed or record_id, url != "") for record_id, subject, url in rows}
