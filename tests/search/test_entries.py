"""What a search result says of a listing and of a policy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from credit import gate
from credit.pages.search_pages import STATUS
from credit.search import entity_entries, paper_entries
from tests.gate.test_gate import FILES, FIRM, OTHER, SHOP, write_site
from tests.support.demonstration_edition import demonstration


@pytest.fixture
def facts(tmp_path: Path) -> dict[str, str]:
    """Code → facts of its listings, of a small site."""
    edition = gate.validate(write_site(tmp_path, FILES))
    return {entry.key: entry.facts for entry in entity_entries(edition)}


def test_a_result_says_of_a_record_its_own_degree(facts: dict[str, str]) -> None:
    """No list lends a record its own word; a red listing has no degree."""
    assert {FIRM: "在列，程度：一般", SHOP: "在列，程度：严重", OTHER: "在列"} == {
        code: STATUS[fact[3]] for code, fact in facts.items()
    }


def test_a_listing_of_any_degree_is_listed_now(tmp_path: Path) -> None:
    """It comes before what is only registered or announced; a record of no stated degree says so."""
    black = FILES["black-list"].replace("2026-04-10,一般", "2026-03-10,")
    edition = gate.validate(write_site(tmp_path, FILES | {"black-list": black}))
    entries = {entry.key: entry for entry in entity_entries(edition)}
    assert (True, "在列，程度：未注明") == (entries[FIRM].listed, STATUS[entries[FIRM].facts[3]])


@pytest.mark.parametrize(
    ("validity", "words"), [("有效", ""), ("废止", " 已废止"), ("失效", " 已失效"), ("已修改", " 已修改")]
)
def test_a_policy_no_longer_valid_is_said_to_be_so_among_the_results(validity: str, words: str) -> None:
    """The paper and each of its clauses: nobody need open it to learn that."""
    edition = demonstration()
    policy = next(item for item in edition.documents if item.slug == "ecommerce-integrity-plan")
    changed = replace(policy, metadata={**policy.metadata, "Validity": validity})
    entries = paper_entries(replace(edition, documents=(changed,)))
    own = [item.facts for item in entries if item.key.startswith("/policies/")]
    assert len(own) > 5
    assert own[0] == f"政策文件 {policy.date}{words}"
    assert set(own[1:]) == {f"政策文件条目 {policy.title}{words}"}
