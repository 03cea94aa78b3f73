"""Identity of a listing: whether two rows with one record id have the same subject and the same decision."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from credit.identifiers import normalise_code, normalise_name, normalise_number
from credit.model import split_names

#: Columns that distinguish listings of one subject; a list has some of them.
EVENT_COLUMNS = (
    "decision_number",
    "decided_on",
    "behaviour",
    "honour",
    "announced_on",
    "commitment_type",
    "subject",
    "committed_on",
    "batch",
    "joined_on",
)

#: Fewer columns in common prove nothing: one of them may have been mistyped.
FEWEST_EVENT_COLUMNS = 2


@dataclass(frozen=True)
class Use:
    """One use of a record id as digests of its subject and decision; no name can be read from it.

    ``code`` is empty for a subject without one; ``names`` are the name and the former names; ``events`` map columns of
    EVENT_COLUMNS to digests of their cells, empty cells left out.
    """

    code: str
    names: frozenset[str]
    events: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> str:
        """Return the use as one line of text."""
        return json.dumps([self.code, sorted(self.names), dict(sorted(self.events.items()))], separators=(",", ":"))


def unpack_use(text: str) -> Use:
    """Return the use that ``Use.packed`` wrote; raises ValueError, TypeError or AttributeError for anything else."""
    code, names, events = json.loads(text)
    return Use(str(code), frozenset(map(str, names)), {str(key): str(value) for key, value in events.items()})


def _digest(kind: str, text: str) -> str:
    return hashlib.blake2b(f"{kind}\0{text}".encode(), digest_size=8).hexdigest() if text else ""


def use_of_row(row: Mapping[str, str], label: str = "") -> Use:
    """Return the use that a row makes of its record id; ``row`` maps columns to cells, any spelling.

    ``label`` is the column that names the subject in a list without ``name``, empty where none is declared.
    """
    names = [row.get("name" if "name" in row else label, ""), *split_names(row.get("former_names", ""))]
    events = {
        column: _digest(column, normalise_number(cell) if column == "decision_number" else normalise_name(cell))
        for column in EVENT_COLUMNS
        if (cell := row.get(column, "").strip())
    }
    return Use(
        _digest("code", normalise_code(row.get("unified_code", ""))),
        frozenset(_digest("name", normalise_name(name)) for name in names if name.strip()),
        events,
    )


def same_subject(former: Use, now: Use) -> bool:
    """Return whether two uses name one subject: the same code, or a name in common.

    Two that name none, as in a list that declares no column for it, are no contradiction.
    """
    if not (former.code or former.names or now.code or now.names):
        return True
    return bool(former.code and former.code == now.code) or bool(former.names & now.names)


def same_decision(former: Use, now: Use) -> bool:
    """Return whether two uses have one decision: not every column that both fill differs."""
    common = former.events.keys() & now.events.keys()
    if len(common) < FEWEST_EVENT_COLUMNS:
        return True
    return any(former.events[column] == now.events[column] for column in common)
