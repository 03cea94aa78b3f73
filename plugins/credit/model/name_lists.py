"""Name lists: the names that stand in one cell of former names, by whatever sign they are separated."""

from __future__ import annotations

import re

from credit.model.descriptors import SEPARATOR, split_cell

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BRACKETED = rf"[（(][^（()）{SEPARATOR}]*[)）]"

#: Signs that stand in no name outside of brackets.
_FOREIGN = r"；、，\n"
#: Signs that a foreign name may hold, as in "Harbour, Ltd."; between Han characters they separate.
_SHARED = r",/|／｜"
_INSIDE_A_NAME = (
    rf"(?<![{_HAN}）)])(?<![{_HAN}）)] )[{_SHARED}]",
    rf"[{_SHARED}](?! ?[{_HAN}])",
)

_ANY_SIGN = re.compile(f"[{_FOREIGN}{_SHARED}]")
#: One name, in brackets any sign but the separator.
_NAME = re.compile(rf"(?:{_BRACKETED}|[^{SEPARATOR}{_FOREIGN}{_SHARED}]|{'|'.join(_INSIDE_A_NAME)})+")
_NAME_OR_SHARED = re.compile(rf"(?:{_BRACKETED}|[^{SEPARATOR}{_FOREIGN}])+")


def split_names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell of former names, without blanks around them; none for an empty one.

    Names are separated by ``;``. The signs of a Chinese keyboard in its place separate too, and a comma, slash or bar
    between Han characters: a name that is not to be published must be found however the cell was typed.
    """
    return _split(_NAME, cell)


def has_foreign_separator(cell: str) -> bool:
    """Return whether names of a cell are separated by a sign that stands in no name."""
    return _split(_NAME_OR_SHARED, cell) != split_cell(cell)


def _split(name: re.Pattern[str], cell: str) -> tuple[str, ...]:
    if not _ANY_SIGN.search(cell):
        return split_cell(cell)
    return tuple(part for item in name.findall(cell) if (part := item.strip()))
