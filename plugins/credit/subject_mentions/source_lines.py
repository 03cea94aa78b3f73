"""Source lines: the lines of a file of data/ or content/ as an editor numbers them, whatever its encoding."""

from __future__ import annotations

from pathlib import Path


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file without its mark, damaged characters replaced; none where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []
