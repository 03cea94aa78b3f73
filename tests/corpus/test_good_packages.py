"""A thousand good packages, each different: the gate refuses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from tests.corpus.package_generator import Grower, write_package

#: Packages of one test: enough tests for several processes to share them out. The later ones run in ``make test-all``.
BATCH, BATCHES, USUAL = 50, 20, 2

#: What may be said of a package that is published all the same.
WARNINGS = {"spelling", "subject-code", "late", "holiday-year", "law-review", "html", "guide-missing", "event-day",
            "missing-value"}  # fmt: skip


@pytest.mark.parametrize(
    "batch", [pytest.param(batch, marks=[pytest.mark.repetition] if batch >= USUAL else []) for batch in range(BATCHES)]
)
def test_a_good_package_is_not_refused(batch: int, tmp_path: Path) -> None:
    """Whatever its datasets, columns, names, days, encodings and spellings, and on whatever day it is judged."""
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        edition = gate.validate(write_package(number, tmp_path / str(number)))
        allowed = WARNINGS - {"spelling"} if Grower(number).tidy else WARNINGS
        assert (number, set()) == (number, {problem.code for problem in edition.problems} - allowed)


def test_the_packages_differ() -> None:
    """They hold empty lists and full ones, with and without registers, rare characters, persons and every type."""
    grown = [Grower(number).grow() for number in range(BATCH * BATCHES)]
    datasets = [item for package in grown for item in package]
    assert {"black", "red", "register"} == {dataset.credit["kind"] for dataset in datasets if dataset.credit}
    assert {0, 1, 5} <= {len(dataset.rows) for dataset in datasets if dataset.credit}
    assert {"string", "integer", "number", "boolean", "date", "year"} == {
        rule["type"] for dataset in datasets for rule in dataset.columns.values()
    }
    names = "".join(row["name"] for dataset in datasets for row in dataset.rows if "name" in row)
    assert all(rare in names for rare in "𠮷𫝀㙍𬭎")
    assert any(row.get("entity_kind") == "自然人" for dataset in datasets for row in dataset.rows)
    assert len({repr(package) for package in grown}) == BATCH * BATCHES
