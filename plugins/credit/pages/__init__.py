"""The pages of the site: what is public on a day goes in, one frozen context for each page comes out.

Which pages there are is told by ``site``; it loads every kind of page, and a worker that makes archives wants few.
"""

from credit.pages.planned_page import PlannedPage
from credit.pages.site_context import SiteContext, make_site_context
from credit.pages.site_layout import make_layout

__all__ = [
    "PlannedPage",
    "SiteContext",
    "make_layout",
    "make_site_context",
]
