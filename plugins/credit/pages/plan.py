"""What is to be built: an address and the function that makes what stands there, so that nothing is made too early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from credit.pages.contexts import Page


@dataclass(frozen=True)
class Planned:
    """One page to be built: a root-relative address and a function without arguments that returns its context."""

    address: str
    make: Callable[[], Page]


@dataclass(frozen=True)
class PlannedFile:
    """One file that is no page: a root-relative address and a function without arguments that returns its bytes.

    ``key`` is a digest of all it is made from beside the program; with one, a file made from the same is not made again.
    """

    address: str
    make: Callable[[], bytes]
    key: str = ""
