"""Documents of the time machine: notices, cases and reports that declare their records, with attachments that name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.time_machine.attachments import write_docx, write_table, write_text, write_xlsx
from tests.time_machine.calendars import DAYS, FIRST
from tests.time_machine.oracle import Paper, Record, is_public

_FOLDERS = ("notices", "cases", "reports")
_HEADS = {
    "notices": "Issuer: 示例单位（演示）\n",
    "cases": "Outcome: 反面\n",
    "reports": f"Period: 2028-H2\nAs_of: {FIRST}\nData_digest: {'0' * 64}\n",
}
_KINDS = {".txt": write_text, ".csv": write_table, ".xlsx": write_xlsx}

COUNT = 36


def write_papers(root: Path, records: Sequence[Record], chance: Random) -> tuple[Paper, ...]:
    """Write documents of each kind below ``root``: of one record, of two, of none."""
    fates: dict[str, list[Record]] = {}
    for record in records:
        # A person and a masked shop are named in no document, whatever it declares.
        if record.subject.public_words[:1] == (record.subject.name,) and record.list_kind in ("black", "red"):
            fates.setdefault(record.fate, []).append(record)
    order = sorted(fates)
    chance.shuffle(order)
    papers = []
    for number in range(COUNT):
        folder = _FOLDERS[number % len(_FOLDERS)]
        told: list[Record] = []
        if number % 9:
            told.append(chance.choice(fates[order[number % len(order)]]))
            if number % 4 == 0:
                told.append(chance.choice(fates["standing"]))
        papers.append(_write(root, folder, number, told))
    return tuple(papers)


def _write(root: Path, folder: str, number: int, told: Sequence[Record]) -> Paper:
    slug, mark = f"time-{number:03d}", f"第{number:03d}件时光文稿"
    names = "、".join(record.subject.name for record in told) or "各经营者"
    rows = [[mark, record.subject.name, record.subject.code] for record in told] or [[mark, "", ""]]
    subjects = ";".join(record.id for record in told) or "无"
    title = f"{mark}：{names if number % 2 else '一批经营者'}（演示）"
    head = f"Title: {title}\nSlug: {slug}\nDate: 2028-12-{number % 28 + 1:02}\nSubjects: {subjects}\n"
    head += f"Summary: {mark}说到{names if number % 3 == 0 else '一批经营者'}。\nDemonstration: 是\n{_HEADS[folder]}"
    body = f"{mark}是虚构的演示文稿。\n\n"
    for record in told:
        body += f"## {record.subject.name}\n\n**{record.subject.name}**（{record.subject.code}）的记录见名单。\n\n"
    links = "".join(f"[附件]({slug}{ending})\n\n" for ending in (*_KINDS, ".docx"))
    place = root / "content" / folder
    (place / slug).mkdir(parents=True)
    (place / f"{slug}.md").write_text(f"{head}\n{body}{links}", encoding="utf-8")
    for ending, write in _KINDS.items():
        (place / slug / f"{slug}{ending}").write_bytes(write(rows))
    (place / slug / f"{slug}.docx").write_bytes(write_docx([" ".join(row) for row in rows]))
    return Paper(f"content/{folder}/{slug}.md", f"{folder}/{slug}/", mark, slug, tuple(record.id for record in told))


def always_shown(papers: Sequence[Paper], records: Sequence[Record]) -> tuple[Paper, ...]:
    """Return the documents all of whose records are public on every day."""
    steady = {record.id for record in records if all(is_public(record, day) for day in DAYS)}
    return tuple(paper for paper in papers if steady.issuperset(paper.subjects))
