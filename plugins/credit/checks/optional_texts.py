"""Optional texts: words for a missing value in columns of a list that may stay empty."""

from __future__ import annotations

from collections.abc import Iterator

from credit.checks.violations import Violation, column, spread
from credit.model import MISSING_VALUES, Field, Problem, Schema, Table, is_missing

#: Columns with rules of their own for such words.
_OTHERS = frozenset({"record_id", "name", "unified_code"})
_LONGEST = max(map(len, MISSING_VALUES)) + 2  # blanks around it


def check_optional_texts(table: Table) -> Iterator[Problem]:
    """Yield the warning ``missing-value`` for each word that would be published as a text, as 无 for a former name."""
    if not table.resource.is_list:
        return
    schema = table.resource.schema
    for field in schema.fields:
        if _is_optional_text(field, schema):
            cells = column(table, field.name)
            words = {cell for cell in set(cells) if 0 < len(cell) <= _LONGEST and is_missing(cell)}
            violations = {
                word: [Violation("missing-value", f"“{word.strip()}”会当作内容公布；没有内容就留空", "warning")]
                for word in words
            }
            yield from spread(table, field.name, cells, violations)


def _is_optional_text(field: Field, schema: Schema) -> bool:
    limits = field.constraints
    is_text = field.type == "string" and not (limits.enum or field.keys or schema.reference_of(field.name))
    return is_text and not limits.required and field.name not in (*schema.primary_key, *_OTHERS)
