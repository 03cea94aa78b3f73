"""Picture metadata: place and author that a camera or an editor writes into JPEG, PNG and WebP."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from credit.privacy.attachments.packed_parts import png_chunks, png_text

_GPS_DIRECTORY = 0x8825
_EXIF_DIRECTORY = 0x8769
#: Artist, owner of the camera, and the author that Windows writes, in UTF-16.
_AUTHORS = {0x013B: "latin-1", 0xA430: "latin-1", 0x9C9D: "utf-16-le"}

_XMP_PLACE = re.compile(rb"exif:GPSL(?:atitude|ongitude)")
_IPTC_AUTHOR = re.compile(rb"\x1c\x02\x50\0([\x01-\x40])")


@dataclass
class PictureMetadata:
    """Personal data that a picture says of its making: whether it holds a place, its authors, bytes behind its end."""

    has_place: bool = False
    authors: list[str] = field(default_factory=list)
    behind: bytes = b""


def read_picture(data: bytes) -> PictureMetadata | None:
    """Return the metadata of a JPEG, PNG or WebP, or None for another file."""
    found = PictureMetadata()
    if data.startswith(b"\xff\xd8\xff"):
        _read_jpeg(data, found)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        _read_png(data, found)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        _read_webp(data, found)
    else:
        return None
    return found


def _read_jpeg(data: bytes, found: PictureMetadata) -> None:
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind in (0xFF, 0x01) or 0xD0 <= kind <= 0xD7:
            place += 1 if kind == 0xFF else 2
            continue
        if kind == 0xD9:
            found.behind = data[place + 2 :]
            return
        length = int.from_bytes(data[place + 2 : place + 4], "big")
        body = data[place + 4 : place + 2 + length]
        if kind == 0xE1 and body.startswith(b"Exif\0\0"):
            _read_exif(body[6:], found)
        elif kind == 0xE1:
            _read_xmp(body, found)
        elif kind == 0xED:
            found.authors += [
                body[match.end() : match.end() + match[1][0]].decode("utf-8", "replace")
                for match in _IPTC_AUTHOR.finditer(body)
            ]
        place += 2 + max(2, length)
        if kind == 0xDA:
            place = _behind_scan(data, place)


def _behind_scan(data: bytes, place: int) -> int:
    """Return the place of the next marker behind the compressed points of a JPEG."""
    while (place := data.find(b"\xff", place)) >= 0:
        if place + 1 < len(data) and data[place + 1] not in (0x00, *range(0xD0, 0xD8)):
            return place
        place += 2
    return len(data)


def _read_png(data: bytes, found: PictureMetadata) -> None:
    for kind, body in png_chunks(data):
        if not kind:
            found.behind = body
        elif kind == b"eXIf":
            _read_exif(body, found)
        elif (text := png_text(kind, body)) is not None:
            if text[0].lower() in (b"author", b"artist"):
                found.authors.append(text[1].decode("utf-8", "replace"))
            elif text[0].startswith(b"Raw profile type") and text[0].endswith((b"exif", b"APP1")):
                words = text[1].split()
                digits = b"".join(words[2:]) if len(words) > 2 else b""
                try:
                    _read_exif(bytes.fromhex(digits.decode("ascii", "replace")).removeprefix(b"Exif\0\0"), found)
                except ValueError:
                    continue
            else:
                _read_xmp(text[1], found)


def _read_webp(data: bytes, found: PictureMetadata) -> None:
    place = 12
    while place + 8 <= len(data):
        kind, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + length]
        if kind == b"EXIF":
            _read_exif(body.removeprefix(b"Exif\0\0"), found)
        elif kind == b"XMP ":
            _read_xmp(body, found)
        place += 8 + length + length % 2
    found.behind = data[8 + int.from_bytes(data[4:8], "little") :].lstrip(b"\0")


def _read_xmp(body: bytes, found: PictureMetadata) -> None:
    found.has_place |= _XMP_PLACE.search(body) is not None
    for rest in body.split(b"<dc:creator>")[1:]:
        creator = rest.partition(b"</dc:creator>")[0]
        found.authors += re.sub(rb"<[^<>]*>", b"\n", creator).decode("utf-8", "replace").split("\n")


def _read_exif(body: bytes, found: PictureMetadata) -> None:
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(body[:4])
    if order is None or len(body) < 8:
        return
    waiting, seen = [struct.unpack(order + "I", body[4:8])[0]], set[int]()
    while waiting and len(seen) < 8:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        for tag, kind, count, value in _entries(body, place, order):
            if tag == _GPS_DIRECTORY:
                directory = struct.unpack(order + "I", value)[0]
                found.has_place |= any(entry[0] in (2, 4) for entry in _entries(body, directory, order))
            elif tag == _EXIF_DIRECTORY:
                waiting.append(struct.unpack(order + "I", value)[0])
            elif tag in _AUTHORS and kind in (1, 2, 7):
                start = struct.unpack(order + "I", value)[0]
                raw = value[:count] if count <= 4 else body[start : start + min(count, 1000)]
                found.authors.append(_decode(raw, _AUTHORS[tag]))


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode("utf-8" if encoding == "latin-1" else encoding, "strict").strip("\0 ")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace").strip("\0 ")


def _entries(body: bytes, place: int, order: str) -> Iterator[tuple[int, int, int, bytes]]:
    """Yield tag, type, count and the four bytes of value of each entry of a directory."""
    if place + 2 > len(body):
        return
    (count,) = struct.unpack(order + "H", body[place : place + 2])
    for start in range(place + 2, min(place + 2 + 12 * count, len(body) - 11), 12):
        tag, kind, number = struct.unpack(order + "HHI", body[start : start + 8])
        yield tag, kind, number, body[start + 8 : start + 12]
