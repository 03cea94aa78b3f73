"""Pelican run: writes the documents of a build by our settings; an error in Pelican's log ends the build."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.log import console
from pelican.settings import read_settings

from credit.build.build_state import Build, BuildError
from credit.build.pelican_hooks import BUILD


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


@contextmanager
def _logged_errors_raised() -> Iterator[None]:
    """Raise BuildError at the end of the block where Pelican logged an error in it."""
    errors = _ErrorLog()
    logger = logging.getLogger("pelican")
    logger.addHandler(errors)
    try:
        yield
    finally:
        logger.removeHandler(errors)
    if errors.messages:
        raise BuildError("生成网站时出错，原来的网站没有改动：\n" + "\n".join(errors.messages))


def read_site_settings(root: Path, output: Path, siteurl: str | None) -> dict[str, Any]:
    """Return the settings of the site for a build into ``output``; ``siteurl`` None means that of the configuration."""
    # The plugin is this package, whatever Pelican finds on its path: one identity for tests and builds.
    override: dict[str, Any] = {
        "OUTPUT_PATH": str(output),
        "DELETE_OUTPUT_DIRECTORY": False,
        "PLUGINS": ["credit.build.pelican_hooks"],
    }
    if siteurl is not None:
        override["SITEURL"] = siteurl.rstrip("/")
    with _logged_errors_raised():
        settings: dict[str, Any] = read_settings(str(root / "pelicanconf.py"), override=override)
    return settings


def write_documents(build: Build, settings: dict[str, Any]) -> None:
    """Write the pages of all documents; raises BuildError where Pelican reports an error."""
    environment = build.theme.environment
    # Pelican compiles the templates of articles and pages too; they use the theme's own filters and tests.
    filters = {**settings["JINJA_FILTERS"], **environment.filters}
    tests = {**settings["JINJA_TESTS"], **environment.tests}
    # Its closing sentence counts articles only and would stand among our results on stdout.
    console.quiet = True
    with _logged_errors_raised():
        Pelican({**settings, "JINJA_FILTERS": filters, "JINJA_TESTS": tests, BUILD: build}).run()
