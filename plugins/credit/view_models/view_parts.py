"""View parts: links, facts, tables and what else several page types are put together from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A link: words, address, an optional note beside it, whether it is the place the reader is at."""

    text: str
    href: str
    note: str = ""
    current: bool = False
    external: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of a description list: a term and its description, as text and links."""

    term: str
    values: tuple[Cell, ...]
    explanation: str = ""


@dataclass(frozen=True)
class Cell:
    """One value of a table or fact.

    ``kind`` is ``text``, ``prose``, ``code``, ``date``, ``day``, ``number``, ``telephone`` or ``mark``: a ``day`` is a date
    within a sentence (2026年10月21日), a ``date`` one of a table (2026-10-21); both hold the ISO date. ``prose`` is the
    site's own text, never a record's, whose dates the theme keeps whole. ``tone`` of a mark is
    ``good``, ``bad``, ``warn`` or ``plain`` (words always stand beside the colour). Several values in one cell
    (a cell of several keys) are ``more``.
    """

    text: str
    href: str = ""
    kind: str = "text"
    tone: str = "plain"
    note: str = ""
    more: tuple[Cell, ...] = ()


#: A sentence with the days in it as cells of their own, so that no day is broken at the end of a line.
Sentence = tuple[Cell, ...]


@dataclass(frozen=True)
class PrintHead:
    """Head of a page on paper alone: its address, the QR code of that as a data URI, the day of its data.

    Address and code are empty without SITEURL, the day where no record has one.
    """

    address: str = ""
    code: str = ""
    day: str = ""


#: Head of a page that says nothing.
NO_PRINT_HEAD = PrintHead()


@dataclass(frozen=True)
class Column:
    """The heading of one column of a table.

    ``choice`` says whether the script of list pages offers its values: ``yes``, ``few`` (only where a page has few of
    them) or ``no``; ``source`` tells it where the words of the column come from (``pages.list_json_files``).
    """

    key: str
    title: str
    kind: str = "text"
    choice: str = "yes"
    source: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a table; ``anchor`` is its id on the page (a record's id)."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: caption, headings, rows, and the sentence that stands there when it has none.

    In place of a row may stand the HTML that the table's own component has made of it (a Markup, for browse pages).
    ``heading`` is the key of the column that names a row; without it that is ``name``, ``title`` or the first one.
    ``source`` is the address of the JSON of the whole list, for the script of list pages. ``anchor`` is the id of the caption.
    ``alike`` is said once for all rows, in place of columns.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "目前没有记录。"
    heading: str = ""
    source: str = ""
    anchor: str = ""
    alike: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A line to quote a page with: the words before its address, the address, the words after it."""

    before: str
    address: str
    after: str


@dataclass(frozen=True)
class LinkGroup:
    """A titled group of links."""

    title: str
    links: tuple[Link, ...]
    note: str = ""
