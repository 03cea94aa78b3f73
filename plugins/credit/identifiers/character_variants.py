"""Character variants: traditional and variant characters, folded to the standard one for finding names alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def variants() -> Mapping[str, str]:
    """Return variant → standard character, of the table character_variants.csv."""
    text = resources.files(__package__).joinpath("character_variants.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {variant: row["standard"] for row in rows for variant in row["variants"]}


@cache
def _table() -> Mapping[int, str]:
    return str.maketrans(dict(variants()))


def fold_variants(plain: str) -> str:
    """Return a text in normal form with every variant character folded."""
    return plain.translate(_table())


def is_usual(character: str) -> bool:
    """Return whether a character needs no table: it stands in GB 2312."""
    return bool(character.encode("gb2312", "ignore"))
