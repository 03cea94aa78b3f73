"""Unified social credit codes: canonical form, check characters and kinds of entity (GB 32100-2015)."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping

from credit.identifiers.unicode_normalization import settle_text

#: The 31 characters of a code; the value of a character is its place (GB 32100-2015: no I, O, S, V, Z).
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

#: One character of a code, for regular expressions.
CODE_CHARACTER = "[0-9A-HJ-NPQRTUWXY]"

#: The character that no code begins with: it stands for no registering authority (GB 32100-2015), and eighteen of them
#: have a check character that fits.
NO_AUTHORITY = "0"
#: To mend the last digit of such a code would make that of somebody else.
_ROUNDED = "末尾都是 0，像是表格软件舍入过的代码，请从原件重新录入为文本"

_CODE_RUN = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")

_CODE_VALUES = {character: value for value, character in enumerate(CODE_ALPHABET)}
_CODE_CHARACTERS = frozenset(CODE_ALPHABET)
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_PLACEHOLDERS = frozenset(
    {"N/A", "NA", "NULL", "NONE", "NAN", "/", "-", "--", "—", "——", "无", "暂无", "不详", "未知", "空"}
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+")

#: First two characters of a code and the kind of entity they stand for (GB 32100-2015, table of kinds).
_KINDS: Mapping[str, str] = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "51": "社会组织",
    "52": "社会组织",
    "53": "社会组织",
    "59": "社会组织",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "农村集体经济组织",
    "N2": "农村集体经济组织",
    "N3": "农村集体经济组织",
    "N9": "农村集体经济组织",
}


def check_character(first17: str) -> str:
    """Return the 18th character that belongs to the first 17 of a code (GB 32100-2015, appendix A).

    Raises ValueError where there are not 17 characters of the alphabet.
    """
    if len(first17) != 17 or not _CODE_CHARACTERS.issuperset(first17):
        raise ValueError("a code has 17 characters of the alphabet before its check character")
    total = sum(map(operator.mul, map(_CODE_VALUES.__getitem__, first17), _CODE_WEIGHTS))
    # Many implementations forget the outer mod: a sum of 0 has the check character 0.
    return CODE_ALPHABET[(31 - total % 31) % 31]


def normalise_code(text: str) -> str:
    """Return a code in canonical form: half-width, without any blank, in capitals."""
    return settle_text(text, lambda now: "".join(now.split()).upper())


def looks_rounded(code: str) -> bool:
    """Return whether a code is one of which a spreadsheet kept 15 digits; where it holds by both checks it is none."""
    return len(code) == 18 and code.isdigit() and code.endswith("000")


def code_fault(code: str) -> str | None:
    """Return in Chinese why a text is no unified social credit code and what to do, or None where it is one.

    The text is checked as it is (``normalise_code`` gives the form to suggest); it is never repeated in the answer,
    because it may be a person's number.
    """
    if len(code) == 18 and _CODE_CHARACTERS.issuperset(code):
        if code[0] == NO_AUTHORITY:
            return f"第 1 位不会是 0（登记管理部门），像是凑数的号码，请对照原件重新录入；{NATURAL_PERSON}请留空"
        if check_character(code[:17]) == code[17]:
            return None
        return _ROUNDED if looks_rounded(code) else "校验位不符，请核对第 18 位"
    if not code.strip():
        return "代码为空，请填写 18 位统一社会信用代码"
    if code.strip().upper() in _PLACEHOLDERS:
        return f"这里不是代码，请填写 18 位统一社会信用代码；{NATURAL_PERSON}请留空"
    if _SCIENTIFIC.fullmatch(code.strip().upper()):
        return "代码被表格软件改成了科学计数，后几位已经丢失，请从原始文件重新录入为文本"
    if len(code) == 15 and code.isascii() and code.isdigit():
        return "这里是 15 位号码，不是统一社会信用代码，请换成 18 位代码"
    if len(code) != 18:
        return f"应为 18 位，现为 {len(code)} 位，请核对"
    place = next(place for place, character in enumerate(code) if character not in _CODE_CHARACTERS)
    hint = "代码中没有 I、O、S、V、Z，请核对是否为数字 1、0、5、2" if code[place] in "IOSVZ" else "请核对"
    return f"第 {place + 1} 位不是代码用的数字或大写字母，{hint}"


def find_code_runs(text: str) -> list[str]:
    """Return each run of eighteen digits and capital letters in a text; whether it is a code, ``code_fault`` says."""
    return _CODE_RUN.findall(text)


def subject_code_fault(code: str) -> str | None:
    """Return in Chinese why characters 9 to 17 of a code break the older check of GB 11714-1997, or None.

    Real codes exist that fail it, so it is a reason for a second look and no proof. A text that is no 18 characters of
    digits and capital letters gives None: ``code_fault`` speaks of it.
    """
    if len(code) != 18 or not _CODE_CHARACTERS.issuperset(code):
        return None
    total = sum(int(character, 36) * weight for character, weight in zip(code[8:16], _SUBJECT_WEIGHTS, strict=True))
    if "0123456789X0"[11 - total % 11] == code[16]:
        return None
    return _ROUNDED if looks_rounded(code) else "第 9 至 17 位（主体标识码）的校验位不符，请对照营业执照再核对一次"


def entity_kind_of(code: str) -> str:
    """Return the kind of entity the first two characters of a code stand for, or an empty string (GB 32100-2015)."""
    return _KINDS.get(code[:2], "")


#: Kind of a subject without a code, which is also shown in place of its name.
NATURAL_PERSON = "自然人"

#: The first two characters of the code of a 个体工商户 (GB 32100-2015).
INDIVIDUAL_BUSINESS = "92"


def is_individual_business(code: str) -> bool:
    """Return whether a code is that of a 个体工商户, whose operator is a natural person."""
    return code.startswith(INDIVIDUAL_BUSINESS)
