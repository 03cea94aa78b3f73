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
from pathlib import Path

from credit.deploy.config import ServerSettings
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_store import drop_release, note_path


def spare_path(settings: ServerSettings) -> Path:
    """Return the path of the mirror, in the folder of things that can be made again at any time."""
    return settings.state / "build" / "spare"


def mark_path(settings: ServerSettings) -> Path:
    """Return the path of the marker file, which names the mirrored release."""
    return settings.state / "build" / "spare.of"


def take_spare(settings: ServerSettings, disk: FileSystem, name: str, *, of: str | None) -> bool:
    """Make the mirror the folder of a new release if it mirrors the one before; return whether it does."""
    mark, spare = mark_path(settings), spare_path(settings)
    if of is None or not mark.is_file() or mark.read_text(encoding="utf-8") != of or not spare.is_dir():
        return False
    forget_spare(settings, disk)
    disk.rename(spare, settings.releases / name)
    return True


def forget_spare(settings: ServerSettings, disk: FileSystem) -> None:
    """Delete the marker: before the mirror changes, or the release that it mirrors."""
    disk.remove(mark_path(settings))


def retire(settings: ServerSettings, disk: FileSystem, name: str) -> None:
    """Drop a release; its folder becomes the mirror where there is none."""
    spare = spare_path(settings)
    if not spare.exists() and (settings.releases / name).is_dir():
        # Without its note it is no release any more, at whichever step a kill may come.
        disk.remove(note_path(settings, name))
        forget_spare(settings, disk)
        disk.folder(spare.parent)
        disk.rename(settings.releases / name, spare)
    drop_release(settings, disk, name)


def prepare_spare(settings: ServerSettings, disk: FileSystem, live: str) -> None:
    """Bring the mirror up to date with the live release: the very same files, copies and older assets, and no other."""
    mark, spare = mark_path(settings), spare_path(settings)
    if mark.is_file() and mark.read_text(encoding="utf-8") == live and spare.is_dir():
        return
    forget_spare(settings, disk)
    disk.folder(spare)
    source = settings.releases / live
    wanted, found = inodes_below(source), inodes_below(spare)
    wrong = [path for path, number in found.items() if wanted.get(path) != number]
    for path in wrong:
        disk.remove(spare / path)
    made = set()
    for path, number in wanted.items():
        if found.get(path) != number:
            folder = path.rpartition("/")[0]
            if folder not in made:
                disk.folder(spare / folder)
                made.add(folder)
            disk.link(f"{source}/{path}", f"{spare}/{path}")
    drop_empty(disk, spare, wrong)
    # After a power cut the marker must not stand beside a tree that lost a link: its folders are synced first.
    touched = {spare, *(spare / folder for folder in made), *((spare / path).parent for path in wrong)}
    disk.sync(sorted(folder for folder in touched if folder.is_dir()))
    disk.put(mark, live.encode())


def drop_empty(disk: FileSystem, folder: Path, gone: list[str]) -> None:
    """Remove the folders that were left empty when these files were removed."""
    parents = {parent for path in gone for parent in Path(path).parents if parent != Path()}
    for parent in sorted(parents, key=lambda item: len(item.parts), reverse=True):
        if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
            disk.remove_folder(folder / parent)


def inodes_below(tree: Path) -> dict[str, int]:
    """Return path (forward slashes) → number of every file below a folder: the same number is the same file."""
    numbers: dict[str, int] = {}
    waiting = [(str(tree), "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as found:
            for item in found:
                if item.is_dir(follow_symlinks=False):
                    waiting.append((item.path, f"{prefix}{item.name}/"))
                else:
                    numbers[prefix + item.name] = item.inode()
    return numbers
