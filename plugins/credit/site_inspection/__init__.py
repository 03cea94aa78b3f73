"""Site inspection: the annual check of government sites on a built site, in the inspector's own order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from credit.site_inspection.column_limits import built_on, check_columns, date_limits, read_limits
from credit.site_inspection.document_dates import FirstVersion, check_dates, count_initial, read_first_versions
from credit.site_inspection.inspection_findings import TITLES, DateLimit, Finding, Inspection
from credit.site_inspection.inspection_report import report_json, report_lines
from credit.site_inspection.page_elements import check_elements
from credit.site_inspection.page_facts import read_page_facts
from credit.site_inspection.page_graph import HOME_FILE, check_clicks, check_links

__all__ = [
    "HOME_FILE",
    "TITLES",
    "DateLimit",
    "Finding",
    "FirstVersion",
    "Inspection",
    "inspect_site",
    "read_first_versions",
    "read_limits",
    "report_json",
    "report_lines",
]


def inspect_site(
    folder: Path, day: datetime.date, first: Mapping[str, FirstVersion] | None = None, skipped: tuple[str, ...] = ()
) -> Inspection:
    """Inspect the built site in a folder on a day; it must have a home page.

    ``first`` are the first versions of its documents, None where there is no history to compare their dates with;
    ``skipped`` says why. The same tree, day and history give the same report.
    """
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {file: read_page_facts(folder, file) for file in sorted(files) if file.endswith(".html")}
    limits = date_limits(pages, min(day, built_on(folder) or day))
    findings = [
        *check_dates(pages, first, day),
        *check_columns(pages, limits, day),
        *check_links(pages, files),
        *check_elements(pages),
        *check_clicks(pages),
    ]
    if initial := count_initial(pages, first or {}):
        skipped = (*skipped, f"有 {initial} 份文件在第一次提交里就有，是从别处搬来的，没有比较发布日期和提交的日子。")
    ordered = sorted(set(findings), key=lambda finding: finding.order)
    return Inspection(day, len(pages), tuple(ordered), limits, skipped)
