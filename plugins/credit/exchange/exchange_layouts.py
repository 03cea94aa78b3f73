"""Exchange layouts: headings of a platform's table and the columns of a dataset below them, read from layouts.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("layouts.csv")


@dataclass(frozen=True)
class LayoutColumn:
    """A column of a platform's table: its heading, our column, and the unit (万元) in which it wants an amount.

    Our column is empty where the site holds no such thing, or where it is personal (法定代表人): the heading stands all the same.
    """

    heading: str
    column: str
    unit: str = ""


@dataclass(frozen=True)
class Layout:
    """A platform's table: its name and title, the dataset that fills it, and its columns in their order."""

    name: str
    title: str
    dataset: str
    columns: tuple[LayoutColumn, ...]


def read_layouts() -> Mapping[str, Layout]:
    """Return the layouts by name, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, Layout] = {}
    for row in rows:
        name = row["layout"]
        before = found[name].columns if name in found else ()
        found[name] = Layout(
            name, row["title"], row["dataset"], (*before, LayoutColumn(row["heading"], row["column"], row["unit"]))
        )
    return found
