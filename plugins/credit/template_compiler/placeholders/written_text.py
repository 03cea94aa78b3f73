"""Written text: tokens in the place of cells, which page code and templates may only hand on to the page."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from credit.template_compiler.placeholders.trace_recorder import Recorder, active_recorder, is_written_by_template


class WrittenText(str):
    """Text with tokens that page code wrote for output; it is composed with ``+`` and encoded, nothing else."""

    __slots__ = ("recorder",)

    recorder: Recorder

    def __new__(cls, recorder: Recorder, text: str) -> WrittenText:
        """Return a text that refuses by the recorder of its tokens."""
        written = super().__new__(cls, text)
        written.recorder = recorder
        return written

    def __bool__(self) -> bool:
        return True

    def __add__(self, other: str) -> WrittenText:
        return WrittenText(self.recorder, str.__add__(self, other))

    def __radd__(self, other: str) -> WrittenText:
        return WrittenText(self.recorder, str.__add__(other, self))


class WrittenMarkup(Markup):
    """Markup with tokens that a macro returned; a template writes it or hands it on, nothing else."""

    recorder: Recorder

    def __bool__(self) -> bool:
        return True

    def __html__(self) -> str:  # type: ignore[override]  # plain text to the template that writes it
        if not is_written_by_template():
            raise self.recorder.refuse("__html__")
        return str.__str__(self)


def written_markup(value: object) -> object:
    """Return the result of a call in a template; markup with tokens in it can no longer be looked into."""
    recorder = active_recorder()
    if recorder is None or type(value) is not Markup or recorder.alphabet.begin not in value:
        return value
    written = WrittenMarkup(value)
    written.recorder = recorder
    return written


def _refusing(name: str) -> Callable[..., object]:
    def refuse(self: WrittenText | WrittenMarkup, *args: object, **kwargs: object) -> object:
        raise self.recorder.refuse(name)

    refuse.__name__ = name
    return refuse


#: Attributes that every object needs.
_MACHINERY = frozenset(
    {
        "__class__", "__delattr__", "__dict__", "__doc__", "__getattribute__", "__init__", "__init_subclass__",
        "__module__", "__new__", "__setattr__", "__slots__", "__subclasshook__", "__weakref__",
    }
)  # fmt: skip

for _name in {*dir(Markup), "__radd__"} - _MACHINERY - {"__html__"}:
    setattr(WrittenMarkup, _name, _refusing(_name))
for _name in set(dir(str)) - _MACHINERY - {"__add__", "encode"}:
    setattr(WrittenText, _name, _refusing(_name))
