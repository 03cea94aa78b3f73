"""An atlas goes in; every file of the site that is neither a page nor a download comes out, planned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit.pages import Atlas, PlannedFile
from credit.search import build_index, entity_entries, paper_entries, place_names


def plan_files(atlas: Atlas) -> Iterator[PlannedFile]:
    """Yield what the rooms of the site write beside their pages, in a fixed order."""
    yield from plan_search_index(atlas)


def plan_search_index(atlas: Atlas) -> Iterator[PlannedFile]:
    """Yield the files of the search index."""
    edition = atlas.edition
    lists = {
        table.resource.name: (table.resource.title, table.resource.rules.kind)
        for table in edition.public.values()
        if table.resource.is_list
    }
    for address, data in build_index(
        entity_entries(edition),
        paper_entries(edition),
        lists=lists,
        authorities=atlas.labels.get("departments", {}),
        places=place_names(edition),
    ):
        yield PlannedFile(address, partial(bytes, data))
