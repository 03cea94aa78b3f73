"""Allowed numbers: a number that is nobody's passes in any spelling, by digest; every other is refused as before."""

from __future__ import annotations

import csv
import io
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from credit import gate, privacy
from credit.model import AllowedNumber, CheckFailed
from credit.reader import parse_allowed_numbers, read_allowed_numbers, write_allowed_numbers
from tests.conftest import build
from tests.names.demonstration import Demonstration
from tests.privacy.test_spellings import make_identity, make_mobile

SALT = bytes(range(16))
CHANCE = random.Random(23)
NUMBER, OTHER, MOBILE = make_identity(CHANCE), make_identity(CHANCE), make_mobile(CHANCE)
ALLOWED = (AllowedNumber(SALT, privacy.digest_number(NUMBER, SALT), "法院执行案号"),)


def add_program(demo: Demonstration, root: Path) -> None:
    """Put the program beside the data: the commands work on the folder that their ``tasks.py`` stands in."""
    (demo.root / "plugins").symlink_to(root / "plugins")
    shutil.copy2(root / "tasks.py", demo.root)


def enter(root: Path, number: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``inv allow-number`` with a number on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", "allow-number", *options],
        cwd=root, input=f"{number}\n", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        f"案号{NUMBER}。", f"案号{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}。", f"案号{NUMBER[:6]}&#{ord(NUMBER[6])};{NUMBER[7:]}。",
        "案号" + NUMBER.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}),
    ],
)  # fmt: skip
def test_an_allowed_number_passes_in_any_spelling(text: str) -> None:
    assert privacy.scan_text(text) != ()
    assert privacy.scan_text(text, ALLOWED) == ()


@pytest.mark.parametrize("number", [OTHER, MOBILE, NUMBER[:17] + "*"])
def test_another_number_is_found_beside_it(number: str) -> None:
    assert len(privacy.scan_text(f"{NUMBER}、{number}", ALLOWED)) == len(privacy.scan_text(number))


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    write_allowed_numbers(tmp_path, ALLOWED)
    assert (ALLOWED, ()) == read_allowed_numbers(tmp_path)
    assert privacy.scan_text((tmp_path / "data" / "allowed-numbers.csv").read_text(encoding="utf-8-sig")) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("number,reason\n", 1), ("", 1), ("salt,digest,reason\nabc,def,法院执行案号\n", 2),
        (f"salt,digest,reason\n{'b' * 32},{'c' * 64},\n", 2), (f"salt,digest,reason\n{'b' * 32},{'c' * 63},案号案号\n", 2),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_allows_nothing(text: str, line: int) -> None:
    allowed, problems = parse_allowed_numbers(text.encode())
    assert ((), [(line, "allowed-number")]) == (allowed, [(problem.line, problem.code) for problem in problems])


def test_a_number_is_entered_and_passes_the_gate_and_the_build(tmp_path: Path, root: Path) -> None:
    """Refused before; then in page and file, and neither the number nor anything like it in the file of digests."""
    demo = Demonstration(tmp_path / "demo")
    add_program(demo, root)
    firm = demo.firm()
    demo.change(firm, facts=f"执行案号{NUMBER}。")
    demo.write_document(f"执行案号{NUMBER}。")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(demo.root)
    assert {"personal-data"} == {problem.code for problem in refused.value.problems if problem.severity == "error"}
    done = enter(demo.root, f"案号 {NUMBER}", "--reason", "法院执行案号")
    assert done.returncode == 0, done.stderr
    rows = list(csv.reader(io.StringIO((demo.root / "data" / "allowed-numbers.csv").read_text(encoding="utf-8-sig"))))
    assert ("法院执行案号", 2) == (rows[1][2], len(rows))
    assert not any(NUMBER in text for text in (done.stdout, done.stderr, *rows[1]))
    assert [problem for problem in gate.validate(demo.root).problems if problem.severity == "error"] == []
    output = build(tmp_path / "output", root=demo.root)
    assert NUMBER in (output / "data" / firm.dataset / f"{firm.dataset}.csv").read_text(encoding="utf-8")
    assert NUMBER in (output / "notices" / "case-of-names" / "index.html").read_text(encoding="utf-8")
    assert not (output / "data" / "allowed-numbers.csv").exists()


@pytest.mark.parametrize(
    ("number", "options"),
    [(NUMBER, ()), ("12345", ("--reason", "合同编号")), (NUMBER, ("--reason", f"号码{OTHER}")), (f"{NUMBER} {OTHER}", ("--reason", "合同编号"))],
)  # fmt: skip
def test_what_is_entered_wrongly_is_refused_and_not_repeated(
    tmp_path: Path, root: Path, number: str, options: tuple[str, ...]
) -> None:
    demo = Demonstration(tmp_path / "demo")
    add_program(demo, root)
    done = enter(demo.root, number, *options)
    assert (2, False) == (done.returncode, (demo.root / "data" / "allowed-numbers.csv").exists())
    assert NUMBER not in done.stdout + done.stderr
    assert OTHER not in done.stdout + done.stderr
