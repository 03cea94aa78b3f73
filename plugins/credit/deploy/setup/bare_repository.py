"""Bare repository: creates the repository that staff push to, with hooks, configuration and first commit."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from credit import git_repository
from credit.deploy.hooks.git_hooks import STARTER
from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.configuration_files import render_template
from credit.git_repository import GitError, git, resolve_commit
from credit.reader import write_whole

HOOKS = ("pre-receive", "post-receive")


def make_repository(settings: ServerSettings) -> bool:
    """Make the bare repository where there is none, and bring hooks and configuration up to date; return if it is new.

    Raises GitError where the folder holds something else.
    """
    repo = settings.repo
    is_new = not (repo / "HEAD").exists()
    if is_new:
        if repo.exists() and any(repo.iterdir()):
            raise GitError(f"{repo} 里已经有别的内容，请换一个空的文件夹。")
        repo.mkdir(parents=True, exist_ok=True)
        # No template: no sample hooks, nothing of an administrator's own template.
        git(repo, "init", "-q", "--bare", "--template=", f"--initial-branch={settings.branch}")
    for key, value in _configuration(settings).items():
        git(repo, "config", key, value)
    (repo / "hooks").mkdir(exist_ok=True)
    for hook in HOOKS:
        path = repo / "hooks" / hook
        write_whole(path, hook_text(settings, hook).encode())
        path.chmod(0o755)
    return is_new


def _configuration(settings: ServerSettings) -> dict[str, str]:
    return {
        "core.logAllRefUpdates": "true",
        "core.bigFileThreshold": "16m",
        # git alone syncs the objects of a push and not the branch: after a power cut its file could be empty.
        "core.fsync": "reference",
        # A folder of hooks in the machine's or the user's configuration would be used instead, and no push be checked.
        "core.hooksPath": "hooks",
        "receive.denyNonFastForwards": "true",
        "receive.denyDeletes": "true",
        # A push somewhat too large is refused by validation, with the way out; beyond that git stops reading.
        "receive.maxInputSize": str(2 * settings.push_bytes),
        # Every push as a pack in quarantine, whose large blobs are streamed and never held in memory.
        "receive.unpackLimit": "1",
        # git would refuse in English before any hook: validation checks the form of objects (object_fsck).
        "receive.fsckObjects": "false",
    }


def hook_text(settings: ServerSettings, hook: str) -> str:
    """Return a hook that runs this software and nothing else: a clean environment, an isolated interpreter."""
    # Through the link to the software in use, so that the text stays the same over an upgrade.
    python = settings.checkout / ".venv" / "bin" / "python"
    interpreter = str(python) if python.exists() else sys.executable
    command = (interpreter, "-I", "-c", STARTER, str(settings.checkout / "plugins"), hook, str(settings.site))
    return render_template("hook.sh", command=shlex.join(command))


def forced_command_text(settings: ServerSettings) -> str:
    """Return the command that a key of authorized_keys may run: fetch from and push to this one repository."""
    return render_template("enter.sh", repo=shlex.quote(str(settings.repo)))


def seed(settings: ServerSettings, checkout: Path) -> str:
    """Give a new repository the history of the checkout and return its last commit.

    A checkout without git (from a bundle) gives one commit with its files. Raises GitError where nothing is
    there to begin with.
    """
    ref = f"refs/heads/{settings.branch}"
    with trusted_checkout(settings, checkout):
        if (checkout / ".git").exists() and git_repository.has_commits(checkout):
            if git_repository.is_changed(checkout, "HEAD"):
                raise GitError("data/ 或 content/ 里有没提交的改动；请先提交或收回，再建服务器。")
            if (checkout / ".git").is_dir() and (checkout / ".git" / "shallow").exists():
                raise GitError("这里的 git 历史不完整（浅克隆）；请先运行 git fetch --unshallow。")
            git(settings.repo, "fetch", "-q", "--no-tags", str(checkout), f"HEAD:{ref}")
        else:
            _commit_files(settings, checkout, ref)
    return resolve_commit(settings.repo, ref)


@contextmanager
def trusted_checkout(settings: ServerSettings, checkout: Path) -> Iterator[None]:
    """Let git read a checkout that another user owns, until the block ends.

    In a configuration file: what stands on the command line does not reach the process that git fetches from.
    """
    path = settings.state / "seed.gitconfig"
    # The process that git fetches from names the folder of git itself.
    lines = [f"\tdirectory = {json.dumps(str(place), ensure_ascii=False)}\n" for place in (checkout, checkout / ".git")]
    path.write_text("".join(["[safe]\n", *lines]), encoding="utf-8")
    former = os.environ.get("GIT_CONFIG_GLOBAL")
    os.environ["GIT_CONFIG_GLOBAL"] = str(path)
    try:
        yield
    finally:
        path.unlink()
        del os.environ["GIT_CONFIG_GLOBAL"]
        if former is not None:
            os.environ["GIT_CONFIG_GLOBAL"] = former


def _commit_files(settings: ServerSettings, checkout: Path, ref: str) -> None:
    """Make the first commit of a repository out of data/ and content/ of the checkout."""
    index = settings.state / "seed.index"
    index.unlink(missing_ok=True)
    author = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in
              (("NAME", "setup-server"), ("EMAIL", "setup-server@localhost"))}  # fmt: skip
    environment = {**os.environ, **author, "GIT_INDEX_FILE": str(index)}

    def run(*arguments: str) -> str:
        command = ["git", f"--git-dir={settings.repo}", f"--work-tree={checkout}", *arguments]
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, check=False)
        if done.returncode:
            raise GitError("建立第一个提交没有成功：" + done.stderr.decode("utf-8", "replace").strip())
        return done.stdout.decode().strip()

    run(
        "-c",
        "core.bare=false",
        "add",
        "--force",
        "--",
        *(item for item in git_repository.FOLDERS if (checkout / item).exists()),
    )
    tree = run("write-tree")
    run("update-ref", ref, run("commit-tree", tree, "-m", "Initial content"))
    index.unlink(missing_ok=True)
