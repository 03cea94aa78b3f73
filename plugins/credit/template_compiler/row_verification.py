"""Row verification: rows whose filled page is compared with the rendered one, for looks into cells that nothing can record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

#: Most values of a column that are compared; a column with more is an id, a name or a day.
FEW = 16

#: Most combinations of such values that are kept.
_COMBINATIONS = 20_000


def _nothing(values: Sequence[bytes]) -> object:
    return None


@dataclass(eq=False)
class SeenValues:
    """Values of the columns of a compiled page that have few: the first row with each of them is compared."""

    columns: dict[int, set[bytes]]
    _combinations: set[object] = field(default_factory=set)
    _pick: Callable[[Sequence[bytes]], object] = _nothing

    @classmethod
    def of(cls, *rows: Sequence[bytes]) -> SeenValues:
        """Return the values of rows that were compared already."""
        seen = cls({place: {row[place] for row in rows} for place, value in enumerate(rows[0]) if value})
        seen._forget()
        return seen

    def adds(self, values: Sequence[bytes]) -> bool:
        """Return whether a row has a value of such a column that no row had before, and remember it."""
        combination = self._pick(values)
        if combination in self._combinations:
            return False
        many, added = [], False
        for place, known in self.columns.items():
            if values[place] not in known:
                if len(known) < FEW:
                    known.add(values[place])
                    added = True
                else:
                    many.append(place)
        for place in many:
            del self.columns[place]
        if many or len(self._combinations) > _COMBINATIONS:
            self._forget()
        else:
            self._combinations.add(combination)
        return added

    def _forget(self) -> None:
        self._combinations.clear()
        self._pick = itemgetter(*self.columns) if self.columns else _nothing
        if not self.columns:
            self._combinations.add(None)


#: Text that nobody writes into a cell: blanks, wide and composed characters that an untidy text is tidied of.
_UNTIDY = "  （Ａ１）ｶﾞ．".encode()


def untidy_row(values: Sequence[bytes], spared: frozenset[int] = frozenset()) -> list[bytes]:
    """Return a row whose words have an untidy ending, but for the cells at some places and for codes, dates and keys."""
    return [value if place in spared or value.isascii() else value + _UNTIDY for place, value in enumerate(values)]
