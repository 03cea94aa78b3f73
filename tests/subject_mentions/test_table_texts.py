"""Free text of rows: it speaks of its own subject alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from credit import gate
from credit.listed_subjects import find_codes
from credit.model import CheckFailed
from tests.gate.test_gate import FILES, FIRM, SHOP, code, write_site

HEADING = "record_id,name,former_names,unified_code,entity_kind,facts,authority,decided_on,severity,listed_on\n"
OWN, OTHER_FIRM = FIRM, code(11)


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
