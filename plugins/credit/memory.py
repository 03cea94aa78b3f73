"""What was read was let go; the memory that it took goes back to the system."""

from __future__ import annotations

import contextlib
import ctypes


def give_back() -> None:
    """Ask the C library to return what was freed; nothing comes of it where it keeps nothing or cannot be asked.

    What was let go lies between what stays, and without being asked glibc returns only what lies at the end.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
