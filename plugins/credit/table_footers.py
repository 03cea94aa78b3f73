"""Table footers: totals, notes and signatures below or between the records of a table, as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_TOTAL = re.compile(r"(?:合计|总计|小计|累计|共计|本页合计|本页小计)[:：]?\d*[户条行家个项笔]?")
_SIGNATURE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|填表人|填报人|填报单位|填表单位|填报时间|填报日期|填表日期|填表时间|制表|制表人|制表单位|制表日期|审核|审核人|"
    r"复核|复核人|经办人|联系人|联系电话|负责人|单位负责人|单位\(盖章\)|报送单位|报送时间|报送日期|日期|打印时间|打印日期|导出时间|数据截至|截至)"
    r"(?:[:：]|\(.*\)|$)|注\d*[:：.、]|(?:以上)?(?:共|总共|共计|合计)\s*[\d一二两三四五六七八九十百]+\s*(?:条|行|户|家|个|项).{0,20}|第\s*\d+\s*页.{0,20}|[-—–]+\s*\d*\s*[-—–]+"
)


def compact_text(text: str) -> str:
    """Return a text in compatibility form without blanks, as these rows are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_total(lead: str, *, filled: int, width: int) -> bool:
    """Return whether a row is a total by its first text, compact, and by how many of its ``width`` columns are filled."""
    return _TOTAL.fullmatch(lead) is not None and filled * 2 <= max(width, 2)


def is_signature(lead: str) -> bool:
    """Return whether the first text of a row, compact, is that of a note or a signature; see ``is_sparse``."""
    return _SIGNATURE.match(lead) is not None


def is_sparse(*, filled: int, width: int) -> bool:
    """Return whether a row has so few cells that it may be a note or a signature."""
    return filled * 3 <= max(width, 3)


def is_footer(row: Sequence[str], width: int) -> bool:
    """Return whether a row of a table of ``width`` columns is a total, note or signature and no record."""
    cells = [cell for cell in row if cell.strip()]
    lead, filled = compact_text(cells[0]) if cells else "", len(cells)
    noted = is_signature(lead) and is_sparse(filled=filled, width=width)
    return noted or is_total(lead, filled=filled, width=width)
