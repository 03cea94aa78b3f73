"""Mentions in tables: a row's free text speaks of its own subject alone, a reference of nobody (design.md section 3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from credit.checks.verdicts import Verdict, problem_at
from credit.identifiers import normalise_name
from credit.model import SEPARATOR, Field, Problem, Table
from credit.subjects import KnownSubjects, find_codes

#: Columns of text that are no free text: names, numbers and keys have checks of their own.
_NO_WORDS = frozenset(
    {"record_id", "name", "former_names", "unified_code", "entity_kind", "severity", "decision_number", "telephone"}
)

_RECORD_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,8}-[0-9]{4}-[0-9]{1,9}(?![0-9])")

#: Where a code may stand in joined texts: eighteen letters or digits, blanks and dashes let pass.
_LIKELY_CODE = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ](?:[ \u3000-]?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){17}")

OTHER_CODE = Verdict(
    "other-subject", "写出了别的主体的统一社会信用代码；一条记录只讲自己的主体，请删去，改写成“另一经营者”"
)
_OTHER_ID = Verdict("other-subject", "写出了别的记录的编号；一条记录只讲自己的主体，请删去")
OTHER_NAME = Verdict("other-name", "写出了名单里另一个主体的名称；请改写成“另一经营者”", "warning")
PERSON_NAME = Verdict("other-name", "写出了名单里另一个自然人的姓名；请改写成“当事人”（提示中不显示姓名）", "warning")


#: Where a text stands: the table, the column, the position of the row.
Place = tuple[Table, str, int]


def check_row_texts(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Name each cell of a list's free text that speaks of somebody else.

    Another's code or record id is an error (``other-subject``), the name of another listed subject, four characters or
    more, or of a listed natural person a warning (``other-name``).
    """
    lists = [table for table in tables.values() if _is_list(table)]
    cells = _collect(lists, _is_free_text)
    texts = list(cells)
    verdicts = [(index, key, _OTHER_ID) for index, key in _find_record_ids(texts)]
    verdicts += [(index, code, OTHER_CODE) for index in _likely_codes(texts) for code in find_codes(texts[index])]
    verdicts += _judge_names(KnownSubjects(lists), texts, _office_names(tables))
    for index, key, verdict in verdicts:
        for table, name, position in cells[texts[index]]:
            if key not in _own_keys(table, position):
                yield problem_at(table.resource, int(table.cells.index[position]), name, verdict)


def check_reference_texts(tables: Mapping[str, Table], registers: Iterable[str]) -> Iterator[Problem]:
    """Name each cell of a reference that tells of a listed subject: it would stay when the listing has ended.

    Codes as in ``check_row_texts``, for codes and ids that a list knows. ``registers`` are the datasets that tell of
    records by nature and have checks of their own.
    """
    lists = [table for table in tables.values() if _is_list(table)]
    references = [table for name, table in tables.items() if not table.resource.is_list and name not in set(registers)]
    cells = _collect(references, lambda _, field: field.type == "string" and field.name != "unified_code")
    texts = list(cells)
    known = KnownSubjects(lists)
    ids = {key for table in lists for key in table.column("record_id")}
    verdicts = [(index, _OTHER_ID) for index, key in _find_record_ids(texts) if key in ids]
    verdicts += [(mention.index, OTHER_CODE) for mention in known.find_codes(texts)]
    verdicts += [(index, verdict) for index, _, verdict in _judge_names(known, texts, _office_names(tables))]
    for index, verdict in dict.fromkeys(verdicts):
        for table, name, position in cells[texts[index]]:
            yield problem_at(table.resource, int(table.cells.index[position]), name, verdict)


def _is_list(table: Table) -> bool:
    return table.resource.is_list and "record_id" in table.cells.columns


def _collect(tables: Iterable[Table], takes: Callable[[Table, Field], bool]) -> dict[str, list[Place]]:
    """Return where each text of two characters or more stands in the columns that are taken."""
    cells: dict[str, list[Place]] = {}
    for table in tables:
        for name in (field.name for field in table.resource.schema.fields if takes(table, field)):
            for position, text in enumerate(table.column(name)):
                if len(text) > 1:
                    cells.setdefault(text, []).append((table, name, position))
    return cells


def _judge_names(known: KnownSubjects, texts: Sequence[str], but: frozenset[str]) -> list[tuple[int, str, Verdict]]:
    return [
        (mention.index, mention.key, PERSON_NAME if mention.subject.is_person else OTHER_NAME)
        for mention in known.find_names(texts)
        if mention.key not in but
    ]


def _is_free_text(table: Table, field: Field) -> bool:
    schema = table.resource.schema
    return (
        field.type == "string"
        and field.name not in _NO_WORDS
        and field.name not in schema.primary_key
        and not field.references
        and not schema.reference_of(field.name)
        and not field.constraints.enum
    )


def _own_keys(table: Table, position: int) -> frozenset[str]:
    names = (table.column("name")[position], *table.column("former_names")[position].split(SEPARATOR))
    own = {normalise_name(name) for name in names if name}
    # A longer name of one's own holds the shorter one of a parent company.
    return frozenset({*own, table.column("unified_code")[position], table.column("record_id")[position]})


def _find_record_ids(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, text in enumerate(texts):
        if "-" in text:
            for match in _RECORD_ID.finditer(text):
                yield index, match[0]


def _likely_codes(texts: Sequence[str]) -> Iterator[int]:
    return (index for index, text in enumerate(texts) if len(text) >= 18 and _LIKELY_CODE.search(text))


def _office_names(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the names of departments in their normal form: an office may stand on the red list as well."""
    table = tables.get("departments")
    if table is None:
        return frozenset()
    aliases = (
        alias.split("(")[0].split("（")[0] for text in table.column("aliases") for alias in text.split(SEPARATOR)
    )
    return frozenset(normalise_name(name) for name in (*table.column("name"), *aliases) if name)
