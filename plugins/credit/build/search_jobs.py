"""Search jobs: write the search index, and the pages to look names up without a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from credit import urls
from credit.build.build_state import Build, pack
from credit.build.output_tree import Entry
from credit.build.page_jobs import keyed_pages, page_jobs
from credit.build.workers.jobs import Job, JobResult, WrittenFile
from credit.build.workers.page_tasks import IndexTask, index_names, render_file
from credit.model import Problem
from credit.pages import PlannedPage
from credit.pages.search_pages import plan_by
from credit.search import KEY_DIGITS, PARTS, PLAIN_LIMIT


def prepare_search(build: Build) -> None:
    """Make the search source where any file needs it: forked workers inherit what is made before their start."""
    if not (_stand(_index(build), build.search_key) and _stand(_lookup(build), build.lookup_key)):
        build.search  # noqa: B018 - computed once and cached


def index_jobs(build: Build) -> Iterator[Job]:
    """Yield jobs for the search index, unless nothing in it has changed."""
    standing = _index(build)
    if _take_over(build, standing, build.search_key):
        return
    path = build.folder / "entries"
    path.write_bytes(pack(build.search))
    # A list that is not sharded comes with the first part.
    is_sharded = max(len(build.search.entities), len(build.search.papers)) > PLAIN_LIMIT
    # Each job prepares all names once more, and there are pages enough for the other half of the workers.
    count = min(max(1, build.workers // 2), PARTS) if is_sharded else 1
    held = {name: (entry.sha256, entry.key[-KEY_DIGITS:]) for name, entry in standing.items()}
    for first in range(count):
        parts = tuple(range(first, PARTS, count))
        yield Job(
            index_names, IndexTask(str(path), parts, str(build.tree.root), build.search_key, build.key_of(), held)
        )


def lookup_jobs(build: Build) -> Iterator[Job]:
    """Yield jobs for the lookup pages of names, unless nothing in them has changed."""
    if _take_over(build, _lookup(build), build.lookup_key):
        return
    if build.forked:
        # All the rows are needed to plan them, and a forked worker has them. In one job: each would read all names again.
        yield Job(write_lookup_pages, build.lookup_key, needs_build=True)
    else:
        yield from page_jobs(build, _planned(build), build.lookup_key)


def write_lookup_pages(common: str, build: Build) -> JobResult:
    """Plan the lookup pages of names and write those that changed; ``common`` is the begin of their keys."""
    written: list[WrittenFile] = []
    kept: list[tuple[str, str]] = []
    problems: list[Problem] = []
    target, allowed = str(build.tree.root), build.edition.package.allowed_numbers
    for item in keyed_pages(build, _planned(build), common):
        name = urls.output_path(item.address)
        if build.tree.stands((name,), item.key, item.own):
            kept.append((name, item.key))
            continue
        file, found = render_file(build.theme, build.layout, item.page, target, name, item.key, allowed)
        written.append(file)
        problems += found
    return JobResult(tuple(written), tuple(kept), tuple(problems))


def _planned(build: Build) -> Iterator[PlannedPage]:
    return plan_by(build.site_context, build.search.entities, build.search.name_places)


def _stand(standing: Mapping[str, Entry], begin: str) -> bool:
    """Return whether there are files and the key of each begins so."""
    return bool(standing) and all(entry.key.startswith(begin) for entry in standing.values())


def _take_over(build: Build, standing: Mapping[str, Entry], begin: str) -> bool:
    """Take over all of these files of the output if the key of each begins so; return whether they were."""
    if not _stand(standing, begin):
        return False
    build.tree.entries.update(standing)
    return True


def _index(build: Build) -> dict[str, Entry]:
    return _standing(build, urls.search_index_address(""))


def _lookup(build: Build) -> dict[str, Entry]:
    return _standing(build, urls.SEARCH_BY)


def _standing(build: Build, address: str) -> dict[str, Entry]:
    """Return the files below an address that the output has."""
    room = address.lstrip("/")
    return {name: entry for name, entry in build.tree.earlier.items() if name.startswith(room)}
