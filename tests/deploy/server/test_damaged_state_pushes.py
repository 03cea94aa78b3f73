"""Damaged state files under the hooks and commands: a push is stored, nothing unapproved is published, no traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from credit.deploy import audit_log, run_timer
from credit.deploy.pushes import approvals
from credit.deploy.server_settings import read_settings
from credit.deploy.state_files import read_held_ids
from tests.conftest import once_for_all_workers, run_task, shared_folder
from tests.deploy.releases.test_damaged_state import DAMAGES
from tests.deploy.server.conftest import Clone, Server, copy_hooked_server, git, make_hooked_server
from tests.deploy.server.test_setup_from_nothing import append, code_of, new_row

CACHES = ("state/judged", "state/record-ids.sqlite", "state/change-history.sqlite")
#: Every damage of the held records; of the others the two that stopped a push before.
CASES = [
    *((("state/held",), name) for name in DAMAGES),
    *((("state/pending.json",), name) for name in DAMAGES),
    (("state/held", "state/pending.json"), "garbage"),
    (("state/ledger.jsonl",), "folder"), (("state/ledger.head",), "folder"),
    (("state/judge.log", "state/lock", "state/judged.lock", "state/pending.lock"), "folder"),
    ((*CACHES, "state/waiting", "state/validation"), "garbage"),
]  # fmt: skip
SELDOM = {"empty", "truncated", "version", "unreadable"}
#: Damages of one file that in ``make test`` the other one has, or both at once.
ENOUGH = {
    ("state/held", "folder"),
    ("state/held", "garbage"),
    ("state/pending.json", "missing"),
    ("state/pending.json", "garbage"),
}


def case(paths: tuple[str, ...], damage: str) -> object:
    """Return a case, the less telling ones for ``make test-all``."""
    return pytest.param(
        paths,
        damage,
        id=f"{len(paths)}-{Path(paths[0]).name}-{damage}",
        marks=(pytest.mark.repetition,) if damage in SELDOM or (*paths, damage) in ENOUGH else (),
    )


@pytest.fixture(scope="session")
def waiting_server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server on which one record waits for a second person; nobody changes it."""
    folder = shared_folder(tmp_path_factory, "waiting-server")
    with once_for_all_workers(folder) as first:
        if first:
            (folder / "server").mkdir()
            server = make_hooked_server(folder / "server")
            server.configure(second_approval=True)
            zhang = server.clone("a", "zhang SHA256:abc")
            append(zhang, new_row(900, code_of(900), "2026年4月间收款后不发货。"))
            zhang.commit()
            done = zhang.push()
            assert done.returncode == 0, done.stderr
    return folder / "server"


@pytest.fixture
def waiting(waiting_server: Path, tmp_path: Path) -> tuple[Server, Clone]:
    """Such a server of one's own, and the clone that the record came from."""
    server = copy_hooked_server(waiting_server, tmp_path)
    zhang = Clone(tmp_path / "a", "zhang SHA256:abc")
    git(zhang.folder, "remote", "set-url", "origin", str(server.settings.repo))
    return server, zhang


@pytest.mark.parametrize(("paths", "damage"), [case(*item) for item in CASES])
def test_a_push_is_stored_and_nothing_unapproved_is_published(
    waiting: tuple[Server, Clone], paths: tuple[str, ...], damage: str
) -> None:
    server, zhang = waiting
    settings = read_settings(server.settings.site)
    apply: Callable[[Path], None] = DAMAGES[damage]
    for path in paths:
        apply(settings.site / path)
    append(zhang, new_row(901, code_of(901), "2026年4月间虚构订单。"))
    commit = zhang.commit()
    done = zhang.push()
    assert (0, False, commit) == (done.returncode, "Traceback" in done.stderr, server.tip()), done.stderr
    assert {"BL-2026-00900", "BL-2026-00901"} == read_held_ids(settings)
    by = {item.id: item.by for item in approvals.read_held_records(settings)}
    assert {"BL-2026-00901": "zhang"}.items() <= by.items()
    for number in (900, 901):
        assert not (settings.current / "entities" / f"{code_of(number)}.html").exists()
    assert "accepted" in [entry["event"] for entry in audit_log.read_audit_log(settings)[0]]
    li = server.clone("b", "li SHA256:def")
    done = li.push("HEAD:refs/heads/approve/x")
    assert (0, frozenset()) == (done.returncode, read_held_ids(settings)), done.stderr
    assert (settings.current / "entities" / f"{code_of(901)}.html").exists()


@pytest.mark.parametrize("paths", [("state",), ("state", "log")])
def test_a_push_is_stored_and_nothing_unapproved_is_published_without_state(
    waiting: tuple[Server, Clone], paths: tuple[str, ...]
) -> None:
    """The folder is made anew; whatever the live release does not show waits, for nobody knows who approved."""
    server, zhang = waiting
    settings = read_settings(server.settings.site)
    for path in paths:
        DAMAGES["missing"](settings.site / path)
    append(zhang, new_row(901, code_of(901), "2026年4月间虚构订单。"))
    commit = zhang.commit()
    done = zhang.push()
    assert (0, False, commit) == (done.returncode, "Traceback" in done.stderr, server.tip()), done.stderr
    assert {"BL-2026-00900", "BL-2026-00901"} <= read_held_ids(settings)
    shown = "".join(path.read_text(encoding="utf-8") for path in sorted((settings.current / "data").glob("*/*.csv")))
    # What has ended is named by the dataset of ended ids; nothing else that waits is shown, and nothing shown waits.
    ended = (settings.current / "data/ended/ended.csv").read_text(encoding="utf-8")
    assert [record_id for record_id in sorted(read_held_ids(settings)) if record_id in shown.replace(ended, "")] == []
    li = server.clone("b", "li SHA256:def")
    done = li.push("HEAD:refs/heads/approve/x")
    assert (0, frozenset()) == (done.returncode, read_held_ids(settings)), done.stderr
    for number in (900, 901):
        assert (settings.current / "entities" / f"{code_of(number)}.html").exists()


@pytest.mark.parametrize(
    ("path", "damage"),
    [
        pytest.param(path, damage, marks=pytest.mark.repetition if (place + turn) % 2 else ())
        for place, path in enumerate(
            ("state/releases/1.json", "state/releases/1.records.json", "state/pin.json", "state/held")
        )
        for turn, damage in enumerate(("garbage", "folder"))
    ],
)
def test_a_command_names_the_damaged_file(server: Server, path: str, damage: str) -> None:
    """Status and releases tell it in one sentence; repair mends it, and then nothing is left to tell."""
    settings = server.settings
    run_timer(settings)
    DAMAGES[damage](settings.site / path)
    site = ("--site", str(settings.site))
    for command in ("status", "releases"):
        done = run_task(command, *site)
        said = done.stdout + done.stderr
        assert (1, True, False) == (done.returncode, path in said, "Traceback" in said), said
    assert 0 == run_task("repair", *site).returncode
    done = run_task("status", *site)
    assert 0 == done.returncode, done.stdout
    assert 0 == run_task("rollback", "1", *site).returncode
