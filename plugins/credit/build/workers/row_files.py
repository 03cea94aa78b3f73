"""Row files: the public rows of an edition as Arrow files, and the tasks that render them as pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import compress, islice
from pathlib import Path

import pyarrow as pa

from credit import urls
from credit.build.output_tree import Entry
from credit.build.workers.entity_files import ADDRESSES, ARCHIVES, BADGES, CALENDARS, CERTIFICATES
from credit.build.workers.jobs import Job
from credit.build.workers.render_worker import (
    BROWSE,
    KEY_SIZE,
    SHAPES,
    RecordsTask,
    line_columns,
    render_records,
)
from credit.build.workers.worker_context import worker_context_path
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


def write_rows(
    site_context: SiteContext,
    folder: Path,
    target: Path,
    earlier: Mapping[str, Entry],
    *,
    only: str = "",
) -> Iterator[Job]:
    """Write the rows below ``folder``, where the worker context is, and yield the jobs that write their pages below ``target``.

    ``earlier`` are the files that the output holds already: their keys are passed on, so that a worker makes only
    pages whose sources changed. ``only`` names one kind of page (ARCHIVES) where no other is wanted.
    """
    # Memory freed by reading and validation is returned before the workers grow.
    give_back()
    path = worker_context_path(folder)
    for name, codes, wanted in _write_archives(site_context, folder):
        for kind in [only] if only else ADDRESSES:
            chosen = wanted.get(kind, [True] * len(codes))
            pages = [
                urls.output_path(ADDRESSES[kind](code)) if holds else ""
                for code, holds in zip(codes, chosen, strict=True)
            ]
            yield from _jobs_of(kind, name, pages, path, folder, target, earlier, _ARCHIVES_IN_TASK)
    for name in site_context.lists if only != ARCHIVES else ():
        table = site_context.edition.public[name]
        _write_rows(table, folder / f"{name}.rows.arrow")
        pages = _write_browse(site_context, table, folder / f"{name}.arrow")
        left_out = hidden_columns(table), alike_columns(table)
        yield from _jobs_of(BROWSE, name, pages, path, folder, target, earlier, _BROWSE_IN_TASK, *left_out)


def _jobs_of(
    kind: str, name: str, names: list[str], context: Path, folder: Path, target: Path,
    earlier: Mapping[str, Entry], count: int, hidden: tuple[str, ...] = (), alike: tuple[tuple[str, str], ...] = (),
) -> Iterator[Job]:  # fmt: skip
    """Yield the jobs of the pages in a file of rows; a row without a page of this kind has an empty name."""
    keys = folder / f"{name}.{kind}.keys"
    if earlier:
        none = b"\0" * KEY_SIZE
        with keys.open("wb") as stream:
            for page in names:
                entry = earlier.get(page)
                stream.write((entry.packed_key or none) if entry is not None else none)
    for start in range(0, len(names), count):
        stop = min(start + count, len(names))
        made = tuple(filter(None, names[start:stop]))
        if not made:
            continue
        rows, standing = str(folder / f"{name}.arrow"), str(keys) if earlier else ""
        task = RecordsTask(
            kind, name, str(context), rows, start, stop, str(target), standing, hidden=hidden, alike=alike
        )
        yield Job(render_records, task, made)


def _save(table: pa.Table, path: Path) -> None:
    # Small batches: a worker reads a range without touching the rest of the file.
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=_ARCHIVES_IN_TASK)


_UNIT = UNIT.encode()
_ARCHIVE = pa.schema(
    [
        ("shape", pa.int32()),
        ("row", pa.string()),
        ("beside", pa.string()),
        (CALENDARS, pa.bool_()),
        (CERTIFICATES, pa.bool_()),
        (BADGES, pa.bool_()),
    ]
)


def _write_archives(
    site_context: SiteContext, folder: Path
) -> Iterator[tuple[str, list[str], Mapping[str, list[bool]]]]:
    """Write the flat row of each entity (pages/record_rows.py), the number of its shape and its corrections.

    They are written some tasks' worth a file, so that workers begin with the first while the others are put together;
    each file holds the shapes that its rows refer to. Yielded are its name, the codes of its entities, and for each
    kind of file that not every entity has, whether it has one.
    """
    tables = {name: site_context.edition.public[name] for name in site_context.lists}
    lists = {name: _flat_records(table) for name, table in tables.items()}
    ids = {name: table.column("record_id") for name, table in tables.items()}
    give_back()
    dated = _codes_at(tables, _dated_rows)
    certified = _codes_at(tables, _listed_rows) - _codes_at(tables, _black_rows)
    entities = iter(site_context.edition.entities.values())
    number = 0
    while several := list(islice(entities, _ARCHIVES_IN_FILE)):
        shapes: dict[Shape, int] = {}
        rows = [_flat_row(entity, lists) for entity in several]
        codes = [entity.unified_code for entity in several]
        honoured = [code in certified for code in codes]
        wanted = {
            CALENDARS: [code in dated for code in codes],
            CERTIFICATES: honoured,
            BADGES: honoured if site_context.has_badges else [False] * len(several),
        }
        columns = [
            pa.array([shapes.setdefault(shape, len(shapes)) for shape, _ in rows], pa.int32()),
            pa.array([text for _, text in rows], pa.binary()).cast(pa.string()),
            pa.array(
                [_corrections(site_context, entity, ids) if site_context.corrections else "" for entity in several]
            ),
            *(pa.array(column, pa.bool_()) for column in wanted.values()),
        ]
        described = _ARCHIVE.with_metadata({SHAPES: json.dumps(list(shapes), ensure_ascii=False).encode()})
        name = f"archives-{number}"
        _save(pa.table(columns, schema=described), folder / f"{name}.arrow")
        yield name, codes, wanted
        number += 1


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


def _write_rows(table: PublicTable, path: Path) -> None:
    """Write the cells of each row's line, with its state and marks in a column of their own."""
    lines = map(UNIT.join, zip(*(table.cells[name].tolist() for name in line_columns(table.resource)), strict=True))
    states = map(UNIT.join, zip(*state_texts(table)[:MARKS], strict=True))
    _save(pa.table({"row": pa.array(list(lines), pa.string()), "state": pa.array(list(states), pa.string())}), path)


def _write_browse(site_context: SiteContext, table: PublicTable, path: Path) -> list[str]:
    """Write the texts of each browse page, whether all its records have left, and the positions of its rows."""
    names, texts, left, positions = [], [], [], []
    for browse, rows in plan_browse(site_context, table):
        names.append(urls.output_path(browse.address))
        texts.append(UNIT.join(browse_texts(site_context, browse)))
        left.append("1" if browse.left else "")
        positions.append(rows)
    columns = {"row": pa.array(texts, pa.string()), "state": pa.array(left, pa.string())}
    _save(pa.table({**columns, "rows": pa.array(positions, pa.list_(pa.int32()))}), path)
    return names
