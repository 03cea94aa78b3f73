"""Pure functions: functions that page code may hand to the page compiler, which keep no state of one page.

A function is called for each further row long after the page that it was recorded from. It must depend on its arguments
alone, and leave nothing behind that page code reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from types import FunctionType, ModuleType

from credit.template_compiler.placeholders import Recorder, Text
from credit.template_compiler.placeholders.trace_recorder import outer_variables

#: Values that never change.
_CONSTANT = (str, bytes, int, float, complex, type(None), type, ModuleType, re.Pattern)

#: Values that have no method to change them.
_UNCHANGING = (*_CONSTANT, tuple, frozenset)

#: Methods of a mapping that do not change it.
_READING = frozenset({"get", "__contains__", "__getitem__"})


def impure_calls(short: Recorder, long: Recorder) -> list[str]:
    """Return why the calls of two runs of page code on the same row may not be repeated; empty if they may.

    An object that is another one in the second run was made for the page; it may not change.
    """
    pairs = [
        ((first[0], first[1]), (second[0], second[1])) for first, second in zip(short.asked, long.asked, strict=True)
    ]
    pairs += [(short.derived[slot], long.derived[slot]) for slot in short.derived]
    reasons = [
        f"{_name_of(function)}：交给它的函数或参数带有每页另建、会变的对象，或在循环里引用了外面的变量，这一类页面改为逐份生成。"
        "请把要用的值作为参数传入，结果只用返回值。"
        for (function, cells), (again, others) in pairs
        if not _are_all_alike((function, *cells), (again, *others))
    ]
    reasons += [
        f"{_name_of(function)}：函数引用的外面变量后来变了，这一类页面改为逐份生成。请把值作为参数传入。"
        for function, values in short.closures
        if not all(now is then for now, then in zip(outer_variables(function), values, strict=True))
    ]
    return list(dict.fromkeys(reasons))


def _name_of(function: object) -> str:
    """Return file, line and name of a function."""
    while isinstance(function, partial):
        function = function.func
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    name = getattr(function, "__qualname__", type(function).__name__)
    return f"{'/'.join(code.co_filename.split('/')[-3:])}:{code.co_firstlineno} {name}" if code else name


def _are_all_alike(first: Iterable[object], second: Iterable[object]) -> bool:
    one, other = tuple(first), tuple(second)
    return len(one) == len(other) and all(map(_are_alike, one, other))


def _are_alike(first: object, second: object) -> bool:
    """Return whether a value was the same in both runs, and can be so for every row."""
    kind = type(first)
    if kind is not type(second):
        return False
    if issubclass(kind, Text):
        return True
    if isinstance(first, FunctionType) and isinstance(second, FunctionType):
        return first.__code__ is second.__code__ and _are_all_alike(
            (*outer_variables(first), first.__defaults__), (*outer_variables(second), second.__defaults__)
        )
    if isinstance(first, partial) and isinstance(second, partial):
        return _are_all_alike(
            (first.func, *first.args, *first.keywords.items()), (second.func, *second.args, *second.keywords.items())
        )
    if (owner := getattr(first, "__self__", None)) is not None and callable(first):
        return _is_pure(owner, first) and _are_alike(owner, second.__self__) and first.__name__ == second.__name__  # type: ignore[attr-defined]
    if first is second:
        return True
    if isinstance(first, tuple | frozenset) and isinstance(second, tuple | frozenset):
        return _are_all_alike(first, second)
    if _is_frozen(first):
        return all(_are_alike(getattr(first, item.name), getattr(second, item.name)) for item in fields(first))  # type: ignore[arg-type]
    return isinstance(first, _CONSTANT) and first == second


def _is_pure(owner: object, method: Callable[..., object]) -> bool:
    """Return whether a method cannot change the object that it belongs to."""
    if isinstance(owner, _UNCHANGING) or _is_frozen(owner):
        return True
    return isinstance(owner, Mapping) and method.__name__ in _READING


def _is_frozen(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type) and value.__dataclass_params__.frozen  # type: ignore[attr-defined]
