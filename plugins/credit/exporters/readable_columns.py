"""Readable columns: the cells of a dataset for people, with Chinese headings and words beside keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from credit.exporters.public_dataset import PublicDataset
from credit.exporters.typed_cells import split_list
from credit.model import Field

_BOOLEANS = {"true": "是", "false": "否"}


def _words_of(dataset: PublicDataset, field: Field) -> dict[str, str] | None:
    """Return key → words of the dataset to which a column refers, or None."""
    words = dataset.labels.get(dataset.resource.schema.reference_of(field.name))
    return dict(words) if words else None


def readable_fields(dataset: PublicDataset) -> list[tuple[str, Field]]:
    """Return heading and field of each column: behind a column of keys stands one of their words.

    Headings are the Chinese titles; the name follows in brackets where two columns share a title, or one is titled like
    the heading of another.
    """
    columns: list[tuple[str, Field]] = []
    fields = dataset.resource.schema.fields
    titles = [field.title for field in fields]
    taken: set[str] = set()
    for field in fields:
        heading = field.title if titles.count(field.title) == 1 else f"{field.title}（{field.name}）"
        forms = ("{}",) if _words_of(dataset, field) is None else ("{}（编号）", "{}")
        while taken & {form.format(heading) for form in forms}:
            heading = f"{heading}（{field.name}）"
        headings = [form.format(heading) for form in forms]
        taken.update(headings)
        columns += [(text, field) for text in headings]
    return columns


def readable_headings(dataset: PublicDataset) -> list[str]:
    """Return the heading of each readable column."""
    return [heading for heading, _ in readable_fields(dataset)]


def readable_columns(dataset: PublicDataset, start: int = 0, stop: int | None = None) -> list[list[str]]:
    """Return the cells of some rows column by column, under ``readable_headings``."""
    cells = zip(dataset.resource.schema.fields, dataset.columns(start, stop), strict=True)
    return [column for field, values in cells for column in _readable(dataset, field, values)]


def _readable(dataset: PublicDataset, field: Field, cells: Sequence[str]) -> Iterator[list[str]]:
    if field.type == "boolean":
        yield [_BOOLEANS.get(cell, cell) for cell in cells]
        return
    yield list(cells)
    words = _words_of(dataset, field)
    if words is not None:
        several = {cell: "；".join(words.get(key, key) for key in split_list(field, cell)) for cell in set(cells)}
        yield [several[cell] for cell in cells]
