"""The measuring client of the search loads what search-index.js loads and finds what a naive scan finds."""

from __future__ import annotations

from credit.bench.search_benchmark import bench_search, invented, queries
from tests.support.synthetic_names import Scan


def test_both_forms_are_measured_and_agree() -> None:
    """Matches are those of a naive scan; the shards load a part of what the list loads."""
    results = bench_search([1200], count=30)
    entries = invented(1200, 1)
    scan = Scan(entries)
    expected = sum(len(scan.find(query)) for query in queries(entries, 30, 1))
    shards = results.notes["shards_1200"]
    assert isinstance(shards, dict)
    assert expected == shards["matches"]
    assert results.ratios["search_bytes_to_plain_1200"] < 1
