"""Planned page: an address and a function that builds its context when the page is rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from credit.view_models import Page


@dataclass(frozen=True)
class PlannedPage:
    """One page to be built: a root-relative address and a function without arguments that returns its context."""

    address: str
    make: Callable[[], Page]
