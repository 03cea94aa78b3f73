"""Code of templates, compiled once in a test process: each of its builds has a template environment of its own."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from types import CodeType
from typing import Any

from jinja2 import Environment

_compile = Environment.compile
_CODE: dict[Hashable, CodeType] = {}


def share_compiled_templates() -> None:
    """Let environments with the same syntax, filters and tests share the code of a template with the same text."""
    Environment.compile = compile_once  # type: ignore[method-assign]


def compile_once(
    self: Environment, source: Any, name: str | None = None, filename: str | None = None, *options: bool, **named: bool
) -> Any:
    """Compile a template, or take the code of an equal one under this one's file name."""
    if not isinstance(source, str) or filename is None or options or named:
        return _compile(self, source, name, filename, *options, **named)
    key = (source, name, self.lexer, self.autoescape, self.optimized, *map(_functions, (self.filters, self.tests)))
    if key not in _CODE:
        _CODE[key] = _compile(self, source, name, filename)
    return _at(_CODE[key], filename)


def _functions(named: dict[str, Any]) -> Hashable:
    """Return what filters or tests are: the optimizer calls them for constants."""
    return tuple(
        (name, function.func, function.args) if isinstance(function, partial) else (name, function)
        for name, function in named.items()
    )


def _at(code: CodeType, filename: str) -> CodeType:
    """Return the code with the file name that messages about it show."""
    if code.co_filename == filename:
        return code
    constants = tuple(_at(item, filename) if isinstance(item, CodeType) else item for item in code.co_consts)
    return code.replace(co_filename=filename, co_consts=constants)
