"""Problems of the input as frozen dataclasses, and the three exceptions of the package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the input: its place, its code, and a message in Chinese with a remedy.

    ``path`` is relative to the root with forward slashes, ``line`` physical (1 is the header of a CSV),
    ``field`` the column's name or the front-matter key (empty for a whole line or file).
    """

    path: str
    line: int
    field: str
    code: str
    message: str
    severity: Severity = "error"
    title: str = ""

    def text(self) -> str:
        """Return the problem as a line of text: ``path:line: title: message [code]``."""
        name = self.title or self.field
        middle = f" {name}:" if name else ""
        return f"{self.path}:{self.line}:{middle} {self.message} [{self.code}]"


class CreditError(Exception):
    """Base of every error that the package raises on purpose; its text is Chinese and names a remedy."""


class DescriptorError(CreditError):
    """The descriptor or a schema is unusable; carries its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.text() for problem in self.problems))


class CheckFailed(CreditError):
    """The gate found errors; carries the whole report, warnings included."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(problem.text() for problem in self.problems))
