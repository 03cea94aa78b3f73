"""Personal number scan: numbers of persons in commits, paths and blobs that would stay in the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from credit import privacy
from credit.byte_order_mark import BYTE_ORDER_MARK
from credit.deploy.git_objects import Commit, TreeEntry
from credit.deploy.hooks.validation_progress import note_reading
from credit.git_repository import printable, read_objects
from credit.model import AllowedNumber, Problem

_TEXTS = {".md", ".json", ".txt", ".toml", ".py", ".html", ".css", ".js", ".svg", ".xml", ".yml", ".yaml", ".tsv"}


def scan_commits(commits: Iterable[Commit]) -> Iterator[Problem]:
    """Yield a problem for each number of a person in a message, and in the name or address of an author.

    A mobile number is often the first half of a mail address: it would stand beside each commit for ever.
    """
    for commit in commits:
        label = f"提交 {commit.name[:12]} 的说明"
        for line, text in enumerate(commit.message.splitlines(), start=1):
            for finding in privacy.scan_text(text):
                message = f"第 {finding.start + 1} 个字起疑似{finding.kind}，请换一个说明（提示中不显示号码）"
                yield Problem(label, line, "", "personal-data", message)
        for text in commit.headers:
            for finding in privacy.scan_text(text):
                message = (
                    f"提交人的名字或邮箱里有疑似{finding.kind}；先运行 git config user.email 换一个邮箱"
                    "（TortoiseGit 在设置 → Git 里改），再重新提交"
                )
                yield Problem(f"提交 {commit.name[:12]} 的提交人", 1, "", "personal-data", message)


def scan_paths(entries: Iterable[TreeEntry], allowed: Sequence[AllowedNumber] = ()) -> Iterator[Problem]:
    """Yield a problem for each number of a person in the path of a file."""
    for path in sorted({entry.path for entry in entries}):
        yield from privacy.scan_path(printable(path), allowed)


def scan_blobs(
    repo: Path,
    entries: Iterable[TreeEntry],
    new: Iterable[str],
    at_tip: Mapping[str, str],
    allowed: Sequence[AllowedNumber] = (),
) -> Iterator[Problem]:
    """Yield a problem for each number of a person in any blob that no ref holds yet, deleted later or not.

    ``at_tip`` is path → blob of the last commit: a file that differs from it is named with its commit.
    """
    new_blobs = set(new)
    first: dict[tuple[str, str], TreeEntry] = {}
    for entry in entries:
        if entry.blob in new_blobs and not entry.mode.startswith(("16", "04")):
            first.setdefault((entry.blob, entry.path), entry)
    first_entries = sorted(first.values(), key=lambda entry: (entry.path, entry.blob))
    for entry, data in zip(first_entries, read_objects(repo, [entry.blob for entry in first_entries]), strict=True):
        path = printable(entry.path)
        note_reading(path)
        for problem in scan_blob(path, data, allowed):
            if at_tip.get(entry.path) == entry.blob:
                yield problem
            else:
                where = f"提交 {entry.commit[:12]} 的 {problem.path}"
                yield replace(problem, path=where, message=problem.message + "；后来删掉也会留在历史里")


def scan_blob(path: str, data: bytes, allowed: Sequence[AllowedNumber] = ()) -> Iterator[Problem]:
    """Yield a problem for each number of a person in a file of any kind."""
    suffix = PurePosixPath(path).suffix.lower()
    is_text = b"\0" not in data[:8000] and b"%PDF-" not in data[:1024]
    text = _text_of(data) if suffix in _TEXTS or suffix == ".csv" or is_text else None
    if text is None:
        yield from privacy.scan_attachment(path, data, allowed)
    elif suffix != ".csv":
        yield from privacy.scan_document_source(path, text, allowed=allowed)
    else:
        yield from privacy.scan_csv(path, text, allowed)


def _text_of(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).lstrip(BYTE_ORDER_MARK)
        except UnicodeDecodeError:
            continue
    return None
