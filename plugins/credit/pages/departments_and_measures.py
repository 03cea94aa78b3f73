"""Departments and the four lists go in; their pages come out: who does what, and which records refer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from credit import urls
from credit.model import SEPARATOR, PublicTable
from credit.pages.planned_page import Planned
from credit.pages.site_context import Atlas
from credit.pages.table_views import facts_of, grid_of
from credit.view_models import (
    DepartmentPage,
    DepartmentsPage,
    Grid,
    Link,
    LinkGroup,
    MeasureListPage,
    MeasurePage,
    MeasuresPage,
)

DEPARTMENTS_TITLE = "部门职责"
MEASURES_TITLE = "四张清单"


def plan_reference(atlas: Atlas) -> Iterator[Planned]:
    """Yield the pages of departments and measures."""
    departments = atlas.edition.public.get("departments")
    if departments is not None:
        yield Planned(urls.DEPARTMENTS, partial(departments_page, atlas, departments))
        for key in atlas.rows["departments"]:
            yield Planned(urls.department_address(key), partial(department_page, atlas, departments, key))
    yield Planned(urls.MEASURES, partial(measures_page, atlas))
    for name in urls.MEASURE_LISTS:
        table = atlas.edition.public.get(name)
        if table is not None:
            yield Planned(urls.measure_list_address(name), partial(measure_list_page, atlas, table))
            for key in atlas.rows[name]:
                yield Planned(urls.measure_address(name, key), partial(measure_page, atlas, table, key))


def departments_page(atlas: Atlas, table: PublicTable) -> DepartmentsPage:
    """Return the table of all departments; each name leads to its page."""
    address = urls.DEPARTMENTS
    lead = "各部门在信用工作中承担的任务，以及怎样联系它们。"
    columns = [name for name in table.resource.schema.names if name not in ("id", "aliases")]
    grid = grid_of(atlas, table, range(len(table.cells)), "部门", empty="没有登记部门。", columns=columns)
    return DepartmentsPage(
        head=atlas.head(
            DEPARTMENTS_TITLE, lead, address,
            ColumnName=DEPARTMENTS_TITLE, ColumnDescription=lead, ColumnType="机构职能",
        ),
        address=address,
        crumbs=atlas.crumbs((DEPARTMENTS_TITLE, address)),
        title=DEPARTMENTS_TITLE,
        lead=lead,
        section=address,
        grid=_linked(grid, "name", [atlas.href(urls.department_address(key)) for key in table.cells["id"].tolist()]),
    )  # fmt: skip


def _linked(grid: Grid, column: str, targets: list[str]) -> Grid:
    """Return the grid with the cells of one column linking to the targets, row by row."""
    where = next((number for number, one in enumerate(grid.columns) if one.key == column), 0)
    rows = tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, href=target) if number == where else cell for number, cell in enumerate(row.cells)
            ),
        )
        for row, target in zip(grid.rows, targets, strict=True)
    )
    return replace(grid, rows=rows)


def department_page(atlas: Atlas, table: PublicTable, key: str) -> DepartmentPage:
    """Return one department: names over time, how to reach it, tasks, measures, listings it determined."""
    row = atlas.rows["departments"][key]
    name = atlas.labels["departments"][key]
    address = urls.department_address(key)
    lead = f"{name}在信用工作中的任务、措施和联系方式。"
    names = [one for one in table.resource.schema.names if one not in ("id", "name")]
    return DepartmentPage(
        head=atlas.head(name, lead, address, ColumnType="机构职能"),
        address=address,
        crumbs=atlas.crumbs((DEPARTMENTS_TITLE, urls.DEPARTMENTS), (name, address)),
        title=name,
        lead=lead,
        section=urls.DEPARTMENTS,
        facts=facts_of(atlas, table.resource, row, names),
        leads=_tasks(atlas, key, "leads", "牵头的任务", "没有牵头的任务。"),
        supports=_tasks(atlas, key, "supports", "配合的任务", "没有配合的任务。"),
        measures=_carried_out(atlas, key),
        lists=_lists_of(atlas, key),
    )


def _holds(cell: str, key: str) -> bool:
    return key in (part.strip() for part in cell.split(SEPARATOR))


def _tasks(atlas: Atlas, key: str, column: str, caption: str, empty: str) -> Grid:
    table = atlas.edition.public.get("responsibilities")
    if table is None:
        return Grid(caption, (), (), empty)
    positions = [number for number, cell in enumerate(table.cells[column].tolist()) if _holds(cell, key)]
    return grid_of(
        atlas, table, positions, caption, empty=empty, columns=("task", "clause", "leads", "supports", "document")
    )


def _carried_out(atlas: Atlas, key: str) -> tuple[LinkGroup, ...]:
    groups = []
    for name in urls.MEASURE_LISTS:
        table = atlas.edition.public.get(name)
        if table is None:
            continue
        rows = [row for row in atlas.rows[name].values() if _holds(row.get("authorities", ""), key)]
        if rows:
            groups.append(LinkGroup(table.resource.title, tuple(atlas.link_to(name, row["id"]) for row in rows)))
    return tuple(groups)


def _lists_of(atlas: Atlas, key: str) -> tuple[Link, ...]:
    """Return a link for each list that this department's decisions stand on: the facet page of the authority."""
    links = []
    for table in atlas.edition.public.values():
        resource = table.resource
        faceted = "authority" in resource.rules.facets and resource.schema.reference_of("authority") == "departments"
        if faceted and key in set(table.cells["authority"].tolist()):
            address = urls.facet_address(resource.name, "authority", key)
            links.append(Link(f"{resource.title}中由本部门认定的记录", atlas.href(address)))
    return tuple(links)


# --- the four lists -----------------------------------------------------------------------------


def measures_page(atlas: Atlas) -> MeasuresPage:
    """Return the four lists with all their items."""
    lead = "什么样的行为算守信、什么样的行为算失信，守信可以得到什么、失信会受到什么限制，都以这四张清单为准。"
    address = urls.MEASURES
    groups = []
    for name in urls.MEASURE_LISTS:
        table = atlas.edition.public.get(name)
        if table is not None:
            items = tuple(atlas.link_to(name, key) for key in atlas.rows[name])
            whole = Link(f"查看整张清单：{table.resource.title}", atlas.href(urls.measure_list_address(name)))
            groups.append(LinkGroup(table.resource.title, (*items, whole), note=table.resource.description))
    return MeasuresPage(
        head=atlas.head(
            MEASURES_TITLE, lead, address, ColumnName=MEASURES_TITLE, ColumnDescription=lead, ColumnType="信息公开目录"
        ),
        address=address,
        crumbs=atlas.crumbs((MEASURES_TITLE, address)),
        title=MEASURES_TITLE,
        lead=lead,
        section=address,
        groups=tuple(groups),
    )


def measure_list_page(atlas: Atlas, table: PublicTable) -> MeasureListPage:
    """Return one of the four lists as a table; each title leads to its item."""
    resource = table.resource
    address = urls.measure_list_address(resource.name)
    columns = [name for name in resource.schema.names if name != "id"]
    grid = grid_of(atlas, table, range(len(table.cells)), resource.title, empty="清单目前是空的。", columns=columns)
    targets = [atlas.href(urls.measure_address(resource.name, key)) for key in table.cells["id"].tolist()]
    return MeasureListPage(
        head=atlas.head(resource.title, resource.description, address, ColumnType="信息公开目录"),
        address=address,
        crumbs=atlas.crumbs((MEASURES_TITLE, urls.MEASURES), (resource.title, address)),
        title=resource.title,
        lead=resource.description,
        section=urls.MEASURES,
        grid=_linked(grid, "title", targets),
        dataset=Link("下载这张清单的数据", atlas.href(urls.dataset_address(resource.name))),
    )


def measure_page(atlas: Atlas, table: PublicTable, key: str) -> MeasurePage:
    """Return one item of the four lists: what it says, its clause, who carries it out, which lists refer to it."""
    resource = table.resource
    row: Mapping[str, str] = atlas.rows[resource.name][key]
    title = atlas.labels[resource.name][key]
    address = urls.measure_address(resource.name, key)
    lead = row.get("description", "")
    names = [name for name in resource.schema.names if name not in ("id", "title", "description")]
    return MeasurePage(
        head=atlas.head(title, lead or title, address, ArticleTitle=title),
        address=address,
        crumbs=atlas.crumbs(
            (MEASURES_TITLE, urls.MEASURES),
            (resource.title, urls.measure_list_address(resource.name)),
            (title, address),
        ),
        title=title,
        lead=lead,
        section=urls.MEASURES,
        facts=facts_of(atlas, resource, row, names),
        references=_referring(atlas, resource.name, key),
        back=Link(resource.title, atlas.href(urls.measure_list_address(resource.name))),
    )


def _referring(atlas: Atlas, dataset: str, key: str) -> tuple[Link, ...]:
    """Return where records refer to an item: the facet page of the list, where the column is a facet and in use."""
    links = []
    for table in atlas.edition.public.values():
        resource = table.resource
        for facet in resource.rules.facets if resource.is_list else ():
            refers = resource.schema.reference_of(facet) == dataset
            if refers and any(_holds(cell, key) for cell in table.cells[facet].unique().tolist()):
                field = resource.schema.field(facet)
                words = f"{resource.title}中{field.title if field else facet}为这一项的记录"
                links.append(Link(words, atlas.href(urls.facet_address(resource.name, facet, key))))
    return tuple(links)
