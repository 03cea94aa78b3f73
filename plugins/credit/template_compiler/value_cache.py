"""Value cache: calls recorded on placeholders, repeated for each further row and cached by its cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from credit.template_compiler.placeholders import Placeholder, Recorder, Text, placeholders_of

#: Most rows that a group caches by their cells; more would not be worth the memory.
_REMEMBERED = 5_000

#: After so many misses a group with fewer than a quarter as many hits stops caching.
_TRIED = 2_000

#: Function of the texts of some cells, given in the order of their places.
Maker = Callable[..., object]


@dataclass(frozen=True)
class Part:
    """Recorded call of page code: its function and arguments, the component that shows it, and its replacement.

    ``claims`` are the attributes of the value that page code read, with their values.
    """

    function: Callable[..., object]
    cells: tuple[object, ...]
    shown: tuple[str, str] | None
    make: Callable[..., object]
    claims: tuple[tuple[str, object], ...] = ()


@dataclass(eq=False)
class Group:
    """Values computed from the same cells of a row: places of the cells, functions, cached results."""

    places: tuple[int, ...]
    make: tuple[Maker, ...]
    known: dict[object, tuple[object, ...]]
    hits: int = 0
    misses: int = 0
    remembers: bool = True
    cells: Callable[[Sequence[bytes]], object] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = itemgetter(*self.places)

    def of(self, values: Sequence[bytes]) -> tuple[object, ...]:
        """Return the values computed from the cells of a row, cached."""
        if not self.remembers:
            return self._made(values)
        key = self.cells(values)
        found = self.known.get(key)
        if found is not None:
            self.hits += 1
            return found
        made = self._made(values)
        self.misses += 1
        if self.misses > _TRIED and self.hits < self.misses // 4:
            # Nearly every row has different cells here, an id or a name.
            self.remembers = False
            self.known.clear()
        elif len(self.known) >= _REMEMBERED:
            self.known.clear()
        else:
            self.known[key] = made
        return made

    def _made(self, values: Sequence[bytes]) -> tuple[object, ...]:
        texts = [values[place].decode() for place in self.places]
        return tuple([make(*texts) for make in self.make])


def places_of(recorder: Recorder, cells: tuple[object, ...]) -> tuple[int, ...]:
    """Return the places of all cells of the row that a call reads, directly or through derived values."""
    found: set[int] = set()
    for placeholder in (placeholder for cell in cells for placeholder in placeholders_of(cell)):
        place = recorder.cells.get(placeholder.slot)
        found |= {place} if place is not None else set(places_of(recorder, recorder.derived[placeholder.slot][1]))
    return tuple(sorted(found))


def identity_of(
    recorder: Recorder, function: Callable[..., object], cells: tuple[object, ...], places: tuple[int, ...]
) -> tuple[Hashable, ...]:
    """Return the cache key of a call, independent of the places of its cells in the row."""
    arguments: list[Hashable] = []
    for cell in cells:
        if not isinstance(cell, Text):
            arguments.append(_identity_of_constant(cell))
        elif not isinstance(cell, Placeholder):
            arguments.append(("text", identity_of(recorder, _concatenate, cell.parts, places)))
        elif cell.slot in recorder.cells:
            arguments.append(("cell", places.index(recorder.cells[cell.slot])))
        else:
            arguments.append(("made", identity_of(recorder, *recorder.derived[cell.slot], places)))
    return (_identity_of_constant(function), tuple(arguments))


def _identity_of_constant(value: object) -> Hashable:
    """Return the part of a cache key for a function or an argument that is the same for all rows; ``True`` is not ``1``."""
    if isinstance(value, str | int):
        return (type(value), value)
    if type(value) is tuple:
        return tuple(map(_identity_of_constant, value))
    if callable(value) and hasattr(value, "__self__"):
        return (getattr(value, "__func__", getattr(value, "__name__", "")), id(value.__self__))
    return id(value)


def caller_of(
    recorder: Recorder, function: Callable[..., object], cells: tuple[object, ...], places: tuple[int, ...]
) -> Maker:
    """Return the function that makes the call for a row: arguments are cells, derived from them, or constants."""
    fixed = [cell for cell in cells if not isinstance(cell, Text)]
    given = [recorder.cells.get(cell.slot) if isinstance(cell, Placeholder) else None for cell in cells[len(fixed) :]]
    if given == list(places):
        # The commonest call, on every cell of the group in order: no wrapper is needed.
        return partial(function, *fixed) if fixed else function
    if len(given) > 1 and all(place is not None for place in given):
        # Only cells, in another order.
        pick = itemgetter(*[places.index(place) for place in given if place is not None])
        return lambda *texts: function(*fixed, *pick(texts))
    readers = [_reader(recorder, cell, places) for cell in cells]
    return lambda *texts: function(*[read(*texts) for read in readers])


def _reader(recorder: Recorder, cell: object, places: tuple[int, ...]) -> Maker:
    if not isinstance(cell, Text):
        return lambda *texts: cell
    if not isinstance(cell, Placeholder):
        return caller_of(recorder, _concatenate, cell.parts, places)
    if cell.slot in recorder.cells:
        place = places.index(recorder.cells[cell.slot])
        return lambda *texts: texts[place]
    return caller_of(recorder, *recorder.derived[cell.slot], places)


def _concatenate(*texts: str) -> str:
    return "".join(texts)
