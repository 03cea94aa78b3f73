"""Lock file: the packages that a server needs, by name and version."""

from __future__ import annotations

import re

#: The lock a server needs.
LOCK = "requirements.txt"

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def normalise(name: str) -> str:
    """Return the name of a package as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_pins(text: str) -> list[tuple[str, str]]:
    """Return name and version of each package in the text of a lock, in its order and spelling."""
    return _PIN.findall(text)
