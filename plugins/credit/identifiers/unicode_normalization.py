"""Unicode normalization: a text in compatibility form after a step of our own, until neither changes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable


def settle_text(text: str, step: Callable[[str], str]) -> str:
    """Return a text after NFKC and a step, repeated until nothing changes: one may undo the other."""
    while (following := step(unicodedata.normalize("NFKC", text))) != text:
        text = following
    return text
