"""Annexes: the list of annexes in a paper against the annexes that follow its signature, and marks on publication."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from credit.importer.document_import.remark_report import Line, Remark, places

_LIST = re.compile(r"附\s*件\s*[:：]\s*(.*)")
_HEADING = re.compile(r"附\s*件\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*[:：]?")
_ENTRY = re.compile(r"\s*([0-9０-９]{1,2})\s*[.．、]\s*(.+)")
_ENTRY_BREAK = re.compile(r"\s+(?=[0-9０-９]{1,2}\s*[.．、])")
_CLOSED = re.compile(
    r"[（(]?\s*(?:此件)?\s*(?:不予公开|不公开|依申请公开|内部(?:资料|文件)[，,\s]*(?:注意|妥善)保[存管]|不宜公开)\s*[)）]?|"
    r"(?:秘密|机密|绝密)(?:\s*★.{0,8})?"
)
_HAN = "零一二三四五六七八九十"


def find_annex_faults(lines: Sequence[Line]) -> Iterator[Remark]:
    """Yield a remark that names the annexes, one on each that is listed or attached alone, and on marks of secrecy."""
    entries, listed = _listed(lines)
    at = entries[0] if entries else 0
    attached = {number: line for line in lines if (number := annex_number(line)) is not None}
    if listed:
        names = "；".join(
            f"{number}. {title}" if len(listed) > 1 else title for number, title in sorted(listed.items())
        )
        yield Remark(at, "annexes", f"列了 {len(listed)} 个附件：{names}")
    if listed and attached:
        for number in sorted(set(listed) - set(attached)):
            message = f"附件 {number}“{listed[number]}”列在清单里，后面没有它的正文，请补上或者作为附件文件公开"
            yield Remark(at, "annex-missing", message)
    elif listed:
        message = "附件没有随正文一起，请把附件文件放到与本文件同名的文件夹里"
        yield Remark(at, "annex-missing", message)
    for number in sorted(set(attached) - set(listed)) if listed or attached else ():
        message = f"后面有附件 {number}，正文的附件清单里没有它，请对照原件"
        yield Remark(attached[number].number, "annex-unlisted", message)
    closed = [line.number for line in lines if _CLOSED.fullmatch(line.text)]
    if closed:
        message = f"{places(closed)}写着不公开、依申请公开或者密级，请先确认这份文件可以公开"
        yield Remark(closed[0], "not-public", message)


def listing_lines(lines: Sequence[Line]) -> tuple[int, ...]:
    """Return the lines of the list of annexes: their numbers are no clauses of the paper."""
    return _listed(lines)[0]


def _listed(lines: Sequence[Line]) -> tuple[tuple[int, ...], dict[int, str]]:
    """Return the lines of the list of annexes and its entries by number; a single annex has number 1."""
    for index, line in enumerate(lines):
        match = _LIST.fullmatch(line.text)
        if match is None or line.table or not (match[1] or _ENTRY.fullmatch(_text_after(lines, index))):
            continue
        entries: dict[int, str] = {}
        numbers = [line.number]
        pieces = _ENTRY_BREAK.split(match[1]) if match[1] else []
        if pieces and _ENTRY.fullmatch(pieces[0]) is None:
            return (line.number,), {1: match[1].strip()}
        for following in lines[index + 1 :]:
            if following.table or _ENTRY.fullmatch(following.text) is None:
                break
            pieces += _ENTRY_BREAK.split(following.text)
            numbers.append(following.number)
        for piece in pieces:
            if entry := _ENTRY.fullmatch(piece):
                entries[int(unicodedata.normalize("NFKC", entry[1]))] = entry[2].strip()
        return tuple(numbers), entries
    return (), {}


def _text_after(lines: Sequence[Line], index: int) -> str:
    return lines[index + 1].text if index + 1 < len(lines) else ""


def annex_number(line: Line) -> int | None:
    """Return the number of the annex that a line heads, 1 where it has none, or None."""
    match = None if line.table else _HEADING.fullmatch(line.text)
    if match is None or (line.text.rstrip()[-1] in ":：" and not match[1]):
        return None
    if match[1] is None:
        return 1
    plain = unicodedata.normalize("NFKC", match[1])
    return int(plain) if plain.isdigit() else max(_HAN.find(plain), 1)
