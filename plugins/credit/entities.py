"""Entities: joins the public rows of all lists by unified social credit code, with current and former names."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from credit.identifiers import normalise_name
from credit.model import Entity, PublicTable, dated_by, has_entities, split_names


def derive_entities(public: Mapping[str, PublicTable]) -> dict[str, Entity]:
    """Join the public rows of all lists by code, sorted by code.

    A row without a code (a natural person) belongs to no entity. The newest row's name is the entity's, all other
    names it bears or bore become former names, newest first.
    """
    rows: dict[str, dict[str, tuple[int, ...]]] = {}
    names: dict[str, list[tuple[str, str, str]]] = {}
    for dataset, table in public.items():
        cells = table.cells
        if not table.resource.is_list or not has_entities(cells.columns):
            continue
        named = zip(_dates(table), table.column("name"), table.column("former_names"), strict=True)
        for position, (code, identity) in enumerate(zip(cells["unified_code"].tolist(), named, strict=True)):
            if not code:
                continue
            own = rows.get(code)
            if own is None:
                rows[code], names[code] = {dataset: (position,)}, [identity]
            else:
                own[dataset] = (*own.get(dataset, ()), position)
                names[code].append(identity)
    return {code: _entity(code, names[code], own) for code, own in sorted(rows.items(), key=itemgetter(0))}


def _dates(table: PublicTable) -> list[str]:
    columns = [table.column(name) for name in dated_by(table.cells.columns)]
    if not columns:
        return [""] * len(table.cells)
    if "" not in columns[0]:
        return columns[0]
    return [next((date for date in dates if date), "") for dates in zip(*columns, strict=True)]


def _entity(code: str, named: list[tuple[str, str, str]], rows: dict[str, tuple[int, ...]]) -> Entity:
    _, name, bore = named[0]
    if not bore and (len(named) == 1 or all(item[1] == name and not item[2] for item in named)):
        # Most entities have one name: nothing to compare, and comparing names is the costly part.
        return Entity(code, name, (), rows)
    ordered = sorted(named, key=lambda item: (item[0], item[1]), reverse=True)
    name = ordered[0][1]
    seen = {normalise_name(name)}
    former = []
    for _, bears, bore in ordered:
        for item in (bears, *split_names(bore)) if bore else (bears,):
            if item == name:
                continue
            key = normalise_name(item)
            if key and key not in seen:
                seen.add(key)
                former.append(item.strip())
    return Entity(code, name, tuple(former), rows)
