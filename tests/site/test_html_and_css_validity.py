"""What independent checkers say of the built HTML and of the theme's CSS: nothing."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.built_pages import files_of

VNU = Path("node_modules/vnu-jar/build/dist/vnu.jar")
#: In files the checker takes 'self' for nobody, and a data block for a script; the policy has tests of its own.
NOT_IN_FILES = ".*Content Security Policy.*"
STYLELINT = Path("node_modules/stylelint/bin/stylelint.mjs")


def run(*command: str | Path, cwd: Path) -> tuple[int, str]:
    """Run a checker; a checker that is not installed fails the test with what to do."""
    tool = Path(command[2] if command[0] == "java" else command[1])
    if not (cwd / tool).is_file():
        pytest.fail(f"没有找到 {tool}。请运行 make test，它会先装好检查工具。")
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_html_checker_finds_nothing_on_any_page(root: Path, site: Path) -> None:
    """Every page and picture of the tree is valid, warnings included."""
    options = ("--Werror", "--also-check-svg", "--skip-non-html", "--filterpattern", NOT_IN_FILES)
    assert (0, "") == run("java", "-jar", VNU, *options, site, cwd=root)


def test_the_html_checker_would_have_found_something(root: Path, tmp_path: Path) -> None:
    """The checker runs: a page without a title is refused."""
    (tmp_path / "index.html").write_text("<!doctype html><html lang=zh-CN><p>x</html>", encoding="utf-8", newline="\n")
    status, said = run("java", "-jar", VNU, "--Werror", "--skip-non-html", tmp_path, cwd=root)
    assert status == 1
    assert "title" in said


def test_the_css_checker_finds_nothing(root: Path) -> None:
    """The standard rules, and nothing that engines of 2020 do not know."""
    sheets = sorted((root / "theme" / "static").rglob("*.css"))
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


ENGINES = Path("tests/site/engines.mjs")


def test_every_script_runs_on_engines_of_2020(root: Path, site: Path) -> None:
    """As written and as published: parsed at the level of Chrome 80 and Safari 13, with nothing that came later."""
    written = sorted((root / "theme" / "static").glob("*.js"))
    published = sorted((site / "assets").glob("*.js"))
    assert len(written) == len(published) > 0
    assert (0, "") == run("node", ENGINES, *written, *published, cwd=root)


LINES = [
    "a?.b;",
    "a ?? b;",
    "a ||= b;",
    "a.replaceAll('x', 'y');",
    "a.at(-1);",
    "structuredClone(a);",
    "element.replaceChildren();",
    "Object.hasOwn(a, 'b');",
    "new ResizeObserver(act);",
    "/(?<=a)b/.test(c);",
    "class A { #b = 1; }",
    "const n = 10n;",
    "import('./b.js');",
]


@pytest.fixture(scope="module")
def refused_lines(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each line with what one run of the checker over all of them says of the script that holds it."""
    folder = tmp_path_factory.mktemp("scripts")
    files = {folder / f"later-{number}.js": line for number, line in enumerate(LINES)}
    for path, line in files.items():
        path.write_text(f"const fine = 'structuredClone' in window;\n{line}\n", encoding="utf-8", newline="\n")
    status, said = run("node", ENGINES, *files, cwd=root)
    assert status == 1, said
    return {
        line: "\n".join(fault for fault in said.splitlines() if fault.startswith(f"{path}:"))
        for path, line in files.items()
    }


@pytest.mark.parametrize("line", LINES)
def test_a_script_of_later_engines_is_refused(refused_lines: dict[str, str], line: str) -> None:
    """New syntax and new methods are each named with their line; a guard may name them in a text."""
    assert ".js:2" in refused_lines[line] or "(2:" in refused_lines[line]


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
