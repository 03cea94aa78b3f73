"""Prose check: patterns of docstrings, comments and names that hide a role, each with its plain way out."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Pattern of a docstring or comment → what to write instead.
PATTERNS = (
    (re.compile(r"\A(?:What|Whoever|Who|Whose)\b"), "begin with the thing: its role, or “Return …”"),
    (re.compile(r"\bgoes? in\b[^.]*\bcomes? out\b"), "say the role; the types say what goes in"),
    (re.compile(r"\bwhoever\b"), "name the reader or the caller"),
    (re.compile(r"\b(?:moulds?|stand-ins?|atlas|twin tree)\b", re.IGNORECASE), "use the word of docs/glossary.md"),
    (re.compile(r"\bis told\b|\bare told\b"), "say who reports what to whom"),
)

#: A single word that ends in -ing names an act; a module is a thing.
_GERUND = re.compile(r"[a-z]+ing")
_NOUNS = frozenset({"encoding"})

_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)


@dataclass(frozen=True, order=True)
class ProseFault:
    """A place of a source file and what to write there."""

    path: str
    line: int
    advice: str

    def text(self) -> str:
        """Return the line of the report."""
        return f"{self.path}:{self.line}: {self.advice}"


def check_prose(root: Path) -> list[ProseFault]:
    """Return the faults of every module of the package below ``root``."""
    paths = sorted((root / "plugins" / "credit").rglob("*.py"))
    return sorted(fault for path in paths for fault in _faults_of(path, path.relative_to(root).as_posix()))


def _faults_of(path: Path, name: str) -> Iterator[ProseFault]:
    source = path.read_text(encoding="utf-8")
    if _GERUND.fullmatch(path.stem) and path.stem not in _NOUNS:
        yield ProseFault(name, 1, f"module {path.stem}: name the thing, not the act")
    tree = ast.parse(source)
    for line, text in (*_docstrings(tree), *_comments(source)):
        for pattern, advice in PATTERNS:
            if match := pattern.search(text):
                words = " ".join(match[0].split())[:40]
                yield ProseFault(name, line + text.count("\n", 0, match.start()), f"“{words}”: {advice}")
    for node in ast.walk(tree):
        targets = [node.target] if isinstance(node, _LOOPS) else node.args.args if isinstance(node, ast.Lambda) else []
        for target in targets:
            names = [getattr(part, "id", getattr(part, "arg", "")) for part in ast.walk(target)]
            if "one" in names:
                yield ProseFault(name, target.lineno, "loop variable “one”: name what it goes through")


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node, clean=False)
            if text:
                yield node.body[0].lineno, text


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("#: ")
