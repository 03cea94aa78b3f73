"""Byte order mark: UTF-8 text without the marks before it; two programs that each add one leave two."""

from __future__ import annotations

from pathlib import Path

BYTE_ORDER_MARK = "\ufeff"


def decode_utf8(data: bytes, errors: str = "strict") -> str:
    """Decode UTF-8 without the marks at its beginning; raises UnicodeDecodeError as ``bytes.decode`` does."""
    return data.decode("utf-8", errors).lstrip(BYTE_ORDER_MARK)


def read_utf8(path: Path, errors: str = "strict") -> str:
    """Read a text in UTF-8 without the marks at its beginning, each line end as a line feed."""
    return path.read_text(encoding="utf-8", errors=errors).lstrip(BYTE_ORDER_MARK)
