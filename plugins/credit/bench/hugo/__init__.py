"""Hugo peer: writes the entities of a generated site as a site of Hugo, ready to be built."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from credit import gate
from credit.bench.peer_data import (
    described_entities,
    entities_of,
    list_pages,
    list_tables,
    shared_data,
    write_json_array,
)
from credit.pages import make_site_context

#: Layout, content adapter and settings of the peer, and what is added to them for all that lists and JSON take.
SITE = Path(__file__).parent / "site"
WHOLE = Path(__file__).parent / "whole"


def write_hugo_site(population: Path, target: Path, *, whole: bool = False) -> Path:
    """Write the Hugo site for the entity pages of ``population`` below ``target`` and return it.

    Hugo gets the data that our gate derived ready made: rows joined by entity, last days and their arithmetic. Its own
    work is that of our record pages too: look words up by their keys and write a page for each entity. With ``whole``
    it also writes the JSON of each entity and every page of every list.
    """
    edition = gate.validate(population)
    site_context = make_site_context(edition, "")
    shutil.copytree(SITE, target)
    (target / "assets").mkdir()
    (target / "data").mkdir()
    entities: Iterable[object] = entities_of(edition, site_context)
    if whole:
        shutil.copytree(WHOLE, target, dirs_exist_ok=True)
        described = described_entities(edition, site_context)
        entities = (
            {**entity, "described": own}
            for entity, own in zip(entities_of(edition, site_context), described, strict=True)
        )
        write_json_array(target / "assets" / "lists.json", list_pages(site_context))
        _write_data(target, "tables", list_tables(site_context))
    write_json_array(target / "assets" / "entities.json", entities)
    for name, value in shared_data(edition, site_context).items():
        _write_data(target, name, value)
    write_padding(target, 0)
    return target


def write_padding(site: Path, size: int, on_lists: int = 0) -> None:
    """Pad every entity page of the peer's site by so many bytes, and every page of a list."""
    _write_data(site, "padding", {"text": "x" * size, "lists": "x" * on_lists})


def _write_data(site: Path, name: str, value: object) -> None:
    (site / "data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
