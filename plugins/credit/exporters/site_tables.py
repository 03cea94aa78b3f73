"""Site tables: datasets that no file of data/ holds, made of the edition: documents, ended ids, monthly changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from credit import urls
from credit.change_history.monthly_changes import CHANGES, MonthlyCount
from credit.documents.change_notes import change_notes
from credit.documents.front_matter_keys import stated_values
from credit.exporters.link_tables import make_table
from credit.model import (
    COLUMN_TITLES,
    ENDED,
    ENDED_WORDS,
    REASON_WORDS,
    REGISTER,
    Constraints,
    Document,
    Field,
    ListRules,
    PublicTable,
    Resource,
    Schema,
)

if TYPE_CHECKING:
    from credit.gate import Edition

_NEEDED = Constraints(required=True)

_KINDS = tuple(COLUMN_TITLES)

_DOCUMENT_FIELDS = (
    Field("slug", "短名", "文件在网址里的短名，在同一种类里不重复。", constraints=_NEEDED, title_en="Slug"),
    Field(
        "kind",
        "种类",
        "文件的种类。",
        constraints=Constraints(required=True, enum=_KINDS),
        title_en="Kind",
    ),
    Field("title", "标题", "文件的标题。", constraints=_NEEDED, title_en="Title"),
    Field("number", "文号", "发文字号；没有的为空。", title_en="Document number"),
    Field("issuer", "发文机关", "发文的机关；没有注明的为空。", title_en="Issuer"),
    Field("date", "日期", "文件的日期；没有注明的为空。", "date", title_en="Date"),
    Field("written_on", "成文日期", "成文的日期；没有注明的为空。", "date", title_en="Written on"),
    Field("published_on", "发布日期", "发布的日期；没有注明的为空。", "date", title_en="Published on"),
    Field("changed_on", "最近修改日期", "正文最近一次修改的日期；没有改过的为空。", "date", title_en="Last changed on"),
    Field("changes", "修改记录", "每次修改的日期和内容，最近的在前；没有改过的为空。", title_en="Changes"),
    Field("validity", "有效性", "政策文件现在是否有效；其他种类为空。", title_en="Validity"),
    Field("url", "网址", "文件在本站的网址。", constraints=_NEEDED, title_en="Address"),
    Field("sha256", "正文校验值", "正文文字（UTF-8）的 SHA-256。", constraints=_NEEDED, title_en="SHA-256 of the text"),
)

_ENDED_FIELDS = (
    Field(
        "record_id",
        "记录编号",
        "已经撤下的记录的编号；保存了本站数据的，请删去这些记录。",
        constraints=Constraints(required=True, unique=True),
        title_en="Record id",
    ),
    Field(
        "reason",
        "原因",
        REASON_WORDS,
        constraints=Constraints(required=True, enum=(ENDED, "撤销", "更正")),
        keys={ENDED: "ended", "撤销": "revoked", "更正": "corrected"},
        title_en="Reason",
    ),
)


#: Counts of what the lists gained and lost.
MONTHLY_CHANGES = "monthly-changes"

_MONTHLY_FIELDS = (
    Field("list", "名单", "名单的数据集名。", constraints=_NEEDED, title_en="List"),
    Field(
        "change",
        "变动",
        f"新增：第一次公布。{ENDED_WORDS}撤销、更正：见撤下登记。",
        constraints=Constraints(required=True, enum=CHANGES),
        keys={"新增": "added", ENDED: "ended", "撤销": "revoked", "更正": "corrected"},
        title_en="Change",
    ),
    Field(
        "period",
        "时间",
        "月份（例如 2026-11）；只写年份的，是这一年里没有单独列出的各月合计；other 是没有单独列出的各年合计。",
        constraints=_NEEDED,
        title_en="Period",
    ),
    Field("records", "记录", "记录的条数，不少于 5。", "integer", constraints=_NEEDED, title_en="Records"),
)


def documents_table(edition: Edition, siteurl: str) -> PublicTable:
    """Return the documents of the site, by kind and slug; texts of the site itself and guides are none."""
    documents = sorted(
        (document for document in edition.documents if document.kind in _KINDS),
        key=lambda document: (document.kind, document.slug),
    )
    return make_table(
        _resource(
            "documents",
            "文件",
            "Documents",
            "本站公布的政策文件、通知、案例和报告。",
            _DOCUMENT_FIELDS,
            ("kind", "slug"),
            "title",
        ),
        [_document_row(document, siteurl) for document in documents],
    )


def _document_row(document: Document, siteurl: str) -> tuple[str, ...]:
    stated = stated_values(document.metadata)
    address = urls.document_address(document.kind, document.slug)
    notes = change_notes(document.metadata)
    return (
        document.slug,
        document.kind,
        document.title,
        stated.get("Number", ""),
        stated.get("Issuer", ""),
        document.date.isoformat() if document.date else "",
        stated.get("Written_on", ""),
        stated.get("Published_on", ""),
        notes[0].day if notes else "",
        "；".join(f"{note.day} {note.words}" for note in notes),
        stated.get("Validity", ""),
        urls.reachable(siteurl, address),
        hashlib.sha256(document.text.encode()).hexdigest(),
    )


def ended_table(edition: Edition, ended: Mapping[str, Iterable[str]]) -> PublicTable:
    """Return the ids of all records that ended, the set of the page of withdrawn records; no name, no day."""
    register = edition.public.get(REGISTER)
    rows: dict[str, str] = {}
    if register is not None:
        rows.update(zip(register.column("record_id"), register.column("reason"), strict=True))
    for ids in ended.values():
        rows.update(dict.fromkeys(ids, ENDED))
    description = "已经撤下的全部记录的编号和公开的原因，不含名称、代码和日期。保存了本站数据的人按它删去记录。"
    resource = _resource(
        "ended", "已经撤下的编号", "Ended ids", description, _ENDED_FIELDS, ("record_id",), "record_id"
    )
    return make_table(resource, sorted(rows.items()))


def append_ended(register: PublicTable, ended: Mapping[str, Iterable[str]]) -> PublicTable:
    """Return the public register with a row for each id that ended without being in it: a commit took its row out."""
    known = set(register.column("record_id"))
    further = sorted({record_id for ids in ended.values() for record_id in ids} - known)
    if not further:
        return register
    names = register.resource.schema.names
    rows = [*zip(*map(register.column, names), strict=True)]
    for record_id in further:
        words = {"record_id": record_id, "reason": ENDED}
        rows.append(tuple(words.get(name, "") for name in names))
    place = names.index("record_id")
    return make_table(register.resource, sorted(rows, key=lambda row: row[place]))


def monthly_changes_table(counts: Iterable[MonthlyCount]) -> PublicTable:
    """Return how many records each list gained and lost by month; no name and no id."""
    description = (
        "每份名单每个月新增、移出多少条记录，由名单的改动历史算出，不含名称、代码和编号。"
        "一个月不足 5 条的并入当年，仍然不足的再并入其他年份。"
    )
    rows = [(count.list, count.change, count.period, str(count.records)) for count in counts]
    key = ("list", "change", "period")
    resource = _resource(
        MONTHLY_CHANGES, "名单每月的增减", "Monthly changes of the lists", description, _MONTHLY_FIELDS, key, "period"
    )
    return make_table(resource, rows)


def site_tables(
    edition: Edition, ended: Mapping[str, Iterable[str]], siteurl: str, counts: Iterable[MonthlyCount] = ()
) -> Mapping[str, PublicTable]:
    """Return the datasets that are made of the edition and its history, by name; ``ended`` are ids by list."""
    tables = (documents_table(edition, siteurl), ended_table(edition, ended), monthly_changes_table(counts))
    return {table.resource.name: table for table in tables}


def _resource(
    name: str, title: str, title_en: str, description: str, fields: tuple[Field, ...], key: tuple[str, ...], label: str
) -> Resource:
    paths = (f"data/{name}.csv", f"data/{name}.schema.json")
    return Resource(name, title, description, *paths, Schema(fields, key), ListRules(label=label), title_en)
