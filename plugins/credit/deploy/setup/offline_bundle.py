"""Offline bundle: one archive of checkout and wheels that installs on a server without a network."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from credit.deploy.setup.bill_of_materials import render_bill
from credit.deploy.setup.locked_packages import LOCK
from credit.git_repository import GitError, git, has_commits, is_changed
from credit.model import CreditError

#: The folder that the archive unpacks to.
TOP = "credit"
#: The list of what the archive holds beside the checkout, in CycloneDX.
BILL = "sbom.cdx.json"

_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class BundleError(CreditError):
    """The archive cannot be made; the text says what is missing."""


def make_bundle(root: Path, output: Path, *, wheels: Path | None = None) -> int:
    """Write the last commit of ``root`` with the wheels of its lock to ``output``; return the number of wheels.

    Without ``wheels`` pip downloads them for this machine's Python; each must have a hash that the lock names. The
    history stays here: names that were taken down may stand in it. The same commit and wheels give the same bytes.
    Raises BundleError, or GitError where there is no commit.
    """
    if not has_commits(root):
        raise GitError("这里没有 git 记录，不知道打包哪些文件；请在 git 的文件夹里运行。")
    if is_changed(root, "HEAD") or git(root, "diff", "--name-only", "HEAD"):
        raise BundleError("有没提交的改动；离线安装包只装已经提交的内容，请先提交或收回。")
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        if wheels is None:
            wheels = Path(folder)
            _download(root / LOCK, wheels)
        chosen = sorted(_locked(root / LOCK, wheels), key=lambda path: path.name)
        if not chosen:
            raise BundleError(f"{wheels} 里没有 {LOCK} 锁定的软件包。")
        _write(root, chosen, output)
    return len(chosen)


def _download(lock: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes",
               "--only-binary", ":all:", "--dest", str(folder), "--requirement", str(lock)]  # fmt: skip
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        raise BundleError("下载软件包没有成功：" + done.stderr.decode("utf-8", "replace").strip()[-1000:])


def _locked(lock: Path, folder: Path) -> Iterator[Path]:
    """Yield the wheels of a folder that the lock names."""
    known = set(_HASH.findall(lock.read_text(encoding="utf-8")))
    for path in folder.glob("*.whl"):
        if sha256(path.read_bytes()).hexdigest() in known:
            yield path


def _write(root: Path, wheels: list[Path], output: Path) -> None:
    timestamp = int(git(root, "log", "-1", "--format=%ct"))
    listed = git(root, "ls-tree", "-r", "-z", "--full-tree", "HEAD").decode().split("\0")
    temporary = output.with_name(f".{output.name}.new")
    with (
        temporary.open("wb") as raw,
        gzip.GzipFile("", "wb", mtime=timestamp, fileobj=raw) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):

        def add(name: str, data: bytes, mode: int) -> None:
            entry = tarfile.TarInfo(f"{TOP}/{name}")
            entry.size, entry.mode, entry.mtime = len(data), mode, timestamp
            archive.addfile(entry, io.BytesIO(data))

        for line in filter(None, listed):
            head, path = line.split("\t", 1)
            mode, kind, blob = head.split(" ")
            # A server needs no link, nor the tests' fixtures of links.
            if kind == "blob" and mode != "120000":
                add(path, git(root, "cat-file", "blob", blob), 0o755 if mode == "100755" else 0o644)
        for wheel in wheels:
            entry = tarfile.TarInfo(f"{TOP}/wheels/{wheel.name}")
            entry.size, entry.mode, entry.mtime = wheel.stat().st_size, 0o644, timestamp
            with wheel.open("rb") as stream:
                archive.addfile(entry, stream)
        add(BILL, render_bill(wheels, git(root, "rev-parse", "HEAD").decode().strip()), 0o644)
    shutil.move(temporary, output)
