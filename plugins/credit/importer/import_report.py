"""Import report: the result of an import or a dry run, with its text in Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.model import Schema

#: Greatest number of rows listed with a note; more are counted.
_NAMED = 12


@dataclass(frozen=True)
class Added:
    """A new record: the row of the source it comes from, the id it was given, its name."""

    row: int
    record_id: str
    name: str


@dataclass(frozen=True)
class Change:
    """One field of one record that changes."""

    row: int
    record_id: str
    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Refusal:
    """A row of the source that is not taken, and why; a reason never holds a person's number."""

    row: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """One kind of change made to the values of a column, with the rows of the source; ``title`` is the column's."""

    title: str
    kind: str
    rows: tuple[int, ...] = ()

    def text(self) -> str:
        """Return the note as one line."""
        if not self.rows:
            return f"{self.title}：{self.kind}" if self.title else self.kind
        named = "、".join(map(str, self.rows[:_NAMED]))
        rest = f" 等 {len(self.rows)} 行" if len(self.rows) > _NAMED else " 行"
        return f"{f'{self.title}：' if self.title else ''}{self.kind}（第 {named}{rest}）"


@dataclass(frozen=True)
class RowCount:
    """Where each row of a sheet went; ``joined`` are lines of a text that continue a cell of the line before."""

    head: int
    blank: int
    left_out: int
    added: int
    changed: int
    unchanged: int
    repeated: int
    refused: int
    joined: int = 0

    @property
    def rows(self) -> int:
        """All rows."""
        return self.head + self.blank + self.left_out + self.records

    @property
    def records(self) -> int:
        """The rows that hold records."""
        return self.added + self.changed + self.unchanged + self.repeated + self.refused

    def text(self) -> str:
        """Return the account as one line."""
        parts = (
            ("表头和标题", self.head), ("空行", self.blank), ("不是记录的", self.left_out), ("新增", self.added),
            ("改动", self.changed), ("没有变化", self.unchanged), ("重复的", self.repeated), ("退回", self.refused),
        )  # fmt: skip
        joined = f"（另有 {self.joined} 行是接在上一行格子里的）" if self.joined else ""
        named = "，".join(f"{name} {count} 行" for name, count in parts if count)
        return f"文件共 {self.rows} 行{joined}：{named}。"


@dataclass(frozen=True)
class ImportReport:
    """The outcome of an import.

    With ``questions`` nothing was decided and nothing written. ``target`` is the file of the dataset, ``returned`` the
    file of refused rows; both are None where nothing was or would be written there.
    """

    dataset: str
    sheet: str
    added: tuple[Added, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()
    questions: tuple[str, ...] = ()
    target: Path | None = None
    returned: Path | None = None
    dry_run: bool = False
    count: RowCount | None = None
    reading: str = ""

    @property
    def complete(self) -> bool:
        """Whether every row was taken: no question is open and no row refused."""
        return not self.questions and not self.refused

    def lines(self) -> Iterator[str]:
        """Yield the report line by line: questions alone, or notes, added, changed and refused rows."""
        if self.questions:
            for question in self.questions:
                yield f"问题：{question}"
            return
        if self.reading:
            yield self.reading
        for section in self.sections():
            yield from section

    def sections(self) -> tuple[list[str], ...]:
        """Return the lines of notes, of added, of changed and of refused rows."""
        return (
            [f"说明：{note.text()}" for note in self.notes],
            [f"新增：第 {added.row} 行 → {added.record_id} {added.name}".rstrip() for added in self.added],
            [
                f"改动：第 {change.row} 行 → {change.record_id} {change.title}："
                f"{change.before or '（空）'} → {change.after or '（空）'}"
                for change in self.changed
            ],
            [f"退回：第 {refusal.row} 行：{'；'.join(refusal.reasons)}" for refusal in self.refused],
        )

    def summary(self) -> str:
        """Return the closing sentences."""
        if self.questions:
            return f"有 {len(self.questions)} 个问题需要先回答，什么都没有写入。按提示加上选项，再运行一次。"
        account = self.count.text() if self.count else ""
        records = len({change.record_id for change in self.changed})
        counts = (
            f"新增 {len(self.added)} 条，改动 {records} 条（{len(self.changed)} 处），"
            f"没有变化 {len(self.unchanged)} 条，退回 {len(self.refused)} 行。"
        )
        if self.dry_run:
            return f"{account}{counts}这是试运行，什么都没有写入。"
        written = f"已写入 data/{self.dataset}.csv。" if self.target else f"data/{self.dataset}.csv 没有改动。"
        back = f"退回的行在 {self.returned.name}，改好后可以再导入。" if self.returned else ""
        return f"{account}{counts}{written}{back}"


class NoteBook:
    """Gathers notes of single cells and joins those of one column and kind."""

    def __init__(self, schema: Schema) -> None:
        self._order = {name: place for place, name in enumerate(schema.names)}
        self._titles = {field.name: field.title for field in schema.fields}
        self._rows: dict[tuple[str, str], list[int]] = {}

    def add(self, column: str, kind: str, row: int) -> None:
        """Note one kind of change to a column in a row."""
        self._rows.setdefault((column, kind), []).append(row)

    def notes(self, remarks: Sequence[str]) -> tuple[Note, ...]:
        """Return the remarks about the whole sheet, then the notes by column and kind."""
        ordered = sorted(self._rows, key=lambda key: (self._order.get(key[0], -1), key[1]))
        joined = (
            Note(self._titles.get(name, ""), kind, tuple(sorted(set(self._rows[name, kind])))) for name, kind in ordered
        )
        return (*(Note("", remark) for remark in remarks), *joined)
