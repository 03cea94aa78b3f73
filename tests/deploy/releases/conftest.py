"""A small server in a folder: a bare repository with the good package of the corpus, settings, and no nginx."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from credit.deploy.publish_commands import publish
from credit.deploy.releases.release_store import BuiltTree, releases
from credit.deploy.server_settings import ServerSettings, settings_text
from tests.conftest import ROOT, once_for_all_workers, shared_folder
from tests.support.release_texts import texts_below

GOOD = ROOT / "tests" / "corpus" / "good"


def git(where: Path, *arguments: str | Path) -> str:
    """Run git without the person's own settings and return what it says."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.invalid", *map(str, arguments)]
    done = subprocess.run(command, cwd=where, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True)
class Server:
    """A site folder, its bare repository, and a clone in which staff work."""

    settings: ServerSettings
    clone: Path

    @property
    def current(self) -> Path:
        """The live tree."""
        return self.settings.current

    def push(self, message: str = "change") -> str:
        """Commit everything in the clone and put it into the bare repository; returns the commit."""
        git(self.clone, "add", "--all")
        git(self.clone, "commit", "-q", "--allow-empty", "-m", message)
        git(self.clone, "push", "-q", self.settings.repo, "HEAD:refs/heads/main")
        return git(self.clone, "rev-parse", "HEAD")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file of the clone."""
        path = self.clone / name
        text = path.read_bytes().decode("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new).encode())

    def rows(self, dataset: str) -> list[dict[str, str]]:
        """Return the rows of a dataset in the clone."""
        text = (self.clone / "data" / f"{dataset}.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def write_rows(self, dataset: str, rows: list[dict[str, str]]) -> None:
        """Write the rows of a dataset in the clone."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (self.clone / "data" / f"{dataset}.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())

    def withdraw(self, record: str, day: str = "2026-05-20") -> None:
        """Add a row to the register."""
        rows = self.rows("withdrawals")
        rows.append(dict.fromkeys(rows[0], "") | {"record_id": record, "withdrawn_on": day, "reason": "修复"})
        self.write_rows("withdrawals", rows)

    def places_of(self, *words: str) -> list[str]:
        """Return every file of every kept release, compressed copies opened, that holds any of the words."""
        terms = [word.encode() for word in words]
        return sorted(
            name
            for name, text in texts_below(self.settings.releases)
            if any(term in text for term in terms) or any(word in name for word in words)
        )

    def sizes(self) -> dict[str, int]:
        """Return number → files of each kept release."""
        return {release.name: release.files for release in releases(self.settings)}


def server_below(folder: Path) -> Server:
    """Return the server that ``make_server`` makes below a folder."""
    settings = ServerSettings(
        folder / "site", repo=folder / "data.git", checkout=ROOT, siteurl="https://credit.example", keep=3, brotli="on",
        listen=("127.0.0.1:8080",), server_name=("credit.example",),
    )  # fmt: skip
    return Server(settings, folder / "clone")


def make_server(folder: Path, *, demonstration: bool = True, source: Path = GOOD) -> Server:
    """Make a server below ``folder`` with a package, the good one, as its first commit; nothing is published yet."""
    clone, repo = folder / "clone", folder / "data.git"
    for name in ("data", "content"):
        shutil.copytree(source / name, clone / name)
    if not demonstration:
        path = clone / "data" / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        package["credit"]["demonstration"] = False
        del package["credit"]["as_of"]
        path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    git(folder, "init", "-q", "--bare", "-b", "main", repo)
    git(clone, "init", "-q", "-b", "main")
    server = server_below(folder)
    server.settings.etc.mkdir(parents=True)
    (server.settings.etc / "credit.toml").write_text(settings_text(server.settings), encoding="utf-8")
    server.push("first")
    return server


def copy_server(source: Server, target: Path) -> Server:
    """Return the same server in another folder, as a back-up is put back; hard links stay links."""
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", *map(str, source.settings.site.parent.iterdir()), str(target)], check=True)
    settings = replace(source.settings, site=target / "site", repo=target / "data.git")
    return Server(settings, target / "clone")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with its first commit live; nobody changes it."""
    folder = shared_folder(tmp_path_factory, "published")
    with once_for_all_workers(folder) as first:
        if first:
            (folder / "server").mkdir()
            publish(make_server(folder / "server").settings)
    return server_below(folder / "server")


@pytest.fixture
def server(published: Server, tmp_path: Path) -> Server:
    """A server of one's own with its first commit live."""
    return copy_server(published, tmp_path / "server")


@pytest.fixture
def prebuilt(server: Server) -> Callable[..., BuiltTree]:
    """A build that copies the live tree and writes a commit's name into two pages: for tests of what comes after it."""
    return make_prebuilt(server)


def make_prebuilt(server: Server) -> Callable[..., BuiltTree]:
    """See ``prebuilt``."""
    from credit.deploy.releases.release_records import read_records
    from credit.deploy.releases.release_store import live_release, read_manifest

    live = live_release(server.settings)
    assert live is not None
    original, manifest = server.settings.state / "build" / "site", read_manifest(server.settings, live.name)
    records = read_records(server.settings, live.name)

    def build(
        settings: ServerSettings, commit: str, *, newest: str, held: frozenset[str], renews: str = ""
    ) -> BuiltTree:
        tree = settings.state / "prebuilt"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(original, tree, copy_function=os.link)
        for name in ("index.html", "about/index.html"):
            data = (tree / name).read_bytes()
            (tree / name).unlink()
            (tree / name).write_bytes(data + f"<!-- {commit} -->\n".encode())
        asset = tree / "assets" / f"new.{commit[:8]}.svg"
        asset.write_text(f"/* {commit} */\n" * 30, encoding="utf-8")
        return BuiltTree(tree, len(manifest) + 1, live.as_of, live.valid_until, records, (), frozen=True)

    return build
