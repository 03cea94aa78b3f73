"""Development server: builds the site, serves it on loopback, rebuilds it when a source changes, and shows faults."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from traceback import print_exception

from jinja2 import TemplateError, TemplateSyntaxError

from credit.build.pipeline import BuildReport, build_site
from credit.dev_server.dashboard import Dashboard
from credit.file_faults import describe_error
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

    def build() -> BuildReport:
        return build_site(root, output, as_of=as_of, history=read_changes())

    def rebuild() -> None:
        report = try_build(dashboard, root, build, partial(_changes, root, as_of), say)
        if report is not None:
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


def try_build(
    dashboard: Dashboard,
    root: Path,
    build: Callable[[], BuildReport],
    read_pending: Callable[[], tuple[str, ...]],
    say: Callable[[str], None],
) -> BuildReport | None:
    """Build once and show the outcome on the dashboard; None where the site stays as it was.

    A half-saved template, whatever it raises, or a file that an editor is just exchanging is a fault to be shown, no end
    of the server.
    """
    try:
        report = build()
    except Exception as error:
        problems: tuple[Problem, ...] = ()
        if isinstance(error, CheckFailed | DescriptorError):
            problems = tuple(error.problems)
        words = _fault_words(root, error)
        dashboard.show(problems, read_pending(), is_good=False, reason="" if problems else words)
        say(f"{words}\n没有重新生成，网站还是原来的样子；改好后会自动再试。")
        return None
    dashboard.show(report.warnings, read_pending(), is_good=True)
    return report


def _fault_words(root: Path, error: Exception) -> str:
    """Return what is wrong and where, for a clerk."""
    if isinstance(error, CreditError):
        return str(error)
    if isinstance(error, TemplateSyntaxError):
        return f"{_below(root, error.filename or error.name or '')}:{error.lineno}: 模板写得不对：{error.message}"
    if isinstance(error, TemplateError):
        return f"模板不能用：{describe_error(error)}"
    if isinstance(error, UnicodeError):
        return f"有一个文件不是 UTF-8，请另存为 UTF-8：{error}"
    if isinstance(error, OSError):
        return f"有一个文件读不了或者写不了：{describe_error(error)}"
    # An expression of a template may raise anything; of the program's own code a developer wants the trace.
    print_exception(error)
    return f"模板或者程序出错：{type(error).__name__}：{error}"


def _below(root: Path, name: str) -> str:
    """Return a path as seen from the root, as problems name it."""
    path = Path(name)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


def _changes(root: Path, as_of: datetime.date | None) -> tuple[str, ...]:
    """Return what is not committed yet, as ``inv diff`` does; empty where it cannot be told."""
    with suppress(Exception):  # the build names the fault
        return pending_changes(root, "HEAD", as_of)[0]
    return ()
