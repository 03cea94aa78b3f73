"""Software digest: each program that shapes a build's bytes ends the reuse of files by its next version."""

from __future__ import annotations

import sqlite3
import zlib
from importlib.metadata import version

import pytest

from credit.build.workers import software_digest
from credit.build.workers.software_digest import cache_scope


@pytest.mark.parametrize(("module", "name"), [(sqlite3, "sqlite_version"), (zlib, "ZLIB_RUNTIME_VERSION")])
def test_a_library_of_the_system_is_part_of_the_scope(
    module: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is updated without Python, and writes databases, archives and pictures."""
    before = cache_scope("software", "")
    monkeypatch.setattr(module, name, "0.0.0")
    assert before != cache_scope("software", "")


@pytest.mark.parametrize("library", ["segno", "lxml", "xlsxwriter"])
def test_a_library_of_the_lock_is_part_of_the_scope(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_scope("software", "")
    monkeypatch.setattr(software_digest, "version", lambda name: "0.0.0" if name == library else version(name))
    assert before != cache_scope("software", "")
