"""Newest removals: what a folder with the data of an older commit loses by the newest one."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path

from credit import removal_checks, urls
from credit.derived_columns import CORRECTIONS
from credit.documents import read_documents
from credit.documents.declared_subjects import subjects_of
from credit.documents.redirects import MOVED
from credit.model import DATING_DAYS, REGISTER, Table, subject_column
from credit.reader import canonical_bytes
from credit.source_data import read_tables

#: Cells that decide the state of a record, its marks or its subject, beside the label of a list without ``name``:
#: the newest commit's, for older ones too. A name that
#: was wrong and taken out by a correction does not come back, and no row outlasts the last day that its correction gave. So is
#: every cell that a correction names: the text before it may name a person.
DECIDING_COLUMNS = (
    *sorted(removal_checks.REMOVING), "severity", "valid_until", *DATING_DAYS, "entity_kind", "name", "former_names",
    "unified_code",
)  # fmt: skip


def apply_newest_removals(work: Path, latest: Path, newest: Mapping[str, Table]) -> None:
    """Apply the removals of the newest commit, of its files and tables, to an older one: see the module's docstring."""
    own = read_tables(work)
    corrected = _corrected_cells(newest)
    named = {column for _, column in corrected}
    affected = {key for key, _ in corrected}
    for path, table in _lists(work, own):
        other = newest.get(table.name)
        if other is None:
            path.write_bytes(canonical_bytes(replace(table, cells=table.cells.iloc[:0])))
            continue
        positions = {key: position for position, key in enumerate(other.cells["record_id"].tolist())}
        keys = table.cells["record_id"].tolist()
        cells = table.cells.loc[[key in positions for key in keys]].copy()
        kept = cells["record_id"].tolist()
        for column, own_column in _shared_columns(other, cells.columns):
            decides = column in DECIDING_COLUMNS or column == subject_column(other)
            if not decides and column not in named:
                continue
            values = other.cells[column].tolist()
            former = cells[own_column].tolist()
            cells[own_column] = [
                values[positions[key]] if decides or (key, column) in corrected else value
                for key, value in zip(kept, former, strict=True)
            ]
            if column in ("name", "unified_code", subject_column(other)):
                now = zip(kept, former, cells[own_column].tolist(), strict=True)
                affected |= {key for key, old, new in now if old != new}
        path.write_bytes(canonical_bytes(replace(table, cells=cells)))
    if (latest / MOVED).is_file():
        shutil.copyfile(latest / MOVED, work / MOVED)
    else:
        (work / MOVED).unlink(missing_ok=True)
    for dataset in (REGISTER, CORRECTIONS):
        register = newest.get(dataset)
        for name in (register.resource.path, _schema_of(register)) if register is not None and dataset in own else ():
            if (latest / name).is_file():
                shutil.copyfile(latest / name, work / name)
    _renew_documents(work, latest, affected)


def _shared_columns(newest: Table, own: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each column of the newest table that an older one has, and its name there: it may have been renamed since."""
    for field in newest.resource.schema.fields:
        name = field.name if field.name in own else field.renamed_from
        if name in own and field.name in newest.cells.columns:
            yield field.name, name


def _renew_documents(work: Path, latest: Path, affected: Set[str]) -> None:
    """Put the newest form of each document that declares one of these records in the place of the older one.

    A record was corrected, or names another subject now: the older text may name the wrong one. A document that the newest
    commit has no more goes.
    """
    if not affected:
        return
    older = [document for document in read_documents(work)[0] if not affected.isdisjoint(subjects_of(document))]
    attached = {item.path: item.attachments for item in read_documents(latest)[0]} if older else {}
    for document in older:
        for path in (Path(document.path), *document.attachments):
            (work / path).unlink(missing_ok=True)
        for path in (Path(document.path), *attached[document.path]) if document.path in attached else ():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(latest / path, work / path)


def _corrected_cells(newest: Mapping[str, Table]) -> frozenset[tuple[str, str]]:
    """Return record id and column of each cell that the newest commit's corrections name."""
    table = newest.get(CORRECTIONS)
    if table is None:
        return frozenset()
    return frozenset(zip(table.column("record_id"), table.column("field"), strict=True))


def drop_documents(work: Path, kept: frozenset[str]) -> None:
    """Take documents, with their attachments, out of a folder unless their address is kept.

    Those that ended or moved stand in content/moved.csv of the newest commit and are not among its own.
    """
    for document in read_documents(work)[0]:
        if urls.document_address(document.kind, document.slug) not in kept:
            for path in (Path(document.path), *document.attachments):
                (work / path).unlink(missing_ok=True)


def drop_rows(work: Path, keys: frozenset[str]) -> None:
    """Take rows out of the lists below a folder by their ids."""
    if not keys:
        return
    for path, table in _lists(work, read_tables(work)):
        keep = [key not in keys for key in table.cells["record_id"].tolist()]
        if not all(keep):
            path.write_bytes(canonical_bytes(replace(table, cells=table.cells.loc[keep])))


def _lists(work: Path, tables: Mapping[str, Table]) -> Iterator[tuple[Path, Table]]:
    for table in tables.values():
        if table.resource.is_list and "record_id" in table.cells.columns:
            yield work / table.resource.path, table


def _schema_of(table: Table) -> str:
    return table.resource.path.removesuffix(".csv") + ".schema.json"
