"""Flat rows: an entity as one row of cells, the inverse of what worker processes unpack."""

from __future__ import annotations

from credit.pages.record_rows import Shape, Subject


def flat_row(subject: Subject) -> tuple[Shape, list[str]]:
    """Return the shape and the flat row of an entity, from which ``subject_of`` restores it."""
    values = [subject.unified_code, subject.name, *subject.former_names]
    datasets = []
    for name, records in subject.records.items():
        states = []
        for record in records:
            state = record.state
            values += [*record.cells.values(), state["last_day"], state["earliest_repair"]]
            states.append((state["state"], state["disputed"], state["corrected"]))
        datasets.append((name, tuple(states)))
    return (len(subject.former_names), tuple(datasets)), values
