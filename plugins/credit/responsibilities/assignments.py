"""Assignments: reads who leads and who supports a task from the words of its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from credit.model import Clause

#: Words in brackets behind a task, without brackets inside.
_GROUP = re.compile(r"[（(]([^（()）]{2,200})[）)]")
_ROLE_WORD = re.compile(r"牵头|负责|配合|会同|主办|协办|协助|责任单位|责任部门")
_LABEL = re.compile(
    r"(牵头|责任|主办|承办|配合|协办|参与|参加)(?:单位|部门|科室)?\s*[:：]\s*([^。；;：:（(）)]+?)(?=[。；;）)]|$|[，,]?\s*(?:配合|协办|参与|参加)(?:单位|部门)?\s*[:：])"
)
_LEAD_LABELS = frozenset({"牵头", "责任", "主办", "承办"})
_MEETS = re.compile(r"(?:由)?(.+?)(?:牵头)?会同(.+?)(?:(?:共同)?(?:牵头)?负责(?:落实|实施)?|组织实施|办理|落实|牵头)?")
_BY_DUTY = re.compile(
    r"(?:由)?(.*?)按(?:照)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别|各自|抓好)?(?:负责|落实|配合|做好)?(?:落实|实施)?"
)
_LEADS = re.compile(
    r"(?:由)?(.+?)(?:牵头负责|负责牵头|共同牵头|分别牵头|牵头|分别负责|共同负责|负责落实|负责|主办)(?:组织)?(?:落实|实施)?"
)
_SUPPORTS = re.compile(r"(?:由)?(.+?)(?:积极|协同|共同|分别)?(?:配合|协办|协助|参加|参与)(?:落实|实施)?")
_PARTS = re.compile(r"[，,；;。]")
#: 和 joins two departments, but not within 发展和改革局.
_NAMES = re.compile(
    r"、|；|;|以及|及|(?<!发展)(?<!文化)(?<!资源)(?<!住房)(?<!工业)(?<!卫生)(?<!规划)(?<!电视)(?<!体育)和"
)
_ET_CETERA = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
_LONGEST_TASK = 40


@dataclass(frozen=True)
class Assignment:
    """A task of a document: anchor of its clause, words, names of the departments that lead and that support it."""

    anchor: str
    task: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]


def read_assignments(clauses: Sequence[Clause], text: str) -> tuple[Assignment, ...]:
    """Return the assignments of a document in their order; ``text`` is its text, a line for each paragraph.

    The words of a clause are its own line and those up to the next clause. An assignment stands in brackets behind
    the task, ``（市商务局牵头，市公安局配合）``, or behind a label, ``牵头：市商务局。``
    """
    found = []
    for clause, words in clause_blocks(clauses, text):
        groups = [group for match in _GROUP.finditer(words) if (group := _parse(match[1])) is not None]
        if not groups and (labelled := _parse_labels(words)) is not None:
            groups = [labelled]
        task = _task(clause, words)
        found += [Assignment(clause.anchor, task, leads, supports) for leads, supports in groups]
    return tuple(found)


def clause_blocks(clauses: Sequence[Clause], text: str) -> Iterator[tuple[Clause, str]]:
    """Yield each clause with its words; lines before the first clause belong to none."""
    current: Clause | None = None
    words: list[str] = []
    left = list(clauses)
    for line in text.split("\n"):
        if left and line.startswith(left[0].text):
            if current is not None:
                yield current, "\n".join(words)
            current, words = left.pop(0), []
        words.append(line)
    if current is not None:
        yield current, "\n".join(words)


def _parse(group: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return leads and supports of the words in brackets, or None where they assign nothing."""
    if not _ROLE_WORD.search(group):
        return None
    if _LABEL.search(group):
        return _parse_labels(group)
    leads: list[str] = []
    supports: list[str] = []
    pending = ""
    for part in _PARTS.split(group):
        words = f"{pending}、{part.strip()}" if pending else part.strip()
        pending = ""
        if match := _MEETS.fullmatch(words):
            leads += _names(match[1])
            supports += _names(match[2])
        elif (match := _BY_DUTY.fullmatch(words)) and (match[1] or leads):
            # After a lead these support it; alone they share the task.
            names = _names(match[1])
            (supports if leads else leads).extend(names)
        elif match := _SUPPORTS.fullmatch(words):
            supports += _names(match[1])
        elif match := _LEADS.fullmatch(words):
            leads += _names(match[1])
        else:
            pending = words  # names before a comma, whose role follows
    if pending and (leads or supports):
        supports += _names(pending)
    return (tuple(dict.fromkeys(leads)), tuple(dict.fromkeys(supports))) if leads else None


def _parse_labels(words: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    leads: list[str] = []
    supports: list[str] = []
    for match in _LABEL.finditer(words):
        (leads if match[1] in _LEAD_LABELS else supports).extend(
            _names(match[2].replace("，", "、").replace(",", "、"))
        )
    return (tuple(dict.fromkeys(leads)), tuple(dict.fromkeys(supports))) if leads else None


def _names(words: str) -> list[str]:
    return [name for part in _NAMES.split(words) if (name := _ET_CETERA.sub("", part.strip()))]


def _task(clause: Clause, words: str) -> str:
    """Return the words of a task: the first sentence of its clause without its number, its first part where it is long."""
    first = _GROUP.sub("", words.split("\n")[0]).removeprefix(clause.number).strip().partition("。")[0]
    return re.split("[，,：:]", first)[0] if len(first) > _LONGEST_TASK else first
