"""Work tree: the commit that a checkout is compared with, and the history of its lists."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from credit.model import NO_HISTORY, ChangeHistory

if TYPE_CHECKING:
    from credit.record_ids import IdHistory, ReadHistory

#: The index of all record ids that the branch ever used: digests alone, made again where it is missing.
ID_INDEX = Path(".cache") / "record-ids.sqlite"


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
def earlier_commit(root: Path, since: str, tell: Callable[[str], None]) -> Iterator[Comparison]:
    """Yield the state to compare with: without ``since`` the last commit, compared with the work tree."""
    from credit import git_repository
    from credit.record_ids import open_history

    if not since and not git_repository.has_commits(root):
        tell("这里没有 git 记录，跳过了与上次提交的比较。")
        yield Comparison()
        return
    if not since and not git_repository.is_changed(root, "HEAD"):
        yield Comparison()
        return

    def read_history(ids: Iterable[str]) -> IdHistory:
        known = open_history(root, since or "HEAD", ids, root / ID_INDEX, tip="HEAD" if since else "")
        if not known.is_complete:
            tell("这里的 git 历史不完整（浅克隆），只核对了有的那一段里用过的编号。")
        return known

    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        removes = git_repository.read_trailers(root, since) if since else None
        yield Comparison(git_repository.extract(root, since or "HEAD", Path(folder)), removes, read_history)


def list_history(root: Path, tell: Callable[[str], None]) -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; none, with a notice, outside of git."""
    from credit.git_repository import GitError

    try:
        return committed_history(root)
    except GitError:
        tell("这里没有完整的 git 历史，首次公布、最近改动的日期和变动记录都空着。")
        return NO_HISTORY


def committed_history(root: Path) -> ChangeHistory:
    """Return what the commits up to HEAD did to the lists; raises GitError outside of git."""
    from credit.change_history import CACHE_NAME, read_change_history

    return read_change_history(root, cache=root / ".cache" / CACHE_NAME)
