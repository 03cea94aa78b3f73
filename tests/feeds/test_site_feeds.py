"""Feeds of the site: valid Atom that forgets, with ids that survive host and day."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from credit import gate
from credit.exporters import PublishedData
from credit.feeds import site_feeds
from tests.gate.test_gate import BLACK, DAY, FILES, FIRM, REGISTER, RULES, declare, write_site

ATOM, TOMBSTONES = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
SITEURL = "https://credit.example/sub"


def feeds_of(root: Path, day: datetime.date | None = None, siteurl: str = SITEURL) -> dict[str, bytes]:
    """Return every feed of a site by address."""
    return dict(site_feeds(PublishedData(gate.validate(root, day), siteurl)))


def texts(element: ET.Element, name: str) -> list[str]:
    """Return the texts of the children of one name."""
    return [child.text or "" for child in element.findall(ATOM + name)]


def ids_of(data: bytes) -> tuple[list[str], list[str]]:
    """Return the ids of the entries and those of the tombstones, behind the authority of the tag."""
    feed = ET.fromstring(data)
    entries = [texts(entry, "id")[0] for entry in feed.findall(ATOM + "entry")]
    deleted = [item.attrib["ref"] for item in feed.findall(TOMBSTONES + "deleted-entry")]
    return [item.split(":")[2] for item in entries], [item.split(":")[2] for item in deleted]


def write_notice(root: Path, slug: str, head: str) -> None:
    """Write a notice with further lines at its head."""
    path = root / f"content/notices/{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Title: 示例通知 {slug}\nSlug: {slug}\n{head}\n\n话。\n", encoding="utf-8")


def write_policy(root: Path) -> None:
    """Write a paper of 2018 that was published here in 2026."""
    head = (
        "Title: 示例方案\nSlug: plan\nDate: 2018-12-26\nNumber: 示发〔2018〕10号\nNumber_printed: 示发〔2018〕10号\n"
        "Issuer: 示例商务局\nValidity: 有效\nWritten_on: 2018-12-26\nPublished_on: 2026-05-05\n"
    )
    path = root / "content/policies/plan.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{head}\n话。\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site with a firm, a natural person and a masked shop on a black list, and a firm on a red list."""
    return write_site(tmp_path, FILES)


def test_a_feed_is_valid_atom(small: Path) -> None:
    """RFC 4287: one id, title and day in the feed and in each entry, an author, absolute links; a parser has no complaint."""
    found = feeds_of(small)
    assert {"/feeds/all.atom", "/feeds/black-list.atom", "/feeds/red-list.atom", "/feeds/notices.atom"} <= set(found)
    for data in found.values():
        assert not feedparser.parse(data)["bozo"]
        feed = ET.fromstring(data)
        entries = feed.findall(ATOM + "entry")
        for element in (feed, *entries):
            assert [1, 1, 1] == [len(texts(element, name)) for name in ("id", "title", "updated")]
            assert datetime.datetime.fromisoformat(texts(element, "updated")[0]).tzinfo is not None
            assert all(link.attrib["href"].startswith(SITEURL + "/") for link in element.findall(ATOM + "link"))
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert len(entries) == len({texts(entry, "id")[0] for entry in entries})
        days = [texts(entry, "updated")[0] for entry in entries]
        assert days == sorted(days, reverse=True)


def test_a_feed_names_nobody_whose_name_is_not_published(small: Path) -> None:
    """A natural person and a masked shop have no entry; of an individual business stands that it is one, not its name."""
    text = BLACK.replace("王小明", "公主岭市示例鑫源超市")
    assert ids_of(feeds_of(small)["/feeds/black-list.atom"]) == (["BL-2026-00001"], [])
    (small / "data" / "black-list.csv").write_text(text, encoding="utf-8-sig", newline="")
    found = feeds_of(small)
    assert ids_of(found["/feeds/black-list.atom"]) == (["BL-2026-00003", "BL-2026-00001"], [])
    for data in found.values():
        assert "示例鑫源" not in data.decode()
        assert "王某某" not in data.decode()


def test_a_record_that_ended_is_its_id_alone(small: Path) -> None:
    """Withdrawn, corrected and expired ids are tombstones (RFC 6721) newer than any entry, in their own order."""
    row = "BL-2026-00001,2026-05-20,撤销,原决定撤销。\n"
    (small / "data" / "withdrawals.csv").write_text(REGISTER + row, encoding="utf-8-sig", newline="")
    found = feeds_of(small, datetime.date(2027, 5, 20))
    assert ids_of(found["/feeds/black-list.atom"])[1] == ["BL-2026-00001"]
    assert ids_of(found["/feeds/red-list.atom"]) == ([], ["RL-2026-00001"])
    assert ids_of(found["/feeds/all.atom"])[1] == ["RL-2026-00001", "BL-2026-00001"]
    for data in found.values():
        text = data.decode()
        assert "示例甲" not in text
        assert FIRM not in text
        for item in ET.fromstring(data).findall(TOMBSTONES + "deleted-entry"):
            assert {"ref", "when"} == set(item.attrib)
            assert item.attrib["when"] == "9999-12-31T23:59:59Z"
            assert len(item) == 0


@pytest.mark.parametrize("reason", ["撤销", "更正"])
def test_the_only_record_of_a_list_is_a_tombstone_of_its_feed(small: Path, reason: str) -> None:
    """No public row and no id that is 已结束 shows the prefix of the list any more."""
    row = f"RL-2026-00001,2026-05-25,{reason},原决定撤销。\n"
    (small / "data" / "withdrawals.csv").write_text(REGISTER + row, encoding="utf-8-sig", newline="")
    found = feeds_of(small)
    assert ids_of(found["/feeds/red-list.atom"]) == ([], ["RL-2026-00001"])
    assert ids_of(found["/feeds/black-list.atom"])[1] == []


def test_the_same_records_give_the_same_bytes_on_any_day(small: Path) -> None:
    """No clock and no day of the data stands in a feed."""
    assert feeds_of(small, DAY) == feeds_of(small, DAY + datetime.timedelta(days=40))


def test_ids_survive_another_host_and_path(small: Path) -> None:
    """The authority of the tags is the descriptor's, not the address of the site."""
    here, there = feeds_of(small), feeds_of(small, siteurl="https://other.example")
    assert {name: ids_of(data) for name, data in here.items()} == {name: ids_of(data) for name, data in there.items()}
    assert b"tag:small.invalid,2026:BL-2026-00001" in there["/feeds/black-list.atom"]


def test_a_feed_without_entries_has_a_day_all_the_same(small: Path) -> None:
    """The library would write the clock there."""
    assert "2000-01-01T00:00:00+08:00" == texts(ET.fromstring(feeds_of(small)["/feeds/reports.atom"]), "updated")[0]


def test_a_feed_has_the_degree_that_the_record_states(small: Path) -> None:
    """No word is harsher than the record."""
    declare(small)
    assert "状态：在列；程度：一般；" in feeds_of(small)["/feeds/black-list.atom"].decode()


def test_a_document_is_as_new_as_its_publication(small: Path) -> None:
    """An older paper that is published today is news today, with its own day in the summary."""
    write_policy(small)
    write_notice(small, "dated", "Date: 2026-03-01")
    write_notice(small, "undated", "Date: 未注明")
    found = feeds_of(small)
    (entry,) = ET.fromstring(found["/feeds/policies.atom"]).findall(ATOM + "entry")
    assert ["2026-05-05T00:00:00+08:00"] == texts(entry, "updated")
    assert texts(entry, "summary")[0].endswith("示例商务局，示发〔2018〕10号，2018-12-26")
    assert ids_of(found["/feeds/notices.atom"]) == (["notice/dated"], [])
    assert ids_of(found["/feeds/all.atom"])[0].index("policy/plan") < ids_of(found["/feeds/all.atom"])[0].index(
        "notice/dated"
    )


def test_a_feed_has_the_words_and_marks_of_the_pages(small: Path) -> None:
    """A commitment is no listing; a candidate is announced; a correction is a mark as an objection is."""
    files = FILES | {
        "commitments": f"record_id,name,unified_code,committed_on\nCM-2026-00001,示例甲有限公司,{FIRM},2026-05-01\n",
        "corrections": "record_id,field,before,after,corrected_on\nBL-2026-00001,severity,严重,一般,2026-05-02\n",
    }
    write_site(small, files)
    descriptor = small / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    (commitments,) = (item for item in package["resources"] if item["name"] == "commitments")
    commitments["credit"] = {**RULES, "kind": "register"}
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    edition = gate.validate(small, datetime.date(2026, 5, 10), accepted=True)
    found = {address: data.decode() for address, data in site_feeds(PublishedData(edition, SITEURL))}
    assert "状态：已登记；" in found["/feeds/commitments.atom"]
    assert "在列" not in found["/feeds/commitments.atom"]
    assert "状态：拟列入公示；" in found["/feeds/red-list.atom"]
    assert "状态：在列；程度：一般；已更正；" in found["/feeds/black-list.atom"]
