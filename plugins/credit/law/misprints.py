"""Misprints: titles of laws, official names and words that papers print wrongly, with the right form of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from credit.law.tables import rows

_TITLE = re.compile(r"《([^《》]{2,60})》")
_STATE = "中华人民共和国"


@dataclass(frozen=True, order=True)
class Misprint:
    """A misprint in a text: where it begins, what is printed, what it should be; ``kind`` is title, name or word."""

    start: int
    wrong: str
    right: str
    kind: str


def find_misprints(text: str) -> tuple[Misprint, ...]:
    """Return the misprints of a text in their order; a title counts between its marks 《》 alone."""
    titles, words, pattern = _tables()
    found = []
    for match in _TITLE.finditer(text) if "《" in text else ():
        if right := titles.get(match[1].removeprefix(_STATE)):
            found.append(Misprint(match.start(), f"《{match[1]}》", f"《{right}》", "title"))
    for match in pattern.finditer(text):
        right, kind = words[match[0]]
        found.append(Misprint(match.start(), match[0], right, kind))
    return tuple(sorted(found))


@cache
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, str]], re.Pattern[str]]:
    table = rows("misprints")
    titles = {row["wrong"]: row["right"] for row in table if row["kind"] == "title"}
    words = {row["wrong"]: (row["right"], row["kind"]) for row in table if row["kind"] != "title"}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return titles, words, re.compile("|".join(map(re.escape, longest_first)))
