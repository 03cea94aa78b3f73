"""Cache keys of the search: whatever changes an entry or a lookup page changes the key of its files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import pytest

from credit.build.build_state import Build, digest_of
from credit.gate import Edition
from credit.model import PublicTable
from credit.pages import make_site_context
from credit.pages.search_pages import plan_by
from tests.support.demonstration_edition import demonstration


def build_of(edition: Edition) -> Build:
    """Return a build of an edition as far as the keys of the search look at it."""
    build = object.__new__(Build)
    fields = SimpleNamespace(
        edition=edition, site_context=make_site_context(edition, ""), layout=None, software="software"
    )
    build.__dict__.update(vars(fields))
    return build


def pages_of(build: Build) -> str:
    """Return the digest of all lookup pages."""
    planned = plan_by(build.site_context, build.search.entities, build.search.name_places)
    return digest_of([(item.address, item.make()) for item in planned])


@cache
def usual() -> tuple[Build, str]:
    """Return the build of the demonstration and the digest of its lookup pages."""
    build = build_of(demonstration())
    return build, pages_of(build)


def changed_tables() -> Iterator[tuple[str, str, PublicTable]]:
    """Yield for each column of each list, and of its states, the list with another value in its first row."""
    for name, table in demonstration().public.items():
        if not table.resource.is_list or not len(table.cells):
            continue
        for column in table.cells.columns:
            cells = table.cells.copy()
            first = cells[column].iloc[0]
            cells[column] = ["2026-01-31" if first[:2] == "20" else f"{first}新", *cells[column].tolist()[1:]]
            yield name, column, replace(table, cells=cells)
        for column in table.states.columns:
            states = table.states.copy()
            first = states[column].iloc[0]
            states[column] = [not first if states[column].dtype == bool else "2027-01-31", *states[column].tolist()[1:]]
            yield name, f"states.{column}", replace(table, states=states)


CHANGED = list(changed_tables())


@pytest.mark.parametrize(
    ("name", "table"), [(name, table) for name, _, table in CHANGED], ids=[f"{name}-{at}" for name, at, _ in CHANGED]
)
def test_a_cell_that_changes_an_entry_or_a_page_changes_the_key(name: str, table: PublicTable) -> None:
    """Every column of every list is tried; one that nothing shows may change the key or not."""
    before, pages = usual()
    edition = demonstration()
    after = build_of(replace(edition, public={**edition.public, name: table}))
    if digest_of(after.search) != digest_of(before.search):
        assert after.search_key != before.search_key
    if pages_of(after) != pages:
        assert after.lookup_key != before.lookup_key


def test_the_columns_that_results_show_change_the_key() -> None:
    """The test above would hold for keys that nothing changes where no change reached an entry."""
    before, _ = usual()
    edition = demonstration()
    found = set()
    for name, column, table in CHANGED:
        if build_of(replace(edition, public={**edition.public, name: table})).search_key != before.search_key:
            found.add(column)
    assert {"record_id", "unified_code", "authority", "behaviour", "honour", "severity", "listed_on"} <= found
    assert {f"states.{column}" for column in ("state", "disputed", "corrected", "last_day")} <= found
    assert not {"basis", "facts", "decision_number", "source"} & found


@pytest.mark.parametrize(("column", "in_pages"), [("name", True), ("former_names", False)])
def test_a_former_name_changes_the_index_alone(column: str, in_pages: bool) -> None:
    """No lookup page shows a former name, so that none is planned for it."""
    before, pages = usual()
    edition = demonstration()
    table = next(table for name, at, table in CHANGED if (name, at) == ("red-list", column))
    after = build_of(replace(edition, public={**edition.public, "red-list": table}))
    assert after.search_key != before.search_key
    assert (after.lookup_key != before.lookup_key) == in_pages
    assert (pages_of(after) != pages) == in_pages


def test_a_document_and_a_place_change_the_index() -> None:
    """Titles of documents are found, and places may stand before a name."""
    before, _ = usual()
    edition = demonstration()
    document = replace(edition.documents[0], title="另一个标题")
    assert build_of(replace(edition, documents=(document, *edition.documents[1:]))).search_key != before.search_key
    table = edition.public["townships"]
    cells = table.cells.copy()
    cells["name"] = ["新设镇", *cells["name"].tolist()[1:]]
    moved = build_of(replace(edition, public={**edition.public, "townships": replace(table, cells=cells)}))
    assert moved.search_key != before.search_key
    assert moved.lookup_key != before.lookup_key
