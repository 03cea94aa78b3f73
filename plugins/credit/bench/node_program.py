"""Node program: a program for benchmarks, installed with npm from its lock into a folder of its own below .cache/."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from credit.bench.process_cost import BenchError


def install_node_program(root: Path, place: str, title: str, program: str, env: Mapping[str, str]) -> Path:
    """Return a program below ``node_modules/``, installed where it is missing or out of date.

    ``place`` is the folder of its package.json and lock below ``root``, ``title`` its name in an error, ``env`` are
    variables for npm. Raises BenchError when the installation fails.
    """
    source = root / place
    folder = root / ".cache" / source.name
    lock = (source / "package-lock.json").read_bytes()
    wanted, mark = hashlib.sha256(lock).hexdigest(), folder / "installed"
    path = folder / "node_modules" / program
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted and path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    for file in (source / "package.json", source / "package-lock.json", root / ".npmrc"):
        shutil.copy2(file, folder / file.name)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{title} 没有装上（{place}）：\n{done.stderr[-2000:]}")
    mark.write_text(wanted, encoding="ascii")
    return path
