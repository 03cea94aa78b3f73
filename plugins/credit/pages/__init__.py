"""The pages of the site: what is public on a day goes in, one frozen context for each page comes out.

Which pages there are is told by ``site``; it loads every kind of page, and a worker that makes archives wants few.
"""

from credit.pages.planned_page import Planned
from credit.pages.site_context import Atlas, make_atlas
from credit.pages.site_layout import make_shell

__all__ = ["Atlas", "Planned", "make_atlas", "make_shell"]
