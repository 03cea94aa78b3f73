"""Memory tuning: returns freed memory to the system and pauses the cyclic garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def give_back(*, collected: bool = False) -> None:
    """Return freed memory to the system (``malloc_trim``); does nothing where the C library has no such call.

    Freed blocks lie between live ones, and by itself glibc returns only those at the end of the heap. With ``collected``
    the collector runs first: the free lists of small objects, which it empties, keep whole arenas from being freed.
    """
    # Imported here: hooks never call this function and start without the import.
    import ctypes

    if collected:
        gc.collect()
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def uncollected(*, kept: bool = False) -> Iterator[None]:
    """Pause cyclic garbage collection: validation makes only long-lived objects, and scanning them costs a sixth.

    With ``kept`` the objects alive at the end are frozen for the life of the process and not scanned at its exit.
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
