"""Access log: nginx writes the line of an answer after the answer, so a test that has the answer may have to wait."""

from __future__ import annotations

import time
from pathlib import Path

#: Looks at the log, with a pause between two, before a line is taken to be missing.
LOOKS, PAUSE = 600, 0.05


def read_access_log(log: Path, *, until: str, count: int = 1) -> str:
    """Return the text of a log once it holds ``until`` so many times; what never comes is for the caller to find."""
    for _ in range(LOOKS):
        text = log.read_text(encoding="utf-8")
        if text.count(until) >= count:
            break
        time.sleep(PAUSE)
    return text
