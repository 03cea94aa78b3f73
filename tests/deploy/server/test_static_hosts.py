"""The template for hosted git is run step by step in a clone, as its host would: gate a request, publish main."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.deploy.server.conftest import Clone, git
from tests.deploy.server.test_setup_from_nothing import BLACK, append, code_of, make_checkout, new_row

TEMPLATE = ROOT / "deploy" / "ci" / "site.yml"


@pytest.fixture(scope="module")
def template() -> dict[str, Any]:
    """The template as YAML has it; its ``on`` is read as a truth value."""
    read = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return {("on" if key is True else str(key)): value for key, value in read.items()}


@pytest.fixture(scope="module")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of this software with the small site, as staff push to a host."""
    return make_checkout(tmp_path_factory.mktemp("hosted") / "upstream")


def run_job(template: dict[str, Any], job: str, clone: Path) -> tuple[int, str]:
    """Run the shell steps of a job in order until one fails; return its status and all that was said.

    Only the first line that would download is not run: what it gives is linked.
    """
    (clone / ".venv").symlink_to(Path(sys.prefix))
    said = ""
    for step in template["jobs"][job]["steps"]:
        if "run" not in step:
            continue
        script = step["run"].replace("make setup", "true")
        env = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "CREDIT_", "PYTHON"))}
        # A variable that nobody set on the host is an empty word.
        env |= dict.fromkeys(step.get("env", {}), "")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=clone, env=env,
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        said += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, said
    return 0, said


def clone_of(upstream: Path, name: str) -> Clone:
    """Return a whole clone, as the template asks its host for."""
    git(upstream.parent, "clone", "-q", str(upstream), name)
    return Clone(upstream.parent / name)


def test_the_template_gates_requests_and_keeps_nothing_old(template: dict[str, Any]) -> None:
    """Read as its host reads it: when it runs, with which rights, how long what it made is kept."""
    assert {"pull_request", "push", "schedule"} == set(template["on"])
    assert {"contents": "read"} == template["permissions"]
    assert ["main"] == template["on"]["push"]["branches"]
    minute, hour, *rest = template["on"]["schedule"][0]["cron"].split()
    assert (True, ["*"] * 4) == (minute.isdigit(), [hour, *rest])
    for job in template["jobs"].values():
        assert 0 == job["steps"][0]["with"]["fetch-depth"]
    assert template["jobs"]["publish"]["concurrency"]["cancel-in-progress"] is False
    kept = template["jobs"]["publish"]["steps"][-1]["with"]
    assert ("public", 1) == (kept["path"], kept["retention-days"])


def test_main_is_checked_and_built_whole(template: dict[str, Any], upstream: Path) -> None:
    clone = clone_of(upstream, "main-clone")
    code, said = run_job(template, "check", clone.folder)
    assert code == 0, said
    (clone.folder / ".venv").unlink()
    code, said = run_job(template, "publish", clone.folder)
    assert code == 0, said
    assert (clone.folder / "public" / "version.json").is_file()
    assert git(clone.folder, "status", "--porcelain", "--", "data", "content") == ""


def test_a_request_is_refused_for_its_fault_and_publishes_nothing(template: dict[str, Any], upstream: Path) -> None:
    """Its own rows are judged against main; a good one passes."""
    clone = clone_of(upstream, "request")
    git(clone.folder, "switch", "-q", "-c", "request")
    append(clone, new_row(910, code_of(910)[:-1] + "?", "2026年4月间收款后不发货。"))
    clone.commit()
    code, said = run_job(template, "check", clone.folder)
    assert (1, True) == (code, "BL-2026-00910" in said or f"{BLACK}:" in said), said
    (clone.folder / ".venv").unlink()
    assert 0 == run_job(template, "publish", clone.folder)[0]
    assert not (clone.folder / "public").exists()

    git(clone.folder, "reset", "-q", "--hard", "origin/main")
    append(clone, new_row(910, code_of(910), "2026年4月间收款后不发货。"))
    clone.commit()
    (clone.folder / ".venv").unlink()
    code, said = run_job(template, "check", clone.folder)
    assert code == 0, said
