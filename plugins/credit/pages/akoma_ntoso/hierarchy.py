"""Hierarchy: headings and numbered clauses of a paper as nested elements of Akoma Ntoso under the anchors of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import html as lxml_html

from credit.documents.clause_anchors import number_of
from credit.model import Clause
from credit.pages.akoma_ntoso.inline_markup import Element, Reach, append, append_block, append_words

_PLAIN, _RULES = "公文", "条文"

#: (in a paper or below an article, printed form) → element. The example stands for its form.
LEVELS = {
    (_PLAIN, "第一编"): "book",
    (_PLAIN, "第一章"): "chapter",
    (_PLAIN, "第一节"): "section",
    (_PLAIN, "第一条"): "article",
    (_PLAIN, "一、"): "section",
    (_PLAIN, "（一）"): "subsection",
    (_PLAIN, "1."): "clause",
    (_PLAIN, "（1）"): "point",
    (_PLAIN, "①"): "indent",
    (_PLAIN, ""): "hcontainer",
    (_RULES, ""): "paragraph",
    (_RULES, "（一）"): "point",
    (_RULES, "1."): "indent",
    (_RULES, "（1）"): "subclause",
    (_RULES, "①"): "level",
}

#: Form of a number (``clause_anchors``) → the example of it in ``LEVELS``.
_EXAMPLES = {
    "part": "第一节", "article": "第一条", "first": "一、", "second": "（一）", "third": "1.", "fourth": "（1）", "fifth": "①",
}  # fmt: skip


@dataclass
class _Node:
    """A clause with the blocks up to the next one, and the clauses below it."""

    clause: Clause
    block: lxml_html.HtmlElement
    example: str
    in_article: bool
    blocks: list[lxml_html.HtmlElement] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return LEVELS[_RULES if self.in_article else _PLAIN, self.example]

    @property
    def has_paragraphs(self) -> bool:
        """Whether this is an article of several 款."""
        return any(child.in_article and not child.example for child in self.children)


def append_hierarchy(
    parent: Element, blocks: Sequence[lxml_html.HtmlElement], clauses: Sequence[Clause], reach: Reach
) -> None:
    """Append the blocks of a text, each clause as an element whose ``eId`` is its anchor in the page."""
    known = {clause.anchor: clause for clause in clauses}
    nodes: dict[str, _Node] = {}
    latest: _Node | None = None
    for block in blocks:
        clause = known.get(block.get("id", ""))
        if clause is None and latest is None:
            append_block(parent, block, reach)
        elif clause is None:
            assert latest is not None  # the branch above
            latest.blocks.append(block)
        else:
            above = _above(clause.anchor, nodes)
            latest = nodes[clause.anchor] = _Node(clause, block, *_form_of(clause, block, above))
            if above is not None:
                above.children.append(latest)
    for anchor, node in nodes.items():
        if _above(anchor, nodes) is None:
            _append_node(parent, node, reach)


def _above(anchor: str, nodes: dict[str, _Node]) -> _Node | None:
    """Return the clause that an anchor lies below: the longest one that it continues."""
    steps = anchor.split("-")
    return next(
        (nodes[above] for end in range(len(steps) - 1, 0, -1) if (above := "-".join(steps[:end])) in nodes), None
    )


def _form_of(clause: Clause, block: lxml_html.HtmlElement, above: _Node | None) -> tuple[str, bool]:
    """Return the example of a clause's form and whether it lies below an article."""
    in_article = above is not None and block.tag == "p" and (above.in_article or _is_article(above))
    number = number_of(clause.text) if clause.number else None
    if number is None:
        return "", in_article
    if number.form == "chapter":
        return "第一编" if number.printed.endswith("编") else "第一章", False
    return _EXAMPLES[number.form], in_article and number.form not in ("part", "article", "first")


def _is_article(node: _Node) -> bool:
    return node.example == "第一条" and node.block.tag == "p"


def _append_node(parent: Element, node: _Node, reach: Reach) -> None:
    named = {"name": "heading"} if node.tag == "hcontainer" else {}
    element = append(parent, node.tag, **named, eId=node.clause.anchor)
    words = deepcopy(node.block)
    words.tail = None
    if node.clause.number:
        _cut(words, node.clause.number)
        append(element, "num", text=node.clause.number)
    own = list(node.blocks)
    if node.block.tag == "p":
        own.insert(0, words)
    else:
        append_words(append(element, "heading"), words, reach)
    children = node.children
    if node.has_paragraphs:
        # The article's own line is its first 款, and the items before the second are that one's.
        first = append(element, "paragraph", eId=f"{node.clause.anchor}-k1")
        end = next(at for at, child in enumerate(children) if not child.example)
        _append_content(first, own, children[:end], reach)
        own, children = [], children[end:]
        for child in children:
            _append_node(element, child, reach)
    else:
        _append_content(element, own, children, reach)


def _append_content(
    element: Element, own: Sequence[lxml_html.HtmlElement], children: Sequence[_Node], reach: Reach
) -> None:
    if own or not children:
        content = append(element, "intro" if children else "content")
        for block in own:
            append_block(content, block, reach)
        if not len(content):
            append(content, "p")
    for child in children:
        _append_node(element, child, reach)


def _cut(block: lxml_html.HtmlElement, number: str) -> None:
    """Take the printed number from the head of a block, wherever its characters stand."""
    block.text = (block.text or "").lstrip()
    left = len(number)
    for element, name in list(_slots(block)):
        words = getattr(element, name) or ""
        taken = min(left, len(words))
        setattr(element, name, words[taken:].lstrip() if taken == left else words[taken:])
        left -= taken
        if not left:
            return


def _slots(element: lxml_html.HtmlElement) -> Iterator[tuple[lxml_html.HtmlElement, str]]:
    """Yield the places of an element's words in their order."""
    yield element, "text"
    for child in element:
        yield from _slots(child)
        yield child, "tail"
