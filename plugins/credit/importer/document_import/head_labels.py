"""Head labels: words before a value in the head of a published paper, and the days and pieces of such a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from credit.identifiers import CHINESE_DAY
from credit.importer.date_formats import read_day
from credit.importer.source_files.sheet_cells import Cell

#: Label before a value → front-matter key.
LABELS: Mapping[str, str] = {
    "标题": "Title",
    "名称": "Title",
    "文件名称": "Title",
    "信息名称": "Title",
    "发布时间": "Date",
    "发布日期": "Date",
    "发表时间": "Date",
    "公开日期": "Date",
    "公开时间": "Date",
    "公布日期": "Date",
    "成文日期": "Written_on",
    "成文时间": "Written_on",
    "发文日期": "Written_on",
    "发文时间": "Written_on",
    "发文字号": "Number_printed",
    "文号": "Number_printed",
    "文件编号": "Number_printed",
    "发文机关": "Issuer",
    "发文单位": "Issuer",
    "发布机关": "Issuer",
    "发布机构": "Issuer",
    "发布单位": "Issuer",
    "制发机关": "Issuer",
    "索引号": "Index_number",
    "主题分类": "Topic",
    "来源": "Source",
    "信息来源": "Source",
    "文章来源": "Source",
    "稿件来源": "Source",
    "主题词": "Keywords",
    "关键词": "Keywords",
    "关键字": "Keywords",
    "有效性": "Validity",
    "时效性": "Validity",
}

_LABELLED = re.compile(r"\s*[【\[]?([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,8}?)[】\]]?\s*[:：]\s*(.*?)\s*")
_PIECES = re.compile(r"\s*[|｜]\s*|\t+|\s+(?=[\u4e00-\u9fff]{2,6}\s*[:：])")
_LONE_DAY = re.compile(
    r"[（(]?\s*((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|" + CHINESE_DAY + "[日号])"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[)）]?"
)


def label_pairs(text: str, cells: Sequence[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Yield key, words and whole of each piece of a line of labels; the key is empty where a piece has none.

    In a row of a table each value stands in the cell after its label.
    """
    if cells and not any(_LABELLED.fullmatch(cell) for cell in cells if cell and not cell.endswith((":", "："))):
        for label, value in zip(cells[::2], (*cells[1::2], "")[: len(cells[::2])], strict=True):
            if label or value:
                yield LABELS.get("".join(label.split()).rstrip(":："), ""), value, f"{label} {value}"
        return
    for piece in (piece for piece in _PIECES.split(text) if piece.strip()):
        match = _LABELLED.fullmatch(piece)
        if match:
            yield LABELS.get("".join(match[1].split()), ""), match[2], piece
        else:
            yield "Date" if is_lone_day(piece) else "", piece, piece


def is_labelled(text: str, cells: Sequence[str] = ()) -> bool:
    """Return whether a line begins with a label of the head, or with the day of publication and labels after it."""
    if cells:
        return any(key for key, _, _ in label_pairs(text, cells))
    first, *others = _PIECES.split(text)
    match = _LABELLED.match(text)
    known = match is not None and "".join(match[1].split()) in LABELS
    return known or (is_lone_day(first) and any(_LABELLED.fullmatch(other) for other in others))


def is_lone_day(text: str) -> bool:
    """Return whether a line holds a day and nothing else, in digits of any width or in Chinese numerals."""
    return _LONE_DAY.fullmatch(unicodedata.normalize("NFKC", text.strip())) is not None


def lone_day(text: str) -> str:
    """Return the ISO day that a text begins with, or an empty string."""
    match = _LONE_DAY.match(unicodedata.normalize("NFKC", text.strip()))
    return read_day(Cell(match[1])).value if match else ""
