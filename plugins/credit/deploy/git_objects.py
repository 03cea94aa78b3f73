"""Git objects: the new commits of a push, the files they touch and the sizes of their objects, all bounded."""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from credit.git_repository import GitError, git, read_objects, resolve_commit

#: git's name for no commit: the old value of a new branch, the new value of a deleted one.
NULL_OID = "0" * 40

#: Most commits of one push: a year of hourly edits fits, a loop of them does not.
MAX_COMMITS = 10_000
#: Time of a commit, at the end of the line that names its author or committer.
_TIMESTAMP = re.compile(r" -?\d+ [+-]\d{4}$")

#: Folders within folders: no address is longer.
MAX_DEPTH = 50


class PushTooLarge(Exception):
    """A push exceeds the validation limits; the text says in Chinese which one."""


@dataclass(frozen=True)
class TreeEntry:
    """One file that a commit adds or changes: its mode, its blob, its path (surrogates where it is no UTF-8)."""

    commit: str
    mode: str
    blob: str
    path: str


@dataclass(frozen=True)
class Commit:
    """A new commit: its message, and the header lines that name people or hold other text."""

    name: str
    tree: str
    message: str
    headers: tuple[str, ...]


@dataclass(frozen=True)
class PushedObjects:
    """New objects of a push: commits, the files they touch, name → kind and size of each object.

    ``changed`` are the files that differ from the commit before the push, ``tip`` path → blob of the last commit,
    ``tip_bytes`` the bytes of all these files, a blob as often as it has a path.
    """

    commits: tuple[Commit, ...]
    entries: tuple[TreeEntry, ...]
    sizes: Mapping[str, tuple[str, int]]
    changed: tuple[TreeEntry, ...]
    tip: Mapping[str, str]
    tip_bytes: int = 0


def read_pushed(repo: Path, base: str, new: str, limit: int) -> PushedObjects:
    """Read the new objects of a push, at most ``limit`` files; raises PushTooLarge before any file is parsed.

    Counted are the paths, not the blobs: one blob under many paths is written and read as often.
    """
    # Twice as many objects as files: folders and commits are objects too.
    sizes = new_objects(repo, new, 2 * limit)
    commits = new_commits(repo, new)
    check_trees(repo, commits, limit)
    entries, changed = commit_entries(repo, commits, limit), changed_entries(repo, base, new, limit)
    tip = dict(tree_files(repo, new, limit))
    return PushedObjects(
        commits, entries, sizes, changed, {path: blob for path, (blob, _) in tip.items()},
        sum(size for _, size in tip.values()),
    )  # fmt: skip


def find_commit(repo: Path, revision: str) -> str:
    """Return the full name of a commit, or NULL_OID where there is none."""
    try:
        return resolve_commit(repo, revision)
    except GitError:
        return NULL_OID


def merge_base(repo: Path, first: str, second: str) -> str:
    """Return the commit two branches have in common, or NULL_OID."""
    try:
        return git(repo, "merge-base", first, second).decode().split()[0]
    except (GitError, IndexError):
        return NULL_OID


def new_commits(repo: Path, new: str) -> tuple[Commit, ...]:
    """Return the commits that no ref holds yet, newest first; raises PushTooLarge."""
    count = int(git(repo, "rev-list", "--count", f"--max-count={MAX_COMMITS + 1}", new, "--not", "--all", "--"))
    if count > MAX_COMMITS:
        raise PushTooLarge(f"一次推送超过 {MAX_COMMITS} 个提交")
    if not count:
        return ()
    names = git(repo, "rev-list", new, "--not", "--all", "--").decode().split()
    return tuple(_commit(name, data) for name, data in zip(names, read_objects(repo, names), strict=True))


def _commit(name: str, data: bytes) -> Commit:
    """Parse a commit from its bytes: every header line counts, also those that programs do not show."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
    head, _, message = text.partition("\n\n")
    lines, is_signature = [], False
    for line in head.split("\n"):
        # A signature continues on lines that begin with a blank; it is random letters and digits.
        is_signature = line.startswith("gpgsig") or (is_signature and line.startswith(" "))
        if not is_signature and not line.startswith(("tree ", "parent ")):
            lines.append(_TIMESTAMP.sub("", line))
    tree = head.split("\n", 1)[0].removeprefix("tree ")
    return Commit(name, tree, message, tuple(dict.fromkeys(lines)))


def new_objects(repo: Path, new: str, limit: int) -> dict[str, tuple[str, int]]:
    """Return kind and size of every object that no ref holds yet; raises PushTooLarge beyond ``limit`` objects."""
    names = []
    command = ["git", "-C", str(repo), "rev-list", "--objects", "--no-object-names", new, "--not", "--all", "--"]
    for number, line in enumerate(_lines(command, b"\n"), start=1):
        if number > limit:
            raise PushTooLarge(f"一次推送的文件和提交超过 {limit} 个")
        names.append(line)
    asked = subprocess.run(
        ["git", "-C", str(repo), "cat-file", "--batch-check"],
        input=b"".join(name + b"\n" for name in names),
        capture_output=True,
        check=True,
    )
    rows = (line.decode().split() for line in asked.stdout.splitlines())
    return {name: (kind, int(size)) for name, kind, size in rows}


def check_trees(repo: Path, commits: Iterable[Commit], limit: int) -> None:
    """Raise PushTooLarge where the folders of a commit unfold to too many files or too deep ones.

    Counted over the few objects they are made of; git itself would unfold them all in memory.
    """
    roots = {commit.tree for commit in commits}
    trees: dict[str, tuple[list[str], int]] = {}
    pending = sorted(roots)
    while pending:
        for name, data in zip(pending, list(read_objects(repo, pending)), strict=True):
            trees[name] = _parse_tree(data)
        pending = sorted({item for name in pending for item in trees[name][0]} - trees.keys())
    heights: dict[str, tuple[int, int]] = {}
    stack = sorted(roots)
    while stack:
        folders, files = trees[stack[-1]]
        if missing := [folder for folder in folders if folder not in heights]:
            stack += missing
            continue
        count = files + sum(heights[folder][0] for folder in folders)
        depth = 1 + max((heights[folder][1] for folder in folders), default=0)
        if count > limit or depth > MAX_DEPTH:
            raise PushTooLarge(f"一个提交里的文件超过 {limit} 个，或文件夹超过 {MAX_DEPTH} 层")
        heights[stack.pop()] = (count, depth)


def _parse_tree(data: bytes) -> tuple[list[str], int]:
    """Return the folders in a tree object, each as often as it stands there, and the number of other entries."""
    folders, files, offset = [], 0, 0
    while offset < len(data):
        end = data.index(b"\0", offset)
        if data[offset:end].split(b" ", 1)[0].lstrip(b"0") == b"40000":
            folders.append(data[end + 1 : end + 21].hex())
        else:
            files += 1
        offset = end + 21
    return folders, files


def commit_entries(repo: Path, commits: Iterable[Commit], limit: int) -> tuple[TreeEntry, ...]:
    """Return every file that a commit adds or changes against any of its parents; raises PushTooLarge."""
    names = "".join(f"{commit.name}\n" for commit in commits).encode()
    command = [
        "git",
        "-C",
        str(repo),
        "diff-tree",
        "--stdin",
        "-r",
        "-m",
        "--root",
        "-z",
        "--no-renames",
        "--raw",
        "--no-abbrev",
    ]
    return tuple(_entries(_lines(command, b"\0", names), "", limit))


def changed_entries(repo: Path, old: str, new: str, limit: int) -> tuple[TreeEntry, ...]:
    """Return every file that differs between two commits, deleted ones with mode 000000; raises PushTooLarge."""
    if old == NULL_OID:
        listed = _lines(["git", "-C", str(repo), "ls-tree", "-r", "-z", "--full-tree", new], b"\0")
        parts = (entry.decode("utf-8", "surrogateescape").split("\t", 1) for entry in _bounded(listed, limit))
        return tuple(TreeEntry(new, head.split()[0], head.split()[2], path) for head, path in parts)
    command = ["git", "-C", str(repo), "diff-tree", "-r", "-z", "--no-renames", "--raw", "--no-abbrev", old, new, "--"]
    return tuple(_entries(_lines(command, b"\0"), new, limit))


def tree_files(repo: Path, commit: str, limit: int) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield path, blob and size of every file of a commit's data/ and content/; raises PushTooLarge."""
    command = ["git", "-C", str(repo), "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", "data", "content"]
    for entry in _bounded(_lines(command, b"\0"), limit):
        head, _, path = entry.decode("utf-8", "surrogateescape").partition("\t")
        _, _, blob, size = head.split()
        yield path, (blob, int(size) if size.isdigit() else 0)


def _entries(tokens: Iterator[bytes], commit: str, limit: int) -> Iterator[TreeEntry]:
    # A commit, then head and path of each of its files.
    tokens = _bounded(tokens, 2 * limit + MAX_COMMITS, limit)
    for token in tokens:
        if not token.startswith(b":"):
            commit = token.decode().strip()
            continue
        _, mode, _, blob, _ = token.decode().split(" ")
        yield TreeEntry(commit, mode, blob, next(tokens).decode("utf-8", "surrogateescape"))


def _bounded(tokens: Iterator[bytes], most: int, limit: int = 0) -> Iterator[bytes]:
    for number, token in enumerate(tokens):
        if number >= most:
            raise PushTooLarge(f"一次推送改动的文件超过 {limit or most} 个")
        yield token


def _lines(command: list[str], end: bytes, stdin: bytes = b"") -> Iterator[bytes]:
    """Yield the output of a command piece by piece, so that it is never all in memory; raises GitError."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin
        assert process.stdout
        # Beside the reading: git writes while it reads, and of thousands of commits both pipes would be full.
        threading.Thread(target=_feed, args=(process.stdin, stdin)).start()
        try:
            rest = b""
            while chunk := process.stdout.read(65536):
                *pieces, rest = (rest + chunk).split(end)
                yield from pieces
            if rest:
                yield rest
        finally:
            if process.poll() is None and process.stdout.read(1):
                process.kill()
        if process.wait():
            raise GitError("git 没有完成对这次推送的读取。")


def _feed(stream: IO[bytes], data: bytes) -> None:
    # A git that is ended reads no more, and its pipe is closed.
    with suppress(OSError, ValueError), stream:
        stream.write(data)
