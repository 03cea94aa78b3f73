"""Table detection: headings and record rows of a sheet, without titles, totals and signatures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from credit.importer.heading_map import NO_ANSWERS, Answers, Heading, is_known, meanings, plain_heading
from credit.importer.source_files.sheet_cells import EMPTY, Cell, Sheet
from credit.model import Schema
from credit.table_footers import compact_text, is_signature, is_sparse, is_total

#: Rows searched for headings: titles, units and instructions above them take fewer.
_SEARCHED = 40

#: A row of one cell that is no record: a day, or the title of the table on its next page.
_ALONE = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|.{1,40}\(续(?:表|上页)?\)|\(?续(?:表|上页)\)?|本表.{2,80}")


@dataclass(frozen=True)
class Grid:
    """Table of a sheet: title rows, heading rows, body rows with their row numbers (1 is the first), remarks.

    ``head`` is every row above the body unchanged, so that refused rows are returned in the same layout.
    """

    sheet: Sheet
    headings: tuple[Heading, ...]
    head: tuple[int, ...]
    body: tuple[tuple[int, tuple[Cell, ...]], ...]
    remarks: tuple[str, ...]
    left_out: int = 0
    blank: int = 0


def find_grid(sheet: Sheet, schema: Schema, answers: Answers = NO_ANSWERS, header_row: int = 0) -> Grid | None:
    """Return the table of a sheet, or None where no row of it reads like headings of this schema.

    The row with most headings of the schema wins, a heading that ``answers`` give a column among them; rows next to it
    that are headings too (codes above names, a group above its columns) belong to it. ``header_row`` (1 is the first)
    is the row that a person named.
    """
    rows = [list(row) for row in sheet.rows]
    if header_row:
        block = (header_row - 1, header_row - 1) if header_row <= len(rows) and rows[header_row - 1] else None
    else:
        block = _heading_block(rows, schema, answers)
    if block is None:
        return None
    first, last = block
    width = max((len(row) for row in rows), default=0)
    titles = _merged_titles(sheet, rows, first, last, width)
    body_rows = _filled_down(sheet, rows, last + 1, width)
    known_places = [place for place in range(width) if any(_column_of(word, schema, answers) for word in titles[place])]
    above = frozenset(compact_text(cell.text) for row in rows[:first] for cell in row if cell.text.strip())
    body, remarks, blank = _body(body_rows, last + 1, titles, known_places, above)
    left_out = len(body_rows) - len(body) - blank
    filled = {place for _, row in body for place, cell in enumerate(row) if cell.text.strip()}
    headings = tuple(
        Heading(place, tuple(titles[place]), place in filled)
        for place in range(width)
        if titles[place] or place in filled
    )
    if last + 1 < len(rows) and (count := _fill_count(sheet, last + 1)):
        remarks.append(f"有 {count} 处合并的单元格，其中每一行都按合并格的内容读取")
    return Grid(sheet, headings, tuple(range(last + 1)), tuple(body), tuple(remarks), left_out, blank)


def _heading_block(rows: Sequence[Sequence[Cell]], schema: Schema, answers: Answers) -> tuple[int, int] | None:
    scores = [_score(row, schema, answers) for row in rows[:_SEARCHED]]
    if not scores:
        return None
    best = max(range(len(scores)), key=lambda place: (scores[place][0], -place))
    if scores[best][0] < min(2, len(schema.names)):
        return None
    first = last = best
    # A second row of headings repeats them as codes or titles: nearly all of its cells are known headings.
    while last + 1 < len(scores) and scores[last + 1][0] >= 2 and scores[last + 1][1] >= 0.6:
        last += 1
    while first > 0 and scores[first - 1][0] >= 1 and scores[first - 1][1] >= 0.6:
        first -= 1
    return first, last


def _column_of(word: str, schema: Schema, answers: Answers) -> str:
    """Return the column that a heading can mean, by the answer of a person first; empty where it means none."""
    answered = answers.columns.get(plain_heading(word))
    return answered if answered is not None else next(iter(meanings(word, schema)[0]), "")


def _score(row: Sequence[Cell], schema: Schema, answers: Answers) -> tuple[int, float]:
    """Return how many cells are headings of a column here, and which share of the filled cells are headings at all."""
    words = [cell.text for cell in row if cell.text.strip()]
    short = [word for word in words if len(word) <= 80]
    found = {_column_of(word, schema, answers) for word in short} - {""}
    known = sum(is_known(word, schema) or plain_heading(word) in answers.columns for word in short)
    return len(found), known / len(words) if words else 0.0


def _merged_titles(
    sheet: Sheet, rows: Sequence[Sequence[Cell]], first: int, last: int, width: int
) -> list[tuple[str, ...]]:
    """Return the words of each column, top down; a cell that is merged down into the headings counts, too."""
    top = first
    for begin, _, end, _ in sheet.merged:
        if begin < first <= end <= last:
            top = min(top, begin)
    titles: list[tuple[str, ...]] = []
    for place in range(width):
        words = [_at(rows, number, place).text for number in range(first, last + 1)]
        if not any(words):
            words = [_at(rows, number, place).text for number in range(top, first)]
        titles.append(tuple(dict.fromkeys(word.strip() for word in words if word.strip())))
    repeated = {words for words in titles if words and titles.count(words) > 1}
    for place, heading in enumerate(titles):
        if heading in repeated and (group := _group_above(sheet, rows, first, place)):
            titles[place] = (f"{group}{heading[-1]}",)
    return titles


def _group_above(sheet: Sheet, rows: Sequence[Sequence[Cell]], first: int, place: int) -> str:
    """Return the heading of the group merged over a column, or an empty string."""
    for top, left, bottom, right in sheet.merged:
        if top <= first - 1 <= bottom and left <= place <= right and right - left < 12:
            return _at(rows, top, left).text.strip()
    return ""


def _filled_down(sheet: Sheet, rows: Sequence[Sequence[Cell]], start: int, width: int) -> list[list[Cell]]:
    """Return the rows from ``start`` on, all as wide, cells merged over several rows filled in."""
    full = [[*row, *[EMPTY] * (width - len(row))] for row in rows[start:]]
    for top, left, bottom, right in sheet.merged:
        if top >= start and left == right and bottom > top:
            for number in range(top + 1, min(bottom, start + len(full) - 1) + 1):
                if top - start < len(full) and left < width:
                    full[number - start][left] = full[top - start][left]
    return full


def _fill_count(sheet: Sheet, start: int) -> int:
    return sum(top >= start and left == right and bottom > top for top, left, bottom, right in sheet.merged)


def _body(
    rows: Sequence[Sequence[Cell]],
    start: int,
    titles: Sequence[tuple[str, ...]],
    known: Sequence[int],
    above: frozenset[str],
) -> tuple[list[tuple[int, tuple[Cell, ...]]], list[str], int]:
    """Return the rows that hold records, with their numbers, a remark for each that holds something else, and the blanks."""
    blank = 0
    body: list[tuple[int, tuple[Cell, ...]]] = []
    remarks: list[str] = []
    serial = [place for place, words in enumerate(titles) if place not in known]
    for number, row in enumerate(rows, start=start + 1):
        texts = [cell.text.strip() for cell in row]
        if not any(texts):
            blank += 1
            continue
        filled = [place for place in known if texts[place]]
        if not filled and all(not texts[place] or texts[place].isdigit() for place in serial):
            blank += 1  # a row that was numbered beforehand and never filled in
            continue
        heads = sum(bool(words) and "".join(texts[place].split()) in {"".join(word.split()) for word in words}
                    for place, words in enumerate(titles))  # fmt: skip
        if heads >= 2 and heads * 2 >= sum(map(bool, texts)):
            remarks.append(f"第 {number} 行是重复的表头，没有导入")
            continue
        lead = unicodedata.normalize("NFKC", next(text for text in texts if text))
        compact = compact_text(lead)
        if sum(map(bool, texts)) == 1 and (compact in above or _ALONE.fullmatch(compact)):
            remarks.append(f"第 {number} 行是标题、日期或者说明，没有导入")
        elif is_total(compact, filled=len(filled), width=len(known)):
            remarks.append(f"第 {number} 行是合计，没有导入")
        elif (is_signature(compact) or _is_note(texts, lead)) and is_sparse(filled=len(filled), width=len(known)):
            remarks.append(f"第 {number} 行是注或者落款，没有导入")
        else:
            body.append((number, tuple(row)))
    return body, remarks, blank


def _is_note(texts: Sequence[str], lead: str) -> bool:
    """Return whether a row is one long sentence and nothing else: the note below a table."""
    return sum(map(bool, texts)) == 1 and len(lead) > 60


def _at(rows: Sequence[Sequence[Cell]], number: int, place: int) -> Cell:
    return rows[number][place] if number < len(rows) and place < len(rows[number]) else EMPTY
