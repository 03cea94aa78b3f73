"""Hard-link mirror: a copy of the live tree by hard links, ready to become the next release.

A release has tens of thousands of files, and most pushes change a few dozen of them: linking all anew would take
longer than everything else. So the folder of a release that is no longer kept is not removed but brought up to date
with the live tree, after the switch, when nobody waits; the next release takes it and changes in it only the changed
files.

It lies below state/, never served. A marker file names the release that the tree mirrors; it is deleted before the
first change and written after the last. A tree without a marker is never trusted, only reused as raw material.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_store import drop_release, metadata_path
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, read_state_text


def mirror_path(settings: ServerSettings) -> Path:
    """Return the path of the mirror, in the folder of things that can be made again at any time."""
    return settings.state / "build" / "spare"


def marker_path(settings: ServerSettings) -> Path:
    """Return the path of the marker file, which names the mirrored release."""
    return settings.state / "build" / "spare.of"


def take_mirror(settings: ServerSettings, disk: FileSystem, name: str, *, of: str | None) -> bool:
    """Make the mirror the folder of a new release if it mirrors the one before; return whether it does."""
    marker, mirror = marker_path(settings), mirror_path(settings)
    if of is None or _mirrored(marker) != of or not mirror.is_dir():
        return False
    invalidate_mirror(settings, disk)
    disk.rename(mirror, settings.releases / name)
    return True


def _mirrored(marker: Path) -> str | None:
    """Return the name of the mirrored release; a damaged marker is none."""
    with suppress(StateError):
        return read_state_text(marker)
    return None


def invalidate_mirror(settings: ServerSettings, disk: FileSystem) -> None:
    """Delete the marker: before the mirror changes, or the release that it mirrors."""
    disk.remove(marker_path(settings))


def drop_mirror(settings: ServerSettings, disk: FileSystem) -> None:
    """Remove the mirror, so that the next release links every file anew."""
    invalidate_mirror(settings, disk)
    disk.remove_tree(mirror_path(settings))


def recycle_release(settings: ServerSettings, disk: FileSystem, name: str) -> None:
    """Drop a release; its folder becomes the mirror where there is none."""
    mirror = mirror_path(settings)
    if not mirror.exists() and (settings.releases / name).is_dir():
        # Without its metadata it is no release any more, at whichever step a kill may come.
        disk.remove(metadata_path(settings, name))
        invalidate_mirror(settings, disk)
        disk.folder(mirror.parent)
        disk.rename(settings.releases / name, mirror)
    drop_release(settings, disk, name)


def update_mirror(settings: ServerSettings, disk: FileSystem, live: str) -> None:
    """Bring the mirror up to date with the live release: the very same files, copies and older assets, and no other."""
    marker, mirror = marker_path(settings), mirror_path(settings)
    if _mirrored(marker) == live and mirror.is_dir():
        return
    invalidate_mirror(settings, disk)
    disk.folder(mirror)
    source = settings.releases / live
    wanted, found = inodes_below(source), inodes_below(mirror)
    wrong = [path for path, number in found.items() if wanted.get(path) != number]
    for path in wrong:
        disk.remove(mirror / path)
    created = set()
    for path, number in wanted.items():
        if found.get(path) != number:
            folder = path.rpartition("/")[0]
            if folder not in created:
                disk.folder(mirror / folder)
                created.add(folder)
            disk.link(f"{source}/{path}", f"{mirror}/{path}")
    remove_empty_folders(disk, mirror, wrong)
    # After a power cut the marker must not stand beside a tree that lost a link: its folders are synced first.
    touched = {mirror, *(mirror / folder for folder in created), *((mirror / path).parent for path in wrong)}
    disk.sync(sorted(folder for folder in touched if folder.is_dir()))
    disk.replace_file(marker, live.encode())


def remove_empty_folders(disk: FileSystem, folder: Path, gone: list[str]) -> None:
    """Remove the folders that were left empty when these files were removed."""
    parents = {parent for path in gone for parent in Path(path).parents if parent != Path()}
    for parent in sorted(parents, key=lambda item: len(item.parts), reverse=True):
        if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
            disk.remove_folder(folder / parent)


def inodes_below(tree: Path) -> dict[str, int]:
    """Return path (forward slashes) → number of every file below a folder: the same number is the same file."""
    numbers: dict[str, int] = {}
    pending = [(str(tree), "")]
    while pending:
        folder, prefix = pending.pop()
        with os.scandir(folder) as found:
            for item in found:
                if item.is_dir(follow_symlinks=False):
                    pending.append((item.path, f"{prefix}{item.name}/"))
                else:
                    numbers[prefix + item.name] = item.inode()
    return numbers
