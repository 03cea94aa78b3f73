"""What a paper says of itself is taken from where papers say it, and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.importer.document_import import Remark, convert_document

BODY = "各单位:\n现将有关事情通知如下,请照办。\n"


@pytest.fixture
def head(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return the front matter of a text."""

    def convert(text: str, kind: str = "policy") -> dict[str, str]:
        source = tmp_path / "a.txt"
        source.write_text(text, encoding="utf-8")
        return convert_document(source, kind)[0]

    return convert


@pytest.fixture
def report(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return the remarks on a text by line and code."""

    def convert(text: str, kind: str = "notice") -> list[tuple[int, str]]:
        source = tmp_path / "a.txt"
        source.write_text(text, encoding="utf-8")
        found: tuple[Remark, ...] = convert_document(source, kind)[2]
        return [(remark.line, remark.code) for remark in found]

    return convert


def test_an_office_above_the_title_is_its_issuer(head) -> None:  # type: ignore[no-untyped-def]
    """The two lines are the full title, as papers are printed."""
    found = head("示例市信用办公室\n关于印发《示例办法》的通知\n示信办〔2021〕3号\n" + BODY)
    assert ("示例市信用办公室关于印发《示例办法》的通知", "示例市信用办公室", "示信办〔2021〕3号", "各单位") == (
        found["Title"], found["Issuer"], found["Number"], found["Addressee"],
    )  # fmt: skip


def test_the_table_of_a_government_site_is_read(head) -> None:  # type: ignore[no-untyped-def]
    """Labels with their values, several in a line."""
    found = head(
        "索引号：220184/2022-1    主题分类：信用\n标题：关于示例的通知\n发文字号：示信办[2022] 5 号    成文日期：2022年3月1日\n"
        "发文机关：示例市信用办公室\t发布日期：2022/3/2\n有效性：有效\n" + BODY
    )
    assert {
        "Title": "关于示例的通知", "Date": "2022-03-02", "Number": "示信办〔2022〕5号", "Number_printed": "示信办[2022] 5 号",
        "Issuer": "示例市信用办公室", "Validity": "有效", "Index_number": "220184/2022-1", "Topic": "信用", "Written_on": "2022-03-01",
        "Addressee": "各单位",
    } == found  # fmt: skip


def test_a_label_the_kind_has_no_key_for_stays_in_the_text(tmp_path: Path) -> None:
    """Nothing that the head cannot hold is lost."""
    source = tmp_path / "a.txt"
    source.write_text("关于示例的通知\n有效性：有效\n发布时间：2020-01-02 浏览次数：17\n" + BODY, encoding="utf-8")
    values, body, _ = convert_document(source, "notice")
    assert ("2020-01-02", True, True) == (values["Date"], "有效性：有效" in body, "浏览次数：17" in body)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布时间:2018-12-26 |", "2018-12-26"),
        ("发布日期：2018年12月6日", "2018-12-06"),
        ("发 布 时 间：2018.12.26 09:30", "2018-12-26"),
        ("（二〇一八年十二月二十六日）", "2018-12-26"),
        ("2018-12-26", "2018-12-26"),
        ("2018-12-26 10:20 来源:示例日报 浏览次数:12", "2018-12-26"),
        ("发布时间:2018-13-45", "未注明"),
        ("自2018年12月26日起施行", "未注明"),
    ],
)
def test_a_day_in_the_head_is_the_papers_own(head, line: str, day: str) -> None:  # type: ignore[no-untyped-def]
    """Any form of writing; a day that does not exist, or one inside words, is not taken."""
    assert day == head(f"关于示例的通知\n{line}\n{BODY}")["Date"]


def test_the_signature_gives_issuer_and_day_where_nothing_else_does(head) -> None:  # type: ignore[no-untyped-def]
    """The office above a day at the end; a publication line goes before it."""
    signed = BODY + "示例市信用办公室\n2021年4月6日\n（此件公开发布）\n"
    assert ("2021-04-06", "2021-04-06", "示例市信用办公室") == tuple(
        head("关于示例的通知\n" + signed)[key] for key in ("Date", "Written_on", "Issuer")
    )
    assert ("2021-05-01", "2021-04-06") == tuple(
        head("关于示例的通知\n发布时间：2021-05-01\n" + signed)[key] for key in ("Date", "Written_on")
    )


@pytest.mark.parametrize(
    "text",
    [
        "关于转发示发改〔2016〕2794号文件的通知\n" + BODY,
        "关于示例的通知\n根据《示例意见》(示发改〔2016〕2794号),现通知如下。\n",
        "关于示例的通知\n各单位:\n示发改〔2016〕2794号\n请照办。\n",
        "关于示例的通知\n示发改〔2016〕1号\n示信办〔2018〕2号\n" + BODY,
    ],
)
def test_a_cited_number_is_never_the_papers_own(head, text: str) -> None:  # type: ignore[no-untyped-def]
    """In the title, in a sentence, in the text; two numbers above it, and nobody can tell."""
    assert "未注明" == head(text)["Number"]


def test_a_label_settles_which_number_is_its_own(head) -> None:  # type: ignore[no-untyped-def]
    """The other line stays in the text."""
    found = head("关于示例的通知\n发文字号：示信办〔2018〕2号\n示发改〔2016〕1号\n" + BODY)
    assert "示信办〔2018〕2号" == found["Number"]


@pytest.mark.parametrize(
    ("text", "number", "issuer", "title"),
    [
        (
            "示例市人民政府令\n第3号\n示例市示例管理办法\n",
            "示例市人民政府令第3号",
            "示例市人民政府",
            "示例市示例管理办法",
        ),
        ("示例市人民政府令\n第三号\n", "示例市人民政府令第三号", "示例市人民政府", "示例市人民政府令"),
        (
            "示例市商务局公告\n（2026年第3号）\n关于示例的公告\n",
            "示例市商务局公告2026年第3号",
            "示例市商务局",
            "关于示例的公告",
        ),
        ("示例局文件\n示发〔2026〕3号\n关于示例的通知\n", "示发〔2026〕3号", "示例局", "关于示例的通知"),
        ("特急·明电　示信明电〔2026〕3号\n关于示例的通知\n", "示信明电〔2026〕3号", "未注明", "关于示例的通知"),
        ("示信发〔２０２６〕３号\n关于示例的通知\n", "示信发〔2026〕3号", "未注明", "关于示例的通知"),
        ("示甲发〔2026〕3号　示乙发〔2026〕5号\n关于示例的通知\n", "示甲发〔2026〕3号", "未注明", "关于示例的通知"),
        (
            "示例市甲局\n示例市乙局\n关于示例的通知\n",
            "未注明",
            "示例市甲局、示例市乙局",
            "示例市甲局 示例市乙局关于示例的通知",
        ),
        ("关于示例的通知\n", "未注明", "未注明", "关于示例的通知"),
    ],
)
def test_orders_announcements_telegrams_and_joint_papers(head, text: str, number: str, issuer: str, title: str) -> None:  # type: ignore[no-untyped-def]
    """Number, issuer and title of each form of a head, or of one that has none."""
    found = head(text + BODY)
    assert (number, issuer, title) == (found["Number"], found["Issuer"], found["Title"])


def test_several_offices_sign_a_paper(head) -> None:  # type: ignore[no-untyped-def]
    """On lines of their own or side by side; what follows the day is no part of it."""
    signed = BODY + "示例市甲局　示例市乙局\n示例市丙局\n２０２１年 4 月 ６ 日\n（此件公开发布）\n抄送：市委办公室。\n"
    found = head("关于示例的通知\n" + signed)
    assert ("示例市甲局、示例市乙局、示例市丙局", "2021-04-06") == (found["Issuer"], found["Written_on"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["附件：1.甲表", "2.乙表", "附件1", "甲表", "附件2", "乙表"], {"annexes"}),
        (["附件：1.甲表 2.乙表", "附件1", "甲表"], {"annexes", "annex-missing"}),
        (["附件：甲表", "附件", "甲表"], {"annexes"}),
        (["附件：甲表"], {"annexes", "annex-missing"}),
        (["附件1", "甲表"], {"annex-unlisted"}),
        (["（此件依申请公开）"], {"not-public"}),
        (["机密★一年"], {"not-public"}),
        (["（此件公开发布）"], set()),
    ],
)
def test_annexes_are_held_against_their_list(report, lines: list[str], expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    """And a paper that is not for the public is named."""
    codes = {code for _, code in report("关于示例的通知\n" + BODY + "\n".join(lines) + "\n")}
    assert expected == {code for code in codes if code.startswith("annex") or code == "not-public"}


@pytest.mark.parametrize("line", ["附件:", "现将事情通知如下:", "联系电话:", "注:"])
def test_not_every_line_with_a_colon_is_an_addressee(head, line: str) -> None:  # type: ignore[no-untyped-def]
    """Only whom a paper is sent to."""
    assert "Addressee" not in head(f"关于示例的通知\n{line}\n一句话。\n")


@pytest.mark.parametrize(
    ("line", "place"),
    [("(一句话", (2, "bracket")), ("一句）话", (2, "bracket")), ("“一句话", (2, "bracket")), ("见(附件）。", (2, "bracket-mixed")),
     ("《甲", (2, "title-cut")), ("电话:电话:0434-1234567", (2, "label-doubled")), ("按《企业信息公示条例》办。", (2, "title-wrong")),
     ("这里有一长句话,说了很多很多的事情,最后却没有把话说完就到头了", (2, "sentence-end")), ("见图片3.png。", (2, "picture")),
     ("认真落实的的要求。", (2, "word-doubled")), ("加强建设加强建设。", (2, "word-doubled")), ("2026年2月30日。", (2, "date-impossible")),
     ("二〇二六年十三月一日。", (2, "date-impossible")), ("共２０家。", (2, "digit-width")), ("- 3 -", (2, "page-number")),
     ("第 3 页 共 9 页", (2, "page-number")), ("公主领市商务局。", (2, "misprint")), ("软\xad连字符。", (2, "hidden-character"))],
)  # fmt: skip
def test_faults_are_reported_at_their_line(report, line: str, place: tuple[int, str]) -> None:  # type: ignore[no-untyped-def]
    """Reported, never changed."""
    assert place in report(f"示例通知\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "（一）甲（乙）。",
        "1）甲。",
        "a)甲。",
        "甲‘乙’丙“丁”。",
        "it’s",
        "《甲〈乙〉》",
        "见《征信业管理条例》。",
        "研究研究。",
        "的的确确。",
        "2024年2月29日。",
        "人人有责。",
    ],
)
def test_what_is_right_is_not_reported(report, line: str) -> None:  # type: ignore[no-untyped-def]
    """A report that cries wolf is not read."""
    assert [] == [place for place in report(f"示例通知\n{line}\n") if place[0] == 2]


def test_numbers_that_leave_one_out_are_reported(report) -> None:  # type: ignore[no-untyped-def]
    """Inner numbers begin anew below each outer one."""
    text = "示例方案\n一、甲\n（一）乙\n1.丙\n2.丁\n（二）戊\n1.己\n三、庚\n（一）辛\n3.壬\n"
    assert [(8, "numbering"), (10, "numbering")] == [place for place in report(text) if place[1] == "numbering"]


def test_invisible_characters_go_and_are_reported(tmp_path: Path) -> None:
    """No word changes by that."""
    source = tmp_path / "a.txt"
    source.write_text("示例通知\n一\u200b句话。\n", encoding="utf-8")
    _, body, found = convert_document(source, "notice")
    assert ("一句话。\n", [(2, "hidden-character")]) == (body, [(item.line, item.code) for item in found if item.line])
