"""The pages of the site: what is public on a day goes in, one frozen context for each page comes out.

Which pages there are is told by ``site``; it loads every kind of page, and a worker that makes archives wants few.
"""

from credit.pages.atlas import Atlas, make_atlas
<<<<<<< HEAD
from credit.pages.entity import plan_entities
from credit.pages.guides import plan_guides
from credit.pages.home import gone_page, home_page, not_found_page, sitemap_page
from credit.pages.large import large_page
from credit.pages.lists import plan_lists
from credit.pages.opendata import Files, plan_data
=======
>>>>>>> main
from credit.pages.plan import Planned, PlannedFile
from credit.pages.shell import make_shell

<<<<<<< HEAD
__all__ = ["Atlas", "Planned", "PlannedFile", "document_view", "make_atlas", "make_shell", "plan_pages"]


def plan_pages(atlas: Atlas, files: Files) -> Iterator[Planned]:
    """Yield every page but the documents (which go through Pelican), in a fixed order; ``files`` by dataset."""
    yield Planned(addresses.HOME, partial(home_page, atlas))
    yield from plan_lists(atlas)
    yield from plan_entities(atlas)
    yield from plan_columns(atlas)
    yield from plan_reference(atlas)
    yield from plan_data(atlas, files)
    yield from plan_guides(atlas)
    yield Planned(addresses.STATISTICS, partial(statistics_page, atlas))
    yield Planned(addresses.WITHDRAWALS, partial(withdrawals_page, atlas))
    yield Planned(addresses.LARGE, partial(large_page, atlas))
    yield Planned(addresses.SITEMAP, partial(sitemap_page, atlas))
    yield Planned(addresses.NOT_FOUND, partial(not_found_page, atlas))
    yield Planned(addresses.GONE, partial(gone_page, atlas))
=======
__all__ = ["Atlas", "Planned", "PlannedFile", "make_atlas", "make_shell"]
>>>>>>> main
