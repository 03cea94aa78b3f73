"""Joint decisions: a cell of several departments or reasons is words everywhere, never keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit import gate
from credit.exporters import PublishedData
from credit.feeds import site_feeds
from credit.gate import Edition
from credit.pages import SiteContext, make_site_context
from credit.pages.dated_sentences import text_of
from credit.pages.entity import archive_json, subject_of
from credit.pages.entity.listings import listings_of
from credit.search import REASONS, cell_labels, entity_entries, short_hash
from tests.gate.test_gate import BLACK, FILES, FIRM, write_site

BOTH, FAULTS = "示例商务局、示例税务局", "虚假宣传、拖欠货款"


@pytest.fixture
def joint(tmp_path: Path) -> Edition:
    """A site whose first black record is of two departments, for two kinds of behaviour."""
    heading, first, *others = BLACK.splitlines()
    black = [f"{heading},behaviour", f"{first.replace('office', 'office;tax')},advertising;debt"]
    root = write_site(
        tmp_path,
        FILES
        | {
            "black-list": "\n".join([*black, *(f"{row},debt" for row in others)]) + "\n",
            "departments": "id,name\noffice,示例商务局\ntax,示例税务局\n",
            "dishonesty-scope": "id,title\nadvertising,虚假宣传\ndebt,拖欠货款\n",
        },
    )
    path = root / "data" / "black-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    del schema["foreignKeys"]
    for field in schema["fields"]:
        if field["name"] in ("authority", "behaviour"):
            field["credit"] = {"references": "departments" if field["name"] == "authority" else "dishonesty-scope"}
    path.write_text(json.dumps(schema), encoding="utf-8")
    return gate.validate(root)


@pytest.fixture
def site_context(joint: Edition) -> SiteContext:
    return make_site_context(joint, "https://credit.example")


def test_archive_names_all_departments_and_reasons(site_context: SiteContext) -> None:
    """In the sentence, the verdict's reason and the file."""
    subject = subject_of(site_context, FIRM)
    (listing,) = listings_of(site_context, subject)
    assert text_of(listing.sentence).startswith(f"{BOTH}于2026-04-10认定存在“{FAULTS}”，")
    assert listing.reason == FAULTS
    (record,) = json.loads(archive_json(site_context, subject))["records"]["black-list"]
    assert record["authority_title"] == BOTH


def test_feed_names_all_departments(joint: Edition) -> None:
    data = dict(site_feeds(PublishedData(joint, "")))["/feeds/black-list.atom"].decode()
    assert f"认定部门：{BOTH}；" in data
    assert "office" not in data


def test_search_result_names_all_departments_and_reasons(joint: Edition, site_context: SiteContext) -> None:
    """The short names of its cells are in the tables of the index; single keys keep theirs."""
    (fact,) = (entry.facts for entry in entity_entries(joint) if entry.key == FIRM)
    authorities = cell_labels(joint, "authority", site_context.labels["departments"])
    reasons = cell_labels(joint, "behaviour", site_context.labels[REASONS["behaviour"]])
    assert {short_hash(key): words for key, words in authorities.items()}[fact[13:16]] == BOTH
    assert {short_hash(key): words for key, words in reasons.items()}[fact[16:19]] == FAULTS
    assert authorities.keys() == {"office", "tax", "office;tax"}
