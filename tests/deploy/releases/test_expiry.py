"""A record leaves on its day with no commit, whatever else is broken: the real commands under a clock that is set."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from credit.deploy import status
from credit.deploy.releases.release_assembly import find_faults
from credit.deploy.releases.release_records import read_records
from credit.deploy.releases.release_store import live_release
from credit.deploy.server_settings import settings_text
from tests.conftest import copy_project, once_for_all_workers, run_task, shared_folder
from tests.deploy.releases.conftest import Server, copy_server, make_server, server_below

Run = Callable[..., tuple[int, str]]


def run_at(server: Server, moment: str, *arguments: str, jumps: bool = False) -> tuple[int, str]:
    """Run a command of the server's checkout at a moment in Shanghai; returns its exit status and what it said.

    Unless the clock ``jumps``, the server has run until then: its last run was just before.
    """
    last = server.settings.state / "clock.json"
    if last.exists() and not jumps:
        stated = json.loads(last.read_bytes()) | {"moment": f"{moment.replace(' ', 'T')}+08:00", "boot": ""}
        last.write_text(json.dumps(stated), encoding="utf-8")
    clock = shutil.which("faketime")
    assert clock is not None, "faketime is missing; make test installs it"
    env = {"TZ": "Asia/Shanghai", "NO_FAKE_STAT": "1", "DONT_FAKE_MONOTONIC": "1"}
    site = ("--site", str(server.settings.site))
    done = run_task(*arguments, *site, root=server.settings.checkout, env=env, prefix=(clock, moment))
    return done.returncode, done.stdout + done.stderr


def with_checkout(server: Server, checkout: Path) -> Server:
    """Return the server with a checkout of its own, and write its settings."""
    settings = replace(server.settings, checkout=checkout)
    (settings.etc / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
    return Server(settings, server.clone)


@pytest.fixture(scope="session")
def june(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server whose package is no demonstration: the clock counts; live since nine on 1 June 2026."""
    folder = shared_folder(tmp_path_factory, "june")
    with once_for_all_workers(folder) as first:
        if first:
            base = folder / "server"
            base.mkdir()
            server = with_checkout(make_server(base, demonstration=False), copy_project(base / "software"))
            code, said = run_at(server, "2026-06-01 09:00:00", "publish")
            assert 0 == code, said
    return folder / "server"


@pytest.fixture
def dated(june: Path, tmp_path: Path) -> Server:
    """A server of one's own that went live on 1 June 2026."""
    base = tmp_path / "server"
    return with_checkout(copy_server(server_below(june), base), base / "software")


@pytest.fixture
def at(dated: Server) -> Run:
    """Run a command of the server's checkout at a moment; see ``run_at``."""
    return partial(run_at, dated)


def first_to_end(server: Server) -> tuple[str, str, list[str]]:
    """Return last day and id of the live site's first black-list record to end, and the words that are its alone."""
    live = live_release(server.settings)
    assert live is not None
    assert live.valid_until is not None
    shown = read_records(server.settings, live.name)
    day, key = min((one.changes_on, key) for key, one in shown.items() if one.changes_on and key.startswith("BL"))
    return (
        day,
        key,
        [word for word in shown[key].identifiers if sum(word in other.identifiers for other in shown.values()) == 1],
    )


def test_an_expired_record_leaves_with_everything_else_broken(dated: Server, at: Run) -> None:
    """A holiday year is missing, a count is under its minimum, the theme fails: on the day it is in nothing."""
    day, key, words = first_to_end(dated)
    assert all(dated.places_of(word) for word in words)

    software = dated.settings.checkout
    (software / "theme" / "templates" / "base.html").write_text("{{ nothing.at.all }}", encoding="utf-8")
    holidays = software / "plugins" / "credit" / "law" / "holidays.csv"
    lines = holidays.read_text(encoding="utf-8").splitlines(keepends=True)
    holidays.write_text("".join(line for line in lines if not line.startswith("2026-")), encoding="utf-8")
    path = dated.clone / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"][0]["credit"]["rows"] = {"minimum": 100_000}
    path.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    dated.push()

    code, said = at(f"{day} 00:30:00", "publish", "--timer")
    assert 1 == code, said
    assert [] == dated.places_of(*words)
    live = live_release(dated.settings)
    assert live is not None
    assert (True, []) == (key in live.reduced, find_faults(dated.settings, live.name))
    assert status(dated.settings).alarms
    assert (dated.current / "index.html").is_file()

    # The theme is mended: the next hour builds the whole site again, without the record.
    shutil.copytree(Path(__file__).parents[3] / "theme", software / "theme", dirs_exist_ok=True)
    code, said = at(f"{day} 01:30:00", "publish", "--timer")
    assert 0 == code, said
    live = live_release(dated.settings)
    assert live is not None
    assert () == live.reduced
    assert [] == dated.places_of(*words)


def test_an_hour_in_which_nothing_is_due_changes_nothing(dated: Server, at: Run) -> None:
    """And a day later, with nothing due, the release is the same; after its last day status raises an alarm."""
    before = live_release(dated.settings)
    assert before is not None
    assert 0 == at("2026-06-01 10:00:00", "publish", "--timer")[0]
    assert before == live_release(dated.settings)
    code, said = at("2031-01-01 10:00:00", "status")
    assert 1 == code
    assert "请查看定时任务" in said


def test_what_ended_stays_away_when_the_clock_goes_back(dated: Server, at: Run) -> None:
    """A push meanwhile is published by the day of the live site, and whoever looks after the server is told."""
    live = live_release(dated.settings)
    assert live is not None
    day, _, words = first_to_end(dated)
    code, said = at(f"{day} 00:30:00", "publish", "--timer")
    assert 0 == code, said
    assert [] == dated.places_of(*words)

    path = dated.clone / "data" / "red-list.csv"
    path.write_bytes(path.read_bytes().replace("示例".encode(), "示例新".encode(), 1))
    dated.push()
    code, said = at("2026-06-02 09:00:00", "publish", "--timer", jumps=True)
    assert 0 == code, said
    back = live_release(dated.settings)
    assert back is not None
    assert live.commit != back.commit
    assert [] == dated.places_of(*words)
    assert any("服务器的时间早于" in warning for warning in back.warnings)


def test_a_descriptor_sets_no_day_of_a_real_site(dated: Server, at: Run) -> None:
    """A commit that calls the site a demonstration of an earlier day, however it came in, brings nobody back."""
    code, said = at("2026-06-01 09:00:00", "publish")
    assert 0 == code, said
    day, _, words = first_to_end(dated)
    code, said = at(f"{day} 00:30:00", "publish", "--timer")
    assert 0 == code, said

    path = dated.clone / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["credit"] |= {"demonstration": True, "as_of": "2026-06-01"}
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    dated.push()
    code, said = at(f"{day} 08:00:00", "publish", "--timer")
    assert 0 == code, said
    live = live_release(dated.settings)
    assert live is not None
    assert (day, False) == (live.as_of, live.frozen)
    assert [] == dated.places_of(*words)


def test_a_document_comes_and_leaves_on_its_days_with_no_push(dated: Server, at: Run) -> None:
    """Pushed on 1 June, public from the 5th to the 10th: before nobody hears of it, after it its address is gone."""
    (dated.clone / "content" / "notices" / "planned.md").write_text(
        "Title: 关于示例彩灯巡游的通知\nSlug: planned\nDate: 2026-06-05\nPublish_from: 2026-06-05\nExpires: 2026-06-10\n\n"
        "彩灯巡游。\n",
        encoding="utf-8",
    )
    dated.push()
    moved = dated.settings.etc / "moved.conf"
    for moment, arguments, shown in (
        ("2026-06-01 10:00:00", ("publish",), False),
        ("2026-06-04 23:30:00", ("publish", "--timer"), False),
        ("2026-06-05 00:30:00", ("publish", "--timer"), True),
        ("2026-06-10 23:30:00", ("publish", "--timer"), True),
        ("2026-06-11 00:30:00", ("publish", "--timer"), False),
    ):
        code, said = at(moment, *arguments)
        assert (moment, 0) == (moment, code), said
        page = dated.current / "notices" / "planned" / "index.html"
        assert (moment, shown) == (moment, page.is_file())
        assert (moment, shown) == (moment, bool(dated.places_of("示例彩灯巡游")))
        assert (moment, "/notices/planned/" in moved.read_text(encoding="utf-8")) == (moment, "06-11" in moment)


@pytest.mark.parametrize("returns", [True, False], ids=["rolled back to", "kept"])
def test_an_older_release_shows_nothing_longer_than_the_newest_commit(dated: Server, at: Run, returns: bool) -> None:
    """A later commit gives a listing an earlier last day, or a notice one: both leave the older release on that day."""
    black, red = dated.rows("black-list"), dated.rows("red-list")
    row, member = black[2], red[1]
    words = (row["former_names"], row["decision_number"], member["decision_number"], "关于领取信用报告的通知")
    row["decided_on"], row["listed_on"], member["valid_until"] = "2023-06-03", "2023-06-05", "2026-06-03"
    dated.write_rows("black-list", black)
    dated.write_rows("red-list", red)
    dated.edit("content/notices/free-report.md", "Demonstration", "Expires: 2026-06-03\nDemonstration")
    dated.push()
    code, said = at("2026-06-02 09:00:00", "publish")
    assert 0 == code, said
    if returns:
        code, said = at("2026-06-02 10:00:00", "rollback", "1")
        assert 0 == code, said
        version = json.loads((dated.current / "version.json").read_text(encoding="utf-8"))
        assert "2026-06-03" == version["valid_until"]
    for word in words:
        assert dated.places_of(word)

    code, said = at("2026-06-04 00:30:00", "publish", "--timer")
    assert 0 == code, said
    assert [] == dated.places_of(*words)
    code, said = at("2026-06-04 09:00:00", "rollback", "1")
    assert 0 == code, said
    assert [] == dated.places_of(*words)
