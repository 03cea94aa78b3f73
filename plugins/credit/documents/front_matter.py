"""Front matter parser: ``Key: value`` lines at the head of a document, checked by a closed list of keys."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from credit.byte_order_mark import decode_utf8
from credit.documents.change_notes import changes_fault
from credit.documents.declared_subjects import NO_SUBJECTS, SUBJECTS_FORM, is_subjects
from credit.documents.front_matter_keys import ALLOWED, OUTCOMES, REQUIRED, TITLES, UNSTATED, VALIDITIES
from credit.documents.publication_window import check_expires, check_publish_from
from credit.documents.source_text import Fault
from credit.excel_coercion import formula_sign
from credit.identifiers import normalise_number, parse_iso_date

#: A title or a value longer than this is body text that slipped into the head.
MAX_TITLE, MAX_VALUE = 200, 1000

EARLIEST, LATEST = datetime.date(1949, 10, 1), datetime.date(2099, 12, 31)

#: Beginning of a line of the head for its editor alone: read by nobody, in no page and no file.
HINT = "# 提示："

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[ \t]*:(.*)")
_WIDE_COLON = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[ \t]*：")
_TELEPHONES = re.compile(r"\+?[0-9]{3,}(?:-[0-9]+)*(?:[;/] ?\+?[0-9]{3,}(?:-[0-9]+)*)*")
#: The form that list_statistics.period_report reads; that package may not be imported here.
_PERIOD = re.compile(r"[12]\d{3}(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2]))?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BY_LOWER_CASE = {key.lower(): key for key in TITLES}
_CHINESE_KEY = re.compile(r"([\u4e00-\u9fff]+)[ \t]*[:：]")
_BY_TITLE = {title: key for key, title in TITLES.items()}


@dataclass(frozen=True)
class FrontMatter:
    """The head of one file: values and lines by key, the number of the first line after it, and its faults."""

    values: Mapping[str, str]
    lines: Mapping[str, int]
    body_at: int
    faults: tuple[Fault, ...] = ()

    def line(self, key: str) -> int:
        """Return the line of a key; a missing key is reported at line 1."""
        return self.lines.get(key, 1)


def parse_front_matter(lines: Sequence[str], kind: str) -> FrontMatter:
    """Read the ``Key: value`` lines at the head of a file, up to a blank line, and check them for its kind.

    Letter case of a key does not matter. A repeated key keeps its first value. Faults have the codes
    ``front-matter-missing``, ``front-matter-unknown``, ``front-matter-repeated``, ``front-matter-value`` and ``slug``.
    """
    values: dict[str, str] = {}
    at: dict[str, int] = {}
    faults: list[Fault] = []
    number = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            break
        if line.startswith(HINT):
            continue
        match = _KEY_LINE.fullmatch(line)
        if match is None:
            faults.append(_not_a_key(line, number))
            continue
        key, value = _BY_LOWER_CASE.get(match[1].replace("-", "_").lower(), ""), match[2].strip()
        if key not in ALLOWED[kind]:
            faults.append(_unknown(match[1], key, kind, number))
        elif key in at:
            message = f"{key}（{TITLES[key]}）在第 {at[key]} 行已经写过，请只留一行"
            faults.append(Fault(number, "front-matter-repeated", message, key))
        else:
            values[key], at[key] = value, number
    else:
        number += 1
    written = {fault.field for fault in faults}
    if not at and written.isdisjoint(TITLES):
        return FrontMatter({}, {}, number + 1, (_headless(lines, kind),))
    for key in REQUIRED[kind]:
        if key not in at and key not in written:
            code = "front-matter-missing"
            message = f"缺少 {key}（{TITLES[key]}），请在文件开头加一行“{key}: …”"
            if key == "Subjects":
                code = "subjects-unstated"
                message = f"缺少 Subjects（涉及的记录），请在文件开头加一行“Subjects: {NO_SUBJECTS}”；{SUBJECTS_FORM}"
            faults.append(Fault(1, code, message, key))
    faults += [fault for key in at for fault in _value_faults(values, at, key)]
    return FrontMatter(values, at, number + 1, tuple(faults))


def _headless(lines: Sequence[str], kind: str) -> Fault:
    """Return the one fault of a file that has no line of a key at its head."""
    if lines and not lines[0].strip() and any(map(_KEY_LINE.fullmatch, lines)):
        return Fault(1, "front-matter-missing", "文件开头是空行，请删去：第 1 行就写“Title: 标题”")
    keys = "、".join(f"{key}（{TITLES[key]}）" for key in REQUIRED[kind])
    message = f"文件开头没有写 {keys}；请从第 1 行起各写一行，如“Title: 标题”，空一行再写正文"
    return Fault(1, "front-matter-missing", message)


def stated_value(data: bytes, key: str) -> str:
    """Return the value of a key at the head of a file's bytes, despite other faults, or an empty string."""
    for line in decode_utf8(data, "replace").splitlines():
        if not line.strip():
            break
        if (match := _KEY_LINE.fullmatch(line)) and match[1].replace("-", "_").lower() == key.lower():
            return match[2].strip()
    return ""


def stated_number(lines: Sequence[str]) -> str:
    """Return the normalised number stated at the head of a file, despite other faults, or an empty string."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.strip():
            break
        if match := _KEY_LINE.fullmatch(line):
            found.setdefault(match[1].replace("-", "_").lower(), match[2].strip())
    printed = found.get("number") or found.get("number_printed") or ""
    return normalise_number(printed) if any(character.isdigit() for character in printed) else ""


def _not_a_key(line: str, number: int) -> Fault:
    if match := _WIDE_COLON.match(line):
        return Fault(number, "front-matter-value", f"{match[1]} 后面的冒号要用半角“:”", match[1])
    if (match := _CHINESE_KEY.match(line)) and (key := _BY_TITLE.get(match[1])):
        return Fault(number, "front-matter-value", f"“{match[1]}”这一项要写成英文的“{key}: …”", key)
    if line.strip() == "---":
        return Fault(number, "front-matter-unknown", "文件开头不用 ---，请直接写“Title: 标题”等各行，用一个空行结束")
    message = "文件开头的这一行不是“Key: 内容”的形式；一项写一行，开头部分结束后要空一行再写正文"
    return Fault(number, "front-matter-unknown", message)


def _unknown(written: str, key: str, kind: str, number: int) -> Fault:
    allowed = "、".join(ALLOWED[kind])
    why = "这类文件不用" if key else "不认识"
    return Fault(
        number, "front-matter-unknown", f"{why} {written[:40]}，请删除这一行；可以用的有 {allowed}", written[:40]
    )


def _value_faults(values: Mapping[str, str], at: Mapping[str, int], key: str) -> Iterator[Fault]:
    value = values[key]
    if not value:
        yield Fault(at[key], "front-matter-value", f"{key}（{TITLES[key]}）没有内容，请填写，不需要就删除这一行", key)
        return
    if len(value) > (MAX_TITLE if key == "Title" else MAX_VALUE):
        yield Fault(at[key], "front-matter-value", f"{key}（{TITLES[key]}）太长，请缩短；长的文字写在正文里", key)
        return
    if key in _CELLS and (sign := formula_sign(value)):
        message = f"{key}（{TITLES[key]}）以 {sign} 开头，下载的表格里会当作公式，请去掉开头的符号"
        yield Fault(at[key], "formula", message, key)
        return
    judge = _JUDGES.get(key)
    if judge is None:
        return
    if fault := judge(values, value):
        unstated = value == UNSTATED and (key in _MAY_BE_UNSTATED or (key == "Number" and _is_unnumbered(values)))
        code = "slug" if key == "Slug" else "front-matter-unstated" if unstated else "front-matter-value"
        yield Fault(at[key], code, fault, key, warning=unstated)


def _title_fault(_: Mapping[str, str], value: str) -> str:
    return f"请写上这份文件的标题，不能是“{UNSTATED}”" if value == UNSTATED else ""


def _slug_fault(_: Mapping[str, str], value: str) -> str:
    return "" if SLUG.fullmatch(value) else "短名只用小写字母、数字和中间的连字符，例如 free-credit-report"


def _date_fault(values: Mapping[str, str], value: str) -> str:
    fault = "" if value == UNSTATED else _day_fault(values, value)
    return f"{fault}；原件没有日期就填 {UNSTATED}" if fault else ""


def _day_fault(_: Mapping[str, str], value: str) -> str:
    day = parse_iso_date(value)
    if day is None:
        return "日期要写成 2018-12-26 的形式，并且是真实存在的一天"
    return "" if EARLIEST <= day <= LATEST else "日期的年份不对，请核对"


def _publish_from_fault(values: Mapping[str, str], value: str) -> str:
    return _day_fault(values, value) or check_publish_from(values, value)


def _expires_fault(values: Mapping[str, str], value: str) -> str:
    return _day_fault(values, value) or check_expires(values, value)


def _written_fault(values: Mapping[str, str], value: str) -> str:
    written = parse_iso_date(value)
    if written is None:
        return _day_fault(values, value)
    published = [day for key in ("Date", "Published_on") if (day := parse_iso_date(values.get(key, "")))]
    return "成文日期晚于发布日期，请核对" if any(written > day for day in published) else _day_fault(values, value)


def _is_unnumbered(values: Mapping[str, str]) -> bool:
    """Return whether a policy says of both forms of its number that they are not known; others leave the lines out."""
    return values.get("Number") == values.get("Number_printed") == UNSTATED and "Validity" in values


def _number_fault(values: Mapping[str, str], value: str) -> str:
    if _is_unnumbered(values):
        return "文号未注明，页面不显示文号；查明后请补上"
    if not re.search(r"\d.*号", value):
        return "这里不是发文字号，请写成“机关代字〔年份〕序号号”，例如 某某发〔2018〕10号"
    right = normalise_number(value)
    if right != value:
        return f"文号要用规范写法，请改为 {right}；原样的写法放在 Number_printed"
    printed = values.get("Number_printed", "")
    if printed and re.search(r"\d", printed) and normalise_number(printed) != right:
        return f"与 Number_printed（{normalise_number(printed)}）不是同一个文号，请核对"
    return ""


def _printed_fault(values: Mapping[str, str], value: str) -> str:
    if _is_unnumbered(values):
        return ""
    if not re.search(r"\d.*号", value):
        return "这里不是发文字号，请照原件抄写，例如 某某发〔2018〕10号"
    return (
        "" if "Number" in values else f"写了 Number_printed 就要写 Number，请加一行“Number: {normalise_number(value)}”"
    )


def _issuer_fault(_: Mapping[str, str], value: str) -> str:
    return "发文机关未注明，页面会照此显示；查明后请补上" if value == UNSTATED else ""


def _validity_fault(_: Mapping[str, str], value: str) -> str:
    if value == UNSTATED:
        return "有效性未注明，页面会照此显示；查明后请改为 " + "、".join(VALIDITIES) + " 之一"
    return "" if value in VALIDITIES else "只能填 " + "、".join(VALIDITIES)


def _outcome_fault(_: Mapping[str, str], value: str) -> str:
    return "" if value in OUTCOMES else "只能填 " + "、".join(OUTCOMES)


def _demonstration_fault(_: Mapping[str, str], value: str) -> str:
    return "" if value == "是" else "只能填 是；不是演示内容就删除这一行"


def _telephone_fault(_: Mapping[str, str], value: str) -> str:
    return "" if _TELEPHONES.fullmatch(value) else "只写电话号码，例如 0434-6053889；几个号码之间用半角分号隔开"


def _period_fault(_: Mapping[str, str], value: str) -> str:
    return "" if _PERIOD.fullmatch(value) else "统计期间写成 2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-11"


def _subjects_fault(_: Mapping[str, str], value: str) -> str:
    return "" if is_subjects(value) else SUBJECTS_FORM


def _digest_fault(_: Mapping[str, str], value: str) -> str:
    return "" if _DIGEST.fullmatch(value) else "数据版本是 64 位的校验值，请用 inv draft-report 起草报告，不要手工填写"


#: Keys whose values are cells of the dataset of documents and may begin with any character.
_CELLS = frozenset({"Title", "Number", "Issuer"})

#: Keys that an imported or drafted paper may leave open, beside its number; a warning until the value is known.
_MAY_BE_UNSTATED = ("Issuer", "Validity")

_JUDGES: Mapping[str, Callable[[Mapping[str, str], str], str]] = {
    "Title": _title_fault,
    "Slug": _slug_fault,
    "Date": _date_fault,
    "Written_on": _written_fault,
    "Published_on": _day_fault,
    "Number": _number_fault,
    "Number_printed": _printed_fault,
    "Issuer": _issuer_fault,
    "Validity": _validity_fault,
    "Outcome": _outcome_fault,
    "Demonstration": _demonstration_fault,
    "Telephone": _telephone_fault,
    "Period": _period_fault,
    "As_of": _day_fault,
    "Data_digest": _digest_fault,
    "Subjects": _subjects_fault,
    "Changes": changes_fault,
    "Publish_from": _publish_from_fault,
    "Expires": _expires_fault,
}
