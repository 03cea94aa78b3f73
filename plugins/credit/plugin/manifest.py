"""The entries of a built tree go in; a file that says whether the next build may take them over comes out, and is read.

It lies beside the output, never in it. Whatever is wrong with it, or does not agree with the output, means a fresh
build: never a wrong one.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from credit.reader import write_whole
from credit.tree import Entry

#: What a build's bytes come from beside our own program: another version may write the same content otherwise.
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "pandas", "pelican", "pyarrow", "pypinyin", "xlsxwriter")


def manifest_path(output: Path) -> Path:
    """Return where the manifest of an output lies."""
    return output.with_name(f".{output.name}.manifest")


def binding(software: str, siteurl: str) -> str:
    """Return what a manifest holds for: program, theme and settings, libraries, Python and the site's address."""
    parts = [software, siteurl, sys.version]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(name)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def write_manifest(output: Path, bound: str, entries: Mapping[str, Entry]) -> None:
    """Write the manifest of an output, whole or not at all."""
    lines = [f"{name}\t{one.sha256}\t{one.size}\t{one.key}\n" for name, one in entries.items()]
    body = "".join([json.dumps({"binding": bound, "files": len(lines)}) + "\n", *lines]).encode()
    write_whole(manifest_path(output), body + hashlib.sha256(body).hexdigest().encode() + b"\n")


def read_manifest(output: Path, bound: str) -> dict[str, Entry]:
    """Return the entries of an output; none where the manifest is missing, damaged, bound to something else or not true.

    True means: the output holds exactly these files, each of its size, and the version.json that was written with them.
    """
    try:
        data = manifest_path(output).read_bytes()
    except OSError:
        return {}
    body, digest = data[:-65], data[-65:]
    if hashlib.sha256(body).hexdigest().encode() + b"\n" != digest:
        return {}
    head, *lines = body.decode("utf-8").split("\n")[:-1]
    if json.loads(head) != {"binding": bound, "files": len(lines)}:
        return {}
    entries = {}
    for line in lines:
        name, sha256, size, key = line.split("\t")
        entries[name] = Entry(sha256, int(size), key)
    return entries if _is_true(output, entries) else {}


def _is_true(output: Path, entries: Mapping[str, Entry]) -> bool:
    stated = entries.get("version.json")
    try:
        found = hashlib.sha256((output / "version.json").read_bytes()).hexdigest()
        if stated is None or stated.sha256 != found:
            return False
        return sizes_of(output) == {name: entry.size for name, entry in entries.items()}
    except OSError:
        return False


def sizes_of(folder: Path) -> dict[str, int]:
    """Return the size of every file below a folder by path, with forward slashes; a symbolic link counts as size -1."""
    sizes: dict[str, int] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as found:
            for one in found:
                name = prefix + one.name
                if one.is_symlink():
                    sizes[name] = -1
                elif one.is_dir():
                    waiting.append((one.path, f"{name}/"))
                else:
                    sizes[name] = one.stat().st_size
    return sizes
