"""A copy of the demonstration that a test edits: rows by their facts, documents, and what gate and build say of it."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from credit import gate
from credit.build.pipeline import build_site
from credit.model import CheckFailed, Problem
from tests.conftest import ROOT
from tests.support.demonstration_edition import demonstration
from tests.time_machine.needles import Seeker

Row = dict[str, str]

_FOLDERS = ("data", "content", "theme")
_SETTINGS = ("pelicanconf.py", "publishconf.py")


@dataclass(frozen=True)
class Place:
    """A row of a list with the dataset it stands in."""

    dataset: str
    row: Row

    @property
    def id(self) -> str:
        """The record id."""
        return self.row["record_id"]


def _digest_of(root: Path) -> bytes:
    """Return the digest of names and bytes of all that the gate reads below a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for name in ("data", "content") for path in (root / name).rglob("*")):
        digest.update(f"{path.relative_to(root)}\0".encode())
        if path.is_file():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


class Demonstration:
    """The copy below ``root``; ``edition`` is what it shows before any edit.

    ``built`` is the folder of a build before any edit: the first build is made from it as a server would, in a third
    of the time.
    """

    def __init__(self, root: Path, built: Path | None = None) -> None:
        self.root, self.built = root, built
        self._problems: dict[tuple[bytes, bytes], tuple[Problem, ...]] = {}
        for name in _FOLDERS:
            shutil.copytree(ROOT / name, root / name)
        for name in _SETTINGS:
            shutil.copy2(ROOT / name, root / name)
        self.edition = demonstration()

    # --- rows ---------------------------------------------------------------------------------------

    def rows(self, dataset: str) -> list[Row]:
        """Return the rows of a dataset as they stand."""
        text = (self.root / "data" / f"{dataset}.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def write(self, dataset: str, rows: Collection[Row]) -> None:
        """Write a dataset in canonical form."""
        path = self.root / "data" / f"{dataset}.csv"
        columns = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        key = {"corrections": ("record_id", "field", "corrected_on")}.get(dataset, ("record_id",))
        writer.writerows(sorted(rows, key=lambda row: [row[column] for column in key]))
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")

    def add(self, dataset: str, row: Mapping[str, str]) -> int:
        """Add a row and return its line."""
        self.write(dataset, [*self.rows(dataset), dict(row)])
        return self.line(dataset, row)

    def change(self, place: Place, **cells: str) -> int:
        """Change cells of a record and return its line."""
        rows = self.rows(place.dataset)
        for row in rows:
            if row["record_id"] == place.id:
                row.update(cells)
        self.write(place.dataset, rows)
        return self.line(place.dataset, {"record_id": place.id})

    def line(self, dataset: str, row: Mapping[str, str]) -> int:
        """Return the physical line of the row that has these cells."""
        lines = [
            number
            for number, other in enumerate(self.rows(dataset), start=2)
            if all(other[column] == text for column, text in row.items())
        ]
        assert len(lines) == 1, (dataset, lines)
        return lines[0]

    def find(self, kind: str, fits: Callable[[Row], object], *, public: bool = True) -> Place:
        """Return the last row of the lists of a kind that fits and is public, or is not, on the demonstration's day."""
        for dataset in self.lists(kind):
            shown = set(self.edition.public[dataset].cells["record_id"])
            for row in reversed(self.rows(dataset)):
                if (row["record_id"] in shown) == public and fits(row):
                    return Place(dataset, row)
        raise AssertionError("the demonstration has no such row")

    def lists(self, kind: str) -> list[str]:
        """Return the names of the lists of a kind."""
        return [resource.name for resource in self.edition.package.resources if resource.rules.kind == kind]

    def firm(self, *, public: bool = True) -> Place:
        """Return an enterprise of a black list, listed for months, that nobody objects to and that never rested.

        One that is not public is on no list any more.
        """
        long_ago = (self.edition.as_of - datetime.timedelta(days=100)).isoformat()
        named = {
            row["unified_code"]
            for table in self.edition.public.values()
            if "unified_code" in table.cells.columns
            for row in table.cells.to_dict("records")
        }
        taken = {row["record_id"] for name in ("withdrawals", "corrections") for row in self.rows(name)}

        def fits(row: Row) -> bool:
            listed = row["unified_code"] in named
            return (
                row["entity_kind"] == "企业"
                and not row["disputed_since"]
                and not row["suspended_from"]
                and row["listed_on"] < long_ago
                and row["record_id"] not in taken
                and (listed == public)
            )

        return self.find("black", fits, public=public)

    def person(self) -> Place:
        """Return a natural person of a black list."""
        return self.find("black", lambda row: row["entity_kind"] == "自然人")

    def shop(self) -> Place:
        """Return a 个体工商户 of a black list."""
        return self.find("black", lambda row: row["entity_kind"] == "个体工商户")

    # --- documents ----------------------------------------------------------------------------------

    def write_document(
        self, body: str, *, folder: str = "notices", head: str = "", slug: str = "case-of-names"
    ) -> Path:
        """Write a document and return its path; ``head`` is what its front matter says besides."""
        path = self.root / "content" / folder / f"{slug}.md"
        day = self.edition.as_of.isoformat()
        lines = f"Title: 测试文稿（演示）\nSlug: {slug}\nDate: {day}\nDemonstration: 是\n"
        path.write_text(f"{lines}{head}\n{body}\n", encoding="utf-8", newline="\n")
        return path

    # --- verdicts -----------------------------------------------------------------------------------

    def problems(self, *, before: Path | None = None) -> tuple[Problem, ...]:
        """Return everything the gate says, whether it refuses or not; the same bytes are judged once."""
        key = (_digest_of(self.root), _digest_of(before) if before else b"")
        if key not in self._problems:
            try:
                self._problems[key] = gate.validate(self.root, before=before).problems
            except CheckFailed as refused:
                self._problems[key] = tuple(refused.problems)
        return self._problems[key]

    def found(self, path: str, severity: str = "error", *, before: Path | None = None) -> list[Problem]:
        """Return the problems of a severity in one file, its path relative to the root."""
        return [
            problem for problem in self.problems(before=before) if problem.path == path and problem.severity == severity
        ]

    def lines(self, path: str, severity: str = "error", *, before: Path | None = None) -> set[int]:
        """Return the lines of one file that have a problem of a severity."""
        return {problem.line for problem in self.found(path, severity, before=before)}

    def build(self) -> Path:
        """Build as timer and rollback do and return the output."""
        output = self.root.parent / f"{self.root.name}-output" / "output"
        if self.built is not None and not output.exists():
            # Links will do: a build replaces a file, it never writes into one.
            shutil.copytree(self.built, output.parent, copy_function=os.link)
        return build_accepted(self.root, output)

    def places(self, *words: str) -> dict[str, frozenset[str]]:
        """Return the files of a build by the words that stand in any of their bytes."""
        return Seeker(words).find_in_tree(self.build())


def build_accepted(root: Path, output: Path) -> Path:
    """Build as timer and rollback do and return the output."""
    output.parent.mkdir(exist_ok=True)
    build_site(root, output, siteurl="https://credit.example", accepted=True, workers=1)
    return output


def read_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))
