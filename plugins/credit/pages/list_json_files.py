"""List JSON files: the files from which the script of list pages reads the whole list and the words of its keys."""

from __future__ import annotations

from dataclasses import replace

from credit import urls
from credit.model import MARKS, Resource
from credit.pages.site_context import SiteContext, label_column
from credit.pages.table_views import state_cell
from credit.view_models import Column, Grid


def with_json_files(site_context: SiteContext, resource: Resource, grid: Grid) -> Grid:
    """Return the table of a list with the address of its JSON, its columns of keys with the sources of their words."""
    columns = tuple(replace(column, source=_source_of(site_context, resource, column)) for column in grid.columns)
    return replace(grid, columns=columns, source=_json_of(site_context, resource.name))


def _json_of(site_context: SiteContext, name: str) -> str:
    return site_context.href(urls.download_address(name, f"{name}.json"))


def _source_of(site_context: SiteContext, resource: Resource, column: Column) -> str:
    """Return the words between blanks that the script needs for a column (theme/static/list-records.js).

    Of keys: JSON of their dataset, its column of keys, its column of words, and where their pages stand, if anywhere.
    Of the state: words and tone of the usual one, and the words of each mark.
    """
    if column.key == "state":
        usual = state_cell(resource, {"state": "", **dict.fromkeys(MARKS, "")})
        return " ".join((usual.text, usual.tone, *MARKS.values()))
    target = resource.schema.reference_of(column.key)
    other = site_context.package.resource(target) if target else None
    if other is None:
        return ""
    pages = {"departments": urls.DEPARTMENTS} | {name: urls.measure_list_address(name) for name in urls.MEASURE_LISTS}
    place = site_context.href(pages[other.name]) if other.name in pages else ""
    words = (_json_of(site_context, other.name), other.schema.primary_key[0], label_column(other), place)
    return " ".join(filter(None, words))
