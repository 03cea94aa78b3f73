"""Manifests read ahead of time: used where nothing has changed since, read again where anything has."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from credit.build import cache_manifest
from credit.build.cache_manifest import Manifest, preload_manifest, read_manifest, write_manifest
from credit.build.output_tree import Entry


def entry(data: bytes) -> Entry:
    return Entry.of(hashlib.sha256(data).hexdigest(), len(data), "ab")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output of two files with its manifest."""
    folder = tmp_path / "site"
    folder.mkdir()
    files = {"version.json": b"{}", "index.html": b"page"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    write_manifest(folder, "scope", Manifest({name: entry(data) for name, data in files.items()}))
    return folder


def test_a_manifest_read_ahead_is_the_one_that_is_read(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read from the disk once, and for one build: the next reads again."""
    plain = read_manifest(output, "scope")
    assert set(plain.entries) == {"version.json", "index.html"}
    preload_manifest(output)
    looked: list[Path] = []
    sizes_of = cache_manifest.sizes_of
    monkeypatch.setattr(cache_manifest, "sizes_of", lambda folder: (looked.append(folder), sizes_of(folder))[1])
    assert read_manifest(output, "scope") == plain
    assert looked == []
    assert read_manifest(output, "scope") == plain
    assert looked == [output]


def test_a_manifest_written_since_is_read_again(output: Path) -> None:
    """The output was built once more between."""
    preload_manifest(output)
    (output / "index.html").write_bytes(b"other page")
    files = {"version.json": entry(b"{}"), "index.html": entry(b"other page")}
    write_manifest(output, "scope", Manifest(files))
    assert read_manifest(output, "scope").entries == files


def test_a_manifest_that_is_gone_or_of_another_scope_is_not_used(output: Path) -> None:
    """A build that was killed has removed it; another program may not take over what this one made."""
    preload_manifest(output)
    assert read_manifest(output, "another scope") == Manifest()
    preload_manifest(output)
    cache_manifest.manifest_path(output).unlink()
    assert read_manifest(output, "scope") == Manifest()


def test_an_output_that_does_not_match_is_not_taken_over(output: Path) -> None:
    """Found when it was read ahead."""
    (output / "index.html").write_bytes(b"page of another length")
    preload_manifest(output)
    assert read_manifest(output, "scope") == Manifest()


def test_nothing_is_read_ahead_where_there_is_no_output(tmp_path: Path) -> None:
    """The first push of all."""
    preload_manifest(tmp_path / "site")
    assert read_manifest(tmp_path / "site", "scope") == Manifest()
