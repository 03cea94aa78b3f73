"""The statistics page: its words agree with what it counts."""

from __future__ import annotations

from dataclasses import replace

from credit.list_statistics import compute_statistics
from credit.model import PublicTable
from credit.pages import make_site_context
from credit.pages.statistics_page import statistics_page
from tests.support.demonstration_edition import demonstration


def test_number_of_units_is_named_as_such_and_empty_where_a_list_has_no_codes() -> None:
    """A natural person has no code: the heading and the note say that none is counted."""
    edition = demonstration()
    table = edition.public["commitments"]
    bare = PublicTable(table.resource, table.cells.drop(columns="unified_code"), table.states, table.highest)
    public = {**edition.public, "commitments": bare}
    page = statistics_page(make_site_context(replace(edition, public=public), ""))
    figures = compute_statistics(public)
    place = [column.title for column in page.overview.columns].index("涉及单位（个，不含自然人）")
    shown = [row.cells[place].text for row in page.overview.rows]
    expected = [item.entities for item in figures.lists]
    assert None in expected
    assert ["" if number is None else str(number) for number in (*expected, figures.entities)] == shown
    assert "不计入单位数" in " ".join(page.notes)
