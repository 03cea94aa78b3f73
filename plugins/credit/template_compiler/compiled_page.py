"""Compiled page: the text of a page in pieces, and which cells of a row stand between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from credit.template_compiler.value_cache import Group

#: Between the cells of a row: no cell holds a line break, and no number of a person goes over a line's end.
UNIT = "\n"


class FilledPage(NamedTuple):
    """The bytes of one row; ``news`` is all in them that can hold what none before held, for whoever looks for numbers.

    What stands around the cells was looked at with the first text of its compiled page, which is its own news. ``packed`` is how
    many bytes it has at most when it is compressed, 0 where nobody knows yet.
    """

    text: bytes
    unscanned: bytes
    packed: int = 0


@dataclass(eq=False)
class CompiledPage:
    """The pieces of a page, every second one empty: there goes what ``order`` picks from the cells and what is made.

    ``questions`` are what must hold, with the answers; ``parted`` says that between any two values stands something
    that no number contains. ``packed`` is what the fixed pieces come to at most in a compressed page, with what it costs to
    go from each to a cell and on: the cells beside them can add no more than their own bytes. ``used`` says that a row was
    filled in and found right.
    """

    pieces: tuple[bytes, ...]
    order: Callable[[Sequence[object]], Sequence[object]]
    groups: tuple[Group, ...]
    questions: tuple[tuple[Group, tuple[object, ...]], ...]
    parted: bool
    packed: int
    size: int
    used: bool = False

    def fits(self, values: Sequence[bytes]) -> bool:
        """Return whether a row answers every question as the row that the compiled page was made from."""
        for group, answers in self.questions:  # noqa: SIM110 - a generator costs more than the questions
            if group.of(values) != answers:
                return False
        return True

    def fill(self, values: Sequence[bytes]) -> bytes | None:
        """Return the text for a row, or None where something made of it is empty or would have to be escaped."""
        row: list[object] = list(values)
        for group in self.groups:
            row += group.of(values)
        pieces: list[object] = list(self.pieces)
        pieces[1::2] = self.order(row)
        try:
            return b"".join(pieces)  # type: ignore[arg-type]  # all bytes but for a None, which is no text
        except TypeError:
            return None
