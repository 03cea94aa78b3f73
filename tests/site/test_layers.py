"""The house keeps its floors: a module imports only from below, and only one imports Pelican."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Module of the package → its floor (design: the house). A new module is entered here by whoever writes it.
FLOORS: dict[str, float] = {
    "addresses": 0,
    "identifiers": 0,
    "law": 0,
    "memory": 0,
    "model": 0,
    "placeholders": 0.1,
    "timings": 0,
    "whole": 0,
    # Fields of the model beside the states of public rows; checks know their names.
    "derived_columns": 0.5,
    "checks": 1,
    "documents": 1,
    "privacy": 1,
    "reader": 1,
    "name_search": 0.5,
    # Who is known, by the names that privacy hides and shows.
    "subjects": 1.5,
    "mentions": 1.7,
    "catalogue": 2,
    "entities": 3,
    "explanation": 3,
    "history": 3,
    "lifecycle": 3,
    "private_days": 3,
    "statistics": 3,
    "record_ids": 3.2,
    # Derived from the states that lifecycle gives.
    "withdrawals": 3.2,
    "document_visibility": 3.2,
    "gate": 3.5,
    "badges": 4,
    # Makes pages of records by the thousand: above pages, render and tree, below the plugin that hands them out.
    "batches": 4.6,
    "exporters": 4,
    "feeds": 4,
    "pages": 4,
    # The contract between pages and theme: words only, standard library only.
    "pages.contexts": 3.9,
    "pages.standins": 3.9,
    "render": 4,
    # Below the pages: those to look a name up by hand need its initials.
    "search": 3.9,
    "tree": 4,
    # Measures what the rooms below do, the server's too.
    "bench": 5.6,
    "doctor": 5,
    "importer": 5,
    "plugin": 5,
    # Releases are made by the builder; the server's hooks call publish, and both read the server's settings.
    "publish": 5.2,
    "server": 5.4,
    "server.settings": 4.9,
    # Each run of publish first settles what a hook that died left behind.
    "server.judged": 5.1,
    # Builds through the plugin and serves what it built.
    "preview": 5.5,
    # The commands: they call every room, and none calls them.
    "tasks": 5.9,
}

PACKAGE = Path(__file__).resolve().parents[2] / "plugins" / "credit"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    """Return the module of the package a file belongs to: a folder is one module."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield line, full name and whether it runs at import, of everything a file imports; types alone do not count."""

    def walk(node: ast.AST, at_top: bool) -> Iterator[tuple[int, str, bool]]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from walk(other, at_top)
            return
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name, at_top) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(PACKAGE.parent).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *filter(None, [node.module])])
            for one in node.names:
                yield node.lineno, f"{module}.{one.name}", at_top
        inside = at_top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    yield from walk(ast.parse(path.read_text(encoding="utf-8"), str(path)), at_top=True)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    """Strictly below its own; inside one folder the files may import each other."""
    room = room_of(path)
    assert room in FLOORS, f"{room} has no floor: enter it in FLOORS"
    wrong = []
    for line, name, _ in imports_of(path):
        if name.split(".")[0] == "credit":
            other, *more = [*name.split(".")[1:], ""]
            floor = FLOORS.get(f"{other}.{more[0]}" if more else other, FLOORS.get(other, 99))
            if other not in {"", room} and not floor < FLOORS[room]:
                wrong.append(f"{path.name}:{line}: {name}")
    assert [] == wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_plugin_imports_pelican(path: Path) -> None:
    """Pelican can fail silently; it does so at one point only."""
    found = [f"{path.name}:{line}" for line, name, _ in imports_of(path) if name.split(".")[0] == "pelican"]
    assert room_of(path) == "plugin" or found == []


@pytest.mark.parametrize(
    "path",
    [one for one in MODULES if FLOORS.get(room_of(one)) == 0],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_the_ground_floor_needs_the_standard_library_alone(path: Path) -> None:
    """The words of the field, identifiers, law and addresses can be read anywhere."""
    names = {name.split(".")[0] for _, name, _ in imports_of(path)}
    assert set() == names - set(sys.stdlib_module_names) - {"credit", "__future__"}


def test_a_module_outgrows_three_hundred_lines_only_into_a_folder() -> None:
    """A file a person can hold in mind; the contract of the templates is one list and stays one file."""
    long = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 330
    }
    assert {} == {name: lines for name, lines in long.items() if name != "view_models.py"}


def test_no_module_is_a_drawer() -> None:
    """A name says what is inside."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
    assert [] == [path.as_posix() for path in MODULES if path.stem in drawers or path.parent.name in drawers]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_module_says_in_a_sentence_what_goes_in_and_out(path: Path) -> None:
    """Its docstring begins with one sentence."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.split("\n\n")[0].rstrip().endswith((".", "。"))


def test_the_ground_floor_loads_nothing_heavy(root: Path) -> None:
    """Reading an identifier does not load pandas."""
    code = "import credit.model, credit.identifiers, credit.urls, credit.law, sys; print('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "plugins", capture_output=True, encoding="utf-8", check=True
    )
    assert "False\n" == done.stdout
