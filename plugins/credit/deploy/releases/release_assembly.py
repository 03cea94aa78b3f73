"""Release assembly: a complete release folder from a built tree and hard links to the release before.

Unchanged files are the very files of the release before, with their compressed copies and modification times, so that
readers' caches stay valid. nginx makes an ETag of second and size, so two contents of an address must never have the
same second: each release has a second of its own, later than that of any other, and stamps with it the files that it
adds.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import brotli

from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.hardlink_mirror import remove_empty_folders, take_mirror
from credit.deploy.releases.precompression import compress_all
from credit.deploy.releases.release_store import read_manifest, releases
from credit.deploy.server_settings import ServerSettings
from credit.timings import Timings

ASSETS = "assets/"
ENDINGS = (".br", ".gz")
BROTLI_MODULES = (
    "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
    "/usr/lib64/nginx/modules/ngx_http_brotli_static_module.so",
)


@dataclass(frozen=True)
class AssembledRelease:
    """A release folder: path → SHA-256 of its built files, and which of them changed or vanished since the last."""

    folder: Path
    manifest: Mapping[str, str]
    changed: tuple[str, ...]
    vanished: tuple[str, ...]


def no_check(_: AssembledRelease) -> None:
    """Accept a release: the check of a caller that has none."""


def uses_brotli(settings: ServerSettings) -> bool:
    """Return whether brotli copies are of use: nginx has the module, or the settings say so."""
    if settings.brotli == "auto":
        return any(Path(path).exists() for path in BROTLI_MODULES)
    return settings.brotli == "on"


def next_mtime(settings: ServerSettings) -> int:
    """Return the second of a new release: now, or one later than the latest release where the clock is not."""
    return max([int(time.time()), *(release.mtime + 1 for release in releases(settings))])


def assemble_release(
    settings: ServerSettings,
    disk: FileSystem,
    tree: Path,
    name: str,
    *,
    before: str | None,
    mtime: int,
    older_assets: Iterable[Path] = (),
    digests: Mapping[str, str] | None = None,
    check: Callable[[AssembledRelease], object] = no_check,
    timings: Timings | None = None,
) -> AssembledRelease:
    """Make the folder of a release from a built tree; ``older_assets`` are assets of older releases for pages still open.

    ``digests`` is path → SHA-256 of the tree where its builder knows them; without them every file is read. The tree
    is not changed, but for the modification time of files that no release has yet. ``check`` raises where the release must
    not be served; it runs beside the compression, which leaves one of two cores idle.
    """
    stage = (timings or Timings()).stage
    folder = settings.releases / name
    with stage("组成版本：对照清单"):
        earlier = read_manifest(settings, before) if before else {}
        old = settings.releases / before if before else None
        if digests is None:
            digests = dict(_digests_below(tree, old, earlier))
        changed = [path for path, digest in digests.items() if earlier.get(path) != digest]
        vanished = sorted(earlier.keys() - digests.keys())
    with stage("组成版本：链接"):
        if take_mirror(settings, disk, name, of=before):
            _remove_files(disk, folder, [*vanished, *changed])
        else:
            disk.folder(folder)
            kept = (path for path, digest in digests.items() if earlier.get(path) == digest)
            changed += _link_unchanged(disk, old, folder, kept) if old is not None else []
        changed.sort()
        linked = {path: _link_changed(disk, tree, folder, path, mtime) for path in changed}
        manifest = {**digests, **linked}
        _update_assets(disk, folder, manifest, older_assets)
    assembled = AssembledRelease(folder, manifest, tuple(changed), tuple(vanished))
    with stage("组成版本：压缩和检查"), ThreadPoolExecutor(1) as checker:
        checked = checker.submit(check, assembled)
        plain = [path for path in changed if not _is_copy(path, manifest)]
        copies = _write_copies(disk, folder, plain, with_brotli=uses_brotli(settings))
        checked.result()
    with stage("组成版本：写到磁盘"):
        touched = {parent for path in (*changed, *vanished) for parent in (folder / path).parents}
        folders = sorted(item for item in touched if item.is_relative_to(folder) and item.is_dir())
        disk.sync([*(folder / path for path in changed), *copies, folder, *folders, settings.releases])
    return assembled


def _link_changed(disk: FileSystem, tree: Path, folder: Path, path: str, mtime: int) -> str:
    """Link a built file into a release and return its SHA-256, by its bytes, not by a digest from elsewhere."""
    digest, target = sha256_of(tree / path), folder / path
    disk.folder(target.parent)
    disk.link(tree / path, target)
    if (tree / path).stat().st_nlink == 2:
        disk.set_mtime(target, mtime)
    return digest


def _write_copies(disk: FileSystem, folder: Path, paths: Iterable[str], *, with_brotli: bool) -> list[Path]:
    """Write the compressed copies of files of a release, with the files' own modification time; return them."""
    written = []
    for path, copies in compress_all(paths, folder, with_brotli=with_brotli):
        target = folder / path
        second = int(target.stat().st_mtime)
        for ending, data in copies.items():
            written.append(target.with_name(target.name + ending))
            disk.write(written[-1], data, second)
    return written


def _digests_below(tree: Path, old: Path | None, earlier: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield path and SHA-256 of each file of a tree; a file that an earlier release has is not read again."""
    for path, file, stat in files_below(tree):
        older_file = old / path if old is not None and path in earlier else None
        is_known = older_file is not None and _is_same(file, stat, older_file, earlier[path])
        yield path, earlier[path] if is_known else sha256_of(file)


def _link_unchanged(disk: FileSystem, old: Path, folder: Path, paths: Iterable[str]) -> list[str]:
    """Link files of the release before with their copies; return those it lacks in spite of its manifest."""
    lacking = []
    created = set()
    for path in paths:
        above = path.rpartition("/")[0]
        if above not in created:
            disk.folder(folder / above)
            created.add(above)
        try:
            disk.link(f"{old}/{path}", f"{folder}/{path}")
        except FileNotFoundError:
            lacking.append(path)
            continue
        for ending in ENDINGS:
            with suppress(FileNotFoundError):
                disk.link(f"{old}/{path}{ending}", f"{folder}/{path}{ending}")
    return lacking


def _remove_files(disk: FileSystem, folder: Path, paths: list[str]) -> None:
    """Remove files with their copies, and folders that are left empty."""
    for path in paths:
        for item in (path, *(path + ending for ending in ENDINGS)):
            disk.remove(folder / item)
    remove_empty_folders(disk, folder, paths)


def _update_assets(disk: FileSystem, folder: Path, manifest: Mapping[str, str], older_assets: Iterable[Path]) -> None:
    """Make assets/ hold exactly the release's own and the carried assets, each with its copies."""
    assets = list(older_assets)
    wanted = {path.name for path in assets} | {path.removeprefix(ASSETS) for path in manifest}
    own = folder / ASSETS
    for found in sorted(own.iterdir()) if own.is_dir() else ():
        if found.name not in wanted and found.name.removesuffix(".br").removesuffix(".gz") not in wanted:
            disk.remove(found)
    carry_assets(disk, folder, assets)


def carry_assets(disk: FileSystem, folder: Path, assets: Iterable[Path]) -> None:
    """Link assets of other releases, compressed copies too, into a release; its own files stay."""
    for path in assets:
        for source in (path, *(path.with_name(path.name + ending) for ending in ENDINGS)):
            target = folder / ASSETS / source.name
            if source.exists() and not target.exists():
                disk.folder(target.parent)
                disk.link(source, target)


def asset_names(manifest: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the hashed assets among the files of a release."""
    return tuple(sorted(path.removeprefix(ASSETS) for path in manifest if path.startswith(ASSETS)))


def files_below(tree: Path) -> Iterator[tuple[str, Path, os.stat_result]]:
    """Yield path (forward slashes), place and state of every file below a folder, in the order of the paths."""
    pending = [(tree, "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda item: item.name)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                pending.append((Path(entry.path), f"{prefix}{entry.name}/"))
            elif entry.is_file(follow_symlinks=False):
                # stat of the path: what scandir remembers does not hold the number of links on every system.
                yield prefix + entry.name, Path(entry.path), Path(entry.path).stat()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def find_faults(settings: ServerSettings, name: str) -> list[str]:
    """Return the files in which a release differs from its manifest; an empty list for a complete one.

    More than the manifest names may lie in assets/ alone; a compressed copy must hold the content of its file.
    """
    folder, manifest = settings.releases / name, read_manifest(settings, name)
    faults = [path for path, digest in manifest.items() if not _holds(folder / path, digest)]
    for path, file, _ in files_below(folder):
        plain = path.removesuffix(".gz").removesuffix(".br")
        if (path not in manifest and not path.startswith(ASSETS) and (plain == path or plain not in manifest)) or (
            path not in manifest and plain in manifest and decompress_copy(file) != (folder / plain).read_bytes()
        ):
            faults.append(path)
    return sorted(faults)


def decompress_copy(path: Path) -> bytes:
    """Return the content of a compressed copy."""
    data = path.read_bytes()
    try:
        return gzip.decompress(data) if path.name.endswith(".gz") else bytes(brotli.decompress(data))
    except (OSError, EOFError, brotli.error):
        return b""


def _holds(path: Path, digest: str) -> bool:
    return path.is_file() and sha256_of(path) == digest


def _is_same(file: Path, stat: os.stat_result, older_file: Path, digest: str) -> bool:
    """Return whether a built file equals that of the earlier release: the same inode, or the same bytes."""
    try:
        other = older_file.stat()
    except OSError:
        return False
    if (stat.st_dev, stat.st_ino) == (other.st_dev, other.st_ino):
        return True
    return stat.st_size == other.st_size and sha256_of(file) == digest


def _is_copy(path: str, manifest: Mapping[str, str]) -> bool:
    return path.endswith(ENDINGS) and path.rpartition(".")[0] in manifest
