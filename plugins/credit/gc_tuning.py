"""How this process uses memory: what was let go is given back, and what stays is not searched for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def give_back() -> None:
    """Ask the C library to return what was freed; nothing comes of it where it keeps nothing or cannot be asked.

    What was let go lies between what stays, and without being asked glibc returns only what lies at the end.
    """
    # Loaded here: a hook, which never asks, starts without it.
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def uncollected(*, kept: bool = False) -> Iterator[None]:
    """Let Python look for no garbage meanwhile: what a gate makes lives to its end, and looking it over costs a sixth.

    With ``kept`` what there is at the end lives as long as the process: it is never looked over, when that ends neither.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if kept:
            gc.freeze()
        if collects:
            gc.enable()
