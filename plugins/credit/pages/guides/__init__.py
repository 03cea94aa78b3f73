"""The law's tables, contacts and hotlines go in; the four guides, each with a form to print, come out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from credit import addresses
from credit.pages.atlas import Atlas
from credit.pages.guides.credit_report import credit_report_guide
from credit.pages.guides.objection import objection_guide
from credit.pages.guides.repair import repair_guide
from credit.pages.guides.reporting import reporting_guide
from credit.pages.guides.shared import TITLES
from credit.pages.plan import Planned

__all__ = ["TITLES", "plan_guides"]

_GUIDES = {
    addresses.GUIDE_REPAIR: repair_guide,
    addresses.GUIDE_OBJECTION: objection_guide,
    addresses.GUIDE_REPORT: reporting_guide,
    addresses.GUIDE_CREDIT_REPORT: credit_report_guide,
}


def plan_guides(atlas: Atlas) -> Iterator[Planned]:
    """Yield every guide."""
    for address, guide in _GUIDES.items():
        yield Planned(address, partial(guide, atlas))
