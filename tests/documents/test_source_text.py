"""Bytes become lines, or a problem at the line where they are no text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.documents.source_text import broken_words, read_bytes

TEXT = "标题\n正文，𠮷和 ABC。\n"


@pytest.mark.parametrize("data", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode()])
def test_a_mark_and_line_ends_do_not_matter(data: bytes) -> None:
    """What Notepad adds is no fault."""
    source = read_bytes(data)
    assert (("标题", "正文，𠮷和 ABC。", ""), ()) == (source.lines, source.faults)


@pytest.mark.parametrize(("encoding", "line"), [("gb18030", 1), ("utf-16", 1), ("gbk-later", 2)])
def test_another_encoding_is_refused_at_its_line(encoding: str, line: int) -> None:
    """Pelican would log it and build the site without the document."""
    data = "甲\n".encode() + "乙".encode("gbk") if encoding == "gbk-later" else "正文。\n".encode(encoding)
    assert [(line, "encoding")] == [(fault.line, fault.code) for fault in read_bytes(data).faults]


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x0b",
        "\x0c",
        "\x7f",
        "\xad",
        "\u200b",
        "\u202e",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\ufe0f",
        "\U000e0041",
        "\U0001d173",
    ],
)
def test_characters_that_nobody_sees_are_named(character: str) -> None:
    """One control character breaks a feed; they are named by code and taken out of the text."""
    source = read_bytes(f"甲\n乙{character}丙\n".encode())
    assert [(2, "hidden-character")] == [(fault.line, fault.code) for fault in source.faults]
    assert f"U+{ord(character):04X}" in source.faults[0].message
    assert "乙丙" == source.lines[1]


@pytest.mark.parametrize(
    "text",
    [
        "\u3000\u3000两格缩进",
        "甲\t乙",
        "甲\xa0乙",
        "甲\u202f乙",
        "“引号”…——",
        "①②③℃",
        "〔2018〕",
        "联通",
        "㐂𠮷",
        "烫烫烫火锅店",
    ],
)
def test_ordinary_signs_are_no_fault(text: str) -> None:
    """Blanks of all kinds show as blanks; rare characters are characters."""
    assert () == read_bytes(text.encode()).faults


@pytest.mark.parametrize(
    "text",
    [
        "公主岭\ufffd信用",
        "锟斤拷锟斤拷",
        "\ue000",
        "公主岭信用中心".encode().decode("gb18030", errors="ignore"),
        "公主岭市".encode().decode("latin-1"),
        "公主岭市信用中心".encode("gbk").decode("latin-1"),
        f"2026年3月 {'公主岭信用中心'.encode().decode('gb18030', errors='ignore')} 未按约定交货，多次投诉仍不处理",
    ],
)
def test_lost_and_misread_words_are_named(text: str) -> None:
    """UTF-8 read as GBK or Latin, replacement characters, private characters."""
    assert "" != broken_words(text)


def test_a_file_beyond_a_mebibyte_is_no_document() -> None:
    """The bound protects the build."""
    assert ["file-size"] == [fault.code for fault in read_bytes(b"a\n" * 30_000).faults]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_lines_or_a_fault(data: bytes) -> None:
    """Never a traceback."""
    source = read_bytes(data)
    assert source.readable or source.faults
