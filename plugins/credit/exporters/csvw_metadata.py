"""CSVW metadata: all CSV files as one table group, with types, separators and foreign keys (W3C)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from credit.exporters.csv_export import Csv
from credit.exporters.data_package import file_path
from credit.exporters.json_bytes import json_bytes
from credit.exporters.snapshot import Snapshot
from credit.model import ExportedFile, Field, Package, Resource

_NO_VARIABLE = re.compile("[^0-9A-Za-z_]")

_TYPES = {
    "boolean": "boolean",
    "integer": "integer",
    "number": "decimal",
    "date": "date",
    "datetime": "dateTime",
    "year": "gYear",
}


def _variable(column: str) -> str:
    """Return a column's name as a variable of URI templates (RFC 6570, 2.3), as CSVW asks; titles hold it as it is.

    CSVW keeps names that begin with an underscore for itself.
    """
    encoded = _NO_VARIABLE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), column)
    return f"%5F{encoded[1:]}" if encoded.startswith("_") else encoded


def _column(field: Field) -> dict[str, object]:
    column: dict[str, object] = {"name": _variable(field.name), "titles": field.name, "dc:title": field.title}
    if field.title_en:
        column["schema:alternateName"] = field.title_en
    if field.description:
        column["dc:description"] = field.description
    column["datatype"] = _TYPES.get(field.type, "string")
    if field.type == "list":
        column["separator"] = field.delimiter
    # Not of every column of a key: where a row belongs to no clause, that cell is empty.
    if field.constraints.required:
        column["required"] = True
    return column


def _table(resource: Resource, package: Package, path: Mapping[str, str]) -> dict[str, object]:
    schema = resource.schema
    described: dict[str, object] = {"columns": list(map(_column, schema.fields))}
    if schema.primary_key:
        described["primaryKey"] = list(map(_variable, schema.primary_key))
    keys = [
        {
            "columnReference": _variable(key.field),
            "reference": {
                "resource": path[key.resource or resource.name],
                "columnReference": _variable(key.reference),
            },
        }
        for key in schema.foreign_keys
        if (key.resource or resource.name) in path and package.resource(key.resource or resource.name)
    ]
    if keys:
        described["foreignKeys"] = keys
    return {
        "url": path[resource.name],
        "dc:title": resource.title,
        "dc:description": resource.description,
        "tableSchema": described,
    }


def csvw_metadata(package: Package, files: Mapping[str, Sequence[ExportedFile]], snapshot: Snapshot) -> bytes:
    """Return /data/csvw.json: a table group of the CSV files."""
    path = {
        name: file_path(name, file.filename)
        for name, several in files.items()
        for file in several
        if file.format == Csv.format
    }
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": package.title,
        "dc:description": package.description,
        "schema:version": snapshot.version,
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\n"]},
        "tables": [_table(resource, package, path) for resource in package.resources if resource.name in path],
    }
    return json_bytes(described)
