"""Dashboard: the clerk's page of the development server, with every problem and change; nothing of it is in the site."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from credit.http_server import ReadFile
from credit.model import Problem

#: Folder of the addresses of the dashboard: no address of a site begins like it.
FOLDER = "/__dashboard/"

#: Most problems, and most changes, that the page lists: errors first, and no page of 50,000 rows while typing.
MOST = 300

_FILES = Path(__file__).parent
_SCRIPT = b'<script src="/__dashboard/dashboard.js" defer></script></body>'
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_FILES, encoding="utf-8"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


@dataclass(frozen=True)
class _State:
    """Outcome of the latest build; ``version`` counts the builds."""

    version: int = 0
    is_good: bool = False
    reason: str = "正在生成网站……"
    problems: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()


class Dashboard:
    """Holds the outcome of the latest build and answers its addresses."""

    def __init__(self) -> None:
        self._state = _State()

    def show(self, problems: Sequence[Problem], changes: Sequence[str], *, is_good: bool, reason: str = "") -> None:
        """Take the outcome of a build: problems as ``inv check`` names them, changes as ``inv diff`` does."""
        self._state = _State(self._state.version + 1, is_good, reason, tuple(sorted(problems)), tuple(changes))

    def over(self, read_site: ReadFile) -> ReadFile:
        """Return a reader that answers the dashboard's addresses, and the site's with the dashboard's script in each page."""

        def read_file(path: str) -> bytes | None:
            if path.startswith(FOLDER):
                return self._answer(path.removeprefix(FOLDER))
            body = read_site(path)
            if body is None and not self._state.is_good and path.endswith(".html") and read_site("/index.html") is None:
                return self._page()  # nothing was ever built
            return body.replace(b"</body>", _SCRIPT) if body is not None and path.endswith(".html") else body

        return read_file

    def _answer(self, name: str) -> bytes | None:
        if name == "index.html":
            return self._page()
        if name == "state.json":
            state = self._state
            return json.dumps({"version": state.version, "good": state.is_good}).encode()
        return (_FILES / name).read_bytes() if name in ("dashboard.css", "dashboard.js") else None

    def _page(self) -> bytes:
        state = self._state
        chosen = sorted(sorted(state.problems, key=lambda problem: problem.severity != "error")[:MOST])
        files = [
            (path, sorted(group, key=lambda problem: (problem.line, problem.field)))
            for path, group in groupby(chosen, key=lambda problem: problem.path)
        ]
        errors = sum(problem.severity == "error" for problem in state.problems)
        text = _ENVIRONMENT.get_template("dashboard.html").render(
            state=state,
            files=files,
            errors=errors,
            warnings=len(state.problems) - errors,
            hidden=len(state.problems) - len(chosen),
            most=MOST,
        )
        return text.encode("utf-8")
