"""Clause anchors: positional ids (``c4-3-1``) of the headings and numbered paragraphs of a document.

An official document counts in three steps: 一、 then （一） then 1. (党政机关公文格式 GB/T 9704-2012, 7.3.3), a set of
rules in 章, 节 and 条. An anchor is the position of a block among its siblings, never derived from its words, so that a
correction of words keeps every link. Rules:

* a section is a heading, or a paragraph that begins with 一、 or （一）; a clause is a paragraph that begins with 1. or
  第一条;
* sections count among the sections of their parent, clauses among its clauses: 四、 is ``c4``, its （三） ``c4-3``, the
  first clause there ``c4-3-1``; clauses right below a section without further sections are ``c4-1``, ``c4-2``;
* clauses before the first subsection of a section count in its part 0, ``c4-0-1``: text before the subsections does
  not change their places;
* a heading without a number has its own series: ``s1``, ``s2`` … at the top, ``c4-s1`` below 四、, ``s1-1`` below ``s1``;
* an item is a paragraph that begins with （1） or ①, and in an article also with （一） or 1.: it counts within its clause,
  ``c4-3-1-2``; right below a section it has a series of its own, ``c4-i1``, so that it moves no clause;
* the entries of the list of annexes (附件：1.甲表 2.乙表) are no clauses, wherever their lines are cut;
* a further 款 of an article, a sentence without a number, is ``k2``, ``k3`` …: ``c1-5-k2``, its items ``c1-5-k2-1``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_HAN_NUMBER = "[〇零一二三四五六七八九十百千]+"

#: Form of a number, its step (1 is the outermost) and its pattern at the head of a block.
_FORMS = (
    ("chapter", 1, re.compile(rf"第{_HAN_NUMBER}[编章]")),
    ("part", 2, re.compile(rf"第{_HAN_NUMBER}节")),
    ("article", 3, re.compile(rf"第{_HAN_NUMBER}条")),
    ("first", 1, re.compile(rf"{_HAN_NUMBER}[、．]|{_HAN_NUMBER}\.(?!\d)")),
    ("second", 2, re.compile(rf"[（(﹙]{_HAN_NUMBER}[）)﹚]、?|[㈠-㈩]")),
    # 1.5 is an amount and 12.31 a day; but 1.2018年 is the first clause, beginning with a year.
    ("third", 3, re.compile(r"[0-9０-９]{1,3}(?:、|[.．](?![0-9０-９])|[.．](?=(?:19|20)[0-9]{2}年))")),
    ("fourth", 4, re.compile(r"[（(﹙][0-9０-９]{1,3}[）)﹚]、?|[⑴-⒇]")),
    ("fifth", 5, re.compile("[①-⑳㉑-㉟㊱-㊿]")),
)
_CLAUSES = ("third", "article")
#: Items of a clause, and within an article those forms that are steps of their own elsewhere.
_ITEMS = ("fourth", "fifth", "item", "subitem", "paragraph")
#: Form and step of an item in an article: below the article (3) and its paragraphs (4).
_IN_ARTICLE = {"second": ("item", 5), "third": ("subitem", 6), "fourth": ("fourth", 7), "fifth": ("fifth", 8)}
_SENTENCE_END = re.compile(r"[。：；:;]$")
#: Head of the list of annexes (GB/T 9704-2012, 7.3.5).
_ANNEX_LIST = re.compile(r"附\s*件\s*[:：]")


@dataclass(frozen=True)
class Number:
    """The printed number at the head of a block, its form and step."""

    form: str
    step: int
    printed: str


@dataclass(frozen=True)
class Block:
    """A block that may take part in the outline; ``heading`` is 2 to 4, or 0 for a paragraph."""

    text: str
    heading: int = 0


@dataclass(frozen=True)
class Place:
    """Anchor of a block, its printed number and its level: that of a heading, 4 for every paragraph."""

    anchor: str
    number: str
    level: int


@dataclass
class _Node:
    """A block in the tree while it is built."""

    index: int
    form: str
    step: int
    heading: int
    number: str
    parent: _Node | None
    children: list[_Node] = field(default_factory=list)

    @property
    def is_clause(self) -> bool:
        return not self.heading and self.form in _CLAUSES

    @property
    def is_item(self) -> bool:
        return not self.heading and self.form in _ITEMS


def number_of(text: str) -> Number | None:
    """Return the number a block begins with, or None."""
    text = text.lstrip()
    for form, step, pattern in _FORMS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return Number(form, step, match[0])
    return None


def begins_with_number(line: str) -> bool:
    """Return whether a line of the source begins a numbered block."""
    return number_of(line) is not None


def place_blocks(blocks: Sequence[Block]) -> dict[int, Place]:
    """Return the place of each block that has one, by its position in ``blocks``."""
    root = _Node(-1, "", 0, 1, "", None)
    listed = _annex_entries(blocks)
    numbers = [None if index in listed else number_of(block.text) for index, block in enumerate(blocks)]
    # In a set of rules a （一） is an item of its article and no section of the whole.
    articles = any(number and number.form == "article" for number in numbers)
    top = root
    for index, (block, number) in enumerate(zip(blocks, numbers, strict=True)):
        if block.heading:
            number = None if number and number.form in _ITEMS else number
            while top.heading == 0 or top.heading >= block.heading:
                top = _parent(top)
        else:
            if articles and (number is None or number.form not in ("article", "chapter", "part")):
                number = _in_article(top, number, block.text)
                if number is None and not _SENTENCE_END.search(block.text):
                    # A signature or an annex ends the article, and what follows is none of its paragraphs.
                    top = _without_article(top)
            if number is None:
                continue
            top = _home_of(top, number)
        printed = number.printed if number else ""
        form, step = (number.form, number.step) if number else ("", 0)
        node = _Node(index, form, step, block.heading, printed, top)
        top.children.append(node)
        top = node
    places: dict[int, Place] = {}
    _assign(root, "", places)
    return places


def _annex_entries(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the positions of the entries of lists of annexes that stand in lines of their own."""
    found = set()
    inside = False
    for index, block in enumerate(blocks):
        if not block.heading and _ANNEX_LIST.match(block.text):
            inside = True
            continue
        number = number_of(block.text)
        inside = inside and not block.heading and number is not None and number.form == "third"
        if inside and not _SENTENCE_END.search(block.text):
            found.add(index)
    return frozenset(found)


def _parent(node: _Node) -> _Node:
    return node.parent if node.parent is not None else node


def _article_of(node: _Node) -> _Node | None:
    """Return the article that a node is or stands in, or None."""
    found: _Node | None = node
    while found is not None and found.form != "article":
        found = found.parent
    return found


def _in_article(top: _Node, number: Number | None, text: str) -> Number | None:
    """Return the number of an item, or of a further paragraph, of the open article; None where the block is neither."""
    article = _article_of(top)
    if article is None or article.heading:
        return None
    if number is None:
        return Number("paragraph", 4, "") if _SENTENCE_END.search(text) else None
    if number.form not in _IN_ARTICLE:
        return None
    form, step = _IN_ARTICLE[number.form]
    return Number(form, step, number.printed)


def _without_article(top: _Node) -> _Node:
    article = _article_of(top)
    return top if article is None or article.heading else _parent(article)


def _home_of(top: _Node, number: Number) -> _Node:
    """Return the node below which a numbered paragraph belongs: that of its form, else the innermost open one."""
    node: _Node | None = top
    while node is not None:
        if node.form == number.form:
            return _parent(node)
        node = node.parent
    while not top.heading and top.step >= number.step:
        top = _parent(top)
    return top


def _assign(parent: _Node, anchor: str, places: dict[int, Place]) -> None:
    # The article's own line is its first paragraph.
    counts = {"section": 0, "clause": 0, "plain": 0, "item": 0, "paragraph": 1}
    sections = any(not (child.is_clause or child.is_item) for child in parent.children)
    for child in parent.children:
        plain = not child.number
        if child.is_item:
            series = "paragraph" if child.form == "paragraph" else "item"
            counts[series] += 1
            mark = "k" if series == "paragraph" else "" if parent.is_clause or parent.is_item else "i"
            own = f"{mark}{counts[series]}"
        elif child.is_clause:
            counts["clause"] += 1
            own = f"0-{counts['clause']}" if sections else str(counts["clause"])
        elif plain and not anchor.startswith("s"):
            counts["plain"] += 1
            own = f"s{counts['plain']}"
        else:
            counts["section"] += 1
            own = str(counts["section"])
        if anchor:
            name = f"{anchor}-{own}"
        else:
            name = own if own[0] in "si" else f"c{own}"
        places[child.index] = Place(name, child.number, child.heading or 4)
        _assign(child, name, places)
