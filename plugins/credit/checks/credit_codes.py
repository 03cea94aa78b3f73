"""Credit codes: checks unified social credit codes, and the entity kinds and names that go with them."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import numpy

from credit.checks.violations import Violation, column, lines_of, problem_at
from credit.identifiers import (
    CODE_ALPHABET,
    NATURAL_PERSON,
    NO_AUTHORITY,
    code_fault,
    entity_kind_of,
    is_identity_number,
    normalise_code,
    normalise_name,
    subject_code_fault,
)
from credit.model import Problem, Table, split_names

#: The two checks of a code (GB 32100-2015, GB 11714-1997) as arrays by byte; ``credit.identifiers`` holds the rules
#: themselves and checks whatever these do not clear.
_DIGITS = numpy.full(256, -1, dtype=numpy.int64)
_DIGITS[[ord(letter) for letter in CODE_ALPHABET]] = range(31)
_WEIGHTS = numpy.array([pow(3, place, 31) for place in range(17)])
_SUBJECT_DIGITS = numpy.zeros(256, dtype=numpy.int64)
_SUBJECT_DIGITS[[ord(letter) for letter in string.digits + string.ascii_uppercase]] = range(36)
_SUBJECT_WEIGHTS = numpy.array([3, 7, 9, 10, 5, 8, 4, 2])
_SUBJECT_CHECKS = numpy.frombuffer(b"0123456789X0", dtype=numpy.uint8)


def judge_code(value: str) -> list[Violation]:
    """Check a 统一社会信用代码 (GB 32100-2015, GB 11714-1997): ``code-form``, ``check-digit``, warns ``subject-code``.

    A message holds a code only as the corrected form of a valid one, and never where it may be a person's number.
    """
    fault = code_fault(value)
    if fault is None:
        second = subject_code_fault(value)
        return [Violation("subject-code", second, "warning")] if second else []
    # An apostrophe tells a spreadsheet that the cell is text; a CSV keeps it as a character.
    canonical = normalise_code(value.lstrip("'‘’`"))
    real_fault = code_fault(canonical)
    if real_fault is None:
        right = "半角大写、不带空格的形式" if is_identity_number(canonical) else canonical
        return [Violation("code-form", f"应写成 {right}")]
    if len(canonical) == 18 and all(character in CODE_ALPHABET for character in canonical):
        code = "code-form" if canonical.startswith(NO_AUTHORITY) else "check-digit"
        return [Violation(code, real_fault)]
    return [Violation("code-form", real_fault if canonical != value else fault)]


def right_codes(values: Iterable[str]) -> set[str]:
    """Return the values that ``judge_code`` clears, computed as arrays: a list has a code on every row."""
    shaped = [value for value in values if len(value) == 18 and value.isascii()]
    if not shaped:
        return set()
    letters = numpy.frombuffer("".join(shaped).encode("ascii"), dtype=numpy.uint8).reshape(-1, 18)
    digits = _DIGITS[letters]
    known = (digits >= 0).all(axis=1) & (letters[:, 0] != ord(NO_AUTHORITY))
    right = (31 - digits[:, :17] @ _WEIGHTS % 31) % 31 == digits[:, 17]
    subject = _SUBJECT_CHECKS[11 - _SUBJECT_DIGITS[letters[:, 8:16]] @ _SUBJECT_WEIGHTS % 11] == letters[:, 16]
    return {value for value, good in zip(shaped, (known & right & subject).tolist(), strict=True) if good}


def check_kinds(table: Table) -> Iterator[Problem]:
    """Yield ``code-missing`` and the warning ``code-kind`` for tables with a column of entity kinds.

    A table without the column ``entity_kind`` may leave a code empty: then the row is a natural person's.
    """
    names = table.cells.columns
    if "unified_code" not in names or "entity_kind" not in names:
        return
    pairs = list(zip(column(table, "unified_code"), column(table, "entity_kind"), strict=True))
    field = table.resource.schema.field("entity_kind")
    known = set(field.constraints.enum or field.keys) if field else set()
    violations = {pair: violation for pair in set(pairs) if (violation := _judge_kind(*pair, known)) is not None}
    if violations:
        for line, pair in zip(lines_of(table), pairs, strict=True):
            if violation := violations.get(pair):
                name = "unified_code" if violation.code == "code-missing" else "entity_kind"
                yield problem_at(table.resource, line, name, violation)


def _judge_kind(code: str, kind: str, known: set[str]) -> Violation | None:
    if not code:
        if kind == NATURAL_PERSON:
            return None
        return Violation("code-missing", f"只有{NATURAL_PERSON}可以没有代码，请填写 18 位统一社会信用代码")
    expected = entity_kind_of(code)
    if (
        kind == expected
        or (known and kind not in known)
        or (known and expected not in known and kind != NATURAL_PERSON)
    ):
        return None
    # Checked last because it costs most; an invalid code gives no kind.
    if not kind or not expected or code_fault(code) is not None:
        return None
    if kind == NATURAL_PERSON:
        return Violation("code-kind", f"{NATURAL_PERSON}没有统一社会信用代码；请核对主体类别和代码", "warning")
    return Violation("code-kind", f"按代码应为{expected}，请核对主体类别和代码", "warning")


def check_names(tables: Iterable[Table], *, across: bool = False) -> Iterator[Problem]:
    """Yield the warning ``names-differ`` for each row whose code stands elsewhere with another name.

    Rows are compared with the first row of the same code, in the order of the tables and their lines. A name that the
    other row gives as a former name, or the other way round, is no difference. With ``across`` only differences between
    two tables are named: those inside one are the table's own.
    """
    named = list(tables)
    counts = Counter(code for table in named for code in column(table, "unified_code"))
    # One slip gives many rows the same cell, as 9.12E+17: that is no code they share.
    several = {code for code, count in counts.items() if count > 1 and code_fault(code) is None}
    first: dict[str, tuple[Table, int, str, str]] = {}
    for table in named:
        rows = zip(
            lines_of(table),
            column(table, "unified_code"),
            column(table, "name"),
            column(table, "former_names"),
            strict=True,
        )
        # By line, so that the report does not depend on the order of the rows.
        for line, code, name, former in sorted(row for row in rows if row[1] in several):
            if not name:
                continue
            known = first.setdefault(code, (table, line, name, former))
            other_table, other_line, other_name, other_former = known
            if name == other_name or (across and other_table is table):
                continue
            if _same_entity(name, former, other_name, other_former):
                continue
            place = f"第 {other_line} 行" if other_table is table else f"{other_table.resource.path} 第 {other_line} 行"
            message = f"同一代码在{place}是另一个名称；请核对后改成一致，旧名称写进曾用名"
            yield problem_at(table.resource, line, "name", Violation("names-differ", message, "warning"))


@cache
def _key(name: str) -> str:
    return normalise_name(name)


def _same_entity(name: str, former: str, other: str, other_former: str) -> bool:
    mine = {_key(name), *map(_key, split_names(former))}
    theirs = {_key(other), *map(_key, split_names(other_former))}
    return _key(name) in theirs or _key(other) in mine
