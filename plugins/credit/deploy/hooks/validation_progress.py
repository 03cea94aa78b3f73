"""Validation progress: the file of a push that its validation reads, for the process that ends it at a limit."""

from __future__ import annotations

import mmap
import sys

#: Shared by this process and its forks; the name stays readable when the reader is killed.
_POSITION = mmap.mmap(-1, 4096)
#: Folder that validation writes the files of the pushed commit to.
_FOLDER = "/after/"


def note_reading(path: str) -> None:
    """Note that a file is read from now on."""
    name = path.encode("utf-8", "replace")[:1000]
    _POSITION[: len(name) + 2] = len(name).to_bytes(2, "big") + name


def noted_file() -> str:
    """Return the file that was noted last, empty where none was."""
    length = int.from_bytes(_POSITION[:2], "big")
    return _POSITION[2 : 2 + length].decode("utf-8", "replace")


def note_opened_files() -> None:
    """Note every file of the pushed commit that this process opens: its readers need not know of it."""

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and _FOLDER in str(arguments[0]):
            note_reading(str(arguments[0]).rpartition(_FOLDER)[2])

    sys.addaudithook(note)
