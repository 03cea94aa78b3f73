"""Documents that ended, subjects that were named wrongly: in no kept release, and no rollback brings them back."""

from __future__ import annotations

import json
import shutil

import pytest

from credit.deploy import PublishError, publish, rollback, run_timer
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_records import PublishedRecord, read_records, records_path
from credit.deploy.releases.release_store import live_release, releases
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import broken, visible_black

NOTICE = "/notices/free-report/"
TITLE = "关于领取信用报告的通知"


def end_notice(server: Server, target: str = "") -> None:
    """Delete the notice with its attachments, as the gate asks for it: with a row in moved.csv."""
    (server.clone / "content" / "notices" / "free-report.md").unlink()
    shutil.rmtree(server.clone / "content" / "notices" / "free-report")
    (server.clone / "content" / "moved.csv").write_text(f"address,target\n{NOTICE},{target}\n", encoding="utf-8")


@pytest.mark.parametrize("target", ["", "/policies/repair-guide/"])
def test_a_document_that_ended_is_in_no_release_and_no_rollback_brings_it_back(server: Server, target: str) -> None:
    """Its page, its attachments, its title in lists and feeds; ended (410) or moved (301)."""
    assert server.places_of(TITLE)
    server.edit("content/pages/about.md", "\n\n", "\n\n第二版的一句话。\n\n")
    server.push()
    publish(server.settings)
    end_notice(server, target)
    server.push()
    publish(server.settings)
    assert ([], []) == (server.places_of(TITLE), [item for item in server.places_of(NOTICE[1:]) if "moved" not in item])
    assert [[], [], []] == [find_faults(server.settings, release.name) for release in releases(server.settings)]
    rollback(server.settings, "2")
    assert [] == server.places_of(TITLE)
    assert not (server.current / "notices" / "free-report").exists()
    assert "第二版的一句话" in (server.current / "about" / "index.html").read_text(encoding="utf-8")


def test_a_document_that_ended_is_cut_out_where_nothing_can_be_built(server: Server) -> None:
    """By the timer and by a publish that fails, in the live release and in kept ones."""
    server.push()
    publish(server.settings)
    end_notice(server)
    server.push()
    with pytest.raises(PublishError, match="主题坏了"):
        run_timer(server.settings, build=broken)
    assert [] == server.places_of(TITLE, NOTICE[1:])
    live = live_release(server.settings)
    assert live is not None
    assert ((NOTICE,), 2) == (live.reduced, len(releases(server.settings)))
    assert (server.current / "policies" / "repair-guide" / "index.html").is_file()


def test_who_was_named_wrongly_does_not_come_back(server: Server) -> None:
    """A row's code and name were another subject's: after the correction no release names that one."""
    _, name, code = visible_black(server)
    server.edit("data/black-list.csv", code, "91220184M0EX000999")
    server.edit("data/black-list.csv", name, "更正后的示例有限公司")
    server.push()
    publish(server.settings)
    assert [] == server.places_of(name, code)
    rollback(server.settings, "1")
    assert [] == server.places_of(name, code)
    assert "更正后的示例有限公司" in (server.current / "entities" / "91220184M0EX000999.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("steps", ["one push", "the document later"])
def test_a_document_that_named_the_wrong_firm_does_not_come_back(server: Server, steps: str) -> None:
    """Name, correction and the text of the case are corrected: page, Akoma Ntoso and JSON of the older one too."""
    key, name, _ = visible_black(server)
    path = "content/cases/returned-goods.md"
    server.edit(path, "Subjects: 无", f"Subjects: {key}")
    server.edit(path, "店铺当天退款", f"{name}当天退款")
    server.push()
    publish(server.settings)
    assert server.places_of(f"{name}当天退款")
    server.edit("data/black-list.csv", name, "更正后的示例有限公司")
    line = {"record_id": key, "field": "name", "before": "（原名称略）", "after": "更正后的示例有限公司"}
    server.write_rows("corrections", [*server.rows("corrections"), line | {"corrected_on": "2026-05-19"}])
    if steps == "the document later":
        server.push()
        publish(server.settings)
    server.edit(path, name, "更正后的示例有限公司")
    server.push()
    publish(server.settings)
    assert [] == server.places_of(name)
    rollback(server.settings, "2")
    assert [] == server.places_of(name)
    assert server.places_of("更正后的示例有限公司当天退款")


def test_a_text_that_was_corrected_does_not_come_back(server: Server) -> None:
    """Facts that named a manager, corrected without the name: an older release has the corrected text and its mark."""
    before, after = "2026年2月间由经理欧阳示例组织虚假评价。", "2026年2月间组织虚假评价（更正后）。"
    rows = server.rows("black-list")
    key, rows[2]["facts"] = rows[2]["record_id"], before
    server.write_rows("black-list", rows)
    server.push()
    publish(server.settings)
    assert server.places_of("欧阳示例")
    rows[2]["facts"] = after
    server.write_rows("black-list", rows)
    stated = before.replace("经理欧阳示例", "当事人")
    line = {"record_id": key, "field": "facts", "before": stated, "after": after, "corrected_on": "2026-05-19"}
    server.write_rows("corrections", [*server.rows("corrections"), line])
    server.push()
    publish(server.settings)
    assert [] == server.places_of("欧阳示例")
    rollback(server.settings, "2")
    assert [] == server.places_of("欧阳示例")
    assert server.places_of(after)
    assert server.places_of(stated)


def test_a_text_that_was_corrected_is_cut_out_where_nothing_can_be_built(server: Server) -> None:
    """Facts that named a manager, in the live release and in the kept one; the other records stay."""
    rows = server.rows("black-list")
    key, rows[2]["facts"] = rows[2]["record_id"], "2026年2月间由经理欧阳示例组织虚假评价。"
    server.write_rows("black-list", rows)
    for _ in range(2):
        server.push()
        publish(server.settings)
    rows[2]["facts"] = "2026年2月间组织虚假评价（更正后）。"
    server.write_rows("black-list", rows)
    line = {"record_id": key, "field": "facts", "before": "（内容略）", "after": rows[2]["facts"]}
    corrections = [row for row in server.rows("corrections") if row["record_id"] != key]
    server.write_rows("corrections", [*corrections, line | {"corrected_on": "2026-05-19"}])
    server.push()
    with pytest.raises(PublishError, match="主题坏了"):
        publish(server.settings, build=broken)
    assert [] == server.places_of("欧阳示例")
    assert [(key,)] == list({release.reduced for release in releases(server.settings) if release.reduced})
    run_timer(server.settings)
    assert server.places_of(rows[2]["facts"])


@pytest.mark.parametrize("edited", ["the row and its correction", "its correction alone"])
def test_a_correction_that_is_edited_takes_out_the_second_name_too(server: Server, edited: str) -> None:
    """Facts that named two persons: the second is taken out on the same day, without a new row of corrections."""
    texts = ["经理欧阳示例和会计诸葛示例组织虚假评价。", "经办人和会计诸葛示例组织虚假评价。", "经办人组织虚假评价。"]
    rows, corrections = server.rows("black-list"), server.rows("corrections")
    key = rows[2]["record_id"]
    line = {"record_id": key, "field": "facts", "before": "", "after": "", "corrected_on": "2026-05-19"}
    for number, text in enumerate(texts):
        rows[2]["facts"] = text if edited != "its correction alone" else texts[min(number * 2, 2)]
        server.write_rows("black-list", rows)
        if number:
            server.write_rows("corrections", [*corrections, line | {"before": f"更正前（{text}）", "after": text}])
        server.push()
        publish(server.settings)
    assert [] == server.places_of("欧阳示例", "诸葛示例")
    rollback(server.settings, "2")
    assert [] == server.places_of("欧阳示例", "诸葛示例")
    assert server.places_of(texts[2])


def test_a_release_that_counts_its_corrections_is_made_again_once(server: Server) -> None:
    """So did earlier versions; the next publication finds it as it should be."""
    key = server.rows("corrections")[0]["record_id"]
    first = releases(server.settings)[0].name
    path = records_path(server.settings, first)
    raw = json.loads(path.read_bytes())
    assert "·更正" in raw[key][1]
    raw[key][1] = raw[key][1].partition("·更正")[0] + "·更正1"
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    names = []
    for number in range(2):
        server.edit("content/pages/about.md", "\n\n", f"\n\n第{number}句话。\n\n")
        server.push()
        publish(server.settings)
        names.append(releases(server.settings)[0].name)
    assert names == [f"{first}.1", f"{first}.1"]


def test_a_rollback_brings_nobody_back_where_the_newest_data_cannot_be_judged(server: Server) -> None:
    """Neither the newest nor the older commit can be built: the register and what is live decide."""
    key, name, code = visible_black(server)
    server.push()
    publish(server.settings)
    shown = records_of(server)
    many = [word for item in shown.values() for word in item.identifiers]
    other, word = next(
        (item, word)
        for item in shown
        if item.startswith("RL")
        for word in shown[item].identifiers
        if many.count(word) == 1
    )
    assert server.places_of(word)
    server.write_rows("red-list", [row for row in server.rows("red-list") if row["record_id"] != other])
    server.push()
    publish(server.settings)
    server.withdraw(key)
    (server.clone / "data" / "datapackage.json").write_text("{", encoding="utf-8")
    server.push()
    with pytest.raises(PublishError):
        publish(server.settings)
    assert [] == server.places_of(name, code)
    rollback(server.settings, "1", build=broken)
    assert [] == server.places_of(name, code, word)


def records_of(server: Server) -> dict[str, PublishedRecord]:
    """Return what the live release shows, by id."""
    live = live_release(server.settings)
    assert live is not None
    return read_records(server.settings, live.name)
