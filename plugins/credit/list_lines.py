"""List lines: cells and headings of list files in commits, line by line, whatever state the files were in."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from credit.byte_order_mark import BYTE_ORDER_MARK, decode_utf8
from credit.git_repository import GitError, git, read_objects
from credit.model import DESCRIPTOR, LIST_KINDS

#: Every CSV beside the descriptor: its heading, or the descriptor, shows whether it is a list.
_LIST_PATHS = ":(glob)data/*.csv"

#: Options of ``git log`` for diffs of lists by the first parent, the oldest first; its states the branch went through.
_DIFF_OPTIONS = (
    "--first-parent", "-m", "--reverse", "--patch", "--unified=0", "--no-renames", "--no-color", "--no-ext-diff",
    "--no-textconv", "--text", "--relative", "--no-prefix",
)  # fmt: skip


def diff_lines(root: Path, since: str, until: str, head: str, failed: str) -> Iterator[bytes]:
    """Yield the lines of the diffs of all lists by the commits behind ``since`` (empty: from the first) up to ``until``.

    ``head`` is the format of the line before the diffs of a commit, as in ``git log``, or empty. Raises GitError with the
    sentence ``failed`` where git refuses.
    """
    command = [
        "git", "-C", str(root), "-c", "log.showRoot=true", "-c", "core.quotePath=true", "log", *_DIFF_OPTIONS,
        f"--format={head}", f"{since}..{until}" if since else until, "--", _LIST_PATHS,
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        for line in process.stdout:
            yield from single_lines(line)
        process.stdout.close()
    if process.returncode:
        raise GitError(failed)


def single_lines(line: bytes) -> Iterator[bytes]:
    """Yield the lines of one line of a diff: git ends lines at LF alone, the reader takes a CR for an end as well."""
    text = line.rstrip(b"\r\n")
    if b"\r" not in text or not line.startswith((b"+", b"-")):
        yield line
        return
    for part in text[1:].split(b"\r"):
        yield line[:1] + part + b"\n"


def declared_lists(root: Path, commit: str) -> dict[str, str]:
    """Return the column that names the subject, by path below ``root``, of each list that a commit's descriptor declares.

    It is the column of ``credit.label``, empty where that is not stated. Where one is stated, lists of earlier descriptors
    that state one count too, by the first parents: under such a path a renamed list has its past, which no column ``name``
    shows. A descriptor that cannot be read declares none, and a resource in a wrong shape none, since a fault in the past
    must not block a push.
    """
    try:
        descriptor = _read_json(root, commit, DESCRIPTOR)
    except (GitError, ValueError, RecursionError):
        return {}
    resources = _resources_of(descriptor)
    declared = dict(filter(None, map(_declared_list, resources)))
    if not any(declared.values()):
        return declared
    present = {f"data/{resource.get('path')}" for resource in resources if isinstance(resource, dict)}
    earlier = {
        path: label
        for descriptor in _earlier_descriptors(root, commit)
        for path, label in filter(None, map(_declared_list, _resources_of(descriptor)))
        if label and path not in present
    }
    return earlier | declared


def _earlier_descriptors(root: Path, commit: str) -> Iterator[Any]:
    """Yield the descriptors that can be read of the commits up to one, the oldest first."""
    options = ("--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "--no-renames", "--format=")
    try:
        lines = git(root, "log", *options, commit, "--", DESCRIPTOR).decode("utf-8", "replace").splitlines()
        # ``:100644 100644 <before> <after> M\t<path>``; what a commit deleted has no blob after it.
        blobs = [line.split()[3] for line in lines if line.startswith(":") and line.split()[4] != "D"]
        for data in read_objects(root, list(dict.fromkeys(blobs))):
            with suppress(ValueError, RecursionError):
                yield json.loads(decode_utf8(data))
    except GitError:
        return


def _resources_of(descriptor: Any) -> list[Any]:
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    return resources if isinstance(resources, list) else []


def _declared_list(resource: Any) -> tuple[str, str] | None:
    """Return path and naming column of a resource that is a list, None for any other."""
    match resource:
        case {"path": str(path), "credit": {"kind": str(kind)} as credit} if kind in LIST_KINDS:
            label = credit.get("label", "")
            return f"data/{path}", label if isinstance(label, str) else ""
    return None


def _read_json(root: Path, commit: str, path: str) -> Any:
    """Return a JSON file of a commit by its path below ``root``; in a bare repository git knows no path from ``./``."""
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    return json.loads(decode_utf8(git(root, "cat-file", "blob", f"{commit}:{prefix}{path}")))


def renamed_columns(root: Path, commit: str, path: str) -> dict[str, str]:
    """Return former name → present name of the columns that the schema of a list calls renamed at a commit.

    A schema that cannot be read calls none so, nor does a field in a wrong shape, since a fault in the past must not block
    a push.
    """
    try:
        fields = _read_json(root, commit, f"{path.removesuffix('.csv')}.schema.json")["fields"]
    except (GitError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return dict(filter(None, map(_renamed_column, fields if isinstance(fields, list) else [])))


def _renamed_column(field: Any) -> tuple[str, str] | None:
    """Return former and present name of a field that is called renamed, None for any other."""
    match field:
        case {"name": str(present), "credit": {"renamed_from": str(former)}} if former:
            return former, present
    return None


def read_headings(root: Path, commit: str, declared: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the heading of each list of a commit by its path below ``root``; ``declared`` as in ``is_list_heading``."""
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    listed = git(root, "ls-tree", "-z", "--full-tree", commit, f"{prefix}data/").decode("utf-8", "surrogateescape")
    blobs = {}
    for entry in filter(None, listed.split("\0")):
        head, path = entry.split("\t", 1)
        if path.endswith(".csv") and head.split()[1] == "blob":
            blobs[path.removeprefix(prefix)] = head.split()[2]
    headings = {}
    for path, data in zip(blobs, read_objects(root, list(blobs.values())), strict=True):
        cells = split_line(data.replace(b"\r", b"\n").split(b"\n", 1)[0])
        if is_list_heading(cells, path, declared):
            headings[path] = cells
    return headings


def is_list_heading(cells: Sequence[str], path: str, declared: Mapping[str, str]) -> bool:
    """Return whether a line is the heading of a list: it names the record and its subject, or its list is declared.

    ``declared`` are the lists of the newest descriptor (``declared_lists``); one that it has no more is known by the name.
    """
    return "record_id" in cells and ("name" in cells or path in declared)


def split_line(line: bytes) -> list[str]:
    """Return the cells of one line; none where it cannot be read, since a fault in the past must not block a push."""
    for encoding in ("utf-8", "gb18030"):
        try:
            text = line.decode(encoding).lstrip(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            continue
        with suppress(csv.Error):
            return next(csv.reader([text.rstrip("\r\n")]), [])
    return []
