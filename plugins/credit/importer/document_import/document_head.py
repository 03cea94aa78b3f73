"""Document head: front-matter values that a paper states of itself, and the lines used up by them.

Values are taken only from the places where a paper speaks of itself: the lines before its text, the addressee, the
signature at its end. A number or a day inside a sentence belongs to another paper and is never taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from credit.documents import VALIDITIES
from credit.documents.clause_anchors import number_of
from credit.identifiers import find_numbers, normalise_number
from credit.importer.document_import.contact_lines import find_place, find_telephones
from credit.importer.document_import.head_labels import is_labelled, is_lone_day, label_pairs, lone_day
from credit.importer.document_import.issuing_offices import JOINED, offices_in, red_head, signing_offices
from credit.importer.document_import.remark_report import Line, Remark, places

PICTURE = re.compile(r"[\w（）()\-]{0,40}\.(?:png|jpe?g|gif|bmp|webp|tiff?)", re.IGNORECASE)
_BODY_LENGTH = 60
_HEAD_LINES = 40
_SENTENCE = re.compile(r"[。；！？]")
_TITLE_END = re.compile(
    r"(?:通知|方案|办法|意见|公告|通告|公示|决定|规定|细则|函|批复|报告|通报|名单|清单|目录|制度|规划|计划|要点|条例|案例|"
    r"说明|解读|指南|规则|规范|纲要|标准|措施|倡议书|承诺书|须知|简介|书)(?:[（(].{1,12}[)）])?$"
)
#: Degree of urgency before the number of a telegram.
_URGENCY = re.compile(r"(?:(?:特急|加急|平急|特提|明电|内部明电|发电)[\s·•・.:：]*)+")
_ORDER = re.compile(r"([\u4e00-\u9fff（）()]{2,30}?)\s*(?:令|公告|通告)")
_ORDER_COUNT = re.compile(
    r"[（(]?\s*((?:[〔\[［﹝（(]?\s*(?:19|20)\d{2}\s*年?\s*[〕\]］﹞）)]?)?\s*第\s*[\d一二三四五六七八九十百]{1,5}\s*号)\s*[)）]?"
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
    reading.red_head([line for line in zone if line.number not in reading.labels])
    plain = [line for line in zone if line.number not in reading.used and line.number not in reading.labels]
    reading.order(plain)
    reading.lone_lines(plain)
    reading.title(
        [
            line
            for line in plain
            if line.number not in reading.used | reading.labels and not PICTURE.fullmatch(line.text)
        ],
        lines,
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
        labelled = is_labelled(line.text, line.cells)
        if (
            not labelled
            and zone
            and (
                line.table
                or len(line.text) > _BODY_LENGTH * 2
                or _SENTENCE.search(line.text)
                or number_of(line.text)
                or line.text[-1] in ":："
                or (len(line.text) > _BODY_LENGTH and not _TITLE_END.search(line.text))
            )
        ):
            break
        zone.append(line)
    return zone


class _Reading:
    """Values found so far during one pass over the lines."""

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = allowed
        self.values: dict[str, str] = {}
        self.used: set[int] = set()
        self.labels: set[int] = set()
        self.offices: tuple[str, ...] = ()
        self.remarks: list[Remark] = []

    def labelled(self, line: Line) -> None:
        """Take the values of a line such as ``发布时间:2018-12-26 | 来源:…``; it is used up when all of it was taken."""
        if not is_labelled(line.text, line.cells):
            return
        self.labels.add(line.number)
        whole = True
        for key, words, _ in label_pairs(line.text, line.cells):
            if key not in self.allowed:
                whole = False
                continue
            value = self._value(line, key, words)
            if not value or self.values.setdefault(key, value) != value:
                whole = False
        if whole:
            self.used.add(line.number)

    def _value(self, line: Line, key: str, words: str) -> str:
        if key in ("Date", "Written_on"):
            day = lone_day(words)
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

    def red_head(self, lines: Sequence[Line]) -> None:
        """Take the issuers of a red head such as 某某局文件."""
        offices, used = red_head(lines)
        if offices:
            self.offices = offices
            self.values.setdefault("Issuer", JOINED.join(offices))
            self.used.update(line.number for line in used)

    def order(self, lines: Sequence[Line]) -> None:
        """Take the number of an order or announcement: 某某令 or 某某公告, and 第3号 on the line below."""
        for index, (line, following) in enumerate(itertools.pairwise(lines)):
            order, count = _ORDER.fullmatch(line.text), _ORDER_COUNT.fullmatch(following.text)
            if order and count and offices_in(order[1]):
                self.values.setdefault("Number_printed", _squeezed(line.text) + _squeezed(count[1]))
                self.values.setdefault("Issuer", order[1])
                self.used.add(following.number)
                if any(_TITLE_END.search(item.text) for item in lines[index + 2 :]):
                    self.used.add(line.number)  # else it is the title itself
                return

    def lone_lines(self, lines: Sequence[Line]) -> None:
        """Take a number and a day on lines of their own before the text; of a joint paper the first of its numbers."""
        numbers: dict[str, list[Line]] = {}
        joint: tuple[Line, tuple[str, ...]] | None = None
        for line in lines:
            words = _URGENCY.sub("", line.text, count=1) if _URGENCY.match(line.text) else line.text
            bare = words.strip("（）() \u3000")
            found = find_numbers(words)
            if len(found) == 1 and (_same(found[0], bare) or _same(found[0], words)):
                numbers.setdefault(found[0], []).append(line)
            elif len(found) > 1 and _same("".join(found), re.sub("[、，,；;]", "", words)):
                joint = joint or (line, found)
            elif is_lone_day(line.text) and (day := lone_day(line.text)) and self.values.setdefault("Date", day) == day:
                self.used.add(line.number)
        if len({normalise_number(item) for item in numbers}) > 1 and len(self.offices) > 1 and joint is None:
            joint = (next(iter(numbers.values()))[0], tuple(numbers))
        if joint is not None and "Number_printed" not in self.values:
            self._joint(*joint)
            return
        self._own(numbers)

    def _joint(self, line: Line, numbers: Sequence[str]) -> None:
        """Take the first number of a joint paper as its own; the line stays in the text with the others."""
        self.values["Number_printed"] = numbers[0]
        self.labels.add(line.number)
        message = f"联合发文有 {len(numbers)} 个文号，以第一个“{numbers[0]}”作为文号，其余的留在正文里，请核对"
        self.remarks.append(Remark(line.number, "number-joint", message))

    def _own(self, numbers: Mapping[str, Sequence[Line]]) -> None:
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
            issuing = _issuing_lines(shown)
            twice = next((line for line in shown if words.count(_squeezed(line.text)) > 1), None)
            if twice:
                taken = [twice]
            elif issuing:
                offices = tuple(name for line in issuing for name in offices_in(line.text))
                taken = [*issuing, shown[len(issuing)]]
                self.offices = self.offices or offices
                self.values.setdefault("Issuer", JOINED.join(offices))
                self.values["Title"] = " ".join(offices) + taken[-1].text
            elif second and _is_cut(first, second):
                taken = [first, second]
            else:
                taken = [first]
            self.values.setdefault("Title", "".join(line.text for line in taken))
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
        """Take issuers and day from the signature: a day on a line of its own, the offices above it."""
        for position in range(1, len(rest)):
            line = rest[position]
            if line.table or not is_lone_day(line.text):
                continue
            offices = signing_offices(rest, position)
            if not offices:
                continue
            self.values.setdefault("Issuer", JOINED.join(offices))
            if day := lone_day(line.text):
                if "Written_on" in self.allowed:
                    self.values.setdefault("Written_on", day)
                if "Date" not in self.values:
                    self.values["Date"] = day
                    message = f"没有写发布时间，日期取自落款的 {day}，请核对"
                    self.remarks.append(Remark(line.number, "date-signed", message))
            return
        if len(rest) > 1 and (offices := offices_in(rest[-1].text)) and number_of(rest[-1].text) is None:
            self.values.setdefault("Issuer", JOINED.join(offices))


def _issuing_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of offices right above a line that begins with 关于, the whole of which is the title."""
    issuing: list[Line] = []
    for line in lines:
        if not offices_in(line.text):
            return issuing if issuing and re.match(r"关于|印发|转发", line.text) else []
        issuing.append(line)
    return []


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
