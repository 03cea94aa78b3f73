"""Row files: the public rows whose pages have changed as Arrow files, and the tasks that render them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, compress
from pathlib import Path

import pyarrow as pa

from credit import urls
from credit.build.output_tree import Entry
from credit.build.workers.entity_files import ADDRESSES, ARCHIVES, BADGES, CALENDARS, CERTIFICATES
from credit.build.workers.jobs import Job
from credit.build.workers.render_worker import BROWSE, SHAPES, RecordsTask, line_columns, render_records
from credit.build.workers.worker_context import load_worker_context, worker_context_path
from credit.gc_tuning import give_back
from credit.model import Entity, PublicTable
from credit.pages import SiteContext
from credit.pages.entity.entity_calendar import DAYS
from credit.pages.entity.honours import LISTED
from credit.pages.list_browse_pages import browse_texts, plan_browse
from credit.pages.record_rows import MARKS, Shape, state_texts
from credit.pages.table_views import alike_columns, hidden_columns
from credit.template_compiler.compiled_page import UNIT

#: Entity pages, and browse pages of fifty rows, that one task makes: some tenths of a second.
_ARCHIVES_IN_TASK = 1000
_ARCHIVES_IN_FILE = 10 * _ARCHIVES_IN_TASK
_BROWSE_IN_TASK = 100

#: Bytes of the key of a page, enough that two pages never share one by accident.
_KEY_SIZE = 16

#: Separates the parts of a page's sources.
_RECORD = b"\x1e"

_UNIT = UNIT.encode()
_KEY = pa.binary(_KEY_SIZE)


@dataclass(frozen=True, eq=False)
class _RecordPages:
    """Pages of records of a build; ``key`` is that of the worker context, see ``write_rows`` for the rest."""

    site_context: SiteContext
    key: bytes
    folder: Path
    target: Path
    earlier: Mapping[str, Entry]
    kept: dict[str, Entry]

    def key_of(self, *parts: bytes) -> bytes:
        """Return the key of a page made from these parts."""
        return hashlib.blake2b(_RECORD.join(parts), digest_size=_KEY_SIZE, key=self.key).digest()

    def due(self, names: Mapping[str, str], key: bytes) -> dict[str, str]:
        """Return those of these files, by kind, that the output does not hold made from the sources of this key."""
        earlier, kept = self.earlier, self.kept
        due = {}
        for kind, name in names.items():
            entry = earlier.get(name)
            if entry is None or entry.packed_key != key:
                due[kind] = name
            else:
                kept[name] = entry
        return due


def write_rows(
    site_context: SiteContext,
    folder: Path,
    target: Path,
    earlier: Mapping[str, Entry],
    *,
    kept: dict[str, Entry] | None = None,
    only: str = "",
) -> Iterator[Job]:
    """Write the rows below ``folder``, where the worker context is, and yield the jobs that write their pages below ``target``.

    ``earlier`` are the files that the output holds already: ``kept`` gets those made from the same sources, for which
    there is no job. ``only`` names one kind of page (ARCHIVES) where no other is wanted.
    """
    # Memory freed by reading and validation is returned before the workers grow.
    give_back()
    key = load_worker_context(worker_context_path(folder)).key
    pages = _RecordPages(site_context, key, folder, target, earlier, {} if kept is None else kept)
    yield from _entity_jobs(pages, [only] if only else list(ADDRESSES))
    for name in site_context.lists if only != ARCHIVES else ():
        yield from _browse_jobs(pages, name)


def _jobs_of(pages: _RecordPages, kind: str, name: str, names: list[str], count: int,
             hidden: tuple[str, ...] = (), alike: tuple[tuple[str, str], ...] = ()) -> Iterator[Job]:  # fmt: skip
    """Yield the jobs of the pages in a file of rows; a row without a page of this kind has an empty name."""
    context, rows = str(worker_context_path(pages.folder)), str(pages.folder / f"{name}.arrow")
    for start in range(0, len(names), count):
        stop = min(start + count, len(names))
        made = tuple(filter(None, names[start:stop]))
        if made:
            task = RecordsTask(kind, name, context, rows, start, stop, str(pages.target), hidden=hidden, alike=alike)
            yield Job(render_records, task, made)


def _save(table: pa.Table, path: Path) -> None:
    # A worker may still read an earlier file of this name as its memory: it must not change under it.
    path.unlink(missing_ok=True)
    # Small batches: a worker reads a range without touching the rest of the file.
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=_ARCHIVES_IN_TASK)


@dataclass(frozen=True)
class _EntityRows:
    """Rows of one Arrow file: flat row, number of its shape and key of each entity, and the files to be made by kind."""

    names: Mapping[str, list[str]]
    shapes: dict[Shape, int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    keys: list[bytes] = field(default_factory=list)

    def add(self, shape: Shape, row: bytes, key: bytes, due: Mapping[str, str]) -> None:
        """Add an entity with the names of its files by kind."""
        self.numbers.append(self.shapes.setdefault(shape, len(self.shapes)))
        self.rows.append(row)
        self.keys.append(key)
        for kind, names in self.names.items():
            names.append(due.get(kind, ""))

    def table(self) -> pa.Table:
        """Return the rows as a table, in its metadata the shapes that its numbers stand for."""
        columns = {
            "shape": pa.array(self.numbers, pa.int32()),
            "row": pa.array(self.rows, pa.binary()).cast(pa.string()),
            "key": pa.array(self.keys, _KEY),
            **{kind: pa.array(map(bool, names), pa.bool_()) for kind, names in self.names.items()},
        }
        shapes = json.dumps(list(self.shapes), ensure_ascii=False).encode()
        return pa.table(columns).replace_schema_metadata({SHAPES: shapes})


def _entity_jobs(pages: _RecordPages, kinds: list[str]) -> Iterator[Job]:
    """Yield the jobs for the files of all entities.

    Rows (pages/record_rows.py) are written some tasks' worth a file, so that workers begin with the first while the
    others are put together.
    """
    site_context = pages.site_context
    tables = {name: site_context.edition.public[name] for name in site_context.lists}
    lists = {name: _flat_records(table) for name, table in tables.items()}
    ids = {name: table.column("record_id") for name, table in tables.items()}
    give_back()
    dated = _codes_at(tables, _dated_rows)
    certified = _codes_at(tables, _listed_rows) - _codes_at(tables, _black_rows)
    #: The entities that have a file of a kind that not all have.
    among = {CALENDARS: dated, CERTIFICATES: certified, BADGES: certified if site_context.has_badges else frozenset()}
    places = [(kind, ADDRESSES[kind], among.get(kind, site_context.edition.entities)) for kind in kinds]
    words: dict[Shape, bytes] = {}
    number, gathered = 0, _EntityRows({kind: [] for kind in kinds})
    for code, entity in site_context.edition.entities.items():
        shape, row = _flat_row(entity, lists)
        if shape not in words:
            words[shape] = repr(shape).encode()
        beside = _corrections(site_context, entity, ids).encode() if site_context.corrections else b""
        key = pages.key_of(words[shape], row, beside)
        names = {kind: address(code)[1:] for kind, address, codes in places if code in codes}
        if due := pages.due(names, key):
            gathered.add(shape, row, key, due)
        if len(gathered.rows) == _ARCHIVES_IN_FILE:
            yield from _jobs_of_entities(pages, gathered, number)
            number, gathered = number + 1, _EntityRows({kind: [] for kind in kinds})
    yield from _jobs_of_entities(pages, gathered, number)


def _jobs_of_entities(pages: _RecordPages, gathered: _EntityRows, number: int) -> Iterator[Job]:
    name = f"archives-{number}"
    _save(gathered.table(), pages.folder / f"{name}.arrow")
    for kind, names in gathered.names.items():
        yield from _jobs_of(pages, kind, name, names, _ARCHIVES_IN_TASK)


def _codes_at(tables: Mapping[str, PublicTable], choose: Callable[[PublicTable], Iterable[bool]]) -> frozenset[str]:
    """Return the codes of the rows that are chosen in any of the tables."""
    return frozenset(
        code for table in tables.values() for code in compress(table.column("unified_code"), choose(table))
    )


def _dated_rows(table: PublicTable) -> Iterable[bool]:
    """Return which rows of a black list have a day for the calendar (``entity_calendar.is_dated``)."""
    if table.resource.rules.kind != "black":
        return ()
    return map(any, zip(*(table.states[column].tolist() for column in DAYS), strict=True))


def _listed_rows(table: PublicTable) -> Iterable[bool]:
    """Return which rows of a red list stand on it (``honours.honours_of``)."""
    return map(LISTED.__eq__, table.states["state"].tolist()) if table.resource.rules.kind == "red" else ()


def _black_rows(table: PublicTable) -> Iterable[bool]:
    return [table.resource.rules.kind == "black"] * len(table.cells)


def _flat_records(table: PublicTable) -> tuple[list[tuple[str, ...]], list[bytes]]:
    """Return state and marks of each row, and its cells as one text."""
    texts = state_texts(table)
    columns = [table.cells[name].tolist() for name in table.resource.schema.names]
    once: dict[tuple[str, ...], tuple[str, ...]] = {}
    states = [once.setdefault(marks, marks) for marks in zip(*texts[:MARKS], strict=True)]
    # In UTF-8: half the size of most of it as str, and the encoding of the file.
    return states, [UNIT.join(cells).encode() for cells in zip(*columns, *texts[MARKS:], strict=True)]


def _flat_row(entity: Entity, lists: Mapping[str, tuple[list[tuple[str, ...]], list[bytes]]]) -> tuple[Shape, bytes]:
    texts = [UNIT.join([entity.unified_code, entity.name, *entity.former_names]).encode()]
    datasets = []
    rows = entity.rows
    for name, (states, records) in lists.items():
        positions = rows.get(name)
        if positions:
            texts += [records[position] for position in positions]
            datasets.append((name, tuple([states[position] for position in positions])))
    return (len(entity.former_names), tuple(datasets)), _UNIT.join(texts)


def _corrections(site_context: SiteContext, entity: Entity, ids: Mapping[str, list[str]]) -> str:
    found = [
        site_context.corrections[record]
        for name, positions in entity.rows.items()
        for record in (ids[name][position] for position in positions)
        if record in site_context.corrections
    ]
    return json.dumps(found, ensure_ascii=False) if found else ""


def _browse_jobs(pages: _RecordPages, name: str) -> Iterator[Job]:
    """Yield the jobs for the browse pages of a list: the texts of each, whether all its records have left, its rows."""
    table = pages.site_context.edition.public[name]
    hidden, alike = hidden_columns(table), alike_columns(table)
    lines, states = _lines_of(table)
    digests = [pages.key_of(state, line) for state, line in zip(states, lines, strict=True)]
    common = UNIT.join([*hidden, *chain.from_iterable(alike)]).encode()
    names, keys, texts, left, positions = [], [], [], [], []
    for browse, rows in plan_browse(pages.site_context, table):
        page, gone = urls.output_path(browse.address), b"1" if browse.left else b""
        said = UNIT.join(browse_texts(pages.site_context, browse)).encode()
        key = pages.key_of(common, said, gone, *[digests[position] for position in rows])
        if pages.due({BROWSE: page}, key):
            names.append(page)
            keys.append(key)
            texts.append(said)
            left.append(gone)
            positions.append(rows)
    if not names:
        return
    _save(_table_of({"row": lines, "state": states}), pages.folder / f"{name}.rows.arrow")
    made = _table_of({"row": texts, "state": left})
    made = made.append_column("key", pa.array(keys, _KEY)).append_column(
        "rows", pa.array(positions, pa.list_(pa.int32()))
    )
    _save(made, pages.folder / f"{name}.arrow")
    yield from _jobs_of(pages, BROWSE, name, names, _BROWSE_IN_TASK, hidden, alike)


def _lines_of(table: PublicTable) -> tuple[list[bytes], list[bytes]]:
    """Return the cells of each row's line in a browse page, and its state and marks."""
    cells = zip(*(table.cells[name].tolist() for name in line_columns(table.resource)), strict=True)
    return (
        [UNIT.join(line).encode() for line in cells],
        [UNIT.join(marks).encode() for marks in zip(*state_texts(table)[:MARKS], strict=True)],
    )


def _table_of(columns: Mapping[str, list[bytes]]) -> pa.Table:
    return pa.table({name: pa.array(texts, pa.binary()).cast(pa.string()) for name, texts in columns.items()})
