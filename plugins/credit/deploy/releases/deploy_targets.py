"""Deploy targets: bring a built tree to a folder, to a host over ssh, or into a ZIP to carry.

The order is safe for readers: new files and those that pages need come first, then pages, and deletions last.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit import urls
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_assembly import ASSETS, files_below
from credit.deploy.releases.release_store import PublishError

#: ``user@host:folder``; a single letter before the colon is a drive of Windows.
_HOST = re.compile(r"(?:[a-z_][a-z0-9_-]*@)?[A-Za-z0-9][A-Za-z0-9.-]+:[^:].*")

#: Folder of foreign files in a web root, never touched, and of our ``urls.SECURITY``.
_FOREIGN = ".well-known"

_README = """\
信用公主岭网站的一个完整版本。

1. 把 site 文件夹里的全部文件复制到网站根目录，覆盖同名文件；先复制 site/assets，最后复制网页（.html）。
2. 删除 delete.txt 里列出的每一个文件（每行一个，从网站根目录算起）：它们已经撤下，不能再公开。以前的 ZIP
   里要删除的也在里面，有的已经没有了，跳过就行；delete.txt 本身不要放到网站上。
3. 用 sha256sum -c SHA256SUMS 核对。
"""


@dataclass(frozen=True)
class CopyResult:
    """Result of a copy: how many files are new or changed, how many are gone."""

    written: int
    removed: int


def copy_to_target(tree: Path, target: str, *, say: Callable[[str], None], rsh: Sequence[str] = ()) -> CopyResult:
    """Bring a tree to a folder, to ``host:folder`` over ssh (``rsh`` is the ssh command), or into ``NAME.zip``.

    Raises PublishError when the place holds something else or cannot be reached.
    """
    if target.endswith(".zip"):
        return write_zip(tree, Path(target))
    if _HOST.fullmatch(target) and not Path(target).exists():
        return copy_to_host(tree, target, rsh or ("ssh",), say)
    return copy_to_folder(tree, Path(target))


def copy_rank(path: str) -> int:
    """Return the rank in which a file is sent: assets, then files, then pages, then the marks of a complete tree."""
    if path.startswith(ASSETS):
        return 0
    if path == urls.VERSION.lstrip("/"):
        return 3
    return 2 if path.endswith(".html") else 1


def copy_to_folder(tree: Path, target: Path, disk: FileSystem | None = None) -> CopyResult:
    """Bring a folder up to date, file by file, each replaced atomically; older assets stay for pages that are open."""
    disk = disk or FileSystem()
    theirs = target.exists() and any(item.name != _FOREIGN for item in target.iterdir())
    if theirs and not (target / urls.VERSION.lstrip("/")).is_file():
        raise PublishError(f"{target} 里有不是本站的文件，没有改动它；请换一个空文件夹。")
    new = {path: file for path, file, _ in files_below(tree)}
    old = {path for path, _, _ in files_below(target)} if target.exists() else set()
    written = 0
    for path in sorted(new, key=lambda item: (copy_rank(item), item in old, item)):
        data, copy = new[path].read_bytes(), target / path
        if path in old and copy.read_bytes() == data:
            continue
        disk.folder(copy.parent)
        disk.replace_file(copy, data)
        written += 1
    gone = sorted(item for item in old - new.keys() if not item.startswith((ASSETS, f"{_FOREIGN}/")))
    for path in gone:
        disk.remove(target / path)
        for folder in (target / path).parents:
            if folder == target or any(folder.iterdir()):
                break
            folder.rmdir()
    return CopyResult(written, len(gone))


def copy_to_host(tree: Path, target: str, rsh: Sequence[str], say: Callable[[str], None]) -> CopyResult:
    """Bring a folder of a host up to date with rsync: new files first, then the changed, then deletions."""
    common = ["rsync", "--recursive", "--checksum", "--perms", "--chmod=D755,F644", "--itemize-changes"]
    # The first rule that fits counts. Of the folder of foreign files one is the site's own; nothing in it is deleted.
    common += ["-e", " ".join(rsh), f"--filter=protect /{_FOREIGN}/***", f"--include=/{_FOREIGN}"]
    common += [f"--include={urls.SECURITY}", f"--exclude=/{_FOREIGN}/*", "--exclude=.*"]
    source = f"{tree}/"
    steps = (
        ("样式和脚本、新文件", ["--ignore-existing"]),
        ("改动的文件", ["--delay-updates"]),
        ("撤下的文件", ["--delete-after", f"--filter=protect /{ASSETS}***"]),
    )
    written = removed = 0
    for label, options in steps:
        say(f"正在发送：{label}……")
        try:
            done = subprocess.run(
                [*common, *options, source, target],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except FileNotFoundError as error:
            raise PublishError("没有找到 rsync，请先安装，例如 apt-get install rsync。") from error
        if done.returncode:
            raise PublishError(f"没有发送完（rsync {done.returncode}）：{done.stderr.strip()}。再运行一次会接着做完。")
        lines = done.stdout.splitlines()
        written += sum(line.startswith("<f") for line in lines)
        removed += sum(line.startswith("*deleting") and not line.endswith("/") for line in lines)
    return CopyResult(written, removed)


def write_zip(tree: Path, target: Path) -> CopyResult:
    """Write a ZIP with the whole tree, checksums and the list of files to delete since the first ZIP that stood there.

    Nobody knows which of the earlier ones were carried to the site, so what they asked to delete is asked for again. The
    same tree after the same ZIP gives the same bytes.
    """
    before = read_zip_names(target) if target.exists() else set()
    files = sorted((path for path, _, _ in files_below(tree)), key=lambda item: (copy_rank(item), item))
    gone = sorted(before - set(files))
    sums = "".join(f"{hashlib.sha256((tree / path).read_bytes()).hexdigest()}  site/{path}\n" for path in files)
    temporary = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in (
            ("README.txt", _README),
            ("SHA256SUMS", sums),
            ("delete.txt", "".join(f"{item}\n" for item in gone)),
        ):
            archive.writestr(_zip_info(name), text)
        for path in files:
            archive.writestr(_zip_info(f"site/{path}"), (tree / path).read_bytes())
    temporary.replace(target)
    return CopyResult(len(files), len(gone))


def read_zip_names(target: Path) -> set[str]:
    """Return the files of the site that an earlier ZIP holds or asks to delete; raises PublishError where it is not ours."""
    try:
        with zipfile.ZipFile(target) as archive:
            names = archive.namelist()
            deleted = archive.read("delete.txt").decode().splitlines()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise PublishError(f"{target} 不是以前发布的 ZIP，没有覆盖它；请换一个文件名。") from error
    return {name.removeprefix("site/") for name in names if name.startswith("site/")} | set(deleted)


def _zip_info(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
    return entry
