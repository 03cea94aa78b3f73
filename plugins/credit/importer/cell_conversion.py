"""Cell conversion: a source cell to the value of a field, with the changes made or the reason for refusal."""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources

from credit import identifiers, law, privacy
from credit.hidden_characters import HIDDEN_IN_A_CELL, LOST_IN_A_NAME
from credit.importer.date_formats import read_day
from credit.importer.reference_lookup import Reference, resolve, resolve_several
from credit.importer.source_files.sheet_cells import Cell
from credit.listed_subjects import find_codes
from credit.lookalike_characters import standard_forms
from credit.model import SEPARATOR, Field, is_missing, split_names, unit_of
from credit.reader.cell_characters import cell_faults

#: Days that can have no end: there 长期 means that the cell stays empty.
ENDS = frozenset({"valid_until", "suspended_until", "in_force_until", "publish_until"})

_DIGITS_OF_A_NUMBER = 15  # precision of a number in a spreadsheet; the rest becomes zeros
_ROUNDED = re.compile(r"[+-]?\d+(?:\.\d*)?E[+-]?\d+", re.IGNORECASE)
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}（）])[ ]+(?=[{_HAN}（）])")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
#: A code alone but for a label before it and signs around it, and an old number in brackets behind it.
_ONLY_CODE = re.compile(r"[^0-9A-Za-z]*[0-9A-Za-z](?:[-—–\s_]*[0-9A-Za-z]){17}[^0-9A-Za-z]*")
_OLD_NUMBER = re.compile(r"[(\[][^()\[\]]*(?:原|旧|注册号|机构代码)[^()\[\]]*[)\]]")
_AMOUNT = re.compile(r"[¥￥]?\s*([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(万元|元|万)?(?:整|人民币)?")
_NAMES = ("name", "former_names")
#: Fewest characters of a line that is a whole name, and not the end of one: 有限责任公司 has six.
_SHORTEST_NAME = 7
#: Signs whose other forms are mere spelling: full-width letters and digits, compatibility forms of Han characters
#: (radicals: ``lookalike_characters``). Punctuation is not among them: （） is right in Chinese.
_COMPATIBLE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uf900-\ufaff\U0002f800-\U0002fa1f]")


@dataclass(frozen=True)
class Value:
    """A cell's value, the kinds of change that led to it, and why it is refused (empty: it is not)."""

    text: str = ""
    notes: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Context:
    """Context of a cell besides its field: references of the schema, day of the row, unit of the heading."""

    references: Mapping[str, Reference]
    day: str = ""
    unit: str = ""


def read_value(cell: Cell, field: Field, several: bool, context: Context) -> Value:
    """Return the value of a cell for a field; the kind of field follows from its name, references and type.

    ``several``: the field holds several keys or names joined by ``;``. A fault never repeats a cell that may
    hold a person's number.
    """
    if cell.fault:
        return Value(fault=cell.fault)
    plain = unicodedata.normalize("NFKC", cell.text).strip()
    if is_missing(HIDDEN_IN_A_CELL.sub("", plain)):
        return Value("", (f"“{shown(plain)}”改为空",) if plain and shown(plain) else ())
    if field.name == "unified_code":
        return read_code(cell)
    if field.type == "date":
        return _day(cell, field)
    if cell.kind == "text" and any(code == "mojibake" for code, _ in cell_faults(cell.text)):
        return Value(fault="有乱码，原来的字已经丢失；请从原系统重新导出")
    if field.name in _NAMES and LOST_IN_A_NAME.search(cell.text):
        return Value(fault="名称里有问号，可能有字没有保存下来；请对照原件改正")
    if field.type in ("number", "integer", "year"):
        return _amount(cell, field, context.unit)
    lines = _lines_of_names(cell.text) if field.name in _NAMES else []
    if lines and field.name == "name":
        return Value(
            fault="这一格里像是有几个名称，一行一个；一行只能是一个主体，请分成几行，是一个名称的请删去格里的换行"
        )
    text, notes = tidy(SEPARATOR.join(lines) or cell.text)
    notes += ["几个名称用英文分号隔开"] if lines else []
    if cell.kind == "date":
        return Value(fault="表格软件把这一格变成了日期；请把这一列设为“文本”后重新录入")
    if cell.kind == "number":
        if len(text.lstrip("-").replace(".", "")) > _DIGITS_OF_A_NUMBER:
            return Value(fault="数字超过 15 位，表格软件已经舍入；请把这一列设为“文本”后重新录入")
        notes.append("数字格改为文本")
    elif _ROUNDED.fullmatch(text):
        return Value(fault="表格软件把数字改成了科学计数，后几位已经丢失；请从原件重新录入为文本")
    if field.type == "boolean":
        return _boolean(text)
    if reference := context.references.get(field.name):
        found = (resolve_several if several else resolve)(text, reference, context.day)
        fault = f"{quoted(text)}{found.fault}" if found.fault else ""
        return Value(found.key, (*notes, *filter(None, (found.note,))), fault)
    if field.constraints.enum:
        return _term(text, field, notes)
    if field.name == "record_id":
        code = identifiers.normalise_code(text)
        return Value(code, (*notes, "编号改为半角大写") if code != text else tuple(notes))
    if field.name == "decision_number":
        return _number(text, notes)
    if field.name in _NAMES:
        text = _name(text, notes, several=field.name == "former_names")
    return Value(text, tuple(dict.fromkeys(notes)))


def read_code(cell: Cell) -> Value:
    """Return a unified social credit code; raises no fault for an empty cell.

    A number cell is always refused: a spreadsheet keeps 15 of 18 digits. A text that looks like such a
    number is refused, too, unless both check characters (GB 32100 and GB 11714) hold.
    """
    if cell.kind != "text":
        return Value(fault="代码是数字格，表格软件只保留前 15 位，后面已经变成 0；请把这一列设为“文本”，从原件重新录入")
    code = HIDDEN_IN_A_CELL.sub("", identifiers.normalise_code(HIDDEN_IN_A_CELL.sub("", cell.text)))
    if identifiers.code_fault(code):
        found = [alone for _, alone in find_codes([cell.text])]
        if len(set(found)) > 1:
            return Value(fault="这一格里有几个代码；一行只能是一个主体，请分成几行")
        if found and _ONLY_CODE.fullmatch(
            _OLD_NUMBER.sub("", unicodedata.normalize("NFKC", HIDDEN_IN_A_CELL.sub("", cell.text)))
        ):
            return Value(found[0], ("只取格里的代码，略去标签和符号",))
    if fault := identifiers.code_fault(code):
        return Value(fault=fault)
    if identifiers.looks_rounded(code) and (fault := identifiers.subject_code_fault(code)):
        return Value(fault=fault)
    return Value(code, ("代码改为半角大写、去掉空格",) if code != cell.text else ())


def tidy(text: str) -> tuple[str, list[str]]:
    """Return a text on one line, without outer blanks, invisible signs and compatibility forms, and the changes."""
    notes = []
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").split("\n")]
    joined = "".join(
        line if place == 0 or _closes(lines[place - 1], line) else f" {line}" for place, line in enumerate(lines)
    )
    if len(lines) > 1:
        notes.append("换行连成一行")
    plain = re.sub(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", joined)
    visible = HIDDEN_IN_A_CELL.sub("", plain)
    if visible != plain:
        notes.append("去掉看不见的字符")
    spaced = re.sub(r" {2,}", " ", visible).strip()
    if spaced != visible or (len(lines) == 1 and spaced != HIDDEN_IN_A_CELL.sub("", text)):
        notes.append("去掉多余的空格")
    standard = standard_forms(spaced)
    if standard != spaced:
        notes.append("部首和旧编码的字形改为标准写法")
    narrow = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), standard)
    narrow = unicodedata.normalize("NFC", narrow) if narrow.isascii() else narrow
    if narrow != standard:
        notes.append("全角字母数字和兼容字形改为标准写法")
    return narrow, notes


def shown(text: str) -> str:
    """Return a text that messages may show, or an empty string if it is long or may be a person's number."""
    plain = unicodedata.normalize("NFKC", text)
    if len(plain) > 40 or _LONG_NUMBER.search(plain) or privacy.scan_text(text):
        return ""
    return HIDDEN_IN_A_CELL.sub("", text).strip()


def quoted(text: str) -> str:
    """Return a text in quotation marks for the head of a reason, or an empty string if it may not be shown."""
    return f"“{shown(text)}”：" if shown(text) else ""


@cache
def terms() -> Mapping[tuple[str, str], str]:
    """Return the terms of enumerations by column and department's word; empty for a word without meaning."""
    text = resources.files(__package__).joinpath("cell_value_synonyms.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["column"], identifiers.normalise_name(row["word"])): row["value"] for row in rows}


def _closes(before: str, after: str) -> bool:
    """Return whether two lines join without a blank: one is empty, or a Chinese sign is at the joint."""
    return not before or not after or before[-1] > "\u2e7f" or after[0] > "\u2e7f"


def _day(cell: Cell, field: Field) -> Value:
    found = read_day(cell)
    if found.no_end and field.name not in ENDS:
        return Value(fault="这一列要写明日期，不能写长期")
    if found.no_end and field.constraints.required:
        return Value(fault="没有终止日期，而这一列必须填写；请写明到哪一天")
    return Value(found.value, (found.note,) if found.note else (), found.fault)


def _term(text: str, field: Field, notes: list[str]) -> Value:
    """Return the term of an enumeration that a text means: itself, its ASCII key, or a word of the table."""
    allowed = field.constraints.enum
    if text in allowed:
        return Value(text, tuple(notes))
    plain = identifiers.normalise_name(text)
    by_key = {key: term for term, key in field.keys.items()}
    same = [term for term in allowed if identifiers.normalise_name(term) == plain]
    if same or text in by_key:
        return Value(same[0] if same else by_key[text], (*notes, "改为规定的用语"))
    word = terms().get((field.name, plain))
    if word is not None and (word in allowed or not word):
        return Value(word, (*notes, f"“{text}”按“{word}”登记" if word else f"“{text}”不是规定的类别，没有采用"))
    near = difflib.get_close_matches(text, allowed, n=1, cutoff=0.4)
    others = "、".join(dict.fromkeys([*near, *allowed]))
    return Value(fault=f"{quoted(text)}只能是 {others} 之一")


def _number(text: str, notes: list[str]) -> Value:
    """Return the number of a document with its year in 〔〕 (GB/T 9704-2012) where it has the form of one."""
    found = identifiers.normalise_number(text)
    if len(identifiers.find_numbers(text)) == 1 and found != text:
        notes.append("文号的括号和空格改为标准写法")
        text = found
    return Value(text, tuple(notes))


def _lines_of_names(text: str) -> list[str]:
    """Return the lines of a cell of which each is a whole name; none where it is one line, or one name on several."""
    lines = [line.strip() for line in text.replace("_x000D_", "").splitlines() if line.strip()]
    whole = len(lines) > 1 and all(
        len(line) >= _SHORTEST_NAME and line[0] not in "（(" and law.has_trade_word(line[-3:]) for line in lines
    )
    return lines if whole else []


def _name(text: str, notes: list[str], *, several: bool) -> str:
    """Return a name in the spelling of the register: round brackets in full width, no blank between characters."""
    plain = _BLANK_BETWEEN_HAN.sub("", text)
    if plain != text:
        notes.append("去掉多余的空格")
    if re.search(f"[{_HAN}]", plain):
        brackets = plain.replace("(", "（").replace(")", "）")
        brackets = re.sub(r"\s*([（）])\s*", r"\1", brackets)
        if brackets != plain:
            notes.append("名称里的括号改为全角")
        plain = brackets
    if several:
        joined = SEPARATOR.join(split_names(plain))
        if joined != plain:
            notes.append("几个名称用英文分号隔开")
        plain = joined
    return plain


def _boolean(text: str) -> Value:
    word = {"是": "true", "true": "true", "1": "true", "有": "true", "否": "false", "false": "false", "0": "false"}
    found = word.get(text.casefold())
    if found is None:
        return Value(fault="只能填“是”或者“否”")
    return Value(found, ("改为 true 或 false",) if found != text else ())


def _amount(cell: Cell, field: Field, heading_unit: str) -> Value:
    """Return a number; an amount changes from 元 to 万元 or back if the source states its unit, in Decimal."""
    text = "".join(unicodedata.normalize("NFKC", cell.text).split())
    match = _AMOUNT.fullmatch(text)
    if cell.kind in ("date", "boolean") or match is None:
        return Value(fault="这里不是数字；请只写数字")
    try:
        amount = Decimal(match[1].replace(",", ""))
    except InvalidOperation:
        return Value(fault="这里不是数字；请只写数字")
    ours, theirs = unit_of(field), (match[2] or "").replace("万元", "万").replace("万", "万元") or heading_unit
    notes = []
    if ours:
        if not theirs and amount:
            return Value(fault="没有写明单位是元还是万元；请问清报送单位，用 --unit 写明")
        if theirs and theirs != ours:
            amount = amount / 10_000 if ours == "万元" else amount * 10_000
            notes.append(f"{theirs}换算成{ours}")
    plain = format(amount.normalize(), "f") if amount else "0"
    if field.type in ("integer", "year") and "." in plain:
        return Value(fault="这里应为整数")
    if plain != cell.text and not notes:
        notes.append("数字写法改为标准写法")
    return Value(plain, tuple(notes))
