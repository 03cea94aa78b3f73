"""QR codes for paper: those of segno, module by module, in a picture that any reader of PNG takes."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from credit import privacy
from credit.pages.qr_image import qr_image

#: Length of an address → version of the smallest code that takes it at level L (ISO/IEC 18004, table 7).
VERSIONS = {32: 2, 53: 3, 78: 4, 106: 5}


def modules_of(image: str) -> list[list[int]]:
    """Return the dark modules of a picture as 1; every chunk of the PNG is checked."""
    data = base64.b64decode(image.removeprefix("data:image/png;base64,"), validate=True)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.pack(">I", zlib.crc32(name + body)) == data[at + 8 + length : at + 12 + length]
        chunks[name] = body
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (width, kind) == (height, [1, 0, 0, 0, 0])
    lines = zlib.decompress(chunks[b"IDAT"])
    stride = 1 + (width + 7) // 8
    assert len(lines) == stride * height
    rows = [lines[start : start + stride] for start in range(0, len(lines), stride)]
    assert {row[0] for row in rows} == {0}
    return [[1 - (row[1 + column // 8] >> 7 - column % 8 & 1) for column in range(width)] for row in rows]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=106))
def test_a_code_is_that_of_the_encoder(text: str) -> None:
    """Whatever the address: the same modules as segno places for its version, level and mask."""
    version = next(version for most, version in VERSIONS.items() if len(text) <= most)
    expected = segno.make(
        text.encode(), version=version, error="l", mode="byte", mask=3, boost_error=False, micro=False
    )
    assert modules_of(qr_image(text)) == [list(row) for row in expected.matrix]


@pytest.mark.parametrize("text", ["", "x" * 107])
def test_without_an_address_or_with_one_too_long_there_is_none(text: str) -> None:
    assert qr_image(text) == ""


def test_no_picture_reads_like_the_number_of_a_person() -> None:
    """A run of digits in its letters would withhold a page."""
    for number in range(2000):
        image = qr_image(f"https://credit.example.gov.cn/entities/9122018{number:04d}M0X87L2.html")
        assert () == privacy.scan_text(image)
