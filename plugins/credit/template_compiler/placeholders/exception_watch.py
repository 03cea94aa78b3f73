"""Exception watch: TypeErrors that C code raises for a placeholder, even if page code catches them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from jinja2 import Environment

from credit.template_compiler.placeholders.trace_recorder import Recorder, UnrecordedAccess, place_in

#: Where Jinja tries whether a name is an attribute or a key: a cell of any row ends the same way.
_ATTEMPTS = frozenset({Environment.getattr.__code__, Environment.getitem.__code__})


@contextmanager
def watch_type_errors(recorder: Recorder) -> Iterator[None]:
    """Record each TypeError of a run of page code as a refusal, but for those of functions that get real cells."""
    seen: list[BaseException] = []

    def watch(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        frame.f_trace_lines = False
        if event == "exception" and not recorder.evaluating:
            error = argument[1]
            if isinstance(error, TypeError) and not isinstance(error, UnrecordedAccess):
                # The error passes through each of its frames, the innermost first.
                if any(error is earlier for earlier in seen):
                    return watch
                seen.append(error)
                if frame.f_code not in _ATTEMPTS:
                    recorder.refusals.append(
                        f"{place_in(_outwards(frame))}：TypeError: {error}。代码没有经过 branch_on、computed_text 或 "
                        "computed_value 就查看单元格，这一类页面改为逐份生成。"
                    )
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        yield
    finally:
        sys.settrace(before)


def _outwards(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back
