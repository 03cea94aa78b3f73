"""Topics of the search lead to pages and places that the site has; the gate names the line of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from credit.search.index_entries import paper_entries
from tests.support.demonstration_sources import site as site

ROOT = Path(__file__).resolve().parents[2]


def add_topic(site: Path, address: str) -> None:
    """Add a topic as the last row."""
    path = site / "data" / "search-topics.csv"
    path.write_text(f"{path.read_text(encoding='utf-8')}zzz,想做的事,想做的事,{address}\n", encoding="utf-8")


@pytest.mark.parametrize(
    "address",
    [
        "/lists/red-list/",
        "/data/red-list/",
        "/departments/commerce/",
        "/departments/commerce/#row-rewards",
        "/responsibilities/",
        "/responsibilities/#row-rewards",
        "/guides/report/#row-hotline-12345",
        "/policies/ecommerce-integrity-plan/#c4-3-1",
    ],
)
def test_a_topic_leads_to_a_page_or_a_place_of_the_site(site: Path, address: str) -> None:
    """It is in the search index."""
    add_topic(site, address)
    edition = gate.validate(site)
    assert [address] == [entry.key for entry in paper_entries(edition) if "想做的事" in entry.names]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/guides/unheard-of/", "本站没有页面 /guides/unheard-of/"),
        # A phrase of papers is no office and has no page.
        ("/departments/all-departments/", "本站没有页面"),
        ("/departments/commerce/#row-unheard", "页面 /departments/commerce/ 上没有位置 #row-unheard"),
        ("/guides/report/#12345", "#row-hotline-12"),
        ("/policies/ecommerce-integrity-plan/#c99", "#c"),
        ("/statistics/#c1", "请只写页面地址"),
    ],
)
def test_a_topic_that_leads_nowhere_is_refused(site: Path, address: str, words: str) -> None:
    """File, line and column, and an instruction; an accepted build leaves the topic out."""
    add_topic(site, address)
    with pytest.raises(CheckFailed) as refused:
        gate.validate(site)
    (problem,) = (problem for problem in refused.value.problems if problem.severity == "error")
    lines = (site / "data" / "search-topics.csv").read_text(encoding="utf-8").splitlines()
    assert ("data/search-topics.csv", len(lines), "address", "link") == (
        problem.path,
        problem.line,
        problem.field,
        problem.code,
    )
    assert words in problem.message
    edition = gate.validate(site, accepted=True)
    assert [] == [entry.key for entry in paper_entries(edition) if "想做的事" in entry.names]
    assert address not in {entry.key for entry in paper_entries(edition)}


def test_a_hotline_that_has_ended_is_no_place(site: Path) -> None:
    """Its row stands on no page: the topic rests, and is no error of the day."""
    add_topic(site, "/guides/report/#row-hotline-12358")
    edition = gate.validate(site)
    assert [] == [entry.key for entry in paper_entries(edition) if "想做的事" in entry.names]


def test_a_task_that_only_a_phrase_leads_is_found_among_all(site: Path) -> None:
    """各有关部门 is no office and has no page: the result leads to the table of all tasks."""
    path = site / "data" / "responsibilities.csv"
    text = path.read_text(encoding="utf-8")
    assert ",加强消费者权益保护,market-supervision,commerce" in text
    path.write_text(
        text.replace(",加强消费者权益保护,market-supervision,", ",加强消费者权益保护,all-departments,"),
        encoding="utf-8",
    )
    entries = paper_entries(gate.validate(site, accepted=True))
    (entry,) = (entry for entry in entries if "加强消费者权益保护" in entry.names)
    assert "/responsibilities/#row-consumer-protection" == entry.key
