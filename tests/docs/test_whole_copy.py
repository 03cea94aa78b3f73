"""The recipe of a whole copy while releases go live: each copy that it accepts is of one release."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import threading
from pathlib import Path

import pytest

from credit.bench.nginx_process import nginx
from credit.deploy import publish
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_store import releases
from tests.deploy.releases.conftest import Server, copy_server
from tests.deploy.releases.conftest import published as published
from tests.deploy.releases.test_removal import visible_black
from tests.docs.test_open_data import recipes

SWITCHES = 50

#: The recipe, found by what it prints when it must give up.
(RECIPE,) = (code for _, code in recipes("open-data.md") if "no whole copy" in code)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return the CSV files of a release by the path that its index gives them."""
    index = json.loads((folder / "data" / "index.json").read_text(encoding="utf-8"))
    return {
        item["path"]: (folder / "data" / item["path"]).read_bytes() for item in index["files"] if item["type"] == "csv"
    }


def test_copy_is_of_one_release_whatever_is_switched_meanwhile(
    published: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty switches by the server's own step, between two releases that differ in several files."""
    server = copy_server(published, tmp_path / "server")
    key = visible_black(server)[0]
    rows = server.rows("black-list")
    for row in rows:
        row["former_names"] = "公主岭示例旧名商贸有限公司" if row["record_id"] == key else row["former_names"]
    server.write_rows("black-list", rows)
    server.push()
    publish(server.settings)
    names = [release.name for release in releases(server.settings)][-2:]
    whole = [contents_of(server.settings.releases / name) for name in names]
    assert len([path for path in whole[0] if whole[0][path] != whole[1].get(path)]) > 1
    is_over = threading.Event()

    def switch() -> None:
        for name in itertools.islice(itertools.cycle(names), SWITCHES):
            FileSystem().switch(server.settings.current, f"releases/{name}")
            is_over.wait(0.1)
        is_over.set()

    with nginx(server.settings, tmp_path / "nginx") as host:
        monkeypatch.setenv("BASE", f"http://127.0.0.1:{host.port}")
        switching = threading.Thread(target=switch)
        switching.start()
        copies = 0
        while True:
            last = is_over.is_set()
            found: dict[str, dict[str, bytes]] = {}
            with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
                exec(RECIPE, found)
                assert found["contents"] in whole
                copies += 1
            if last:
                break
        switching.join()
    assert copies
