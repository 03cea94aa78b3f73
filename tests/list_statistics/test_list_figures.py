"""Every figure is counted again from the published CSV, by other means."""

from __future__ import annotations

import csv
import datetime
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from credit.list_statistics import DELAY_BANDS, Statistics, compute_statistics
from credit.model import PublicTable
from tests.support.demonstration_edition import demonstration

EDITION = demonstration()
FIGURES = compute_statistics(EDITION.public)
LISTS = [item.name for item in FIGURES.lists]


@pytest.fixture(scope="module")
def published(site: Path) -> Mapping[str, list[dict[str, str]]]:
    """The rows of each list as the site publishes them, read by the standard library."""
    rows = {}
    for name in LISTS:
        with (site / "data" / name / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


def day_of(row: Mapping[str, str]) -> str:
    """Return since when a row is public; a candidate's day of listing is still to come, or open."""
    listed = row.get("listed_on") or ""
    if "announced_on" in row and (not listed or listed > EDITION.as_of.isoformat()):
        return row["announced_on"]
    return listed or row.get("committed_on") or row.get("joined_on") or ""


def test_the_lists_are_those_of_the_package() -> None:
    """In its order, whatever they are called."""
    assert [resource.name for resource in EDITION.package.resources if resource.is_list] == LISTS
    assert LISTS


@pytest.mark.parametrize("name", LISTS)
def test_the_rows_of_a_list_are_those_of_its_file(name: str, published: Mapping[str, list[dict[str, str]]]) -> None:
    """Total, distinct codes, natural persons, candidates, objections, the newest day."""
    figures = next(item for item in FIGURES.lists if item.name == name)
    rows, today = published[name], EDITION.as_of.isoformat()
    codes = [row["unified_code"] for row in rows]
    waiting = [row for row in rows if "announced_on" in row and (not row["listed_on"] or row["listed_on"] > today)]
    disputed = [row for row in rows if row.get("disputed_since") and row["disputed_since"] <= today]
    assert (len(rows), len(set(codes) - {""}), codes.count("")) == (figures.total, figures.entities, figures.persons)
    assert (len(waiting), len(disputed)) == (figures.candidates, figures.disputed)
    assert max(map(day_of, rows)) == figures.newest


@pytest.mark.parametrize("name", LISTS)
def test_years_and_months_are_counted_without_gaps(name: str, published: Mapping[str, list[dict[str, str]]]) -> None:
    """A month without a row is there as well, with nothing."""
    figures = next(item for item in FIGURES.lists if item.name == name)
    days = [day_of(row) for row in published[name]]
    for tally, width in ((figures.years, 4), (figures.months, 7)):
        assert Counter(day[:width] for day in days) == {key: number for key, number in tally.counts if number}
    first, last = min(days)[:7], max(days)[:7]
    months = [
        f"{year}-{month:02d}"
        for year in range(int(first[:4]), int(last[:4]) + 1)
        for month in range(1, 13)
        if first <= f"{year}-{month:02d}" <= last
    ]
    assert months == [key for key, _ in figures.months.counts]


@pytest.mark.parametrize("name", LISTS)
def test_each_facet_is_counted(name: str, published: Mapping[str, list[dict[str, str]]]) -> None:
    """Authority, behaviour, township and whatever else the list is browsed by."""
    figures = next(item for item in FIGURES.lists if item.name == name)
    assert [tally.column for tally in figures.facets] == list(EDITION.public[name].resource.rules.facets)
    for tally in figures.facets:
        keys: Counter[str] = Counter()
        for row in published[name]:
            keys.update({part for part in row[tally.column].split(";") if part})
        assert keys == dict(tally.counts)
        assert sum(not row[tally.column] for row in published[name]) == tally.without


@pytest.mark.parametrize("name", ["black-list", "dishonesty-records"])
def test_the_time_from_decision_to_publication_is_counted_in_days(
    published: Mapping[str, list[dict[str, str]]], name: str
) -> None:
    """Median and bands; a list that does not tell both days has none."""
    black = next(item for item in FIGURES.lists if item.name == name)
    spans = sorted(
        (datetime.date.fromisoformat(row["listed_on"]) - datetime.date.fromisoformat(row["decided_on"])).days
        for row in published[name]
        if row["decided_on"]
    )
    middle = (spans[(len(spans) - 1) // 2] + spans[len(spans) // 2]) / 2
    bands = tuple(sum(low <= span <= (high or 10**6) for span in spans) for low, high in DELAY_BANDS)
    assert black.delay
    assert (len(spans), middle, bands, 0) == (
        black.delay.rows,
        black.delay.median,
        black.delay.bands,
        black.delay.early,
    )
    assert {None} == {item.delay for item in FIGURES.lists if item.name not in ("black-list", "dishonesty-records")}


def test_over_all_lists_an_entity_counts_once(published: Mapping[str, list[dict[str, str]]]) -> None:
    """Whoever stands on two lists is one entity with two rows."""
    codes = {row["unified_code"] for rows in published.values() for row in rows} - {""}
    assert (sum(map(len, published.values())), len(codes)) == (FIGURES.total, FIGURES.entities)
    assert set(EDITION.entities) == codes


def test_a_period_counts_its_own_days_alone(published: Mapping[str, list[dict[str, str]]]) -> None:
    """First and last day included."""
    inside = compute_statistics(EDITION.public, "2026-01-01", "2026-06-30")
    for item in inside.lists:
        assert sum("2026-01-01" <= day_of(row) <= "2026-06-30" for row in published[item.name]) == item.total


def grown(table: PublicTable, rows: int) -> PublicTable:
    """Return a table of so many rows, each a repetition with its own code."""
    times = rows // len(table.cells) + 1
    cells = pd.concat([table.cells] * times, ignore_index=True).head(rows)
    states = pd.concat([table.states] * times, ignore_index=True).head(rows)
    codes = [f"{code[:12]}{place:06d}" if code else "" for place, code in enumerate(cells["unified_code"].tolist())]
    return PublicTable(table.resource, cells.assign(unified_code=codes), states, table.highest)


def test_a_hundred_thousand_rows_are_counted_alike() -> None:
    """The figures of a list that repeats another two thousand times are its own, two thousand times."""
    table = grown(EDITION.public["black-list"], 100_000)
    figures: Statistics = compute_statistics({"black-list": table})
    one, few = figures.lists[0], next(item for item in FIGURES.lists if item.name == "black-list")
    assert 100_000 == figures.total == sum(number for _, number in one.years.counts)
    assert one.delay
    assert few.delay
    assert (few.delay.median, [key for key, _ in few.months.counts]) == (
        one.delay.median,
        [key for key, _ in one.months.counts],
    )


def test_a_list_without_rows_has_no_figures() -> None:
    """And breaks nothing."""
    table = EDITION.public["black-list"]
    empty = PublicTable(table.resource, table.cells.head(0), table.states.head(0))
    (one,) = compute_statistics({"black-list": empty}).lists
    assert (0, 0, "", (), (), None) == (
        one.total,
        one.entities,
        one.newest,
        one.years.counts,
        one.months.counts,
        one.delay,
    )
    assert [()] * len(one.facets) == [tally.counts for tally in one.facets]


def test_a_list_without_codes_has_no_number_of_entities() -> None:
    """None, not zero: whom its rows concern cannot be counted; nor can it over all lists where none has codes."""
    table = EDITION.public["black-list"]
    bare = PublicTable(table.resource, table.cells.drop(columns="unified_code"), table.states, table.highest)
    figures = compute_statistics({"black-list": bare})
    assert (figures.lists[0].total, figures.lists[0].entities, figures.entities) == (len(table.cells), None, None)
    both = compute_statistics({"black-list": bare, "red-list": EDITION.public["red-list"]})
    assert both.entities == both.lists[1].entities
