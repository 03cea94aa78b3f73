"""The head of a document is judged by a closed list of keys, each fault at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit.documents.front_matter import parse_front_matter, stated_number

POLICY = [
    "Title: 示例方案",
    "Slug: a",
    "Date: 2018-12-26",
    "Number: 示例发〔2018〕1号",
    "Number_printed: 示例发﹝2018﹞ 1 号",
    "Issuer: 示例办公室",
    "Validity: 有效",
]
NOTICE = ["Title: 示例通知", "Slug: a", "Date: 未注明"]
CASE = [*NOTICE, "Subjects: 无"]
REPORT = [*CASE, "Period: 2026-H1", "As_of: 2026-11-20", f"Data_digest: {'0a' * 32}"]


def faults(lines: list[str], kind: str = "notice") -> list[tuple[int, str, str]]:
    return [(fault.line, fault.field, fault.code) for fault in parse_front_matter([*lines, "", "正文"], kind).faults]


@pytest.mark.parametrize(
    ("kind", "lines"), [("policy", POLICY), ("notice", NOTICE), ("case", CASE), ("report", REPORT), ("page", NOTICE)]
)
def test_the_required_keys_are_enough(kind: str, lines: list[str]) -> None:
    """Each kind has a head without any fault."""
    assert [] == faults(lines, kind)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
@pytest.mark.parametrize(
    ("key", "line", "value"),
    [("Title", 1, "示例方案"), ("Number", 4, "示例发〔2018〕1号"), ("Issuer", 6, "示例办公室")],
)
def test_a_value_that_is_a_cell_of_a_dataset_is_no_formula(key: str, line: int, value: str, sign: str) -> None:
    """A spreadsheet that opens the dataset of documents would run it."""
    head = [f"{key}: {sign}{value}" if item.startswith(f"{key}:") else item for item in POLICY]
    assert [(line, key, "formula")] == faults(head, "policy")
    assert [] == faults([*POLICY, f"Summary: {sign}{value}"], "policy")


@pytest.mark.parametrize(
    "line",
    ["Period: 2026上半年", "Period: 2026-H3", "As_of: 2026-02-30", "Data_digest: 0a0a", "Data_digest: " + "G" * 64],
)
def test_a_report_is_fixed_to_a_period_a_day_and_a_digest(line: str) -> None:
    """Each is judged: a figure nobody can count again is no figure."""
    key = line.split(":")[0]
    lines = [line if item.startswith(key) else item for item in REPORT]
    assert [(lines.index(line) + 1, key, "front-matter-value")] == faults(lines, "report")


@pytest.mark.parametrize("kind", ["case", "report"])
def test_case_or_report_without_subjects_is_asked_for_the_line(kind: str) -> None:
    """It says of which listings it tells, or 无."""
    lines = [line for line in (CASE if kind == "case" else REPORT) if not line.startswith("Subjects")]
    assert faults(lines, kind) == [(1, "Subjects", "subjects-unstated")]


@pytest.mark.parametrize(
    "value",
    [
        "无",
        "BL-2026-00008",
        "BL-2026-00008;RL-2025-00001",
        "BL-2026-00008； RL-2025-00001",
        "BL-2026-00008、BL-2026-00009",
    ],
)
def test_subjects_may_be_written_in_any_usual_way(value: str) -> None:
    """Semicolons, commas of either width, blanks."""
    assert faults([*NOTICE, f"Subjects: {value}"]) == []


@pytest.mark.parametrize("value", ["某公司", "BL-2026", "无;BL-2026-00008", "bl-2026-00008", ";"])
def test_subjects_of_another_form_are_refused(value: str) -> None:
    """Names do not stand there."""
    assert faults([*NOTICE, f"Subjects: {value}"]) == [(4, "Subjects", "front-matter-value")]


def test_the_body_begins_after_the_blank_line() -> None:
    """The physical line of the body is known, for the problems found in it."""
    assert 5 == parse_front_matter([*NOTICE, "", "正文"], "notice").body_at


@pytest.mark.parametrize("missing", range(7))
def test_each_required_key_of_a_policy_is_missed(missing: int) -> None:
    """A missing key is spoken of at line 1."""
    lines = POLICY[:missing] + POLICY[missing + 1 :]
    key = POLICY[missing].split(":")[0]
    assert (1, key, "front-matter-missing") in faults(lines, "policy")


@pytest.mark.parametrize(
    "key", ["Save_as", "URL", "Template", "Status", "Category", "Lang", "Save-As", "Validity", "Lead"]
)
def test_keys_that_the_kind_does_not_have_are_refused(key: str) -> None:
    """Pelican would obey Save_as and others: a notice could take the place of the home page."""
    assert [(4, key, "front-matter-unknown")] == faults([*NOTICE, f"{key}: index.html"])


def test_a_key_that_stands_twice_is_named_with_the_first_line() -> None:
    """The first value stays, the second line is the fault, whatever its letter case."""
    front = parse_front_matter([*NOTICE, "title: 另一个", ""], "notice")
    assert ["示例通知", (4, "Title", "front-matter-repeated")] == [
        front.values["Title"],
        *[(fault.line, fault.field, fault.code) for fault in front.faults],
    ]
    assert "第 1 行" in front.faults[0].message


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Issuer:", "Issuer"),
        ("Source:   \u3000", "Source"),
        ("Demonstration: 否", "Demonstration"),
        ("Number: 示例发[2018]1号", "Number"),
        ("Number: 未注明", "Number"),
        ("Telephone: 窗口 0434-6053889", "Telephone"),
        ("Telephone: 0434-6053889；0434-3231315", "Telephone"),
        ("Summary: " + "长" * 1001, "Summary"),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_line(line: str, key: str) -> None:
    """Empty, too long, or of the wrong form."""
    assert [(4, key, "front-matter-value")] == faults([*NOTICE, line])


@pytest.mark.parametrize(
    "date",
    ["2018-12", "2018/12/26", "2018年12月26日", "2018-02-30", "20181226", "1018-12-26", "２０１８-12-26", "不详"],
)
def test_only_a_real_day_in_iso_form_is_a_date(date: str) -> None:
    """Pelican would complete 2018-12 from the present day."""
    assert [(3, "Date", "front-matter-value")] == faults([*NOTICE[:2], f"Date: {date}"])


@pytest.mark.parametrize("slug", ["李红", "Free", "a_b", "-a", "a-", "a--b", "../x", "a.html", "a b", "!!!"])
def test_only_an_ascii_slug_is_a_slug(slug: str) -> None:
    """Slugs are made by people: 李红 and 黎虹 would become one."""
    assert [(2, "Slug", "slug")] == faults([NOTICE[0], f"Slug: {slug}", NOTICE[2]])


@pytest.mark.parametrize(
    "telephone", ["0434-6053889", "0434-6053889/6053898", "0434-6053889;0434-3231315", "12345", "400-100-2000"]
)
def test_telephones_are_numbers_that_can_be_dialled(telephone: str) -> None:
    """They become tel: links."""
    assert [] == faults([*NOTICE, f"Telephone: {telephone}"])


def test_number_and_printed_number_are_one() -> None:
    """The number is the normal form of what is printed."""
    wrong = [*POLICY[:3], "Number: 示例发〔2018〕2号", *POLICY[4:]]
    assert [(4, "Number", "front-matter-value")] == faults(wrong, "policy")


@pytest.mark.parametrize("number", ["国家发展改革委令2025年第36号", "(2019)皖1122执1194号", "发改财金〔2016〕2794号"])
def test_numbers_of_orders_and_courts_are_numbers(number: str) -> None:
    """Each has a form of its own."""
    assert [] == faults([*POLICY[:3], f"Number: {number}", f"Number_printed: {number}", *POLICY[5:]], "policy")


def test_issuer_and_validity_may_be_unstated_with_a_warning() -> None:
    """What an imported paper does not say is shown as such; somebody is reminded to find out."""
    lines = [*POLICY[:5], "Issuer: 未注明", "Validity: 未注明"]
    found = parse_front_matter([*lines, ""], "policy").faults
    assert [("Issuer", "front-matter-unstated", True), ("Validity", "front-matter-unstated", True)] == [
        (item.field, item.code, item.warning) for item in found
    ]


@pytest.mark.parametrize("validity", ["现行", "有效 ", "尚未生效"])
def test_validity_is_one_of_four_words(validity: str) -> None:
    """Blanks at the end do not matter; other words do."""
    expected = [] if validity.strip() == "有效" else [(7, "Validity", "front-matter-value")]
    assert expected == faults([*POLICY[:6], f"Validity: {validity}"], "policy")


def test_written_before_published() -> None:
    """A paper is not written after it was published."""
    assert [(8, "Written_on", "front-matter-value")] == faults([*POLICY, "Written_on: 2019-01-01"], "policy")


@pytest.mark.parametrize(
    ("line", "code"),
    [("正文没有空行", "front-matter-unknown"), ("Issuer：示例", "front-matter-value"), ("---", "front-matter-unknown")],
)
def test_a_line_that_is_no_key_is_named(line: str, code: str) -> None:
    """A full-width colon has a message of its own."""
    assert [(4, code)] == [(at, found) for at, _, found in faults([*NOTICE, line])]


def test_the_number_of_a_broken_head_is_still_found() -> None:
    """An import compares numbers with documents that have other faults."""
    assert "示例发〔2018〕1号" == stated_number(["Save_as: x", "number_printed: 示例发[2018]1 号", "", "Number: 别的"])
    assert "" == stated_number(["Number: 未注明", "", "x"])


def test_messages_are_chinese_and_name_the_key(tmp_path: Path) -> None:
    """Each message says what to do."""
    for fault in parse_front_matter(["Titel: x", "Date: x", ""], "policy").faults:
        assert any("\u4e00" <= character <= "\u9fff" for character in fault.message)


def test_hints_for_the_editor_are_read_by_nobody() -> None:
    """A line of the head that begins with the mark of a hint; any other sign # is a fault as before."""
    lines = ["# 提示：标题", *NOTICE]
    front = parse_front_matter([*lines, "", "正文"], "notice")
    assert ([], 2, 6) == (list(front.faults), front.line("Title"), front.body_at)
    assert faults(["# 标题", *NOTICE]) == [(1, "", "front-matter-unknown")]


def test_a_policy_may_say_that_its_number_is_not_known() -> None:
    """In both forms; with one of them known the other must be written."""
    unknown = [line if "Number" not in line else f"{line.split(':')[0]}: 未注明" for line in POLICY]
    assert faults(unknown, "policy") == [(4, "Number", "front-matter-unstated")]
    half = [line if not line.startswith("Number:") else "Number: 未注明" for line in POLICY]
    assert faults(half, "policy") == [(4, "Number", "front-matter-value")]
