"""Guides: four pages with steps, contacts and a form to print."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit import urls
from credit.pages.guides.credit_report import credit_report_guide
from credit.pages.guides.guide_parts import TITLES
from credit.pages.guides.misconduct_report import reporting_guide
from credit.pages.guides.objection import objection_guide
from credit.pages.guides.repair import repair_guide
from credit.pages.planned_page import PlannedPage
from credit.pages.site_context import SiteContext

__all__ = ["TITLES", "plan_guides"]

_GUIDES = {
    urls.GUIDE_REPAIR: repair_guide,
    urls.GUIDE_OBJECTION: objection_guide,
    urls.GUIDE_REPORT: reporting_guide,
    urls.GUIDE_CREDIT_REPORT: credit_report_guide,
}


def plan_guides(site_context: SiteContext) -> Iterator[PlannedPage]:
    """Yield every guide."""
    for address, guide in _GUIDES.items():
        yield PlannedPage(address, partial(guide, site_context))
