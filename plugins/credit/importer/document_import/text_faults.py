"""Text checks of an imported paper: remarks on faults of the source, in the order of the lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from credit import law
from credit.documents.clause_anchors import number_of
from credit.identifiers import find_numbers, normalise_number, parse_chinese_number
from credit.importer.document_import.annexes import annex_number, listing_lines
from credit.importer.document_import.document_head import PICTURE
from credit.importer.document_import.line_layout import find_page_numbers
from credit.importer.document_import.remark_report import Line, Remark, places
from credit.importer.document_import.wording_faults import find_wording_faults
from credit.privacy import scan_text

_PAIRS = {
    "（": "）", "(": ")", "《": "》", "〈": "〉", "“": "”", "‘": "’", "〔": "〕", "﹝": "﹞", "［": "］", "[": "]",
    "【": "】", "「": "」", "『": "』", "{": "}", "｛": "｝",
}  # fmt: skip
_OPENINGS = {closing: opening for opening, closing in _PAIRS.items()}
#: Brackets that differ in width or form only: one opened as the first and closed as the second is a slip.
_KINDS = {mark: kind for kind in ("（()）", "〔﹝［[]］﹞〕", "{｛｝}") for mark in kind}

_PICTURE_NAME = re.compile(r"图片?\s*\d*\.(?:png|jpe?g|gif|bmp)", re.IGNORECASE)
_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,10}[:：])\s*\1")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff])")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff，。、；：,;])[ \t\u3000\xa0]+(?=[\u4e00-\u9fff])")
_LABEL = re.compile(r"\s[\u4e00-\u9fff]{2,6}[:：]")
_END = re.compile(r"[。！？!?；;：:…][”’」』》）)\]】]*$")
_GROUP = re.compile(r"\s*[（(][^（()）]*[)）]$")
_CLAUSE_MARK = re.compile(r"[，,。；;]")
_SENTENCE_LENGTH = 25


def find_faults(lines: Sequence[Line], head: Collection[int]) -> list[Remark]:
    """Return a remark on each fault of the text; ``head`` are the lines of title, day and number, no sentences."""
    remarks: list[Remark] = []
    for line in lines:
        remarks += _pictures(line)
        remarks += _brackets(line)
        remarks += _misprints(line)
        remarks += _doubled_labels(line)
        remarks += _numbers(line)
        remarks += _persons(line)
        remarks += find_wording_faults(line)
        if line.number not in head and not line.table:
            remarks += _end(line)
    body = [line for line in lines if line.number not in head and not line.table]
    remarks += find_page_numbers(body)
    remarks += _repeats(body)
    remarks += _counting(body)
    remarks += _widths(lines)
    return sorted(remarks)


def _pictures(line: Line) -> Iterator[Remark]:
    if PICTURE.fullmatch(line.text):
        yield Remark(line.number, "picture", f"这里是图片的占位文字“{line.text}”，图片没有随文字过来，请补上附件或删去")
    elif found := _PICTURE_NAME.search(line.text):
        yield Remark(line.number, "picture", f"行内有图片的占位文字“{found[0]}”，请补上附件或删去")


def _brackets(line: Line) -> Iterator[Remark]:
    open_marks: list[tuple[int, str]] = []
    for position, mark in enumerate(line.text):
        if mark in _PAIRS:
            open_marks.append((position, mark))
        elif mark in _OPENINGS:
            if mark == "’" and line.text[position - 1 : position].isascii():
                continue  # an apostrophe
            if open_marks and open_marks[-1][1] == _OPENINGS[mark]:
                open_marks.pop()
            elif open_marks and _KINDS.get(open_marks[-1][1]) == _KINDS.get(mark, mark):
                opened = open_marks.pop()[1]
                message = (
                    f"“{_around(line.text, position)}”处，括号以 {opened} 开始、以 {mark} 结束，全角半角或样式不一致"
                )
                yield Remark(line.number, "bracket-mixed", message)
            elif not (mark in ")）" and re.fullmatch(r"[0-9a-zA-Z一二三四五六七八九十]{1,3}", line.text[:position])):
                yield Remark(
                    line.number, "bracket", f"“{_around(line.text, position)}”处的 {mark} 没有对应的 {_OPENINGS[mark]}"
                )
    for position, mark in open_marks:
        if mark == "《":
            message = f"书名号没有结束，“{_around(line.text, position)}”之后的文字可能被截断，请对照原件"
            yield Remark(line.number, "title-cut", message)
        else:
            yield Remark(
                line.number, "bracket", f"“{_around(line.text, position)}”处的 {mark} 没有对应的 {_PAIRS[mark]}"
            )
    if line.text.count('"') % 2:
        yield Remark(line.number, "bracket", '直引号 " 不成对')


def _around(text: str, position: int) -> str:
    """Return the words around a place, none of them a person's number."""
    words = text[max(0, position - 6) : position + 8]
    return re.sub(r"\d{5,}", "…", words)


def _misprints(line: Line) -> Iterator[Remark]:
    for found in law.find_misprints(line.text):
        if found.kind == "title":
            yield Remark(line.number, "title-wrong", f"{found.wrong}名称有误，应为{found.right}；原文没有改动")
        else:
            message = f"“{found.wrong}”疑为“{found.right}”的笔误；原文没有改动，确是笔误的，请在页面上加注"
            yield Remark(line.number, "misprint", message)


def _doubled_labels(line: Line) -> Iterator[Remark]:
    for match in _DOUBLED.finditer(line.text):
        yield Remark(line.number, "label-doubled", f"“{match[1]}”写了两遍")


def _numbers(line: Line) -> Iterator[Remark]:
    for printed in find_numbers(line.text):
        right = normalise_number(printed)
        if printed != right:
            yield Remark(line.number, "number-form", f"文号写作“{printed}”，规范写法是“{right}”；原文没有改动")


def _persons(line: Line) -> Iterator[Remark]:
    for finding in scan_text(line.text):
        message = f"第 {finding.start + 1} 个字起疑似{finding.kind}，检查时会被拒绝，公开前必须删去（提示中不显示号码）"
        yield Remark(line.number, "personal-data", message)


def _end(line: Line) -> Iterator[Remark]:
    """Remark on a sentence that stops without a mark; a note in brackets after it does not count."""
    text = line.text
    if len(text) < _SENTENCE_LENGTH or not _CLAUSE_MARK.search(text) or _END.search(text):
        return
    before = _GROUP.sub("", text)
    if before != text and (not _CLAUSE_MARK.search(before) or _END.search(before)):
        return
    where = "括号里的说明之前" if before != text else "行末"
    yield Remark(line.number, "sentence-end", f"{where}没有句末标点，文字可能被截断或漏了句号")


def _repeats(lines: Sequence[Line]) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for line in lines:
        if len(line.text) < 8:
            continue
        if line.text in first:
            yield Remark(line.number, "line-repeated", f"与第 {first[line.text]} 行完全相同")
        first.setdefault(line.text, line.number)


def _counting(lines: Sequence[Line]) -> Iterator[Remark]:
    """Remark on skipped and repeated numbers; an inner form restarts below an outer one."""
    last: dict[str, int] = {}
    listed = listing_lines(lines)
    for line in lines:
        if annex_number(line) is not None:
            last.clear()  # an annex counts by itself
        number = number_of(line.text)
        if number is None or line.number in listed:
            continue
        value = _value(number.printed)
        before = last.get(number.form, 0)
        if value and value == before:
            message = f"编号“{number.printed}”重复，前面已经有一个，请对照原件"
            yield Remark(line.number, "numbering", message)
        elif value not in (1, before + 1) and value:
            expected = f"应接在第 {before} 之后" if before else "前面没有从一开始的编号"
            yield Remark(line.number, "numbering", f"编号“{number.printed}”不连续，{expected}，请对照原件")
        last[number.form] = value
        # Articles count through all chapters; their items begin anew in each.
        step = 1 if number.form == "article" else number.step
        for form, inner in (("part", 2), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5)):
            if inner > step and not (number.form == "article" and form == "part"):
                last.pop(form, None)


def _value(printed: str) -> int:
    """Return the value of a printed number, 0 where it is none up to 999."""
    plain = unicodedata.normalize("NFKC", printed)
    if digits := re.search(r"[0-9]+", plain):
        return int(digits[0])
    han = re.search(r"[〇零一二三四五六七八九十百]+", plain)
    return parse_chinese_number(han[0]) if han else 0


def _widths(lines: Sequence[Line]) -> Iterator[Remark]:
    half = [(line.number, len(_HALF_WIDTH.findall(line.text))) for line in lines]
    at = [number for number, count in half if count]
    if at:
        total = sum(count for _, count in half)
        yield Remark(0, "half-width", f"汉字之间有 {total} 处半角标点（{places(at)}），照原样保留")
    # The blank between a number or a label and its words is as it should be.
    blanks = [line.number for line in lines if _BLANK.search(_after_number(line.text)) and not _LABEL.search(line.text)]
    if blanks:
        yield Remark(0, "blank", f"汉字之间有多余的空格（{places(blanks)}），照原样保留")


def _after_number(text: str) -> str:
    number = number_of(text)
    return text[len(number.printed) :].lstrip() if number else text
