"""Record changes of a push: ids that come and go, and black-list records that a second person has to approve."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from credit.model import REGISTER, Table, subject_column
from credit.reversal_checks import LENGTHENING, brings_back

#: Cells that say who is blamed for what, and how gravely: each change of one wants a second person. So does one of the
#: label that names the subject in a list without ``name``. A former name leads searches for another firm to the record;
#: the kind decides whether the name of a person is shown.
BLAMING = ("unified_code", "name", "former_names", "entity_kind", "behaviour", "facts", "severity")


@dataclass(frozen=True)
class RecordChanges:
    """Record ids of all lists that come and go; of black lists those that changed, and those to be approved."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    unapproved: tuple[str, ...]


def compare_records(before: Mapping[str, Table], after: Mapping[str, Table]) -> RecordChanges:
    """Compare the lists of two commits.

    To be approved is a new record, a changed cell of BLAMING in a record that is public (an id that now bears another
    code is as good as new), an end or the decision that is cleared or put off (``reversal_checks.brings_back``), and a
    suspension that ends sooner.
    """
    old, new = _public_ids(before), _public_ids(after)
    old_rows, new_rows = dict(_black_rows(before)), dict(_black_rows(after))
    labels = frozenset(subject_column(table) for table in after.values() if table.resource.rules.kind == "black")
    changed = {key for key, row in new_rows.items() if old_rows.get(key) != row}
    blaming = {*BLAMING, *labels}
    unapproved = {
        key for key in changed if _wants_approval(old_rows.get(key), new_rows[key], blaming, is_public=key in old)
    }
    return RecordChanges(
        tuple(sorted(new - old)), tuple(sorted(old - new)), tuple(sorted(changed)), tuple(sorted(unapproved))
    )


def _wants_approval(
    old: Mapping[str, str] | None, new: Mapping[str, str], blaming: Collection[str], *, is_public: bool
) -> bool:
    if old is None or old.get("unified_code") != new.get("unified_code"):
        return True
    blames = is_public and any(old.get(name, "") != new.get(name, "") for name in blaming)
    returns = any(brings_back(name, old.get(name, ""), new.get(name, "")) for name in LENGTHENING)
    return blames or returns or _resumes(old, new)


def _resumes(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Return whether a suspension gets an end, or an earlier one."""
    begun, former, last = old.get("suspended_from", ""), old.get("suspended_until", ""), new.get("suspended_until", "")
    return bool(begun and last) and (not former or last < former)


def _public_ids(tables: Mapping[str, Table]) -> set[str]:
    """Return the ids of all lists that are neither repaired nor in the register."""
    ids: set[str] = set()
    for table in tables.values():
        if table.resource.is_list and "record_id" in table.cells.columns:
            repaired = table.cells["repaired_on"].tolist() if "repaired_on" in table.cells.columns else None
            rows = table.cells["record_id"].tolist()
            ids.update(rows if repaired is None else (key for key, day in zip(rows, repaired, strict=True) if not day))
    register = tables.get(REGISTER)
    return ids - set(register.cells["record_id"].tolist() if register is not None else ())


def _black_rows(tables: Mapping[str, Table]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for table in tables.values():
        if table.resource.rules.kind == "black" and "record_id" in table.cells.columns:
            names = list(table.cells.columns)
            for row in zip(*(table.cells[name].tolist() for name in names), strict=True):
                cells = dict(zip(names, row, strict=True))
                yield cells["record_id"], cells
