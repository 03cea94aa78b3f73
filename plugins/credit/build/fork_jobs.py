"""Fork jobs: tasks of workers that were forked from this process and share the build in its memory.

Only a pool whose workers are forks of this process (``open_pool`` with ``copies``) can run these tasks: no data is
passed. Any other build does the same work here, by the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from credit import privacy, urls
from credit.build.build_state import BuildState, dataset_place, pack, page_key
from credit.build.workers.file_writer import Written, write_new
from credit.build.workers.page_tasks import SearchSource
from credit.derived_columns import append_derived
from credit.exporters import export_dataset, public_dataset
from credit.model import ExportedFile, Problem
from credit.pages.search_pages import plan_by
from credit.render import render_page

#: The build under way, which a forked worker inherits.
_shared: list[tuple[BuildState, SearchSource]] = []


@dataclass(frozen=True)
class FinishedPage:
    """One finished page: its address, its cache key and the page's own part of the key, and the file written.

    ``written`` is None where the page has not changed; ``problems`` are numbers of persons in the written file.
    """

    address: str
    key: str
    own: str
    written: Written | None = None
    problems: tuple[Problem, ...] = ()


def share(work: BuildState, found: SearchSource) -> None:
    """Set the build that forked workers inherit."""
    _shared[:] = [(work, found)]


def export_shared(name: str) -> tuple[ExportedFile, ...]:
    """Write a dataset in every format below the staging folder."""
    ((work, _),) = _shared
    table = append_derived(work.edition.public[name])
    dataset = public_dataset(table.resource, table.cells, work.edition.package, siteurl=work.site_context.siteurl)
    return export_dataset(dataset, dataset_place(work, name))


def pages_by_hand(common: str) -> tuple[FinishedPage, ...]:
    """Plan the lookup pages of names and write those that changed; ``common`` begins the key of each."""
    ((work, found),) = _shared
    seen = []
    for planned in plan_by(work.site_context, found.entities, frozenset(found.places)):
        page = planned.make()
        own = page_key(work, pack(page))[len(common) :]
        key = common + own
        name = urls.output_path(planned.address)
        earlier = work.tree.earlier.get(name)
        if earlier is not None and len(earlier.key) == len(key) and earlier.key.endswith(own):
            seen.append(FinishedPage(planned.address, key, own))
            continue
        data = render_page(work.theme, work.layout, page)
        written = write_new(str(work.tree.root), name, data)
        problems = privacy.scan_attachment(name, data, work.edition.package.allowed_numbers)
        seen.append(FinishedPage(planned.address, key, own, written, problems))
    return tuple(seen)
