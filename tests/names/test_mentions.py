"""Names in others' words: a row speaks of its own subject, a document says of whom it tells (issue 15, section 4)."""

from __future__ import annotations

import pytest

from tests.names.demonstration import Demonstration, Place
from tests.time_machine.attachments import write_docx, write_xlsx

NOTICE = "content/notices/case-of-names.md"
FACTS = "与{}共同虚构订单。"


def other_firm(demo: Demonstration, own: Place) -> Place:
    """Return a public enterprise of a black list beside the one given."""
    return demo.find(
        "black", lambda row: row["entity_kind"] == "企业" and row["unified_code"] != own.row["unified_code"]
    )


# --- rows -------------------------------------------------------------------------------------------


def test_removed_and_hidden_names_in_facts_are_refused_at_their_line(demo: Demonstration) -> None:
    """F5: a person of the package, and name and code of a firm whose listing is over, in another row's facts."""
    firm, over, person = demo.firm(), demo.firm(public=False), demo.person()
    words = f"{person.row['name']}、{over.row['name']}（{over.row['unified_code']}）"
    line = demo.change(firm, facts=FACTS.format(words))
    assert line in demo.lines(f"data/{firm.dataset}.csv")
    assert {} == demo.places(person.row["name"], over.row["name"], over.row["unified_code"])


@pytest.mark.parametrize("column", ["unified_code", "record_id"])
@pytest.mark.parametrize("public", [True, False], ids=["listed", "listed no more"])
def test_the_code_or_id_of_another_in_a_row_is_an_error(demo: Demonstration, column: str, public: bool) -> None:
    firm = demo.firm()
    other = other_firm(demo, firm) if public else demo.firm(public=False)
    line = demo.change(firm, facts=FACTS.format(other.row[column]))
    assert line in demo.lines(f"data/{firm.dataset}.csv")


def test_the_name_of_another_listed_subject_in_a_row_is_a_warning_with_the_word_to_use(demo: Demonstration) -> None:
    firm = demo.firm()
    other = other_firm(demo, firm)
    line = demo.change(firm, facts=FACTS.format(other.row["name"]))
    path = f"data/{firm.dataset}.csv"
    assert line not in demo.lines(path)
    told = [problem.message for problem in demo.found(path, "warning") if problem.line == line]
    assert any("另一经营者" in message for message in told)
    assert not any(other.row["name"] in message for message in told)


def test_the_name_of_a_person_of_the_package_in_another_row_is_a_warning_with_the_word_to_use(
    demo: Demonstration,
) -> None:
    firm, person = demo.firm(), demo.person()
    line = demo.change(firm, facts=FACTS.format(person.row["name"]))
    problems = [problem for problem in demo.problems() if problem.line == line and "当事人" in problem.message]
    assert problems != []
    assert not any(person.row["name"] in problem.message for problem in problems)


def test_a_row_may_name_its_own_subject(demo: Demonstration) -> None:
    firm = demo.firm()
    line = demo.change(firm, facts=f"{firm.row['name']}（{firm.row['unified_code']}，{firm.id}）虚构订单。")
    path = f"data/{firm.dataset}.csv"
    assert line not in demo.lines(path) | demo.lines(path, "warning")


# --- documents --------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["name", "unified_code"])
def test_a_document_that_names_a_listed_subject_and_declares_none_is_refused(demo: Demonstration, column: str) -> None:
    """At the line where the name stands or the one where the front matter lacks it, with the line to paste."""
    firm = demo.firm()
    demo.write_document(f"一段正文。\n\n{firm.row[column]}已经处理。")
    found = demo.found(NOTICE)
    assert found != []
    assert any(f"Subjects: {firm.id}" in problem.message for problem in found)


def test_a_document_that_says_none_and_names_a_listed_subject_is_refused(demo: Demonstration) -> None:
    firm = demo.firm()
    demo.write_document(f"{firm.row['name']}已经处理。", head="Subjects: 无\n")
    assert demo.found(NOTICE) != []


@pytest.mark.parametrize("spelling", ["{0}**{1}**", "{0}&#x200b;{1}", "{0}\n{1}", "[{0}{1}](/lists/)"])
def test_a_name_in_the_dress_of_markdown_is_a_name(demo: Demonstration, spelling: str) -> None:
    """Parted by emphasis, an entity, a line break of the source, or as the words of a link."""
    name = demo.firm().row["name"]
    demo.write_document(spelling.format(name[:6], name[6:]) + "已经处理。")
    assert demo.found(NOTICE) != []


@pytest.mark.parametrize("place", ["title", "summary"])
def test_a_name_in_the_head_of_a_document_is_a_name(demo: Demonstration, place: str) -> None:
    name = demo.firm().row["name"]
    path = demo.write_document("一段正文。", head=f"Summary: {name}的事\n" if place == "summary" else "")
    if place == "title":
        text = path.read_text(encoding="utf-8").replace("Title: 测试文稿", f"Title: 关于{name}的通知")
        path.write_text(text, encoding="utf-8")
    assert demo.found(NOTICE) != []


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx"])
def test_a_name_in_an_attachment_is_a_name(demo: Demonstration, ending: str) -> None:
    """A document whose attachment names a listed subject, and that declares none, is refused as well."""
    name = demo.firm().row["name"]
    path = demo.write_document(f"[附件](list{ending})。")
    folder = path.with_suffix("")
    folder.mkdir()
    made = {".csv": name.encode(), ".xlsx": write_xlsx([[name]]), ".docx": write_docx([name])}
    (folder / f"list{ending}").write_bytes(made[ending])
    assert [problem for problem in demo.problems() if problem.severity == "error"] != []


@pytest.mark.parametrize("folder", ["cases", "reports"])
def test_cases_and_reports_must_declare_their_subjects(demo: Demonstration, folder: str) -> None:
    """无 will do where they tell of none."""
    head = {"cases": "Outcome: 反面\n", "reports": f"Period: 2026-H2\nAs_of: 2026-11-20\nData_digest: {'0' * 64}\n"}[
        folder
    ]
    path = f"content/{folder}/case-of-names.md"
    demo.write_document("一段正文。", folder=folder, head=head)
    assert any("Subjects" in problem.message for problem in demo.found(path))
    demo.write_document("一段正文。", folder=folder, head=f"{head}Subjects: 无\n")
    assert [] == demo.found(path)


def test_a_document_with_its_subjects_is_published_until_a_record_leaves(demo: Demonstration) -> None:
    """The day on which one of two is suspended it is in no byte; staff are told by a warning of the accepted build."""
    firm = demo.firm()
    other = other_firm(demo, firm)
    demo.write_document(f"{firm.row['name']}和{other.row['name']}已经处理。", head=f"Subjects: {firm.id};{other.id}\n")
    assert [] == demo.found(NOTICE)
    assert "notices/case-of-names/index.html" in demo.places(firm.row["name"])
    demo.change(other, suspended_from=demo.edition.as_of.isoformat(), suspended_until="")
    assert {} == demo.places("case-of-names", other.row["name"])
    told = [problem for problem in demo.problems() if problem.path == NOTICE]
    assert told != []
    assert {"warning"} == {problem.severity for problem in told}


def test_a_firm_that_is_listed_no_more_is_a_firm_like_any_other(demo: Demonstration) -> None:
    """Its name in a notice is a warning to staff alone; the page shows it as it stands, with no mark in its place."""
    over = demo.firm(public=False)
    name = over.row["name"]
    demo.write_document(f"{name}参加了培训。")
    assert [] == demo.found(NOTICE)
    assert demo.found(NOTICE, "warning") != []
    found = demo.places(f"{name}参加了培训。")
    assert "notices/case-of-names/index.html" in found


def test_the_name_of_a_person_in_a_notice_is_reported_and_in_no_byte(demo: Demonstration) -> None:
    """F5: a natural person of the package is public by no document, whatever it declares."""
    person = demo.person()
    name = person.row["name"]
    demo.write_document(f"当事人{name}已处理。")
    assert [problem for problem in demo.problems() if problem.path == NOTICE] != []
    demo.write_document(f"当事人{name}已处理。", head=f"Subjects: {person.id}\n")
    assert {} == demo.places(name)


def test_a_notice_with_removed_and_hidden_names_is_refused_at_its_line(demo: Demonstration) -> None:
    """F5: a person whose record is on a list, and a firm whose listing is over, with its code."""
    over, person = demo.firm(public=False), demo.person()
    path = demo.write_document(
        f"一段正文。\n\n当事人{person.row['name']}、{over.row['name']}（{over.row['unified_code']}）已处理。"
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "已处理" in text)
    assert demo.lines(NOTICE) & {1, line} != set()
    assert not any(person.row["name"] in problem.message for problem in demo.problems())
