"""Parquet exporter: typed columns with title and description, for pandas, DuckDB and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from credit.exporters.public_dataset import PublicDataset
from credit.exporters.typed_cells import python_cells
from credit.model import Field

if TYPE_CHECKING:
    import pyarrow

_TYPES = {
    "boolean": "bool",
    "integer": "int64",
    "year": "int64",
    "number": "float64",
    "date": "date32",
}


def _arrow_field(field: Field) -> pyarrow.Field:
    import pyarrow as pa

    words = {"title": field.title, "title_en": field.title_en, "description": field.description}
    metadata = {name: text.encode() for name, text in words.items() if text}
    kind = pa.list_(pa.string()) if field.type == "list" else pa.type_for_alias(_TYPES.get(field.type, "string"))
    return pa.field(field.name, kind, metadata=metadata)


class Parquet:
    """Apache Parquet: null, booleans, integers, days and lists as they are; compressed inside, never outside."""

    format = "parquet"
    suffix = ".parquet"
    title = "Parquet"
    mediatype = "application/vnd.apache.parquet"
    note = ""

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the rows as one table, its words and the digest of the rows as metadata."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        fields = dataset.resource.schema.fields
        words = {
            "title": dataset.resource.title,
            "description": dataset.resource.description,
            "demonstration": dataset.demonstration,
            "licence": dataset.licence_text,
            "source": dataset.source,
            "changed_on": dataset.changed_on,
            "digest": dataset.digest,
        }
        schema = pa.schema(
            [_arrow_field(field) for field in fields],
            metadata={name: text.encode() for name, text in words.items() if text},
        )
        columns = [
            pa.array(python_cells(field, cells), type=arrow.type)
            for field, cells, arrow in zip(fields, dataset.columns(), schema, strict=True)
        ]
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), stream, compression="zstd")
