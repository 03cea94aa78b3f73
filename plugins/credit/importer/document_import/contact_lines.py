"""Contact extraction: telephone numbers and the place named in a paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from credit.importer.document_import.remark_report import Line

#: A landline with its area code, and further numbers of the same exchange after a slash. Mobile numbers are personal.
_LANDLINE = re.compile(r"(?<![\d-])(0\d{2,3})[-－—–]?(\d{7,8})((?:/\d{7,8})*)(?![\d-])")
_SERVICE = re.compile(r"(?<![\d-])([48]00-?\d{3}-?\d{4})(?![\d-])")
_LOCAL = re.compile(r"(?:电话|传真|热线)[:： ]*(?<!\d)(\d{7,8})(?![\d-])")
_MOST = 10

_LABELLED_PLACE = re.compile(
    r"(?:办理|受理|领取|报名|办公|咨询|申请|联系)?(?:地点|地址)[:：]\s*([^，。,;；|]{2,60}?)(?=\s{2,}|\s*$|[，。,;；|])"
)
_PLACE = re.compile(
    r"(?:到|至|前往|赴)([^，。,;；:：\s]{2,40}?(?:楼|室|窗口|大厅|中心|服务台|号|科|处))(?:现场)?"
    r"(?:申请|领取|办理|咨询|报名|提交|查询|登记)"
)


def find_telephones(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the telephone numbers that a paper gives, each once, in their order, as front matter writes them."""
    found: dict[str, None] = {}
    for line in lines:
        text = unicodedata.normalize("NFKC", line.text)
        hits = [(match.start(), f"{match[1]}-{match[2]}{match[3]}") for match in _LANDLINE.finditer(text)]
        hits += [(match.start(), match[1]) for match in _SERVICE.finditer(text)]
        hits += [(match.start(), match[1]) for match in _LOCAL.finditer(text)]
        found |= dict.fromkeys(number for _, number in sorted(hits))
    return tuple(found)[:_MOST]


def find_place(lines: Sequence[Line]) -> str:
    """Return the place where a paper asks people to come, or an empty string."""
    for pattern in (_LABELLED_PLACE, _PLACE):
        for line in lines:
            if match := pattern.search(line.text):
                return match[1].strip()
    return ""
