"""Pelican run: one run with our settings; an error in Pelican's log ends the build."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from credit.build.build_state import WORK, BuildError, BuildRequest, BuildState


class _ErrorLog(logging.Handler):
    """Keeps Pelican's error messages: Pelican would only print them and go on (design.md section 7)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            message += f"（{record.exc_info[1]}）"
        self.messages.append(message)


def run_pelican(root: Path, new: Path, request: BuildRequest, siteurl: str | None) -> BuildState:
    """Write the site below ``new``; raises BuildError where Pelican reports an error or does not load us."""
    override: dict[str, Any] = {"OUTPUT_PATH": str(new), "DELETE_OUTPUT_DIRECTORY": False, "CREDIT_BRIEF": request}
    if siteurl is not None:
        override["SITEURL"] = siteurl.rstrip("/")
    errors = _ErrorLog()
    logger = logging.getLogger("pelican")
    logger.addHandler(errors)
    # Its closing sentence counts articles only and would stand among our results on stdout.
    console.quiet = True
    try:
        settings = read_settings(str(root / "pelicanconf.py"), override=override)
        # The plugin is this module, whatever Pelican finds on its path: one identity for tests and builds.
        pelican = Pelican({**settings, "PLUGINS": ["credit.build.pelican_hooks"]})
        if WORK not in pelican.settings:
            raise BuildError(
                "Pelican 没有载入插件 credit.build.pelican_hooks，网站没有生成。" + "；".join(errors.messages)
            )
        pelican.run()
    finally:
        logger.removeHandler(errors)
    if errors.messages:
        raise BuildError("生成网站时出错，原来的网站没有改动：\n" + "\n".join(errors.messages))
    work: BuildState = pelican.settings[WORK]
    return work
