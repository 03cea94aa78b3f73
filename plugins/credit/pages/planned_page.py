"""What is to be built: an address and the function that makes what stands there, so that nothing is made too early."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from credit.view_models import Page


@dataclass(frozen=True)
class PlannedPage:
    """One page to be built: a root-relative address and a function without arguments that returns its context."""

    address: str
    make: Callable[[], Page]
