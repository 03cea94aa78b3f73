"""Free text of rows: it speaks of its own subject alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from credit import gate
from credit.identifiers import check_character
from credit.listed_subjects import find_codes
from credit.model import CheckFailed
from tests.gate.test_gate import FILES, FIRM, SHOP, code, write_site

HEADING = "record_id,name,former_names,unified_code,entity_kind,facts,authority,decided_on,severity,listed_on\n"
OWN, OTHER_FIRM = FIRM, code(11)


def whole_of(first: str) -> str:
    """Return a code with its check character."""
    return first + check_character(first)


def problems_of(tmp_path: Path, facts: str) -> list[tuple[str, int, str, str, str]]:
    """Return what the gate says of the free text of the first row."""
    rows = (
        f"BL-2026-00001,示例甲有限公司,示例旧甲有限公司,{OWN},企业,{facts},office,2026-04-10,严重,2026-04-12\n"
        f"BL-2026-00002,示例乙商贸有限公司,示例旧乙有限公司,{OTHER_FIRM},企业,,office,2026-04-10,严重,2026-04-12\n"
        "BL-2026-00003,赵某示,,,自然人,,office,2026-04-10,严重,2026-04-12\n"
        f"BL-2026-00004,王小明,,{SHOP},个体工商户,,office,2026-04-10,严重,2026-04-12\n"
        f"BL-2020-00005,示例丙旧案有限公司,,{code(12)},企业,,office,2020-04-10,严重,2020-04-12\n"
    )
    root = write_site(tmp_path, FILES | {"black-list": HEADING + rows})
    try:
        found = gate.validate(root).problems
    except CheckFailed as refused:
        found = refused.problems
    return [
        (item.path, item.line, item.field, item.code, item.severity)
        for item in found
        if item.code in ("other-subject", "other-name")
    ]


@pytest.mark.parametrize(
    "facts",
    [
        f"与{OTHER_FIRM}共同虚构订单。", f"与{OTHER_FIRM.lower()}共同虚构订单。", f"与 {OTHER_FIRM[:8]} {OTHER_FIRM[8:]} 共同虚构。",
        f"与{code(77)}共同虚构订单。", f"与{code(12)}共同虚构订单。", "参见 BL-2026-00002。", "参见BL-2020-00005。", "参见XX-2020-00099。",
    ],
)  # fmt: skip
def test_code_or_id_of_another_is_refused_at_its_cell(tmp_path: Path, facts: str) -> None:
    """Listed today, ended, or never known here; in any spelling."""
    assert problems_of(tmp_path, facts) == [("data/black-list.csv", 2, "facts", "other-subject", "error")]


@pytest.mark.parametrize(
    "facts",
    [
        "与示例乙商贸有限公司共同虚构订单。", "与示例旧乙有限公司共同虚构订单。", "与示例 乙商贸 有限公司共同虚构。", "与示例丙旧案有限公司共同虚构订单。",
        "当事人赵某示已处理。", "与王小明共同虚构订单。",
    ],
)  # fmt: skip
def test_name_of_another_is_a_warning_at_its_cell(tmp_path: Path, facts: str) -> None:
    """A firm, a former name, one whose listing ended, a natural person, a shop under a person's name."""
    assert problems_of(tmp_path, facts) == [("data/black-list.csv", 2, "facts", "other-name", "warning")]


@pytest.mark.parametrize(
    "facts",
    [
        "示例甲有限公司虚构订单。", "示例旧甲有限公司虚构订单。", f"{OWN}虚构订单。", "见BL-2026-00001。", "另一经营者与当事人共同虚构订单。",
        "示例商务局报送。", "订单号20260410000000000001。",
    ],
)  # fmt: skip
def test_words_on_its_own_subject_pass(tmp_path: Path, facts: str) -> None:
    """Its names, code and id; an office; a long number."""
    assert problems_of(tmp_path, facts) == []


def problems_beside(tmp_path: Path, name: str, text: str, types: dict[str, object]) -> list[tuple[str, int, str, str]]:
    """Return what the gate says of the mentions in a further dataset whose columns are typed so."""
    root = write_site(tmp_path, FILES | {name: text})
    path = root / "data" / f"{name}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for field in schema["fields"]:
        field |= types.get(field["name"], {})
    path.write_text(json.dumps(schema), encoding="utf-8")
    try:
        found = gate.validate(root).problems
    except CheckFailed as refused:
        found = refused.problems
    mentions = ("other-subject", "other-name")
    return [(item.path, item.line, item.field, item.code) for item in found if item.code in mentions]


@pytest.mark.parametrize(
    ("cell", "code_"),
    [
        (f"示例货运|{FIRM}", "other-subject"), ("示例货运|BL-2026-00001", "other-subject"),
        ("示例货运|示例甲有限公司", "other-name"), ("王某|王小明", "other-name"),
    ],
)  # fmt: skip
def test_items_of_a_list_are_read_as_texts_are(tmp_path: Path, cell: str, code_: str) -> None:
    """In a reference, where a name would stay when its record has ended."""
    found = problems_beside(
        tmp_path, "shipments", f"id,parties\none,{cell}\n", {"parties": {"type": "list", "delimiter": "|"}}
    )
    assert ("data/shipments.csv", 2, "parties", code_) in found


def test_a_code_of_digits_alone_is_found_in_a_column_of_numbers(tmp_path: Path) -> None:
    digits = next(filter(str.isdigit, (whole_of(f"91350100{number:09d}") for number in range(100))))
    root_text = FILES["black-list"].replace(FIRM, digits)
    root = write_site(tmp_path, FILES | {"black-list": root_text, "sums": f"id,amount\none,{digits}\n"})
    path = root / "data" / "sums.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][1]["type"] = "integer"
    path.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    assert ("data/sums.csv", 2, "other-subject") in [
        (item.path, item.line, item.code) for item in refused.value.problems
    ]


@pytest.mark.parametrize("column", ["decision_number", "telephone", "parties"])
def test_no_column_of_a_list_may_name_another_subject(tmp_path: Path, column: str) -> None:
    """Another's code; the number of a decision that is built like a record id is no id of another record."""
    heading, first, *rest = FILES["black-list"].splitlines()

    def report(cell: str) -> list[tuple[str, str]]:
        text = "\n".join([f"{heading},{column}", f"{first},{cell}", *(f"{row}," for row in rest)]) + "\n"
        root = write_site(tmp_path / cell, FILES | {"black-list": text})
        try:
            found = gate.validate(root).problems
        except CheckFailed as refused:
            found = refused.problems
        return [(item.field, item.code) for item in found if item.code == "other-subject"]

    assert report(f"第{OTHER_FIRM}号") == [(column, "other-subject")]
    assert report("ZX-2026-00012") == ([] if column == "decision_number" else [(column, "other-subject")])


def test_message_about_a_person_repeats_no_name(tmp_path: Path) -> None:
    """What must not be published stands in no message."""
    problems_of(tmp_path, "当事人赵某示已处理。")
    report = gate.validate(tmp_path).problems
    assert [item for item in report if "赵某示" in item.text()] == []


SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "lower case": str.lower,
    "full width": lambda code: "".join(chr(ord(character) + 0xFEE0) for character in code),
    "circled digits": lambda code: code.translate({0x31 + number: chr(0x2460 + number) for number in range(9)}),
    "mathematical digits": lambda code: code.translate({0x30 + digit: chr(0x1D7CE + digit) for digit in range(10)}),
    "blanks": "  ".join,
    "ideographic spaces": "\u3000".join,
    "no-break spaces": "\xa0".join,
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\xad".join,
    "hyphens": lambda code: f"{code[:8]}-{code[8:17]}-{code[17:]}",
    "dashes": lambda code: f"{code[:8]}–{code[8:17]}—{code[17:]}",
    "full-width hyphens": lambda code: f"{code[:8]}－{code[8:]}",
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_code_is_found_in_any_spelling(spelling: str) -> None:
    texts = [
        "没有",
        f"经营者（{SPELLINGS[spelling]('91350100M000100Y43')}）的决定",
        "91350100M000100Y44",
        "另有 2026-0003",
        f"USCC {SPELLINGS[spelling]('91350100M000100Y43')} 2026年",
        f"第12{SPELLINGS[spelling]('91350100M000100Y43')}号",
    ]
    assert list(find_codes(texts)) == [(1, "91350100M000100Y43"), (4, "91350100M000100Y43")]
