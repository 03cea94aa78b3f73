"""Placeholders for the cells of a row: page code run on them yields a compiled page, which ``render`` fills (decision 8).

A hundred thousand archives differ in their cells alone. Page code runs once for each shape of row, with placeholders for
the filled cells (an empty cell is an empty text: emptiness is part of the shape). It may copy a cell, ask whether it is
empty and join it to other texts with ``+``. Whatever looks INTO a cell goes through ``ask``, ``derive`` or ``make``,
plain calls where the cells are real. Anything else is refused: a placeholder is no ``str``, so that C code (``re``,
``json``, ``str.join``) refuses it as well, and it never turns into a ``str`` but where a template or JSON writes it down.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import add, eq
from types import FrameType
from typing import TypeVar, cast

from markupsafe import escape

Answer = TypeVar("Answer")
Value = TypeVar("Value")


class UnrecordedAccess(TypeError):
    """Page code looked into a cell behind the compiler's back; the text says where, and what to write instead."""


@dataclass(frozen=True)
class Alphabet:
    """Spelling of tokens: letters and digits that escaping, quoting and JSON leave alone and that no page holds."""

    begin: str
    digits: str
    end: str

    def token_of(self, slot: int) -> str:
        """Return the token of placeholder number ``slot``."""
        return self.begin + f"{slot:05d}".translate(str.maketrans("0123456789", self.digits)) + self.end

    @property
    def pattern(self) -> re.Pattern[str]:
        """Pattern of a token; its group is the number as ``slot_of`` reads it."""
        return re.compile(f"{self.begin}([{self.digits}]{{5}}){self.end}")

    def slot_of(self, digits: str) -> int:
        """Return the number behind the digits of a token."""
        return int(digits.translate(str.maketrans(self.digits, "0123456789")))


#: Two spellings that differ in length, first and last letter and digits: a text that was cut, measured or searched differs.
SHORT = Alphabet("q7Zx", "0123456789", "xZ7q")
LONG = Alphabet("Vw" * 24 + "K", "bcdfghjkmn", "K" + "wV" * 24)

TOKEN = SHORT.pattern


@dataclass
class Recorder:
    """Trace of one run of page code.

    ``cells`` maps a placeholder to the place of its cell, ``derived`` to function and arguments, ``shown`` to the template
    and macro of the component that shows it, ``claims`` to the attributes of a made value that were read, with what they
    were. ``asked`` holds questions with their answers, ``refusals`` what was refused, caught by page code or not.
    """

    alphabet: Alphabet = SHORT
    cells: dict[int, int] = field(default_factory=dict)
    shown: dict[int, tuple[str, str]] = field(default_factory=dict)
    derived: dict[int, tuple[Callable[..., object], tuple[object, ...]]] = field(default_factory=dict)
    claims: dict[int, dict[str, object]] = field(default_factory=dict)
    asked: list[tuple[Callable[..., object], tuple[object, ...], object]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    count: int = 0

    def number(self) -> int:
        """Return the number of the next placeholder."""
        self.count += 1
        return self.count

    def refuse(self, operation: str) -> UnrecordedAccess:
        """Return the error for an operation, noting it: page code may catch the error, the trace is spoilt either way."""
        message = (
            f"{_caller()}：用 {operation} 查看了单元格，这一类页面改为逐份生成。请改用 ask（按内容分支）、"
            "derive（由内容得出文字）或 make（由内容得出组件的值）；拼接文字请用 + 或 joined，不用 f-string。"
        )
        self.refusals.append(message)
        return UnrecordedAccess(message)


def _caller() -> str:
    """Return file and line of the page code or template at work, or of whatever called where there is none."""
    frames = [frame for frame in _frames() if frame.f_globals.get("__name__") != __name__]
    ours = (
        frame
        for frame in frames
        if "__jinja_template__" in frame.f_globals or str(frame.f_globals.get("__name__")).startswith("credit.")
    )
    frame = next(ours, frames[0])
    template = frame.f_globals.get("__jinja_template__")
    line = template.get_corresponding_lineno(frame.f_lineno) if template is not None else frame.f_lineno
    return f"{'/'.join(frame.f_code.co_filename.split('/')[-3:])}:{line}"


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def _is_written_by_template() -> bool:
    """Whether a template writes the placeholder down, and neither page code nor a concatenation of Jinja's (``~``)."""
    skipped = (__name__, "markupsafe", "markupsafe._native")
    frame = next(frame for frame in _frames() if frame.f_globals.get("__name__") not in skipped)
    return "__jinja_template__" in frame.f_globals


def _refusing(name: str) -> Callable[..., object]:
    def refuse(self: Text, *args: object, **kwargs: object) -> object:
        raise self.recorder.refuse(name)

    refuse.__name__ = name
    return refuse


class Text:
    """Text that differs from row to row, opaque to page code; ``parts`` are texts, the same for every row, and placeholders.

    Composed with ``+``; true, because an empty cell has no placeholder; each other operation of ``str`` is refused.
    """

    __slots__ = ("parts", "recorder")

    #: A real cell is a text, so ``isinstance`` says that this is one.
    __class__ = str  # type: ignore[assignment]

    recorder: Recorder
    parts: tuple[str | Placeholder, ...]

    def __init__(self, recorder: Recorder, parts: Iterable[str | Placeholder]) -> None:
        object.__setattr__(self, "recorder", recorder)
        object.__setattr__(self, "parts", tuple(parts))

    @property
    def real(self) -> str:
        """The text of the row at hand."""
        return "".join(str(real(part)) for part in self.parts)

    def written(self) -> str:
        """Return the text with tokens for its placeholders."""
        return "".join(part.token if isinstance(part, Placeholder) else part for part in self.parts)

    def __bool__(self) -> bool:
        return True

    def __add__(self, other: object) -> object:
        return self._composed(self.parts, _parts_of(other))

    def __radd__(self, other: object) -> object:
        return self._composed(_parts_of(other), self.parts)

    def _composed(self, *several: tuple[str | Placeholder, ...] | None) -> object:
        if any(parts is None for parts in several):
            return NotImplemented
        return Text(self.recorder, [part for parts in several if parts is not None for part in parts])

    def __html__(self) -> str:
        if not _is_written_by_template():
            raise self.recorder.refuse("__html__")
        # Tokens are letters and digits: escaping leaves them alone.
        return escape(self.written())


class Placeholder(Text):
    """Placeholder of one cell, or of one text derived from cells; ``real`` is the text of the row at hand."""

    __slots__ = ("_real", "slot")

    slot: int
    _real: str

    def __init__(self, recorder: Recorder, real: str) -> None:
        super().__init__(recorder, (self,))
        object.__setattr__(self, "slot", recorder.number())
        object.__setattr__(self, "_real", real)

    @property
    def real(self) -> str:
        """The text of the row at hand."""
        return self._real

    @property
    def token(self) -> str:
        """Text that stands for the cell in a page."""
        return self.recorder.alphabet.token_of(self.slot)


#: Operations of ``str`` that compose or touch no text; what they return is a Text, True, or markup for a template.
COMPOSING = frozenset({"__add__", "__bool__", "__html__", "__radd__"})

#: What every object needs to exist; none of it tells anything of the cell.
MACHINERY = frozenset(
    {
        "__class__", "__delattr__", "__doc__", "__getattribute__", "__init__", "__init_subclass__", "__new__",
        "__setattr__", "__subclasshook__",
    }
)  # fmt: skip

#: Protocols that ``str`` has not, and that a number, a path or a context manager would be asked for.
_FURTHER = (
    "__abs__", "__bytes__", "__complex__", "__copy__", "__deepcopy__", "__divmod__", "__enter__", "__exit__",
    "__float__", "__floordiv__", "__fspath__", "__index__", "__int__", "__invert__", "__iter__", "__neg__", "__pow__",
    "__reversed__", "__rmod__", "__rmul__", "__round__", "__rsub__", "__sub__", "__truediv__", "__setitem__",
)  # fmt: skip

for _name in {*dir(str), *_FURTHER} - COMPOSING - MACHINERY:
    setattr(Text, _name, _refusing(_name))


class Made:
    """Placeholder of a value that one component shows, made from cells; the component asks ``is made`` first.

    Its ``kind``, and whether it is true, may be read: a row whose value differs in what was read is not filled in.
    """

    __slots__ = ("recorder", "slot")

    recorder: Recorder
    slot: int

    def __init__(self, recorder: Recorder, slot: int) -> None:
        self.recorder, self.slot = recorder, slot

    @property
    def token(self) -> str:
        """Text that stands in the page for the HTML of the component."""
        return self.recorder.alphabet.token_of(self.slot)

    @property
    def kind(self) -> object:
        """The kind of the value of the row at hand."""
        return self._claim("kind")

    def __bool__(self) -> bool:
        return bool(self._claim("bool"))

    def _claim(self, name: str) -> object:
        function, cells = self.recorder.derived[self.slot]
        found = look(function(*map(real, cells)), name)
        self.recorder.claims.setdefault(self.slot, {})[name] = found
        return found

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        raise self.recorder.refuse(f".{name}")


for _name in {*dir(str), *dir(tuple), *_FURTHER, "__html__"} - MACHINERY - {"__bool__"}:
    if _name.startswith("__"):
        setattr(Made, _name, _refusing(_name))


def look(value: object, name: str) -> object:
    """Return one attribute of a made value that page code may read: its kind, or whether it is true."""
    return bool(value) if name == "bool" else getattr(value, name, None)


def is_made(value: object) -> bool:
    """Return whether a value is a placeholder of one that a component shows."""
    return isinstance(value, Made)


def placeholders_of(value: object) -> tuple[Placeholder, ...]:
    """Return the placeholders in a value, none where it is real."""
    return tuple(part for part in value.parts if isinstance(part, Placeholder)) if isinstance(value, Text) else ()


def parts_of(text: str) -> tuple[str, ...]:
    """Return the pieces of a text, each the same for every row or a cell to ask about; a real text is one piece."""
    return cast("tuple[str, ...]", text.parts) if isinstance(text, Text) else (text,)


def _parts_of(value: object) -> tuple[str | Placeholder, ...] | None:
    if isinstance(value, Text):
        return value.parts
    # Markup is composed by its own rules, which ask for ``__html__``.
    return (value,) if type(value) is str else None


def recorder_of(cells: tuple[object, ...]) -> Recorder | None:
    """Return the recorder of the first placeholder among some arguments, or None where all of them are real."""
    for cell in cells:
        if isinstance(cell, Text):
            return cell.recorder
    return None


def real(cell: object) -> object:
    """Return the real text behind placeholders; anything else as it is."""
    return cell.real if isinstance(cell, Text) else cell


def ask(question: Callable[..., Answer], *cells: object) -> Answer:
    """Return the answer of ``question`` to real cells; a compiled page serves only rows that give the same answer."""
    recorder = recorder_of(cells)
    if recorder is None:
        return question(*cells)
    answer = question(*map(real, cells))
    recorder.asked.append((question, cells, answer))
    return answer


def derive(function: Callable[..., str], *cells: object) -> str:
    """Return the text that ``function`` makes of real cells, to be copied and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    text = function(*map(real, cells))
    if not text:
        # Whether there is a text at all decides what a page looks like: that is a question.
        recorder.asked.append((_is_nothing, (function, *cells), True))
        return ""
    placeholder = Placeholder(recorder, text)
    recorder.derived[placeholder.slot] = (function, cells)
    return cast("str", placeholder)


def _is_nothing(function: Callable[..., str], *cells: object) -> bool:
    return not function(*cells)


def make(function: Callable[..., Value], *cells: object) -> Value:
    """Return the value that ``function`` makes of real cells, to be handed to one component and nothing else."""
    recorder = recorder_of(cells)
    if recorder is None:
        return function(*cells)
    slot = recorder.number()
    recorder.derived[slot] = (function, cells)
    return cast("Value", Made(recorder, slot))


def is_same(text: str, other: str) -> bool:
    """Return whether a text is another one; no question where it begins otherwise in every row."""
    begin = parts_of(text)[0]
    if type(begin) is str and not other.startswith(begin):
        return False
    return bool(ask(eq, text, other))


def joined(separator: str, texts: Iterable[str]) -> str:
    """Return texts with a separator between them, as ``str.join`` does for real ones alone."""
    found = list(texts)
    return reduce(add, [piece for text in found for piece in (separator, text)][1:], "")


def written(value: str) -> str:
    """Return a text as the last step writes it down, tokens for placeholders: page code calls it for JSON alone.

    As the ``default`` of a JSON encoder it raises TypeError for what is no text.
    """
    if isinstance(value, Text):
        return value.written()
    if type(value) is str:
        return value
    raise TypeError(f"{type(value).__name__} is no text")
