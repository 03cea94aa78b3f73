"""Peers: other generators to compare with, installed once from their lock into a folder of their own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from credit.bench.node_program import install_node_program
from credit.bench.process_cost import BenchError

LOCK = "requirements-bench.txt"


def install_peers(root: Path) -> Path:
    """Return the folder below ``.cache/`` that holds the peers, installed there where it is missing or out of date.

    The site's own environment stays as it is. ``WHEELS`` names a folder of wheels to install from with no index.
    Raises BenchError when the installation fails.
    """
    lock = root / LOCK
    wanted = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    folder = root / ".cache" / "bench-peers"
    mark = folder / "installed"
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    wheels = os.environ.get("WHEELS")
    source = ["--no-index", "--find-links", wheels] if wheels else []
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
        "--only-binary", ":all:", "--target", str(folder), *source, "-r", str(lock),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise BenchError(f"对照程序没有装上（{LOCK}）：\n{done.stderr[-2000:]}")
    mark.write_text(wanted, encoding="ascii")
    return folder


def eleventy_program(root: Path) -> Path:
    """Return Eleventy's program, installed below ``.cache/`` where it is missing or out of date."""
    return install_node_program(root, "deploy/eleventy", "Eleventy", "@11ty/eleventy/cmd.cjs", {})


def hugo_program(peers: Path) -> Path:
    """Return the executable of Hugo itself among the peers, so that the start of Python is not measured.

    Raises BenchError where its package holds none.
    """
    found = sorted(path for path in (peers / "hugo" / "binaries").glob("hugo*") if os.access(path, os.X_OK))
    if not found:
        raise BenchError(f"对照程序 Hugo 没有装全，请删除 {peers.name} 文件夹后重试。")
    return found[0]
