"""Wording checks of an imported paper: doubled words, days that do not exist, digits of full width."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator

from credit.identifiers import CHINESE_DAY, find_numbers, parse_chinese_day
from credit.importer.document_import.remark_report import Line, Remark

#: A word of two to six characters written twice; and a particle, which is never doubled.
_DOUBLED_WORD = re.compile(r"([\u4e00-\u9fff]{2,6})\1")
_DOUBLED_PARTICLE = re.compile(r"的的(?!确)|与与|及及|将将|由由|被被|把把|[，,。、；;：:]{2,}")
#: Verbs that are doubled for a short action (研究研究), and words that count.
_RIGHTLY_DOUBLED = re.compile(r"(.)\1|研究|商量|讨论|考虑|学习|了解|一个|一次|一步|一层|一件|一户|年年|多多|好好|日日")
_DAY = re.compile(
    r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?|((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
)
_HAN_DAY = re.compile(CHINESE_DAY + "[日号]")
_WIDE_DIGITS = re.compile("[０-９]+")


def find_wording_faults(line: Line) -> Iterator[Remark]:
    """Yield a remark on each doubled word, impossible day and run of full-width digits of a line."""
    for match in _DOUBLED_WORD.finditer(line.text):
        if not _RIGHTLY_DOUBLED.fullmatch(match[1]) and line.text[match.end() : match.end() + 1] not in (":", "："):
            message = f"“{match[0]}”可能是“{match[1]}”写了两遍，请对照原件；原文没有改动"
            yield Remark(line.number, "word-doubled", message)
    for match in _DOUBLED_PARTICLE.finditer(line.text):
        message = f"“{match[0]}”可能多写了“{match[0][-1]}”，请对照原件；原文没有改动"
        yield Remark(line.number, "word-doubled", message)
    yield from _days(line)
    wide = _WIDE_DIGITS.findall(line.text)
    if wide:
        narrow = unicodedata.normalize("NFKC", wide[0])
        more = f"等 {len(wide)} 处" if len(wide) > 1 else ""
        # A number of a paper is reported in whole by its form.
        if not any(set("０１２３４５６７８９") & set(number) for number in find_numbers(line.text)):
            message = f"有全角数字“{wide[0][:4]}”{more}，规范写法是半角的“{narrow[:4]}”；原文没有改动"
            yield Remark(line.number, "digit-width", message)


def _days(line: Line) -> Iterator[Remark]:
    plain = unicodedata.normalize("NFKC", line.text)
    found = []
    for match in _DAY.finditer(plain):
        year, month, day = (match[1], match[2], match[3] or "1") if match[1] else (match[4], match[5], match[6])
        found.append((match[0], (int(year), int(month), int(day))))
    found += [(match[0], parts) for match in _HAN_DAY.finditer(plain) if (parts := parse_chinese_day(match[0]))]
    for words, parts in found:
        if not _exists(*parts):
            message = f"“{words}”这一天不存在，请对照原件；原文没有改动"
            yield Remark(line.number, "date-impossible", message)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
