"""Office contents: programs, links, authors and words that no page shows within a package of DOCX, XLSX or OFD."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

#: Members that hold a program, or an object of another program that nobody can look into.
_PROGRAMS = re.compile(
    r"(?:^|/)(?:vba[^/]*\.bin|vbadata\.xml|macrosheets/.*|activex/.*|oleobject[^/]*|embeddings/(?![^/]*\.(?:docx|xlsx|pptx)$)[^/]+)$"
)
_MACRO_TYPE = re.compile(rb"macroEnabled|ms-office\.vbaProject|ms-excel\.macrosheet", re.IGNORECASE)

# Each pattern stops at the next bracket or quotation mark: a hostile file of any length is read in linear time.
_FIELD = re.compile(
    rb"<(?:\w+:)?instrText(?:\s[^<>]*)?>([^<]*)<"
    rb"|\s(?:\w+:)?instr=(?:\"([^\"]*)\"|'([^']*)')"
    rb"|fldCharType=[\"'](begin)"
)
_DDE_FIELD = re.compile(r"^[ \t\"]*DDE(?:AUTO)?\b", re.IGNORECASE | re.MULTILINE)
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")
_FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?>([^<]*)<")
#: A formula that calls another program: =cmd|'/c calc'!A0.
DDE_FORMULA = re.compile(r"[=+@-]*\s*[A-Za-z0-9_.]+\s*\|[^!\n]*![A-Za-z0-9_$]")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_REMOTE = re.compile(
    rb"Type=[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument|externalLink(?:Path)?)[\"']", re.IGNORECASE
)
_EXTERNAL = re.compile(rb"TargetMode=[\"']External", re.IGNORECASE)

_AUTHORS = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|Manager|author|(?:ofd:)?Author)(?:\s[^<>]*)?>([^<]*)<"
    r"|\s(?:\w+:)?(?:author|displayName|userName)=(?:\"([^\"]*)\"|'([^']*)')"
    r"|\sname=[\"']_Author[^<>]*>\s*<vt:lpwstr>([^<]*)<"
)
#: Members of a package that name people: properties, notes, tracked changes, those who share a workbook.
_PEOPLE = re.compile(
    r"/(?:docprops/(?:core|app|custom)\.xml|word/[^/]*\.xml|xl/comments[^/]*\.xml|xl/persons/[^/]*"
    r"|xl/workbook\.xml|xl/revisions/[^/]*|ofd\.xml)$"
)
#: Members and places that name people by chance: the folder of a user of Windows in the path of a workbook or a link, the
#: maker of a mark in OFD. Only Chinese names: others are machines and programs more often than people.
_BY_CHANCE = (
    (
        re.compile(r"/xl/workbook\.xml$|\.rels$"),
        re.compile(r"[\\/]Users[\\/]([^\\/<>\"']*[\u3400-\u9fff][^\\/<>\"']*)[\\/]", re.IGNORECASE),
    ),
    (re.compile(r"/annots?/.*\.xml$"), re.compile(r"\sCreator=[\"']([^<>\"']*[\u3400-\u9fff][^<>\"']*)[\"']")),
)

_DELETED = re.compile(rb"<(?:\w+:)?delText[\s>]")
_COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|threadedComment)[\s>]")
_HIDDEN_TEXT = re.compile(rb"<(?:\w+:)?vanish\s*/>")
_HIDDEN_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*\bstate=[\"'](?:very)?[Hh]idden[\"']")
_HIDDEN_CELLS = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden=[\"'](?:1|true)[\"']")

#: Members of a package whose words the page or sheet does not show, but any reader sees by a click: path, pattern, and
#: what they are in Chinese.
_REVISIONS = (
    (re.compile(r"/word/[^/]*\.xml$"), _DELETED, "修订里删去的文字"),
    (re.compile(r"/word/comments[^/]*\.xml$"), _COMMENT, "批注"),
)
_HIDDEN = (
    (re.compile(r"/word/(?:document|header|footer|footnotes)[^/]*\.xml$"), _HIDDEN_TEXT, "隐藏的文字"),
    (re.compile(r"/xl/workbook\.xml$"), _HIDDEN_SHEET, "隐藏的工作表"),
    (re.compile(r"/xl/worksheets/[^/]*\.xml$"), _HIDDEN_CELLS, "隐藏的行或者列"),
    (re.compile(r"/xl/(?:comments|threadedcomments/)[^/]*\.xml$"), _COMMENT, "批注"),
)


def read_revisions(path: str, data: bytes) -> Iterator[str]:
    """Yield in Chinese what a member of a paper keeps of its drafts: deleted words, comments."""
    path = path.lower()
    yield from (words for member, pattern, words in _REVISIONS if member.search(path) and pattern.search(data))


def read_hidden(path: str, data: bytes) -> Iterator[str]:
    """Yield in Chinese what a member of a package holds out of sight: text, sheets, rows and columns, notes of cells."""
    path = path.lower()
    yield from (words for member, pattern, words in _HIDDEN if member.search(path) and pattern.search(data))


def read_active(path: str, data: bytes) -> Iterator[str]:
    """Yield in Chinese each program or link in a member of a package that acts when the file is opened."""
    path = path.lower()
    if _PROGRAMS.search(path) or (path.endswith("[content_types].xml") and _MACRO_TYPE.search(data)):
        yield "宏或嵌入的程序对象"
    if path.endswith(".rels"):
        for relation in _RELATION.findall(data):
            if _EXTERNAL.search(relation) and _REMOTE.search(relation):
                yield "打开时从别处取内容的链接"
    elif path.endswith(".xml") and (
        _DDE_LINK.search(data)
        or _DDE_FIELD.search(_field_codes(data))
        or any(DDE_FORMULA.match(html.unescape(text.decode("utf-8", "replace")).lstrip()) for text in _FORMULA.findall(data))
    ):  # fmt: skip
        yield "DDE 链接"


def _field_codes(data: bytes) -> str:
    """Return the codes of the fields in a part of a text, one a line: a code may be split over several runs."""
    return "".join(
        "\n" if begin else html.unescape((run or double or single).decode("utf-8", "replace")) + ("" if run else "\n")
        for run, double, single, begin in _FIELD.findall(data)
    )


def read_authors(path: str, data: bytes) -> Iterator[str]:
    """Yield each author that a member of a package names."""
    if _PEOPLE.search(path.lower()):
        for names in _AUTHORS.findall(data.decode("utf-8", "replace")):
            yield from (html.unescape(name).strip() for name in names if name)
    for member, pattern in _BY_CHANCE:
        if member.search(path.lower()):
            yield from pattern.findall(unquote(data.decode("utf-8", "replace")))
