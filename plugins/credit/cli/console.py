"""Console: results on stdout, notices on stderr, exit statuses of all commands; texts are Chinese."""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from credit import work_tree
from credit.identifiers import parse_iso_date
from credit.model import ChangeHistory, CheckFailed, CreditError, DescriptorError, Problem, report_lines
from credit.work_tree import Comparison

if TYPE_CHECKING:
    from credit.source_data import Catalogue

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


def source_file(text: str) -> Path:
    """Return the path of a file that a command is to read."""
    path = Path(text)
    if path.is_dir():
        wrong_use(f"{text} 是文件夹，这里要写一个文件")
    if not path.is_file():
        wrong_use(f"找不到文件 {text}")
    return path


def day_of(text: str | None, option: str = "--as-of") -> datetime.date | None:
    """Return the day of an option, None where the option is missing."""
    if not text:
        return None
    return parse_iso_date(text) or wrong_use(f"{option} 要写成 YYYY-MM-DD，例如 2026-11-20；现在是 {text}")


def print_problems(problems: Iterable[Problem], form: str = "text") -> None:
    """Print a report in one of its two forms."""
    if form == "json":
        keys = ("path", "line", "field", "code", "severity", "message")
        rows = [{key: getattr(problem, key) for key in keys} for problem in problems]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for line, _ in report_lines(problems):
        print(line)


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


def earlier_commit(since: str = "") -> AbstractContextManager[Comparison]:
    """Return the state to compare with (``work_tree.earlier_commit``) of this checkout."""
    return work_tree.earlier_commit(ROOT, since, say)


def list_history() -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; none, with a notice, outside of git."""
    return work_tree.list_history(ROOT, say)


def committed_history() -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; raises GitError outside of git."""
    return work_tree.committed_history(ROOT)


def committed_id_problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return the faults of record ids in commits that are not on the server yet; nothing where the work tree has changes.

    Changes are compared with the last commit by ``earlier_commit``; faults in earlier commits would otherwise be
    found by the server alone.
    """
    from credit import git_repository
    from credit.record_ids import check_record_ids, open_history, unpushed_base
    from credit.source_data import read_tables

    base = unpushed_base(ROOT)
    if not base or git_repository.is_changed(ROOT, "HEAD"):
        return ()
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        before = read_tables(git_repository.extract(ROOT, base, Path(folder)), catalogue)
        known = partial(open_history, ROOT, base, cache=ROOT / work_tree.ID_INDEX, tip="HEAD")
        return tuple(check_record_ids(before, catalogue.tables, known))
