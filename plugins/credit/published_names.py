"""Published names: link tables, SQLite tables and views that publication makes of the datasets, and their columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from credit.model import Field, Resource

#: Columns that hold several names, without being references.
FORMER_NAMES, ALIASES = "former_names", "aliases"

#: Columns of every link table, and of one of dated names.
POSITION, VALID_FROM, VALID_UNTIL = "position", "valid_from", "valid_until"

#: SQLite table of the words and the identity of the data, and SQLite view of all listings by entity.
INFO, ENTITY_LISTINGS = "package_info", "entity_listings"

#: Most bytes of a link table's name: with prefix and suffixes of a temporary file it stays below 255, the limit of Linux.
LONGEST_NAME = 200

#: Beginning of the names that SQLite keeps for itself (https://www.sqlite.org/lang_createtable.html).
RESERVED_PREFIX = "sqlite_"


def is_several(field: Field) -> bool:
    """Return whether a cell of the column may hold several values."""
    return bool(field.references) or field.type == "list" or field.name in (FORMER_NAMES, ALIASES)


def link_name(dataset: str, column: str) -> str:
    """Return the name of the link table of a column: small letters of ASCII, as Data Package 1.0 asks of a resource.

    A column in another alphabet is spelled in Punycode (RFC 3492), as in the name of a host.
    """
    part = unicodedata.normalize("NFC", column).casefold().replace("_", "-")
    return f"{dataset}-{part if part.isascii() else 'xn--' + part.encode('punycode').decode()}"


def link_key(resource: Resource) -> Field | None:
    """Return the column to whose key the link tables of a dataset lead, None for a dataset without a single one."""
    schema = resource.schema
    return schema.field(schema.primary_key[0]) if len(schema.primary_key) == 1 else None


def linked_fields(resource: Resource) -> Iterator[Field]:
    """Yield the columns that have a link table."""
    if link_key(resource) is not None:
        yield from filter(is_several, resource.schema.fields)


def value_column(column: str) -> str:
    """Return the name of the column with one value in the link table of a column."""
    return "alias" if column == ALIASES else "former_name" if column == FORMER_NAMES else column


def link_columns(resource: Resource, key: str, column: str) -> tuple[str, ...]:
    """Return the columns of the link table of a column: key of the dataset, place, value, days of a dated name."""
    others = (POSITION, value_column(column), *((VALID_FROM, VALID_UNTIL) if column == ALIASES else ()))
    owner = "record_id" if key == "record_id" else table_name(resource.name.removesuffix("s"))
    return (owner if owner not in {name.casefold() for name in others} else key, *others)


def has_repeated(names: Sequence[str]) -> bool:
    """Return whether two names are the same without regard to case, as SQLite compares them."""
    return len({name.casefold() for name in names}) < len(names)


def table_name(dataset: str) -> str:
    """Return the name of a dataset's SQLite table."""
    return dataset.replace("-", "_")


def labelled_view(dataset: str) -> str:
    """Return the name of the SQLite view of a list with words beside its keys."""
    return f"{table_name(dataset)}_labelled"
