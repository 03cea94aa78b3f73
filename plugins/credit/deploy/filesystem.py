"""File system: all changes that publishing makes, one step at a time, each reported to an observer.

Every change passes here, so that a test can stop a run after any of them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: Beyond so many files one sync of everything is quicker than one for each.
MANY = 500


def watch_nothing(step: str) -> None:
    """Ignore every step."""


@dataclass(frozen=True)
class FileSystem:
    """The file system; ``step`` is called after each change with its name."""

    step: Callable[[str], None] = watch_nothing

    def folder(self, path: Path) -> None:
        """Create a folder and its parents."""
        if not path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            self.step(f"folder {path.name}")

    def link(self, source: Path | str, target: Path | str) -> None:
        """Hard-link a file; the target's folder exists. Of tens of thousands, the path as text is quicker."""
        os.link(source, target)
        self.step(f"link {os.fspath(target).rpartition('/')[2]}")

    def rename(self, source: Path, target: Path) -> None:
        """Rename a folder to a name that is free."""
        source.rename(target)
        self.step(f"rename {source.name}")

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()
        self.step(f"remove folder {path.name}")

    def set_mtime(self, path: Path, second: int) -> None:
        """Set the modification time of a file to a whole second."""
        os.utime(path, (second, second))
        self.step(f"mtime {path.name}")

    def write(self, path: Path, data: bytes, second: int | None = None) -> None:
        """Write a new file where no reader looks yet."""
        path.write_bytes(data)
        self.step(f"write {path.name}")
        if second is not None:
            self.set_mtime(path, second)

    def replace_file(self, path: Path, data: bytes, second: int | None = None) -> None:
        """Replace a file atomically, so that it survives a power cut; ``second`` is its modification time."""
        temporary = path.with_name(f".{path.name}.new")
        with temporary.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if second is not None:
            os.utime(temporary, (second, second))
        self.step(f"write {temporary.name}")
        temporary.replace(path)
        self.step(f"replace {path.name}")
        self._fsync(path.parent)

    def switch(self, link: Path, target: str) -> None:
        """Point a symbolic link elsewhere atomically; a reader finds the old folder or the new one."""
        temporary = link.with_name(f".{link.name}.new")
        self.remove(temporary)
        temporary.symlink_to(target)
        self.step(f"symlink {temporary.name}")
        temporary.replace(link)
        self.step(f"switch {link.name}")
        self._fsync(link.parent)

    def remove(self, path: Path) -> None:
        """Remove a file or a link; a missing one is no fault."""
        if path.is_symlink() or path.exists():
            path.unlink()
            self.step(f"remove {path.name}")

    def remove_tree(self, path: Path) -> None:
        """Rename a folder out of sight, then remove it with all it holds; nothing that is served may lie in it."""
        if not path.exists():
            return
        gone = path if path.name.startswith(".gone-") else path.with_name(f".gone-{path.name}")
        if gone != path:
            if gone.exists():
                shutil.rmtree(gone)
            path.rename(gone)
            self.step(f"rename {path.name}")
        shutil.rmtree(gone)
        self.step(f"remove folder {path.name}")

    def sync(self, paths: Iterable[Path]) -> None:
        """Flush files and folders to the disk, so that they survive a power cut."""
        every = list(paths)
        if len(every) > MANY:
            os.sync()
        else:
            for path in every:
                self._fsync(path)
        self.step("sync")

    def _fsync(self, path: Path) -> None:
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
