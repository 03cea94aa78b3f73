"""The locks and the tracked files: every hash is there, and no host, no index and no machine is named."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

LOCKS = ("requirements.txt", "requirements-cluster.txt", "requirements-test.txt")

#: Spelt in two halves, so that this file does not name them either.
HOSTS = [
    "".join(halves)
    for halves in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("npm", "mirror.com"),
        ("deb.", "debian.org"),
        ("security.", "debian.org"),
        ("mirrors.", "tuna"),
        ("mirrors.", "aliyun"),
    )
]


def tracked(root: Path) -> list[Path]:
    """Return the files of the commit; without git there is nothing to say."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    return [root / name for name in done.stdout.split("\0") if name and (root / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_alone(root: Path, lock: str) -> None:
    """No address, no index or find-links option, no file: each line is a pinned package or one of its hashes."""
    pinned = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][A-Za-z0-9.+!]*(?: ; [a-z_]+ (?:<|>=|==|!=) '[A-Za-z0-9.]+')? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    lines = (root / lock).read_text(encoding="utf-8").splitlines()
    assert [] == [line for line in lines if not pinned.fullmatch(line) and not hashed.fullmatch(line)]


def requirements(lock: Path) -> dict[str, str]:
    """Return each requirement of a lock with its hashes."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    return {entry.split(" \\")[0]: entry for entry in entries}


@pytest.mark.parametrize(("smaller", "larger"), list(pairwise(LOCKS)))
def test_the_tests_run_on_what_a_server_runs_on(root: Path, smaller: str, larger: str) -> None:
    """Each version of the runtime's lock is in the cluster's with the same hashes, each of the cluster's in the tests'."""
    runtime, tests = (requirements(root / lock) for lock in (smaller, larger))
    different = []
    for line, entry in runtime.items():
        name = line.split(" ; ")[0]
        same = [one for other, one in tests.items() if other.split(" ; ")[0] == name]
        if not any(item.split("\n")[1:] == entry.split("\n")[1:] for item in same):
            different.append(line)
    assert [] == different


def test_every_wanted_package_is_locked(root: Path) -> None:
    """A line added to requirements.in or one of its companions is not forgotten in the lock."""
    missing = []
    for lock in LOCKS:
        wanted = f"{lock.removesuffix('.txt')}.in"
        names = {line.split("==")[0] for line in requirements(root / lock)}
        for line in (root / wanted).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-")):
                name = re.sub(r"[-_.]+", "-", line.split("[")[0]).lower()
                missing += [line] * (name not in names)
    assert [] == missing


@pytest.mark.parametrize(
    "name", ["package-lock.json", "deploy/lighthouse/package-lock.json", "deploy/eleventy/package-lock.json"]
)
def test_a_node_lock_names_no_host(root: Path, name: str) -> None:
    """Integrity stays; `resolved` is left out (.npmrc), and so is `funding`, which npm adds and nothing needs."""
    lock = json.loads((root / name).read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [] == [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry]
    rest = json.dumps(list(packages.values()))
    assert [] == re.findall(r"\w+://[^\"]*|file:[^\"]*", rest)


def test_every_node_package_is_pinned(root: Path) -> None:
    """One exact version each."""
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert [] == [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)]


def test_no_tracked_file_names_a_registry_host(root: Path) -> None:
    """Whoever installs chooses the mirror."""
    hosts = re.compile("|".join(map(re.escape, HOSTS)).encode())
    assert [] == [path.name for path in tracked(root) if hosts.search(path.read_bytes())]


def test_no_tracked_file_names_the_machine_it_was_written_on(root: Path) -> None:
    """No absolute path of a checkout or a home folder: neither this one's nor the usual ones'."""
    places = [
        str(root) + "/",
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/ho" + "me/",
        "/tmp/" + "v/",
        "/opt/" + "pypi",
        "/opt/" + "wheels",
    ]
    named = re.compile(rb"(?<![\w.])(?:" + b"|".join(re.escape(place.encode()) for place in places) + b")")
    assert [] == [path.relative_to(root).as_posix() for path in tracked(root) if named.search(path.read_bytes())]
