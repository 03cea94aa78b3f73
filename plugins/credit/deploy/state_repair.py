"""State repair: rebuilds damaged state files from releases, repository and audit log, at the start of each run.

No state file is needed to take a record off the site. Those of the live release are rebuilt from its tree, and the run
then makes it anew; a kept release whose files are damaged goes.
"""

from __future__ import annotations

import csv
import datetime
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from credit import clock, urls
from credit.build.staging_folders import remove_rests
from credit.deploy import audit_log
from credit.deploy.filesystem import FileSystem
from credit.deploy.git_locks import remove_stale_locks
from credit.deploy.pushes.push_journal import mend_held
from credit.deploy.pushes.unlogged_commits import log_unlogged_commits
from credit.deploy.releases.hardlink_mirror import invalidate_mirror
from credit.deploy.releases.publication_failure import clear_failure, read_failure
from credit.deploy.releases.release_assembly import ENDINGS, asset_names, files_below, sha256_of
from credit.deploy.releases.release_faults import damaged_files
from credit.deploy.releases.release_records import PublishedRecord, read_records
from credit.deploy.releases.release_store import (
    Pin,
    Release,
    add_release,
    drop_pin,
    drop_release,
    live_name,
    metadata_names,
    metadata_path,
    read_manifest,
    read_metadata,
    read_pin,
    releases,
    tree_digest,
    write_pin,
)
from credit.deploy.server_settings import ServerSettings
from credit.deploy.state_files import StateError, clear_misplaced, read_state, remove_any
from credit.deploy.unpublished_rows import find_unapproved
from credit.file_faults import describe_error
from credit.identifiers import NATURAL_PERSON
from credit.model import split_names

#: Folders below state/ that one run makes: rows of a commit, those of the newest one, trees that are cut.
WORK_FOLDERS = ("work", "newest", "reduced", "withheld", "renewal")

#: Beginning of the names of the validation's folders.
PUSH_FOLDER = "credit-push-"

#: Seconds without a change after which a push is dead: validation takes two minutes at most.
PUSH_TIMEOUT = 3600


def repair_for_push(settings: ServerSettings) -> tuple[str, ...]:
    """Mend what a hook reads and writes; return a sentence for each damaged file."""
    return (
        *clear_misplaced(settings),
        *remove_stale_locks(settings.repo),
        *audit_log.set_aside_unusable(settings),
        *mend_held(settings, find_unapproved(settings)),
        *log_unlogged_commits(settings),
    )


def repair_state(settings: ServerSettings, disk: FileSystem) -> tuple[str, ...]:
    """Rebuild every damaged state file, or drop the release that it describes; return a sentence for each.

    Runs under the deploy lock.
    """
    found = [*repair_for_push(settings)]
    live = live_name(settings)
    if live and not (settings.releases / live).is_dir():
        # The folder itself is lost: whatever describes it leads nowhere.
        disk.remove(settings.current)
        found.append(f"正在使用的版本 {live} 的文件夹 {settings.releases / live} 不见了，重新生成。")
        live = ""
    for name in metadata_names(settings):
        faults = [str(fault) for fault in damaged_files(settings, [name])] if name != live else []
        if faults and (settings.releases / name).is_dir():
            found.append(f"{faults[0]}版本 {name} 已经删去。")
        if faults:
            drop_release(settings, disk, name)
    faults = [str(fault) for fault in damaged_files(settings, [live])] if live else []
    if faults:
        rebuild_live(settings, disk, live)
        found.append(f"{faults[0]}已从版本 {live} 的文件重建，随即重新生成网站。")
    return (*found, *_repair_pin(settings, disk), *_repair_failure(settings, disk))


def rebuild_live(settings: ServerSettings, disk: FileSystem, name: str) -> Release:
    """Write manifest, records and metadata of the live release anew from its tree; what is still sound stays.

    The result is never current: the run makes the release again from the repository. Records that are read back from a
    tree change on the day after its last one, because their own days are not in it.
    """
    folder = settings.releases / name
    known = None
    with suppress(StateError):
        known = read_metadata(settings, name)
    try:
        manifest = read_manifest(settings, name)
    except StateError:
        older = (
            {f"assets/{asset}" for asset in known.previous} - {f"assets/{asset}" for asset in known.assets}
            if known
            else set()
        )
        paths = {path: file for path, file, _ in files_below(folder)}
        own = {
            path for path in paths.keys() - older if not (path.endswith(ENDINGS) and path.rpartition(".")[0] in paths)
        }
        manifest = {path: sha256_of(paths[path]) for path in own}
    release = known or _read_release(settings, name)
    try:
        records = read_records(settings, name)
    except StateError:
        records = _read_tree_records(folder, release.valid_until)
    release = replace(
        release, applied="", tree=tree_digest(manifest), files=len(manifest), assets=asset_names(manifest)
    )
    invalidate_mirror(settings, disk)
    disk.remove(metadata_path(settings, name))
    return add_release(settings, disk, release, manifest, records)


def _read_release(settings: ServerSettings, name: str) -> Release:
    """Return the metadata of a release as far as its tree tells them."""
    folder = settings.releases / name
    stated = _read_json(folder / urls.VERSION.lstrip("/"))
    package = _read_json(folder / "data" / "datapackage.json").get("credit", {})
    days = [_day(stated.get(key)) for key in ("as_of", "valid_until")]
    mtime = max(int(stat.st_mtime) for _, _, stat in files_below(folder))
    made = datetime.datetime.fromtimestamp(settings.current.lstat().st_mtime, clock.SHANGHAI)
    as_of = days[0] or made.date().isoformat()
    number = int(name.partition(".")[0])
    is_frozen = bool(isinstance(package, dict) and package.get("demonstration"))
    return Release(
        name, number, "", made.isoformat(timespec="seconds"), mtime, as_of, days[1], "", "", 0, frozen=is_frozen
    )


def _read_tree_records(folder: Path, valid_until: str | None) -> dict[str, PublishedRecord]:
    """Return the records that the open data of a tree show, and the addresses of its documents."""
    until = datetime.date.fromisoformat(valid_until) + datetime.timedelta(days=1) if valid_until else ""
    records = {}
    for path in sorted((folder / "data").glob("*/*.csv")):
        with suppress(OSError, ValueError, csv.Error):
            rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
            for row in rows:
                # Each list has its states, and may have another column than ``name``: then the id alone leads to its files.
                if row.get("record_id") and ("state" in row or "name" in row):
                    name = row.get("name") or ""
                    name = name if name != NATURAL_PERSON else ""
                    names = (name, *split_names(row.get("former_names") or ""), row.get("unified_code") or "")
                    records[row["record_id"]] = PublishedRecord(tuple(filter(None, names)), "", str(until))
    for kind, column in urls.COLUMNS.items():
        for path in sorted((folder / column).glob("*/index.html")):
            records[urls.document_address(kind, path.parent.name)] = PublishedRecord((), "", str(until))
    return records


def _read_json(path: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        raw = json.loads(path.read_bytes())
        return raw if isinstance(raw, dict) else {}
    return {}


def _day(value: object) -> str | None:
    with suppress(ValueError, TypeError):
        return datetime.date.fromisoformat(str(value)).isoformat()
    return None


def _repair_pin(settings: ServerSettings, disk: FileSystem) -> list[str]:
    """Restore a pin that is lost from the last status; else the newest commit goes live."""
    try:
        if read_pin(settings) is not None:
            return []
        fault = ""
    except StateError as error:
        fault = f"{error}"
    stated = None
    with suppress(StateError):
        stated = read_state(
            settings.status_file, lambda raw: Pin(int(raw["live"]), str(raw["newest"])) if raw["pinned"] else None
        )
    release = None
    with suppress(StateError):
        release = read_metadata(settings, live_name(settings)) if live_name(settings) else None
    if stated is not None and release is not None and release.number == stated.number and release.commit != stated.tip:
        write_pin(settings, disk, stated)
        return [f"{fault}已从 {settings.status_file} 重建，仍然使用退回的版本。"] if fault else []
    if fault:
        drop_pin(settings, disk)
        return [f"{fault}已经删去，网站使用最新的提交。"]
    return []


def _repair_failure(settings: ServerSettings, disk: FileSystem) -> list[str]:
    try:
        read_failure(settings)
    except StateError as error:
        clear_failure(settings, disk)
        return [f"{error}已经删去。"]
    return []


def remove_leftovers(settings: ServerSettings, disk: FileSystem) -> tuple[str, ...]:
    """Remove the remains of a killed run: folders without metadata, metadata without a folder, temporary files.

    Returns a sentence for each that cannot be removed: a folder of somebody else must keep nobody listed.
    """
    faults: list[str] = []

    def clear(path: Path, remove: Callable[[], None]) -> None:
        try:
            remove()
        except OSError as error:
            faults.append(f"{path} 是中断的运行留下的，删不掉：{describe_error(error)}。发布照常进行，请手工删去它。")

    metadata = settings.state / "releases"
    live = live_name(settings)
    complete = set(metadata_names(settings))
    for folder in settings.releases.iterdir():
        if folder.name != live and folder.name not in complete:
            clear(folder, partial(disk.remove_tree, folder))
    for path in metadata.iterdir():
        name = path.name.removesuffix(".json").removesuffix(".records").removesuffix(".manifest").removesuffix(".cache")
        if path.name.startswith(".") or not (settings.releases / name).is_dir():
            clear(path, partial(disk.remove, path))
    # Of a renewed release the older folder is removed; a kill between the two steps left both.
    newest = {release.name for release in releases(settings)} | {live}
    for name in sorted(complete - newest):
        clear(settings.releases / name, partial(drop_release, settings, disk, name))
    for folder in (settings.site, settings.state, settings.etc, settings.proof, settings.proof / "keys"):
        if folder.is_dir():
            for path in folder.glob(".*.new"):
                clear(path, partial(disk.remove, path))
    return tuple(faults)


def remove_work_folders(settings: ServerSettings) -> None:
    """Remove the folders of a run that hold rows and pages: none is needed after it."""
    folders = [settings.state / name for name in WORK_FOLDERS]
    # Of a run that was killed while it removed one: renamed first (``FileSystem.remove_tree``).
    folders += [path for place in (settings.state, settings.state / "build") for path in place.glob(".gone-*")]
    for folder in folders:
        with suppress(OSError):
            remove_any(folder)
    # Of a killed build. The lock of the run is held, so none is running.
    with suppress(OSError):
        remove_rests(settings.state / "build" / "site")


def remove_dead_pushes(settings: ServerSettings) -> None:
    """Remove what killed pushes left: extracted commits, and objects that git never took out of quarantine."""
    places = [
        *(settings.state / "validation").glob(f"{PUSH_FOLDER}*"),
        # Of killed upgrades: two whole sites.
        *settings.state.glob("upgrade-*"),
        # Of earlier versions.
        *Path(tempfile.gettempdir()).glob("credit-push-*"),
        *(settings.repo / "objects").glob("tmp_objdir-incoming-*"),
        *(settings.repo / "objects").glob("incoming-*"),
    ]
    for place in places:
        with suppress(OSError):
            if place.stat().st_uid == os.getuid() and time.time() - _last_change(place) > PUSH_TIMEOUT:
                shutil.rmtree(place, ignore_errors=True)


def _last_change(folder: Path) -> float:
    """Return the latest modification of a folder or of a file below it: a slow push still writes."""
    return max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
