"""What every command says to the person at the terminal, and how it ends: results on stdout, notices on stderr, in Chinese."""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from credit.model import CheckFailed, CreditError, DescriptorError, Problem

#: The folder of the ``tasks.py`` in use. Not resolved: where plugins/ is a link, the folder that holds the link.
ROOT = Path(__file__).absolute().parents[3]

#: Exit statuses.
DONE, PROBLEMS, WRONG_USE = 0, 1, 2


def say(text: str) -> None:
    """Print a notice."""
    print(text, file=sys.stderr, flush=True)


def show_progress(done: int, whole: int) -> None:
    """Show on the terminal how many pages of records are made."""
    print(f"\r记录的页面：{done} / {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def wrong_use(text: str) -> NoReturn:
    """End with exit status 2 and the reason."""
    say(text)
    raise SystemExit(WRONG_USE)


def day_of(text: str | None, option: str = "--as-of") -> datetime.date | None:
    """Return the day of an option, or None where it is not given."""
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        wrong_use(f"{option} 要写成 YYYY-MM-DD，例如 2026-11-20；现在是 {text}")


def print_problems(problems: Iterable[Problem], form: str = "text") -> None:
    """Print a report in one of its two forms."""
    if form == "json":
        keys = ("path", "line", "field", "code", "severity", "message")
        rows = [{key: getattr(problem, key) for key in keys} for problem in problems]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        print(problem.text() if problem.severity == "error" else f"{problem.text()}（警告）")


def count_problems(problems: Iterable[Problem]) -> str:
    """Return the closing sentence of a report."""
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    if errors:
        return f"有 {errors} 处错误、{warnings} 处警告。请按每行的提示改好，再运行一次。"
    return f"没有错误，有 {warnings} 处警告。" if warnings else "没有错误。"


def refuse(error: CreditError) -> NoReturn:
    """Print why a command did not do its job and end with exit status 1."""
    if isinstance(error, CheckFailed | DescriptorError):
        print_problems(error.problems)
        say(count_problems(error.problems))
    else:
        say(str(error))
    raise SystemExit(PROBLEMS)


@contextmanager
def earlier_commit(since: str = "") -> Iterator[tuple[Path | None, Mapping[str, int] | None]]:
    """Give a folder with data/ and content/ of the commit to compare with, and what the commits since say they remove.

    Without ``since`` it is the last commit, compared with the work tree; (None, None) where there is nothing to compare.
    """
    from credit import history

    if not since and not history.has_commits(ROOT):
        say("这里没有 git 记录，跳过了与上次提交的比较。")
        yield None, None
        return
    if not since and not history.is_changed(ROOT, "HEAD"):
        yield None, None
        return
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        removes = history.read_trailers(ROOT, since) if since else None
        yield history.extract(ROOT, since or "HEAD", Path(folder)), removes
