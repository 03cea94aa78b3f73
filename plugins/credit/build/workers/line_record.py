"""Line record: the part of a row that its line in a browse page is made from; other columns are refused, not empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from markupsafe import Markup

from credit.pages.record_rows import MARKS, STATE_COLUMNS, Record


class UnheldColumn(LookupError):
    """Page code of a line read a column that the line is not made from; its page would not change with it."""


class _HeldCells(Mapping[str, str]):
    """Cells by column; a column that the row has and the line does not is refused by every way of asking for it."""

    def __init__(self, cells: Mapping[str, str], unheld: Collection[str]) -> None:
        self._cells, self._unheld = cells, unheld

    def __getitem__(self, name: str) -> str:
        if name in self._unheld:
            raise UnheldColumn(
                f"浏览页的一行不含 {name}：页面代码要用这一列，请把它加入 build/workers/render_worker.py 的 line_columns。"
            )
        return self._cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def line_record(columns: Sequence[str], names: Sequence[str], values: Sequence[str], state: Sequence[str]) -> Record:
    """Return the record of a line: the cells of ``names`` among the ``columns`` of its list, its state without days."""
    held = STATE_COLUMNS[:MARKS]
    states = dict(zip(held, state or [""] * MARKS, strict=True))
    return Record(
        _HeldCells(dict(zip(names, values, strict=True)), frozenset(columns) - set(names)),
        _HeldCells(states, frozenset(STATE_COLUMNS) - set(held)),
    )


class RowsPlace:
    """Place of the rows in a browse page that is made without them: they can be written, not counted or picked."""

    def __init__(self, mark: str) -> None:
        self._mark = Markup(mark)

    def __iter__(self) -> Iterator[Markup]:
        yield self._mark
