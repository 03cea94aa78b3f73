"""Mentions in tables: a row's free text may name only its own subject, a reference none (design.md section 3)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from credit.checks.violations import Violation, problem_at
from credit.identifiers import find_record_ids, mention_key
from credit.listed_subjects import KnownSubjects, find_codes
from credit.model import SEPARATOR, Field, Problem, Table, split_names, subject_column
from credit.privacy import find_operator

#: Columns without words: names, codes and terms have checks of their own.
_NO_WORDS = frozenset({"record_id", "name", "former_names", "unified_code", "entity_kind", "severity"})

#: Types whose cells hold neither a name nor a code. A list does, and a code of digits alone passes for a number.
_NO_TEXT = frozenset({"date", "datetime", "year", "boolean"})


OTHER_CODE = Violation(
    "other-subject", "写出了别的主体的统一社会信用代码；一条记录只讲自己的主体，请删去，改写成“另一经营者”"
)
_OTHER_ID = Violation("other-subject", "写出了别的记录的编号；一条记录只讲自己的主体，请删去")
OTHER_NAME = Violation("other-name", "写出了名单里另一个主体的名称；请改写成“另一经营者”", "warning")
PERSON_NAME = Violation("other-name", "写出了名单里另一个自然人的姓名；请改写成“当事人”（提示中不显示姓名）", "warning")


#: Predicate: whether the words of a column are checked.
Takes = Callable[[Table, Field], bool]


def check_row_texts(tables: Mapping[str, Table], known: KnownSubjects) -> Iterator[Problem]:
    """Report each cell of a list's free text that names another subject.

    Another's code or record id is an error (``other-subject``), the name of another listed subject, four characters or
    more, or of a listed natural person a warning (``other-name``).
    """
    lists = [table for table in tables.values() if _is_list(table)]
    texts = _collect(lists, _is_free_text)
    violations = [(index, key, _OTHER_ID) for index, key in _find_record_ids(texts)]
    violations += [(index, code, OTHER_CODE) for index, code in find_codes(texts)]
    violations += _judge_names(known, texts, _office_names(tables))
    found: dict[str, list[tuple[str, Violation]]] = {}
    for index, key, violation in violations:
        found.setdefault(texts[index], []).append((key, violation))
    for table, name, position, text in _places(lists, _is_free_text, found):
        own = _own_keys(table, position)
        # The number of a decision may be built like a record id.
        judged = [item for item in found[text] if name != "decision_number" or item[1] is not _OTHER_ID]
        for violation in dict.fromkeys(violation for key, violation in judged if key not in own):
            yield problem_at(table.resource, int(table.cells.index[position]), name, violation)


def check_reference_texts(
    tables: Mapping[str, Table], known: KnownSubjects, registers: Iterable[str]
) -> Iterator[Problem]:
    """Report each cell of a reference that names a listed subject: it would stay when the listing has ended.

    Codes as in ``check_row_texts``, for codes and ids of a list. ``registers`` are the datasets that refer to records
    by nature and have checks of their own.
    """
    ids = {key for table in tables.values() if _is_list(table) for key in table.column("record_id")}
    references = [table for name, table in tables.items() if not table.resource.is_list and name not in set(registers)]
    texts = _collect(references, _is_text)
    violations = [(index, _OTHER_ID) for index, key in _find_record_ids(texts) if key in ids]
    violations += [(mention.index, OTHER_CODE) for mention in known.find_codes(texts)]
    violations += [(index, violation) for index, _, violation in _judge_names(known, texts, _office_names(tables))]
    found: dict[str, dict[Violation, None]] = {}
    for index, violation in violations:
        found.setdefault(texts[index], {})[violation] = None
    for table, name, position, text in _places(references, _is_text, found):
        for violation in found[text]:
            yield problem_at(table.resource, int(table.cells.index[position]), name, violation)


def _is_text(table: Table, field: Field) -> bool:
    # A key is checked as a text of the dataset that it refers to, and a reference may not refer to a list.
    is_key = bool(table.resource.schema.reference_of(field.name))
    return field.type not in _NO_TEXT and field.name != "unified_code" and not is_key


def _is_list(table: Table) -> bool:
    return table.resource.is_list and "record_id" in table.cells.columns


def _collect(tables: Iterable[Table], takes: Takes) -> list[str]:
    """Return each distinct text of two characters or more in the columns that ``takes`` accepts."""
    texts: dict[str, None] = {}
    for table in tables:
        for field in table.resource.schema.fields:
            if takes(table, field):
                texts |= dict.fromkeys(table.column(field.name))
    return [text for text in texts if len(text) > 1]


def _places(tables: Iterable[Table], takes: Takes, texts: Collection[str]) -> Iterator[tuple[Table, str, int, str]]:
    """Yield the places of these texts: the table, the column, the position of the row, the text."""
    for table in tables if texts else ():
        for field in table.resource.schema.fields:
            for position, text in enumerate(table.column(field.name)) if takes(table, field) else ():
                if text in texts:
                    yield table, field.name, position, text


def _judge_names(known: KnownSubjects, texts: Sequence[str], but: frozenset[str]) -> list[tuple[int, str, Violation]]:
    return [
        (mention.index, mention.key, PERSON_NAME if mention.is_person else OTHER_NAME)
        for mention in known.find_names(texts)
        if mention.key not in but
    ]


def _is_free_text(table: Table, field: Field) -> bool:
    schema = table.resource.schema
    return (
        field.type not in _NO_TEXT
        and field.name not in _NO_WORDS
        and field.name not in schema.primary_key
        and field.name != subject_column(table)
        and not field.references
        and not schema.reference_of(field.name)
        and not field.constraints.enum
    )


def _own_keys(table: Table, position: int) -> frozenset[str]:
    names = (table.column(subject_column(table))[position], *split_names(table.column("former_names")[position]))
    # A shop is known by the part of its name without its operator's as well.
    shops = (operator.shop for name in names if (operator := find_operator(name)))
    own = {mention_key(name) for name in (*names, *shops) if name}
    # A longer name of the row's own subject holds the shorter one of a parent company.
    return frozenset({*own, table.column("unified_code")[position], table.column("record_id")[position]})


def _find_record_ids(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, text in enumerate(texts):
        if "-" in text:
            for record_id in find_record_ids(text):
                yield index, record_id


def _office_names(tables: Mapping[str, Table]) -> frozenset[str]:
    """Return the names of departments in their normal form: an office may be on the red list as well."""
    table = tables.get("departments")
    if table is None:
        return frozenset()
    aliases = (
        alias.split("(")[0].split("（")[0] for text in table.column("aliases") for alias in text.split(SEPARATOR)
    )
    return frozenset(mention_key(name) for name in (*table.column("name"), *aliases) if name)
