"""Development server: builds the site, serves it on loopback, rebuilds it when a source changes, and shows faults."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from credit.build.pipeline import BuildReport, build_site
from credit.dev_server.dashboard import Dashboard
from credit.http_server import folder_files, make_server, running
from credit.model import NO_HISTORY, ChangeHistory, CheckFailed, CreditError, DescriptorError, Problem
from credit.pending_changes import pending_changes

#: Folders whose changes start a new build.
WATCHED = ("data", "content", "theme")


def serve_site(
    root: Path,
    output: Path,
    *,
    port: int,
    as_of: datetime.date | None,
    say: Callable[[str], None],
    built: Callable[[BuildReport], None],
    read_changes: Callable[[], ChangeHistory] = lambda: NO_HISTORY,
) -> None:
    """Build and serve until interrupted; what is wrong is shown at ``/__dashboard/`` and the site stays as it was.

    ``read_changes`` returns the history of the lists.
    Starts with faulty data too. Raises CreditError when the port is taken.
    """
    from watchfiles import watch  # only this command needs it

    dashboard = Dashboard()

    def rebuild() -> None:
        try:
            report = build_site(root, output, as_of=as_of, history=read_changes())
        except CreditError as error:
            problems: tuple[Problem, ...] = ()
            if isinstance(error, CheckFailed | DescriptorError):
                problems = tuple(error.problems)
            dashboard.show(problems, _changes(root, as_of), is_good=False, reason="" if problems else str(error))
            say(f"{error}\n没有重新生成，网站还是原来的样子；改好后会自动再试。")
        else:
            dashboard.show(report.warnings, _changes(root, as_of), is_good=True)
            built(report)

    try:
        server = make_server(dashboard.over(folder_files(output)), port)
    except OSError as error:
        raise CreditError(f"端口 {port} 已被占用，请先关掉占用它的程序，或者用 --port 换一个端口。") from error
    with server:
        rebuild()
        with running(server) as address:
            say(f"网站已在 {address}/ 打开，问题和改动在 {address}/__dashboard/，按 Ctrl+C 结束。")
            for _ in watch(*(root / name for name in WATCHED if (root / name).is_dir()), raise_interrupt=False):
                rebuild()


def _changes(root: Path, as_of: datetime.date | None) -> tuple[str, ...]:
    """Return what is not committed yet, as ``inv diff`` does; empty where it cannot be told."""
    with suppress(CreditError):
        return pending_changes(root, "HEAD", as_of)[0]
    return ()
