"""The commands of the project, gathered for invoke; what they do stands in ``plugins/credit/cli/``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from invoke.exceptions import Exit, ParseError
from invoke.main import program

sys.path.insert(0, str(Path(__file__).resolve().parent / "plugins"))

from credit.cli.console import WRONG_USE
from credit.cli.development import bench, lighthouse, lint, screenshots, test
from credit.cli.import_commands import allow_number, import_document, import_records, withdraw, workbook
from credit.cli.release_commands import publish, releases, repair, rollback, status
from credit.cli.server_commands import audit, bundle, ledger, purge_history, setup_server
from credit.cli.site_commands import build, check, diff, draft_report, format_task, serve

__all__ = [
    "allow_number",
    "audit",
    "bench",
    "build",
    "bundle",
    "check",
    "diff",
    "draft_report",
    "format_task",
    "import_document",
    "import_records",
    "ledger",
    "lighthouse",
    "lint",
    "publish",
    "purge_history",
    "releases",
    "repair",
    "rollback",
    "screenshots",
    "serve",
    "setup_server",
    "status",
    "test",
    "withdraw",
    "workbook",
]

for stream in (sys.stdout, sys.stderr):
    # A console under code page 936 lacks some characters of names: show their codes, never stop.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")

#: What a shell reports of a program that SIGPIPE ended.
PIPE_CLOSED = 128 + 13

_parse_tasks = program.parse_tasks


def parse_tasks() -> None:
    """Parse the command line; what invoke reports with exit status 1 is wrong use, which has its own."""
    try:
        _parse_tasks()
    except ParseError as error:
        advice = "用 inv --list 看全部命令，用 inv --help 加命令名看它的选项。"
        raise Exit(f"命令或选项写错了：{error}\n{advice}", code=WRONG_USE) from error


def end_quietly(run: Callable[[], None]) -> Callable[[], None]:
    """Return a step of the program that ends as other commands do where its reader has gone: ``inv ledger | head``."""

    def run_until_closed() -> None:
        try:
            try:
                run()
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # What is still buffered would be written, and fail again, at the very end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(PIPE_CLOSED) from None

    return run_until_closed


for step in ("parse_cleanup", "execute"):
    setattr(program, step, end_quietly(getattr(program, step)))

program.parse_tasks = parse_tasks  # type: ignore[method-assign]  # the program is invoke's own
