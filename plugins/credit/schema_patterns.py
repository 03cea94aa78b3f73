"""Schema patterns: cells matched by RE2, in time that grows with the cell's length and never faster.

RE2 comes with pyarrow. A backtracking matcher such as ``re`` needs ages for some patterns (``(a+)+$``), so that a schema
could stop every later check (docs/decisions/0024-schema-patterns-by-re2.md).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

#: Forms that ``re`` and RE2 read differently (``{,3}``) or that JSON Schema does not know (flags).
_AMBIGUOUS = re.compile(r"\(\?(?!:|P<)|\{,\d")
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


def pattern_fault(pattern: str) -> str | None:
    """Return in Chinese why a ``pattern`` of a schema is refused, or None where it may be used."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)  # readers of the published schema compile it with engines of this kind
    except (re.error, Warning, OverflowError, RecursionError):
        return "正则表达式写法有误，请改正"
    try:
        find_mismatches(pattern, [""])
    except (pa.ArrowInvalid, UnicodeEncodeError) as error:
        if "repetition size" in str(error):
            return (
                "正则表达式的重复次数太大：最多 1000 次，里外两层相乘也算；请改小，或改用 + 和 *，长度用 maxLength 限制"
            )
        return "正则表达式用了不支持的写法（如环视、反向引用、\\Z），请改用普通写法"
    if _AMBIGUOUS.search(pattern):
        return "正则表达式用了各种软件读法不一的写法（标志，或没有下限的重复），请改用普通写法，如把 {,3} 写成 {0,3}"
    return None


def find_mismatches(pattern: str, values: Collection[str]) -> set[str]:
    """Return the values that the whole pattern does not match; raises ArrowInvalid for a pattern that RE2 refuses."""
    cells = pa.array(list(values), pa.string())
    return set(cells.filter(pc.invert(pc.match_substring_regex(cells, rf"\A(?:{_re2(pattern)})\z"))).to_pylist())


def _re2(pattern: str) -> str:
    r"""Return a pattern with the escapes that RE2 writes differently: ``\u4e00``, and blanks of Chinese texts in ``\s``."""
    return _ESCAPE.sub(lambda match: _BLANKS.get(match[0]) or _code_point(match), pattern)


#: ``\s`` of RE2 knows no ideographic space. Controls are missing here: no cell may hold one (``hidden-character``).
_BLANKS = {r"\s": r"\pZ", r"\S": r"\PZ"}


def _code_point(escape: re.Match[str]) -> str:
    return rf"\x{{{escape[1][1:]}}}" if len(escape[1]) > 1 else escape[0]
