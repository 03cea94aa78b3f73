"""Lock audit: the age of each locked package, by git, and the known vulnerabilities of its version, by a file of advisories."""

from __future__ import annotations

import datetime
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from credit.deploy.setup.locked_packages import normalise, read_pins
from credit.git_repository import GitError, git
from credit.model import CreditError

_BLAME = re.compile(r"^committer-time (\d+)$")


class AdvisoryError(CreditError):
    """A file of advisories is no JSON of OSV or pip-audit."""


@dataclass(frozen=True, order=True)
class Pin:
    """A locked package: ``since`` is the day its version came into the lock, None where no history says so."""

    name: str
    version: str
    since: datetime.date | None = None


@dataclass(frozen=True, order=True)
class Advisory:
    """A known vulnerability of a locked version, and the versions that mend it, as far as the file names them."""

    name: str
    version: str
    identifier: str
    mended: tuple[str, ...] = ()


def audit_pins(root: Path, locks: Sequence[str]) -> tuple[Pin, ...]:
    """Return each package of the locks once, with the day of its line by ``git blame``."""
    pins: dict[str, Pin] = {}
    for lock in locks:
        days = _days(root, lock)
        for name, version in read_pins((root / lock).read_text(encoding="utf-8")):
            pins.setdefault(normalise(name), Pin(normalise(name), version, days.get(f"{name}=={version}")))
    return tuple(sorted(pins.values()))


def _days(root: Path, lock: str) -> Mapping[str, datetime.date]:
    """Return pin → day of the commit that wrote it; nothing where there is no history, as in an offline bundle."""
    try:
        blame = git(root, "blame", "--line-porcelain", "HEAD", "--", lock).decode("utf-8", "replace")
    except GitError:
        return {}
    days: dict[str, datetime.date] = {}
    day = datetime.date.min
    for line in blame.splitlines():
        if match := _BLAME.match(line):
            day = datetime.datetime.fromtimestamp(int(match[1]), datetime.UTC).date()
        elif line.startswith("\t"):
            days |= {f"{name}=={version}": day for name, version in read_pins(line[1:])}
    return days


def read_advisories(path: Path, pins: Sequence[Pin]) -> tuple[Advisory, ...]:
    """Return the advisories of a file that concern a pin: OSV records, one, a list or a ZIP of them, or pip-audit's JSON.

    Raises AdvisoryError where the file is neither.
    """
    locked = {pin.name: pin for pin in pins}
    try:
        return tuple(sorted({item for value in _values(path) for item in _matches(value, locked)}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise AdvisoryError(
            f"{path} 不是漏洞清单：要 OSV 的 JSON（一条、一个列表或 ZIP），或 pip-audit 的 JSON。"
        ) from error


def _values(path: Path) -> Iterator[Any]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
        return
    value = json.loads(path.read_text(encoding="utf-8-sig"))
    yield from value if isinstance(value, list) else [value]


def _matches(value: Any, locked: Mapping[str, Pin]) -> Iterator[Advisory]:
    if "dependencies" in value:
        for entry in value["dependencies"]:
            pin = locked.get(normalise(entry["name"]))
            if pin is not None and pin.version == entry.get("version"):
                for found in entry.get("vulns", ()):
                    yield Advisory(pin.name, pin.version, found["id"], tuple(found.get("fix_versions", ())))
    elif "id" in value:
        if value.get("withdrawn"):
            return
        for entry in value.get("affected", ()):
            package = entry.get("package", {})
            pin = locked.get(normalise(package.get("name", "")))
            if pin is not None and package.get("ecosystem") == "PyPI" and _is_affected(pin.version, entry):
                yield Advisory(pin.name, pin.version, value["id"], tuple(_fixes(entry)))
    else:
        raise ValueError("neither OSV nor pip-audit")


def _fixes(entry: Mapping[str, Any]) -> Iterator[str]:
    for span in entry.get("ranges", ()):
        if span.get("type") == "ECOSYSTEM":
            yield from (event["fixed"] for event in span["events"] if "fixed" in event)


def _is_affected(version: str, entry: Mapping[str, Any]) -> bool:
    """Return whether an OSV entry affects a version: named itself, or within a range."""
    if version in entry.get("versions", ()):
        return True
    for span in entry.get("ranges", ()):
        if span.get("type") != "ECOSYSTEM":
            continue
        inside = False
        for event in sorted(span["events"], key=_place_of):
            place, key = _place_of(event), _order(version)
            if "introduced" in event and key >= place[0]:
                inside = True
            elif ("fixed" in event and key >= place[0]) or ("last_affected" in event and key > place[0]):
                inside = False
        if inside:
            return True
    return False


def _place_of(event: Mapping[str, str]) -> tuple[tuple[int, ...], int]:
    ((kind, version),) = event.items()
    return _order(version), 0 if kind == "introduced" else 1


def _order(version: str) -> tuple[int, ...]:
    """Return a key that orders versions as released: 2.0rc1 before 2.0, 2.0.post1 behind it."""
    match = re.match(
        r"v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[._-]?(a|b|c|rc|alpha|beta|pre|dev|post)[._-]?(\d*))?", version.lower()
    )
    if match is None:
        return (0,)
    numbers = [int(part) for part in match[2].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    rank = {"dev": -4, "a": -3, "alpha": -3, "b": -2, "beta": -2, "c": -1, "rc": -1, "pre": -1, None: 0, "post": 1}[
        match[3]
    ]
    return (int(match[1] or 0), *(numbers + [0] * 8)[:8], rank, int(match[4] or 0))
