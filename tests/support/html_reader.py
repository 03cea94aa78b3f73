"""A page's bytes in; its elements, texts and headings out, read by the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input"}


@dataclass
class Reading:
    """What a page holds: start tags with attributes in order, texts, and texts by their nearest element."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def of(self, *names: str) -> list[dict[str, str]]:
        """Return the attributes of every element of these names."""
        return [attributes for name, attributes in self.elements if name in names]

    def text(self, *within: str) -> str:
        """Return the text of the page, or of the elements of these names alone."""
        return "".join(text for name, text in self.texts if not within or name in within)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.reading.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.reading.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.reading.open and self.reading.open[-1] == tag:
            self.reading.open.pop()
        else:
            self.reading.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        self.reading.texts.append((self.reading.open[-1] if self.reading.open else "", data))


def read(data: bytes) -> Reading:
    """Return what a page holds."""
    parser = _Parser()
    parser.feed(data.decode("utf-8"))
    parser.close()
    return parser.reading
