"""Software venv: the packages of the lock in a virtual environment of the server's own, beside its software.

Nothing in it leads to the checkout: `make setup` may empty the checkout's venv while the server runs.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from credit.deploy.setup.locked_packages import LOCK, read_pins
from credit.model import CreditError

#: Prefix of the folders of virtual environments below DIR/software.
PREFIX = "venv-"

#: Units, cron and people call it; by its own place, so that a restored copy elsewhere needs no edit.
_INV = '#!/bin/sh\nexec "$(dirname "$0")/python" -P -m invoke "$@"\n'


class VenvError(CreditError):
    """The packages cannot be copied; the text says why."""


def venv_name(checkout: Path) -> str:
    """Return the name of the folder for the lock of a checkout and this interpreter."""
    return (
        PREFIX
        + hashlib.sha256(_read_lock(checkout).encode() + sys.version.encode() + sys.prefix.encode()).hexdigest()[:16]
    )


def make_venv(checkout: Path, target: Path) -> None:
    """Make a venv with the locked packages of this interpreter; complete at ``target``, or nothing there.

    Raises VenvError where there is no lock.
    """
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        venv.EnvBuilder(symlinks=True, with_pip=False).create(temporary)
        paths = {"base": str(temporary), "platbase": str(temporary)}
        packages = Path(sysconfig.get_path("purelib", "venv", paths))
        for source, name in _locked_files(checkout):
            place = packages / name
            place.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(source, place)
        program = temporary / "bin" / "inv"
        program.write_text(_INV, encoding="utf-8")
        program.chmod(0o755)
        temporary.chmod(0o755)
        os.sync()
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _read_lock(checkout: Path) -> str:
    try:
        return (checkout / LOCK).read_text(encoding="utf-8")
    except OSError as error:
        raise VenvError(f"读不到 {checkout / LOCK}，不知道要装哪些软件包；请重新取得软件。") from error


def _locked_files(checkout: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file of the locked packages with its path below site-packages; programs of packages are left out."""
    # A package may stand there in several versions, each for some systems.
    for name in dict.fromkeys(name for name, _ in read_pins(_read_lock(checkout))):
        try:
            listed = distribution(name).files or []
        except PackageNotFoundError:
            # A marker of the lock may leave a package out on this system; what is needed is found by the trial.
            continue
        for file in listed:
            source = Path(str(file.locate()))
            if ".." not in file.parts and source.is_file():
                yield source, str(file)


def _link_or_copy(source: Path, target: Path) -> None:
    """Hard-link a file, which costs no space and outlives the checkout's venv; copy it where that is refused."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
