"""HTML sanitizer: an element tree written as HTML, and reduced to allowed tags and attributes by nh3."""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element, tostring

import nh3

_BLOCKS = ("p", "h2", "h3", "h4", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "div", "hr")
_TAGS = frozenset((*_BLOCKS, "a", "img", "br", "strong", "em", "code", "span"))

#: Tag → attributes it may carry. No style, no event, no class but the one of the scrolling region.
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "p": {"id"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "th": {"scope"},
    "div": {"tabindex", "aria-label"},
}
_VALUES: dict[str, dict[str, set[str]]] = {"div": {"role": {"region"}}}
_CLASSES = {"div": {"scroll"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def to_html(root: Element) -> str:
    """Return the children of ``root`` as HTML that is not yet sanitised, one block to a line.

    A paragraph that runs on from its heading follows it on the same line: read without its tags, it is one sentence.
    """
    parts: list[str] = []
    for child in root:
        if parts and child.get("class") != "run-in":
            parts.append("\n")
        child.tail = child.tail if child.tail and child.tail.strip() else None
        parts.append(tostring(child, encoding="unicode", method="html"))
    return "".join(parts)


def inner_html(element: Element) -> str:
    """Return the words and tags within an element as sanitised HTML."""
    children = (tostring(child, encoding="unicode", method="html") for child in element)
    return sanitise(escape(element.text or "", quote=False) + "".join(children))


def sanitise(html: str) -> str:
    """Return HTML without anything that is not on the list."""
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        tag_attribute_values=_VALUES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
