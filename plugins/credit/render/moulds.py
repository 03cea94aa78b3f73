"""Page-making code and the cells of a row go in; the text of its page comes out, cast from a mould where one fits.

A mould is what page-making code and templates make of stand-ins (pages/standins.py). It is made by the second row of a
shape, compared with what that row gives without it, and used for every further row that answers its questions alike.
Whatever does not fit, a row with a character that markup escapes among others, is rendered without a mould: the bytes
are the same either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from credit.pages.standins import TOKEN, Recorder, StandIn
from credit.render.theme import Theme

#: How many texts and answers a mould remembers by what they came from; more would not pay for the room.
_REMEMBERED = 20_000

#: How many moulds a shape may have: rows whose answers differ every time are better rendered.
_MOST = 50

#: What escaping, quoting or JSON would write otherwise: a value that holds one is never copied as it stands.
SPECIAL = re.compile(r"""[&<>"'\\]""")

#: A piece of a mould that holds something else than this parts the values before and after it.
_PARTS = re.compile(r"[^0-9\s.·_-]")

_Values = Sequence[str]
_Reader = Callable[[_Values], object]


@dataclass(frozen=True, eq=False)
class _Made:
    """What is made of several cells of a row: how to read them, how to make it, what was made before."""

    cells: tuple[_Reader, ...]
    make: Callable[..., object]
    known: dict[object, object]
    only: int = -1  # the place of the cell where it is one cell as it stands

    def of(self, values: _Values) -> object:
        key = values[self.only] if self.only >= 0 else tuple([read(values) for read in self.cells])
        if key in self.known:
            return self.known[key]
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        made = self.known[key] = self.make(key) if self.only >= 0 else self.make(*key)
        return made


@dataclass(frozen=True, eq=False)
class _Mould:
    """The pieces of a page: ``copies`` are (piece, cell), ``made`` (piece, how), ``questions`` what must hold.

    ``parted`` says that between any two values stands something that no number contains.
    """

    pieces: tuple[str, ...]
    copies: tuple[tuple[int, int], ...]
    made: tuple[tuple[int, _Made], ...]
    questions: tuple[tuple[_Made, object], ...]
    parted: bool

    def fits(self, values: _Values) -> bool:
        """Return whether a row answers every question as the row that the mould was made from."""
        for question, answer in self.questions:  # noqa: SIM110 - a generator costs more than the questions
            if question.of(values) != answer:
                return False
        return True

    def cast(self, values: _Values) -> str | None:
        """Return the text for a row, or None where something made of it is empty or would have to be escaped."""
        pieces = list(self.pieces)
        for place, cell in self.copies:
            pieces[place] = values[cell]
        for place, made in self.made:
            text = made.of(values)
            if not text:
                return None
            pieces[place] = text  # type: ignore[call-overload]  # what a place of the page is made of is text
        return "".join(pieces)


@dataclass(frozen=True)
class Cast:
    """The text of one row; ``news`` is all of it that can hold what no earlier text held, for whoever looks for numbers.

    What stands around the cells was looked at with the first text of its mould, which is its own news.
    """

    text: str
    news: str


@dataclass(frozen=True, eq=False)
class Moulds:
    """The moulds of one kind of page, by shape; ``make`` turns the cells of a row into its text, stand-ins and all.

    ``counts`` says how many rows came out of a mould and how many without one.
    """

    theme: Theme
    make: Callable[[Hashable, _Values], str]
    counts: dict[str, int] = field(default_factory=lambda: {"cast": 0, "rendered": 0})
    _moulds: dict[Hashable, list[_Mould]] = field(default_factory=dict)
    _seen: set[Hashable] = field(default_factory=set)
    _refused: set[Hashable] = field(default_factory=set)
    _known: dict[Hashable, dict[object, object]] = field(default_factory=dict)
    _news: list[str] = field(default_factory=list)

    def cast(self, shape: Hashable, values: _Values, joined: str) -> Cast:
        """Return the text for a row: ``shape`` is all that decides its form beside which cells are empty.

        ``joined`` is all its cells in one text, with something between them that no number contains.
        """
        if SPECIAL.search(joined):
            return self._rendered(shape, values)
        form = (shape, tuple(map(bool, values)))
        for mould in self._moulds.get(form, ()):
            if mould.fits(values):
                text = mould.cast(values)
                if text is not None:
                    self.counts["cast"] += 1
                    news = joined if not self._news else "\n".join([joined, *self._news])
                    self._news.clear()
                    return Cast(text, news if mould.parted else text)
                break
        whole = self._rendered(shape, values)
        if form in self._seen and form not in self._refused:
            self._try(form, shape, values, whole.text)
        self._seen.add(form)
        return whole

    def _rendered(self, shape: Hashable, values: _Values) -> Cast:
        self.counts["rendered"] += 1
        text = self.make(shape, values)
        return Cast(text, text)

    def _try(self, form: Hashable, shape: Hashable, values: _Values, expected: str) -> None:
        """Make a mould for the form and keep it if it gives what rendering gave."""
        moulds = self._moulds.setdefault(form, [])
        if len(moulds) >= _MOST:
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
        pieces = tuple(part if number % 2 == 0 else "" for number, part in enumerate(parts))
        copies, made = [], []
        for place in range(1, len(parts), 2):
            number = int(parts[place])
            if number in recorder.cells:
                copies.append((place, recorder.cells[number]))
            else:
                function, cells = recorder.derived[number]
                made.append((place, self._made(recorder, function, cells, recorder.shown.get(number))))
        questions = tuple(
            (self._asked(recorder, question, cells), answer) for question, cells, answer in recorder.asked
        )
        parted = all(_PARTS.search(piece) for piece in pieces[2:-1:2])
        return _Mould(pieces, tuple(copies), tuple(made), questions, parted)

    def _asked(self, recorder: Recorder, question: Callable[..., object], cells: tuple[object, ...]) -> _Made:
        known = self._known.setdefault(("asked", *_identity(question, cells)), {})
        return _reading(recorder, cells, lambda *real: question(*_filled(cells, real)), known)

    def _made(
        self,
        recorder: Recorder,
        function: Callable[..., object],
        cells: tuple[object, ...],
        shown: tuple[str, str] | None,
    ) -> _Made:
        def make(*real: object) -> str:
            value = function(*_filled(cells, real))
            if shown is None:
                text = str(value)
                if SPECIAL.search(text):
                    return ""
            else:
                template, macro = shown
                text = str(getattr(self.theme.environment.get_template(template).module, macro)(value))
            self._news.append(text)
            return text

        known = self._known.setdefault((shown, *_identity(function, cells)), {})
        return _reading(recorder, cells, make, known)


def _identity(function: Callable[..., object], cells: tuple[object, ...]) -> tuple[Hashable, ...]:
    """Return what tells one function with its fixed arguments from another, the rows' own cells left out."""
    fixed = tuple(
        "cell" if isinstance(cell, StandIn) else cell if isinstance(cell, str | int) else id(cell) for cell in cells
    )
    return (getattr(function, "__func__", function), id(getattr(function, "__self__", None)), fixed)


def _filled(cells: tuple[object, ...], real: tuple[object, ...]) -> list[object]:
    """Return the arguments of a call, the stand-ins among them replaced in turn by real cells."""
    given = iter(real)
    return [next(given) if isinstance(cell, StandIn) else cell for cell in cells]


def _reading(
    recorder: Recorder, cells: tuple[object, ...], make: Callable[..., object], known: dict[object, object]
) -> _Made:
    standins = [cell for cell in cells if isinstance(cell, StandIn)]
    only = recorder.cells.get(standins[0].slot, -1) if len(standins) == 1 else -1
    return _Made(tuple(_reader(recorder, cell) for cell in standins), make, known, only)


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
