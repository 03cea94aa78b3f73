"""A root folder goes in; the whole site, or nothing, comes out: the gate first, then Pelican into a fresh folder."""

from __future__ import annotations

import datetime
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from credit import addresses, gate
from credit.gate import Edition
from credit.model import Problem
from credit.plugin.work import WORK, BuildError, Work


@dataclass(frozen=True)
class BuildReport:
    """What a build made: number of pages, of files, the edition it shows and its warnings."""

    output: Path
    pages: int
    files: int
    edition: Edition

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that did not stop the build."""
        return self.edition.problems


def build_site(
    root: Path,
    output: Path,
    *,
    as_of: datetime.date | None = None,
    siteurl: str | None = None,
    accepted: bool = False,
    before: Path | None = None,
) -> BuildReport:
    """Judge ``root`` and build its site into ``output``, which is replaced only when the new site is complete.

    ``siteurl`` None means the one of the configuration; see ``gate.judge`` for ``as_of``, ``accepted`` and
    ``before``.
    Raises CheckFailed or DescriptorError when the gate refuses, BuildError when Pelican reports an error or a
    document got lost; in each case ``output`` is untouched.
    """
    root, output = root.resolve(), output.resolve()
    if output == root or output in root.parents or any(output == root / name for name in ("data", "content", "theme")):
        raise BuildError(f"不能输出到 {output}：那里是源文件，请换一个文件夹。")
    edition = gate.judge(root, as_of, accepted=accepted, before=before)
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}.new-", dir=output.parent))
    # The tree's modes must not depend on who builds it.
    mask = os.umask(0o022)
    try:
        fresh.chmod(0o755)
        work = _run(root, fresh, edition, siteurl)
        _replace(fresh, output)
    finally:
        os.umask(mask)
        shutil.rmtree(fresh, ignore_errors=True)
    pages = sum(1 for name in work.tree.digests if name.endswith(".html"))
    return BuildReport(output, pages, len(work.tree.digests), edition)


def _replace(fresh: Path, output: Path) -> None:
    """Put the new tree in the place of the old one; the old one goes only when the new one stands there."""
    if not output.exists():
        fresh.rename(output)
        return
    if not (output / addresses.VERSION.lstrip("/")).is_file() and any(output.iterdir()):
        raise BuildError(f"{output} 里有不是本站生成的文件，没有覆盖；请换一个文件夹或先自己清空它。")
    old = output.with_name(f".{output.name}.old-{fresh.name[-8:]}")
    output.rename(old)
    fresh.rename(output)
    shutil.rmtree(old)


class _Errors(logging.Handler):
    """Keeps what Pelican logs as an error: it would only print it and go on (design.md section 7)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f"（{record.exc_info[1]}）"
        self.messages.append(message)


def _run(root: Path, fresh: Path, edition: Edition, siteurl: str | None) -> Work:
    override: dict[str, Any] = {"OUTPUT_PATH": str(fresh), "DELETE_OUTPUT_DIRECTORY": False, "CREDIT_EDITION": edition}
    if siteurl is not None:
        override["SITEURL"] = siteurl.rstrip("/")
    errors = _Errors()
    logger = logging.getLogger("pelican")
    logger.addHandler(errors)
    # Its closing sentence counts articles only and would stand among our results on stdout.
    console.quiet = True
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override=override)
        # The plugin is this module, whatever Pelican finds on its path: one identity for tests and builds.
        pelican = Pelican({**settings, "PLUGINS": ["credit.plugin"]})
        if WORK not in pelican.settings:
            raise BuildError("Pelican 没有载入插件 credit.plugin，网站没有生成。" + "；".join(errors.messages))
        pelican.run()
    finally:
        logger.removeHandler(errors)
    if errors.messages:
        raise BuildError("生成网站时出错，原来的网站没有改动：\n" + "\n".join(errors.messages))
    work: Work = pelican.settings[WORK]
    return work
