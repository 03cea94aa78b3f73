"""Page-making code and the cells of a row go in; the bytes of its page come out, cast from a mould where one fits.

A mould is what page-making code and templates make of stand-ins (pages/standins.py). It is made by the second row of a
shape, compared with what that row gives without it, and used for every further row that answers its questions alike.
Whatever does not fit, a row with a character that markup escapes among others, is rendered without a mould: the bytes
are the same either way.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from credit.pages.standins import TOKEN, Recorder, StandIn
from credit.render.groups import Group, Part, caller_of, identity_of, places_of
from credit.render.theme import Theme

#: Between the cells of a row: no cell holds a line break, and no number of a person goes over a line's end.
UNIT = "\n"

#: Bytes that a compressed page needs at most to leave what it repeats for a cell, and to take it up again.
_TURN = 8

#: How many moulds a shape may have: rows whose answers differ every time are better rendered.
_MOST = 50

#: What escaping, quoting or JSON would write otherwise: a value that holds one is never copied as it stands.
_SPECIAL = b"&<>\"'\\"

#: A piece of a mould that holds something else than this parts the values before and after it.
_PARTS = re.compile(r"[^0-9\s.·_-]")


class Cast(NamedTuple):
    """The bytes of one row; ``news`` is all in them that can hold what none before held, for whoever looks for numbers.

    What stands around the cells was looked at with the first text of its mould, which is its own news. ``packed`` is how
    many bytes it has at most when it is compressed, 0 where nobody knows yet.
    """

    text: bytes
    news: bytes
    packed: int = 0


@dataclass(frozen=True, eq=False)
class _Mould:
    """The pieces of a page, every second one empty: there goes what ``order`` picks from the cells and what is made.

    ``questions`` are what must hold, with the answers; ``parted`` says that between any two values stands something
    that no number contains. ``packed`` is what the fixed pieces come to at most in a compressed page, with what it costs to
    go from each to a cell and on: the cells beside them can add no more than their own bytes.
    """

    pieces: tuple[bytes, ...]
    order: Callable[[Sequence[object]], Sequence[object]]
    groups: tuple[Group, ...]
    questions: tuple[tuple[Group, tuple[object, ...]], ...]
    parted: bool
    packed: int
    size: int

    def fits(self, values: Sequence[bytes]) -> bool:
        """Return whether a row answers every question as the row that the mould was made from."""
        for group, answers in self.questions:  # noqa: SIM110 - a generator costs more than the questions
            if group.of(values) != answers:
                return False
        return True

    def cast(self, values: Sequence[bytes]) -> bytes | None:
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


@dataclass(frozen=True, eq=False)
class Moulds:
    """The moulds of one kind of page, by shape; ``make`` turns the cells of a row into its text, stand-ins and all.

    ``counts`` says how many rows came out of a mould and how many without one.
    """

    theme: Theme
    make: Callable[[Hashable, Sequence[str]], str]
    counts: dict[str, int] = field(default_factory=lambda: {"cast": 0, "rendered": 0})
    _moulds: dict[Hashable, list[_Mould]] = field(default_factory=dict)
    _seen: set[Hashable] = field(default_factory=set)
    _refused: set[Hashable] = field(default_factory=set)
    _known: dict[Hashable, dict[object, tuple[object, ...]]] = field(default_factory=dict)
    _news: list[bytes] = field(default_factory=list)
    _kept: list[object] = field(default_factory=list)

    def cast(self, shape: Hashable, row: bytes) -> Cast:
        """Return the text for a row: ``shape`` is all that decides its form beside which of its cells are empty.

        ``row`` is its cells in UTF-8 with UNIT between them.
        """
        if len(row.translate(None, _SPECIAL)) != len(row):
            return self._rendered(shape, row)
        values = row.split(UNIT.encode())
        form = (shape, tuple(map(bool, values)))
        for mould in self._moulds.get(form, ()):
            if mould.fits(values):
                text = mould.cast(values)
                if text is not None:
                    self.counts["cast"] += 1
                    news = row
                    if self._news:
                        news = b"\n".join([row, *self._news])
                        self._news.clear()
                    packed = mould.packed + len(text) - mould.size
                    return Cast(text, news if mould.parted else text, packed)
                break
        whole = self._rendered(shape, row)
        if form in self._seen and form not in self._refused:
            self._try(form, shape, values, whole.text)
        self._seen.add(form)
        return whole

    def _rendered(self, shape: Hashable, row: bytes) -> Cast:
        self.counts["rendered"] += 1
        text = self.make(shape, row.decode().split(UNIT)).encode()
        return Cast(text, text)

    def _try(self, form: Hashable, shape: Hashable, values: Sequence[bytes], expected: bytes) -> None:
        """Make a mould for the form and keep it if it gives what rendering gave."""
        moulds = self._moulds.setdefault(form, [])
        if len(moulds) >= _MOST:
            return
        recorder = Recorder()
        standins = [_standin(recorder, place, value.decode()) for place, value in enumerate(values)]
        mould = self._mould(recorder, self.make(shape, standins), len(values), len(zlib.compress(expected, 1)))
        if mould.cast(values) == expected:
            moulds.append(mould)
        else:
            self._refused.add(form)

    def _mould(self, recorder: Recorder, text: str, width: int, packed: int) -> _Mould:
        parts = TOKEN.split(text)
        numbers = [int(number) for number in parts[1::2]]
        made: dict[tuple[int, ...], list[int]] = {}
        for number in dict.fromkeys(numbers):
            if number not in recorder.cells:
                made.setdefault(places_of(recorder, recorder.derived[number][1]), []).append(number)
        slots = dict(recorder.cells)
        for number in (number for several in made.values() for number in several):
            slots[number] = width
            width += 1
        pieces = [part.encode() if place % 2 == 0 else b"" for place, part in enumerate(parts)]
        return _Mould(
            tuple(pieces),
            _picker([slots[number] for number in numbers]),
            tuple(
                self._group(recorder, places, [self._shown(recorder, number) for number in several])
                for places, several in made.items()
            ),
            self._questions(recorder),
            all(_PARTS.search(piece) for piece in parts[2:-1:2]),
            packed + _TURN * len(numbers),
            sum(map(len, pieces)),
        )

    def _questions(self, recorder: Recorder) -> tuple[tuple[Group, tuple[object, ...]], ...]:
        asked: dict[tuple[int, ...], dict[Hashable, tuple[Part, object]]] = {}
        for question, cells, answer in recorder.asked:
            places = places_of(recorder, cells)
            part = Part(question, cells, None, question)
            # The same is asked in several places of a page.
            asked.setdefault(places, {}).setdefault(identity_of(recorder, question, cells, places), (part, answer))
        return tuple(
            (
                self._group(recorder, places, [part for part, _ in several.values()]),
                tuple(answer for _, answer in several.values()),
            )
            for places, several in asked.items()
        )

    def _group(self, recorder: Recorder, places: tuple[int, ...], parts: Sequence[Part]) -> Group:
        identity = tuple((part.shown, identity_of(recorder, part.function, part.cells, places)) for part in parts)
        # What an identity names by its place in memory must not make room for something else.
        self._kept.append(parts)
        makers = tuple(caller_of(recorder, part.make, part.cells, places) for part in parts)
        return Group(places, makers, self._known.setdefault(identity, {}))

    def _shown(self, recorder: Recorder, number: int) -> Part:
        """Return how what stands behind a stand-in becomes the bytes of a page; None where it may not be copied."""
        function, cells = recorder.derived[number]
        shown = recorder.shown.get(number, ("", ""))

        def make(*real: object) -> bytes | None:
            value = function(*real)
            if shown[0]:
                text = str(getattr(self.theme.environment.get_template(shown[0]).module, shown[1])(value)).encode()
            else:
                text = str(value).encode()
                if len(text.translate(None, _SPECIAL)) != len(text):
                    return None
            if not text:
                return None
            self._news.append(text)
            return text

        return Part(function, cells, shown, make)


def _picker(places: Sequence[int]) -> Callable[[Sequence[object]], Sequence[object]]:
    """Return what picks these places of a row; ``itemgetter`` alone gives no sequence for a single one."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places) if places else lambda row: ()


def _standin(recorder: Recorder, place: int, value: str) -> str:
    if not value:
        return ""
    standin = StandIn(recorder, value)
    recorder.cells[standin.slot] = place
    return standin
