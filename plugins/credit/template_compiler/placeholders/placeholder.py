"""Placeholders, opaque to page code: of a cell, of a text composed or derived from cells, of a component's value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from markupsafe import escape

from credit.template_compiler.placeholders.trace_recorder import Recorder, is_written_by_template
from credit.template_compiler.placeholders.written_text import WrittenText


def _refusing(name: str) -> Callable[..., object]:
    def refuse(self: Text, *args: object, **kwargs: object) -> object:
        raise self.recorder.refuse(name)

    refuse.__name__ = name
    return refuse


class Text:
    """Text that differs from row to row, opaque to page code; ``parts`` are constant texts and placeholders.

    Composed with ``+``; true, because an empty cell has no placeholder and an empty derived text is none: that a derived
    text is not empty is recorded where page code asks. Each other operation of ``str`` is refused.
    """

    __slots__ = ("parts", "recorder")

    #: A real cell is a text, so ``isinstance`` must accept this as one.
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

    def written(self) -> WrittenText:
        """Return the text with tokens for its placeholders."""
        return WrittenText(self.recorder, self._with_tokens())

    def _with_tokens(self) -> str:
        return "".join(part.token if isinstance(part, Placeholder) else part for part in self.parts)

    def __bool__(self) -> bool:
        placeholders = [part for part in self.parts if isinstance(part, Placeholder)]
        if (
            not any(part.is_cell for part in placeholders)
            and "".join(part for part in self.parts if not isinstance(part, Placeholder)) == ""
        ):
            self.recorder.truths.update(part.slot for part in placeholders)
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
        if not is_written_by_template():
            raise self.recorder.refuse("__html__")
        # Tokens are letters and digits: escaping leaves them alone.
        return escape(self._with_tokens())


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
    def is_cell(self) -> bool:
        """Whether it stands for a cell, which is filled in every row of the variant."""
        return self.slot in self.recorder.cells

    @property
    def token(self) -> str:
        """Text that marks the place of the cell in a page."""
        return self.recorder.alphabet.short_hash(self.slot)


#: Operations of ``str`` that compose or do not read text; they return a Text, True, or markup for a template.
COMPOSING = frozenset({"__add__", "__bool__", "__html__", "__radd__"})

#: Attributes that every object needs; they reveal nothing of the cell.
MACHINERY = frozenset(
    {
        "__class__", "__delattr__", "__doc__", "__getattribute__", "__init__", "__init_subclass__", "__new__",
        "__setattr__", "__subclasshook__",
    }
)  # fmt: skip

#: Protocols that ``str`` lacks, of numbers, paths or context managers.
_FURTHER = (
    "__abs__", "__bytes__", "__complex__", "__copy__", "__deepcopy__", "__divmod__", "__enter__", "__exit__",
    "__float__", "__floordiv__", "__fspath__", "__index__", "__int__", "__invert__", "__iter__", "__neg__", "__pow__",
    "__reversed__", "__rmod__", "__rmul__", "__round__", "__rsub__", "__sub__", "__truediv__", "__setitem__",
)  # fmt: skip

for _name in {*dir(str), *_FURTHER} - COMPOSING - MACHINERY:
    setattr(Text, _name, _refusing(_name))


class Made:
    """Placeholder of a value computed from cells that one component shows; the component tests ``is made`` first.

    Its ``kind``, and whether it is true, may be read: a row whose value differs in what was read is not filled in.
    """

    __slots__ = ("recorder", "slot")

    recorder: Recorder
    slot: int

    def __init__(self, recorder: Recorder, slot: int) -> None:
        self.recorder, self.slot = recorder, slot

    @property
    def token(self) -> str:
        """Text that marks the place of the component's HTML in the page."""
        return self.recorder.alphabet.short_hash(self.slot)

    @property
    def kind(self) -> object:
        """The kind of the value of the row at hand."""
        return self._claim("kind")

    def __bool__(self) -> bool:
        return bool(self._claim("bool"))

    def _claim(self, name: str) -> object:
        found = look(evaluated(self.recorder, *self.recorder.derived[self.slot]), name)
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
    """Return the pieces of a text, each constant for all rows or a placeholder; a real text is one piece."""
    return cast("tuple[str, ...]", text.parts) if isinstance(text, Text) else (text,)


def _parts_of(value: object) -> tuple[str | Placeholder, ...] | None:
    if isinstance(value, Text):
        return value.parts
    # Markup is composed by its own rules, which call ``__html__``.
    return (value,) if type(value) is str else None


def real(cell: object) -> object:
    """Return the real text behind placeholders; anything else as it is."""
    return cell.real if isinstance(cell, Text) else cell


def evaluated(recorder: Recorder, function: Callable[..., object], cells: Iterable[object]) -> object:
    """Return the result of a function for the real cells of the row at hand."""
    recorder.evaluating += 1
    try:
        return function(*map(real, cells))
    finally:
        recorder.evaluating -= 1
