"""The site's folder restored from a back-up older than the repository: what a second person has not approved waits anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from credit.deploy import audit_log, publish, run_timer
from credit.deploy.pushes import approvals
from credit.deploy.server_settings import ServerSettings, read_settings
from credit.deploy.state_files import read_held_ids
from tests.deploy.server.conftest import Clone, Server
from tests.deploy.server.test_setup_from_nothing import append, code_of, new_row

#: New in the first push since the back-up; the second one changes the facts of a public row.
NEW = "BL-2026-00900"


@pytest.fixture
def restored(server: Server, tmp_path: Path) -> tuple[ServerSettings, Clone]:
    """A server whose site's folder is put back after two pushes that wait for a second person, and their clone."""
    server.configure(second_approval=True)
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(899, code_of(899), "2026年4月间不发货。"))
    first = zhang.commit()
    assert zhang.push().returncode == 0
    li = server.clone("b", "li SHA256:def")
    assert li.push(f"{first}:refs/heads/approve/li").returncode == 0
    site = server.settings.site
    backup = shutil.copytree(site, tmp_path / "backup", symlinks=True)
    append(zhang, new_row(900, code_of(900), "2026年4月间收款后不发货。"))
    zhang.commit()
    assert zhang.push().returncode == 0
    zhang.edit("data/black-list.csv", "2026年4月间不发货。", "2026年4月间收了款不发货。")
    zhang.commit()
    assert zhang.push().returncode == 0
    assert read_held_ids(server.settings) == {"BL-2026-00899", NEW}
    shutil.rmtree(site)
    shutil.copytree(backup, site, symlinks=True)
    return read_settings(site), zhang


def test_rows_of_pushes_that_the_audit_log_lacks_wait_anew(restored: tuple[ServerSettings, Clone]) -> None:
    """The timer publishes without them; the log has the commit, without a person, and only once."""
    settings, _ = restored
    said: list[str] = []
    run_timer(settings, say=said.append)
    assert any("流水账里没有仓库最新的提交" in line for line in said)
    public = (settings.current / "data/black-list/black-list.csv").read_text(encoding="utf-8-sig")
    assert [name for name in ("BL-2026-00899", NEW) if name in public] == []
    assert {(item.id, item.by) for item in approvals.read_held_records(settings)} == {("BL-2026-00899", ""), (NEW, "")}
    publish(settings)
    entries, faults = audit_log.read_audit_log(settings)
    assert faults == []
    assert [entry.get("key", "") for entry in entries][-2:] == ["li", ""]


def test_a_push_that_comes_first_hides_no_earlier_one(restored: tuple[ServerSettings, Clone]) -> None:
    """The hook sees what is missing before its own push moves the branch."""
    settings, zhang = restored
    append(zhang, new_row(901, code_of(901), "2026年4月间虚构订单。"))
    zhang.commit()
    done = zhang.push()
    assert done.returncode == 0, done.stderr
    assert read_held_ids(settings) == {"BL-2026-00899", NEW, "BL-2026-00901"}
