"""Exact answer: the answer to a question in a form that is equal only if type and order are equal too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: Answer of a question that ended in an error: no row fits it.
UNANSWERED: Final = object()

#: Types whose values are equal only if they are alike, among themselves.
_PLAIN: Final = frozenset({str, bytes, type(None), bool})


def exact(answer: object) -> object:
    """Return an answer such that ``True`` differs from ``1`` and an order of keys from another; a copy of what may change."""
    kind = type(answer)
    if kind in _PLAIN:
        return answer
    if issubclass(kind, int | float | complex | str):
        return (kind, answer)
    if isinstance(answer, Mapping):
        return (kind, tuple((exact(key), exact(value)) for key, value in answer.items()))
    if isinstance(answer, tuple | list | set | frozenset):
        return (kind, tuple(map(exact, answer)))
    return answer
