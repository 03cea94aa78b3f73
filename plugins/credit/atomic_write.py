"""Atomic write: replaces a file in one step, through a temporary file and a rename."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int | None = None) -> None:
    """Replace a file atomically: a reader sees the old bytes or the new ones, never a part of either.

    A link that stands there is replaced, not followed. Without a ``mode`` the umask gives the file's rights.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
