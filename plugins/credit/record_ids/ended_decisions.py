"""Ended decisions: a decision whose record has ended is not listed again under another id."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from credit.identifiers import normalise_number
from credit.model import Problem, Table
from credit.record_ids.history_index import IdHistory
from credit.record_ids.id_checks import ReadHistory, find_new_rows, find_rows
from credit.record_ids.listing_identity import Use, same_subject
from credit.record_ids.renumbered_rows import find_renumbered
from credit.record_states import derive_states

#: Reasons of the register after which a decision is over; a correction is published again, under a new id.
FINAL_REASONS = frozenset({"期满", "修复", "撤销"})

_NUMBER = "decision_number"


def check_ended_decisions(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    ended: Mapping[str, frozenset[str]],
    register: str,
    as_of: datetime.date,
    read_history: ReadHistory | None,
) -> Iterator[Problem]:
    """Report each new record of a black list that has subject and number of one that has ended.

    ``ended`` maps a dataset to the ids that had ended before; those that end by this very change count alike. The register holds neither: a record that was deleted
    from its file is known by its last use in history. Code: ``renumbered``.
    """
    lists = {name: table for name, table in before.items() if table.resource.rules.kind == "black"}
    old = {key for table in lists.values() for key in table.column("record_id")}
    named = [(name, row) for name in lists if name in after for row in find_new_rows(after[name], old)]
    registered = _final_ids(after.get(register))
    # A row whose id was changed by mistake is the record itself, unless that is withdrawn by now.
    itself = {
        (name, line)
        for name in {name for name, _ in named}
        for line, former in find_renumbered(lists[name], after[name]).items()
        if former not in registered
    }
    new = [row for name, row in named if row.use.events.get(_NUMBER) and (name, row.line) not in itself]
    if not new:
        return
    over = frozenset(key for name in lists for key in ended.get(name, ()))
    over |= _ended_by_change({name: after[name] for name in lists if name in after}, after.get(register), old, as_of)
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


def _ended_by_change(
    lists: Mapping[str, Table], register: Table | None, old: Collection[str], as_of: datetime.date
) -> frozenset[str]:
    """Return the older ids with the decision number of a new row that have ended by now, or went into the register."""
    ended = set(_final_ids(register).intersection(old)).difference(
        *(table.column("record_id") for table in lists.values())
    )
    for table in lists.values():
        ids, numbers = table.column("record_id"), list(map(normalise_number, table.column(_NUMBER)))
        wanted = {number for key, number in zip(ids, numbers, strict=True) if key not in old and number}
        same = [key in old and number in wanted for key, number in zip(ids, numbers, strict=True)]
        # The few rows in question: the states of a whole list would cost more than all other checks of ids.
        rows = replace(table, cells=table.cells[same])
        if not rows.cells.empty:
            states = derive_states(rows, register.cells if register is not None else None, as_of)["state"].tolist()
            ended |= {
                key for key, state in zip(rows.column("record_id"), states, strict=True) if state in FINAL_REASONS
            }
    return frozenset(ended)


def _final_ids(register: Table | None) -> set[str]:
    if register is None:
        return set()
    rows: Iterable[tuple[str, str]] = zip(register.column("record_id"), register.column("reason"), strict=True)
    return {record_id for record_id, reason in rows if reason in FINAL_REASONS}
