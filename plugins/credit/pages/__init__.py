"""Page contexts: one frozen view model for each page of the site.

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
