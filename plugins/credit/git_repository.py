"""Git repository: runs git and reads files, objects and messages of commits."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from credit.file_faults import fault_reason
from credit.model import CreditError

#: The folders staff commit; nothing else of a commit is read.
FOLDERS = ("data", "content")

#: Control characters, backslashes and bytes that are no UTF-8: in no honest file name.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff\u2028-\u202e\u2066-\u2069]")

_TRAILER = re.compile(r"^(Removes|Reopens|Rewrites):\s*([a-z0-9-]+)\s+(\d+)\s*$", re.MULTILINE | re.IGNORECASE)


class GitError(CreditError):
    """git is missing, or does not know the commit that was named."""


def git(root: Path, *arguments: str) -> bytes:
    """Return the output of a git command; raises GitError where git is missing, does not start or refuses."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise GitError("没有找到 git，请先安装 git。") from error
    except OSError as error:
        raise GitError(f"git 启动不了：{fault_reason(error)}。") from error
    if done.returncode:
        raise GitError("git 没有完成：" + done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def resolve_commit(root: Path, revision: str) -> str:
    """Return the full name of a commit; raises GitError if there is none."""
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        # With --quiet git says nothing of a name that it does not know.
        raise GitError(f"{error}没有找到提交或分支 {revision}（{root}）。") from error
    return found.decode().strip()


def is_shallow(root: Path) -> bool:
    """Return whether a clone lacks the beginning of its history; raises GitError outside of git."""
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def has_revision(root: Path, revision: str) -> bool:
    """Return whether the repository has a commit of that name."""
    try:
        resolve_commit(root, revision)
    except GitError:
        return False
    return True


def has_commits(root: Path) -> bool:
    """Return whether ``root`` lies in a git work tree with at least one commit."""
    return has_revision(root, "HEAD")


def is_ancestor(root: Path, old: str, new: str) -> bool:
    """Return whether ``new`` was made on top of ``old``, whatever the clocks of the commits say; False for unknown ones."""
    # Counting ``new..old`` follows the dates of commits and stops too early where a clock was wrong.
    command = ["git", "-C", str(root), "merge-base", "--is-ancestor", old, new]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def is_changed(root: Path, revision: str) -> bool:
    """Return whether anything staff commit differs between a commit and the work tree, new files included."""
    folders = [name for name in FOLDERS if (root / name).exists()]
    if git(root, "diff", "--name-only", revision, "--", *folders):
        return True
    return bool(git(root, "ls-files", "--others", "--exclude-standard", "--", *folders))


def extract(root: Path, revision: str, target: Path) -> Path:
    """Write data/ and content/ of a commit below ``target`` and return it; raises GitError for no such commit.

    The bytes are those that were committed, whatever .gitattributes of the commit asks git to do with them. Raises
    GitError too for symbolic links, submodules and paths that leave the folder.
    """
    commit = (
        git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    # git resolves paths from its working folder, so it runs at the top level; a bare repository has none.
    top = Path(git(root, "rev-parse", "--show-toplevel").decode().strip()) if prefix else root
    tree = f"{commit}:{prefix}" if prefix else commit
    there = git(top, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *FOLDERS).decode("utf-8", "surrogateescape")
    wanted: list[tuple[str, str]] = []
    for entry in filter(None, there.split("\0")):
        mode, kind, name, path = re.split("[ \t]", entry, maxsplit=3)
        if kind != "blob" or mode == "120000" or not is_plain_path(path):
            raise GitError(f"提交里的 {printable(path)} 不是普通文件，没有读取。")
        wanted.append((name, path))
    target.mkdir(parents=True, exist_ok=True)
    for (_, path), data in zip(wanted, read_objects(top, [name for name, _ in wanted]), strict=True):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            stream.write(data)
    return target


def is_plain_path(path: str) -> bool:
    """Return whether a path of a commit names a place inside the folder it is written to, on every system."""
    parts = path.split("/")
    return all(
        part.rstrip(". ") and part.lower() != ".git" and not _ODD.search(part) and ":" not in part for part in parts
    )


def printable(text: str) -> str:
    """Return a text from a commit without characters that could steer a terminal."""
    return _ODD.sub(lambda match: f"<{ord(match[0]):02x}>", text)


def read_objects(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the bytes of each object of a repository, in order; raises GitError where one is missing or damaged."""
    if not names:
        return
    with subprocess.Popen(
        ["git", "-C", str(root), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for name in names:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3:
                raise GitError(f"git 里缺少对象 {name}。")
            data = process.stdout.read(int(head[2]))
            if len(data) < int(head[2]):
                # A large object is sent while it is read: of a damaged one git sends the beginning.
                raise GitError(f"git 没有读完对象 {name}，仓库可能损坏了；请运行 git fsck 核对，用备份还原。")
            yield data
            process.stdout.read(1)
        process.stdin.close()


def read_trailers(root: Path, since: str, until: str = "HEAD") -> dict[str, int]:
    """Return the numbers that all commits after ``since`` up to ``until`` state, by kind and dataset.

    A line ``Removes: black-list 12`` gives ``Removes: black-list`` → 12; ``Reopens:`` and ``Rewrites:`` likewise.
    """
    messages = git(root, "log", "--format=%B%x00", f"{since}..{until}").decode("utf-8", "replace")
    return {f"{kind.title()}: {name}": int(number) for kind, name, number in _TRAILER.findall(messages)}
