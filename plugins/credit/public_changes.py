"""Public changes: records and documents of the site that a change adds, takes down or alters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credit.model import Document, PublicTable, Resource


@dataclass(frozen=True)
class Change:
    """One change of public data: ``kind`` is 新增, 撤下 or 修改; ``fields`` are (column, before, after), all as named."""

    dataset: str
    kind: str
    key: str
    fields: tuple[tuple[str, str, str], ...] = ()

    def text(self) -> str:
        """Return the change as one line of text."""
        words = "；".join(f"{name}：{before or '（空）'} → {after or '（空）'}" for name, before, after in self.fields)
        return f"{self.dataset}: {self.kind} {self.key}" + (f"（{words}）" if words else "")


def compare_public(before: Mapping[str, PublicTable], after: Mapping[str, PublicTable]) -> list[Change]:
    """Return the changes of the public rows of each dataset, sorted by dataset, kind and key."""
    changes = []
    for name in sorted({*before, *after}):
        old, new = _public_rows(before.get(name)), _public_rows(after.get(name))
        # A table that is new or gone is named by the side that has it.
        resource = (after.get(name) or before[name]).resource
        changes += [Change(resource.named, "新增", key) for key in sorted(new.keys() - old.keys())]
        changes += [Change(resource.named, "撤下", key) for key in sorted(old.keys() - new.keys())]
        for key in sorted(old.keys() & new.keys()):
            fields = tuple(
                (named_column(resource, column), old[key].get(column, ""), new[key].get(column, ""))
                for column in sorted({*old[key], *new[key]})
                if old[key].get(column, "") != new[key].get(column, "")
            )
            if fields:
                changes.append(Change(resource.named, "修改", key, fields))
    return changes


def named_column(resource: Resource, column: str) -> str:
    """Return a column by title and key; the state and derived columns are words already."""
    field = resource.schema.field(column)
    return field.named if field else column


def _public_rows(table: PublicTable | None) -> dict[str, dict[str, str]]:
    if table is None:
        return {}
    names = [str(name) for name in table.cells.columns]
    columns = [table.cells[name].tolist() for name in names]
    # The mark of a row is public too, and changes with the day alone.
    states = table.states["state"].tolist() if "state" in table.states.columns else [""] * len(table.cells)
    key = [names.index(name) for name in table.resource.schema.primary_key]
    rows = {}
    for row, state in zip(zip(*columns, strict=True), states, strict=True):
        rows["/".join(row[number] for number in key)] = {**dict(zip(names, row, strict=True)), "状态": state}
    return rows


def compare_documents(before: Iterable[Document], after: Iterable[Document]) -> list[Change]:
    """Return the documents that appear, go and change."""
    old = {document.path: document for document in before}
    new = {document.path: document for document in after}
    changes = [Change("文件", "新增", path) for path in sorted(new.keys() - old.keys())]
    changes += [Change("文件", "撤下", path) for path in sorted(old.keys() - new.keys())]
    changes += [
        Change("文件", "修改", path)
        for path in sorted(old.keys() & new.keys())
        if (old[path].body, dict(old[path].metadata)) != (new[path].body, dict(new[path].metadata))
    ]
    return changes
