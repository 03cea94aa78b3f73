"""Character variants: traditional and variant characters, folded to the standard one for finding alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib import resources

from credit.search.name_normalization import search_key


@cache
def variants() -> Mapping[str, str]:
    """Return variant → standard character, of the table character_variants.csv."""
    text = resources.files(__package__).joinpath("character_variants.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {variant: row["standard"] for row in rows for variant in row["variants"]}


@cache
def _table() -> Mapping[int, str]:
    return str.maketrans(dict(variants()))


def comparable(text: str) -> str:
    """Return the normal form of a text with every variant character folded: 鸿運實業 and 鸿运实业 are alike."""
    return fold_variants(search_key(text))


def fold_variants(plain: str) -> str:
    """Return a text in normal form with every variant character folded."""
    return plain.translate(_table())


def is_usual(character: str) -> bool:
    """Return whether a character needs no table: it stands in GB 2312."""
    return bool(character.encode("gb2312", "ignore"))
