"""Allowed numbers: ``data/allowed-numbers.csv``, digests of numbers that only look personal, with reasons."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from credit.atomic_write import write_whole
from credit.byte_order_mark import decode_utf8
from credit.model import AllowedNumber, Problem

#: Path of the file, beside the datasets and never published.
ALLOWED_NUMBERS = "data/allowed-numbers.csv"

COLUMNS = ("salt", "digest", "reason")

#: Shortest reason in characters that still explains itself years later.
SHORTEST_REASON = 4

_CODE = "allowed-number"
_HEXADECIMAL = "0123456789abcdef"
#: Sixteen letters instead of hexadecimal digits: no digest looks like a number itself.
_LETTERS = "bcdfghjkmnpqrstv"
_WORD = re.compile(f"(?:[{_LETTERS}]{{2}}){{16,32}}")


def read_allowed_numbers(root: Path) -> tuple[tuple[AllowedNumber, ...], tuple[Problem, ...]]:
    """Read the file below ``root``; empty if there is no file.

    A row with a fault allows nothing. Code ``allowed-number``: no text in UTF-8, another heading, a word that
    ``inv allow-number`` does not write, or no reason.
    """
    try:
        data = (root / ALLOWED_NUMBERS).read_bytes()
    except OSError:
        return (), ()
    return parse_allowed_numbers(data)


def parse_allowed_numbers(data: bytes) -> tuple[tuple[AllowedNumber, ...], tuple[Problem, ...]]:
    """Return the allowed numbers in the bytes of the file, and its faults."""
    try:
        rows = list(csv.reader(io.StringIO(decode_utf8(data), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return (), (_problem(1, "不是 UTF-8 的 CSV 文件；请用 inv allow-number 登记，不要手写"),)
    if not rows or tuple(rows[0]) != COLUMNS:
        return (), (_problem(1, f"标题行应当是 {','.join(COLUMNS)}"),)
    allowed, problems = [], []
    for line, row in enumerate(rows[1:], start=2):
        if fault := _fault(row):
            problems.append(_problem(line, fault))
        else:
            allowed.append(AllowedNumber(_unspell(row[0]), _unspell(row[1]), row[2]))
    return tuple(allowed), tuple(problems)


def write_allowed_numbers(root: Path, allowed: Iterable[AllowedNumber]) -> None:
    """Write the file with these numbers in their order."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((_spell(each.salt), _spell(each.digest), each.reason) for each in allowed)
    write_whole(root / ALLOWED_NUMBERS, b"\xef\xbb\xbf" + text.getvalue().encode())


def _fault(row: list[str]) -> str:
    if len(row) != len(COLUMNS) or not (_WORD.fullmatch(row[0]) and _WORD.fullmatch(row[1])):
        return "这一行不是 inv allow-number 写的；请删去，重新登记"
    return "" if len(row[2].strip()) >= SHORTEST_REASON else "请写明为什么它不是个人号码，例如“法院执行案号”"


def _problem(line: int, message: str) -> Problem:
    return Problem(ALLOWED_NUMBERS, line, "", _CODE, message)


def _spell(data: bytes) -> str:
    return data.hex().translate(str.maketrans(_HEXADECIMAL, _LETTERS))


def _unspell(word: str) -> bytes:
    return bytes.fromhex(word.translate(str.maketrans(_LETTERS, _HEXADECIMAL)))
