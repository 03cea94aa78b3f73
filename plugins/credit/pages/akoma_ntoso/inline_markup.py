"""Inline markup: words, links, pictures, lists and tables of a sanitised body as elements of Akoma Ntoso."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from lxml import etree
from lxml import html as lxml_html

from credit import urls
from credit.documents.body import LEAVES_SITE

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

Element: TypeAlias = etree._Element
#: Returns the address with which a target is reached from elsewhere.
Reach = Callable[[str], str]

_WORDS = {"strong": "b", "em": "i"}
#: Columns of documents: a link below one of them leads to another paper.
_COLUMNS = tuple(f"/{folder}/" for folder in urls.COLUMNS.values())


def append(parent: Element, tag: str, *, text: str = "", **attributes: str) -> Element:
    """Append an element of structure on a line of its own; a trailing ``_`` of a name is dropped."""
    named = {name.rstrip("_"): value for name, value in attributes.items()}
    element: Element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", named)
    element.text = text or None
    if not (parent.text or "").strip() and not parent.tag.endswith("}p"):
        parent.text = parent.text or "\n"
        element.tail = "\n"
    return element


def append_block(parent: Element, block: lxml_html.HtmlElement, reach: Reach) -> None:
    """Append a block of the body that is no clause: a paragraph, list, quotation or table."""
    tag = block.tag
    if tag == "hr":
        return
    if tag == "div":
        for child in block:
            append_block(parent, child, reach)
    elif tag == "ul":
        _append_list(parent, block, reach)
    elif tag == "table":
        table = append(parent, "table")
        for row in block.iter("tr"):
            line = append(table, "tr")
            for cell in row:
                append_words(append(append(line, cell.tag), "p"), cell, reach)
    elif tag == "blockquote":
        quotation = append(parent, "blockContainer", class_="quotation")
        if (block.text or "").strip():
            append(quotation, "p", text=(block.text or "").strip())
        for child in block:
            append_block(quotation, child, reach)
        if not len(quotation):
            append(quotation, "p")
    else:
        append_words(append(parent, "p"), block, reach)


def _append_list(parent: Element, block: lxml_html.HtmlElement, reach: Reach) -> None:
    listed = append(parent, "ul")
    for item in block:
        line = append(listed, "li")
        if (item.text or "").strip() or not any(child.tag in ("p", "ul") for child in item):
            append_words(line, item, reach)
        else:
            for child in item:
                append_block(line, child, reach)


def append_words(target: Element, source: lxml_html.HtmlElement, reach: Reach) -> None:
    """Append the words of an element with their links and stresses to one of Akoma Ntoso."""
    _add(target, source.text or "")
    for child in source:
        tail = child.tail or ""
        if child.tag == "a":
            link = child.get("href", "")
            # The mark of a link that leaves is the page's, not the paper's.
            tail = tail.removeprefix(LEAVES_SITE) if child.get("rel") else tail
            # A link to another paper is a citation; telephones and pages are plain links.
            own = etree.SubElement(target, _name("ref" if link.startswith(_COLUMNS) else "a"), href=reach(link))
            append_words(own, child, reach)
        elif child.tag == "img":
            etree.SubElement(target, _name("img"), src=reach(child.get("src", "")), alt=child.get("alt", ""))
        elif child.tag == "br":
            etree.SubElement(target, _name("br"))
        elif child.tag == "code":
            append_words(etree.SubElement(target, _name("inline"), name="code"), child, reach)
        elif child.tag in _WORDS:
            append_words(etree.SubElement(target, _name(_WORDS[child.tag])), child, reach)
        elif child.tag == "ul":
            _append_list(target, child, reach)
        else:
            append_words(target, child, reach)
        _add(target, tail)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _add(target: Element, words: str) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words
