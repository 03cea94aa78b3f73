"""Eleventy peer: writes the entities of a generated site as a site of Eleventy, ready to be built."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from credit import gate
from credit.bench.peer_data import entities_of, shared_data, write_json_array
from credit.pages import make_site_context

#: Template and settings of the peer.
SITE = Path(__file__).parent / "site"


def write_eleventy_site(population: Path, target: Path) -> Path:
    """Write the Eleventy site for the entity pages of ``population`` below ``target`` and return it.

    Eleventy gets the same data as Hugo (``write_hugo_site``), and has the same work of its own.
    """
    edition = gate.validate(population)
    site_context = make_site_context(edition, "")
    shutil.copytree(SITE, target)
    (target / "_data").mkdir()
    write_json_array(target / "_data" / "entities.json", entities_of(edition, site_context))
    for name, value in shared_data(edition, site_context).items():
        _write_data(target, name, value)
    write_padding(target, 0)
    return target


def write_padding(site: Path, size: int) -> None:
    """Pad every page of the peer's site by so many bytes."""
    _write_data(site, "padding", {"text": "x" * size})


def _write_data(site: Path, name: str, value: object) -> None:
    (site / "_data" / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
