"""Jobs of a build: a piece of work for any process, and its result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from credit.model import Problem

#: Path, SHA-256, size and cache key of a file that a job wrote, and an upper bound of its compressed size, 0 where
#: unknown. A plain tuple: a build hands over some hundred thousand of them.
WrittenFile = tuple[str, str, int, str, int]


@dataclass(frozen=True)
class CompilerReport:
    """Work of the page compiler in one job: its counts, reasons against compiling, and pages filled in wrongly."""

    counts: Mapping[str, int] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True)
class JobResult:
    """Files that a job wrote, path and key of those it found unchanged, and numbers of persons in those it wrote."""

    written: tuple[WrittenFile, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    compiler: CompilerReport = field(default_factory=CompilerReport)


@dataclass(frozen=True)
class Job:
    """One job: ``run`` is a function of a module, its argument ``task`` a small value that can be pickled.

    ``names`` are the paths of its files where they are known beforehand; those that it does not write are unchanged.
    A job that ``needs_build`` gets the build as a second argument: forked workers find it in their memory, no other
    worker has it.
    """

    run: Callable[..., JobResult]
    task: Any
    names: tuple[str, ...] = ()
    needs_build: bool = False
