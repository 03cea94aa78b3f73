"""HTML sanitizer: an element tree written as HTML that holds only allowed tags and attributes."""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

import nh3

_BLOCKS = ("p", "h2", "h3", "h4", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "td", "th", "div", "hr")
_VOID = ("br", "hr", "img")
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
    """Return the children of ``root`` as HTML, one block to a line.

    A paragraph that runs on from its heading follows it on the same line: read without its tags, it is one sentence.
    """
    parts: list[str] = []
    for child in root:
        if parts and child.get("class") != "run-in":
            parts.append("\n")
        _write(child, parts)
        if child.tail and child.tail.strip():
            parts.append(escape(child.tail, quote=False))
    return "".join(parts)


def inner_html(element: Element) -> str:
    """Return the words and tags within an element as HTML."""
    parts: list[str] = []
    _write(element, parts)
    return "".join(parts[1:-1])


def _write(element: Element, parts: list[str]) -> None:
    tag = element.tag if element.tag in _TAGS else "span"
    allowed = (*_ATTRIBUTES.get(tag, ()), "role", "class") if tag == "div" else tuple(_ATTRIBUTES.get(tag, ()))
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if name in allowed)
    parts.append(f"<{tag}{attributes}>")
    if tag in _VOID:
        return
    parts.append(escape(element.text or "", quote=False))
    for child in element:
        _write(child, parts)
        parts.append(escape(child.tail or "", quote=False))
    parts.append(f"</{tag}>")


def sanitise(html: str) -> str:
    """Return HTML without anything that is not on the list: a second check, should the first one fail."""
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
