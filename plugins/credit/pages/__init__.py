"""Page contexts: one frozen view model for each page of the site.

``page_list`` lists the pages. It imports every page type; a worker that renders entity pages needs only a few.
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
