"""Cache manifest: file beside an output that lets the next build take over unchanged files.

It lies beside the output, never in it. A manifest that is damaged or does not match the output means a fresh build,
never a wrong one.

Layout: a line of JSON, the paths with a line end between them, the length of each entry in one byte, the entries, and the
SHA-256 of all that in a line of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from credit.build.output_tree import Entry
from credit.reader import write_whole


@dataclass(frozen=True)
class Manifest:
    """Files of an output by path, and reasons why this program must not use the page compiler, empty if it may."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    uncompiled: tuple[str, ...] = ()


def manifest_path(output: Path) -> Path:
    """Return where the manifest of an output lies."""
    return output.with_name(f".{output.name}.manifest")


def has_manifest(output: Path) -> bool:
    """Return whether an output has a manifest, of whatever build; the root of a file system is no output."""
    output = output.resolve()
    return bool(output.name) and manifest_path(output).is_file()


def write_manifest(output: Path, bound: str, manifest: Manifest) -> None:
    """Write the manifest of an output atomically."""
    entries = manifest.entries
    names = "\n".join(entries).encode()
    head = {"binding": bound, "files": len(entries), "names": len(names), "uncompiled": manifest.uncompiled}
    lengths = bytes(map(len, entries.values()))
    body = b"".join([json.dumps(head).encode(), b"\n", names, lengths, *entries.values()])
    write_whole(manifest_path(output), body + hashlib.sha256(body).hexdigest().encode() + b"\n")


def verify_output(output: Path) -> str:
    """Return the digest of the manifest of an output that matches it; empty for one that does not."""
    return _digest_of_match(output, _read_stored(manifest_path(output)))


def _digest_of_match(output: Path, stored: _StoredManifest | None) -> str:
    return stored.digest if stored is not None and _matches(output, stored.entries) else ""


@dataclass(frozen=True)
class _StoredManifest:
    """A manifest as it was read: its first line, its entries, its digest."""

    head: Mapping[str, object]
    entries: Mapping[str, Entry]
    digest: str


#: Output → identity of the file of its manifest, what was read from it ahead of time, and whether the output matched it.
_read_ahead: dict[Path, tuple[tuple[int, ...], _StoredManifest, bool]] = {}


def preload_manifest(output: Path) -> None:
    """Read the manifest of an output and verify the output, for the next ``read_manifest`` in this process or a fork."""
    identity, stored = _identity(output), _read_stored(manifest_path(output))
    if stored is not None and _matches(output, stored.entries):
        _read_ahead[output.resolve()] = identity, stored, True


def read_before_fork(output: Path) -> Callable[[], str]:
    """Read the manifest of an output for the next ``read_manifest``; return ``verify_output`` for a fork, which finds it read."""
    identity, stored = _identity(output), _read_stored(manifest_path(output))
    if stored is not None:
        _read_ahead[output.resolve()] = identity, stored, False
    return partial(_digest_of_match, output, stored)


def read_manifest(output: Path, bound: str, verified: Callable[[], str] | None = None) -> Manifest:
    """Return the manifest of an output; an empty one where it is missing, damaged, of another scope or no match.

    ``verified`` returns the digest that ``verify_output`` found in another process; without it the output is verified
    here.
    """
    identity, stored, is_same = _read_ahead.pop(output.resolve(), ((), None, False))
    # A build removes the manifest before it touches the output, so the output is the one that was verified.
    if stored is None or identity != _identity(output):
        stored, is_same = _read_stored(manifest_path(output)), False
    manifest = _in_scope(stored, bound)
    if stored is not None and manifest.entries and not is_same:
        is_same = verified() == stored.digest if verified else _matches(output, stored.entries)
    return manifest if is_same else Manifest()


def read_base(path: Path, bound: str) -> Manifest:
    """Return a manifest whose files lie elsewhere; an empty one where it is missing, damaged or of another scope.

    The caller vouches for the files.
    """
    return _in_scope(_read_stored(path), bound)


def read_digests(path: Path) -> Mapping[str, str]:
    """Return path → SHA-256 of the files of a manifest of any scope; empty where it is missing or damaged."""
    stored = _read_stored(path)
    return {name: entry.sha256 for name, entry in stored.entries.items()} if stored is not None else {}


def _in_scope(stored: _StoredManifest | None, bound: str) -> Manifest:
    """Return what was read as a manifest, an empty one where it is of another scope."""
    if stored is None:
        return Manifest()
    if stored.head.get("binding") != bound:
        return Manifest()
    uncompiled = stored.head.get("uncompiled")
    return Manifest(stored.entries, tuple(uncompiled) if isinstance(uncompiled, list) else ())


def _identity(output: Path) -> tuple[int, ...]:
    """Return what tells the file of a manifest from any later one; empty where there is none."""
    try:
        found = manifest_path(output).stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _read_stored(path: Path) -> _StoredManifest | None:
    """Return the manifest at a path, None where it is missing, damaged or of another layout."""
    body, digest = _read(path)
    if not digest:
        return None
    first, _, rest = body.partition(b"\n")
    head = json.loads(first)
    if not isinstance(size := head.get("names"), int):
        return None
    names = rest[:size].decode("utf-8").split("\n")
    begin = size + head["files"]
    places = pairwise(accumulate(rest[size:begin], initial=begin))
    return _StoredManifest(head, dict(zip(names, [Entry(rest[at:to]) for at, to in places], strict=False)), digest)


def _matches(output: Path, entries: Mapping[str, Entry]) -> bool:
    """Return whether an output is exactly these files, each of its size, with the version.json written with them."""
    stated = entries.get("version.json")
    try:
        found = hashlib.sha256((output / "version.json").read_bytes()).hexdigest()
        if stated is None or stated.sha256 != found:
            return False
        sizes = sizes_of(output)
        return sizes.keys() == entries.keys() and all(entries[name].size == size for name, size in sizes.items())
    except OSError:
        return False


def _read(path: Path) -> tuple[bytes, str]:
    """Return the body of a manifest and its digest; both empty for one that is missing or damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return b"", ""
    body, digest = data[:-65], data[-65:]
    found = hashlib.sha256(body).hexdigest()
    return (body, found) if digest == found.encode() + b"\n" else (b"", "")


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the size of every file below a folder by path, with forward slashes; a symbolic link counts as size -1."""
    sizes: dict[str, int] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as found:
            for item in found:
                name = prefix + item.name
                if item.is_symlink():
                    sizes[name] = -1
                elif item.is_dir():
                    waiting.append((item.path, f"{name}/"))
                else:
                    sizes[name] = item.stat().st_size
    return sizes
