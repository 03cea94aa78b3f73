"""The name of something to be made goes in; a copy of this process, which has the whole build in memory, makes it.

Only a pool whose workers are copies of this process (``open_pool`` with ``copies``) can do these tasks: nothing is handed
over. Any other build does the same work here, by the same functions.
"""

from __future__ import annotations

from dataclasses import dataclass

from credit import addresses, privacy
from credit.batches.writing import Written, write_new
from credit.exporters import export_dataset, public_dataset
from credit.model import ExportedFile, Problem
from credit.pages.search import plan_search
from credit.plugin.work import Work, dataset_place, pack_page, page_key
from credit.render import render_page

#: The build under way: what a copy finds when it begins.
_shared: list[Work] = []


@dataclass(frozen=True)
class Seen:
    """One page that was looked at: its address and key, what was written of it (None where it stands), and faults."""

    address: str
    key: str
    written: Written | None = None
    problems: tuple[Problem, ...] = ()


def share(work: Work) -> None:
    """Let copies of this process find the build under way."""
    _shared[:] = [work]


def export_shared(name: str) -> tuple[ExportedFile, ...]:
    """Write a dataset in every format below the staging folder."""
    (work,) = _shared
    table = work.edition.public[name]
    dataset = public_dataset(table.resource, table.cells, work.edition.package, siteurl=work.atlas.siteurl)
    return export_dataset(dataset, dataset_place(work, name))


def search_pages() -> tuple[Seen, ...]:
    """Plan the pages below /search/ and write those that do not stand as they are."""
    (work,) = _shared
    seen = []
    for planned in plan_search(work.atlas):
        page = planned.make()
        key = page_key(work, pack_page(page))
        name = addresses.output_path(planned.address)
        earlier = work.tree.earlier.get(name)
        if earlier is not None and earlier.key == key:
            seen.append(Seen(planned.address, key))
            continue
        data = render_page(work.theme, work.shell, page)
        written = write_new(str(work.tree.root), name, data)
        seen.append(Seen(planned.address, key, written, tuple(privacy.scan_attachment(name, data))))
    return tuple(seen)
