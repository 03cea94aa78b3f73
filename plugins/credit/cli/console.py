"""Console: results on stdout, notices on stderr, exit statuses of all commands; texts are Chinese."""

from __future__ import annotations

import datetime
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from credit.model import NO_HISTORY, ChangeHistory, CheckFailed, CreditError, DescriptorError, Problem

if TYPE_CHECKING:
    from credit.record_ids import IdHistory, ReadHistory
    from credit.source_data import Catalogue

#: The index of all record ids that the branch ever used: digests alone, made again where it is missing.
ID_INDEX = Path(".cache") / "record-ids.sqlite"

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


@dataclass(frozen=True)
class Comparison:
    """Earlier state that a work tree is compared with; all None where there is none.

    ``before`` is a folder with data/ and content/ of a commit, ``removes`` the removals that the commits since state,
    ``read_history`` returns the former uses of record ids on the branch.
    """

    before: Path | None = None
    removes: Mapping[str, int] | None = None
    read_history: ReadHistory | None = None


@contextmanager
def earlier_commit(since: str = "") -> Iterator[Comparison]:
    """Yield the state to compare with: without ``since`` the last commit, compared with the work tree."""
    from credit import git_repository
    from credit.record_ids import open_history

    if not since and not git_repository.has_commits(ROOT):
        say("这里没有 git 记录，跳过了与上次提交的比较。")
        yield Comparison()
        return
    if not since and not git_repository.is_changed(ROOT, "HEAD"):
        yield Comparison()
        return

    def read_history(ids: Iterable[str]) -> IdHistory:
        known = open_history(ROOT, since or "HEAD", ids, ROOT / ID_INDEX, tip="HEAD" if since else "")
        if not known.is_complete:
            say("这里的 git 历史不完整（浅克隆），只核对了有的那一段里用过的编号。")
        return known

    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        removes = git_repository.read_trailers(ROOT, since) if since else None
        yield Comparison(git_repository.extract(ROOT, since or "HEAD", Path(folder)), removes, read_history)


def list_history() -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; none, with a notice, outside of git."""
    from credit.git_repository import GitError

    try:
        return committed_history()
    except GitError:
        say("这里没有完整的 git 历史，首次公布、最近改动的日期和变动记录都空着。")
        return NO_HISTORY


def committed_history() -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; raises GitError outside of git."""
    from credit.change_history import CACHE_NAME, read_change_history

    return read_change_history(ROOT, cache=ROOT / ".cache" / CACHE_NAME)


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
        known = partial(open_history, ROOT, base, cache=ROOT / ID_INDEX, tip="HEAD")
        return tuple(check_record_ids(before, catalogue.tables, known))
