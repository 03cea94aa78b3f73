"""Packed parts: the bytes of an attachment, and of the members, streams and text chunks packed inside at any depth."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from credit.privacy.attachments.pdf_reader import read_pdf

#: Most bytes that a packed attachment may unpack to; a larger one is reported instead of scanned.
UNPACKED_LIMIT = 64 * 1024 * 1024
#: Most files within files: a workbook in a paper in an archive is three.
DEPTH_LIMIT = 6
#: Most members of all archives, and photographs of all PDF files, in an attachment.
MEMBER_LIMIT = 20_000

#: Most earlier revisions of a PDF that are read, the newest first.
REVISION_LIMIT = 4

#: A JPEG in a stream of a PDF, which holds it unpacked, and where the metadata of one stand.
_PHOTO = re.compile(rb"\bstream\r?\n(?=\xff\xd8\xff)")
_METADATA = (b"Exif\0\0", b"http://ns.adobe.com/xap/")
_HEAD_OF_PHOTO = 70_000

_REVISION_END = re.compile(rb"%%EOF[ \r\n]*")
_PARAGRAPH_END = re.compile(rb"</(?:w:p|a:p|c|row|si|text:p|ofd:TextObject)>")
_TAG = re.compile(rb"<[^<>]*>")


class TooLarge(Exception):
    """An attachment unpacks to more than UNPACKED_LIMIT, DEPTH_LIMIT or MEMBER_LIMIT."""


class _Budget:
    """Bytes and members that an attachment may still unpack to."""

    def __init__(self) -> None:
        self.bytes, self.members = UNPACKED_LIMIT, MEMBER_LIMIT

    def spend(self, part: bytes) -> bytes:
        self.bytes -= len(part)
        if self.bytes < 0:
            raise TooLarge
        return part


@dataclass(frozen=True)
class PackedFile:
    """A file within an attachment: its path there, the attachment's own being empty, and its bytes.

    ``is_read`` is false where the file, or its list of members, is damaged or locked with a password.
    """

    path: str
    data: bytes
    is_read: bool = True


def is_zip(data: bytes) -> bool:
    """Return whether bytes begin as a ZIP: also DOCX, XLSX and OFD."""
    return data.startswith(b"PK\x03\x04")


def is_pdf(data: bytes) -> bool:
    """Return whether a reader takes bytes for a PDF, which may have other bytes before its head."""
    return b"%PDF-" in data[:1024]


def read_files(data: bytes) -> Iterator[PackedFile]:
    """Yield an attachment and each file packed inside, in their order; raises TooLarge."""
    yield from _walk(PackedFile("", data), DEPTH_LIMIT, _Budget())


def read_parts(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of an attachment, then those packed inside, and what text they hold; raises TooLarge."""
    budget = _Budget()
    for file in _walk(PackedFile("", data), DEPTH_LIMIT, budget):
        yield file.data
        if file.data.startswith(b"\x89PNG"):
            for text in _png_texts(file.data):
                yield budget.spend(text)
        elif is_pdf(file.data):
            yield from _pdf_texts(file.data, budget)
        elif _is_xml(file.path):
            # A number may be split over several runs of text.
            yield budget.spend(_TAG.sub(b"", _PARAGRAPH_END.sub(b"\n", file.data)))


def _walk(file: PackedFile, depth: int, budget: _Budget) -> Iterator[PackedFile]:
    if not is_zip(file.data):
        yield file
        if is_pdf(file.data):
            yield from _photos(file, budget)
        return
    if depth == 0:
        raise TooLarge
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error):
        yield replace(file, is_read=False)
        return
    yield file
    with archive:
        for info in archive.infolist():
            budget.members -= 1
            if info.file_size > budget.bytes or budget.members < 0:
                raise TooLarge
            path = f"{file.path}/{info.filename}"
            try:
                body = budget.spend(archive.read(info))
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, ValueError, OSError):
                # One that cannot be read hides no other.
                yield PackedFile(path, b"", is_read=False)
                continue
            yield from _walk(PackedFile(path, _in_utf8(body) if _is_xml(path) else body), depth - 1, budget)


def _photos(file: PackedFile, budget: _Budget) -> Iterator[PackedFile]:
    """Yield the photographs with metadata that stand in a PDF as a camera made them."""
    place = 0
    while match := _PHOTO.search(file.data, place):
        start, end = match.end(), file.data.find(b"endstream", match.end())
        place = end if end >= 0 else len(file.data)
        if any(mark in file.data[start : min(start + _HEAD_OF_PHOTO, place)] for mark in _METADATA):
            budget.members -= 1
            if budget.members < 0:
                raise TooLarge
            yield PackedFile(f"{file.path}/{start}.jpg", budget.spend(file.data[start:place]))


def _is_xml(path: str) -> bool:
    return path.lower().endswith((".xml", ".rels"))


def _in_utf8(xml: bytes) -> bytes:
    """Return XML in the one encoding that is searched; programs read UTF-16 as well."""
    wide = xml.startswith((b"\xff\xfe", b"\xfe\xff")) or (xml[:1] + xml[3:4]) == b"<\0" or xml[:2] == b"\0<"
    if not wide:
        return xml
    encoding = "utf-16" if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-be" if xml[:1] == b"\0" else "utf-16-le"
    return xml.decode(encoding, "ignore").encode()


def _pdf_texts(data: bytes, budget: _Budget) -> Iterator[bytes]:
    """Yield the text of a PDF, its strings and the texts of its earlier revisions, or else its unpacked streams.

    A program that saves changes behind the file leaves the words before them in it, for anybody who cuts it off there.
    """
    content = read_pdf(data)
    if not content.fault:
        yield budget.spend(content.text.encode("utf-8", "ignore"))
        yield budget.spend(content.strings.encode("utf-8", "ignore"))
        ends = [match.end() for match in _REVISION_END.finditer(data)]
        for end in ends[-2 : -2 - REVISION_LIMIT : -1]:
            # The first end of a file for fast viewing is that of no file.
            if (earlier := read_pdf(data[:end]).text) != content.text:
                yield budget.spend(earlier.encode("utf-8", "ignore"))
        return
    place = data.find(b"stream")
    while place >= 0:
        begin = place + len(b"stream")
        end = data.find(b"endstream", begin)
        if end < 0:
            return
        yield budget.spend(inflate(data[begin:end].lstrip(b"\r\n"), budget.bytes))
        place = data.find(b"stream", end + len(b"endstream"))


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and bytes of each chunk of a PNG, and at last the bytes behind its end under no kind."""
    place = 8
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        yield kind, data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind == b"IEND":
            yield b"", data[place:]
            return


def _png_texts(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked text chunks of a PNG."""
    for kind, body in png_chunks(data):
        if (text := png_text(kind, body)) is not None:
            yield text[1]


def png_text(kind: bytes, body: bytes) -> tuple[bytes, bytes] | None:
    """Return keyword and text of a PNG's text chunk, or None for another chunk."""
    key, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return key, rest
    if kind == b"zTXt" and rest:
        return key, inflate(rest[1:])
    if kind == b"iTXt" and body.count(b"\0") >= 4:
        text = rest[2:].split(b"\0", 2)[-1]
        return key, inflate(text) if rest[:1] == b"\1" else text
    return None


def inflate(packed: bytes, limit: int = UNPACKED_LIMIT) -> bytes:
    """Return decompressed bytes, as far as they can be read; raises TooLarge beyond a limit."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, max(1, limit))
    except zlib.error:
        return b""
    if unpacker.unconsumed_tail:
        raise TooLarge
    return unpacked
