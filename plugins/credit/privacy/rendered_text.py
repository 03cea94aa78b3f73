"""Rendered text: numbers of persons as a page, parsed JSON or the cells of a CSV show them, not as the source is written."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from credit.model import AllowedNumber, Problem
from credit.privacy.attachments import scan_attachment
from credit.privacy.byte_prefilter import text_may_hold_number
from credit.privacy.personal_numbers import Finding, mask_text, scan_text, suspect_places
from credit.privacy.scanners import scan_document_source, scan_path, suspect_texts

#: Most distinct cells of a CSV that are held at a time, and characters from which on a text is long.
_MOST_CELLS, _LONG = 25_000, 1_000_000

_LINE = re.compile("[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")

_DIGITS = re.compile(r"[0-9]{3,}")
#: A key or text of a JSON file; one without an escape reads as its source, which is scanned anyway.
_JSON_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*+"')


def scan_rendered(
    path: str, source: str, texts: Iterable[str], allowed: Sequence[AllowedNumber] = ()
) -> tuple[Problem, ...]:
    """Return a problem for each class of number in the texts that a page shows of a file, at its line of the source.

    The check of a release reads pages: a line end, a list or a summary joins digits that the source holds apart.
    """
    return tuple(
        _problem(path, _line_of(source, number), kind) for number, kind in dict.fromkeys(_numbers_in(texts, allowed))
    )


def scan_json(path: str, source: str, allowed: Sequence[AllowedNumber] = ()) -> tuple[Problem, ...]:
    """Return a problem for each number in the keys and texts of a JSON file, all escapes read."""
    problems = []
    for match in _JSON_TEXT.finditer(source):
        if "\\" not in match[0]:
            continue
        try:
            text = json.loads(match[0])
        except ValueError:
            continue  # the reader reports what is no JSON
        line = source.count("\n", 0, match.start()) + 1
        problems += [_problem(path, line, kind) for _, kind in _numbers_in((text,), allowed)]
    return tuple(problems)


def scan_csv(path: str, text: str, allowed: Sequence[AllowedNumber] = ()) -> Iterator[Problem]:
    """Yield a problem for each number in a cell of a CSV: two figures side by side are no number of a person."""
    # Mostly two days side by side. A long text is looked at cell by cell at once, which takes less memory.
    if len(text) < _LONG and next(suspect_places(text), None) is None:
        return
    found, end, is_whole = _read_cells(_lines_of(text), allowed)
    if not is_whole:
        rest = "\n".join(text.splitlines()[end:])
        yield from scan_document_source(path, rest, first_line=end + 1, allowed=allowed)
    reader = csv.reader(_lines_of(text))
    while found and reader.line_num < end:
        for cell in next(reader):
            for finding in found.get(cell, ()):
                yield Problem(path, reader.line_num, "", "personal-data", _message(finding))


def _message(finding: Finding) -> str:
    return f"疑似{finding.kind}，个人信息不得公开，请删去后再提交（提示中不显示号码）"


def _read_cells(
    lines: Iterable[str], allowed: Sequence[AllowedNumber]
) -> tuple[dict[str, tuple[Finding, ...]], int, bool]:
    """Return the numbers in each cell that has any, the number of the last line read, and whether it is the last of all."""
    cells: dict[str, None] = {}
    found: dict[str, tuple[Finding, ...]] = {}
    end, is_whole = 0, True
    reader = csv.reader(lines)
    try:
        for row in reader:
            cells.update(dict.fromkeys(row))
            end = reader.line_num
            if len(cells) > _MOST_CELLS:
                found.update(_find_numbers(cells, allowed))
                cells.clear()
    except csv.Error:
        is_whole = False
    found.update(_find_numbers(cells, allowed))
    return found, end, is_whole


def _lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, a carriage return alone being one; a StringIO takes four times the text."""
    return (match[0] for match in _LINE.finditer(text))


def _find_numbers(cells: Iterable[str], allowed: Sequence[AllowedNumber]) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield each cell that holds numbers, with them."""
    for cell in suspect_texts(list(cells)):
        if findings := scan_text(cell, allowed):
            yield cell, findings


#: Files below data/ whose cells or words stand in a CSV or in datapackage.json, which are scanned. In a binary file
#: cells stand side by side, and digits of two cells would pass for one number.
_REPEATED = (
    ".jsonl", ".parquet", ".sqlite", ".xlsx", "-excel.csv",
    "/package.zip", "/index.json", "/csvw.json", "/datasette.json", ".jsonld",
)  # fmt: skip


def is_repeated(path: str) -> bool:
    """Return whether a file of the built site repeats what other files hold that are scanned for numbers of persons."""
    return path.startswith("data/") and path.endswith(_REPEATED)


def scan_output(path: str, data: bytes, allowed: Sequence[AllowedNumber] = ()) -> tuple[Problem, ...]:
    """Return the problems of a file of the built site: a CSV by its cells, as a push is read, any other as it is."""
    if not path.endswith(".csv"):
        return scan_attachment(path, data, allowed)
    return (
        *scan_path(path, allowed),
        *(Problem(mask_text(path), 1, "", "personal-data", message) for message in _messages(path, data, allowed)),
    )


def _messages(path: str, data: bytes, allowed: Sequence[AllowedNumber]) -> list[str]:
    """Return the messages on the numbers in a CSV; of a long one no text is made."""
    if len(data) > _LONG:
        found, _, is_whole = _read_cells(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "replace", ""), allowed)
        if is_whole:
            return sorted({_message(finding) for findings in found.values() for finding in findings})
    return sorted({item.message for item in scan_csv(path, data.decode("utf-8-sig", "replace"), allowed)})


def _numbers_in(texts: Iterable[str], allowed: Sequence[AllowedNumber]) -> Iterator[tuple[str, str]]:
    """Yield each number as the text has it, for its place alone, with its class."""
    for text in texts:
        if text_may_hold_number(text):
            for finding in scan_text(text, allowed):
                yield text[finding.start : finding.start + finding.length], finding.kind


def _problem(path: str, line: int, kind: str) -> Problem:
    message = f"这里的文字在网页上读起来有疑似{kind}，个人信息不得公开，请删去后再提交（提示中不显示号码）"
    return Problem(mask_text(path), line, "", "personal-data", message)


def _line_of(source: str, number: str) -> int:
    """Return the line of the longest group of a number's digits that stands in the source as it is, else 1."""
    for digits in sorted(_DIGITS.findall(number), key=len, reverse=True):
        place = source.find(digits)
        if place >= 0:
            return source.count("\n", 0, place) + 1
    return 1
