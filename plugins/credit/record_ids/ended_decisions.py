"""Ended decisions: a decision whose record has ended is not listed again under another id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from credit.model import Problem, Table
from credit.record_ids.history_index import IdHistory
from credit.record_ids.id_checks import ReadHistory, find_new_rows, find_rows
from credit.record_ids.listing_identity import Use, same_subject

#: Reasons of the register after which a decision is over; a correction is published again, under a new id.
FINAL_REASONS = frozenset({"期满", "修复", "撤销"})

_NUMBER = "decision_number"


def check_ended_decisions(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    ended: Mapping[str, frozenset[str]],
    register: str,
    read_history: ReadHistory | None,
) -> Iterator[Problem]:
    """Report each new record of a black list that has subject and number of one that has ended.

    ``ended`` maps a dataset to the ids that had ended before. The register holds neither: a record that was deleted
    from its file is known by its last use in history. Code: ``renumbered``.
    """
    lists = {name: table for name, table in before.items() if table.resource.rules.kind == "black"}
    old = {key for table in lists.values() for key in table.column("record_id")}
    new = [row for name in lists if name in after for row in find_new_rows(after[name], old)]
    new = [row for row in new if row.use.events.get(_NUMBER)]
    if not new:
        return
    over = frozenset(key for name in lists for key in ended.get(name, ()))
    gone = _final_ids(before.get(register)) - old
    history = read_history(gone) if read_history is not None and gone else IdHistory()
    uses = {**find_rows(lists, over), **{key: history.uses[key][1] for key in gone if key in history.uses}}
    by_number: dict[str, list[tuple[str, Use]]] = {}
    for key, use in sorted(uses.items(), key=lambda item: item[0]):
        by_number.setdefault(use.events.get(_NUMBER, ""), []).append((key, use))
    for row in new:
        for key, use in by_number.get(row.use.events[_NUMBER], ()):
            if same_subject(use, row.use):
                message = (
                    f"与已经结束的 {key} 是同一主体、同一文号，不能换一个编号再公示；请删去这一行，"
                    "是另一次认定的请核对文号"
                )
                yield Problem(row.table.resource.path, row.line, "record_id", "renumbered", message)
                break


def _final_ids(register: Table | None) -> set[str]:
    if register is None:
        return set()
    rows: Iterable[tuple[str, str]] = zip(register.column("record_id"), register.column("reason"), strict=True)
    return {record_id for record_id, reason in rows if reason in FINAL_REASONS}
