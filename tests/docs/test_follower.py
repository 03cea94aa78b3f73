"""The followers of the open data hold a copy in step with the site, commit by commit, behind nginx."""

from __future__ import annotations

import datetime
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit.bench.nginx_process import Nginx, nginx
from credit.deploy.server_settings import ServerSettings
from credit.exporters import change_log_file
from credit.exporters.json_export import JsonLines
from tests.change_history.test_change_history import Repository
from tests.change_history.test_change_log import published
from tests.change_history.test_publication_days import row
from tests.conftest import ROOT
from tests.docs.test_open_data import recipes
from tests.gate.test_gate import code as code_of
from tests.site.test_change_history import BLACK, SiteRepository, record_line
from tests.support.access_log import read_access_log

#: Each day something of this happens to a record of chance.
EVENTS = (
    {"facts": "2026年4月间虚假宣传{day}次。"},
    {"name": "测试示例第{day}号商贸有限公司"},
    {"suspended_from": "2026-05-01"},
    {"suspended_from": "", "suspended_until": ""},
    {"repaired_on": "2026-05-02"},
    {"disputed_since": "2026-05-03"},
    {"disputed_since": ""},
)
BEGIN = datetime.date(2026, 5, 10)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Nginx]:
    """The site's own nginx before ``tmp_path / "www" / "current"``, which is a link to a tree."""
    settings = ServerSettings(tmp_path / "www", tmp_path / "credit.git", checkout=ROOT)
    settings.site.mkdir()
    with nginx(settings, tmp_path / "nginx") as running:
        yield running


def follow(language: str, code: str, folder: Path, address: str) -> None:
    """Run a follower as it stands in the document."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", code] if language == "python" else ["sh", "-euc", code]
    env = {**os.environ, "BASE": address, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (0, "") == (done.returncode, done.stderr)


def changes(chance: random.Random, rows: dict[int, dict[str, str]], day: int) -> None:
    """Change the rows as a clerk does on a day: one new one, two others changed, seldom one taken out."""
    rows[day] = {
        "record_id": f"BL-2026-{day:05d}", "decision_number": f"测商示例〔2026〕{day}号",
        "name": f"测试示例第{day}家贸易有限公司", "listed_on": (BEGIN + datetime.timedelta(day % 4)).isoformat(),
    }  # fmt: skip
    for number in chance.sample(sorted(rows), min(2, len(rows))):
        event = chance.choice(EVENTS)
        rows[number] |= {name: cell.format(day=day) for name, cell in event.items()}
    if day % 7 == 0:
        del rows[chance.choice(sorted(rows))]


def test_followers_hold_the_same_as_the_whole_file_each_day(tmp_path: Path, server: Nginx) -> None:
    """Over twenty commits with additions, changes, suspensions and their ends, repairs, rows taken out, days of listing."""
    repository, chance = SiteRepository(tmp_path / "site"), random.Random(4)
    output, lines = tmp_path / "output", repository.lines()
    rows: dict[int, dict[str, str]] = {}
    followers = [recipe for recipe in recipes("open-data.md") if "changes.jsonl" in recipe[1]]
    (server.settings.site / "current").symlink_to(output)
    for day in range(1, 21):
        changes(chance, rows, day)
        new = [record_line(lines[0], **cells) for _, cells in sorted(rows.items())]
        (repository.root / BLACK).write_text("".join([*lines, *new]), encoding="utf-8")
        repository.git("add", "-A")
        date = BEGIN + datetime.timedelta(day)
        repository.git("commit", "-q", "--allow-empty", "-m", "x", date=f"{date}T12:00:00+08:00")
        repository.build(output, as_of=date)
        whole = (output / "data" / "black-list" / "black-list.jsonl").read_bytes()
        for file in (output / "data" / "black-list").iterdir():
            os.utime(file, (day, day))  # a release has a time of its own, of which nginx makes the ETag
        for language, code in followers:
            folder = tmp_path / language
            follow(language, code, folder, f"http://127.0.0.1:{server.port}")
            assert (day, language, whole) == (day, language, (folder / "black-list.jsonl").read_bytes())
    log = (server.settings.log / "access.log").read_text(encoding="utf-8")
    # A suspension and a day that ends an objection are in no line; most days need no whole file.
    assert 2 <= log.count('/black-list.jsonl" 200') <= 20


def test_followers_put_ids_of_any_length_in_the_order_of_the_file(tmp_path: Path, server: Nginx) -> None:
    """A number of more digits comes later: the copy has the digest of the whole file, which is not there to begin again."""
    numbers = ("9", "09", "10", "00100", "99999", "100000")
    rows = [
        row(record_id=f"BL-2026-{number}", unified_code=code_of(place), decision_number=f"示例〔2026〕{place}号")
        for place, number in enumerate(numbers, 1)
    ]
    data = published(Repository(tmp_path / "site"), "".join(rows))
    dataset, whole = data.dataset("black-list"), io.BytesIO()
    JsonLines().export(dataset, whole)
    folder = server.settings.site / "current" / "data" / "black-list"
    folder.mkdir(parents=True)
    (folder / "changes.jsonl").write_bytes(change_log_file(dataset, data.change_logs["black-list"], ()))
    for language, recipe in recipes("open-data.md"):
        if "changes.jsonl" in recipe:
            follow(language, recipe, tmp_path / language, f"http://127.0.0.1:{server.port}")
            assert (language, whole.getvalue()) == (language, (tmp_path / language / "black-list.jsonl").read_bytes())


def test_follower_of_a_site_that_did_not_change_is_answered_304(tmp_path: Path, server: Nginx) -> None:
    """It reads and writes nothing."""
    repository = SiteRepository(tmp_path / "site")
    (server.settings.site / "current").symlink_to(repository.build(tmp_path / "output").output)
    for language, code in recipes("open-data.md"):
        if "changes.jsonl" in code:
            for _ in range(2):
                follow(language, code, tmp_path / language, f"http://127.0.0.1:{server.port}")
    log = read_access_log(server.settings.log / "access.log", until="changes.jsonl", count=4)
    assert [200, 304, 200, 304] == [
        int(line.split('" ')[1].split()[0]) for line in log.splitlines() if "changes.jsonl" in line
    ]
