"""Record id: the form of ``BL-2026-00017``, in a cell of its own and within a text."""

from __future__ import annotations

import re
from collections.abc import Collection

#: Most digits of a running number.
RUNNING_DIGITS = 9

_PREFIX, _RUNNING = "[A-Z]{1,8}", f"[0-9]{{1,{RUNNING_DIGITS}}}"
_RECORD_ID = re.compile(f"({_PREFIX})-([0-9]{{4}})-({_RUNNING})")
_USUAL = re.compile(f"{_PREFIX}-20[0-9]{{2}}-(?=0*[1-9]){_RUNNING}")
_IN_TEXT = re.compile(f"(?<![0-9A-Za-z]){_PREFIX}-[0-9]{{4}}-{_RUNNING}(?![0-9])")
#: The same in a text of one value a line: one search in all is much faster than one in each.
_LINES, _USUAL_LINES = (re.compile(f"(?:{pattern.pattern}\\n)*+") for pattern in (_RECORD_ID, _USUAL))
_AT_HEAD = re.compile(f"\\^?({_PREFIX})-")


def split_record_id(record_id: str) -> tuple[str, int, int] | None:
    """Return prefix, year and running number of ``BL-2026-00017``, or None where it is not of that form."""
    match = _RECORD_ID.fullmatch(record_id)
    return (match[1], int(match[2]), int(match[3])) if match else None


def is_record_id(text: str) -> bool:
    """Return whether a text has the form of a record id."""
    return _RECORD_ID.fullmatch(text) is not None


def is_usual_record_id(text: str) -> bool:
    """Return whether a text is a record id of this century with a running number from 1: one beyond any doubt."""
    return _USUAL.fullmatch(text) is not None


def are_record_ids(texts: Collection[str]) -> bool:
    """Return whether all texts have the form of a record id."""
    return _match_lines(_LINES, texts)


def are_usual_record_ids(texts: Collection[str]) -> bool:
    """Return whether ``is_usual_record_id`` holds for all texts."""
    return _match_lines(_USUAL_LINES, texts)


def _match_lines(pattern: re.Pattern[str], texts: Collection[str]) -> bool:
    joined = "\n".join((*texts, ""))
    return joined.count("\n") == len(texts) and pattern.fullmatch(joined) is not None


def find_record_ids(text: str) -> list[str]:
    """Return the texts of a record id's form within a text, in order; part of a longer word or number is none.

    Han characters may stand right beside an id, which a word boundary of ``re`` would not allow.
    """
    return _IN_TEXT.findall(text)


def find_prefix(text: str) -> str:
    """Return the prefix at the head of a record id or of a pattern for record ids, or an empty string."""
    match = _AT_HEAD.match(text)
    return match[1] if match else ""
