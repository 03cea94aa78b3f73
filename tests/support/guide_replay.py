"""Replay of a guide: its files, edits and commands done in order on a copy of the project, as a clerk would with git.

``PYTHONPATH=plugins python -m tests.support.guide_replay docs/staff.zh.md`` writes into the guide what its commands say now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from credit.deploy.server_settings import ServerSettings, settings_text
from credit.deploy.setup.bare_repository import make_repository
from tests.conftest import ROOT, copy_project

BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: End of the descriptor: a guide's new entry comes before it.
_END = "\n  ]\n}\n"
_COMMIT = re.compile(r"\b[0-9a-f]{12}\b")
_DESCRIPTOR = "data/datapackage.json"


def commit_project(project: Path) -> Path:
    """Make a copy of the project a clone with one commit, whose origin has the server's hooks, and return it."""
    server = ServerSettings(project.parent / "www", project.parent / "credit.git", checkout=ROOT)
    for place in (server.etc, server.state):
        place.mkdir(parents=True)
    (server.etc / "credit.toml").write_text(settings_text(server), encoding="utf-8")
    make_repository(server)
    for command in (
        "init -q -b main", "add -A", "commit -qm 开始", f"-C ../credit.git fetch -q {project} HEAD:refs/heads/main",
        "remote add origin ../credit.git", "fetch -q origin", "branch -q -u origin/main",
    ):  # fmt: skip
        subprocess.run(["git", *command.split()], cwd=project, env=_environment(project), check=True)
    (project / ".git" / "info" / "exclude").write_text("__pycache__/\n", encoding="utf-8")
    return project


def replay(project: Path, text: str) -> list[tuple[str, str]]:
    """Do every block of a guide in order; return what each command shows in it and what it said."""
    outcomes = []
    for kind, name, body in BLOCK.findall(text):
        if kind == "console":
            outcomes.append((body, run_shown(project, body)))
        elif kind == "diff":
            apply_edit(project, body)
        elif kind == "json" and name == _DESCRIPTOR:
            _add_entry(project / name, body)
        elif name:
            path = project / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(body, encoding="utf-8", newline="\n")
    return outcomes


def apply_edit(project: Path, text: str) -> None:
    """Do what a ``diff`` block shows: replace a line of a file, or add one at its end."""
    name, *lines = text.splitlines()
    path = project / name.removeprefix("--- ")
    content = path.read_bytes().decode("utf-8-sig")
    old = [line[1:] for line in lines if line.startswith("-")]
    new = [line[1:] for line in lines if line.startswith("+")]
    for line in old:
        assert content.count(line + "\n") == 1, f"{name} has no line {line}"
    content = content.replace(old[0] + "\n", new[0] + "\n") if old else content + new[0] + "\n"
    path.write_text(content, encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="\n")


def run_shown(project: Path, text: str) -> str:
    """Run the commands of a ``console`` block and return the block as it should stand."""
    said = []
    for command in (line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")):
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=project,
            env=_environment(project),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        # git pads what a server says with blanks; the name of a commit is another one in each run.
        lines = [_COMMIT.sub("3f2a9c81d7e4", line.rstrip()) + "\n" for line in done.stdout.splitlines()]
        said.append(f"$ {command}\n{''.join(lines)}")
    return "".join(said)


def _environment(project: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH" and not key.startswith("GIT_")}
    person = {"NAME": "工作人员", "EMAIL": "clerk@example.invalid"}
    named = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in person.items()}
    own = {
        "CREDIT_KEY": "zhang",
        "GIT_CEILING_DIRECTORIES": str(project.parent),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LC_ALL": "C.UTF-8",
    }
    # ``inv`` and csvkit stand beside the Python that runs this.
    own["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    return kept | named | own | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def _add_entry(path: Path, entry: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert content.endswith(_END), "the descriptor ends otherwise"
    path.write_text(f"{content.removesuffix(_END)},\n{entry.rstrip()}{_END}", encoding="utf-8")


def rewrite(guide: Path) -> None:
    """Write into a guide what its commands say now."""
    text = guide.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        outcomes = iter(replay(commit_project(copy_project(Path(folder) / "project")), text))

    def renewed(block: re.Match[str]) -> str:
        return f"```console\n{next(outcomes)[1]}```" if block[1] == "console" else block[0]

    guide.write_text(BLOCK.sub(renewed, text), encoding="utf-8")


if __name__ == "__main__":
    rewrite(Path(sys.argv[1]))
