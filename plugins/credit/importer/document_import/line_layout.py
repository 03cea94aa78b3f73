"""Line layout: paragraphs joined where a program cut their lines at a fixed width, and lines that number pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from credit.documents.clause_anchors import number_of
from credit.documents.text_layout import joins_without_blank
from credit.importer.document_import.remark_report import Line, Remark, places

PAGE_NUMBER = re.compile(
    r"[-－—–―]{1,2}\s*[0-9０-９]{1,4}\s*[-－—–―]{1,2}|第\s*[0-9０-９]{1,4}\s*页(?:\s*[,，/／]?\s*共\s*[0-9０-９]{1,4}\s*页)?"
)
_SENTENCE_END = re.compile(r"[。！？!?；;：:…][”’」』》）)\]】]*$")
#: Columns of the narrowest and the widest sheet that lines are cut for; a Han character takes two.
_NARROWEST, _WIDEST = 36, 120
#: A cut line may be shorter than the widest by a word that did not fit, or by a mark that must not begin a line.
_RAGGED = 6


def join_wrapped(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Remark, ...]]:
    """Return the lines with those of one paragraph joined, and a remark on each joined paragraph.

    A text is cut where at least two lines of about the greatest width stop within a sentence and the next line
    follows without a gap. No character is changed; the line ends alone go.
    """
    widths = [_width(line.text) for line in lines]
    widest = max((width for width, line in zip(widths, lines, strict=True) if not line.table), default=0)
    cut = [_is_cut(lines, widths, index, widest) for index in range(len(lines) - 1)]
    if not _NARROWEST <= widest <= _WIDEST or sum(cut) < 2:
        return tuple(lines), ()
    joined: list[Line] = []
    remarks = []
    index = 0
    while index < len(lines):
        first, text, last = lines[index], lines[index].text, index
        while last < len(cut) and cut[last]:
            last += 1
            following = lines[last].text
            text += ("" if joins_without_blank(text[-1], following[0]) else " ") + following
        if last > index:
            where = f"第 {first.number} 到 {lines[last].number} 行"
            message = f"{where}是被硬换行截断的一段，已接成一段，文字没有改动；请核对接得对不对"
            remarks.append(Remark(first.number, "hard-wrap", message))
        joined.append(Line(first.number, text) if last > index else first)
        index = last + 1
    return tuple(joined), tuple(remarks)


def find_page_numbers(lines: Sequence[Line]) -> tuple[Remark, ...]:
    """Return a remark on the lines that hold nothing but the number of a page."""
    found = [line.number for line in lines if not line.table and PAGE_NUMBER.fullmatch(line.text)]
    if not found:
        return ()
    message = f"{places(found)}是页码，夹在正文里；请对照原件删去，被它隔开的一段要接起来"
    return (Remark(found[0], "page-number", message),)


def _is_cut(lines: Sequence[Line], widths: Sequence[int], index: int, widest: int) -> bool:
    line, following = lines[index], lines[index + 1]
    return (
        following.number == line.number + 1
        and not line.table
        and not following.table
        and widths[index] >= widest - _RAGGED
        and not _SENTENCE_END.search(line.text)
        and number_of(following.text) is None
        and not PAGE_NUMBER.fullmatch(following.text)
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
