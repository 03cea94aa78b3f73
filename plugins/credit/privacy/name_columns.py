"""Name columns: a warning for a column whose short values look like the names of persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from credit.model import Problem, Table
from credit.privacy.person_names import is_person_name

#: Columns whose names have rules of their own where the row says whose they are.
_SUBJECT_COLUMNS = frozenset({"name", "former_names"})
#: Distinct values looked at: enough to know a column, few enough to cost nothing.
_LOOKED_AT = 300
_LONGEST = 60

_SEPARATORS = re.compile(r"[;；、,，/\s]+")
_TITLE = re.compile(r"姓名|名字|负责人|代表人|当事人|法人|经办|联系|联络|处理者|[人者员]$")


def scan_name_column(table: Table, column: str, texts: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning (``name-column``) for a column that holds names of persons, by its title or by half its values.

    ``texts`` are its distinct cells. A list's own name columns are left out, because the kind of entity decides there. A
    maintainer decides on the rest: a published name needs a basis in law.
    """
    field = table.resource.schema.field(column)
    has_subjects = "unified_code" in table.cells.columns
    if (has_subjects and column in _SUBJECT_COLUMNS) or (field and (field.constraints.enum or field.keys)):
        return
    title = field.title if field else column
    values = list(islice(filter(None, texts), _LOOKED_AT))
    names = sum(map(_names_persons, values))
    if names and (_TITLE.search(title) or (names >= 2 and names * 2 >= len(values))):
        message = (
            f"这一列像是个人的姓名（看了 {len(values)} 个值，{names} 个像）；公开个人姓名要有法律依据，"
            "请管理员核对：没有依据的，请删去整列或改写成“当事人”等称呼（提示中不显示名字）"
        )
        yield Problem(table.resource.path, 1, column, "name-column", message, "warning", title)


def _names_persons(text: str) -> bool:
    """Return whether a value is nothing but names of persons, one or several."""
    parts: Sequence[str] = [part for part in _SEPARATORS.split(text) if part] if len(text) <= _LONGEST else ()
    return bool(parts) and all(map(is_person_name, parts))
