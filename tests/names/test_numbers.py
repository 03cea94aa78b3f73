"""Numbers in odd spellings, in the places of a site: refused at their line, or innocent (issue 15, section 6)."""

from __future__ import annotations

import random

import pytest

from tests.names.demonstration import Demonstration

NOTICE = "content/notices/case-of-names.md"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity(first: str) -> str:
    """Return 17 digits with the check character of GB 11643."""
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def ending_in_x() -> str:
    """Return a number of the county whose check character is X."""
    return next(made for made in (identity(f"22038119790308{n:03d}") for n in range(900, 999)) if made.endswith("X"))


def registration(first: str) -> str:
    """Return 14 digits with the check digit of the old registration numbers (ISO 7064 MOD 11,10)."""
    rest = 10
    for digit in first:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return first + str((11 - rest) % 10)


NUMBER = identity("22038119850615123")
MOBILE = "138" + "0434" + "5678"

#: F8: parted by what Markdown takes away, so that the page shows them whole.
PARTED = {
    "mobile in emphasis": f"电话{MOBILE[:3]}**{MOBILE[3:7]}**{MOBILE[7:]}。",
    "identity in emphasis": f"证号*{NUMBER[:6]}*{NUMBER[6:]}。",
    "identity over a forced break": f"证号{NUMBER[:10]}  \n{NUMBER[10:]}。",
    "identity over a backslash break": f"证号{NUMBER[:10]}\\\n{NUMBER[10:]}。",
    "identity in two cells": f"| 前 | 后 |\n|---|---|\n| {NUMBER[:9]} | {NUMBER[9:]} |",
    "identity with an entity": f"证号{NUMBER[:5]}&#{ord(NUMBER[5])};{NUMBER[6:]}。",
    "identity with soft hyphens": f"证号{NUMBER[:6]}&shy;{NUMBER[6:]}。",
    "mobile in code": f"电话`{MOBILE[:3]}`{MOBILE[3:]}。",
    "mobile in a link": f"电话[{MOBILE[:3]}](/lists/){MOBILE[3:]}。",
}

#: F9: masks that show too much, signs for X and between digits, digits in other scripts.
SPELT = {
    "fourteen digits and a mask": NUMBER[:14] + "****",
    "a times sign for X": ending_in_x().replace("X", "×"),
    "slashes": f"{NUMBER[:6]}/{NUMBER[6:14]}/{NUMBER[14:]}",
    "commas": f"{NUMBER[:6]},{NUMBER[6:14]}，{NUMBER[14:]}",
    "colons": f"{NUMBER[:6]}：{NUMBER[6:14]}：{NUMBER[14:]}",
    "brackets": f"{NUMBER[:6]}（{NUMBER[6:14]}）{NUMBER[14:]}",
    "stars": f"{NUMBER[:6]}*{NUMBER[6:14]}*{NUMBER[14:]}",
    "low lines": f"{MOBILE[:3]}_{MOBILE[3:7]}_{MOBILE[7:]}",
    "Chinese numerals": MOBILE.translate(str.maketrans("0123456789", "〇一二三四五六七八九")),
    "幺": "手机" + MOBILE.translate(str.maketrans("0123456789", "零幺二三四五六七八九")),
    "letters for digits": NUMBER.replace("1", "l").replace("0", "O"),
}

#: F10: numbers that look like identity numbers of fifteen digits and are none.
INNOCENT = {
    "an old registration number": "原个体工商户注册号220381600123456。",
    "one with its check digit": f"原个体工商户注册号{registration('22038160012345')}。",
    "three digits and the last four": f"证件尾号{NUMBER[:3]}***********{NUMBER[-4:]}。",
}


@pytest.mark.parametrize("spelling", PARTED)
def test_a_parted_number_in_a_notice_is_refused_at_its_line(demo: Demonstration, spelling: str) -> None:
    path = demo.write_document(f"一段正文。\n\n{PARTED[spelling]}")
    line = next(
        number
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if text == PARTED[spelling].splitlines()[-1] or text == PARTED[spelling].splitlines()[0]
    )
    found = demo.found(NOTICE)
    assert {"personal-data"} == {problem.code for problem in found}
    assert all(line <= problem.line <= line + 2 for problem in found)
    assert not any(part in problem.message for problem in found for part in (NUMBER[6:14], MOBILE[3:]))


@pytest.mark.parametrize("spelling", SPELT)
def test_a_number_spelt_oddly_in_a_row_is_refused_at_its_line(demo: Demonstration, spelling: str) -> None:
    firm = demo.firm()
    line = demo.change(firm, facts=f"当事人证号{SPELT[spelling]}。")
    found = [problem for problem in demo.found(f"data/{firm.dataset}.csv") if problem.line == line]
    assert {"personal-data"} == {problem.code for problem in found}
    assert not any(NUMBER[6:14] in problem.message for problem in found)


@pytest.mark.parametrize("case", INNOCENT)
def test_an_innocent_number_in_a_row_is_accepted(demo: Demonstration, case: str) -> None:
    firm = demo.firm()
    line = demo.change(firm, facts=INNOCENT[case])
    assert line not in demo.lines(f"data/{firm.dataset}.csv")


def test_no_registration_number_of_the_county_is_refused(demo: Demonstration) -> None:
    """One in four was taken for an identity number: its middle reads as a day of the sixties."""
    chance = random.Random(10)
    days = [f"60{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{chance.randrange(100):02d}" for _ in range(40)]
    numbers = [registration(chance.choice(("220381", "220184")) + day) for day in days]
    firm = demo.firm()
    line = demo.change(firm, facts="、".join(f"注册号{number}" for number in numbers))
    assert line not in demo.lines(f"data/{firm.dataset}.csv")
