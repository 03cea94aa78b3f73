"""JSON records: rows as JSON Lines, joined from their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from json.encoder import encode_basestring

from credit.exporters.typed_cells import TEXT_TYPES, json_cells
from credit.model import Field


def json_lines(fields: Sequence[Field], columns: Sequence[Sequence[str]]) -> bytes:
    """Return rows as JSON objects in UTF-8, one a line, with the cells of each field as ``json_cells`` writes them.

    The keys between the cells are the same in each row: one join of all takes a fifth of the time of ``json.dumps``.
    """
    parts: list[Iterable[str]] = []
    between = "{"
    for field, cells in zip(fields, columns, strict=True):
        between += f"{encode_basestring(field.name)}: "
        # The first column is never such a text: what repeats for ever would have no end.
        if parts and field.type in TEXT_TYPES and not any(cells):
            between += "null, "
        elif field.type in TEXT_TYPES and all(cells) and _is_plain("".join(cells)):
            parts += [repeat(f'{between}"'), cells]
            between = '", '
        else:
            parts += [repeat(between), json_cells(field, cells)]
            between = ", "
    parts.append(repeat(f"{between.removesuffix(', ')}}}\n"))
    # Not strict: texts between cells repeat for ever.
    return "".join(chain.from_iterable(zip(*parts, strict=False))).encode()


def _is_plain(text: str) -> bool:
    """Return whether JSON holds a text as it is: only control characters, quotes and backslashes are escaped."""
    return text.isprintable() and '"' not in text and "\\" not in text
