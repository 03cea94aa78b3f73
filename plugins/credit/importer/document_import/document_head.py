"""Document head: front-matter values that a paper states of itself, and the lines used up by them.

Values are taken only from the places where a paper speaks of itself: the lines before its text, the addressee, the
signature at its end. A number or a day inside a sentence belongs to another paper and is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from credit.documents import VALIDITIES
from credit.documents.clause_anchors import number_of
from credit.identifiers import CHINESE_DAY, find_numbers, normalise_number
from credit.importer.date_formats import read_day
from credit.importer.document_import.contact_lines import find_place, find_telephones
from credit.importer.document_import.remark_report import Line, Remark, places
from credit.importer.source_files.sheet_cells import Cell

#: Label before a value in the head of a published paper → front-matter key.
_LABELS: Mapping[str, str] = {
    "标题": "Title",
    "名称": "Title",
    "文件名称": "Title",
    "发布时间": "Date",
    "发布日期": "Date",
    "发表时间": "Date",
    "公开日期": "Date",
    "公开时间": "Date",
    "公布日期": "Date",
    "成文日期": "Written_on",
    "成文时间": "Written_on",
    "发文日期": "Written_on",
    "发文时间": "Written_on",
    "发文字号": "Number_printed",
    "文号": "Number_printed",
    "文件编号": "Number_printed",
    "发文机关": "Issuer",
    "发文单位": "Issuer",
    "发布机关": "Issuer",
    "发布机构": "Issuer",
    "发布单位": "Issuer",
    "制发机关": "Issuer",
    "索引号": "Index_number",
    "主题分类": "Topic",
    "来源": "Source",
    "信息来源": "Source",
    "文章来源": "Source",
    "稿件来源": "Source",
    "主题词": "Keywords",
    "关键词": "Keywords",
    "关键字": "Keywords",
    "有效性": "Validity",
    "时效性": "Validity",
}

PICTURE = re.compile(r"[\w（）()\-]{0,40}\.(?:png|jpe?g|gif|bmp|webp|tiff?)", re.IGNORECASE)
_LABELLED = re.compile(r"\s*[【\[]?([\u4e00-\u9fff][\u4e00-\u9fff\s\u3000]{1,8}?)[】\]]?\s*[:：]\s*(.*?)\s*")
_PIECES = re.compile(r"\s*[|｜]\s*|\t+|\s+(?=[\u4e00-\u9fff]{2,6}\s*[:：])")
_LONE_DAY = re.compile(
    r"[（(]?\s*((?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|" + CHINESE_DAY + "[日号])"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[)）]?"
)
_BODY_LENGTH = 60
_HEAD_LINES = 40
_SENTENCE = re.compile(r"[。；！？]")
_TITLE_END = re.compile(
    r"(?:通知|方案|办法|意见|公告|通告|公示|决定|规定|细则|函|批复|报告|通报|名单|清单|目录|制度|规划|计划|要点|条例|案例|"
    r"说明|解读|指南|规则|规范|纲要|标准|措施|倡议书|承诺书|须知|简介|书)(?:[（(].{1,12}[)）])?$"
)
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()、\s]{3,60}(?:局|委员会|委|办公室|办|中心|政府|领导小组|小组|法院|检察院|支行|分行|银行|协会|学会|商会|院|厅|部|处|站|所|"
    r"集团|公司)(?:[（(]印章?[)）])?"
)
_CALL = re.compile(r"[^。；！？]{2,200}[:：]")
_NO_CALL = re.compile(r"(?:如下|附件|附|说明|通知|公告|注|要求|包括|事项|内容|材料|电话|地址|地点|时间|联系人)[:：]$")
_WAY = re.compile(r"当前位置|您(?:现)?在的?位置|^首页\b.*[>＞»]")


@dataclass(frozen=True)
class Head:
    """Head of a paper: values by front-matter key, and the lines they were taken from."""

    values: Mapping[str, str]
    used: frozenset[int]
    remarks: tuple[Remark, ...]


def read_head(lines: Sequence[Line], allowed: Collection[str]) -> Head:
    """Return values that a paper states of itself: title, days, number, issuer, addressee, telephones, place, source.

    Only the keys ``allowed`` are taken; a line that states another stays in the text.

    The lines of title, publication and number are used up; the addressee, telephones, place and signature stay in
    the text as well. A value that two places state differently is not taken but remarked on.
    """
    reading = _Reading(allowed)
    zone = _zone(lines)
    for line in zone:
        reading.labelled(line)
    plain = [line for line in zone if line.number not in reading.used and line.number not in reading.labels]
    reading.lone_lines(plain)
    reading.title(
        [line for line in plain if line.number not in reading.used and not PICTURE.fullmatch(line.text)], lines
    )
    rest = [line for line in lines if line.number not in reading.used and not PICTURE.fullmatch(line.text)]
    called = next((line.text for line in rest if line.number not in reading.labels and not _WAY.search(line.text)), "")
    if _CALL.fullmatch(called) and not _NO_CALL.search(called):
        reading.values.setdefault("Addressee", called[:-1].strip())
    reading.signature(rest)
    if telephones := find_telephones(rest):
        reading.values["Telephone"] = ";".join(telephones)
    if place := find_place(rest):
        reading.values.setdefault("Place", place)
    if "Number_printed" in reading.values:
        reading.values["Number"] = normalise_number(reading.values["Number_printed"])
    return Head(reading.values, frozenset(reading.used), tuple(reading.remarks))


def _zone(lines: Sequence[Line]) -> list[Line]:
    """Return the lines before the text begins: before the first sentence, heading, numbered line or addressee."""
    zone: list[Line] = []
    for line in lines[:_HEAD_LINES]:
        labelled = _is_labelled(line.text)
        if (
            not labelled
            and zone
            and (
                len(line.text) > _BODY_LENGTH * 2
                or _SENTENCE.search(line.text)
                or number_of(line.text)
                or line.text[-1] in ":："
                or (len(line.text) > _BODY_LENGTH and not _TITLE_END.search(line.text))
            )
        ):
            break
        zone.append(line)
    return zone


def _is_labelled(text: str) -> bool:
    """Return whether a line begins with a label of the head, or with the day of publication and labels after it."""
    first, *others = _PIECES.split(text)
    match = _LABELLED.match(text)
    known = match is not None and "".join(match[1].split()) in _LABELS
    return known or (_LONE_DAY.fullmatch(first) is not None and any(_LABELLED.fullmatch(other) for other in others))


def _day(text: str) -> str:
    """Return the ISO day that a text names, or an empty string."""
    match = _LONE_DAY.match(text.strip())
    return read_day(Cell(match[1])).value if match else ""


class _Reading:
    """Values found so far during one pass over the lines."""

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = allowed
        self.values: dict[str, str] = {}
        self.used: set[int] = set()
        self.labels: set[int] = set()
        self.remarks: list[Remark] = []

    def labelled(self, line: Line) -> None:
        """Take the values of a line such as ``发布时间:2018-12-26 | 来源:…``; it is used up when all of it was taken."""
        if not _is_labelled(line.text):
            return
        self.labels.add(line.number)
        whole = True
        for piece in (piece for piece in _PIECES.split(line.text) if piece.strip()):
            match = _LABELLED.fullmatch(piece)
            key = _LABELS.get("".join(match[1].split()), "") if match else "Date" if _LONE_DAY.fullmatch(piece) else ""
            if key not in self.allowed:
                whole = False
                continue
            value = self._value(line, key, match[2] if match else piece)
            if not value or self.values.setdefault(key, value) != value:
                whole = False
        if whole:
            self.used.add(line.number)

    def _value(self, line: Line, key: str, words: str) -> str:
        if key in ("Date", "Written_on"):
            day = _day(words)
            if words and not day:
                self.remarks.append(
                    Remark(line.number, "date-unclear", "这里的日期看不明白，没有采用，这一行留在正文里")
                )
            return day
        if key == "Number_printed":
            numbers = find_numbers(words)
            return words if len(numbers) == 1 and _same(numbers[0], words) else ""
        if key == "Validity":
            return words if words in VALIDITIES else ""
        return words

    def lone_lines(self, lines: Sequence[Line]) -> None:
        """Take a number and a day on lines of their own before the text."""
        numbers: dict[str, list[Line]] = {}
        for line in lines:
            bare = line.text.strip("（）() \u3000")
            found = find_numbers(line.text)
            if len(found) == 1 and (_same(found[0], bare) or _same(found[0], line.text)):
                numbers.setdefault(found[0], []).append(line)
            elif (
                _LONE_DAY.fullmatch(line.text)
                and (day := _day(line.text))
                and self.values.setdefault("Date", day) == day
            ):
                self.used.add(line.number)
        printed = self.values.get("Number_printed", "")
        if len({normalise_number(item) for item in numbers}) > 1 and not printed:
            at = sorted(line.number for group in numbers.values() for line in group)
            message = f"{places(at)}各有一个文号，看不出哪个是本文件的，都没有采用，请自己填写"
            self.remarks.append(Remark(at[0], "number-unclear", message))
            return
        for number, group in numbers.items():
            own = self.values.setdefault("Number_printed", number)
            if normalise_number(own) == normalise_number(number):
                self.used.update(line.number for line in group)

    def title(self, candidates: Sequence[Line], lines: Sequence[Line]) -> None:
        """Take the title: the line that occurs twice, an issuer's line with 关于… below it, else the first line."""
        shown = [line for line in candidates if not _WAY.search(line.text)]
        if "Title" not in self.values and shown:
            words = [_squeezed(line.text) for line in shown]
            first, second = shown[0], shown[1] if len(shown) > 1 else None
            twice = next((line for line in shown if words.count(_squeezed(line.text)) > 1), None)
            if twice:
                taken = [twice]
            elif second and _OFFICE.fullmatch(first.text) and re.match(r"关于|印发|转发", second.text):
                taken = [first, second]
                self.values.setdefault("Issuer", first.text)
            elif second and _is_cut(first, second):
                taken = [first, second]
            else:
                taken = [first]
            self.values["Title"] = "".join(line.text for line in taken)
            self.used.update(line.number for line in taken)
        title = self.values.get("Title", "")
        again = [line for line in lines if title and _squeezed(line.text) == _squeezed(title)]
        for line in again:
            if line in candidates and line.number not in self.used:
                self.used.add(line.number)
        if len(again) > 1:
            message = f"标题重复，{places([line.number for line in again])}相同；正文前的标题只作为题目，不再留在正文里"
            self.remarks.append(Remark(again[-1].number, "title-repeated", message))

    def signature(self, rest: Sequence[Line]) -> None:
        """Take issuer and day from the signature: a day on a line of its own near the end, the office above it."""
        for position in range(len(rest) - 1, max(len(rest) - 12, 0), -1):
            if not _LONE_DAY.fullmatch(rest[position].text):
                continue
            office = rest[position - 1].text
            if not _OFFICE.fullmatch(office):
                continue
            self.values.setdefault("Issuer", office)
            if day := _day(rest[position].text):
                if "Written_on" in self.allowed:
                    self.values.setdefault("Written_on", day)
                if "Date" not in self.values:
                    self.values["Date"] = day
                    message = f"没有写发布时间，日期取自落款的 {day}，请核对"
                    self.remarks.append(Remark(rest[position].number, "date-signed", message))
            return
        if len(rest) > 1 and _OFFICE.fullmatch(rest[-1].text) and number_of(rest[-1].text) is None:
            self.values.setdefault("Issuer", rest[-1].text)


def _same(number: str, words: str) -> bool:
    return _squeezed(number) == _squeezed(words)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_cut(first: Line, second: Line) -> bool:
    """Return whether a title was broken into two lines: only the second has a title's end."""
    return (
        second.number == first.number + 1
        and not _TITLE_END.search(first.text)
        and _TITLE_END.search(second.text) is not None
        and not second.text.startswith("关于")
        and first.text.startswith(("关于", "印发", "转发"))
    )
