"""Source lines: the lines of a file of data/ or content/ as an editor numbers them, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from credit.byte_order_mark import read_utf8


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file without its mark, damaged characters replaced; none where it cannot be read."""
    try:
        return read_utf8(path, "replace").splitlines()
    except OSError:
        return []
