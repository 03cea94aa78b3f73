"""Heading map: the column of a schema for each heading of a sheet, or a question to a person."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from credit import law, privacy
from credit.hidden_characters import HIDDEN_IN_A_CELL
from credit.model import Schema
from credit.spreadsheet_columns import column_letter

#: Entry in the alias table for words that mean different things in different layouts.
CLASH = "?"

#: Hint behind a heading on how to fill it in; it does not change the column's meaning.
_HINT = re.compile(
    r"\((?:文本|文字|日期|全称|年-月-日|年月日|yyyy[-/.年]?m{1,2}[-/.月]?d{1,2}日?|如[:：]?.{0,24}|例如[:：]?.{0,24}|元|万元|单位[:：]?(?:元|万元)|"
    r"[^()]{0,24}(?:必填|选填|格式|多选|单选|下拉|[0-9]位|十八位|字以内|个字|不超过|至多|请填|填写|[^()/]/[^()/])[^()]{0,40})\)"
)
#: Number of a column before its heading: ``3.`` and the like.
_NUMBERING = re.compile(r"^(?:\(?[0-9]{1,2}[.、)](?![0-9])|[一二三四五六七八九十]{1,2}、)")
#: Marks of a required column, and the colon behind a heading.
_MARKS = "*:★●"
_UNIT = re.compile(r"[(（\[](?:单位[:：]?)?(元|万元)[)）\]]")
_LONG_NUMBER = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class Alias:
    """Heading that departments use: the columns it can mean, best first, and a remark on it."""

    columns: tuple[str, ...]
    ask: bool
    layout: str
    remark: str


@dataclass(frozen=True)
class Heading:
    """One column of the source: its place, its words top down, and whether a cell below holds anything."""

    place: int
    words: tuple[str, ...]
    filled: bool = True

    @property
    def label(self) -> str:
        """Name of the column in messages; a heading that may hold a person's number is not repeated."""
        word = " ".join("".join(words.split()) for words in self.words if words)
        if len(word) > 40 or _LONG_NUMBER.search(unicodedata.normalize("NFKC", word)) or privacy.scan_text(word):
            word = ""
        letter = f"{column_letter(self.place)} 列"
        return f"{letter}“{word}”" if word else letter


@dataclass(frozen=True)
class HeadingMap:
    """Result of mapping: schema column and unit of an amount by place of the source; remarks; open questions."""

    columns: Mapping[int, str]
    units: Mapping[int, str]
    remarks: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Answers of a person on headings: normalised heading or letter to a column name, or to "" for leave out."""

    columns: Mapping[str, str]

    def of(self, heading: Heading) -> str | None:
        """Return the answer for a heading, or None if there is none."""
        return next((self.columns[key] for key in self.keys_of(heading) if key in self.columns), None)

    def keys_of(self, heading: Heading) -> tuple[str, ...]:
        """Return the keys by which a person can name a heading: letter, all its words, each of them."""
        keys = [plain_heading(word) for word in heading.words if word.strip()]
        return (f"{column_letter(heading.place).casefold()}列", "".join(keys), *keys)


NO_ANSWERS = Answers({})


@cache
def aliases() -> Mapping[str, Alias]:
    """Return the alias table of the package by normalised heading."""
    text = resources.files(__package__).joinpath("column_header_synonyms.csv").read_text(encoding="utf-8")
    return {
        plain_heading(row["heading"]): Alias(
            tuple(row["column"].split(";")) if row["column"] else (), row["ask"] == "是", row["layout"], row["remark"]
        )
        for row in csv.DictReader(io.StringIO(text))
    }


def plain_heading(heading: str) -> str:
    """Return a heading without blanks, hidden signs, width, case, its number, marks of a required column and colons."""
    visible = HIDDEN_IN_A_CELL.sub("", unicodedata.normalize("NFKC", heading))
    plain = _NUMBERING.sub("", "".join(visible.casefold().split()).strip(_MARKS))
    return plain.strip(_MARKS).replace("〔", "(").replace("〕", ")").replace("【", "(").replace("】", ")")


def _without_hint(plain: str) -> str:
    return _HINT.sub("", plain).strip(_MARKS)


def meanings(word: str, schema: Schema) -> tuple[tuple[str, ...], Alias | None]:
    """Return the columns of a schema that one heading can mean (best first) and its entry in the alias table.

    Exact names and titles of the schema come first, then the alias table, then both without a hint such as ``(必填)``.
    """
    lines = [line for line in word.replace("\r", "\n").split("\n") if line.strip()]
    if len(lines) > 1 and lines[-1].strip() in schema.names:  # heading of the edit workbook: title above name
        return (lines[-1].strip(),), None
    plain = plain_heading(word)
    for candidate in dict.fromkeys((plain, _without_hint(plain))):
        exact = [field.name for field in schema.fields if candidate == plain_heading(field.name)]
        exact = exact or [field.name for field in schema.fields if candidate == plain_heading(field.title)]
        exact = exact or [
            field.name for field in schema.fields if candidate == _without_hint(plain_heading(field.title))
        ]
        if exact:
            return tuple(exact), Alias(tuple(exact), len(exact) > 1, "", "") if len(exact) > 1 else None
        alias = aliases().get(candidate)
        if alias is not None:
            present = tuple(name for name in alias.columns if schema.field(name) is not None)
            return (present if alias.ask else present[:1]), alias
    return (), None


def is_known(word: str, schema: Schema) -> bool:
    """Return whether a text is a heading of any list: a column here, or a known one that is left out."""
    found, alias = meanings(word, schema)
    return bool(found) or alias is not None


def map_headings(headings: Sequence[Heading], schema: Schema, answers: Answers) -> HeadingMap:
    """Map the headings of a sheet to the columns of a schema; an unclear heading becomes a question in Chinese."""
    columns: dict[int, str] = {}
    units: dict[int, str] = {}
    remarks: list[str] = []
    questions: list[str] = []
    for heading in headings:
        answer = answers.of(heading)
        if answer is not None:
            if answer:
                columns[heading.place] = answer
            else:
                remarks.append(f"{heading.label}：按 --ignore 没有导入")
        elif name := _mean(heading, schema, remarks, questions):
            columns[heading.place] = name
        unit = next((match[1] for word in heading.words if (match := _UNIT.search(plain_heading(word)))), "")
        if unit:
            units[heading.place] = unit
    labels = {heading.place: heading.label for heading in headings}
    filled = {heading.place for heading in headings if heading.filled}
    for name, count in Counter(columns.values()).items():
        places = [place for place, column in columns.items() if column == name]
        if count > 1 and len(kept := [place for place in places if place in filled]) == 1:
            for place in set(places) - set(kept):
                del columns[place]
            remarks.append(f"“{title_of(schema, name)}”有两列，只有 {labels[kept[0]]} 有内容，用这一列")
        elif count > 1:
            found = "、".join(labels[place] for place in places)
            option = f'--ignore "{column_letter(places[-1])}列"'
            questions.append(f"{found}：都像是“{title_of(schema, name)}”，用哪一列？不用的那一列写 {option}")
    return HeadingMap(columns, units, tuple(remarks), tuple(questions))


def _mean(heading: Heading, schema: Schema, remarks: list[str], questions: list[str]) -> str:
    """Return the column that a heading means, or an empty string after adding a remark or question."""
    words = [word for word in heading.words if word.strip()]
    if not words:
        if heading.filled:
            questions.append(f"{heading.label}：没有标题，却有内容。{_how(heading, schema)}")
        return ""
    personal = next((kind for word in words if (kind := law.forbidden_column(plain_heading(word)))), None)
    found = [meanings(word, schema) for word in words]
    certain = {names[0] for names, _ in found if len(names) == 1}
    if len(certain) == 1 and not personal:
        return certain.pop()
    if len(certain) > 1:
        titles = "、".join(title_of(schema, name) for name in sorted(certain))
        questions.append(f"{heading.label}：两行标题意思不同（{titles}）。{_how(heading, schema)}")
        return ""
    known = [alias for _, alias in found if alias is not None]
    if personal and not any(CLASH in alias.columns for alias in known):
        remarks.append(f"{heading.label}：属于个人信息（{personal}），没有导入，也不保存")
        return ""
    if left_out := next(
        (alias for alias in known if not alias.columns or not (alias.ask or CLASH in alias.columns)), None
    ):
        remarks.append(f"{heading.label}：{left_out.remark or '这个数据集没有这一列'}，没有导入")
        return ""
    if not heading.filled:
        remarks.append(f"{heading.label}：整列没有内容，没有导入")
        return ""
    if clash := next((alias for alias in known if CLASH in alias.columns), None):
        questions.append(f"{heading.label}：{clash.remark}。本站不猜；{_how(heading, schema)}")
    elif asked := next(((names, alias) for names, alias in found if names and alias), None):
        titles = "、".join(f"{title_of(schema, name)}（{name}）" for name in asked[0])
        questions.append(f"{heading.label}：可能是 {titles}。{_how(heading, schema, asked[0][0])}")
    elif known:
        remarks.append(f"{heading.label}：这个数据集没有这一列，没有导入")
    else:
        questions.append(f"{heading.label}：不认识这个标题。{_how(heading, schema)}")
    return ""


def _how(heading: Heading, schema: Schema, example: str = "") -> str:
    word = next(("".join(word.split()) for word in heading.words if word.strip()), "")
    if f"“{word}”" not in heading.label:
        word = f"{column_letter(heading.place)}列"
    title = title_of(schema, example) if example else "列名"
    return f'要导入写 --map "{word}={title}"，不导入写 --ignore "{word}"'


def title_of(schema: Schema, name: str) -> str:
    """Return the title of a column, or its name where the schema has none."""
    found = schema.field(name)
    return found.title if found else name
