"""QR code of an address as a small PNG in a data URI, for paper.

A QR code of one version, level and mask is linear over its bits: the picture of a text is the picture of as many zero bytes,
XORed with the pattern of each of its bytes at its place. segno makes the first, at a millisecond each; the patterns are
computed once for each place and byte, so that a page of a hundred thousand costs some microseconds.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import segno

#: Version → codewords of data and of error correction at level L (ISO/IEC 18004, table 9): those with one block.
_BLOCKS = {2: (34, 10), 3: (55, 15), 4: (80, 20), 5: (108, 26)}

#: Bits before the text in byte mode: indicator of the mode and length. A code holds two bytes less than its data.
_BEFORE = 12

#: Every mask can be read; a fixed one keeps the codes linear.
_MASK = 3

#: Last bytes of an address that differ from page to page, as in 91220184….html.
_VARIED = 23

#: Primitive polynomial of the field of 256 elements (ISO/IEC 18004, section 7.5.2).
_FIELD = 0x11D


@dataclass(frozen=True)
class _Frame:
    """Size of a code in modules, bytes of a PNG line, and the bit of the picture that each bit of the codewords sets."""

    size: int
    stride: int
    bits: tuple[int, ...]


def qr_image(text: str) -> str:
    """Return a data URI of the QR code of an ASCII text, without its quiet zone; empty where it does not fit."""
    data = text.encode("ascii", "replace")
    version = next((version for version, (words, _) in _BLOCKS.items() if len(data) <= words - 2), 0)
    if not text or not version:
        return ""
    picture = _beginning(version, len(data), data[:-_VARIED])
    for place, byte in enumerate(data[-_VARIED:], max(len(data) - _VARIED, 0)):
        picture ^= _pattern(version, place, byte)
    frame = _frame(version)
    lines = picture.to_bytes(frame.size * frame.stride, "big")
    return "data:image/png;base64," + base64.b64encode(_png(frame.size, lines)).decode()


def _png(size: int, lines: bytes) -> bytes:
    """Return a picture of one bit a pixel; its lines are stored, so that no version of a library decides its bytes."""
    stored = b"\x78\x01\x01" + struct.pack("<HH", len(lines), len(lines) ^ 0xFFFF) + lines
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)),
        (b"IDAT", stored + struct.pack(">I", zlib.adler32(lines))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def _symbol(version: int, data: bytes) -> segno.QRCode:
    return segno.make(data, version=version, error="l", mode="byte", mask=_MASK, boost_error=False, micro=False)


@lru_cache(maxsize=10_000)
def _beginning(version: int, length: int, data: bytes) -> int:
    """Return the picture of a text that begins with these bytes and goes on with zeros."""
    picture = _zeros(version, length)
    for place, byte in enumerate(data):
        picture ^= _pattern(version, place, byte)
    return picture


@lru_cache
def _zeros(version: int, length: int) -> int:
    """Return the picture of so many zero bytes as the bits of its PNG lines, 1 for a light module."""
    frame, picture = _frame(version), 0
    for row in _symbol(version, bytes(length)).matrix:
        line = 0
        for module in row:
            line = line << 1 | (1 - module)
        picture = picture << 8 * frame.stride | line << 8 * (frame.stride - 1) - frame.size
    return picture


@lru_cache
def _frame(version: int) -> _Frame:
    size = 17 + 4 * version
    stride = 1 + (size + 7) // 8
    last = 8 * (size * stride - 1) - 1
    bits = [last - 8 * stride * row - column for row, column in _zigzag(size) if _holds_data(size, row, column)]
    return _Frame(size, stride, tuple(bits[: 8 * sum(_BLOCKS[version])]))


def _holds_data(size: int, row: int, column: int) -> bool:
    """Return whether a module is outside of the patterns: finders with formats, timing, alignment (versions 2 to 6)."""
    finder = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    aligned = abs(row - (size - 7)) <= 2 and abs(column - (size - 7)) <= 2
    return not (finder or aligned or row == 6 or column == 6)


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """Yield row and column of every module in the order in which bits are placed (ISO/IEC 18004, section 7.7.3)."""
    upward = True
    for right in range(size - 1, 0, -2):
        # The vertical timing pattern takes a column of its own.
        pair = (right, right - 1) if right > 6 else (right - 1, right - 2)
        for row in range(size - 1, -1, -1) if upward else range(size):
            for column in pair:
                yield row, column
        upward = not upward


@lru_cache(maxsize=40_000)
def _pattern(version: int, place: int, byte: int) -> int:
    """Return the modules that a byte of the text turns over."""
    words, more = _BLOCKS[version]
    text = byte << 8 * words - _BEFORE - 8 * (place + 1)
    codewords = text << 8 * more | _remainder(text, words, more)
    picture, whole = 0, 8 * (words + more)
    for number, bit in enumerate(_frame(version).bits):
        if codewords >> whole - 1 - number & 1:
            picture |= 1 << bit
    return picture


def _remainder(text: int, words: int, more: int) -> int:
    """Return the codewords of error correction (Reed-Solomon) of the codewords of a text."""
    generator, rest = _generator(more), bytearray(more)
    for word in text.to_bytes(words, "big"):
        factor = word ^ rest.pop(0)
        rest.append(0)
        for place, coefficient in enumerate(generator):
            rest[place] ^= _times(coefficient, factor)
    return int.from_bytes(rest, "big")


@lru_cache
def _generator(degree: int) -> bytes:
    """Return the coefficients of (x - 1)(x - a)(x - a²)…, the leading one left out."""
    found, root = [1], 1
    for _ in range(degree):
        found = [left ^ _times(right, root) for left, right in zip([*found, 0], [0, *found], strict=True)]
        root = _times(root, 2)
    return bytes(found[1:])


@lru_cache(maxsize=65_536)
def _times(left: int, right: int) -> int:
    """Return the product of two elements of the field."""
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left = (left << 1) ^ (_FIELD if left & 0x80 else 0)
        right >>= 1
    return product
