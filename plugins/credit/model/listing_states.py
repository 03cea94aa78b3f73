"""Listing states: the states and marks of a listing, and the columns of the days that decide them."""

from __future__ import annotations

from collections.abc import Iterable

#: The states of a listing (design.md section 3); only PUBLIC_STATES show a name.
STATES = ("拟列入", "在列", "暂停公示", "期满", "修复", "撤销", "更正", "未到公示日")
PUBLIC_STATES = ("拟列入", "在列")

#: Columns that hide a record. While the record is visible their days are past or future, and private.
PRIVATE_DAYS = ("suspended_from", "suspended_until", "repaired_on")

#: Columns of the day since which a record is public, and all that date it: the first one present counts.
START_DAYS = ("listed_on", "committed_on", "joined_on")
DATING_DAYS = (*START_DAYS, "announced_on", "decided_on")

#: Column of the day from which a visible record has the mark of an objection.
MARK_DAY = "disputed_since"
#: Marks beside the state of a public record, by their column in the states of its table, in the words of the pages.
MARKS = {"disputed": "异议处理中", "corrected": "已更正"}

#: Public class of each end that is no revocation and no correction: no subject can be pointed at as "repaired"
#: (domain.md section 2). Its words fit all of them, a row that a commit took out of its list included.
ENDED = "已结束"
ENDED_WORDS = f"{ENDED}：公示期限届满、已经修复或者移出名单，不区分是哪一种。"

#: Description of a column that holds the class of an end.
REASON_WORDS = f"{ENDED_WORDS}撤销：认定被变更、撤销或者确认无效。更正：发布有误，改用新的编号重新发布。"

#: Dataset of the register of withdrawals, which ends records. Its rows act even when something in them is wrong, so that
#: removal is never blocked; they are added, never changed.
REGISTER = "withdrawals"

#: Key, beside the names of lists, of ended ids whose list is unknown.
NO_LIST = ""


def state_words(kind: str, state: str) -> str:
    """Return a public state as readers see it: a register states facts, so nothing is 在列 there."""
    if state == "拟列入":
        return "拟列入公示"
    return "已登记" if kind == "register" else "在列"


def dated_by(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that date a row of a dataset with these columns; the first one that is filled counts."""
    known = frozenset(columns)
    return tuple(name for name in DATING_DAYS if name in known)
