"""The search benchmark asks the site's own client for names as people type them."""

from __future__ import annotations

import pytest

from credit.bench.search_benchmark import bench_search
from credit.search import PLAIN_LIMIT
from tests.conftest import ROOT


@pytest.mark.parametrize("size", [PLAIN_LIMIT + 500])
def test_names_are_found_as_people_type_them(size: int) -> None:
    """Seven forms of real-looking names: at least 95 of 100 among the first five; a query loads at most 60 kB."""
    results = bench_search(ROOT, [size], firms=120)
    assert len(results.ratios) == 7
    assert {form: share for form, share in results.ratios.items() if share < 0.95} == {}
    queries = results.notes[f"queries_{size}"]
    assert isinstance(queries, dict)
    assert queries["bytes_p95"] <= 60_000
    assert 0 < queries["packed_p95"] < queries["bytes_p95"]
    assert queries["requests_p95"] <= 6
