"""Typed cells: cells of a published column as JSON and as Python values, by the types of Table Schema."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from json import dumps
from json.encoder import encode_basestring

from credit.identifiers import parse_iso_date
from credit.model import SEPARATOR, Field, split_cell
from credit.number_limits import is_finite_double, is_int64

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")

#: Types whose cells are texts in JSON, as they stand.
TEXT_TYPES = ("string", "date", "datetime")

Value = str | int | float | bool | datetime.date | list[str] | None


def split_list(field: Field, cell: str) -> list[str]:
    """Return the items of a cell that holds several."""
    return list(split_cell(cell, field.delimiter or SEPARATOR))


def json_cells(field: Field, cells: Sequence[str]) -> list[str]:
    """Return each cell of a column as JSON: null for an empty one, and for one that its type cannot hold.

    A public cell suits its type, which the gate checks; an accepted build must go on whatever a cell holds.
    """
    if field.type in TEXT_TYPES:
        return [encode_basestring(cell) if cell else "null" for cell in cells]
    encode = _encoder(field)
    words = {cell: encode(cell) for cell in set(cells)}
    return [words[cell] for cell in cells]


def _encoder(field: Field) -> Callable[[str], str]:
    """Return the function that writes a cell of the field as JSON."""
    if field.type == "number":
        # The digits as they stand: a float would change some.
        return lambda cell: cell if _is_number(cell) else "null"
    convert = _converter(field)
    return lambda cell: dumps(convert(cell), ensure_ascii=False)


def python_cells(field: Field, cells: Sequence[str]) -> list[Value]:
    """Return each cell of a column as a value of Python, None for an empty one and for one its type cannot hold."""
    if field.type in ("string", "datetime"):
        return [cell or None for cell in cells]
    convert = _converter(field)
    values = {cell: convert(cell) for cell in set(cells)}
    return [values[cell] for cell in cells]


def _converter(field: Field) -> Callable[[str], Value]:
    if field.type == "list":
        return lambda cell: split_list(field, cell) or None
    if field.type == "boolean":
        return lambda cell: {"true": True, "false": False}.get(cell)
    if field.type in ("integer", "year"):
        return lambda cell: int(cell) if _INTEGER.fullmatch(cell) and is_int64(cell) else None
    if field.type == "number":
        return lambda cell: float(cell) if _is_number(cell) else None
    if field.type == "date":
        return parse_iso_date
    return lambda cell: cell or None


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None and is_finite_double(cell)
