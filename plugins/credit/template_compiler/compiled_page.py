"""Compiled page: the constant pieces of a page, and the cells of a row that go between them."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from credit.template_compiler.row_verification import SeenValues
from credit.template_compiler.value_cache import Group

#: Separator of the cells of a row: no cell holds a line break, and no number of a person extends over a line's end.
UNIT = "\n"


#: Bytes that a value costs in the compressed page beside its own: it may part a repetition in two.
_PARTED = 4

#: Bytes for the codes of signs that only values have, in a short page.
_CODES = 64

#: Distance up to which DEFLATE finds a repetition (RFC 1951, section 2): a value repeated farther away costs again.
_WINDOW = 32_768


class FilledPage(NamedTuple):
    """Page of one row in bytes; ``unscanned`` is the part not yet scanned for personal numbers.

    The constant pieces are scanned once, with the first page that is rendered, which is wholly unscanned. ``compiled`` and
    ``values`` are what a filled page was made of; a rendered one has none.
    """

    text: bytes
    unscanned: bytes
    compiled: CompiledPage | None = None
    values: Sequence[object] = ()

    def packed_at_most(self) -> int:
        """Return an estimate from above of the size after compression for browsers, without compressing the page.

        The constant pieces are compressed once; each different value counts with its own length, and a sixteenth is added for
        signs that only the values have, which take more bits than others. A rendered page is taken as it is.
        """
        if self.compiled is None or len(self.text) > _WINDOW:
            return len(self.text)
        different: set[bytes] = set(self.values)  # type: ignore[arg-type]  # all bytes, else there is no text
        return min(len(self.text), (self.compiled.packed_pieces + sum(map(len, different))) * 17 // 16 + _CODES)


@dataclass(eq=False)
class CompiledPage:
    """Pieces of a page, every second one empty for a value that ``order`` picks from cells and computed values.

    ``questions`` are the recorded branches with their answers; ``parted``: any two values are separated by a character
    that no number contains. ``used``: a filled page was verified; ``seen``: the values of rows that were.
    """

    pieces: tuple[bytes, ...]
    order: Callable[[Sequence[object]], Sequence[object]]
    groups: tuple[Group, ...]
    questions: tuple[tuple[Group, tuple[object, ...]], ...]
    parted: bool
    used: bool = False
    seen: SeenValues = field(default_factory=lambda: SeenValues({}))

    def fits(self, values: Sequence[bytes]) -> bool:
        """Return whether a row gives the recorded answer to every question."""
        for group, answers in self.questions:  # noqa: SIM110 - a generator costs more than the questions
            if group.of(values) != answers:
                return False
        return True

    @cached_property
    def packed_pieces(self) -> int:
        """Return the size of the constant pieces after compression, with what each value between them adds."""
        return len(zlib.compress(b"".join(self.pieces), 6)) + _PARTED * (len(self.pieces) // 2)

    def fill(self, values: Sequence[bytes]) -> tuple[bytes, Sequence[object]] | None:
        """Return the text for a row and the values in it; None if a computed value is empty or would have to be escaped."""
        row: list[object] = list(values)
        for group in self.groups:
            row += group.of(values)
        pieces: list[object] = list(self.pieces)
        pieces[1::2] = chosen = self.order(row)
        try:
            return b"".join(pieces), chosen  # type: ignore[arg-type]  # all bytes but for a None, which is no text
        except TypeError:
            return None
