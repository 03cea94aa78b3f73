"""Office contents: programs, links and authors within a file of DOCX, XLSX, PPTX or OFD."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: Members that hold a program, or an object of another program that nobody can look into.
_PROGRAMS = re.compile(
    r"(?:^|/)(?:vba[^/]*\.bin|vbaData\.xml|macrosheets/.*|activeX/.*|oleObject[^/]*|embeddings/(?![^/]*\.(?:docx|xlsx|pptx)$)[^/]+)$",
    re.IGNORECASE,
)
_MACRO_TYPE = re.compile(rb"macroEnabled|ms-office\.vbaProject|ms-excel\.macrosheet", re.IGNORECASE)
_FIELD = re.compile(
    rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr=\"([^\"]*)\"|<w:fldChar[^>]*fldCharType=\"(begin)\""
)
_DDE_FIELD = re.compile(r"(?:^|\n)\s*\"?\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_DDE_LINK = re.compile(rb"<(?:\w+:)?ddeLink\b")
_FORMULA = re.compile(rb"<f[^>]*>([^<]*)</f>")
#: A formula that calls another program: =cmd|'/c calc'!A0.
DDE_FORMULA = re.compile(r"^\s*[=+@-]?\s*[A-Za-z0-9_.]+\s*\|[^!\n]*![A-Za-z0-9_$]")
_REMOTE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=\"External\")(?=[^>]*Type=\"[^\"]*/(?:attachedTemplate|oleObject|frame|subDocument|externalLink(?:Path)?)\")",
    re.IGNORECASE,
)

_AUTHORS = re.compile(
    r"<(?:dc:creator|cp:lastModifiedBy|Manager|author|(?:ofd:)?Author)(?:\s[^>]*)?>([^<]*)<"
    r"|\bw:author=\"([^\"]*)\"|<(?:\w+:)?person\b[^>]*\bdisplayName=\"([^\"]*)\""
)
#: Members of a package that name people: properties, notes, tracked changes.
_PEOPLE = re.compile(
    r"(?:^|/)(?:docProps/(?:core|app)\.xml|word/[^/]*\.xml|xl/comments[^/]*\.xml|xl/persons/.*|OFD\.xml)$"
)


def read_active(path: str, data: bytes) -> Iterator[str]:
    """Yield in Chinese each program or link in a member of a package that acts when the file is opened."""
    if _PROGRAMS.search(path) or (path.endswith("[Content_Types].xml") and _MACRO_TYPE.search(data)):
        yield "宏或嵌入的程序对象"
    elif path.endswith(".rels"):
        if _REMOTE.search(data):
            yield "打开时从别处取内容的链接"
    elif path.endswith(".xml") and "/word/" in path:
        if _DDE_FIELD.search(_field_codes(data)):
            yield "DDE 链接"
    elif path.endswith(".xml") and "/xl/" in path and (
        _DDE_LINK.search(data) or any(DDE_FORMULA.match(html.unescape(text.decode("utf-8", "replace"))) for text in _FORMULA.findall(data))
    ):  # fmt: skip
        yield "DDE 链接"


def _field_codes(data: bytes) -> str:
    """Return the codes of the fields in a part of a text, one a line: a code may be split over several runs."""
    return "".join(
        "\n" if begin else html.unescape((run or simple).decode("utf-8", "replace")) + ("\n" if simple else "")
        for run, simple, begin in _FIELD.findall(data)
    )


def read_authors(path: str, data: bytes) -> Iterator[str]:
    """Yield each author that a member of a package names."""
    if _PEOPLE.search(path):
        for names in _AUTHORS.findall(data.decode("utf-8", "replace")):
            yield from (html.unescape(name).strip() for name in names if name)
