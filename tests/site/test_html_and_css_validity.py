"""Independent checkers of the built HTML and of the theme's CSS and scripts: they find nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from credit.cli.developer_commands import SCRIPTS
from credit.render.asset_pipeline import JOINED_SCRIPTS
from tests.support.page_types import files_of

VNU = Path("node_modules/vnu-jar/build/dist/vnu.jar")
#: Java for a program of some seconds: optimising its code and collecting garbage in parallel would take twice as long.
JAVA = ("java", "-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar")
#: In files the checker takes 'self' for nobody, and a data block for a script; the policy has tests of its own.
NOT_IN_FILES = ".*Content Security Policy.*"
STYLELINT = Path("node_modules/stylelint/bin/stylelint.mjs")


def run(*command: str | Path, cwd: Path) -> tuple[int, str]:
    """Run a checker; a checker that is not installed fails the test with what to do."""
    tool = Path(command[command.index("-jar") + 1] if "-jar" in command else command[1])
    if not (cwd / tool).is_file():
        pytest.fail(f"没有找到 {tool}。请运行 make test，它会先装好检查工具。")
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_html_checker_finds_nothing_on_any_page(root: Path, site: Path) -> None:
    """Every page and picture of the tree is valid, warnings included."""
    options = ("--Werror", "--also-check-svg", "--skip-non-html", "--filterpattern", NOT_IN_FILES)
    assert (0, "") == run(*JAVA, VNU, *options, site, cwd=root)


def test_the_html_checker_would_have_found_something(root: Path, tmp_path: Path) -> None:
    """The checker runs: a page without a title is refused."""
    (tmp_path / "index.html").write_text("<!doctype html><html lang=zh-CN><p>x</html>", encoding="utf-8", newline="\n")
    status, said = run(*JAVA, VNU, "--Werror", "--skip-non-html", tmp_path, cwd=root)
    assert status == 1
    assert "title" in said


def test_the_css_checker_finds_nothing(root: Path) -> None:
    """The standard rules, and nothing that engines of 2020 do not know."""
    sheets = sorted([*(root / "theme" / "static").rglob("*.css"), *(root / "plugins").rglob("*.css")])
    assert sheets != []
    assert (0, "") == run("node", STYLELINT, *sheets, cwd=root)


SHEETS = [
    "@media (width <= 600px) {\n  a {\n    color: red;\n  }\n}\n",
    "@layer base {\n  a {\n    color: red;\n  }\n}\n",
    "a {\n  color: light-dark(red, blue);\n}\n",
    "a:has(b) {\n  color: red;\n}\n",
    "a {\n  & b {\n    color: red;\n  }\n}\n",
    "a {\n  inset: 0;\n}\n",
    "a {\n  height: 100dvh;\n}\n",
]


@pytest.fixture(scope="module")
def refused_sheets(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Each sheet with the errors of one run of the checker over all of them."""
    folder = tmp_path_factory.mktemp("sheets")
    files = {folder / f"{number}.css": sheet for number, sheet in enumerate(SHEETS)}
    for path, sheet in files.items():
        path.write_text(sheet, encoding="utf-8", newline="\n")
    options = ("--formatter", "json", "--config", root / "stylelint.config.mjs")
    status, said = run("node", STYLELINT, *options, *files, cwd=root)
    assert status == 2, said
    return {
        files[Path(result["source"])]: [item["text"] for item in result["warnings"] if item["severity"] == "error"]
        for result in json.loads(said)
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_css_checker_refuses_what_old_phones_do_not_know(refused_sheets: dict[str, list[str]], sheet: str) -> None:
    """Range notation, layers, light-dark(), :has(), nesting, inset and new units are each refused."""
    assert refused_sheets[sheet] != []


ESLINT = Path("node_modules/eslint/bin/eslint.js")


def test_the_script_checker_finds_nothing(root: Path) -> None:
    """The theme's scripts as written, and those of the tests and the checkers' own settings."""
    assert (0, "") == run("node", ESLINT, *SCRIPTS, cwd=root)


def test_every_script_runs_on_engines_of_2020_as_published(root: Path, site: Path, tmp_path: Path) -> None:
    """Parsed at the level of Chrome 80 and Safari 13, with nothing that came later; the search client stands before its page."""
    written = {path.name for path in (root / "theme" / "static").glob("*.js")}
    parts = {part for joined in JOINED_SCRIPTS.values() for part in joined}
    published = sorted((site / "assets").glob("*.js"))
    names = {path.name.split(".")[0] + ".js" for path in published}
    assert names == written - parts | set(JOINED_SCRIPTS)
    for path in published:
        shutil.copy(path, tmp_path)
    assert (0, "") == check_scripts(root, tmp_path)


def check_scripts(root: Path, folder: Path, *options: str) -> tuple[int, str]:
    """Check the scripts of a folder by the project's rules."""
    return run("node", root / ESLINT, "--config", root / "eslint.config.mjs", *options, ".", cwd=folder)


#: Line of a script → the rule that refuses it: later syntax and methods, ways from text to markup, common faults.
REFUSED_LINES = [
    ("a?.b();", None),
    ("a ?? b;", None),
    ("a ||= b;", None),
    ("class A { #b = 1; }", None),
    ("const n = 10n;", None),
    ("import('./b.js');", None),
    ("a.replaceAll('x', 'y');", "no-restricted-syntax"),
    ("a.at(-1);", "no-restricted-syntax"),
    ("structuredClone(a);", "no-restricted-syntax"),
    ("a.replaceChildren();", "no-restricted-syntax"),
    ("Object.hasOwn(a, 'b');", "no-restricted-syntax"),
    ("new ResizeObserver(a);", "no-restricted-syntax"),
    ("new Intl.Segmenter();", "no-restricted-syntax"),
    ("/(?<=a)b/.test(a);", "no-restricted-syntax"),
    ("a.innerHTML = location.search;", "no-restricted-properties"),
    ("document.write(a);", "no-restricted-properties"),
    ("eval(a);", "no-eval"),
    ("setTimeout('a()', 1);", "no-implied-eval"),
    ("if (a == null) b();", "eqeqeq"),
    ("var b = 1; b();", "no-var"),
    ("let b = 1; a(b);", "prefer-const"),
    ("const b = 1;", "no-unused-vars"),
    ("absent();", "no-undef"),
    ("console.log(a);", "no-console"),
]


def test_a_script_against_the_rules_is_refused(root: Path, tmp_path: Path) -> None:
    """Each at its line; a guard may name a later method in a text."""
    start = "const a = 'structuredClone' in window && location; a.b();"
    for number, (line, _) in enumerate(REFUSED_LINES):
        script = f"{start}\n{line}\n"
        (tmp_path / f"{number:02d}.js").write_text(script, encoding="utf-8", newline="\n")
    status, said = check_scripts(root, tmp_path, "--format", "json")
    assert status == 1
    results = sorted(json.loads(said), key=lambda result: result["filePath"])
    found = [{(fault["line"], fault["ruleId"]) for fault in result["messages"]} for result in results]
    assert [] == [case for case, faults in zip(REFUSED_LINES, found, strict=True) if (2, case[1]) not in faults]
    assert {2} == {line for faults in found for line, _ in faults}


def test_no_flex_box_depends_on_gap(root: Path) -> None:
    """Safari knows `gap` in a grid since 2017, in a flex box only since 2021."""
    found = []
    for sheet in sorted((root / "theme" / "static").rglob("*.css")):
        for rule in re.findall(r"[^{}]+\{[^{}]*\}", sheet.read_text(encoding="utf-8")):
            if re.search(r"display:\s*(inline-)?flex", rule) and re.search(r"(?<![a-z-])(row-|column-)?gap:", rule):
                found.append(rule.strip())
    assert [] == found


def test_the_built_style_is_the_only_one(site: Path) -> None:
    """One sheet, one request: what every page shares is fetched once."""
    assert 1 == len([file for file in files_of(site) if file.endswith(".css")])
