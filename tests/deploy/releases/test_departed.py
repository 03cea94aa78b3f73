"""Documents that leave with a record, on a server: no release shows them, their address is gone, somebody is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credit.deploy import PublishError, publish, rollback, run_timer, status
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import broken, visible_black
from tests.deploy.server.test_setup_from_nothing import code_of, new_row

NOTICE = "/notices/free-report/"
TITLE = "关于领取信用报告的通知"


@pytest.fixture
def declared(server: Server) -> tuple[Server, str]:
    """A server whose live notice tells of a visible black-list record; returns its id as well."""
    record = visible_black(server)[0]
    path = server.clone / "content" / "notices" / "free-report.md"
    text = path.read_text(encoding="utf-8")
    head, body = text.split("\n\n", 1)
    path.write_text(f"{head}\nSubjects: {record}\n\n{body}", encoding="utf-8")
    server.push()
    publish(server.settings)
    assert server.places_of(TITLE)
    return server, record


def test_document_leaves_every_release_with_its_record(declared: tuple[Server, str]) -> None:
    """Its page, attachments, search entry; the address answers 410; an alarm and the status name the file."""
    server, record = declared
    told = server.settings.site / "told"
    settings = replace(server.settings, alarm_command=f"cat >> {told}")
    server.withdraw(record)
    server.push()
    publish(settings)
    assert server.places_of(TITLE) == []
    assert not (server.current / "notices" / "free-report").exists()
    assert f"location ^~ {NOTICE} {{ return 410; }}" in (settings.etc / "moved.conf").read_text(encoding="utf-8")
    sentence = "文件 content/notices/free-report.md 讲到的记录不再公示"
    assert told.read_text(encoding="utf-8").count(sentence) == 1
    assert [alarm for alarm in status(settings).alarms if sentence in alarm] != []


def test_document_is_cut_out_where_nothing_can_be_built(declared: tuple[Server, str]) -> None:
    """The emergency path takes it with its record."""
    server, record = declared
    server.withdraw(record)
    server.push()
    with pytest.raises(PublishError):
        run_timer(server.settings, build=broken)
    assert server.places_of(TITLE) == []


def test_document_is_cut_out_where_the_data_cannot_be_read(declared: tuple[Server, str]) -> None:
    """By what the release itself knows of it and the register alone."""
    server, record = declared
    server.withdraw(record)
    (server.clone / "data" / "datapackage.json").write_text("{", encoding="utf-8")
    server.push()
    with pytest.raises(PublishError):
        run_timer(server.settings)
    assert server.places_of(TITLE) == []


def test_document_comes_back_when_its_text_speaks_of_nobody(declared: tuple[Server, str]) -> None:
    """Staff push a text with 无: the address answers again."""
    server, record = declared
    server.withdraw(record)
    server.push()
    publish(server.settings)
    server.edit("content/notices/free-report.md", f"Subjects: {record}", "Subjects: 无")
    server.push()
    publish(server.settings)
    assert (server.current / "notices" / "free-report" / "index.html").is_file()
    assert NOTICE not in (server.settings.etc / "moved.conf").read_text(encoding="utf-8")


def test_document_newer_than_a_rollback_has_not_ended(server: Server) -> None:
    """With the record that it tells of it comes back when the newest release does."""
    first = publish(server.settings)
    path = server.clone / "data" / "black-list.csv"
    row = new_row(906, code_of(906), "2026年4月间收款后不发货。")
    path.write_text(path.read_text(encoding="utf-8-sig") + row, encoding="utf-8-sig")
    head = "Title: 后来的通知（示例）\nSlug: later\nDate: 2026-05-11\nSubjects: BL-2026-00906\nDemonstration: 是"
    (server.clone / "content" / "notices" / "later.md").write_text(f"{head}\n\n正文。\n", encoding="utf-8")
    server.push()
    publish(server.settings)
    assert (server.current / "notices" / "later" / "index.html").is_file()
    rollback(server.settings, str(first.number))
    run_timer(server.settings)
    assert not (server.current / "notices" / "later").exists()
    assert "later" not in (server.settings.etc / "moved.conf").read_text(encoding="utf-8")


def test_document_of_a_record_that_waits_for_approval_waits_with_it(declared: tuple[Server, str]) -> None:
    """The notice of a listing comes in one push with its row: it has not left, and nobody is to write it anew."""
    server, record = declared
    told = server.settings.site / "told"
    settings = replace(server.settings, alarm_command=f"cat >> {told}")
    settings.held.write_text(f"{record}\n", encoding="utf-8")
    server.push()
    publish(settings)
    assert not (server.current / "notices" / "free-report").exists()
    assert NOTICE not in (settings.etc / "moved.conf").read_text(encoding="utf-8")
    assert not told.exists()
    now = status(settings)
    assert now.alarms == ()
    mentioned = [warning for warning in now.warnings if "free-report.md" in warning]
    assert [warning.rpartition(" ")[2] for warning in mentioned] == ["[document-waiting]"]

    settings.held.unlink()
    publish(settings)
    assert (server.current / "notices" / "free-report" / "index.html").is_file()


def test_document_of_a_withdrawn_record_leaves_though_it_waited(declared: tuple[Server, str]) -> None:
    """An id in the queue whose record is in the register does not come."""
    server, record = declared
    server.settings.held.write_text(f"{record}\n", encoding="utf-8")
    server.withdraw(record)
    server.push()
    publish(server.settings)
    assert any("讲到的记录不再公示" in alarm for alarm in status(server.settings).alarms)


def test_document_whose_page_is_at_fault_has_not_ended(declared: tuple[Server, str]) -> None:
    """Its record is shown: the address is missing until the page is mended, and not gone."""
    server, _ = declared
    path = server.clone / "content" / "notices" / "free-report.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{'长' * 60}\n" * 5_700, encoding="utf-8")
    server.push()
    publish(server.settings)
    assert not (server.current / "notices" / "free-report").exists()
    assert any("没有公布，其余照常上线" in alarm for alarm in status(server.settings).alarms)
    assert NOTICE not in (server.settings.etc / "moved.conf").read_text(encoding="utf-8")
