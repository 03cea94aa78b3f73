"""Number limits: the integers and numbers that every published format holds (Parquet, SQLite, readers of JSON)."""

from __future__ import annotations

import math
from decimal import Decimal

#: Bounds of a signed integer of 64 bits: INT64 of Parquet, INTEGER of SQLite.
SMALLEST, LARGEST = -(2**63), 2**63 - 1


def is_int64(text: str) -> bool:
    """Return whether an integer has 64 bits; the length is tested first, for Python converts no long ones."""
    return len(text) <= len(str(SMALLEST)) and SMALLEST <= int(text) <= LARGEST


def is_finite_double(text: str) -> bool:
    """Return whether a decimal number is less than infinity as a double (IEEE 754)."""
    return math.isfinite(float(text))


def is_exact_double(text: str) -> bool:
    """Return whether a decimal number comes back with its digits from a double, which holds at least 15 of them."""
    return is_finite_double(text) and Decimal(repr(float(text))) == Decimal(text)
