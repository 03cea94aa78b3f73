"""Department and measure pages: responsibilities, and links to the records that refer to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from credit import urls
from credit.model import SEPARATOR, PublicTable, split_cell
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.contact_directory import whom_to_call
from credit.pages.contacts_and_hotlines import department_call
from credit.pages.listing_counts import ListingCounts, count_listings, counted_lists, total
from credit.pages.page_head import page_head
from credit.pages.planned_page import PlannedPage
from credit.pages.responsibilities_page import responsibilities_link, responsibilities_page
from credit.pages.site_context import SiteContext, offices
from credit.pages.table_views import cells_of, facts_of, grid_of
from credit.view_models import (
    Cell,
    Column,
    DepartmentPage,
    DepartmentsPage,
    Fact,
    Grid,
    Link,
    LinkGroup,
    MeasureListPage,
    MeasurePage,
    MeasuresPage,
)

DEPARTMENTS_TITLE = "部门职责"
MEASURES_TITLE = "四张清单"


def plan_reference(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield the pages of departments and measures."""
    departments = site_context.edition.public.get("departments")
    counts = count_listings(site_context)
    if departments is not None:
        yield PlannedPage(urls.DEPARTMENTS, partial(departments_page, site_context, departments))
        for key in offices(site_context):
            yield PlannedPage(
                urls.department_address(key), partial(department_page, site_context, departments, key, counts)
            )
    if responsibilities_link(site_context):
        yield PlannedPage(urls.RESPONSIBILITIES, partial(responsibilities_page, site_context, counts))
    yield PlannedPage(urls.MEASURES, partial(measures_page, site_context))
    for name in urls.MEASURE_LISTS:
        table = site_context.edition.public.get(name)
        if table is not None:
            yield PlannedPage(urls.measure_list_address(name), partial(measure_list_page, site_context, table, counts))
            for key in site_context.rows[name]:
                yield PlannedPage(
                    urls.measure_address(name, key), partial(measure_page, site_context, table, key, counts)
                )


def departments_page(site_context: SiteContext, table: PublicTable) -> DepartmentsPage:
    """Return the table of all departments; each name leads to its page."""
    address = urls.DEPARTMENTS
    lead = "各部门在信用工作中承担的任务，以及怎样联系它们。"
    columns = [name for name in table.resource.schema.names if name in ("name", "short_name", "telephone")]
    keys = table.cells["id"].tolist()
    own = offices(site_context)
    positions = [position for position, key in enumerate(keys) if key in own]
    grid = grid_of(site_context, table, positions, "部门", empty="没有登记部门。", columns=columns)
    grid = _called(site_context, grid, list(own))
    return DepartmentsPage(
        head=page_head(site_context, DEPARTMENTS_TITLE, lead, address,
            ColumnName=DEPARTMENTS_TITLE, ColumnDescription=lead, ColumnType="机构职能",
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (DEPARTMENTS_TITLE, address)),
        title=DEPARTMENTS_TITLE,
        lead=lead,
        section=address,
        grid=_linked(grid, "name", [site_context.link_to("departments", key) for key in own]),
        further=responsibilities_link(site_context),
    )  # fmt: skip


def _called(site_context: SiteContext, grid: Grid, keys: list[str]) -> Grid:
    """Return a grid of departments with a number to call in each row."""
    where = next((number for number, heading in enumerate(grid.columns) if heading.key == "telephone"), None)
    if where is None:
        return grid
    calls = [department_call(site_context, key) for key in keys]
    rows = tuple(
        replace(row, cells=(*row.cells[:where], call, *row.cells[where + 1 :]))
        for row, call in zip(grid.rows, calls, strict=True)
    )
    return replace(grid, rows=rows)


def _linked(grid: Grid, column: str, links: list[Link]) -> Grid:
    """Return the grid with the cells of one column linked, row by row, each with the note of its link."""
    where = next((number for number, heading in enumerate(grid.columns) if heading.key == column), 0)
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, href=link.href, note=link.note) if number == where else cell
                for number, cell in enumerate(row.cells)
            ),
        )
        for row, link in zip(grid.rows, links, strict=True)
    )
    return replace(grid, rows=rows)


def department_page(site_context: SiteContext, table: PublicTable, key: str, counts: ListingCounts) -> DepartmentPage:
    """Return one department: names over time, contacts, tasks, measures, listings it determined."""
    row = site_context.rows["departments"][key]
    name = site_context.labels["departments"][key]
    address = urls.department_address(key)
    note = site_context.link_to("departments", key).note
    lead = (
        f"{name}的{note}。下面是文件里交给它的任务和措施。" if note else f"{name}在信用工作中的任务、措施和联系方式。"
    )
    names = [item for item in table.resource.schema.names if item not in ("id", "name", "telephone")]
    telephone = table.resource.schema.field("telephone")
    call = Fact(telephone.title if telephone else "电话", cells_of(department_call(site_context, key)))
    return DepartmentPage(
        head=page_head(site_context, name, lead, address, ColumnType="机构职能"),
        address=address,
        crumbs=breadcrumbs(site_context, (DEPARTMENTS_TITLE, urls.DEPARTMENTS), (name, address)),
        title=name,
        lead=lead,
        section=urls.DEPARTMENTS,
        facts=(call, *facts_of(site_context, table.resource, row, names)),
        leads=_tasks(site_context, key, "leads", "牵头的任务", "没有牵头的任务。"),
        supports=_tasks(site_context, key, "supports", "配合的任务", "没有配合的任务。"),
        measures=_carried_out(site_context, key),
        lists=counted_lists(site_context, counts, "departments", key),
        further=responsibilities_link(site_context),
    )


def _holds(cell: str, key: str) -> bool:
    return key in (part.strip() for part in cell.split(SEPARATOR))


def _tasks(site_context: SiteContext, key: str, column: str, caption: str, empty: str) -> Grid:
    table = site_context.edition.public.get("responsibilities")
    if table is None:
        return Grid(caption, (), (), empty)
    positions = [number for number, cell in enumerate(table.cells[column].tolist()) if _holds(cell, key)]
    return grid_of(
        site_context,
        table,
        positions,
        caption,
        empty=empty,
        columns=("task", "clause", "leads", "supports", "document"),
        # Search results lead to a task where its office leads it.
        anchored=column == "leads",
    )


def _carried_out(site_context: SiteContext, key: str) -> tuple[LinkGroup, ...]:
    groups = []
    for name in urls.MEASURE_LISTS:
        table = site_context.edition.public.get(name)
        if table is None:
            continue
        rows = [row for row in site_context.rows[name].values() if _holds(row.get("authorities", ""), key)]
        if rows:
            groups.append(LinkGroup(table.resource.title, tuple(site_context.link_to(name, row["id"]) for row in rows)))
    return tuple(groups)


# --- the four lists -----------------------------------------------------------------------------


def measures_page(site_context: SiteContext) -> MeasuresPage:
    """Return the four lists with all their items."""
    lead = "什么样的行为算守信、什么样的行为算失信，守信可以得到什么、失信会受到什么限制，都以这四张清单为准。"
    address = urls.MEASURES
    groups = []
    for name in urls.MEASURE_LISTS:
        table = site_context.edition.public.get(name)
        if table is not None:
            items = tuple(site_context.link_to(name, key) for key in site_context.rows[name])
            whole = Link(f"查看整张清单：{table.resource.title}", site_context.href(urls.measure_list_address(name)))
            groups.append(LinkGroup(table.resource.title, (*items, whole), note=table.resource.description))
    return MeasuresPage(
        head=page_head(
            site_context,
            MEASURES_TITLE,
            lead,
            address,
            ColumnName=MEASURES_TITLE,
            ColumnDescription=lead,
            ColumnType="信息公开目录",
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (MEASURES_TITLE, address)),
        title=MEASURES_TITLE,
        lead=lead,
        section=address,
        groups=tuple(groups),
    )


def measure_list_page(site_context: SiteContext, table: PublicTable, counts: ListingCounts) -> MeasureListPage:
    """Return one of the four lists as a table: each title leads to its item, the last column counts today's listings."""
    resource = table.resource
    address = urls.measure_list_address(resource.name)
    columns = [name for name in resource.schema.names if name != "id"]
    grid = grid_of(
        site_context, table, range(len(table.cells)), resource.title, empty="清单目前是空的。", columns=columns
    )
    keys = table.column("id")
    numbers = [total(site_context, counts, resource.name, key) for key in keys]
    rows = tuple(
        replace(row, cells=(*row.cells, Cell(str(number), kind="number")))
        for row, number in zip(grid.rows, numbers, strict=True)
    )
    grid = replace(grid, columns=(*grid.columns, Column("listings", "今天在列的记录", "number")), rows=rows)
    return MeasureListPage(
        head=page_head(site_context, resource.title, resource.description, address, ColumnType="信息公开目录"),
        address=address,
        crumbs=breadcrumbs(site_context, (MEASURES_TITLE, urls.MEASURES), (resource.title, address)),
        title=resource.title,
        lead=resource.description,
        section=urls.MEASURES,
        grid=_linked(grid, "title", [site_context.link_to(resource.name, key) for key in keys]),
        dataset=Link("下载这张清单的数据", site_context.href(urls.dataset_address(resource.name))),
    )


def measure_page(site_context: SiteContext, table: PublicTable, key: str, counts: ListingCounts) -> MeasurePage:
    """Return one item of the four lists: whom to call, text, clause, departments in charge, today's listings by list."""
    resource = table.resource
    row: Mapping[str, str] = site_context.rows[resource.name][key]
    title = site_context.labels[resource.name][key]
    address = urls.measure_address(resource.name, key)
    lead = row.get("description", "")
    names = [name for name in resource.schema.names if name not in ("id", "title", "description")]
    _, numbers = whom_to_call(site_context, split_cell(row.get("authorities", "")))
    note = site_context.link_to(resource.name, key).note
    return MeasurePage(
        head=page_head(site_context, title, lead or title, address, ArticleTitle=title),
        address=address,
        crumbs=breadcrumbs(
            site_context,
            (MEASURES_TITLE, urls.MEASURES),
            (resource.title, urls.measure_list_address(resource.name)),
            (title, address),
        ),
        title=title,
        lead=lead,
        section=urls.MEASURES,
        facts=(
            *((Fact("是否适用", (Cell(note, kind="prose"),)),) if note else ()),
            Fact("电话", cells_of(numbers)),
            *facts_of(site_context, resource, row, names),
        ),
        references=counted_lists(site_context, counts, resource.name, key),
        back=Link(resource.title, site_context.href(urls.measure_list_address(resource.name))),
    )
