"""Word paragraphs: the text that Word shows of a paragraph, and what it hides, deletes or holds beside the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from credit.importer.document_import.word.word_package import MC, W, child_value, chosen, is_on
from credit.importer.document_import.word.word_styles import Styles

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_PASSED_OVER = frozenset(
    {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}instrText", f"{W}delText", f"{W}rt", f"{W}sectPr", f"{W}sdtEndPr"}
)
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "\xad", f"{W}ptab": "\t"}


@dataclass
class Paragraph:
    """Content of a paragraph: the text it shows and the objects it holds.

    ``text`` has a line feed for each line end within it. ``pictures`` are the alternative texts of its pictures,
    ``boxes`` the contents of its text boxes, ``notes`` the keys of its footnotes.
    """

    text: str = ""
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    symbols: int = 0
    contents_table: bool = False
    pictures: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class ParagraphReader:
    """Reader of the paragraphs of one part in their order: a field may begin in one and end in another."""

    def __init__(self, styles: Styles, note_mark: Callable[[str, str], str]) -> None:
        self._styles = styles
        self._note_mark = note_mark
        #: Of each open field: its instruction so far, and whether its result has begun.
        self._fields: list[tuple[str, bool]] = []

    def read(self, element: etree._Element) -> Paragraph:
        """Return the content of a ``w:p``."""
        found = Paragraph()
        style = child_value(element, "pPr/pStyle")
        in_contents = self._in_contents_table()
        found.text = "".join(self._walk(element, found, self._styles.is_hidden(style)))
        found.contents_table = in_contents or self._in_contents_table()
        return found

    def _in_contents_table(self) -> bool:
        return any(words.split()[:1] == ["TOC"] for words, _ in self._fields)

    def _walk(self, element: etree._Element, found: Paragraph, hidden: bool) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _DELETED:
                found.deleted = True
            elif tag in _PASSED_OVER or not isinstance(tag, str):
                if tag == f"{W}instrText" and self._fields:
                    words, shown = self._fields[-1]
                    self._fields[-1] = (words + (child.text or ""), shown)
            elif tag == f"{MC}AlternateContent":
                yield from self._walk(_branch(child), found, hidden)
            elif tag == f"{W}r":
                yield from self._walk(child, found, self._is_hidden(child, hidden))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                _collect_objects(child, found)
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif all(shown for _, shown in self._fields):
                found.inserted |= tag in _INSERTED
                yield from self._text(child, found, hidden)

    def _text(self, child: etree._Element, found: Paragraph, hidden: bool) -> Iterator[str]:
        """Yield the text of an element that is part of the shown result."""
        tag = child.tag
        words = ""
        if tag in (f"{W}t", f"{_MATH}t"):
            words = child.text or ""
        elif tag in _SIGNS:
            words = _SIGNS[tag]
        elif tag == f"{W}br":
            words = "" if child.get(f"{W}type") in ("page", "column") else "\n"
        elif tag == f"{W}sym":
            found.symbols += 1
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind, key = ("footnotes" if tag == f"{W}footnoteReference" else "endnotes"), child.get(f"{W}id", "")
            words = self._note_mark(kind, key)
            found.notes.append((kind, key))
        else:
            yield from self._walk(child, found, hidden)
            return
        if hidden and words.strip():
            found.hidden = True
        elif not hidden:
            yield words

    def _is_hidden(self, run: etree._Element, hidden: bool) -> bool:
        if child_value(run, "rPr/vanish") is not None:
            return is_on(run, "rPr/vanish")
        style = child_value(run, "rPr/rStyle")
        return hidden or (style is not None and self._styles.is_hidden(style))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(("", False))
        elif kind == "separate" and self._fields:
            self._fields[-1] = (self._fields[-1][0], True)
        elif kind == "end" and self._fields:
            self._fields.pop()


def is_deleted(paragraph: etree._Element) -> bool:
    """Return whether the end of a paragraph is deleted: its text runs on in the next."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{name}") is not None for name in _DELETED)


def _branch(alternative: etree._Element) -> etree._Element:
    """Return the branch of an alternative that is shown."""
    first = next(chosen(alternative), None)
    parent = first.getparent() if first is not None else None
    return parent if parent is not None else etree.Element("none")


def _collect_objects(element: etree._Element, found: Paragraph) -> None:
    """Note the pictures and text boxes of a drawing, of alternatives only the branch that is shown."""
    for part in _shown(element):
        if part.tag == f"{W}txbxContent":
            found.boxes.append(part)
    if any(part.tag in (f"{_ART}blip", f"{_VML}imagedata") for part in _shown(element)):
        labels = [part.get("descr", "") for part in _shown(element) if part.tag == f"{_DRAWING}docPr"]
        labels += [part.get("alt", "") for part in _shown(element) if part.tag == f"{_VML}shape"]
        found.pictures.append(next((label.strip() for label in labels if label.strip()), ""))


def _shown(element: etree._Element) -> Iterator[etree._Element]:
    """Yield an element and those inside, without the contents of text boxes and of branches that are not shown."""
    yield element
    if element.tag == f"{W}txbxContent":
        return
    for child in chosen(element) if element.tag == f"{MC}AlternateContent" else element:
        if isinstance(child.tag, str):
            yield from _shown(child)
