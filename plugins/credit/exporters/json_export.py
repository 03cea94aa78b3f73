"""JSON exporters: one document with metadata, fields and one record a line, and JSON Lines of the records alone."""

from __future__ import annotations

import json
from typing import BinaryIO

from credit.exporters.public_dataset import PublicDataset
from credit.exporters.table_schema import published_schema


class Json:
    """UTF-8 JSON that a person can read and a program can read line by line; cells have the types of the schema."""

    format = "json"
    suffix = ".json"
    title = "JSON"
    mediatype = "application/json"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write one object with the metadata, the fields and the records of the dataset.

        Keys: ``name``, ``title``, ``description``, ``demonstration``, ``licence``, ``terms``, ``source``,
        ``changed_on``, ``digest``, ``fields``, ``records``. Texts may be empty strings: the keys are always present. An
        empty cell is null; several keys in one cell are an array.
        """
        head = {
            "name": dataset.name,
            "title": dataset.resource.title,
            "description": dataset.resource.description,
            "demonstration": dataset.demonstration,
            "licence": dataset.licence_text,
            "terms": list(dataset.terms),
            "source": dataset.source,
            "changed_on": dataset.changed_on,
            "digest": dataset.digest,
            "fields": published_schema(dataset)["fields"],
        }
        opening = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
        stream.write(f'{opening},\n  "records": ['.encode())
        separator = b"\n    "
        for lines in dataset.json_lines:
            # JSON escapes a line end within a text: each one found stands between two records.
            stream.write(separator + lines.removesuffix(b"\n").replace(b"\n", b",\n    "))
            separator = b",\n    "
        stream.write(b"\n  ]\n}\n" if len(dataset.cells) else b"]\n}\n")


class JsonLines:
    """JSON Lines: the records of the JSON file, one object a line, for programs that read a stream."""

    format = "jsonl"
    suffix = ".jsonl"
    title = "JSON Lines（每行一条）"
    mediatype = "application/x-ndjson"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write one record a line; an empty file for a dataset without rows."""
        stream.writelines(dataset.json_lines)
