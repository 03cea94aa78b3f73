"""Texts and members go in; PDF, ZIP, JPEG and PNG files come out, with numbers that nobody has."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

MOBILE = "138" + "12345678"


def make_pdf(content: bytes, *, page: bytes = b"", catalog: bytes = b"", filters: bytes = b"", font: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:  # fmt: skip
    """Return a PDF of one page with this content stream; ``more`` are objects from number 6 on."""
    font = font or b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>"
        + page
        + b">>",
        b"<</Length " + str(len(content)).encode() + filters + b">>stream\n" + content + b"\nendstream",
        font,
        *more,
    ]
    target = io.BytesIO(b"%PDF-1.7\n")
    target.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(target.tell())
        target.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    xref = target.tell()
    target.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    target.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    target.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref))
    return target.getvalue()


def revise_pdf(pdf: bytes, content: bytes) -> bytes:
    """Return a PDF of ``make_pdf`` with a revision behind it that has this content stream instead."""
    before, place = int(pdf.rpartition(b"startxref\n")[2].split()[0]), len(pdf)
    body = b"4 0 obj\n<</Length %d>>stream\n" % len(content) + content + b"\nendstream\nendobj\n"
    xref = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\n" % (place, before)
    return pdf + body + xref + b"startxref\n%d\n%%%%EOF\n" % (place + len(body))


def shown(operator: bytes) -> bytes:
    """Return a content stream that shows a text by an operator, at a fixed place."""
    return b"BT /F1 12 Tf 72 720 Td " + operator + b" ET"


def make_zip(members: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP with these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return target.getvalue()


def make_docx(body: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a paper of Word with this XML in its body, and more members."""
    document = f'<?xml version="1.0"?><w:document><w:body>{body}</w:body></w:document>'
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(more or {})})


def make_xlsx(sheet: str = "", more: Mapping[str, bytes | str] | None = None) -> bytes:
    """Return a workbook with this XML in its sheet, and more members."""
    members = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    return make_zip({**members, **(more or {})})


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def make_png(*chunks: bytes, behind: bytes = b"") -> bytes:
    """Return a PNG of one point with further chunks, and bytes behind its end."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    points = png_chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + points + png_chunk(b"IEND", b"") + behind


def make_exif(*, place: bool = False, artist: bytes = b"", order: str = "<") -> bytes:
    """Return EXIF with a place, an artist, both or neither."""
    entries, extra = [], b""
    start = 8 + 2 + 12 * (bool(artist) + place + 1) + 4
    entries.append(struct.pack(order + "HHII", 0x0112, 3, 1, 1))
    if artist:
        text = artist + b"\0" * (5 - min(4, len(artist)))
        entries.append(struct.pack(order + "HHII", 0x013B, 2, len(text), start))
        extra += text
    if place:
        entries.append(struct.pack(order + "HHII", 0x8825, 4, 1, start + len(extra)))
        extra += struct.pack(order + "H", 1) + struct.pack(order + "HHII", 2, 5, 3, 0) + b"\0\0\0\0"
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    return head + struct.pack(order + "H", len(entries)) + b"".join(entries) + b"\0\0\0\0" + extra


def make_jpeg(exif: bytes = b"", *, xmp: bytes = b"", behind: bytes = b"") -> bytes:
    """Return the frame of a JPEG with EXIF or XMP, and bytes behind its end."""
    segments = b""
    for body in (b"Exif\0\0" + exif if exif else b"", b"http://ns.adobe.com/xap/1.0/\0" + xmp if xmp else b""):
        if body:
            segments += b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + segments + scan + b"\xff\xd9" + behind


def make_webp(kind: bytes, body: bytes) -> bytes:
    """Return a WebP with one chunk of metadata."""
    chunk = kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk
