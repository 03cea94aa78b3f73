"""Page trace: page code run twice on placeholders, in two spellings of their tokens, which must give the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from typing import NamedTuple, cast

from credit.template_compiler.placeholders import LONG, SHORT, Alphabet, Placeholder, Recorder
from credit.template_compiler.placeholders.exception_watch import watch_type_errors
from credit.template_compiler.placeholders.trace_recorder import place_of_error, recording
from credit.template_compiler.pure_functions import impure_calls

#: Page code: it turns the shape of a row and its cells, or placeholders, into text.
Make = Callable[[Hashable, Sequence[str]], str]


class Uncompilable(Exception):
    """Page code that cannot be compiled for a variant; ``reasons`` name the places."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class PageTrace(NamedTuple):
    """Text that page code wrote with placeholders: the pieces between them, their numbers, and the recorder."""

    pieces: list[str]
    numbers: list[int]
    recorder: Recorder


def trace_page(make: Make, shape: Hashable, values: Sequence[bytes]) -> PageTrace:
    """Return the trace of page code on placeholders for the cells of a row; raises Uncompilable."""
    short, long = (_trace(make, shape, values, alphabet) for alphabet in (SHORT, LONG))
    if (
        short[:2] != long[:2]
        or len(short.recorder.asked) != len(long.recorder.asked)
        or short.recorder.derived.keys() != long.recorder.derived.keys()
    ):
        raise Uncompilable("代码查看了已经写出的文字（换一种占位写法，结果就不同），这一类页面改为逐份生成。")
    if reasons := impure_calls(short.recorder, long.recorder):
        raise Uncompilable(*reasons)
    return short


def _trace(make: Make, shape: Hashable, values: Sequence[bytes], alphabet: Alphabet) -> PageTrace:
    """Return the trace of one run; raises Uncompilable if an access was refused, even if page code caught the error."""
    recorder = Recorder(alphabet)
    cells = [_placeholder(recorder, place, value.decode()) for place, value in enumerate(values)]
    try:
        with ExitStack() as stack:
            stack.enter_context(recording(recorder))
            if alphabet is SHORT:
                stack.enter_context(watch_type_errors(recorder))
            text = make(shape, cells)
    except Exception as error:  # the row itself was rendered without an error: any error comes from a placeholder
        raise Uncompilable(*recorder.refusals or [reason_of(error)]) from error
    if recorder.refusals:
        raise Uncompilable(*recorder.refusals)
    parts = alphabet.pattern.split(text)
    return PageTrace(parts[::2], [alphabet.slot_of(digits) for digits in parts[1::2]], recorder)


def reason_of(error: Exception) -> str:
    """Return the reason for an error: place and type, no message, which may quote a cell."""
    return f"{place_of_error(error)}：{type(error).__name__}，这一类页面改为逐份生成。"


def _placeholder(recorder: Recorder, place: int, value: str) -> str:
    if not value:
        return ""
    placeholder = Placeholder(recorder, value)
    recorder.cells[placeholder.slot] = place
    return cast("str", placeholder)
