"""Compiled page: the constant pieces of a page, and the cells of a row that go between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from credit.template_compiler.value_cache import Group

#: Separator of the cells of a row: no cell holds a line break, and no number of a person extends over a line's end.
UNIT = "\n"


class FilledPage(NamedTuple):
    """Page of one row in bytes; ``unscanned`` is the part not yet scanned for personal numbers.

    The constant pieces are scanned once, with the first page that is rendered, which is wholly unscanned.
    """

    text: bytes
    unscanned: bytes


@dataclass(eq=False)
class CompiledPage:
    """Pieces of a page, every second one empty for a value that ``order`` picks from cells and computed values.

    ``questions`` are the recorded branches with their answers; ``parted``: any two values are separated by a character
    that no number contains. ``used``: a filled page was verified.
    """

    pieces: tuple[bytes, ...]
    order: Callable[[Sequence[object]], Sequence[object]]
    groups: tuple[Group, ...]
    questions: tuple[tuple[Group, tuple[object, ...]], ...]
    parted: bool
    used: bool = False

    def fits(self, values: Sequence[bytes]) -> bool:
        """Return whether a row gives the recorded answer to every question."""
        for group, answers in self.questions:  # noqa: SIM110 - a generator costs more than the questions
            if group.of(values) != answers:
                return False
        return True

    def fill(self, values: Sequence[bytes]) -> bytes | None:
        """Return the text for a row, or None if a computed value is empty or would have to be escaped."""
        row: list[object] = list(values)
        for group in self.groups:
            row += group.of(values)
        pieces: list[object] = list(self.pieces)
        pieces[1::2] = self.order(row)
        try:
            return b"".join(pieces)  # type: ignore[arg-type]  # all bytes but for a None, which is no text
        except TypeError:
            return None
