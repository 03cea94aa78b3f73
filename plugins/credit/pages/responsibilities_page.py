"""Page of responsibilities: each task with who leads and supports it, each office with its part in lists and measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from credit import urls
from credit.model import Document, PublicTable, split_cell
from credit.pages.contact_directory import whom_to_call
from credit.pages.contacts_and_hotlines import department_call
from credit.pages.document_entries import documents_of
from credit.pages.listing_counts import ListingCounts, counted_lists
from credit.pages.site_context import SiteContext, offices
from credit.pages.table_views import grid_of, one_cell
from credit.pages.tables_page import tables_page
from credit.view_models import Cell, Column, Grid, Link, Row, TextPage

TITLE = "任务分工"

LEAD = "每项工作由哪个部门牵头、哪些部门配合，出自哪份文件的哪一条；每个部门管哪些事，今天有多少条名单记录是它认定的。"

#: The dataset that the page shows; without it there is no page.
RESPONSIBILITIES = "responsibilities"

_BY_OFFICE = (
    Column("name", "部门"),
    Column("leads", "牵头的任务"),
    Column("supports", "配合的任务"),
    Column("measures", "实施的措施"),
    Column("lists", "认定的名单记录"),
    Column("telephone", "电话", "telephone"),
)


def responsibilities_page(site_context: SiteContext, counts: ListingCounts) -> TextPage:
    """Return ``/responsibilities/``: the tasks of each document in its order, then the offices."""
    table = site_context.edition.public[RESPONSIBILITIES]
    tasks = [
        replace(grid, anchor=f"tasks-{number}")
        for number, grid in enumerate(_tasks_by_document(site_context, table), start=1)
    ]
    by_office = Grid(
        "按部门看", _BY_OFFICE, tuple(_office_rows(site_context, counts)), "没有登记部门。", anchor="departments"
    )
    return tables_page(
        site_context,
        urls.RESPONSIBILITIES,
        TITLE,
        LEAD,
        (*tasks, by_office),
        above=("部门职责", urls.DEPARTMENTS),
        column_type="机构职能",
    )


def responsibilities_link(site_context: SiteContext) -> tuple[Link, ...]:
    """Return the link to the page, none where the site has no responsibilities."""
    if RESPONSIBILITIES not in site_context.edition.public:
        return ()
    return (Link("全部任务分工", site_context.href(urls.RESPONSIBILITIES), note="哪项工作谁牵头、谁配合"),)


def task_positions(table: PublicTable, document: Document) -> list[int]:
    """Return the positions of the tasks of a document in its own order, which is not that of their keys."""
    order = {clause.anchor: number for number, clause in enumerate(document.clauses)}
    clauses = table.column("clause")
    positions = [number for number, slug in enumerate(table.column("document")) if slug == document.slug]
    return sorted(positions, key=lambda position: (order.get(clauses[position], len(order)), position))


def _tasks_by_document(site_context: SiteContext, table: PublicTable) -> Iterator[Grid]:
    """Yield the tasks of each policy, the newest first, then those of policies that the site does not show."""
    columns = [name for name in table.resource.schema.names if name not in ("id", "document")]
    left = dict.fromkeys(range(len(table.cells)))
    for document in documents_of(site_context.edition, "policy"):
        positions = task_positions(table, document)
        for position in positions:
            del left[position]
        if positions:
            yield _tasks(site_context, table, positions, f"按任务看：{document.title}", columns)
    if left:
        yield _tasks(site_context, table, list(left), "按任务看：其他文件", columns)


def _tasks(
    site_context: SiteContext, table: PublicTable, positions: list[int], caption: str, columns: list[str]
) -> Grid:
    """Return tasks with all columns of the dataset (progress, where it has one), and the number of who leads each."""
    grid = grid_of(site_context, table, positions, caption, empty="没有任务。", columns=columns, anchored=True)
    leads = table.column("leads")
    calls = [whom_to_call(site_context, split_cell(leads[position]))[1] for position in positions]
    rows = tuple(replace(row, cells=(*row.cells, call)) for row, call in zip(grid.rows, calls, strict=True))
    return replace(grid, columns=(*grid.columns, Column("telephone", "电话", "telephone")), rows=rows, heading="task")


def _office_rows(site_context: SiteContext, counts: ListingCounts) -> Iterator[Row]:
    tasks = site_context.rows[RESPONSIBILITIES]
    for key, row in offices(site_context).items():
        own = site_context.href(urls.department_address(key))
        measures = (
            Cell(f"{site_context.edition.public[name].resource.title} {number} 项", own)
            for name in urls.MEASURE_LISTS
            if name in site_context.edition.public and (number := _carried_out(site_context.rows[name], key))
        )
        lists = (
            Cell(f"{link.text} {link.note}", link.href)
            for link in counted_lists(site_context, counts, "departments", key)
        )
        yield Row(
            (
                Cell(row["name"], own, note=site_context.link_to("departments", key).note),
                one_cell(_task_links(tasks, key, "leads")),
                one_cell(_task_links(tasks, key, "supports")),
                one_cell(measures),
                one_cell(lists),
                department_call(site_context, key),
            )
        )


def _carried_out(items: Mapping[str, Mapping[str, str]], key: str) -> int:
    return sum(key in split_cell(item.get("authorities", "")) for item in items.values())


def _task_links(tasks: Mapping[str, Mapping[str, str]], key: str, column: str) -> Iterator[Cell]:
    """Yield the tasks in which an office has a part, each with the place on this page that says more."""
    for task, row in tasks.items():
        if key in split_cell(row.get(column, "")):
            yield Cell(row.get("task", task), f"#{urls.row_anchor(task)}")
