"""Entities: one firm or shop with the places of its public rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """One market entity with public records: ``rows`` maps a dataset to the positions of its rows there."""

    unified_code: str
    name: str
    former_names: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]


def has_entities(columns: Collection[str]) -> bool:
    """Return whether the coded rows of a list with these columns have entity pages: a page needs a name."""
    return "unified_code" in columns and "name" in columns
