"""Manifests read ahead of time: used where nothing has changed since, read again where anything has."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from credit.build import cache_manifest
from credit.build.cache_manifest import (
    Manifest,
    manifest_path,
    preload_manifest,
    read_before_fork,
    read_manifest,
    verify_output,
    write_manifest,
)
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


def test_any_damaged_byte_of_a_manifest_means_a_fresh_build(output: Path) -> None:
    """In its first line, paths, lengths, entries and digest; also one that was cut off."""
    path = manifest_path(output)
    good = path.read_bytes()
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        assert read_manifest(output, "scope") == Manifest()
    path.write_bytes(good[:-1])
    assert read_manifest(output, "scope") == Manifest()
    path.write_bytes(good)
    assert read_manifest(output, "scope") != Manifest()


def test_a_manifest_of_the_layout_before_means_a_fresh_build(output: Path) -> None:
    """A line for each file, whole and of the same scope."""
    line = f"index.html\t{hashlib.sha256(b'page').hexdigest()}\t4\tab\n"
    body = ('{"binding": "scope", "files": 1, "uncompiled": []}\n' + line).encode()
    manifest_path(output).write_bytes(body + hashlib.sha256(body).hexdigest().encode() + b"\n")
    assert read_manifest(output, "scope") == Manifest()


def test_entries_and_reasons_survive_the_manifest(tmp_path: Path) -> None:
    """Keys of every length that builds use, paths of any script, and none at all."""
    digest = hashlib.sha256(b"x").hexdigest()
    entries = {f"页{size}": Entry.of(digest, 10 + size, "ab" * size) for size in (0, 16, 32)}
    (tmp_path / "site").mkdir()
    files = dict.fromkeys(entries, b"")
    version = {"version.json": entry(b"{}")}
    (tmp_path / "site" / "version.json").write_bytes(b"{}")
    for name in files:
        with (tmp_path / "site" / name).open("wb") as stream:
            stream.truncate(entries[name].size)
    for stored in ({**entries, **version}, version):
        if stored is version:
            for name in files:
                (tmp_path / "site" / name).unlink()
        write_manifest(tmp_path / "site", "scope", Manifest(stored, ("why",)))
        found = read_manifest(tmp_path / "site", "scope")
        assert found == Manifest(stored, ("why",))
    assert (digest, 26, "ab" * 16) == (entries["页16"].sha256, entries["页16"].size, entries["页16"].key)
    write_manifest(tmp_path / "site", "scope", Manifest())
    assert read_manifest(tmp_path / "site", "scope") == Manifest()


def test_a_manifest_read_before_a_fork_is_read_once_and_verified_there(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fork finds decides; a manifest written since is read again."""
    plain = read_manifest(output, "scope")
    verify = read_before_fork(output)
    with monkeypatch.context() as patch:
        patch.setattr(cache_manifest, "_read_stored", lambda path: pytest.fail("read twice"))
        assert read_manifest(output, "scope", verify) == plain
    assert verify() == verify_output(output) != ""
    (output / "stray.html").write_bytes(b"")
    assert read_manifest(output, "scope", read_before_fork(output)) == Manifest()
    (output / "stray.html").unlink()
    verify = read_before_fork(output)
    files = {"version.json": entry(b"{}"), "index.html": entry(b"other page")}
    (output / "index.html").write_bytes(b"other page")
    write_manifest(output, "scope", Manifest(files))
    assert read_manifest(output, "scope", verify) == Manifest()
    assert read_manifest(output, "scope").entries == files
