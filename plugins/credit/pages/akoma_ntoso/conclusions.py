"""Sections of a paper: its text, its conclusions (signature, date, who gets a copy) and each of its annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml import html as lxml_html

from credit.documents.clause_anchors import number_of
from credit.model import Document

Block: TypeAlias = lxml_html.HtmlElement

#: The line that heads an annex (党政机关公文格式 GB/T 9704-2012, 7.3.8): 附件, or 附件 and its number, alone.
_ANNEX = re.compile(r"附\s*件\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*")
_DAY = re.compile(r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})\s*年.{1,4}月.{1,4}日")
_SENTENCE_END = re.compile(r"[。；！？;]$")
#: A signature of a joint paper has a line for each office.
_MOST_LINES, _LONGEST_LINE = 12, 40


@dataclass(frozen=True)
class Section:
    """A paper's own text, or an annex under its title, in blocks, with the closing ones apart."""

    title: str
    blocks: tuple[Block, ...]
    closing: tuple[Block, ...] = ()


def split_sections(document: Document) -> list[Section]:
    """Return the text of a document and its annexes; a table or list belongs to whatever it stands in."""
    body = lxml_html.fragment_fromstring(document.body, create_parent="div")
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in body:
        words = block.text_content().strip()
        if block.tag in ("p", "h2") and _ANNEX.fullmatch(words):
            parts.append((words, []))
        else:
            parts[-1][1].append(block)
    (title, own), *annexes = parts
    end = _closing_at(own) if document.kind != "case" else len(own)
    first = Section(title, tuple(own[:end]), tuple(own[end:]))
    return [first, *(Section(words, tuple(blocks)) for words, blocks in annexes)]


def _closing_at(blocks: Sequence[Block]) -> int:
    """Return where the conclusions begin: the lines of the signature above the last line that is a day alone."""
    start = len(blocks)
    while start and blocks[start - 1].tag == "p" and not blocks[start - 1].get("id"):
        start -= 1
    days = [at for at in range(start, len(blocks)) if _DAY.fullmatch(blocks[at].text_content().strip())]
    if not days:
        return len(blocks)
    first = days[-1]
    while first > start and days[-1] - first < _MOST_LINES and _signs(blocks[first - 1].text_content().strip()):
        first -= 1
    return first


def _signs(words: str) -> bool:
    if not words or len(words) > _LONGEST_LINE or "：" in words:
        return False
    # The last entry of the list of annexes stands above the signature.
    return number_of(words) is None and not _SENTENCE_END.search(words)
