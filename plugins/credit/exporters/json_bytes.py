"""JSON bytes: a description of the open data as a file."""

from __future__ import annotations

import json


def json_bytes(described: object, indent: int = 1) -> bytes:
    """Return an object as indented JSON in UTF-8, with a line end."""
    return f"{json.dumps(described, ensure_ascii=False, indent=indent)}\n".encode()
