"""Issuing offices: the offices named in a red head and a signature, one or several of a joint paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from credit.importer.document_import.remark_report import Line

_NAME_END = (
    "局|委员会|委|办公室|办|中心|政府|领导小组|小组|法院|检察院|支行|分行|银行|协会|学会|商会|院|厅|部|处|站|所|集团|公司|"
    "联合会|总队|支队|大队|联社"
)
_ONE_OFFICE = re.compile(rf"[\u4e00-\u9fff（）()]{{2,40}}(?:{_NAME_END})")
_RED_HEAD = re.compile(r"(.{3,120}?)\s*(?:文件|明电|电报)")
_SEAL = re.compile(r"[（(]印章?[)）]$")
#: Blanks within a short name that is spread out, 公 安 局, are no gaps between offices.
_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff](?:[ \u3000]|$))")
#: Greatest number of offices that issue a paper together.
_MOST = 12
JOINED = "、"


def offices_in(text: str) -> tuple[str, ...]:
    """Return the offices that a line holds and nothing else, separated by blanks; () where it holds anything else."""
    plain = _SEAL.sub("", text.strip())
    if _ONE_OFFICE.fullmatch(plain):
        return (plain,)
    names = tuple(_SPREAD.sub("", plain).split())
    return names if names and all(_ONE_OFFICE.fullmatch(name) for name in names) else ()


def red_head(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Return the offices of a red head such as 某某局文件, one or several lines, and these lines; ((), ()) without one."""
    for index, line in enumerate(lines[:_MOST]):
        words = "".join(line.text.split()) if line.text.strip().startswith("文") else line.text
        match = _RED_HEAD.fullmatch(words)
        names = offices_in(match[1]) if match else ()
        alone = words in ("文件", "明电")
        if not names and not alone:
            continue
        first = index
        above: tuple[str, ...] = ()
        while first and (others := offices_in(lines[first - 1].text)):
            first -= 1
            above = (*others, *above)
        below: tuple[str, ...] = ()
        last = index
        while last + 1 < len(lines) and names and (others := offices_in(lines[last + 1].text)):
            last += 1
            below = (*below, *others)
        if above or names:
            return (*above, *names, *below), tuple(lines[first : last + 1])
    return (), ()


def signing_offices(lines: Sequence[Line], day_at: int) -> tuple[str, ...]:
    """Return the offices right above the day of a signature, in their order."""
    found: tuple[str, ...] = ()
    position = day_at - 1
    while position >= 0 and len(found) < _MOST and (names := offices_in(lines[position].text)):
        found = (*names, *found)
        position -= 1
    return found
