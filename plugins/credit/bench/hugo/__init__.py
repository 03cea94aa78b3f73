"""Hugo peer: writes the entities of a generated site as a site of Hugo, ready to be built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from credit import gate
from credit.bench.peer_data import entities_of, shared_data
from credit.pages import make_site_context

#: Layout, content adapter and settings of the peer.
SITE = Path(__file__).parent / "site"


def write_hugo_site(population: Path, target: Path) -> Path:
    """Write the Hugo site for the entity pages of ``population`` below ``target`` and return it.

    Hugo gets the data that our gate derived ready made: rows joined by entity, last days and their arithmetic. Its own
    work is that of our record pages too: look words up by their keys and write a page for each entity.
    """
    edition = gate.validate(population)
    site_context = make_site_context(edition, "")
    shutil.copytree(SITE, target)
    (target / "assets").mkdir()
    with (target / "assets" / "entities.json").open("w", encoding="utf-8", newline="\n") as stream:
        for place, entity in enumerate(entities_of(edition, site_context)):
            stream.write(",\n" if place else "[")
            json.dump(entity, stream, ensure_ascii=False)
        stream.write("]\n")
    (target / "data").mkdir()
    for name, value in shared_data(edition, site_context).items():
        _write_data(target, name, value)
    write_padding(target, 0)
    return target


def write_padding(site: Path, size: int) -> None:
    """Pad every page of the peer's site by so many bytes."""
    _write_data(site, "padding", {"text": "x" * size})


def _write_data(site: Path, name: str, value: object) -> None:
    (site / "data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
