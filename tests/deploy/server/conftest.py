"""A repository with the server's hooks, seeded with a small site, and a clone to push from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from credit.deploy.server_settings import ServerSettings, read_settings, settings_text
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT

CORPUS = ROOT / "tests" / "corpus" / "good"


def git(folder: Path, *arguments: str, env: Mapping[str, str] | None = None, given: bytes | None = None) -> str:
    """Run git in a folder as a person without settings of their own; a failure fails the test."""
    done = try_git(folder, *arguments, env=env, given=given)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def try_git(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None, given: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """Run git in a folder; return how it ended."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "CREDIT_"))}
    person = {
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "张三", "GIT_AUTHOR_EMAIL": "zhang@example.cn",
        "GIT_COMMITTER_NAME": "张三", "GIT_COMMITTER_EMAIL": "zhang@example.cn",
    }  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env={**kept, **person, **(env or {})}, input=given or b"",
        capture_output=True, check=False,
    )  # fmt: skip
    words = [stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr)]
    return subprocess.CompletedProcess(done.args, done.returncode, *words)


@dataclass(frozen=True)
class Clone:
    """A clone of the server's repository, and whose key it pushes with."""

    folder: Path
    key: str = ""

    def write(self, path: str, text: str) -> None:
        """Write a file of the work tree."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")

    def read(self, path: str) -> str:
        """Return a file of the work tree."""
        return (self.folder / path).read_text(encoding="utf-8-sig")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words of a CSV that stand there once."""
        text = self.read(path)
        assert text.count(old) == 1, (path, old, text.count(old))
        (self.folder / path).write_text(text.replace(old, new), encoding="utf-8-sig", newline="\n")

    def commit(self, message: str = "改动") -> str:
        """Commit everything and return the commit."""
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "-m", message)
        return git(self.folder, "rev-parse", "HEAD")

    def push(self, target: str = "HEAD:main", *options: str) -> subprocess.CompletedProcess[str]:
        """Push and return what the server said."""
        env = {"CREDIT_KEY": self.key} if self.key else {}
        return try_git(self.folder, "push", *options, "origin", target, env=env)


@dataclass(frozen=True)
class Server:
    """The settings of a server and where clones of its repository go."""

    settings: ServerSettings
    folder: Path

    def clone(self, name: str, key: str = "") -> Clone:
        """Return a fresh clone."""
        git(self.folder, "clone", "-q", str(self.settings.repo), name)
        return Clone(self.folder / name, key)

    def tip(self) -> str:
        """Return the commit of the branch."""
        return git(self.settings.repo, "rev-parse", "refs/heads/main")

    def configure(self, **values: object) -> None:
        """Change the settings."""
        changed = replace(self.settings, **values)  # type: ignore[arg-type]
        (self.settings.etc / "credit.toml").write_text(settings_text(changed), encoding="utf-8")


def small_site(folder: Path) -> Path:
    """Write the small good package as a repository with one commit and return it."""
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A repository whose hooks run this checkout's software, seeded with the small site; nothing is published yet."""
    return make_hooked_server(tmp_path)


def make_hooked_server(folder: Path) -> Server:
    """Make the server of the fixture ``server`` below a folder."""
    source = small_site(folder / "source")
    site = folder / "www"
    settings = ServerSettings(site, folder / "credit.git", checkout=ROOT)
    for place in (settings.etc, settings.state):
        place.mkdir(parents=True)
    (settings.etc / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
    assert make_repository(settings)
    git(settings.repo, "fetch", "-q", str(source), "HEAD:refs/heads/main")
    assert sys.executable in (settings.repo / "hooks" / "pre-receive").read_text(encoding="utf-8")
    return Server(settings, folder)


def copy_hooked_server(source: Path, target: Path) -> Server:
    """Copy the server below a folder into another folder, hard links as links, with settings and hooks of its own."""
    subprocess.run(["cp", "-a", *map(str, sorted(source.iterdir())), str(target)], check=True)
    settings = replace(read_settings(target / "www"), site=target / "www", repo=target / "credit.git")
    (settings.etc / "credit.toml").write_text(settings_text(settings), encoding="utf-8")
    assert not make_repository(settings)
    return Server(settings, target)
