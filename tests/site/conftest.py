"""Fixtures of the site's tests: observed pages, one set for each page type and worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site.observations import Observation, OpenPage, observe_type

Observe = Callable[[str], tuple[Observation, ...]]


@pytest.fixture(scope="session")
def _observed() -> dict[str, tuple[Observation, ...]]:
    return {}


@pytest.fixture
def observed(site: Path, served: str, open_page: OpenPage, _observed: dict[str, tuple[Observation, ...]]) -> Observe:
    """Return the observations of a page type, made when they are first asked for."""

    def observations(page_type: str) -> tuple[Observation, ...]:
        if page_type not in _observed:
            _observed[page_type] = observe_type(site, open_page, served, page_type)
        return _observed[page_type]

    return observations
