"""A pattern of a schema may be anything but endless."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from credit.schema_patterns import find_mismatches, pattern_fault

#: Written by hand as a form would need them.
GOOD = [
    r"^BL-[0-9]{4}-[0-9]{5}$",
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    r"^\d{3,4}-\d{7,8}(-\d{1,6})?$",
    r"^.+〔\d{4}〕\d+号$",
    r"(foo|bar)+",
    r"^(\d{1,3}\.){3}\d{1,3}$",
    r"[\u4e00-\u9fff]{2,20}",
    r"^[^;]{1,40}(;[^;]{1,40}){0,20}$",
    r"^\S+@\S+\.\S+$",
    r"^(?:[0-9]{3};)*[0-9]{3}$",
    r"^https?://[^\s]+$",
    r"^\d{15}$|^\d{18}$|^\d{17}X$",
    r"(?P<year>\d{4})年",
    r".*示例.*",
    r"[^]x]+|[]]",
    r"\[\d+\]",
    r"",
]

#: Each needs ages in a backtracking matcher for some short text.
RUNS_AWAY = [
    r"(a+)+$",
    r"(a*)*",
    r"(a|a)*b",
    r"(a|ab|b)*c",
    r"(\d+)*$",
    r"(.*)*x",
    r"(\w+\s?)*$",
    r"([a-zA-Z0-9]+-?)+!",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(x+x+)+y",
    r"(a{1,5}){2,}b",
    r"(a{1,9}){9}b",
    r"(a?){30}b",
    r"(a{0,3}){20}b",
    r"((a|b)*)*c",
    r"(?:a+?)+b",
    "a?" * 40 + "b",
    "a*" * 30 + "b",
    r".*.*.*.*x",
    r"(\d\d?)+$",
]


#: Patterns of the published schemas.
PUBLISHED = sorted(
    {
        field["constraints"]["pattern"]
        for path in (Path(__file__).parents[2] / "data").glob("*.schema.json")
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]
        if "pattern" in field.get("constraints", {})
    }
)

#: Matching times of a text of 8,000 characters end far below this; a backtracking matcher needs years.
SECONDS = 60


@pytest.mark.parametrize("pattern", GOOD + PUBLISHED + RUNS_AWAY)
def test_plain_pattern_is_accepted(pattern):
    """Nested repeats are harmless in RE2."""
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "写法有误"),
        ("[z-a]", "写法有误"),
        ("a**", "写法有误"),
        ("[[a]", "写法有误"),
        ("x{9999999999}", "写法有误"),
        ("(?=a)b", "环视"),
        (r"(?<!a)b", "环视"),
        (r"(a)\1", "反向引用"),
        (r"a\Z", r"\Z"),
        ("\ud800", "不支持"),
        ("(?i)a", "标志"),
        ("(?i:a)", "标志"),
        ("a{,3}", "没有下限"),
        ("a{1,1001}", "最多 1000 次"),
        (r"^[^;]{1,200}(;[^;]{1,200}){0,20}$", "里外两层相乘"),
        ("(a?){1000}{1000}", "写法有误"),
    ],
)
def test_pattern_without_one_plain_meaning_is_refused(pattern, words):
    """The message names the way out."""
    assert words in pattern_fault(pattern)


def test_patterns_match_hostile_cells_at_once():
    """The promise, measured in a process that can be stopped."""
    code = (
        "import json, sys\n"
        "from credit.schema_patterns import find_mismatches\n"
        "pieces = ('a', '1', '1.', 'a-', 'a1-', '示例', '[', ';', 'x', '〔2026〕')\n"
        "cells = [(piece * 8000)[:8000] + '!' for piece in pieces]\n"
        "for pattern in json.loads(sys.argv[1]):\n"
        "    find_mismatches(pattern, cells)\n"
    )
    patterns = json.dumps(GOOD + RUNS_AWAY)
    subprocess.run([sys.executable, "-c", code, patterns], check=True, timeout=SECONDS, env={"PYTHONPATH": "plugins"})


@pytest.mark.parametrize("pattern", GOOD + PUBLISHED)
def test_plain_pattern_means_the_same_to_python(pattern):
    """Readers of the published schema check it with their own engine."""
    cells = [
        "", "a", "a-b", "a-", "0431-1234567", "测示例〔2026〕12号", "1.2.3.4", "示例", "公主岭市", "甲", "a;b", ";", "001;002",
        "https://example.test/a", "https://example.test/a b", "https://example.test/a\u3000b", "a@b.example", "a@b",
        "220381198001010011", "2026年", "[12]", "]", "x", "foobar", "BL-2026-00017", "BL-2026-1", "c1-2", "9122038100000000X1",
    ]  # fmt: skip
    assert {cell for cell in cells if not re.fullmatch(pattern, cell)} == find_mismatches(pattern, cells)


def test_digits_and_letters_of_escapes_are_ascii():
    """So JSON Schema reads them, unlike Python: a full-width digit is no digit of a number."""
    assert {"１２", "١٢"} == find_mismatches(r"\d+", ["12", "１２", "١٢"])
    assert {"甲"} == find_mismatches(r"\w+", ["a_1", "甲"])


def test_code_point_is_read_wherever_it_stands():
    """RE2 has an escape of its own for it; a backslash before it is none."""
    assert {"a"} == find_mismatches(r"[\u4e00-\u9fff]|\u0041", ["岭", "A", "a"])
    assert {"A"} == find_mismatches(r"\\u0041", [r"\u0041", "A"])
