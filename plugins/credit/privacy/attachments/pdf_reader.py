"""PDF reader: text, authors and active features of a PDF, read by PDFium in a bounded process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

#: Exit status of the script where PDFium is not installed.
_NO_LIBRARY = 3
_SCRIPT = Path(__file__).with_name("pdf_process.py")

#: Seconds of CPU that every file may take, that one file may take beyond, and that all of this process may.
_FREE_SECONDS, _MOST_SECONDS, _ALL_SECONDS = 2, 20, 40
#: Waiting beyond the CPU time, for a busy machine.
_PATIENCE = 4
#: Characters kept in memory: each file is asked for by several checks of one run.
_KEPT_CHARACTERS = 40_000_000


@dataclass(frozen=True)
class PdfContent:
    """Reading of a PDF: ``text`` of its pages, ``strings`` of notes, fields and metadata, ``authors``, ``active`` names.

    ``fault`` is empty, or why nothing could be read: ``password``, ``damaged``, ``pages``, ``slow``, ``library``.
    """

    fault: str = ""
    text: str = ""
    strings: str = ""
    authors: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    pages: int = 0
    blank: int = 0


class _Reader:
    """A process that reads PDF files, started anew when a file has ended it, and what it has read."""

    def __init__(self) -> None:
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._left = float(_ALL_SECONDS)
        self._known: dict[bytes, PdfContent] = {}

    def read(self, data: bytes) -> PdfContent:
        if self._owner != os.getpid():
            # A forked worker must not share the pipes of its parent.
            self._owner, self._process = os.getpid(), None
        key = sha256(data).digest()
        if key not in self._known:
            content = self._ask(data)
            if sum(len(item.text) for item in self._known.values()) > _KEPT_CHARACTERS:
                self._known.clear()
            self._known[key] = content
        return self._known[key]

    def _ask(self, data: bytes) -> PdfContent:
        seconds = _FREE_SECONDS + int(min(_MOST_SECONDS, max(0.0, self._left)))
        process = self._process
        if process is None or process.poll() is not None:
            # No variable of the environment and no folder of the caller decides what is imported there.
            process = self._process = subprocess.Popen(
                [sys.executable, "-I", str(_SCRIPT)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(seconds * _PATIENCE, process.kill)
        timer.start()
        began = time.monotonic()
        try:
            process.stdin.write(seconds.to_bytes(8, "big") + len(data).to_bytes(8, "big") + data)
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            self._left -= min(seconds, time.monotonic() - began)
            return PdfContent("library" if self._end(process) == _NO_LIBRARY else "slow")
        return self._take(json.loads(answer))

    def _take(self, answer: dict[str, Any]) -> PdfContent:
        self._left -= max(0.0, answer.pop("seconds") - _FREE_SECONDS)
        fields: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in answer.items()
        }
        return PdfContent(**fields)

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """End a process that gave no answer, and return its exit status."""
        with suppress(BrokenPipeError, subprocess.TimeoutExpired):
            process.communicate(timeout=1)
        process.kill()
        with suppress(BrokenPipeError):
            process.communicate()
        self._process = None
        return process.returncode


_READER = _Reader()


def read_pdf(data: bytes) -> PdfContent:
    """Return the content of a PDF; a file that is damaged, locked or too large has a ``fault``."""
    return _READER.read(data)
