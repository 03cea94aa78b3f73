"""Release store: one note for each release of a site, and the pin of a rollback.

A release is a folder below releases/ and a note below state/releases/. The note is written when the folder is complete
and removed before the folder: a folder without a note is the rest of a run that was killed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from credit import history
from credit.deploy.config import ServerSettings
from credit.deploy.filesystem import FileSystem
from credit.model import AllowedNumber, CreditError


class PublishError(CreditError):
    """Nothing was published; the text says why and that the live site is as it was."""


@dataclass(frozen=True)
class Record:
    """One listing as a release shows it.

    ``words`` are the names and the code that lead to its subject, ``mark`` its state as published, ``until`` the day
    on which state or mark change by themselves (ISO, or empty); ``subjects`` are the ids of the records that a
    document names, and leaves with.
    """

    words: tuple[str, ...]
    mark: str
    until: str = ""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Built:
    """A built tree with its number of files, its day, how long it is right, its records and omissions.

    ``alarms`` are faults of the program that need an alarm, though the tree is right.
    """

    tree: Path
    files: int
    as_of: str
    valid_until: str | None
    records: Mapping[str, Record]
    warnings: tuple[str, ...]
    frozen: bool
    #: Path → SHA-256 of every file, where the builder knows them.
    digests: Mapping[str, str] | None = None
    #: Allowed numbers: they look like a person's but are none.
    allowed: tuple[AllowedNumber, ...] = ()
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """One release: its folder, its number, the sources it was made from and how long it is right.

    ``made`` is the moment of publication, ``stamp`` the second its changed files bear, ``applied`` the newest accepted
    commit whose removals it has, ``assets`` its own hashed assets and ``previous`` those of the release before;
    ``reduced`` names records that were cut out of it without a build; ``frozen`` marks a demonstration, whose day stands
    still; ``held`` are the ids that waited for a second approval when it was made; ``alarms`` are those of the build.
    """

    name: str
    number: int
    commit: str
    made: str
    stamp: int
    as_of: str
    valid_until: str | None
    applied: str
    tree: str
    files: int
    assets: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    reduced: tuple[str, ...] = ()
    frozen: bool = False
    held: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pin:
    """Pin of a rollback: the number that stays live for as long as ``tip`` is the newest accepted commit."""

    number: int
    tip: str


def note_path(settings: ServerSettings, name: str) -> Path:
    """Return the path of a release's note."""
    return settings.state / "releases" / f"{name}.json"


def releases(settings: ServerSettings) -> tuple[Release, ...]:
    """Return every complete release, the oldest number first, a cleaned one in the place of its original."""
    found: dict[int, Release] = {}
    live = live_name(settings)
    for path in (settings.state / "releases").glob("*.json"):
        if path.name.count(".") > 2 or path.name.endswith(".records.json"):
            continue
        release = _parse(json.loads(path.read_text(encoding="utf-8")))
        if not (settings.releases / release.name).is_dir():
            continue
        other = found.get(release.number)
        # Of the live number the live folder counts: a newer folder of that number was never switched to.
        if (
            other is None
            or release.name == live
            or (other.name != live and revision_of(other.name) < revision_of(release.name))
        ):
            found[release.number] = release
    return tuple(found[number] for number in sorted(found))


def revision_of(name: str) -> int:
    """Return how often a release was cleaned or renewed: ``12.3`` is the third time."""
    return int(name.partition(".")[2] or 0)


def next_name(settings: ServerSettings, number: int) -> str:
    """Return the folder of the next revision of a number."""
    taken = [path.name for path in settings.releases.iterdir() if path.name.partition(".")[0] == str(number)]
    return f"{number}.{max(map(revision_of, taken)) + 1}" if taken else str(number)


def live_release(settings: ServerSettings) -> Release | None:
    """Return the release that is served, or None where nothing was ever published."""
    try:
        name = settings.current.readlink().name
        return _parse(json.loads(note_path(settings, name).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def live_name(settings: ServerSettings) -> str:
    """Return the name of the folder that is served, or an empty string."""
    return settings.current.readlink().name if settings.current.is_symlink() else ""


def read_records(settings: ServerSettings, name: str) -> dict[str, Record]:
    """Return the listings a release shows, by record id."""
    path = settings.state / "releases" / f"{name}.records.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    # The fourth part is younger than some releases.
    return {
        key: Record(tuple(words), mark, until, tuple(subjects[0]) if subjects else ())
        for key, (words, mark, until, *subjects) in raw.items()
    }


def read_manifest(settings: ServerSettings, name: str) -> dict[str, str]:
    """Return path → SHA-256 of the built files of a release, without compressed copies and older assets."""
    text = (settings.state / "releases" / f"{name}.manifest").read_text(encoding="utf-8")
    return {line[66:]: line[:64] for line in text.splitlines()}


def write_note(settings: ServerSettings, disk: FileSystem, release: Release) -> None:
    """Write the note of a release, anew where one fact of it changed."""
    disk.put(
        note_path(settings, release.name), (json.dumps(asdict(release), ensure_ascii=False, indent=1) + "\n").encode()
    )


def write_manifest(settings: ServerSettings, disk: FileSystem, name: str, manifest: Mapping[str, str]) -> None:
    """Write the manifest of a release."""
    lines = "".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest))
    disk.put(settings.state / "releases" / f"{name}.manifest", lines.encode())


def write_contents(
    settings: ServerSettings, disk: FileSystem, name: str, manifest: Mapping[str, str], records: Mapping[str, Record]
) -> None:
    """Write manifest and records of a release; before its note."""
    write_manifest(settings, disk, name, manifest)
    raw = {
        key: [
            list(record.words),
            record.mark,
            record.until,
            *([list(record.subjects)] if record.subjects else []),
        ]
        for key, record in sorted(records.items())
    }
    disk.put(settings.state / "releases" / f"{name}.records.json", json.dumps(raw, ensure_ascii=False).encode())


def add_release(
    settings: ServerSettings,
    disk: FileSystem,
    release: Release,
    manifest: Mapping[str, str],
    records: Mapping[str, Record],
) -> Release:
    """Write manifest, records and note of a release whose folder is complete; from here on it is one."""
    write_contents(settings, disk, release.name, manifest, records)
    write_note(settings, disk, release)
    return release


def drop_release(settings: ServerSettings, disk: FileSystem, name: str) -> None:
    """Remove a release: its note first, so that a remaining folder counts as the rest of a killed run."""
    disk.remove(note_path(settings, name))
    disk.remove_tree(settings.releases / name)
    for ending in ("manifest", "records.json"):
        disk.remove(settings.state / "releases" / f"{name}.{ending}")


def tree_digest(manifest: Mapping[str, str]) -> str:
    """Return one SHA-256 over paths and digests."""
    return hashlib.sha256("".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest)).encode()).hexdigest()


def resolve(settings: ServerSettings, revision: str) -> str:
    """Return the full name of a commit; raises HistoryError where there is none."""
    name = f"{revision}^{{commit}}"
    return history.git(settings.repo, "rev-parse", "--verify", "--quiet", "--end-of-options", name).decode().strip()


def read_pin(settings: ServerSettings) -> Pin | None:
    """Return the pin of a rollback, or None."""
    try:
        raw = json.loads((settings.state / "pin.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Pin(int(raw["number"]), str(raw["tip"]))


def write_pin(settings: ServerSettings, disk: FileSystem, pin: Pin) -> None:
    """Pin a number; done before the switch, so that a killed rollback is either done or as if never begun."""
    disk.put(settings.state / "pin.json", (json.dumps(asdict(pin)) + "\n").encode())


def drop_pin(settings: ServerSettings, disk: FileSystem) -> None:
    """Remove the pin, so that the newest accepted commit can be live again."""
    disk.remove(settings.state / "pin.json")


def read_held_ids(settings: ServerSettings) -> frozenset[str]:
    """Return the record ids that wait for a second approval."""
    try:
        return frozenset(settings.held.read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()


def sweep(settings: ServerSettings, disk: FileSystem) -> None:
    """Remove the remains of a killed run: folders without a note, notes without a folder, temporary files."""
    notes = settings.state / "releases"
    live = live_name(settings)
    whole = {
        item.name.removesuffix(".json") for item in notes.glob("*.json") if not item.name.endswith(".records.json")
    }
    for folder in settings.releases.iterdir():
        if folder.name != live and folder.name not in whole:
            disk.remove_tree(folder)
    for path in notes.iterdir():
        name = path.name.removesuffix(".json").removesuffix(".records").removesuffix(".manifest")
        if path.name.startswith(".") or not (settings.releases / name).is_dir():
            disk.remove(path)
    # Of a renewed release the older folder is removed; a kill between the two steps left both.
    newest = {release.name for release in releases(settings)} | {live}
    for name in sorted(whole - newest):
        drop_release(settings, disk, name)
    for folder in (settings.site, settings.state, settings.etc):
        if folder.is_dir():
            for path in folder.glob(".*.new"):
                disk.remove(path)


def _parse(raw: Mapping[str, Any]) -> Release:
    known = {field.name for field in fields(Release)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in raw.items() if key in known
    }
    return Release(**values)
