"""Identifiers: canonical forms and checks of codes, names, numbers and dates; standard library only."""

from __future__ import annotations

import csv
import datetime
import io
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

# --- unified social credit code, GB 32100-2015 ------------------------------------------------------

#: The 31 characters of a code; the value of a character is its place (GB 32100-2015: no I, O, S, V, Z).
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

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
    return _settle(text, lambda now: "".join(now.split()).upper())


def _settle(text: str, step: Callable[[str], str]) -> str:
    """Return a text after NFKC and a step, repeated until nothing changes: one may undo the other."""
    while (following := step(unicodedata.normalize("NFKC", text))) != text:
        text = following
    return text


def code_fault(code: str) -> str | None:
    """Return in Chinese why a text is no unified social credit code and what to do, or None where it is one.

    The text is checked as it is (``normalise_code`` gives the form to suggest); it is never repeated in the answer,
    because it may be a person's number.
    """
    if len(code) == 18 and _CODE_CHARACTERS.issuperset(code):
        return None if check_character(code[:17]) == code[17] else "校验位不符，请核对第 18 位"
    if not code.strip():
        return "代码为空，请填写 18 位统一社会信用代码"
    if code.strip().upper() in _PLACEHOLDERS:
        return "这里不是代码，请填写 18 位统一社会信用代码；自然人请留空"
    if _SCIENTIFIC.fullmatch(code.strip().upper()):
        return "代码被表格软件改成了科学计数，后几位已经丢失，请从原始文件重新录入为文本"
    if len(code) == 15 and code.isascii() and code.isdigit():
        return "这里是 15 位号码，不是统一社会信用代码，请换成 18 位代码"
    if len(code) != 18:
        return f"应为 18 位，现为 {len(code)} 位，请核对"
    place = next(place for place, character in enumerate(code) if character not in _CODE_CHARACTERS)
    hint = "代码中没有 I、O、S、V、Z，请核对是否为数字 1、0、5、2" if code[place] in "IOSVZ" else "请核对"
    return f"第 {place + 1} 位不是代码用的数字或大写字母，{hint}"


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
    return "第 9 至 17 位（主体标识码）的校验位不符，请对照营业执照再核对一次"


def entity_kind_of(code: str) -> str:
    """Return the kind of entity the first two characters of a code stand for, or an empty string (GB 32100-2015)."""
    return _KINDS.get(code[:2], "")


#: The first two characters of the code of a 个体工商户 (GB 32100-2015).
INDIVIDUAL_BUSINESS = "92"


def is_individual_business(code: str) -> bool:
    """Return whether a code is that of a 个体工商户, whose operator is a natural person."""
    return code.startswith(INDIVIDUAL_BUSINESS)


# --- names ------------------------------------------------------------------------------------------

_NAME_SIGNS = str.maketrans(
    dict.fromkeys("〔[【〖｟⦗❲〘{", "(") | dict.fromkeys("〕]】〗｠⦘❳〙}", ")") | dict.fromkeys("•‧∙⋅・●", "·")
)
_NAME_SIGN = re.compile("[" + re.escape("".join(map(chr, _NAME_SIGNS))) + "]")


def normalise_name(name: str) -> str:
    """Return the key under which two spellings of one name agree; it is for comparing, never for showing.

    Compatibility variants, brackets of any form, middle dots, blanks, invisible characters and letter case do not count.
    """
    return _settle(name, _key_of)


def _key_of(name: str) -> str:
    key = name.casefold().replace(" ", "")
    if _NAME_SIGN.search(key):
        key = key.translate(_NAME_SIGNS)
    # Invisible characters other than plain blanks are rare enough to be filtered one by one.
    return key if key.isprintable() else "".join(filter(_counts, key))


def _counts(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) != "Cf"


# --- numbers of documents ---------------------------------------------------------------------------

_OPEN = "〔﹝[［(（﹙【〖❲⦗{｛"
_CLOSE = "〕﹞]］)）﹚】〗❳⦘}｝"
_BLANK = r"[\s\u3000]*"
_YEAR = r"(?:1[89]|20)\d{2}"

_IN_BRACKETS = re.compile(rf"[{re.escape(_OPEN)}]({_YEAR})[{re.escape(_CLOSE)}]")

#: The parts of a number in order, blanks allowed between them; the forms as domain documents print them.
_DOCUMENT_NUMBER = re.compile(
    rf"(?P<issuer>[\u3400-\u9fff]{{1,24}}){_BLANK}[{re.escape(_OPEN)}]{_BLANK}{_YEAR}{_BLANK}年?[{re.escape(_CLOSE)}]{_BLANK}"
    rf"第?{_BLANK}\d{{1,8}}(?:{_BLANK}[-－]{_BLANK}\d{{1,4}})?{_BLANK}号"
)
_COURT_NUMBER = re.compile(
    rf"[{re.escape(_OPEN)}]{_BLANK}{_YEAR}{_BLANK}[{re.escape(_CLOSE)}]{_BLANK}[\u3400-\u9fff]{{1,4}}{_BLANK}\d{{0,6}}{_BLANK}"
    rf"[\u3400-\u9fff]{{1,5}}?{_BLANK}\d{{1,7}}{_BLANK}号(?:之[一二三四五六七八九十]+)?"
)
_ORDER_NUMBER = re.compile(
    rf"(?P<issuer>[\u3400-\u9fff]{{2,24}}?令){_BLANK}(?:[{re.escape(_OPEN)}]?{_BLANK}{_YEAR}{_BLANK}年?{_BLANK}[{re.escape(_CLOSE)}]?"
    rf"{_BLANK})?第?{_BLANK}\d{{1,5}}{_BLANK}号"
)

#: Words of the running sentence that stand before a number and are no part of its issuer's mark.
_LEADING_WORDS = re.compile(
    r".*(?:根据|按照|依据|依照|遵照|参照|对照|贯彻|落实|执行|印发|转发|下发|发布|公布|废止|修改|文件|文号|字号|通知|意见|办法|规定|决定书|"
    r"方案|以及|或者|自|的|见|为|号)[和及与]?"
)


def normalise_number(text: str) -> str:
    """Return the number of a document in the one form its permanent address is made from.

    Blanks vanish, full-width digits become half-width, the brackets of the year become 〔〕 (党政机关公文格式 GB/T 9704-2012).
    A court's number begins with its year and keeps round brackets, ``(2019)皖1122执1194号``; an order's number,
    ``国家发展改革委令2025年第36号``, has none. Anything else is returned without blanks.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    match = _IN_BRACKETS.search(compact)
    if match is None:
        return compact
    left, right = ("(", ")") if match.start() == 0 else ("〔", "〕")
    return f"{compact[: match.start()]}{left}{match[1]}{right}{compact[match.end() :]}"


def find_numbers(text: str) -> tuple[str, ...]:
    """Return every number of a document that a text cites, as printed, in the order they stand, repeats left in."""
    found: list[tuple[int, int, str]] = []
    for pattern in (_COURT_NUMBER, _DOCUMENT_NUMBER, _ORDER_NUMBER):
        for match in pattern.finditer(text):
            start = match.start()
            issuer = match.groupdict().get("issuer") or ""
            leading = _LEADING_WORDS.match(issuer)
            if leading and leading.end() < len(issuer):
                start += leading.end()
            if not any(start < end and match.end() > begin for begin, end, _ in found):
                found.append((start, match.end(), text[start : match.end()]))
    return tuple(number for _, _, number in sorted(found))


# --- numbers of persons -----------------------------------------------------------------------------

#: Codes of the provinces (GB/T 2260), and 9 before that of a foreigner's permanent residence card.
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            *range(81, 84),
        ),
    )
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_IDENTITY_NOISE = re.compile(r"[\s\u2010-\u2015\u2212\-]+")


def identity_number_fault(text: str) -> str | None:
    """Return in Chinese why a text is no 公民身份号码 (GB 11643-1999, or its 15-digit form of 1989), or None where it is one.

    Width, blanks, dashes and a small x do not matter. Area, date and, with 18 digits, the check character must hold.
    """
    number = _IDENTITY_NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number):
        return "不是 18 位或 15 位号码"
    if number[:2] not in _PROVINCES and not (len(number) == 18 and number[0] == "9" and number[1:3] in _PROVINCES):
        return "地区码不存在"
    birth = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    if not "1800" <= birth[:4] < "2100" or parse_iso_date(f"{birth[:4]}-{birth[4:6]}-{birth[6:]}") is None:
        return "出生日期不存在"
    if len(number) == 15:
        # 公主岭 became division 220184 in 2020, twenty years after the last 15-digit number was given out.
        return "地区码晚于 15 位号码" if number.startswith("220184") else None
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return None if _IDENTITY_CHECKS[total % 11] == number[17] else "校验位不符"


def is_identity_number(text: str) -> bool:
    """Return whether a text is a 公民身份号码 by form, area, date and check character."""
    return identity_number_fault(text) is None


def is_division(code: str) -> bool:
    """Return whether six digits can be a division of a registering office: a province's, or 100000 for the nation's."""
    return code == "100000" or code[:2] in _PROVINCES


@cache
def _card_prefixes() -> Mapping[int, tuple[str, ...]]:
    """Return the issuers' prefixes of bank cards for each length they occur in, from the table of the law folder."""
    # Read as a package file, not through the law module: modules of one layer do not import each other.
    text = resources.files("credit").joinpath("law", "card_prefixes.csv").read_text(encoding="utf-8")
    prefixes: dict[int, tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        for length in map(int, row["lengths"].split(";")):
            prefixes[length] = (*prefixes.get(length, ()), row["prefix"])
    return prefixes


def is_bank_card(digits: str) -> bool:
    """Return whether digits are a bank card's number: an issuer's prefix at a length it uses, and the Luhn check.

    Both are needed (ISO/IEC 7812): one number in ten passes the check alone.
    """
    if not re.fullmatch(r"[0-9]{13,19}", digits) or not digits.startswith(_card_prefixes().get(len(digits), ())):
        return False
    doubled = ("0246813579"[int(digit)] if place % 2 else digit for place, digit in enumerate(reversed(digits)))
    return sum(map(int, doubled)) % 10 == 0


def has_card_prefix(digits: str) -> bool:
    """Return whether digits begin as a bank card's number of any length does."""
    return any(digits.startswith(prefixes) for prefixes in _card_prefixes().values())


def is_old_registration_number(digits: str) -> bool:
    """Return whether a text is a 15-digit 注册号 of a business (GS 15-2006): division, eight digits, ISO 7064 MOD 11,10."""
    if not re.fullmatch(r"[0-9]{15}", digits) or not is_division(digits[:6]):
        return False
    product = 10
    for digit in digits[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(digits[14])) % 10 == 1


def is_mobile(digits: str) -> bool:
    """Return whether eleven digits have the form of a mobile number of the mainland (工信部: 1, then 3 to 9)."""
    return re.fullmatch(r"1[3-9][0-9]{9}", digits) is not None


# --- dates ------------------------------------------------------------------------------------------

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_iso_date(text: str) -> datetime.date | None:
    """Return the day that ``YYYY-MM-DD`` names, or None for any other text and for a day that does not exist."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
