"""A pattern of a schema may be anything but endless."""

import subprocess
import sys

import pytest

from credit.reader.regex_safety import pattern_fault

GOOD = [
    r"^BL-[0-9]{4}-[0-9]{5}$",
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    r"^\d{3,4}-\d{7,8}(-\d{1,6})?$",
    r"^.+〔\d{4}〕\d+号$",
    r"(foo|bar)+",
    r"^(\d{1,3}\.){3}\d{1,3}$",
    r"[\u4e00-\u9fff]{2,20}",
    r"^[^;]{1,200}(;[^;]{1,200}){0,20}$",
    r"^(?:[0-9]{3};)*[0-9]{3}$",
    r"^https?://[^\s]+$",
    r"^\d{15}$|^\d{18}$|^\d{17}X$",
    r"(?P<year>\d{4})年",
    r".*示例.*",
    r"[^]x]+|[]]",
    r"\[\d+\]",
    r"",
]

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


@pytest.mark.parametrize("pattern", GOOD)
def test_a_pattern_that_reads_a_text_in_one_way_is_accepted(pattern):
    """Separators between the repeats make even nested ones harmless."""
    assert pattern_fault(pattern) is None


@pytest.mark.parametrize("pattern", RUNS_AWAY)
def test_a_pattern_that_can_run_away_is_refused(pattern):
    """Each of them needs ages for some short text."""
    assert pattern_fault(pattern) is not None


@pytest.mark.parametrize(
    "pattern", ["(", "[z-a]", "a**", "(?=a)b", r"(a)\1", "(?i)a", r"(?<!a)b", "x{9999999999}", "[[a]"]
)
def test_a_pattern_that_is_broken_or_beyond_an_automaton_is_refused(pattern):
    """What cannot be judged is not trusted."""
    assert pattern_fault(pattern) is not None


def test_three_rival_loops_need_a_short_column():
    """An address of e-mail reads a text in cubic time at worst: fine for 100 characters, not for 8,000."""
    assert pattern_fault(r"^\S+@\S+\.\S+$", 100) is None
    assert "maxLength" in pattern_fault(r"^\S+@\S+\.\S+$")


@pytest.mark.parametrize("pattern", GOOD)
def test_an_accepted_pattern_judges_a_long_hostile_text_at_once(pattern):
    """The promise, measured in a process that can be stopped."""
    code = (
        "import re,sys\n"
        "for piece in ('a', '1', '1.', 'a-', '示例', '[', ';', 'x', '〔2026〕'):\n"
        "    re.compile(sys.argv[1]).fullmatch(piece * 1000 + '\\n')\n"
    )
    subprocess.run([sys.executable, "-c", code, pattern], check=True, timeout=20)
