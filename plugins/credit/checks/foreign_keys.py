"""Foreign keys: checks every cell that refers to a key, and rules that need several tables."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from credit.checks.credit_codes import check_names
from credit.checks.violations import Violation, column, problem_at, spread
from credit.model import SEPARATOR, Package, Problem, Resource, Table

#: Faults after which a file's keys are not all known: references to them may be right.
_INCOMPLETE = frozenset(
    {
        "quote",
        "field-count",
        "file-missing",
        "file-size",
        "encoding",
        "header-missing",
        "header-repeated",
        "merge-conflict",
    }
)

#: Characters often written between keys instead of the separator.
_OTHER_SEPARATORS = re.compile("[；、，,|/\\s]+")

#: Keys compared for likeness; beyond, the likeness of every key would cost seconds for one slip.
_MOST_KEYS = 2_000

#: The form of a key that becomes part of an address.
_ADDRESS_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

#: Datasets whose rows have a page of their own under their key.
_WITH_PAGES = frozenset({"departments", "integrity-examples", "dishonesty-scope", "incentives", "penalties"})


def incomplete_paths(problems: Iterable[Problem]) -> set[str]:
    """Return the files of which a row, or the whole, could not be read: what they hold is not all known."""
    return {problem.path for problem in problems if problem.code in _INCOMPLETE}


def check_references(
    package: Package, tables: Mapping[str, Table], faults: Collection[Problem] = ()
) -> tuple[Problem, ...]:
    """Check every foreign key and the rules that need several tables; return the problems sorted.

    ``faults`` are the reader's problems: references into a file that could not be read whole are not checked. Codes:
    ``foreign-key`` (a key that does not exist), ``reference-form`` (a wrong separator, an empty part, a key twice),
    ``key-form`` (a key that becomes an address and cannot) and the warning ``names-differ``.
    """
    incomplete = incomplete_paths(faults)
    problems: list[Problem] = []
    for resource in package.resources:
        table = tables.get(resource.name)
        if table is None:
            continue
        for field in resource.schema.fields:
            target = package.resource(resource.schema.reference_of(field.name))
            if target is None or target.path in incomplete or target.name not in tables:
                continue
            keys = _Keys(tables[target.name])
            values = column(table, field.name)
            judge = keys.judge_several if field.references else keys.judge_one
            # Blanks around a cell are a fault of their own.
            violations = {
                value: found for value in set(values) if value.strip() and (found := list(judge(value.strip())))
            }
            problems += spread(table, field.name, values, violations)
    problems += _check_address_keys(package, tables)
    ordered = [tables[resource.name] for resource in package.resources if resource.name in tables]
    problems += check_names(ordered, across=True)
    return tuple(sorted(set(problems)))


class _Keys:
    """The keys of one table, and the titles of its rows."""

    def __init__(self, table: Table) -> None:
        self.resource = table.resource
        values = column(table, table.resource.schema.primary_key[0])
        self.keys = dict.fromkeys(values)
        self.by_label = dict(zip(column(table, table.resource.rules.label), values, strict=True))

    def judge_one(self, value: str) -> Iterator[Violation]:
        """Check a cell that holds one key."""
        if value not in self.keys:
            yield Violation("foreign-key", f"{self.resource.title}里没有这个键{self._near(value)}")

    def judge_several(self, value: str) -> Iterator[Violation]:
        """Check a cell that holds several keys; a message gives the position of a key, never its text."""
        parts = value.split(SEPARATOR)
        if len(parts) == 1 and value not in self.keys:
            others = [part for part in _OTHER_SEPARATORS.split(value) if part]
            if len(others) > 1:
                right = SEPARATOR.join(others) if all(part in self.keys for part in others) else ""
                hint = f"，应写成 {right}" if right else ""
                yield Violation("reference-form", f"几个键之间用英文分号 ; 隔开，前后不留空格{hint}")
                return
        for place, part in enumerate(parts, start=1):
            if not part:
                yield Violation("reference-form", f"第 {place} 项是空的，请删除多余的分号")
            elif part in parts[: place - 1]:
                yield Violation("reference-form", f"第 {place} 项与前面重复，请删除一个")
            elif part not in self.keys and _OTHER_SEPARATORS.sub("", part) in self.keys:
                yield Violation("reference-form", f"第 {place} 项前后有多余的空格或标点，请删除")
            elif part not in self.keys:
                yield Violation("foreign-key", f"第 {place} 项：{self.resource.title}里没有这个键{self._near(part)}")

    def _near(self, value: str) -> str:
        """Return the key that was probably meant: that of a row with this title, or one of similar spelling."""
        found = self.by_label.get(value.strip())
        if found is None and len(self.keys) <= _MOST_KEYS and len(value) <= 100:
            keys, labels = [key for key in self.keys if key], [label for label in self.by_label if label]
            if near := difflib.get_close_matches(value, keys, n=1):
                found = near[0]
            elif near := difflib.get_close_matches(value, labels, n=1):
                found = self.by_label[near[0]]
        return f"，是否应为 {found}？" if found else "，请核对，或先在那里加上一行"


def _check_address_keys(package: Package, tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Yield ``key-form`` for keys that become part of an address: of departments, measures and facets."""
    needed = set(_WITH_PAGES)
    for resource in package.resources:
        needed |= {resource.schema.reference_of(name) for name in resource.rules.facets}
    for resource in package.resources:
        if resource.name not in needed or resource.name not in tables or len(resource.schema.primary_key) != 1:
            continue
        yield from _judge_address_keys(resource, tables[resource.name])


def _judge_address_keys(resource: Resource, table: Table) -> Iterator[Problem]:
    name = resource.schema.primary_key[0]
    violation = Violation("key-form", "这个键会成为网址的一部分，只能用小写英文字母和数字，词之间用一个减号或下划线")
    for line, value in zip(table.cells.index.tolist(), column(table, name), strict=True):
        if value and not _ADDRESS_KEY.fullmatch(value):
            yield problem_at(resource, line, name, violation)
