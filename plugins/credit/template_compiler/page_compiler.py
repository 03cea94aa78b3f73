"""Compiled pages: page code runs once on placeholders, and each further row of the shape is filled in.

A page is compiled from the second row of a shape (see ``placeholders``). It is used for rows with the same answers to
its questions, and only if it equals, byte for byte, the rendered page of that row and of the first. Its first use and
one in ``SHARE`` after that are compared with the rendered page again: after a single difference no page is filled in
any more. Rows that do not fit, for example with a character that markup escapes, are rendered.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, cast
from zlib import crc32

from credit.template_compiler.compiled_page import UNIT, CompiledPage, FilledPage
from credit.template_compiler.placeholders import LONG, SHORT, Alphabet, Placeholder, Recorder, look
from credit.template_compiler.value_cache import Group, Part, caller_of, identity_of, places_of

if TYPE_CHECKING:
    from credit.render.theme import Theme

#: Counters of the pages of a build.
COUNTED = ("compiled", "differing", "filled", "rendered", "verified")

#: Most compiled pages of a shape: rows whose answers always differ are better rendered.
_MOST = 50

#: One page in so many is also rendered for comparison, chosen by the first cell of its row.
SHARE = 500

#: Characters that HTML, quoting or JSON escape: a value with one of them is never copied.
_SPECIAL = b"&<>\"'\\"

#: Character that no number contains: a constant piece with one separates the values before and after it.
_PARTS = re.compile(r"[^0-9\s.·_-]")


class _Trace(NamedTuple):
    """Text that page code wrote with placeholders: the pieces between them, their numbers, and the recorder."""

    pieces: list[str]
    numbers: list[int]
    recorder: Recorder


@dataclass(eq=False)
class Trust:
    """Whether pages are still filled in: one difference in any kind of page ends it for all kinds of the same build."""

    holds: bool = True


@dataclass(eq=False)
class PageCompiler:
    """Compiled pages of one kind, by shape; ``make`` turns the cells of a row, or placeholders, into text.

    ``counts`` holds numbers of rows, ``filled``, ``rendered``, ``verified`` and ``differing``, and of compiled
    pages, ``compiled``; ``refusals`` are the reasons for shapes without any. ``trust`` ends with the first difference.
    """

    theme: Theme
    make: Callable[[Hashable, Sequence[str]], str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    refusals: dict[str, None] = field(default_factory=dict)
    trust: Trust = field(default_factory=Trust)
    _compiled_pages: dict[Hashable, list[CompiledPage]] = field(default_factory=dict)
    _first: dict[Hashable, tuple[bytes, bytes]] = field(default_factory=dict)
    _refused: set[Hashable] = field(default_factory=set)
    _known: dict[Hashable, dict[object, tuple[object, ...]]] = field(default_factory=dict)
    _unscanned: list[bytes] = field(default_factory=list)
    _kept: list[object] = field(default_factory=list)

    def fill(self, shape: Hashable, row: bytes) -> FilledPage:
        """Return the page of a row: ``shape`` decides its form, together with which of its cells are empty.

        ``row`` is its cells in UTF-8 with UNIT between them.
        """
        if not self.trust.holds or len(row.translate(None, _SPECIAL)) != len(row):
            return self.rendered(shape, row)
        values = row.split(UNIT.encode())
        variant = (shape, tuple(map(bool, values)))
        for compiled in self._compiled_pages.get(variant, ()):
            if compiled.fits(values):
                made = compiled.fill(values)
                if made is not None:
                    text, chosen = made
                    # The first cell, an id, a code or an address, decides whether a row is compared.
                    if not (compiled.used and crc32(values[0]) % SHARE):
                        whole = self._verify(compiled, shape, row, text)
                        if whole is not None:
                            return whole
                    self.counts["filled"] += 1
                    unscanned = row
                    if self._unscanned:
                        unscanned = b"\n".join([row, *self._unscanned])
                        self._unscanned.clear()
                    return FilledPage(text, unscanned if compiled.parted else text, compiled, chosen)
        whole = self.rendered(shape, row)
        if variant in self._first and variant not in self._refused:
            self._try(variant, shape, values, whole.text)
        self._first.setdefault(variant, (row, _digest(whole.text)))
        return whole

    def rendered(self, shape: Hashable, row: bytes) -> FilledPage:
        """Return the rendered page of a row."""
        self.counts["rendered"] += 1
        text = self.make(shape, row.decode().split(UNIT)).encode()
        return FilledPage(text, text)

    def _verify(self, compiled: CompiledPage, shape: Hashable, row: bytes, text: bytes) -> FilledPage | None:
        """Compare a filled page with the rendered one; if they differ, return the latter and stop filling pages."""
        self.counts["verified"] += 1
        expected = self.make(shape, row.decode().split(UNIT)).encode()
        if text == expected:
            compiled.used = True
            return None
        self.trust.holds = False
        self.counts["differing"] += 1
        self.counts["rendered"] += 1
        return FilledPage(expected, expected)

    def _try(self, variant: Hashable, shape: Hashable, values: Sequence[bytes], expected: bytes) -> None:
        """Compile a page for a variant and keep it if it equals the rendered page, for the first row too."""
        compiled_pages = self._compiled_pages.setdefault(variant, [])
        if len(compiled_pages) >= _MOST:
            return
        compiled = self._compiled(shape, values, expected)
        row, digest = self._first[variant]
        made = compiled.fill(values) if compiled is not None else None
        if compiled is not None and made is not None and made[0] == expected:
            first = row.split(UNIT.encode())
            again = compiled.fill(first) if compiled.fits(first) else None
            if again is None or _digest(again[0]) == digest:
                self.counts["compiled"] += 1
                compiled_pages.append(compiled)
                # All values computed for these two rows are in their rendered pages, which are scanned.
                self._unscanned.clear()
                return
        self._refused.add(variant)

    def _compiled(self, shape: Hashable, values: Sequence[bytes], expected: bytes) -> CompiledPage | None:
        """Run the page code on two sets of placeholders that share no spelling; None unless both give the same."""
        traces = [self._trace(shape, values, alphabet) for alphabet in (SHORT, LONG)]
        short, long = traces
        if (
            short is None
            or long is None
            or short[:2] != long[:2]
            or len(short.recorder.asked) != len(long.recorder.asked)
        ):
            return None
        return self._assemble(short, len(values))

    def _trace(self, shape: Hashable, values: Sequence[bytes], alphabet: Alphabet) -> _Trace | None:
        """Return the trace of page code on placeholders; None if an access was refused, caught or not."""
        recorder = Recorder(alphabet)
        cells = [_placeholder(recorder, place, value.decode()) for place, value in enumerate(values)]
        try:
            text = self.make(shape, cells)
        except Exception as error:  # the row itself was rendered without an error: any error comes from a placeholder
            self.refusals.update(dict.fromkeys(recorder.refusals or [f"{type(error).__name__}: {error}"]))
            return None
        if recorder.refusals:
            self.refusals.update(dict.fromkeys(recorder.refusals))
            return None
        parts = alphabet.pattern.split(text)
        return _Trace(parts[::2], [alphabet.slot_of(digits) for digits in parts[1::2]], recorder)

    def _assemble(self, trace: _Trace, width: int) -> CompiledPage:
        texts, numbers, recorder = trace
        for number in recorder.claims.keys() - set(numbers):
            # Read and not shown: it is treated as a question.
            function, cells = recorder.derived[number]
            claims = tuple(recorder.claims[number].items())
            recorder.asked.append((partial(_is_as_claimed, claims, function), cells, True))
        made: dict[tuple[int, ...], list[int]] = {}
        for number in dict.fromkeys(numbers):
            if number not in recorder.cells:
                made.setdefault(places_of(recorder, recorder.derived[number][1]), []).append(number)
        slots = dict(recorder.cells)
        for number in (number for several in made.values() for number in several):
            slots[number] = width
            width += 1
        pieces = [piece for text in texts for piece in (text.encode(), b"")][:-1]
        return CompiledPage(
            tuple(pieces),
            _picker([slots[number] for number in numbers]),
            tuple(
                self._group(recorder, places, [self._shown(recorder, number) for number in several])
                for places, several in made.items()
            ),
            self._questions(recorder),
            all(_PARTS.search(text) for text in texts[1:-1]),
        )

    def _questions(self, recorder: Recorder) -> tuple[tuple[Group, tuple[object, ...]], ...]:
        asked: dict[tuple[int, ...], dict[Hashable, tuple[Part, object]]] = {}
        for question, cells, answer in recorder.asked:
            places = places_of(recorder, cells)
            part = Part(question, cells, None, question)
            # The same question is asked in several places of a page.
            asked.setdefault(places, {}).setdefault(identity_of(recorder, question, cells, places), (part, answer))
        return tuple(
            (
                self._group(recorder, places, [part for part, _ in several.values()]),
                tuple(answer for _, answer in several.values()),
            )
            for places, several in asked.items()
        )

    def _group(self, recorder: Recorder, places: tuple[int, ...], parts: Sequence[Part]) -> Group:
        identity = tuple(
            (part.shown, part.claims, identity_of(recorder, part.function, part.cells, places)) for part in parts
        )
        # Identities use ``id()``: these objects must stay alive, so that no other gets their address.
        self._kept.append(parts)
        makers = tuple(caller_of(recorder, part.make, part.cells, places) for part in parts)
        return Group(places, makers, self._known.setdefault(identity, {}))

    def _shown(self, recorder: Recorder, number: int) -> Part:
        """Return the call that turns the value behind a placeholder into bytes; None if it may not be copied."""
        function, cells = recorder.derived[number]
        shown = recorder.shown.get(number, ("", ""))
        claims = tuple(recorder.claims.get(number, {}).items())
        component = self.theme.macro(*shown) if shown[0] else None

        def make(*real: object) -> bytes | None:
            value = function(*real)
            if claims and not _agrees(value, claims):
                return None
            if component is not None:
                text = component(value).encode()
            else:
                text = str(value).encode()
                if len(text.translate(None, _SPECIAL)) != len(text):
                    return None
            if not text:
                return None
            self._unscanned.append(text)
            return text

        return Part(function, cells, shown, make, claims)


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], Sequence[object]]:
    """Return the function that picks these places of a row; ``itemgetter`` gives no sequence for a single one."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places) if places else lambda row: ()


def _agrees(value: object, claims: tuple[tuple[str, object], ...]) -> bool:
    return all(look(value, name) == found for name, found in claims)


def _is_as_claimed(claims: tuple[tuple[str, object], ...], function: Callable[..., object], *cells: object) -> bool:
    return _agrees(function(*cells), claims)


def _placeholder(recorder: Recorder, place: int, value: str) -> str:
    if not value:
        return ""
    placeholder = Placeholder(recorder, value)
    recorder.cells[placeholder.slot] = place
    return cast("str", placeholder)


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).digest()
