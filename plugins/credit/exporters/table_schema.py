"""Table Schema exporter: the source schema of a dataset without keys to unpublished datasets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

from credit.exporters.public_dataset import PublicDataset
from credit.model import Constraints, Field, Schema

#: Key of a field's ``credit`` that holds words for clerks alone.
UNPUBLISHED = "instructions"

#: Constraints that Table Schema knows of a list.
_OF_LISTS = frozenset({"required", "minLength", "maxLength"})

_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def _described_constraints(constraints: Constraints) -> dict[str, object]:
    pairs: dict[str, object] = {
        "required": constraints.required,
        "unique": constraints.unique,
        "enum": list(constraints.enum),
        "pattern": constraints.pattern,
        "minimum": constraints.minimum,
        "maximum": constraints.maximum,
        "minLength": constraints.min_length,
        "maxLength": constraints.max_length,
    }
    return {name: value for name, value in pairs.items() if value not in (False, "", [], None)}


def _described_field(field: Field) -> dict[str, object]:
    """Return the JSON of a field whose schema was built in code, not read from a file."""
    words = {
        "keys": dict(field.keys),
        "references": field.references,
        "alias_of": field.alias_of,
        "deprecated_on": field.deprecated_on,
    }
    house = {name: value for name, value in words.items() if value}
    pairs: dict[str, object] = {
        "name": field.name,
        "title": field.title,
        "description": field.description,
        "title_en": field.title_en,
        "type": field.type,
        "delimiter": field.delimiter,
        "itemType": field.item_type,
        "constraints": _described_constraints(field.constraints),
        "example": field.example,
        "credit": house,
    }
    return {name: value for name, value in pairs.items() if value}


def _as_public(raw: Mapping[str, object], field: Field) -> dict[str, object]:
    """Return a field as it was read, with the words and values that its public cells have.

    They differ where less is published than the source holds: the register has one class for expiry and repair.
    """
    published = dict(raw)
    if field.description:
        published["description"] = field.description
    if field.type == "list" and raw.get("type") != "list":
        published |= {"type": "list", "delimiter": field.delimiter, "itemType": field.item_type}
        published["constraints"] = _described_constraints(field.constraints)
        published = {name: value for name, value in published.items() if value}
    constraints, house = published.get("constraints"), raw.get("credit")
    values = constraints.get("enum", ()) if isinstance(constraints, Mapping) else ()
    if isinstance(constraints, Mapping) and tuple(map(str, values)) != field.constraints.enum:
        published["constraints"] = {**constraints, "enum": list(field.constraints.enum)}
    if isinstance(house, Mapping):
        words = {name: value for name, value in house.items() if name != UNPUBLISHED}
        published["credit"] = words if words.get("keys", {}) == dict(field.keys) else words | {"keys": dict(field.keys)}
        published = {name: value for name, value in published.items() if name != "credit" or value}
    return published


def _fit_profile(described: dict[str, object], field: Field) -> dict[str, object]:
    """Return the JSON of a field as the profile of Table Schema has it.

    An example is a text. Of a list the constraints count items: what each of them may be stands in ``credit``, since an
    ``enum`` there would be one of whole lists, and readers refuse the schema.
    """
    fitted = described | {"example": field.example}
    constraints, house = described.get("constraints"), described.get("credit")
    if field.type == "list" and isinstance(constraints, Mapping):
        fitted["constraints"] = {name: value for name, value in constraints.items() if name in _OF_LISTS}
        if field.constraints.enum:
            words = dict(house) if isinstance(house, Mapping) else {}
            fitted["credit"] = words | {"item_enum": list(field.constraints.enum)}
    dropped = {name for name in ("example", "constraints") if not fitted.get(name)}
    return {name: value for name, value in fitted.items() if name not in dropped}


def _published_fields(dataset: PublicDataset) -> list[dict[str, object]]:
    schema = dataset.resource.schema
    raw = schema.raw.get("fields")
    read = {item.get("name"): item for item in raw if isinstance(item, Mapping)} if isinstance(raw, list) else {}
    return [
        _fit_profile(_as_public(read[field.name], field) if field.name in read else _described_field(field), field)
        for field in schema.fields
    ]


def published_schema(dataset: PublicDataset) -> dict[str, object]:
    """Return the Table Schema (v2) that is published with a dataset, ready for JSON.

    It is the schema as read, with each property kept, but: a field has the description, enumeration and keys of the
    resource given, which may differ from those read where its public cells hold less; foreign keys lead only to
    datasets of the package (a reader could not resolve others), examples and constraints of lists suit the profile, the
    empty string is declared the only missing value, and in a demonstration ``credit.demonstration`` is set.
    """
    schema = dataset.resource.schema
    raw = schema.raw
    published: dict[str, object] = {"$schema": raw.get("$schema", _PROFILE)}
    published |= {name: value for name, value in raw.items() if name not in ("foreignKeys", "credit")}
    published["fields"] = _published_fields(dataset)
    if schema.primary_key:
        published["primaryKey"] = list(schema.primary_key)
    keys = [
        {"fields": [key.field], "reference": {"resource": key.resource, "fields": [key.reference]}}
        for key in schema.foreign_keys
        if not key.resource or dataset.package.resource(key.resource)
    ]
    if keys:
        published["foreignKeys"] = keys
    published["missingValues"] = [""]
    house = raw.get("credit")
    words = dict(house) if isinstance(house, Mapping) else {}
    if dataset.demonstration:
        words["demonstration"] = dataset.demonstration
    if words:
        published["credit"] = words
    return published


def schema_version(schema: Schema) -> str:
    """Return the version of a schema, 1.0.0 where it states none."""
    return str(schema.raw.get("version") or "1.0.0")


class TableSchema:
    """Table Schema of the columns as JSON, for programs that read or validate the CSV."""

    format = "schema"
    suffix = ".schema.json"
    title = "字段说明（Table Schema）"
    mediatype = "application/json"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the schema as indented JSON."""
        text = json.dumps(published_schema(dataset), ensure_ascii=False, indent=2)
        stream.write(f"{text}\n".encode())
