"""Word styles: numbering and hidden text that a paragraph or run takes from its style and the styles below it."""

from __future__ import annotations

from lxml import etree

from credit.importer.document_import.word.word_package import W, child_value, is_on

_MOST_STEPS = 20


class Styles:
    """Styles of a package by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            self._styles[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = key

    def chain(self, key: str | None) -> list[tuple[str, etree._Element]]:
        """Return a style and those it is based on, the default paragraph style where there is no ``key``."""
        found: list[tuple[str, etree._Element]] = []
        name = key or self._default
        while name in self._styles and len(found) < _MOST_STEPS:
            style = self._styles[name]
            found.append((name, style))
            name = child_value(style, "basedOn") or ""
        return found

    def numbering_of(self, key: str | None) -> tuple[str, str | None, str] | None:
        """Return numbering id, level where stated, and style of the nearest style with a numbering."""
        for name, style in self.chain(key):
            number = child_value(style, "pPr/numPr/numId")
            if number is not None:
                return number, child_value(style, "pPr/numPr/ilvl"), name
        return None

    def is_hidden(self, key: str | None) -> bool:
        """Return whether a style hides its text."""
        for _, style in self.chain(key):
            if child_value(style, "rPr/vanish") is not None:
                return is_on(style, "rPr/vanish")
        return False
