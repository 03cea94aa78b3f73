"""Documents and the records they tell of: the line that is asked for, and leaving with the record."""

from __future__ import annotations

import datetime
import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from credit import gate
from credit.model import CheckFailed, Document
from tests.gate.test_gate import FILES, FIRM, SHOP, code, write_site

HEADING = (
    "record_id,name,former_names,unified_code,entity_kind,authority,decided_on,severity,listed_on,suspended_from,"
    "suspended_until,repaired_on\n"
)
ROWS = (
    f"BL-2026-00001,示例甲有限公司,示例旧甲有限公司,{FIRM},企业,office,2026-04-10,严重,2026-04-12,2026-08-01,2026-08-31,2026-12-01\n"
    "BL-2026-00003,赵某示,,,自然人,office,2026-04-10,严重,2026-04-12,,,\n"
    f"BL-2026-00004,王小明,,{SHOP},个体工商户,office,2026-04-10,严重,2026-04-12,,,\n"
    f"BL-2020-00005,示例丙旧案有限公司,,{code(12)},企业,office,2020-04-10,严重,2020-04-12,,,\n"
)
DAY = datetime.date(2026, 6, 1)


def write(root: Path, text: str, head: str = "", *, kind: str = "notices", slug: str = "a-notice") -> Path:
    """Write the site with one document and return its root."""
    write_site(root, FILES | {"black-list": HEADING + ROWS})
    folder = root / "content" / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{slug}.md").write_text(
        f"Title: 示例\nSlug: {slug}\nDate: 2026-05-01\n{head}\n{text}\n", encoding="utf-8"
    )
    return root


def notices(edition: gate.Edition) -> list[Document]:
    """Return the documents of an edition that are its own: it has the guides of the software besides."""
    return [document for document in edition.documents if document.kind != "guide"]


def report(root: Path, day: datetime.date = DAY) -> list[tuple[int, str, str]]:
    """Return line, code and severity of what the gate says of the document."""
    try:
        found = gate.validate(root, day).problems
    except CheckFailed as refused:
        found = refused.problems
    return [(item.line, item.code, item.severity) for item in found if item.path == "content/notices/a-notice.md"]


@pytest.mark.parametrize(
    "text",
    [
        "示例甲有限公司已处理。", "示例旧甲有限公司已处理。", "示例舊甲有限公司已處理。", "**示例甲**有限公司已处理。", f"代码 {FIRM} 已处理。", f"代码 {FIRM.lower()} 已处理。",
        "示例甲&#26377;限公司已处理。", "| 名称 |\n| --- |\n| 示例甲有限公司 |",
        f"见[报道](https://news.example/?q={quote('示例甲有限公司')})。",
    ],
)  # fmt: skip
def test_document_naming_a_black_listed_subject_is_refused_with_the_line_to_paste(tmp_path: Path, text: str) -> None:
    """A firm, its former name, its code, in any dress."""
    root = write(tmp_path, text)
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    (problem,) = [item for item in refused.value.problems if item.severity == "error"]
    assert (problem.path, problem.field, problem.code) == (
        "content/notices/a-notice.md",
        "Subjects",
        "subjects-missing",
    )
    assert "Subjects: BL-2026-0000" in problem.message


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize(
    ("text", "record"), [("当事人赵某示已处理。", "BL-2026-00003"), ("经营者王小明已处理。", "BL-2026-00004")]
)
def test_name_that_no_list_shows_is_refused_whatever_is_declared(
    tmp_path: Path, text: str, record: str, declared: bool
) -> None:
    """A natural person, a shop under a person's name; an accepted commit leaves the document out and says so."""
    root = write(tmp_path, text, f"Subjects: {record}\n" if declared else "")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    (problem,) = [item for item in refused.value.problems if item.severity == "error"]
    assert (problem.path, problem.line, problem.code) == ("content/notices/a-notice.md", 5 + declared, "hidden-name")
    assert [word for word in ("赵某示", "王小明") if word in problem.text()] == []
    edition = gate.validate(root, DAY, accepted=True)
    assert "content/notices/a-notice.md" not in [document.path for document in edition.documents]
    assert "document-departed" in [item.code for item in edition.problems]


def test_problem_names_the_line_where_the_name_stands(tmp_path: Path) -> None:
    """In the source, marks of Markdown included."""
    assert report(write(tmp_path, "第一段。\n\n与**示例甲**有限公司有关。")) == [(7, "subjects-missing", "error")]


def test_name_in_the_head_or_in_an_attachment_counts(tmp_path: Path) -> None:
    """Title and summary are public; so is a DOCX beside the document."""
    root = write(tmp_path / "head", "正文。", "Summary: 示例甲有限公司已处理\n")
    assert report(root) == [(4, "subjects-missing", "error")]
    root = write(tmp_path / "beside", "正文。")
    folder = root / "content" / "notices" / "a-notice"
    folder.mkdir()
    with zipfile.ZipFile(folder / "table.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w:p><w:t>示例甲</w:t><w:t>有限公司</w:t></w:p>")
    assert (1, "subjects-missing", "error") in report(root)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_name_in_a_text_beside_the_document_counts_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """A CSV of a Chinese Excel is in GB 18030."""
    root = write(tmp_path, "正文。")
    folder = root / "content" / "notices" / "a-notice"
    folder.mkdir()
    (folder / "list.csv").write_bytes("序号,名称\r\n1,示例甲有限公司\r\n".encode(encoding))
    assert (1, "subjects-missing", "error") in report(root)


def test_declared_document_is_shown_until_its_record_is_not(tmp_path: Path) -> None:
    """In the suspension and from the end on it is gone, and comes back after the suspension by itself."""
    root = write(tmp_path, "示例甲有限公司已处理。", "Subjects: BL-2026-00001\n")
    days = {
        "2026-06-01": True,
        "2026-07-31": True,
        "2026-08-01": False,
        "2026-08-31": False,
        "2026-09-01": True,
        "2026-12-01": False,
    }
    for day, shown in days.items():
        edition = gate.validate(root, datetime.date.fromisoformat(day))
        assert (day, [document.slug for document in notices(edition)]) == (day, ["a-notice"] if shown else [])
        assert edition.departed == (() if shown else ("/notices/a-notice/",))
        warned = [problem.code for problem in edition.problems if problem.path == "content/notices/a-notice.md"]
        assert (day, warned) == (day, [] if shown else ["document-departed"])


def test_day_before_a_departure_is_the_last_valid_one(tmp_path: Path) -> None:
    """The site of that day says until when it is right."""
    root = write(tmp_path, "示例甲有限公司已处理。", "Subjects: BL-2026-00001\n")
    assert gate.validate(root, DAY).valid_until == datetime.date(2026, 7, 31)


def test_link_to_a_departed_document_becomes_its_words(tmp_path: Path) -> None:
    """No other document stops, and no link leads to nothing."""
    root = write(tmp_path, "示例甲有限公司已处理。", "Subjects: BL-2026-00001\n")
    write(tmp_path, "见[前一份通知](/notices/a-notice/)。", slug="another")
    (there,) = [document for document in gate.validate(root, DAY).documents if document.slug == "another"]
    assert '<a href="/notices/a-notice/">' in there.body
    (left,) = notices(gate.validate(root, datetime.date(2026, 8, 1)))
    assert "/notices/a-notice/" not in left.body
    assert "前一份通知" in left.body


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("金乌公司被处罚的通知", True), ("**金 乌**一案", True), ("前一份通知", False), ("示例公司的通知", False), ("有限公司名单", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", [False, True])
def test_link_text_with_a_short_name_of_the_linked_subject_is_a_warning(
    tmp_path: Path, words: str, warned: bool, declared: bool
) -> None:
    """It stays when that document has left; words that other names hold as well tell of nobody."""
    row = f"BL-2026-00006,示例金乌有限公司,,{code(13)},企业,office,2026-04-10,严重,2026-04-12,,,\n"
    write_site(tmp_path, FILES | {"black-list": HEADING + ROWS + row})
    folder = tmp_path / "content" / "notices"
    folder.mkdir(parents=True)
    (folder / "other.md").write_text(
        "Title: 示例\nSlug: other\nDate: 2026-05-01\nSubjects: BL-2026-00006\n\n示例金乌有限公司已处理。\n",
        encoding="utf-8",
    )
    head = "Title: 示例\nSlug: a-notice\nDate: 2026-05-01\n" + ("Subjects: BL-2026-00006\n" if declared else "")
    (folder / "a-notice.md").write_text(f"{head}\n见[{words}](/notices/other/#c1)。\n", encoding="utf-8")
    expected = [(5, "other-name", "warning")] if warned and not declared else []
    assert report(tmp_path) == expected


@pytest.mark.parametrize(("title", "warned"), [("关于金乌公司案的通报", True), ("关于一起案件的通报", False)])
def test_cited_title_with_a_short_name_of_the_subject_is_a_warning(tmp_path: Path, title: str, warned: bool) -> None:
    """A title in its marks is a link by itself, and stays as words when the document has left."""
    row = f"BL-2026-00006,示例金乌有限公司,,{code(13)},企业,office,2026-04-10,严重,2026-04-12,,,\n"
    write(tmp_path, f"见《{title}》。")
    write_site(tmp_path, FILES | {"black-list": HEADING + ROWS + row})
    (tmp_path / "content" / "notices" / "other.md").write_text(
        f"Title: {title}\nSlug: other\nDate: 2026-05-01\nSubjects: BL-2026-00006\n\n示例金乌有限公司已处理。\n",
        encoding="utf-8",
    )
    assert report(tmp_path) == ([(1, "other-name", "warning")] if warned else [])
    write_site(write(tmp_path, f"见[《{title}》](/notices/other/)。"), FILES | {"black-list": HEADING + ROWS + row})
    assert report(tmp_path) == ([(5, "other-name", "warning")] if warned else [])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-11", ("subjects-missing", "error")), ("2026-08-15", ("subjects-missing", "error")), ("2026-12-02", ("ended-subject", "warning")),
    ],
    ids=["not listed yet", "suspended", "repaired"],
)  # fmt: skip
def test_subject_whose_record_is_still_to_come_is_declared_as_well(
    tmp_path: Path, day: str, said: tuple[str, str]
) -> None:
    """Without the line the document would name it while it is not public, and stay when the record has ended."""
    root = write(tmp_path, "拟将示例甲有限公司列入失信名单。")
    assert (5, *said) in report(root, datetime.date.fromisoformat(day))
    write(tmp_path, "拟将示例甲有限公司列入失信名单。", "Subjects: BL-2026-00001\n")
    edition = gate.validate(root, datetime.date.fromisoformat(day))
    assert notices(edition) == []


def test_name_that_no_list_will_show_is_refused_before_the_listing(tmp_path: Path) -> None:
    """A natural person whose record is not public yet."""
    root = write(tmp_path, "当事人赵某示将被列入。")
    assert (5, "hidden-name", "error") in report(root, datetime.date(2026, 4, 11))
    assert notices(gate.validate(root, datetime.date(2026, 4, 11), accepted=True)) == []


def test_subject_that_is_listed_no_more_is_a_warning_alone(tmp_path: Path) -> None:
    """Its name stays as it is written, with no mark on the page."""
    root = write(tmp_path, "示例丙旧案有限公司参加了活动。")
    assert report(root) == [(5, "ended-subject", "warning")]
    (document,) = notices(gate.validate(root, DAY))
    assert "示例丙旧案有限公司参加了活动。" in document.body


@pytest.mark.parametrize("value", ["BL-2026-00099", "BL-2026-00001;XX-2020-00001"])
def test_unknown_id_is_refused_at_its_line(tmp_path: Path, value: str) -> None:
    """An id of no list and of no register."""
    assert (4, "subjects-unknown", "error") in report(write(tmp_path, "正文。", f"Subjects: {value}\n"))


def test_accepted_build_keeps_what_a_newer_rule_would_refuse(tmp_path: Path) -> None:
    """A case without the line, and a notice whose firm was listed after it: shown, with a warning."""
    root = write(tmp_path, "示例甲有限公司参加了活动。")
    write(tmp_path, "正文。", kind="cases", slug="a-case")
    edition = gate.validate(root, DAY, accepted=True)
    assert sorted(document.slug for document in notices(edition)) == ["a-case", "a-notice"]
    assert {"subjects-missing", "subjects-unstated"} <= {problem.code for problem in edition.problems}


def test_innocent_documents_pass(tmp_path: Path) -> None:
    """A red-listed firm, an office, part of a name."""
    assert report(write(tmp_path, "示例乙有限公司列入红名单。示例商务局公布。示例甲公司。")) == []


@pytest.mark.parametrize(
    ("linked", "severity"), [(FIRM, "warning"), (code(77), "error")], ids=["listed once", "never listed"]
)
def test_a_link_to_an_archive_that_left_refuses_no_push(tmp_path: Path, linked: str, severity: str) -> None:
    """The listing has ended with no push: whatever comes next, another removal too, does not wait for the document."""
    root = write(tmp_path, f"见[档案](/entities/{linked}.html)。")
    found = report(root, datetime.date(2027, 1, 5))
    assert [item for item in found if item[1] == "link" or item[2] == "error"] == [(5, "link", severity)]


def test_a_black_list_that_names_its_subjects_in_another_column_is_looked_for(tmp_path: Path) -> None:
    """The column that ``credit.label`` states: a document declares the record, and a row may name its own subject."""
    root = write(tmp_path, "Zebra Forwarding Example Ltd 已处理。")
    types = {"record_id": "string", "carrier": "string", "remark": "string", "listed_on": "date"}
    fields = [{"name": name, "title": name, "description": "示例", "type": kind} for name, kind in types.items()]
    schema = {"fields": fields, "primaryKey": ["record_id"]}
    (root / "data" / "carriers.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    (root / "data" / "carriers.csv").write_bytes(
        b"\xef\xbb\xbfrecord_id,carrier,remark,listed_on\n"
        b"OC-2026-00001,Zebra Forwarding Example Ltd,Zebra Forwarding Example Ltd,2026-05-06\n"
    )
    descriptor = root / "data" / "datapackage.json"
    package = json.loads(descriptor.read_text(encoding="utf-8"))
    rules = {"kind": "black", "severities": ["一般"], "severity_unstated": True, "label": "carrier"}
    package["resources"].append(
        {
            "name": "carriers",
            "title": "承运人",
            "path": "carriers.csv",
            "schema": "carriers.schema.json",
            "credit": rules,
        }
    )
    descriptor.write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root, DAY)
    asked = [item for item in refused.value.problems if item.code == "subjects-missing"]
    assert ["Subjects: OC-2026-00001" in item.message for item in asked] == [True]
    assert "other-name" not in {item.code for item in refused.value.problems}
