"""Git locks: lock files that a killed git left in the repository; with one, git refuses every later push."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from credit.file_faults import describe_error

#: Seconds after which a lock file is left over: git has one for the moment in which it writes a file.
STALE_AFTER = 300

#: Where lock files lie: of packed refs, HEAD and configuration, of refs, of their logs, of the commit graph.
_PLACES = ("*.lock", "refs/**/*.lock", "logs/**/*.lock", "objects/info/**/*.lock")


def remove_stale_locks(repo: Path) -> Iterator[str]:
    """Remove lock files that no running git can have; yield a sentence for each, also for one that stays."""
    for path in sorted(path for place in _PLACES for path in repo.glob(place)):
        found = f"仓库里有中断的 git 留下的锁 {path}，有它推送就存不进去"
        try:
            # Either way: the clock may have been wrong when it was made.
            if abs(time.time() - path.lstat().st_mtime) > STALE_AFTER:
                path.unlink()
                yield f"{found}；已经删去。"
        except FileNotFoundError:
            continue
        except OSError as error:
            yield f"{found}，删不掉：{describe_error(error)}。请手工删去它。"
