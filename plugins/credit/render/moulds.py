"""Page-making code and the cells of a row go in; the text of its page comes out, cast from a mould where one fits.

A mould is what page-making code and templates make of stand-ins (pages/standins.py). It is made by the second row of a
shape, compared with what that row gives without it, and used for every further row that answers its questions alike.
Whatever does not fit, a row with a character that markup escapes among others, is rendered without a mould: the bytes
are the same either way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from credit.pages.standins import TOKEN, Recorder, StandIn
from credit.render.theme import Theme

#: How many made texts a mould remembers by what they were made from; more would not pay for the room.
_REMEMBERED = 20_000

#: What escaping, quoting or JSON would write otherwise: a value that holds one is never copied as it stands.
SPECIAL = frozenset("&<>\"'\\")

_Reader = Callable[[Sequence[str]], object]


@dataclass(frozen=True, eq=False)
class _Slot:
    """One place of a mould whose text is made of several cells: how to read them, how to make the text, what was made."""

    place: int
    cells: tuple[_Reader, ...]
    make: Callable[..., str]
    made: dict[tuple[object, ...], str]

    def text(self, values: Sequence[str]) -> str:
        key = tuple([read(values) for read in self.cells])
        text = self.made.get(key)
        if text is None:
            if len(self.made) >= _REMEMBERED:
                self.made.clear()
            text = self.made[key] = self.make(*key)
        return text


@dataclass(frozen=True, eq=False)
class _Mould:
    """The pieces of a page: ``copies`` are (piece, cell), ``slots`` what is made, ``questions`` what must hold."""

    pieces: tuple[str, ...]
    copies: tuple[tuple[int, int], ...]
    slots: tuple[_Slot, ...]
    questions: tuple[tuple[Callable[..., object], tuple[_Reader, ...], object], ...]

    def fits(self, values: Sequence[str]) -> bool:
        """Return whether a row answers every question as the row that the mould was made from."""
        return all(question(*[read(values) for read in cells]) == answer for question, cells, answer in self.questions)

    def cast(self, values: Sequence[str]) -> str | None:
        """Return the text for a row, or None where something made of it is empty or would have to be escaped."""
        pieces = list(self.pieces)
        for place, cell in self.copies:
            pieces[place] = values[cell]
        for slot in self.slots:
            text = slot.text(values)
            if not text:
                return None
            pieces[slot.place] = text
        return "".join(pieces)


class Moulds:
    """The moulds of one kind of page, by shape; ``make`` turns the cells of a row into its text, stand-ins and all.

    ``counts`` says how many rows came out of a mould and how many without one.
    """

    def __init__(self, theme: Theme, make: Callable[[Hashable, Sequence[str]], str]) -> None:
        self.theme = theme
        self.make = make
        self.counts = {"cast": 0, "rendered": 0}
        self._moulds: dict[Hashable, list[_Mould]] = {}
        self._seen: set[Hashable] = set()
        self._refused: set[Hashable] = set()
        self._made: dict[Hashable, dict[tuple[object, ...], str]] = {}

    def text(self, shape: Hashable, values: Sequence[str], *, plain: bool) -> str:
        """Return the text for a row: ``shape`` is all that decides its form beside which cells are empty.

        ``plain`` says that no cell holds a character of SPECIAL.
        """
        if not plain:
            return self._rendered(shape, values)
        form = (shape, tuple(map(bool, values)))
        for mould in self._moulds.get(form, ()):
            if mould.fits(values):
                text = mould.cast(values)
                if text is not None:
                    self.counts["cast"] += 1
                    return text
                break
        text = self._rendered(shape, values)
        if form in self._seen and form not in self._refused:
            self._try(form, shape, values, text)
        self._seen.add(form)
        return text

    def _rendered(self, shape: Hashable, values: Sequence[str]) -> str:
        self.counts["rendered"] += 1
        return self.make(shape, values)

    def _try(self, form: Hashable, shape: Hashable, values: Sequence[str], expected: str) -> None:
        """Make a mould for the form and keep it if it gives what rendering gave."""
        moulds = self._moulds.setdefault(form, [])
        if len(moulds) >= 50:
            return
        recorder = Recorder()
        standins = [_standin(recorder, place, value) for place, value in enumerate(values)]
        mould = self._mould(recorder, self.make(shape, standins))
        if mould.cast(values) == expected:
            moulds.append(mould)
        else:
            self._refused.add(form)

    def _mould(self, recorder: Recorder, text: str) -> _Mould:
        parts = TOKEN.split(text)
        pieces = [part if number % 2 == 0 else "" for number, part in enumerate(parts)]
        copies, slots = [], []
        for place in range(1, len(parts), 2):
            number = int(parts[place])
            if number in recorder.cells:
                copies.append((place, recorder.cells[number]))
            else:
                slots.append(self._slot(recorder, number, place))
        questions = tuple(
            (question, tuple(_reader(recorder, cell) for cell in cells), answer)
            for question, cells, answer in recorder.asked
        )
        return _Mould(tuple(pieces), tuple(copies), tuple(slots), questions)

    def _slot(self, recorder: Recorder, number: int, place: int) -> _Slot:
        function, cells = recorder.derived[number]
        shown = recorder.shown.get(number)
        constant = tuple(
            "cell" if isinstance(cell, StandIn) else cell if isinstance(cell, str | int) else id(cell) for cell in cells
        )
        key = (getattr(function, "__func__", function), id(getattr(function, "__self__", None)), constant, shown)
        made = self._made.setdefault(key, {})

        def make(*real: object) -> str:
            given = iter(real)
            value = function(*[next(given) if isinstance(cell, StandIn) else cell for cell in cells])
            if shown is None:
                text = str(value)
                return "" if SPECIAL.intersection(text) else text
            template, macro = shown
            return str(getattr(self.theme.environment.get_template(template).module, macro)(value))

        readers = tuple(_reader(recorder, cell) for cell in cells if isinstance(cell, StandIn))
        return _Slot(place, readers, make, made)


def _standin(recorder: Recorder, place: int, value: str) -> str:
    if not value:
        return ""
    standin = StandIn(recorder, value)
    recorder.cells[standin.slot] = place
    return standin


def _reader(recorder: Recorder, cell: object) -> _Reader:
    """Return how to get an argument for a row: from its cells, made from them, or the same for every row."""
    if not isinstance(cell, StandIn):
        return lambda values: cell
    if cell.slot in recorder.cells:
        place = recorder.cells[cell.slot]
        return lambda values: values[place]
    function, inner = recorder.derived[cell.slot]
    readers = [_reader(recorder, one) for one in inner]
    return lambda values: function(*[read(values) for read in readers])


def is_plain(values: Sequence[str]) -> bool:
    """Return whether no value holds a character of SPECIAL."""
    return SPECIAL.isdisjoint("".join(values))
