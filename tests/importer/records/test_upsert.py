"""What an import adds, changes, leaves and refuses."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from credit.importer.import_records import import_records
from credit.importer.import_report import ImportReport
from credit.model import CheckFailed, CreditError
from tests.importer.conftest import AS_OF, write_csv

Read = Callable[[str], list[dict[str, str]]]

HEAD = [
    "企业名称",
    "统一社会信用代码",
    "失信行为",
    "主要事实",
    "认定依据",
    "文号",
    "认定部门",
    "认定日期",
    "失信程度",
    "列入日期",
]
KNOWN = [
    "公主岭示例零号贸易有限公司",
    "91220184MA17E0001Y",
    "恶意刷单",
    "2026年1月虚构订单（示例）。",
    "《中华人民共和国电子商务法》第十七条",
    "公市监示例(2026) 1号",
    "市市场监管局",
    "2026/4/10",
    "一般",
    "2026/4/15",
]


def changed(**values: str) -> list[str]:
    row = list(KNOWN)
    for name, value in values.items():
        row[HEAD.index(name)] = value
    return row


@pytest.fixture
def run(package: Path, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import rows under HEAD, or under headings of their own, into the black list."""

    def run_(*rows: list[str], head: list[str] = HEAD, **options: object) -> ImportReport:
        source = write_csv(tmp_path / "export.csv", [head, *rows])
        return import_records(source, "black-list", root=package, as_of=AS_OF, **options)  # type: ignore[arg-type]

    return run_


def test_another_spelling_is_no_change(run: Callable[..., ImportReport]) -> None:
    """Brackets of a number, words for keys and slashes in days say what the record says already."""
    report = run(KNOWN)
    assert (("BL-2026-00004",), (), ()) == (report.unchanged, report.added, report.changed)
    assert report.target is None


def test_a_change_is_told_field_by_field(run: Callable[..., ImportReport], read: Read) -> None:
    """Record, field, before and after; what the department does not send stays."""
    report = run(changed(失信程度="严重"))
    assert [("BL-2026-00004", "severity", "一般", "严重")] == [
        (item.record_id, item.field, item.before, item.after) for item in report.changed
    ]
    row = read("black-list")[0]
    assert ("严重", "2026-05-01", "fanjiatun") == (row["severity"], row["disputed_since"], row["township"])


@pytest.mark.parametrize("ids", [("BL-2026-00004", ""), ("", "BL-2026-00004")])
def test_a_row_that_was_copied_without_its_id_is_repeated(
    run: Callable[..., ImportReport], ids: tuple[str, str]
) -> None:
    """It says nothing else than the other."""
    report = run(*([record_id, *KNOWN] for record_id in ids), head=["记录编号", *HEAD])
    assert ((), ("BL-2026-00004",)) == (report.refused, report.unchanged)
    assert "与第 2 行完全相同，略过" in [note.kind for note in report.notes]


def test_an_objection_of_a_day_to_come_is_refused(run: Callable[..., ImportReport]) -> None:
    """The days that cannot be ahead are those of the check."""
    report = run([*KNOWN, "2027-05-01"], head=[*HEAD, "disputed_since"])
    (refusal,) = report.refused
    assert "还没有到这一天" in refusal.reasons[0]


def test_a_later_decision_of_an_expired_record_is_refused(
    run: Callable[..., ImportReport], read: Read, package: Path, tmp_path: Path
) -> None:
    """It would be public again; while the record runs, the later day is taken."""
    row = changed(认定日期="2026/4/30", 列入日期="2026/5/2")
    source = write_csv(tmp_path / "later.csv", [HEAD, row])
    report = import_records(source, "black-list", root=package, as_of=datetime.date(2027, 4, 20))
    assert [refusal.row for refusal in report.refused] == [2]
    assert "BL-2026-00004 已经期满，改了以后会重新公示" in report.refused[0].reasons[0]
    assert read("black-list")[0]["decided_on"] == "2026-04-10"
    run(row)
    assert read("black-list")[0]["decided_on"] == "2026-04-30"


def test_a_code_of_zeros_is_refused_as_made_up(run: Callable[..., ImportReport]) -> None:
    """It was not rounded by a spreadsheet; a natural person has none."""
    (refusal,) = run(changed(统一社会信用代码="0" * 18)).refused
    assert "像是凑数的号码" in refusal.reasons[0]
    assert "自然人请留空" in refusal.reasons[0]


def test_a_new_record_gets_a_number_never_used(run: Callable[..., ImportReport]) -> None:
    """BL-2026-00009 was withdrawn: its number and those before it are not given again."""
    report = run(
        changed(文号="公市监示例〔2026〕2号"),
        changed(文号="公市监示例〔2025〕3号", 认定日期="2025-05-01", 列入日期="2025-05-03"),
    )
    assert ["BL-2026-00010", "BL-2025-00001"] == [item.record_id for item in report.added]


def test_a_number_in_the_history_of_git_is_not_given_again(run: Callable[..., ImportReport], package: Path) -> None:
    """A record that was taken out of the file by hand was public once under its number."""
    path = package / "data" / "black-list.csv"
    text = path.read_text(encoding="utf-8-sig")

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false", *arguments],
            cwd=package, check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    path.write_text(text + text.splitlines()[1].replace("00004", "00031") + "\n", encoding="utf-8-sig", newline="\n")
    git("add", "-A")
    git("commit", "-qm", "one")
    path.write_text(text, encoding="utf-8-sig", newline="\n")
    git("commit", "-qam", "two")
    report = run(changed(文号="公市监示例〔2026〕2号"))
    assert ["BL-2026-00032"] == [item.record_id for item in report.added]


def test_a_withdrawn_number_is_never_published_again(run: Callable[..., ImportReport]) -> None:
    """A row that carries it is refused, and so is a number nobody gave."""
    report = run(["BL-2026-00009", *KNOWN], ["BL-2026-00777", *KNOWN], head=["记录编号", *HEAD])
    assert "已经撤下（撤销）" in report.refused[0].reasons[0]
    assert "没有编号为" in report.refused[1].reasons[0]


def test_a_withdrawn_determination_does_not_come_back_under_a_new_number(
    run: Callable[..., ImportReport], package: Path
) -> None:
    """The department sends its old table again: the record is known by its row in an earlier commit."""
    path = package / "data" / "black-list.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    options = ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*options, *command], cwd=package, check=True, capture_output=True)
    path.write_text(lines[0], encoding="utf-8-sig", newline="\n")
    register = package / "data" / "withdrawals.csv"
    register.write_text(
        "record_id,withdrawn_on,reason,explanation\nBL-2026-00004,2026-06-01,撤销,复议撤销（示例）。\n",
        encoding="utf-8-sig",
    )
    report = run(KNOWN)
    assert () == report.added
    assert "BL-2026-00004" in report.refused[0].reasons[0]


def test_the_same_row_twice_is_taken_once_and_two_that_differ_are_refused(run: Callable[..., ImportReport]) -> None:
    """Which of two is right is for the department to say."""
    new = changed(文号="公市监示例〔2026〕2号")
    report = run(new, new, changed(文号="公市监示例〔2026〕2号", 失信程度="严重"))
    assert [2] == [item.row for item in report.added]
    assert [4] == [item.row for item in report.refused]


def test_a_dry_run_writes_nothing(run: Callable[..., ImportReport], package: Path, tmp_path: Path) -> None:
    """It tells what would be done, refused rows included."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.csv")}
    report = run(changed(文号="公市监示例〔2026〕2号"), changed(失信程度="很严重"), dry_run=True)
    assert (1, 1) == (len(report.added), len(report.refused))
    written = {path: path.read_bytes() for path in tmp_path.rglob("*.csv") if path.name != "export.csv"}
    assert {path: data for path, data in before.items() if path.name != "export.csv"} == written


@pytest.fixture
def corrected(package: Path) -> None:
    """The record of the package, withdrawn as a correction; its row stays."""
    (package / "data" / "withdrawals.csv").write_text(
        "record_id,withdrawn_on,reason,explanation\nBL-2026-00004,2026-06-01,更正,\n",
        encoding="utf-8-sig",
        newline="\n",
    )


@pytest.mark.usefixtures("corrected")
@pytest.mark.parametrize(
    "values", [{"主要事实": "2026年1月至3月虚构订单（示例）。"}, {"统一社会信用代码": "91220184MA17E0028N", "企业名称": "公主岭示例贰号有限公司"},
               {"统一社会信用代码": "91220184MA17E0028N"}], ids=["facts", "subject", "code"]
)  # fmt: skip
def test_a_record_withdrawn_as_a_correction_is_published_again_corrected(
    run: Callable[..., ImportReport], read: Read, values: dict[str, str]
) -> None:
    """Under a new id; the row that was wrong stays as it is."""
    before = read("black-list")[0]
    report = run(changed(**values))
    assert (["BL-2026-00005"], ()) == ([item.record_id for item in report.added], report.refused)
    assert before == read("black-list")[0]


@pytest.mark.usefixtures("corrected")
def test_a_row_withdrawn_as_a_correction_does_not_come_back_as_it_was(run: Callable[..., ImportReport]) -> None:
    """The department sends the wrong row again, before the right one is there and afterwards."""
    report = run(KNOWN)
    assert ((), (), ()) == (report.added, report.changed, report.unchanged)
    assert "与 BL-2026-00004 相同，它已按更正撤下" in report.refused[0].reasons[0]
    right = changed(主要事实="2026年1月至3月虚构订单（示例）。")
    assert 1 == len(run(right).added)
    assert ("BL-2026-00005",) == run(right).unchanged
    again = run(KNOWN)
    assert ((), ()) == (again.added, again.changed)
    assert "已按更正撤下" in again.refused[0].reasons[0]


def test_two_firms_in_one_cell_are_a_question(run: Callable[..., ImportReport]) -> None:
    """The code is that of one of them; the other would be listed without one."""
    report = run(changed(企业名称="公主岭示例甲贸易有限公司、公主岭示例乙贸易有限公司", 文号="公市监示例〔2026〕2号"))
    assert ((), "主体名称：一格里像是有几个主体；") == (report.added, report.refused[0].reasons[0][:16])


def test_a_decision_of_another_code_and_day_is_a_question(run: Callable[..., ImportReport]) -> None:
    """One of the two codes is written wrongly."""
    report = run(changed(统一社会信用代码="91220184MA17E0028N", 认定日期="2026-04-11"))
    assert () == report.added
    assert "代码却不同" in "；".join(report.refused[0].reasons)


def test_a_record_with_such_a_name_already_may_change_elsewhere(
    run: Callable[..., ImportReport], package: Path, read: Read
) -> None:
    """The gate warned of it when it was entered; its end is not held up."""
    path = package / "data" / "black-list.csv"
    name = "公主岭示例甲贸易有限公司、公主岭示例乙贸易有限公司"
    text = path.read_text(encoding="utf-8-sig").replace(KNOWN[0], name)
    path.write_text(text, encoding="utf-8-sig", newline="\n")
    report = run(changed(企业名称=name, 失信程度="严重"))
    assert ((), "严重") == (report.refused, read("black-list")[0]["severity"])


def test_refused_rows_come_back_in_their_layout_with_the_reason_last(
    run: Callable[..., ImportReport], tmp_path: Path
) -> None:
    """The department corrects the file and sends it again; the reason is no column of the list."""
    run(KNOWN, changed(失信程度="很严重", 文号="公市监示例〔2026〕2号"))
    text = (tmp_path / "export-退回.csv").read_text(encoding="utf-8-sig")
    assert [*HEAD, "退回原因"] == text.splitlines()[0].split(",")
    assert 2 == len(text.splitlines())
    assert ",原第 3 行：" in text.splitlines()[1]
    assert text.splitlines()[1].endswith("失信程度：“很严重”：只能是 严重、轻微、一般 之一")
    mended = tmp_path / "mended.csv"
    mended.write_text(text.replace("很严重,", "严重,"), encoding="utf-8-sig")
    report = import_records(mended, "black-list", root=tmp_path / "package", as_of=AS_OF)
    assert (1, ()) == (len(report.added), report.refused)


def test_unknown_headings_are_questions_and_answers_settle_them(run: Callable[..., ImportReport]) -> None:
    """Nothing is written before; a heading is mapped or left out."""
    head = [*HEAD[:-1], "上榜的日子", "领导批示"]
    row = [*changed(文号="公市监示例〔2026〕2号"), "阅"]
    report = run(row, head=head)
    assert 2 == len(report.questions)
    assert report.target is None
    report = run(row, head=head, maps=["上榜的日子=列入日期"], ignores=["领导批示"])
    assert ((), 1) == (report.questions, len(report.added))


def test_a_missing_column_is_asked_for_or_given_for_all_rows(run: Callable[..., ImportReport]) -> None:
    """--set gives every row the same value."""
    place = HEAD.index("认定部门")
    row = changed(文号="公市监示例〔2026〕2号")
    head, row = HEAD[:place] + HEAD[place + 1 :], row[:place] + row[place + 1 :]
    assert "认定部门" in run(row, head=head).questions[0]
    assert 1 == len(run(row, head=head, values=["认定部门=公主岭市商务局"]).added)


def test_an_unusable_answer_or_dataset_is_named(
    run: Callable[..., ImportReport], package: Path, tmp_path: Path
) -> None:
    """With the names that would be right."""
    for options in ({"maps": ["没有等号"]}, {"maps": ["甲=没有的列"]}, {"values": ["没有的列=1"]}, {"sheet": "没有"}):
        with pytest.raises(CreditError):
            run(KNOWN, **options)
    with pytest.raises(CreditError, match="black-list"):
        import_records(tmp_path / "export.csv", "no-list", root=package, as_of=AS_OF)


def test_a_dataset_with_errors_is_not_written_over(run: Callable[..., ImportReport], package: Path) -> None:
    """Its faults are named instead."""
    path = package / "data" / "black-list.csv"
    path.write_bytes(path.read_bytes() + b"BL-2026-00005,too,few\n")
    with pytest.raises(CheckFailed):
        run(KNOWN)


def test_a_natural_person_is_known_by_name_and_document(run: Callable[..., ImportReport], read: Read) -> None:
    """The code stays empty; a number of the person in its place is refused."""
    head = [*HEAD, "主体类别"]
    row = [*changed(企业名称="示例某", 统一社会信用代码="", 文号="公市监示例〔2026〕2号"), "自然人"]
    number = [
        *changed(企业名称="示例某某", 统一社会信用代码="11010519491231002X", 文号="公市监示例〔2026〕3号"),
        "自然人",
    ]
    report = run(row, number, head=head)
    assert ([2], [3]) == ([item.row for item in report.added], [item.row for item in report.refused])
    assert "11010519491231002X" not in "".join(report.lines())
    assert 1 == len(run(row, head=head).unchanged)


def test_a_record_of_another_degree_is_sent_to_the_list_that_may_hold_it(package: Path, tmp_path: Path) -> None:
    """The row is handed back with the name of that list; nothing is written."""
    source = write_csv(tmp_path / "export.csv", [HEAD, changed(失信程度="严重", 文号="公市监示例〔2026〕2号")])
    report = import_records(source, "dishonesty-records", root=package, as_of=AS_OF)
    assert ((), None) == (report.added, report.target)
    (reason,) = report.refused[0].reasons
    assert "这份名单只收轻微、一般、未注明" in reason
    assert "公主岭市电子商务领域黑名单" in reason


def test_the_end_that_a_department_sends_has_the_department_as_its_source(package: Path, tmp_path: Path) -> None:
    """In the layout of 2018 nothing else says whose day it is; 长期 is no end."""
    head, rows = [*HEAD, "CF_GSJZQ"], [*changed(文号="公市监示例〔2026〕2号"), "2026/12/31"]
    endless = [*changed(文号="公市监示例〔2026〕3号"), "长期"]
    source = write_csv(tmp_path / "export.csv", [head, rows, endless])
    report = import_records(source, "dishonesty-records", root=package, as_of=AS_OF)
    assert (2, ()) == (len(report.added), report.refused)
    table = (package / "data" / "dishonesty-records.csv").read_text(encoding="utf-8-sig")
    assert "2026-12-31,公主岭市市场监督管理局报送的公示截止日期" in table
    assert table.count("公示截止日期") == 1
