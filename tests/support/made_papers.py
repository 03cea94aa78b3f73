"""Paragraphs, lists and tables go in; a DOCX as offices send it comes out, its numbers automatic."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", number: tuple[int, int] | None = None, style: str = "", runs: str = "") -> str:
    """Return a paragraph; ``number`` is the id of its list and its level."""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr>{run(text) if text else ''}{runs}</w:p>"


def level(depth: int, form: str, text: str, more: str = "") -> str:
    """Return the definition of a level of a list."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(abstract: Mapping[int, str], lists: Mapping[int, tuple[int, str]]) -> str:
    """Return the numbering part: levels by abstract list; lists by id with their abstract list and overrides."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">{levels}</w:abstractNum>' for key, levels in abstract.items()
    )
    uses = "".join(
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>' for key, (of, more) in lists.items()
    )
    return f"<w:numbering {_SPACES}>{definitions}{uses}</w:numbering>"


def cell(*paragraphs: str, properties: str = "") -> str:
    """Return a cell of a table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return a table of rows of cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{chr(10).join(row)}</w:tr>' for row in rows)}</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """Return a run with a text box, in the two forms that Word writes side by side."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def picture(label: str = "") -> str:
    """Return a run with a picture and its alternative text."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="{label}"/><a:blip/></wp:inline></w:drawing></w:r>'
    )


def make_paper(*blocks: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a DOCX with these blocks; ``parts`` are further parts by name, their content without its root."""
    members = {"word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(blocks)}</w:body></w:document>"}
    for name, body in (parts or {}).items():
        members[f"word/{name}.xml"] = (
            body if body.startswith("<w:numbering") else f"<w:{name} {_SPACES}>{body}</w:{name}>"
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {"[Content_Types].xml": "<Types/>", **members}.items():
            archive.writestr(name, body)
    return target.getvalue()
