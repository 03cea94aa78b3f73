"""Packed parts: the bytes of an attachment and of its members, streams and text chunks."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

#: Most bytes that a packed attachment may unpack to; a larger one is reported instead of scanned.
UNPACKED_LIMIT = 64 * 1024 * 1024

_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


class TooLarge(Exception):
    """An attachment unpacks to more than UNPACKED_LIMIT."""


def read_parts(data: bytes) -> Iterator[bytes]:
    """Yield the bytes of an attachment, then the parts packed inside."""
    yield data
    budget = UNPACKED_LIMIT
    packed: Iterable[bytes] = ()
    if data.startswith(b"PK\x03\x04"):
        packed = _zip_members(data)
    elif data.startswith(b"\x89PNG"):
        packed = _png_texts(data)
    elif b"%PDF-" in data[:1024]:
        packed = (_inflate(match[1]) for match in _PDF_STREAM.finditer(data))
    for part in packed:
        budget -= len(part)
        if budget < 0:
            raise TooLarge
        yield part


def _zip_members(data: bytes) -> Iterator[bytes]:
    """Yield each member of a ZIP; XML also without its tags, because a number may be split over several runs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.file_size > UNPACKED_LIMIT:
                    raise TooLarge
                member = archive.read(info)
                yield member
                if info.filename.endswith(".xml"):
                    yield re.sub(rb"<[^>]*>", b"", re.sub(rb"</(?:w:p|c|row|si|text:p)>", b"\n", member))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return  # damaged or locked with a password: nothing can be read by a visitor either


def _png_texts(data: bytes) -> Iterator[bytes]:
    """Yield the unpacked text chunks of a PNG."""
    place = 8
    while place + 12 <= len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if kind == b"zTXt" and b"\0" in body:
            yield _inflate(body.split(b"\0", 1)[1][1:])
        elif kind == b"iTXt" and body.count(b"\0") >= 4:
            _, rest = body.split(b"\0", 1)
            text = rest[2:].split(b"\0", 2)[-1]
            yield _inflate(text) if rest[:1] == b"\1" else text
        place += 12 + length


def _inflate(packed: bytes) -> bytes:
    """Return decompressed bytes, as far as they can be read and within the limit."""
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, UNPACKED_LIMIT)
    except zlib.error:
        return b""
    if unpacker.unconsumed_tail:
        raise TooLarge
    return unpacked
