"""SQLite exporter: all datasets in one database with keys, and views that join listings with words and entities."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from credit.exporters.public_dataset import CHUNK, PublicDataset
from credit.exporters.typed_cells import Value, python_cells
from credit.model import Field
from credit.published_names import ENTITY_LISTINGS, INFO, RESERVED_PREFIX, labelled_view, table_name

_TYPES = {"boolean": "INTEGER", "integer": "INTEGER", "year": "INTEGER", "number": "REAL"}

#: Columns of ENTITY_LISTINGS behind the name of the list.
_LISTING = ("unified_code", "name", "record_id", "state", "disputed", "last_day", "record_url")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def write_sqlite(datasets: Sequence[PublicDataset], info: Mapping[str, str], path: Path) -> None:
    """Write a new database: a table for each dataset, views, and the words of the package as ``package_info``.

    A boolean is 0 or 1, a day a text as in the CSV, several keys one text joined as there: the link tables hold them
    row by row. The same datasets give the same bytes with the same version of SQLite.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("PRAGMA page_size = 4096")
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        run("BEGIN")
        run(f"CREATE TABLE {INFO} (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        connection.executemany(f"INSERT INTO {INFO} VALUES (?, ?)", sorted(info.items()))
        named = _with_own_names(datasets)
        tables = {dataset.name for dataset in named}
        for dataset in named:
            run(_create(dataset, tables))
            _insert(connection, dataset)
        for view in _views(named):
            run(view)
        run("COMMIT")


def _with_own_names(datasets: Sequence[PublicDataset]) -> list[PublicDataset]:
    """Return the datasets without those whose name SQLite refuses or has already, for a table or a view.

    The gate refuses them; an accepted build must go on.
    """
    taken = {INFO, ENTITY_LISTINGS, *(labelled_view(dataset.name) for dataset in datasets if dataset.resource.is_list)}
    named = []
    for dataset in datasets:
        name = table_name(dataset.name).casefold()
        if name not in taken and not name.startswith(RESERVED_PREFIX):
            named.append(dataset)
        taken.add(name)
    return named


def _fields(dataset: PublicDataset) -> list[Field]:
    """Return the columns without those that differ from an earlier one by case alone, which SQLite takes for the same.

    The gate refuses them; an accepted build must go on.
    """
    fields: dict[str, Field] = {}
    for field in dataset.resource.schema.fields:
        fields.setdefault(field.name.casefold(), field)
    return list(fields.values())


def _insert(connection: sqlite3.Connection, dataset: PublicDataset) -> None:
    """Insert the rows of a dataset, some thousand at a time.

    A column that is empty in all of them is left out, hence null: binding cells is the longest part of the work.
    """
    fields, names = _fields(dataset), dataset.resource.schema.names
    for start in range(0, len(dataset.cells), CHUNK):
        cells = dict(zip(names, dataset.columns(start, start + CHUNK), strict=True))
        filled = [field for field in fields if any(cells[field.name])] or fields[:1]
        columns, marks = ", ".join(_quoted(field.name) for field in filled), ", ".join("?" * len(filled))
        # Two rows of one key cannot pass the gate; an accepted build must go on without the second.
        insert = f"INSERT OR IGNORE INTO {_quoted(table_name(dataset.name))} ({columns}) VALUES ({marks})"
        connection.executemany(insert, zip(*(_plain(field, cells[field.name]) for field in filled), strict=True))


def _plain(field: Field, cells: Sequence[str]) -> Sequence[Value]:
    if field.type in _TYPES:
        return python_cells(field, cells)
    return cells if all(cells) else [cell or None for cell in cells]


def _create(dataset: PublicDataset, tables: Collection[str]) -> str:
    schema = dataset.resource.schema
    lines = [f"{_quoted(field.name)} {_TYPES.get(field.type, 'TEXT')}" for field in _fields(dataset)]
    if schema.primary_key:
        lines.append(f"PRIMARY KEY ({', '.join(map(_quoted, schema.primary_key))})")
    for key in schema.foreign_keys:
        target = key.resource or dataset.name
        if target in tables:
            parent = f"{_quoted(table_name(target))} ({_quoted(key.reference)})"
            lines.append(f"FOREIGN KEY ({_quoted(key.field)}) REFERENCES {parent}")
    return f"CREATE TABLE {_quoted(table_name(dataset.name))} ({', '.join(lines)})"


def _views(datasets: Sequence[PublicDataset]) -> Iterator[str]:
    """Yield the views: each list with words beside its keys, and the listings of all lists by entity."""
    parts = []
    tables = {dataset.name for dataset in datasets}
    for dataset in datasets:
        if not dataset.resource.is_list:
            continue
        yield _labelled(dataset, tables)
        names = dataset.resource.schema.names
        chosen = ", ".join(_quoted(name) if name in names else f"NULL AS {_quoted(name)}" for name in _LISTING)
        table = _quoted(table_name(dataset.name))
        parts.append(f"SELECT '{dataset.name}' AS list, {chosen} FROM {table} WHERE unified_code IS NOT NULL")
    if parts:
        yield f"CREATE VIEW {ENTITY_LISTINGS} AS {' UNION ALL '.join(parts)}"


def _labelled(dataset: PublicDataset, tables: Collection[str]) -> str:
    """Return the view of a list with the words of each key in a further column ``…_label``."""
    columns, joins = ["l.*"], []
    for number, key in enumerate(dataset.resource.schema.foreign_keys):
        target = dataset.package.resource(key.resource)
        if key.resource in dataset.labels and key.resource in tables and target is not None:
            label, alias = _quoted(target.rules.label), f"r{number}"
            columns.append(f"{alias}.{label} AS {_quoted(key.field + '_label')}")
            on = f"{alias}.{_quoted(key.reference)} = l.{_quoted(key.field)}"
            joins.append(f"LEFT JOIN {_quoted(table_name(key.resource))} {alias} ON {on}")
    select = f"SELECT {', '.join(columns)} FROM {_quoted(table_name(dataset.name))} l {' '.join(joins)}"
    return f"CREATE VIEW {_quoted(labelled_view(dataset.name))} AS {select}"


def datasette_metadata(datasets: Sequence[PublicDataset], database: str) -> dict[str, object]:
    """Return the metadata of Datasette for the database: title, licence and source, words of tables and columns."""
    package = datasets[0].package if datasets else None
    tables = {
        table_name(dataset.name): {
            "title": dataset.resource.title,
            "description": dataset.resource.description,
            "columns": {field.name: f"{field.title}：{field.description}" for field in dataset.resource.schema.fields},
            "label_column": dataset.resource.rules.label,
        }
        for dataset in datasets
    }
    described: dict[str, object] = {"title": package.title if package else ""}
    if package is not None:
        licence = package.site.licence
        described |= {"description": package.description, "license": licence.title, "license_url": licence.path}
    described = {name: value for name, value in described.items() if value}
    return described | {"databases": {database: {"tables": tables}}}
