"""Cell rules: check one cell against its field's schema and the meaning of its column's name."""

from __future__ import annotations

import datetime
import difflib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from decimal import Decimal, InvalidOperation
from itertools import filterfalse

from credit.checks.credit_codes import judge_code, right_codes
from credit.checks.date_rules import EARLIEST, LATEST, judge_date
from credit.checks.violations import Violation
from credit.excel_coercion import FORMULA_STARTS, SIGNED_NUMBER, TEXT_FORMULA, formula_sign, is_error_value
from credit.identifiers import are_usual_record_ids, is_usual_record_id, parse_iso_date, split_record_id
from credit.model import LIST_DELIMITER, SEPARATOR, Field, split_cell
from credit.number_limits import LARGEST, SMALLEST, is_exact_double, is_int64
from credit.published_names import is_several
from credit.schema_patterns import find_mismatches

#: One spelling of each integer: two of zero would be one key in SQLite.
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?")
_YEAR = re.compile(r"[0-9]{4}")

#: Beginnings of error values (``#REF! Err:502 错误:502``), and the signs that a CSV gets from a column too narrow for them.
_ERROR_STARTS = frozenset("#E错")
_TOO_NARROW = re.compile(r"#{3,}")

#: Columns of numbers to dial, and the international form of one (ITU-T E.123): blanks between its groups are no operator
#: between numbers, so a spreadsheet takes it for text. With hyphens it would be a subtraction.
_TELEPHONES = frozenset({"telephone", "fax"})
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{0,2}(?: [0-9]+)+")
_NUMBERS = ("integer", "number")

#: Words for what stands in the row above: rows are sorted by their key, and a record is shown alone.
_DITTO = frozenset({"同上", "同前", "同左", "〃", "″", "“", "”", '"', "〞", "ditto"})
_UNSAID = _DITTO | {""}

#: Most allowed values named in one message.
_NAMED = 12

#: Characters a cell of text cannot begin or end with; a cell with clean ends skips the full check.
_BLANKS = frozenset(chr(code) for code in range(0x3001) if chr(code).isspace())
_STARTS = frozenset(FORMULA_STARTS) | _ERROR_STARTS | {"-"} | _BLANKS
#: One of them in a text of one value a line.
_EDGE = re.compile(rf"\n(?:[{re.escape(''.join(sorted(_STARTS)))}]|(?<=[{re.escape(''.join(sorted(_BLANKS)))}]\n))")


def judge_values(field: Field, values: Iterable[str]) -> dict[str, list[Violation]]:
    """Check the distinct cells of one field; return the findings of those with a fault."""
    suspects = _suspects(field, set(values))
    pattern = field.constraints.pattern
    unmatched = find_mismatches(pattern, {value.strip() for value in suspects}) if pattern else set()
    return {value: found for value in suspects if (found := _judge(field, unmatched, value))}


def _suspects(field: Field, values: set[str]) -> set[str]:
    """Return the values that a cheap test does not clear: a column of names holds as many values as rows."""
    limits = field.constraints
    allowed = limits.enum or tuple(field.keys)
    if field.type != "string" or allowed:
        return values
    longest = sys.maxsize if limits.max_length is None else limits.max_length
    shortest = limits.min_length or 0
    found = values & _UNSAID
    filled = values - found
    if not _are_plain(filled, shortest, longest):
        found.update(
            value
            for value in filled
            if value[0] in _STARTS or value[-1] in _BLANKS or not shortest <= len(value) <= longest
        )
    if is_several(field):
        found.update(value for value in filled if SEPARATOR in value)
    if limits.pattern:
        found |= find_mismatches(limits.pattern, values)
    if field.name == "record_id" and not are_usual_record_ids(values):
        found.update(filterfalse(is_usual_record_id, values))
    elif field.name == "unified_code":
        found |= values - right_codes(values)
    return found


def _are_plain(values: Collection[str], shortest: int, longest: int) -> bool:
    """Return whether all values have clean ends and an allowed length; a value of several lines may count as unclean."""
    if not values:
        return True
    if min(map(len, values)) < shortest or max(map(len, values)) > longest:
        return False
    return _EDGE.search("\n".join(("", *values, ""))) is None


def _judge(field: Field, unmatched: Set[str], cell: str) -> list[Violation]:
    limits = field.constraints
    if not cell:
        return [Violation("required", "不能为空，请填写")] if limits.required else []
    violations = []
    value = cell.strip()
    if value != cell:
        violations.append(Violation("surrounding-blank", "开头或末尾有空格，请删除"))
        if not value:
            return violations
    if _is_formula(field, value):
        way = "去掉等号和引号，只留里面的内容" if TEXT_FORMULA.fullmatch(value) else "去掉开头的符号"
        hint = "；没有内容就留空" if not value.strip("-=+@") else ""
        return [*violations, Violation("formula", f"以 {value[0]} 开头，表格软件会当作公式，请{way}{hint}")]
    if sign := _sign_of_item(field, value):
        return [*violations, Violation("formula", f"有一项以 {sign} 开头，表格软件会当作公式，请去掉这个符号")]
    if value in _DITTO:
        return [*violations, Violation("ditto", f"“{value}”离开上一行就看不懂，请写出内容；没有内容就留空")]
    if lost := _judge_result(value):
        return [*violations, lost]
    if meaning := _judge_meaning(field.name, value):
        return [*violations, *meaning]
    kind = (
        _judge_list(field.delimiter or LIST_DELIMITER, value)
        if field.type == "list"
        else _judge_type(field.type, value)
    )
    if kind:
        return [*violations, kind]
    return [*violations, *_judge_limits(field, unmatched, value)]


def _is_formula(field: Field, value: str) -> bool:
    """Return whether a spreadsheet that opens the CSV may run a cell: a sign before a number is none, by its column."""
    if value.startswith("+"):
        signed = field.type in _NUMBERS and SIGNED_NUMBER.fullmatch(value)
        return not signed and not (field.name in _TELEPHONES and _INTERNATIONAL.fullmatch(value))
    return formula_sign(value) != ""


def _sign_of_item(field: Field, value: str) -> str:
    """Return the sign of a formula at the beginning of a further item: in the link table each item is a cell."""
    if not is_several(field):
        return ""
    delimiter = field.delimiter or (LIST_DELIMITER if field.type == "list" else SEPARATOR)
    return next(filter(None, map(formula_sign, split_cell(value, delimiter)[1:])), "")


def _judge_result(value: str) -> Violation | None:
    """Check for what a spreadsheet saves in place of a result or a number that it could not show."""
    if is_error_value(value):
        return Violation("formula", f"是错误值 {value}，公式没有算出结果，原来的内容已经丢失；请对照原件重新录入")
    if _TOO_NARROW.fullmatch(value):
        return Violation("formula", "是一串 #：列太窄，表格软件把数字或者日期存成了这样；请把列拉宽，对照原件重新录入")
    return None


def _judge_meaning(name: str, value: str) -> list[Violation]:
    """Check a cell by the meaning that its column's name has in every dataset."""
    if name == "unified_code":
        return judge_code(value)
    if name == "record_id":
        return _judge_record_id(value)
    return []


def _judge_record_id(value: str) -> list[Violation]:
    parts = split_record_id(value)
    if parts is None:
        return [
            Violation("record-id", "应为“前缀-年份-流水号”，如 BL-2026-00017：前缀用大写字母，年份 4 位，流水号从 1 起")
        ]
    _, year, running = parts
    if running < 1:
        return [Violation("record-id", "流水号应从 1 起")]
    if not EARLIEST[:4] <= f"{year:04d}" <= LATEST[:4]:
        return [Violation("record-id", f"年份应在 {EARLIEST[:4]} 到 {LATEST[:4]} 之间")]
    return []


def _judge_type(kind: str, value: str) -> Violation | None:
    if kind == "date":
        return judge_date(value)
    if kind == "datetime":
        return _judge_datetime(value)
    if kind in _NUMBERS:
        return _judge_number(kind, value)
    if kind == "year":
        if not _YEAR.fullmatch(value):
            return Violation("type-error", "应为 4 位年份，如 2026")
        if not EARLIEST[:4] <= value <= LATEST[:4]:
            return Violation("date-range", f"年份应在 {EARLIEST[:4]} 到 {LATEST[:4]} 之间")
    if kind == "boolean" and value not in ("true", "false"):
        return Violation("type-error", "只能填 true（是）或 false（否）")
    return None


def _judge_number(kind: str, value: str) -> Violation | None:
    """Check an integer or a number: its form, and that the files can hold it."""
    if kind == "integer" and not _INTEGER.fullmatch(value):
        return Violation("type-error", f"应为整数，如 12，不带千分位、小数和单位{_plain_number(value)}")
    if kind == "number" and not _NUMBER.fullmatch(value):
        return Violation("type-error", f"应为数字，如 1200.5，不带千分位和单位{_plain_number(value)}")
    if kind == "integer" and not is_int64(value):
        return Violation(
            "number-range",
            f"整数应在 {SMALLEST} 到 {LARGEST} 之间，超出的下载文件存不下，请核对；是编号、代码的，请在结构文件里把这一列的 type 改为 string",
        )
    if kind == "number" and not is_exact_double(value):
        return Violation(
            "number-range",
            "位数太多，下载文件存不下（双精度数，保证 15 位有效数字），请核对；要照原样保留的，请在结构文件里把这一列的 type 改为 string",
        )
    return None


def _judge_datetime(value: str) -> Violation | None:
    """Check a day with a time in the form of ISO 8601; the zone may be missing."""
    if not _DATETIME.fullmatch(value):
        return Violation("type-error", "应为日期和时间，如 2026-05-18T09:30:00+08:00")
    try:
        datetime.datetime.fromisoformat(value)
    except ValueError:
        return Violation("type-error", "没有这个日期或者时间，请核对，如 2026-05-18T09:30:00+08:00")
    return judge_date(value[:10])


def _judge_list(delimiter: str, value: str) -> Violation | None:
    """Check the items of a list: none is empty, none has blanks around it, none stands twice."""
    items = value.split(delimiter)
    if any(not item.strip() for item in items):
        return Violation("type-error", f"有空的一项，请检查分隔符“{delimiter}”，开头、末尾和中间都不要多写")
    if any(item != item.strip() for item in items):
        return Violation("type-error", f"各项之间只写分隔符“{delimiter}”，前后不要空格")
    if len(set(items)) < len(items):
        return Violation("type-error", "同一项写了两次，请删去一个")
    return None


def _plain_number(value: str) -> str:
    """Return a hint with the number in plain form, or nothing: a long one might be a person's and is not repeated."""
    plain = value.replace(",", "").replace("，", "").removeprefix("+")
    plain = "0" if plain == "-0" else plain
    return f"；应写成 {plain}" if plain != value and len(plain) < 13 and _NUMBER.fullmatch(plain) else ""


def _judge_limits(field: Field, unmatched: Set[str], value: str) -> Iterator[Violation]:
    limits = field.constraints
    if field.type == "list":
        yield from _judge_items(field, value.split(field.delimiter or LIST_DELIMITER))
        return
    allowed = limits.enum or tuple(field.keys)
    if allowed and value not in allowed:
        yield Violation("enum", f"不在可选的取值中，应为：{_nearest_first(value, allowed)}")
        return
    if limits.max_length is not None and len(value) > limits.max_length:
        yield Violation("length", f"有 {len(value)} 个字，最多 {limits.max_length} 个，请缩短")
        return
    if limits.min_length is not None and len(value) < limits.min_length:
        yield Violation("length", f"只有 {len(value)} 个字，至少要 {limits.min_length} 个，请补全")
    if value in unmatched:
        form = f"应像 {field.example} 这样写" if field.example else f"应符合格式 {limits.pattern}"
        yield Violation("pattern", f"写法不符，{form}")
    amount = _amount(field.type, value)
    low, high = _amount(field.type, limits.minimum), _amount(field.type, limits.maximum)
    if amount is not None and low is not None and amount < low:
        yield Violation(
            "minimum", f"不能小于 {limits.minimum}" if field.type != "date" else f"不能早于 {limits.minimum}"
        )
    if amount is not None and high is not None and amount > high:
        yield Violation(
            "maximum", f"不能大于 {limits.maximum}" if field.type != "date" else f"不能晚于 {limits.maximum}"
        )


def _judge_items(field: Field, items: Sequence[str]) -> Iterator[Violation]:
    """Check the items of a list: each is one of the allowed values, and there are as many as the schema demands."""
    limits = field.constraints
    allowed = limits.enum or tuple(field.keys)
    other = next((item for item in items if allowed and item not in allowed), None)
    if other is not None:
        yield Violation("enum", f"有一项不在可选的取值中，应为：{_nearest_first(other, allowed)}")
    if limits.max_length is not None and len(items) > limits.max_length:
        yield Violation("length", f"有 {len(items)} 项，最多 {limits.max_length} 项，请减少")
    if limits.min_length is not None and len(items) < limits.min_length:
        yield Violation("length", f"只有 {len(items)} 项，至少要 {limits.min_length} 项，请补全")


def _amount(kind: str, text: str) -> Decimal | None:
    """Return a value as a comparable number, a day as its ordinal; None where it has no order."""
    if kind == "date" and (day := parse_iso_date(text)):
        return Decimal(day.toordinal())
    if text and kind in ("integer", "number", "year"):
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    return None


def _nearest_first(value: str, allowed: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(value[:100], allowed, n=3, cutoff=0.3)
    named = [*near, *(item for item in allowed if item not in near)]
    return "、".join(named[:_NAMED]) + (f" 等 {len(named)} 种" if len(named) > _NAMED else "")
