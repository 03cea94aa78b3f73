"""Attachments of test documents: small DOCX and XLSX files made with the standard library, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from html import escape

_TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _pack(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def write_docx(paragraphs: Sequence[str]) -> bytes:
    """Return a DOCX whose paragraphs are parted into two runs in the middle, as word processors do."""
    body = ""
    for text in paragraphs:
        middle = len(text) // 2
        runs = "".join(f"<w:r><w:t>{escape(part)}</w:t></w:r>" for part in (text[:middle], text[middle:]))
        body += f"<w:p>{runs}</w:p>"
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _pack({"[Content_Types].xml": _TYPES, "word/document.xml": document})


def write_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Return an XLSX whose cells stand in the shared strings, as spreadsheets write them."""
    cells = [cell for row in rows for cell in row]
    shared = "".join(f"<si><t>{escape(cell)}</t></si>" for cell in cells)
    number, lines = iter(range(len(cells))), ""
    for row in rows:
        lines += "<row>" + "".join(f'<c t="s"><v>{next(number)}</v></c>' for _ in row) + "</row>"
    return _pack(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}"/>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{lines}</sheetData></worksheet>',
        }
    )


def write_text(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a text whose cells are JSON with escapes."""
    return json.dumps(rows, ensure_ascii=True).encode()


def write_table(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig")
