"""Render worker: renders and writes the pages of a range of rows in an Arrow file.

A task is small: any executor that can call ``render_records`` on a machine that sees the files can do it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

import pyarrow as pa

from credit import privacy, urls
from credit.build.page_budgets import packed_at_most
from credit.build.workers.entity_files import ADDRESSES, CALENDARS, PAGES, entity_text
from credit.build.workers.file_writer import write_new
from credit.build.workers.jobs import CompilerReport, JobResult, WrittenFile
from credit.build.workers.line_record import RowsPlace, line_record
from credit.build.workers.worker_context import WorkerContext, load_worker_context
from credit.model import AllowedNumber, Problem, Resource
from credit.pages.list_browse_pages import browse_page_of
from credit.pages.record_rows import Shape, subject_of
from credit.pages.table_views import heading_column, headings_of, row_of, shown_fields
from credit.render import Theme, load_theme, render_text
from credit.template_compiler.compiled_page import UNIT, FilledPage
from credit.template_compiler.page_compiler import PageCompiler, Trust
from credit.view_models import Row

#: The pages of a list by year and facet; the other kinds are those of ``entity_files``.
BROWSE = "browse"

_PAGES = PAGES | {BROWSE}

#: Metadata key of an Arrow file: the shapes that the numbers in its rows stand for.
SHAPES = b"shapes"

#: Columns that a row of a list depends on besides those it shows: its own id, its entity page, its clause.
_LOOKED_AT = ("record_id", "unified_code", "document", "basis")

#: Filled pages whose values are scanned together: a rendered one among them has each looked at by itself.
_SCANNED_TOGETHER = 64

#: Marks the place of the rows in a browse page; no text of a site may hold it.
_ROWS = b"\0"


@dataclass(frozen=True)
class RecordsTask:
    """Rows ``start`` to ``stop`` of the file ``rows``, to be written as pages of one ``kind`` below ``target``.

    Without ``compiled`` every page is rendered the ordinary way. ``hidden`` are the columns of a list that its pages
    leave out, ``alike`` those of them that they say once, with their value.
    """

    kind: str
    name: str
    context: str
    rows: str
    start: int
    stop: int
    target: str
    compiled: bool = True
    hidden: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class _WorkerState:
    """State of a process between tasks of one worker context: the theme, and the compiled pages with their trust."""

    context: WorkerContext
    theme: Theme
    trust: Trust
    entities: dict[str, PageCompiler] = field(default_factory=dict)
    lists: dict[str, tuple[PageCompiler, PageCompiler]] = field(default_factory=dict)
    rows: dict[str, pa.Table] = field(default_factory=dict)

    def compilers(self) -> list[PageCompiler]:
        """Return the compiled pages of every kind made so far."""
        return [*self.entities.values(), *(item for several in self.lists.values() for item in several)]

    def counts(self) -> Counter[str]:
        """Return the counts of the page compiler so far."""
        return sum((Counter(compiler.counts) for compiler in self.compilers()), Counter())


def render_records(task: RecordsTask) -> JobResult:
    """Render and write the pages of a task."""
    worker = worker_state(task.context)
    before = worker.counts()
    with pa.memory_map(task.rows) as source:
        rows = pa.ipc.open_file(source).read_all().slice(task.start, task.stop - task.start)
        pages = (_browse if task.kind == BROWSE else _entities)(worker, task, rows)
    written: list[WrittenFile] = []
    problems: list[Problem] = []
    unscanned: list[tuple[str, FilledPage]] = []
    differing: list[str] = []
    allowed, trusted = worker.context.site_context.package.allowed_numbers, worker.trust.holds
    for key, name, page in pages:
        filled = page()
        if trusted and not worker.trust.holds:
            trusted = False
            differing.append(name)
        packed = packed_at_most(name, filled.text, filled.packed_at_most) if task.kind in _PAGES else 0
        written.append(write_new(task.target, name, filled.text, key.hex(), packed))
        unscanned.append((name, filled))
        if len(unscanned) == _SCANNED_TOGETHER:
            problems += _scan(unscanned, allowed)
            unscanned.clear()
    problems += _scan(unscanned, allowed)
    refusals = dict.fromkeys(reason for compiler in worker.compilers() for reason in compiler.refusals)
    report = CompilerReport(worker.counts() - before, tuple(refusals), tuple(differing))
    return JobResult(tuple(written), problems=tuple(problems), compiler=report)


def _scan(pages: list[tuple[str, FilledPage]], allowed: tuple[AllowedNumber, ...]) -> list[Problem]:
    """Return the numbers of persons in pages."""
    if privacy.surely_holds_no_number(b"\n".join([page.unscanned for _, page in pages])):
        return []
    found: list[Problem] = []
    for name, page in pages:
        # The unscanned text shows whether the page can hold a number at all; the full scan reads the whole page.
        if privacy.may_hold_number(page.unscanned):
            found += privacy.scan_attachment(name, page.text, allowed)
    return found


@lru_cache(maxsize=1)
def worker_state(path: str) -> _WorkerState:
    """Return the state of this process for the worker context in a file: a worker serves one build after another."""
    context = load_worker_context(Path(path))
    theme = load_theme(context.root, context.site_context.siteurl)

    def make(kind: str, shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]  # compiled pages know shapes only as keys
        return entity_text(theme, context, kind, subject_of(context.site_context.lists, given, values))

    trust = Trust()
    compilers = {
        kind: PageCompiler(theme, partial(make, kind), kind, multiline=kind == CALENDARS, trust=trust)
        for kind in ADDRESSES
    }
    return _WorkerState(context, theme, trust, compilers)


_Page = tuple[bytes, str, Callable[[], FilledPage]]


def _entities(worker: _WorkerState, task: RecordsTask, rows: pa.Table) -> list[_Page]:
    shapes = [_shape(load) for load in json.loads(rows.schema.metadata[SHAPES])]
    compiler, address = worker.entities[task.kind], ADDRESSES[task.kind]
    give = compiler.fill if task.compiled else compiler.rendered
    rows = rows.filter(rows.column(task.kind))
    columns = (rows.column("key").to_pylist(), rows.column("shape").to_pylist(), _bytes_of(rows, "row"))
    return [
        (key, address(row[: row.index(UNIT.encode())].decode())[1:], partial(give, shapes[number], row))
        for key, number, row in zip(*columns, strict=True)
    ]


def _browse(worker: _WorkerState, task: RecordsTask, rows: pa.Table) -> list[_Page]:
    compilers = worker.lists.get(task.name)
    if compilers is None:
        compilers = worker.lists[task.name] = _list_compilers(worker, task)
    around, single = (compiler.fill if task.compiled else compiler.rendered for compiler in compilers)
    positions = rows.column("rows").to_pylist()
    flat = [item for several in positions for item in several]
    taken = _rows_of(worker, task).take(pa.array(flat, pa.int32()))
    records = list(zip(_bytes_of(taken, "state"), _bytes_of(taken, "row"), strict=True))
    pages: list[_Page] = []
    at = 0
    columns = (rows.column("key").to_pylist(), _bytes_of(rows, "row"), _bytes_of(rows, "state"), positions)
    for key, texts, left, several in zip(*columns, strict=True):
        chosen = records[at : at + len(several)]
        at += len(several)
        name = urls.output_path(texts[: texts.index(UNIT.encode())].decode())
        pages.append((key, name, partial(_filled_browse_page, around, single, left, texts, chosen)))
    return pages


def _shape(read: object) -> Hashable:
    """Return a shape with tuples again where JSON made lists of them."""
    return tuple(map(_shape, read)) if isinstance(read, list) else read


def _bytes_of(rows: pa.Table, name: str) -> list[bytes]:
    """Return the texts of a column in UTF-8, as Arrow holds them."""
    texts: list[bytes] = rows.column(name).cast(pa.binary()).to_pylist()
    return texts


def _rows_of(worker: _WorkerState, task: RecordsTask) -> pa.Table:
    table = worker.rows.get(task.name)
    if table is None:
        source = pa.memory_map(task.rows.removesuffix(".arrow") + ".rows.arrow")
        table = worker.rows[task.name] = pa.ipc.open_file(source).read_all()
    return table


def line_columns(resource: Resource) -> list[str]:
    """Return the columns that the line of a row in a list is made from: those it shows and those it depends on."""
    names = [field.name for field in shown_fields(resource)]
    names += [name for name in _LOOKED_AT if name in resource.schema.names and name not in names]
    # The id first: the page compiler chooses by the first cell which pages it compares.
    return sorted(names, key=lambda name: name != "record_id")


def _list_compilers(worker: _WorkerState, task: RecordsTask) -> tuple[PageCompiler, PageCompiler]:
    """Return the compiled pages for the browse pages of a list, and those for the lines of its rows.

    A line is made by the same macro that shows a row of any other table.
    """
    site_context, theme, layout = worker.context.site_context, worker.theme, worker.context.layout
    name, hidden = task.name, task.hidden
    resource = site_context.lists[name]
    names, fields = line_columns(resource), shown_fields(resource, hidden=hidden)
    columns = headings_of(resource, fields, hidden)
    named = heading_column(resource)
    heading = next((place for place, column in enumerate(columns) if column.key == named), 0)
    line = theme.macro("components/table.html", "line")

    def make_page(shape: Hashable, values: Sequence[str]) -> str:
        rows = cast("tuple[Row, ...]", RowsPlace(_ROWS.decode()))
        page = browse_page_of(site_context, name, values, rows, left=bool(shape), hidden=hidden, alike=task.alike)
        return render_text(theme, layout, page)

    def make_line(shape: Hashable, values: Sequence[str]) -> str:
        given: bytes = shape  # type: ignore[assignment]  # compiled pages know shapes only as keys
        state = given.decode().split(UNIT) if given else []
        record = line_record(resource.schema.names, names, values, state)
        return str(line(row_of(site_context, resource, fields, record, hidden), columns, heading))

    return (
        PageCompiler(theme, make_page, f"{BROWSE} {name}", trust=worker.trust),
        PageCompiler(theme, make_line, f"components/table.html line {name}", trust=worker.trust),
    )


#: Returns the text for a row of a shape, filled in or rendered.
_Give = Callable[[Hashable, bytes], FilledPage]


def _filled_browse_page(
    around: _Give, single: _Give, left: bytes, texts: bytes, records: list[tuple[bytes, bytes]]
) -> FilledPage:
    """Return a browse page: its lines are filled in one by one and inserted into a page made without them."""
    lines = [single(state, row) for state, row in records]
    # A page without any record left has no table, and so no place for rows.
    before, *after = around(left, texts).text.split(_ROWS)
    # The page around its rows holds only words of the schema and of the reference tables: no need to scan it.
    unscanned = b"\n".join([line.unscanned for line in lines])
    return FilledPage(b"".join([before, b"\n".join([line.text for line in lines]), *after]), unscanned)
