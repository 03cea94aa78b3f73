"""Fault reports: a module that kills runs or fills a disk, run as a process of its own, and what it reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.conftest import ROOT


def fault_report(module: str, *arguments: str, command: Sequence[str] = ()) -> dict[str, Any]:
    """Run a module of ``tests.support``, below another ``command`` where one is given; assert that it ends well."""
    done = subprocess.run(
        [*command, sys.executable, "-m", f"tests.support.{module}", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'plugins'}:{ROOT}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def folder_of_kills(tmp_path: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder for runs that are killed.

    What survives a kill does not depend on the disk, so memory will do where there is some: it is ten times quicker.
    """
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path)
