"""Data portal: the overview of all datasets, and the page of each with its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from credit import urls
from credit.column_renames import changes_of
from credit.derived_columns import RESERVED
from credit.exporters import newest_day
from credit.exporters.data_dictionary import type_words
from credit.exporters.snapshot import VERSION_DIGITS
from credit.model import ExportedFile, Field, PublicTable, Resource
from credit.pages.batch_check import batch_link
from credit.pages.breadcrumbs import breadcrumbs
from credit.pages.page_head import page_head
from credit.pages.page_json_ld import catalog_json_ld, dataset_json_ld
from credit.pages.planned_page import PlannedPage
from credit.pages.quality_page import TITLE as QUALITY_TITLE
from credit.pages.site_context import SiteContext
from credit.pages.site_layout import licence_link
from credit.pages.table_views import grid_of
from credit.view_models import (
    Cell,
    Column,
    DataPage,
    DatasetCard,
    DatasetPage,
    Download,
    Fact,
    Grid,
    Link,
    Quote,
    Relation,
    Row,
)

TITLE = "数据开放"
SAMPLE = 5

_KIND_WORDS = {"red": "守信名单", "black": "失信名单", "register": "登记", "reference": "参照表"}

#: Formats that hold the same rows as the page, for programs.
_ALTERNATES = ("csv", "json", "parquet")

#: Dataset → its files; the package's own files are under the empty name.
Files = Mapping[str, Sequence[ExportedFile]]


def plan_data(site_context: SiteContext, files: Files) -> Iterator[PlannedPage]:
    """Yield the data portal and the page of each dataset."""
    yield PlannedPage(urls.DATA, partial(data_page, site_context, files))
    for table in site_context.published.tables.values():
        name = table.resource.name
        log = change_log_of(name, files)
        page = partial(dataset_page, site_context, table, files.get(name, ()), log)
        yield PlannedPage(urls.dataset_address(name), page)


def change_log_of(name: str, files: Files) -> tuple[ExportedFile, ...]:
    """Return the file of the changes of a list, among those of the whole package; none where there is no history."""
    place = urls.change_log_address(name).removeprefix(urls.DATA)
    filename = place.rpartition("/")[2]
    return tuple(replace(file, filename=filename) for file in files.get("", ()) if file.filename == place)


def size_words(size: int) -> str:
    """Return a size in words: 字节, KB or MB."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _downloads(site_context: SiteContext, name: str, files: Sequence[ExportedFile]) -> tuple[Download, ...]:
    folder = urls.dataset_address(name) if name else urls.DATA
    return tuple(
        Download(
            title=file.title,
            href=site_context.href(folder + file.filename),
            filename=file.filename,
            size=size_words(file.bytes),
            bytes=file.bytes,
            sha256=file.sha256,
            note=file.note,
        )
        for file in files
    )


def data_page(site_context: SiteContext, files: Files) -> DataPage:
    """Return the portal: every dataset with its formats, the descriptor and the checksums."""
    lead = "本站的全部数据都可以下载，一个数据集就是一张表。用电脑上的表格软件看，请选“Excel 工作簿”；CSV、JSON、字段说明等格式给程序使用。校验值用来核对下载的文件是否完整。"
    cards = []
    for table in site_context.published.tables.values():
        resource = table.resource
        cards.append(
            DatasetCard(
                title=resource.title,
                href=site_context.href(urls.dataset_address(resource.name)),
                description=resource.description,
                count=len(table.cells),
                formats=tuple(
                    Link(download.title, download.href)
                    for download in _downloads(site_context, resource.name, files.get(resource.name, ()))
                ),
            )
        )
    head = page_head(
        site_context, TITLE, lead, urls.DATA, ColumnName=TITLE, ColumnDescription=lead, ColumnType="数据开放"
    )
    return DataPage(
        head=replace(
            head, json_ld=catalog_json_ld(site_context, files, site_context.published.snapshot),
            feed=site_context.href(urls.feed_address("all")),
            relations=(
                *_described_by(site_context, (urls.DATAPACKAGE, "application/json"), (urls.CATALOG, "application/ld+json")),
                *_licence(site_context),
            ),
        ),
        address=urls.DATA,
        crumbs=breadcrumbs(site_context, (TITLE, urls.DATA)),
        title=TITLE,
        lead=lead,
        section=urls.DATA,
        datasets=tuple(cards),
        files=_downloads(site_context, "", files.get("", ())),
        licence=licence_link(site_context),
        terms=site_context.edition.package.site.terms,
        batch=batch_link(site_context),
        quality=Link(QUALITY_TITLE, site_context.href(urls.QUALITY)),
    )  # fmt: skip


def dataset_page(
    site_context: SiteContext, table: PublicTable, files: Sequence[ExportedFile], log: Sequence[ExportedFile] = ()
) -> DatasetPage:
    """Return the page of one dataset: description, files with size and SHA-256, dictionary, terms, first rows.

    ``log`` is the file of its changes, which is no other form of the dataset.
    """
    resource = table.resource
    address = urls.dataset_address(resource.name)
    facts = [
        Fact("种类", (Cell(_KIND_WORDS[resource.rules.kind]),)),
        Fact("记录数", (Cell(str(len(table.cells)), kind="number"),)),
        Fact("区分各行的列", (Cell("、".join(resource.schema.primary_key) or "无"),)),
    ]
    version, days = site_context.published.row_digests[resource.name][:VERSION_DIGITS], newest_day(table.cells)
    facts.append(Fact("数据版本", (Cell(version, kind="code"),)))
    if resource.rules.authority:
        facts.append(Fact("认定部门", (Cell(resource.rules.authority),)))
    if changes := changes_of(resource.schema):
        noted = (f"{change['date']}（{change['version']}）：{change['text']}" for change in reversed(changes))
        facts.append(Fact("字段的改动", tuple(map(Cell, noted))))
    link = None
    if resource.is_list:
        link = Link(f"在网页上查看{resource.title}", site_context.href(urls.list_address(resource.name)))
    head = page_head(
        site_context,
        resource.title + "（数据）",
        resource.description,
        address,
        robots="noarchive" if resource.is_list else "",
        ColumnType="数据开放",
    )
    return DatasetPage(
        head=replace(
            head, json_ld=dataset_json_ld(site_context, table, files, version),
            relations=(
                *(
                    Relation("alternate", site_context.href(urls.download_address(resource.name, file.filename)), file.mediatype)
                    for file in files
                    if file.format in _ALTERNATES
                ),
                *_described_by(
                    site_context,
                    (urls.download_address(resource.name, f"{resource.name}.schema.json"), "application/json"),
                ),
                *_licence(site_context),
            ),
        ),
        address=address,
        crumbs=breadcrumbs(site_context, (TITLE, urls.DATA), (resource.title, address)),
        title=resource.title,
        lead=resource.description,
        section=urls.DATA,
        facts=tuple(facts),
        quote=_quote(site_context, resource, version, days),
        downloads=_downloads(site_context, resource.name, (*files, *log)),
        dictionary=dictionary_of(site_context, resource),
        licence=licence_link(site_context),
        terms=site_context.edition.package.site.terms,
        sample=grid_of(site_context, table, range(min(SAMPLE, len(table.cells))), "前几行数据", empty="目前没有记录。", columns=[name for name in resource.schema.names if name not in RESERVED]),
        list_link=link,
    )  # fmt: skip


def _described_by(site_context: SiteContext, *files: tuple[str, str]) -> tuple[Relation, ...]:
    return tuple(Relation("describedby", site_context.href(address), mediatype) for address, mediatype in files)


def _licence(site_context: SiteContext) -> tuple[Relation, ...]:
    """Return the link to the licence of the data; none where none is declared."""
    path = site_context.package.site.licence.path
    return (Relation("license", path),) if path else ()


def _quote(site_context: SiteContext, resource: Resource, version: str, newest: str) -> Quote:
    """Return the line to quote a dataset with: publisher, title, version, newest day, address, day of the download."""
    site = site_context.package.site
    day = f"，数据日期 {newest}" if newest else ""
    address = urls.dataset_address(resource.name)
    words = f"{site.organizer or site.name}：{resource.title}（版本 {version}{day}）"
    return Quote(words, site_context.absolute(address), "下载日期：年-月-日")


def dictionary_of(site_context: SiteContext, resource: Resource) -> Grid:
    """Return the dictionary of a dataset: one row for each column, from the schema alone."""
    columns = (
        Column("name", "列名", "code"),
        Column("title", "名称"),
        Column("description", "说明"),
        Column("type", "类型"),
        Column("rules", "要求"),
    )
    rows = tuple(
        Row(
            (
                Cell(field.name, kind="code"),
                Cell(field.title),
                Cell(field.description, kind="prose"),
                Cell(type_words(field)),
                _rules_cell(site_context, resource, field),
            )
        )
        for field in resource.schema.fields
    )
    return Grid("字段说明", columns, rows, "没有字段。")


def _rules_cell(site_context: SiteContext, resource: Resource, field: Field) -> Cell:
    constraints = field.constraints
    rules = []
    if field.name in resource.schema.primary_key:
        rules.append(Cell("用来区分各行"))
    if constraints.required:
        rules.append(Cell("必填"))
    if constraints.unique:
        rules.append(Cell("不重复"))
    if constraints.enum:
        rules.append(Cell("取值：" + "、".join(constraints.enum)))
    if constraints.pattern:
        rules.append(Cell("格式（正则表达式）：" + constraints.pattern))
    bounds = (
        constraints.minimum and f"不小于 {constraints.minimum}",
        constraints.maximum and f"不大于 {constraints.maximum}",
    )
    rules += [Cell(words) for words in bounds if words]
    if constraints.max_length is not None:
        rules.append(Cell(f"最多 {constraints.max_length} 字"))
    target = resource.schema.reference_of(field.name)
    if target:
        other = site_context.edition.package.resource(target)
        words = f"取自“{other.title if other else target}”"
        rules.append(Cell(words, site_context.href(urls.dataset_address(target))))
    if len(rules) == 1:
        return rules[0]
    return Cell("", more=tuple(rules)) if rules else Cell("可以为空")
