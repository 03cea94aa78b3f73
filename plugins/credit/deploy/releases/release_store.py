"""Release store: metadata of each release of a site, and the pin of a rollback.

A release is a folder below releases/ and a file of metadata below state/releases/, written when the folder is complete
and removed before the folder: a folder without metadata is the rest of a run that was killed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_records import PublishedRecord, records_bytes, records_path
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, parse_fields, read_state, read_state_text
from credit.model import AllowedNumber, CreditError

#: Field of a release → its key on a server's disk, where that is an older word.
_KEYS = {"mtime": "stamp"}


class PublishError(CreditError):
    """Nothing was published; the text says why and that the live site is as it was."""


@dataclass(frozen=True)
class BuiltTree:
    """A built tree with its number of files, its day, how long it is right, its records and omissions.

    ``alarms`` are faults of the program that need an alarm, though the tree is right.
    """

    tree: Path
    files: int
    as_of: str
    valid_until: str | None
    records: Mapping[str, PublishedRecord]
    warnings: tuple[str, ...]
    frozen: bool
    #: Path → SHA-256 of every file, where the builder knows them.
    digests: Mapping[str, str] | None = None
    #: Allowed numbers: they look like a person's but are none.
    allowed: tuple[AllowedNumber, ...] = ()
    alarms: tuple[str, ...] = ()
    #: Path → why, of each file that the build left out.
    withheld: Mapping[str, str] = field(default_factory=dict)
    #: Cache manifest of the build, where the tree is as the build made it: a release keeps it for its renewal.
    cache: Path | None = None


@dataclass(frozen=True)
class Release:
    """One release: its folder, its number, the sources it was made from and how long it is right.

    ``made`` is the moment of publication, ``mtime`` the second its changed files have, ``applied`` the newest accepted
    commit whose removals it has, ``assets`` its own hashed assets and ``previous`` those of the release before;
    ``reduced`` names records that were cut out of it without a build; ``frozen`` marks a demonstration, whose day stands
    still; ``held`` are the ids that waited for a second approval when it was made; ``alarms`` are those of the build;
    ``removal_day`` is a later day than ``as_of`` by which ended records were left out.
    """

    name: str
    number: int
    commit: str
    made: str
    mtime: int
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
    removal_day: str = ""


@dataclass(frozen=True)
class Pin:
    """Pin of a rollback: the number that stays live for as long as ``tip`` is the newest accepted commit."""

    number: int
    tip: str


def metadata_path(settings: ServerSettings, name: str) -> Path:
    """Return the path of a release's metadata."""
    return settings.state / "releases" / f"{name}.json"


def metadata_names(settings: ServerSettings) -> list[str]:
    """Return the names of the releases that have metadata, damaged or not, sorted."""
    paths = (settings.state / "releases").glob("*.json")
    names = (path.name.removesuffix(".json") for path in paths if not path.name.startswith("."))
    return sorted(name for name in names if not name.endswith(".records"))


def manifest_path(settings: ServerSettings, name: str) -> Path:
    """Return the path of a release's manifest."""
    return settings.state / "releases" / f"{name}.manifest"


def cache_path(settings: ServerSettings, name: str) -> Path:
    """Return the path of the cache manifest of a release: what a renewal need not make again. It may be missing."""
    return settings.state / "releases" / f"{name}.cache"


def releases(settings: ServerSettings) -> tuple[Release, ...]:
    """Return every complete release, the oldest number first, a cleaned one in the place of its original.

    One whose metadata are damaged is none; ``damaged_files`` names it.
    """
    found: dict[int, Release] = {}
    live = live_name(settings)
    for name in metadata_names(settings):
        release = None
        with suppress(StateError):
            release = read_metadata(settings, name)
        if release is None or not (settings.releases / release.name).is_dir():
            continue
        other = found.get(release.number)
        # Of the live number the live folder counts: a newer folder of that number was never switched to.
        if (
            other is None
            or release.name == live
            or (other.name != live and revision_number(other.name) < revision_number(release.name))
        ):
            found[release.number] = release
    return tuple(found[number] for number in sorted(found))


def revision_number(name: str) -> int:
    """Return how often a release was cleaned or renewed: ``12.3`` is the third time."""
    return int(name.partition(".")[2] or 0)


def next_name(settings: ServerSettings, number: int) -> str:
    """Return the folder of the next revision of a number."""
    taken = [path.name for path in settings.releases.iterdir() if path.name.partition(".")[0] == str(number)]
    return f"{number}.{max(map(revision_number, taken)) + 1}" if taken else str(number)


def live_release(settings: ServerSettings) -> Release | None:
    """Return the release that is served, or None where nothing was ever published.

    Raises StateError where its metadata are damaged; a run rebuilds them before anything else.
    """
    name = live_name(settings)
    return read_metadata(settings, name) if name else None


def read_metadata(settings: ServerSettings, name: str) -> Release | None:
    """Return the metadata of a release, None where there are none; raises StateError where they are damaged."""
    path = metadata_path(settings, name)
    release = read_state(path, lambda raw: parse_fields(Release, raw, _KEYS))
    if release is not None and release.name != name:
        raise StateError(path, f"写着版本 {release.name}，与文件名不符")
    return release


def live_name(settings: ServerSettings) -> str:
    """Return the name of the folder that is served, or an empty string."""
    return settings.current.readlink().name if settings.current.is_symlink() else ""


def read_manifest(settings: ServerSettings, name: str) -> dict[str, str]:
    """Return path → SHA-256 of the built files of a release, without compressed copies and older assets.

    Raises StateError where the file is missing or damaged.
    """
    path = manifest_path(settings, name)
    text = read_state_text(path)
    if not text:
        raise StateError(path, "不见了" if text is None else "是空的")
    lines = text.split("\n")
    # The last line ends too: of a file that was cut off it does not.
    if lines.pop() or any(line[64:66] != "  " for line in lines):
        raise StateError(path, "读不懂，内容已经损坏")
    return {line[66:]: line[:64] for line in lines}


def write_metadata(settings: ServerSettings, disk: FileSystem, release: Release) -> None:
    """Write the metadata of a release, anew where one fact of it changed."""
    raw = {_KEYS.get(name, name): value for name, value in asdict(release).items() if name != "removal_day" or value}
    text = json.dumps(raw, ensure_ascii=False, indent=1) + "\n"
    disk.replace_file(metadata_path(settings, release.name), text.encode())


def write_manifest(settings: ServerSettings, disk: FileSystem, name: str, manifest: Mapping[str, str]) -> None:
    """Write the manifest of a release."""
    lines = "".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest))
    disk.replace_file(manifest_path(settings, name), lines.encode())


def write_contents(
    settings: ServerSettings,
    disk: FileSystem,
    name: str,
    manifest: Mapping[str, str],
    records: Mapping[str, PublishedRecord],
) -> None:
    """Write manifest and records of a release; before its metadata."""
    write_manifest(settings, disk, name, manifest)
    disk.replace_file(records_path(settings, name), records_bytes(records))


def add_release(
    settings: ServerSettings,
    disk: FileSystem,
    release: Release,
    manifest: Mapping[str, str],
    records: Mapping[str, PublishedRecord],
    cache: Path | None = None,
) -> Release:
    """Write manifest, records and metadata of a release whose folder is complete; from here on it is one.

    ``cache`` is the cache manifest of its build, if it is as the build made it.
    """
    write_contents(settings, disk, release.name, manifest, records)
    disk.remove(cache_path(settings, release.name))
    if cache is not None:
        disk.link(cache, cache_path(settings, release.name))
    write_metadata(settings, disk, release)
    return release


def drop_release(settings: ServerSettings, disk: FileSystem, name: str) -> None:
    """Remove a release: its metadata first, so that a remaining folder counts as the rest of a killed run."""
    disk.remove(metadata_path(settings, name))
    disk.remove_tree(settings.releases / name)
    for ending in ("manifest", "records.json", "cache"):
        disk.remove(settings.state / "releases" / f"{name}.{ending}")


def tree_digest(manifest: Mapping[str, str]) -> str:
    """Return one SHA-256 over paths and digests."""
    return hashlib.sha256("".join(f"{manifest[path]}  {path}\n" for path in sorted(manifest)).encode()).hexdigest()


def read_pin(settings: ServerSettings) -> Pin | None:
    """Return the pin of a rollback, or None; raises StateError where it is damaged."""
    return read_state(settings.state / "pin.json", lambda raw: parse_fields(Pin, raw))


def write_pin(settings: ServerSettings, disk: FileSystem, pin: Pin) -> None:
    """Pin a number; done before the switch, so that a killed rollback is either done or as if never begun."""
    disk.replace_file(settings.state / "pin.json", (json.dumps(asdict(pin)) + "\n").encode())


def drop_pin(settings: ServerSettings, disk: FileSystem) -> None:
    """Remove the pin, so that the newest accepted commit can be live again."""
    disk.remove(settings.state / "pin.json")
