"""Server setup: creates or upgrades a server that publishes the pushed commits of a repository."""

from __future__ import annotations

import getpass
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from credit.deploy import audit_log, git_objects, publish, releases
from credit.deploy.deploy_run import Say
from credit.deploy.git_objects import NULL_OID
from credit.deploy.hooks.ssh_keys import authorized_keys, read_keys
from credit.deploy.releases.release_store import live_release
from credit.deploy.server_settings import (
    SETTINGS,
    ServerSettings,
    SettingsError,
    owner_of,
    read_settings,
    settings_text,
)
from credit.deploy.setup.bare_repository import forced_command_text, make_repository, seed
from credit.deploy.setup.configuration_files import render_template, system_files
from credit.deploy.setup.software_upgrade import (
    UpgradeError,
    compare_software,
    copy_software,
    previous_software,
    remove_unused,
    software_folder,
    switch_software,
    try_software,
)
from credit.model import CreditError
from credit.pages.sitemap_and_robots import robots
from credit.reader import write_whole


class SetupError(CreditError):
    """The server cannot be set up there; the text says why."""


@dataclass(frozen=True)
class SetupResult:
    """Result of a setup: the settings, and whether the repository is new."""

    settings: ServerSettings
    is_new: bool


def setup_server(checkout: Path, repo: Path, site: Path, *, branch: str = "main", say: Say) -> SetupResult:
    """Make or upgrade a server below the two folders and nowhere else; run again it changes only new parts.

    The order makes an upgrade safe: the live data is built with the new software, and its hook started, before any
    part of the old is replaced. Raises SetupError, SettingsError, GitError, VenvError or UpgradeError; then the server
    works as before, or is set up as far as the text says. Run again, it goes on from there.
    """
    checkout, repo, site = checkout.resolve(), repo.resolve(), site.resolve()
    _check_places(checkout, repo, site)
    # Whatever the umask of the person: the web server enters the site, and nobody else what is not for it.
    os.umask(0o022)
    for folder in (site / "etc" / "keys", site / "releases", site / "state", site / "log", site / "proof"):
        folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(repo, site, branch)
    _set_modes(settings)
    keys = read_keys(settings.etc / "keys")

    is_upgraded = _replace_software(settings, copy_software(settings, checkout), say)
    # Through the link: hooks, timer and web server stay right when the next upgrade switches it.
    settings = replace(settings, checkout=software_folder(settings))

    make_repository(settings)
    repo.chmod(0o700)
    # Not whether the folder is new: a run that was ended before it was seeded goes on here.
    is_new = git_objects.find_commit(repo, f"refs/heads/{branch}") == NULL_OID
    if is_new:
        _seed(settings, checkout, say)
    for name, text in {**system_files(settings, owner_of(site).pw_name), **_own_files(settings, keys)}.items():
        _write(settings.etc / name, text)
    (settings.etc / "enter").chmod(0o755)
    if is_new or is_upgraded or live_release(settings) is None or _is_siteurl_changed(settings):
        _publish(settings, say)
    return SetupResult(settings, is_new)


def switch_back(site: Path, *, say: Say) -> None:
    """Bring the software before the last upgrade back, after a trial, and publish with it.

    Raises SetupError where none is kept, UpgradeError where it does not build the live data any more.
    """
    settings = read_settings(site.resolve())
    os.umask(0o022)
    previous = previous_software(settings).resolve()
    if not previous_software(settings).is_symlink() or previous == software_folder(settings).resolve():
        raise SetupError("没有留着升级以前的软件，退不回去。")
    say("正在用升级以前的软件生成一次现在的网站……")
    for line in compare_software(settings, software_folder(settings).resolve(), previous).lines():
        say(line)
    try_software(settings, previous)
    switch_software(settings, previous)
    command = (str(previous / ".venv/bin/inv"), "-r", str(previous), "publish", "--site", str(settings.site))
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SetupError("软件已经退回，网站没有重新发布：请照上面的提示改好，再运行 inv publish。")
    say("软件已经退回升级以前的。软件的文件夹也退回以前，再运行 setup-server；否则它又会换成新的。")


def _set_modes(settings: ServerSettings) -> None:
    """Let the web server enter the folder of the site, and only the owner those that are not served."""
    for folder in (settings.site, settings.releases, settings.proof):
        folder.chmod(folder.stat().st_mode & 0o7777 | 0o755)
    for folder in (settings.state, settings.etc, settings.log):
        folder.chmod(0o700)


def _is_siteurl_changed(settings: ServerSettings) -> bool:
    """Return whether the live site names another address as its own than the settings do."""
    try:
        return (settings.current / "robots.txt").read_bytes() != robots(settings.siteurl)
    except OSError:
        return True


def _replace_software(settings: ServerSettings, copy: Path, say: Say) -> bool:
    """Make a copy the software in use, after a trial where a site is there; return whether it was another.

    Raises UpgradeError where the new software cannot build the live data; then the old one stays.
    """
    link = software_folder(settings)
    old = link.resolve() if link.is_symlink() else None
    is_seeded = git_objects.find_commit(settings.repo, f"refs/heads/{settings.branch}") != NULL_OID
    if old is not None and old != copy and is_seeded:
        say("正在用新旧两个软件各生成一次现在的网站，看有什么不同……")
        try:
            for line in compare_software(settings, old, copy).lines():
                say(line)
            try_software(settings, copy)
        except UpgradeError:
            remove_unused(settings, copy)
            raise
    switch_software(settings, copy)
    return old != copy


def _seed(settings: ServerSettings, checkout: Path, say: Say) -> None:
    tip = seed(settings, checkout)
    entry = audit_log.AuditEntry("seeded", getpass.getuser(), ref=f"refs/heads/{settings.branch}", commit=tip)
    audit_log.append(settings, entry)
    say(f"已建立仓库 {settings.repo}，内容是这里的提交 {tip[:12]}。")


def _publish(settings: ServerSettings, say: Say) -> None:
    """Publish the branch; raises SetupError with the parts that were set up nevertheless."""
    try:
        publish(settings, say=say)
    except CreditError as error:
        before = "原来的网站照常" if releases(settings) else "网站还没有内容"
        raise SetupError(
            f"{error}\n仓库、设置和软件已经放好，{before}；改好上面说的问题以后，再运行一次同样的命令就会接着发布。"
        ) from error
    if settings.siteurl:
        say(f"网站地址：{settings.siteurl}")


def _check_places(checkout: Path, repo: Path, site: Path) -> None:
    if repo == site or repo in site.parents or site in repo.parents:
        raise SetupError("--repo 和 --site 要是两个分开的文件夹，一个不能在另一个里面。")
    for place in (repo, site):
        if place == checkout or place in checkout.parents:
            raise SetupError(f"{place} 里有正在运行的软件，请换一个文件夹。")
    if any((site / name).exists() for name in ("data", "content", ".git")):
        raise SetupError(f"{site} 里有别的内容，请换一个空的文件夹。")


def _settings(repo: Path, site: Path, branch: str) -> ServerSettings:
    """Return the existing settings, or write the first ones; an administrator's file is never overwritten."""
    path = site / SETTINGS
    if not path.exists():
        # Relative to the folder of the site, so that a restored copy elsewhere needs no edit.
        place = Path(os.path.relpath(repo, site))
        text = settings_text(ServerSettings(site, place, branch, Path("software/current")))
        write_whole(path, text.encode())
    settings = read_settings(site)
    if settings.repo != repo:
        raise SettingsError(f"{path} 里写的 repo 是 {settings.repo}，命令里是 {repo}；请改成一致。")
    if settings.branch != branch:
        raise SettingsError(f"{path} 里写的 branch 是 {settings.branch}，命令里是 {branch}；请改成一致。")
    return settings


def _own_files(settings: ServerSettings, keys: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {
        "enter": forced_command_text(settings),
        "authorized_keys": authorized_keys(settings.etc / "enter", keys),
        "keys/README.md": render_template("keys.md"),
    }


def _write(path: Path, text: str) -> None:
    data = text.encode()
    if not path.is_file() or path.read_bytes() != data:
        write_whole(path, data)
