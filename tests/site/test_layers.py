"""Layers of the package: contracts on imports, sizes and names of modules."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "plugins" / "credit"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imports_of(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield line, full name and whether it runs at import, of everything a file imports; types alone do not count."""

    def walk(node: ast.AST, at_top: bool) -> Iterator[tuple[int, str, bool]]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from walk(other, at_top)
            return
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name, at_top) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(PACKAGE.parent).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *filter(None, [node.module])])
            for name in node.names:
                yield node.lineno, f"{module}.{name.name}", at_top
        inside = at_top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from walk(child, inside)

    yield from walk(ast.parse(path.read_text(encoding="utf-8"), str(path)), at_top=True)


#: Modules that can be read anywhere: words of the field, identifiers, law, addresses.
GROUND = (
    "atomic_write",
    "clock",
    "gc_tuning",
    "hidden_characters",
    "identifiers",
    "law",
    "model",
    "mojibake",
    "timings",
    "urls",
)


def run_contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Judge the layers of the package in a folder by the contracts beside it (pyproject.toml)."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    env = {**os.environ, "PYTHONPATH": str(folder / "plugins")}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def test_the_contracts_of_the_layers_are_kept(root: Path) -> None:
    """Each package imports from those below it; Pelican is imported in its own modules alone."""
    done = run_contracts(root)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("reader/encoding", "from credit.gate import Edition"), ("deploy/server_settings", "from credit.deploy.takedown import take_down_live"),
        ("gate", "from pelican import signals"), ("model/problems", "from credit.build.pipeline import build_site"),
    ],
)  # fmt: skip
def test_an_import_from_above_breaks_a_contract(tmp_path: Path, root: Path, module: str, line: str) -> None:
    """In a copy with one more line."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(root / "plugins", tmp_path / "plugins", ignore=ignored)
    shutil.copy2(root / "pyproject.toml", tmp_path)
    path = tmp_path / "plugins" / "credit" / f"{module}.py"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = run_contracts(tmp_path)
    assert (1, True) == (done.returncode, "BROKEN" in done.stdout)


def test_the_ground_needs_the_standard_library_alone() -> None:
    """The words of the field, identifiers, law and addresses can be read anywhere."""
    paths = [path for path in MODULES if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in GROUND]
    names = {name.split(".")[0] for path in paths for _, name, _ in imports_of(path)}
    assert set() == names - set(sys.stdlib_module_names) - {"credit", "__future__"}


def test_a_module_outgrows_three_hundred_lines_only_into_a_folder() -> None:
    """A file a person can hold in mind."""
    long = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in MODULES
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 330
    }
    assert long == {}


def test_no_module_is_a_drawer() -> None:
    """A name says what is inside."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
    assert [] == [path.as_posix() for path in MODULES if path.stem in drawers or path.parent.name in drawers]


def test_every_module_says_its_role_in_a_sentence() -> None:
    """Its docstring begins with one sentence."""
    sentences = {path: (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") for path in MODULES}
    assert [] == [path for path, text in sentences.items() if not text.split("\n\n")[0].rstrip().endswith((".", "。"))]


def test_the_ground_loads_nothing_heavy(root: Path) -> None:
    """Reading an identifier does not load pandas."""
    code = "import credit.model, credit.identifiers, credit.urls, credit.law, sys; print('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "plugins", capture_output=True, encoding="utf-8", check=True
    )
    assert "False\n" == done.stdout


@pytest.mark.parametrize("module", ["render_worker", "page_tasks", "worker_pool"])
def test_worker_process_loads_neither_pandas_nor_pelican(root: Path, module: str) -> None:
    """They take it longer than a thousand pages."""
    code = (
        f"import credit.build.workers.{module}, sys; print({{'pandas', 'pelican', 'credit.gate'}} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "plugins", capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "set()\n"


def test_first_job_of_a_worker_loads_the_modules_of_the_others(root: Path) -> None:
    """Loaded while rows are still being read, they cost the build no time; a lint fix once dropped the import."""
    code = "import sys; from credit.build.workers.worker_pool import prepare_worker; prepare_worker(); print('credit.build.workers.render_worker' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root / "plugins", capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "True\n"
