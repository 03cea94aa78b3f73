"""A hook that dies leaves nothing half done: the next run writes the ledger, lets refs go, and holds what it must."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from credit.deploy import audit_log
from credit.deploy.git_objects import NULL_OID
from credit.deploy.pushes import approvals
from credit.deploy.pushes.push_journal import recover_entries
from credit.deploy.pushes.push_model import Pusher, Update, ValidationResult
from credit.deploy.server_settings import read_settings
from tests.deploy.server.conftest import Clone, Server, git
from tests.deploy.server.test_setup_from_nothing import BLACK, append, code_of, new_row


def entries_of(server: Server) -> list[tuple[str, str, bool]]:
    """Return event, key and whether it was written later, of each entry of a ledger that is whole."""
    entries, faults = audit_log.read_audit_log(server.settings)
    assert faults == []
    return [(entry["event"], entry["key"], entry.get("recovered", False)) for entry in entries]


def let_hook_die(server: Server, *, before: str) -> None:
    """Make post-receive of the server's repository kill itself as soon as it calls ``before``."""
    killed = "lambda *a, **k: __import__('os').kill(__import__('os').getpid(), 9)"
    plant(server, f"from credit.deploy.pushes import push_journal; push_journal.{before} = {killed}; ")


def plant(server: Server, planted: str) -> None:
    """Put a statement before the program of post-receive of the server's repository."""
    hook = server.settings.repo / "hooks" / "post-receive"
    text = hook.read_text(encoding="utf-8")
    hook.write_text(
        text.replace(
            "from credit.deploy.hooks.git_hooks import main;",
            planted + "from credit.deploy.hooks.git_hooks import main;",
        ),
        encoding="utf-8",
    )


def notes_of(server: Server) -> list[Path]:
    """Return the notes of pushes that nobody settled."""
    return list((server.settings.state / "judged").glob("*"))


@pytest.mark.parametrize("before", ["_complete", "git"])
def test_a_push_whose_hook_died_is_in_the_ledger_once(server: Server, before: str) -> None:
    """Before anything was written, or when all was: the branch, and a check whose ref was still there."""
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(900, code_of(900), "2026年4月间收款后不发货。"))
    commit = zhang.commit()
    hook = (server.settings.repo / "hooks" / "post-receive").read_text(encoding="utf-8")
    let_hook_die(server, before=before)
    assert zhang.push("HEAD:check/x").returncode == 0
    if before != "git":
        assert zhang.push().returncode == 0
        assert server.tip() == commit
    assert notes_of(server)

    (server.settings.repo / "hooks" / "post-receive").write_text(hook, encoding="utf-8")
    recover_entries(server.settings)
    recover_entries(server.settings)
    later = before != "git"
    assert sorted(entries_of(server)) == [("accepted", "zhang", True)] * later + [("checked", "zhang", later)]
    assert git(server.settings.repo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    assert notes_of(server) == []
    if later:
        entry = next(item for item in audit_log.read_audit_log(server.settings)[0] if item["event"] == "accepted")
        assert (entry["added"], entry["fingerprint"], entry["commit"]) == (["BL-2026-00900"], "SHA256:abc", commit)
        assert "接受（补记）,zhang" in audit_log.render_csv([entry], None, None)


def test_a_push_that_cannot_be_logged_goes_live_and_is_logged_later(server: Server) -> None:
    """The disk is full: what left with the push is gone at once, not with the timer's next hour."""
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(905, code_of(905), "2026年4月间收款后不发货。"))
    zhang.commit()
    hook = (server.settings.repo / "hooks" / "post-receive").read_text(encoding="utf-8")
    # Within the single quotes of the shell.
    full = '(_ for _ in ()).throw(OSError(28, "full"))'
    plant(server, f"from credit.deploy import audit_log; audit_log.append = lambda *a, **k: {full}; ")
    done = zhang.push()
    assert "推送没有记进流水账（磁盘满了），以后补记" in done.stderr
    assert "已上线" in done.stderr
    (server.settings.repo / "hooks" / "post-receive").write_text(hook, encoding="utf-8")
    assert recover_entries(server.settings) == 1
    assert entries_of(server) == [("accepted", "zhang", True)]


def test_an_approval_whose_hook_died_is_given_by_the_next_run(server: Server) -> None:
    """With the name of who approved; the pusher's own does not count here either."""
    server.configure(second_approval=True)
    settings = read_settings(server.settings.site)
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(901, code_of(901), "2026年4月间收款后不发货。"))
    commit = zhang.commit()
    let_hook_die(server, before="_complete")
    assert zhang.push().returncode == 0
    assert Clone(zhang.folder, "zhang SHA256:abc").push(f"{commit}:refs/heads/approve/a").returncode == 0
    recover_entries(settings)
    assert [item.id for item in approvals.read_held_records(settings)] == ["BL-2026-00901"]
    assert Clone(zhang.folder, "li SHA256:def").push(f"{commit}:refs/heads/approve/a").returncode == 0
    recover_entries(settings)
    assert approvals.read_held_records(settings) == ()
    entries = audit_log.read_audit_log(settings)[0]
    assert [(entry["event"], entry["key"], entry.get("approved")) for entry in entries] == [
        ("accepted", "zhang", None), ("approved", "zhang", None), ("approved", "li", ["BL-2026-00901"]),
    ]  # fmt: skip


def test_a_record_that_waits_is_let_go_after_the_second_person_was_switched_off(server: Server) -> None:
    """By whom there is, also the one who pushed it; then nothing waits, and there is nothing to approve any more."""
    server.configure(second_approval=True)
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(904, code_of(904), "2026年4月间收款后不发货。"))
    commit = zhang.commit()
    assert zhang.push().returncode == 0
    server.configure(second_approval=False)
    settings = read_settings(server.settings.site)
    assert [item.id for item in approvals.read_held_records(settings)] == ["BL-2026-00904"]
    page = settings.current / "entities" / f"{code_of(904)}.html"
    assert not page.exists()
    done = zhang.push(f"{commit}:refs/heads/approve/a")
    assert "已批准 1 条：BL-2026-00904" in done.stderr
    assert page.exists()
    again = zhang.push(f"{commit}:refs/heads/approve/a")
    assert "没有启用第二人批准" in again.stderr


def test_a_push_that_never_arrived_leaves_no_trace(server: Server) -> None:
    """The judge accepted it, git did not store it: what waited before waits as it did, nothing else waits."""
    server.configure(second_approval=True)
    settings = read_settings(server.settings.site)
    zhang = server.clone("a", "zhang SHA256:abc")
    append(zhang, new_row(902, code_of(902), "2026年4月间收款后不发货。"))
    first = zhang.commit()
    assert zhang.push().returncode == 0
    before = approvals.read_held_records(settings)
    assert [(item.id, item.commit) for item in before] == [("BL-2026-00902", first)]

    zhang.edit(BLACK, "4月间收款后不发货", "4月间收款后没有发货")
    append(zhang, new_row(903, code_of(903), "2026年4月间虚构订单。"))
    second = zhang.commit()
    judging = (
        "import sys; from pathlib import Path; from credit.deploy.pushes.push_journal import open_entry; "
        "from credit.deploy.pushes.push_model import *; from credit.deploy.server_settings import read_settings; "
        "open_entry(read_settings(Path(sys.argv[1])), ValidationResult(Update(sys.argv[2], sys.argv[3], 'refs/heads/main'), "
        "new_ids=('BL-2026-00903',), changed_ids=('BL-2026-00902', 'BL-2026-00903')), Pusher('zhang'))"
    )
    command = [sys.executable, "-c", judging, str(settings.site), first, second]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "plugins")}
    # A shell between, which has ended afterwards: git's own process, whose push broke off.
    subprocess.run(["sh", "-c", '"$@"; true', "sh", *command], env=env, check=True)
    assert {item.id: item.commit for item in approvals.read_held_records(settings)} == {
        "BL-2026-00902": second, "BL-2026-00903": second,
    }  # fmt: skip
    assert recover_entries(settings) == 0
    assert approvals.read_held_records(settings) == before
    assert [event for event, _, _ in entries_of(server)] == ["accepted"]


def test_a_push_that_is_under_way_is_left_alone(server: Server) -> None:
    """Its note belongs to a process that lives; when that has ended, it is over."""
    from credit.deploy.pushes.push_journal import open_entry

    open_entry(server.settings, ValidationResult(Update(NULL_OID, server.tip(), "refs/heads/main")), Pusher("zhang"))
    assert recover_entries(server.settings) == 0
    assert len(notes_of(server)) == 1
    child = subprocess.Popen(["sleep", "600"])
    note = notes_of(server)[0]
    text = note.read_text(encoding="utf-8")
    from credit.deploy.pushes.push_journal import _process_identity

    note.write_text(text.replace(_process_identity(os.getppid()), _process_identity(child.pid)), encoding="utf-8")
    assert recover_entries(server.settings) == 0
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert recover_entries(server.settings) == 1
    assert notes_of(server) == []
