"""Server setup: creates or upgrades a server that publishes the pushed commits of a repository."""

from __future__ import annotations

import getpass
import os
import pwd
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from credit.deploy import audit_log, git_objects, publish, releases
from credit.deploy.config import SETTINGS, ServerSettings, SettingsError, read_settings, settings_text
from credit.deploy.git_objects import NULL_OID
from credit.deploy.hooks.ssh_keys import authorized_keys, read_keys
from credit.deploy.release_job import Say
from credit.deploy.releases.release_store import live_release
from credit.deploy.setup.bare_repository import forced_command_text, make_repository, seed
from credit.deploy.setup.server_configuration import render_template, system_files
from credit.deploy.setup.software_upgrade import compare_software, copy_software, software_folder, switch_software
from credit.model import CreditError
from credit.reader import write_whole


class SetupError(CreditError):
    """The server cannot be set up there; the text says why."""


@dataclass(frozen=True)
class SetupResult:
    """Result of a setup: the settings, whether the repository is new, and the commands for an administrator."""

    settings: ServerSettings
    is_new: bool
    commands: tuple[tuple[str, str], ...]


def setup_server(checkout: Path, repo: Path, site: Path, *, branch: str = "main", say: Say) -> SetupResult:
    """Make or upgrade a server below the two folders and nowhere else; run again it changes only new parts.

    The order makes an upgrade safe: the live data is built with the new software before any part of the old is
    replaced. Raises SetupError, SettingsError, GitError or UpgradeError; then the server works as before, or is
    set up as far as the text says. Run again, it goes on from there.
    """
    checkout, repo, site = checkout.resolve(), repo.resolve(), site.resolve()
    _check_places(checkout, repo, site)
    for folder in (site / "etc" / "keys", site / "releases", site / "state", site / "log"):
        folder.mkdir(parents=True, exist_ok=True)
    settings = _settings(repo, site, branch)
    keys = read_keys(settings.etc / "keys")

    is_upgraded = _replace_software(settings, copy_software(settings, checkout), say)
    # Through the link: hooks, timer and web server stay right when the next upgrade switches it.
    settings = replace(settings, checkout=software_folder(settings))

    make_repository(settings)
    # Not whether the folder is new: a run that was ended before it was seeded goes on here.
    is_new = git_objects.find_commit(repo, f"refs/heads/{branch}") == NULL_OID
    if is_new:
        _seed(settings, checkout, say)
    for name, text in {**system_files(settings, site_owner(settings)), **_own_files(settings, keys)}.items():
        _write(settings.etc / name, text)
    (settings.etc / "enter").chmod(0o755)
    if is_new or is_upgraded or live_release(settings) is None:
        _publish(settings, say)
    return SetupResult(settings, is_new, tuple(_commands(settings)))


def _replace_software(settings: ServerSettings, copy: Path, say: Say) -> bool:
    """Make a copy the software in use, after a comparison where a site is there; return whether it was another.

    Raises UpgradeError where the new software cannot build the live data; then the old one stays.
    """
    link = software_folder(settings)
    old = link.resolve() if link.is_symlink() else None
    is_seeded = (settings.repo / "HEAD").exists() and (settings.repo / "hooks" / "pre-receive").exists()
    if old is not None and old != copy and is_seeded:
        say("正在用新旧两个软件各生成一次现在的网站，看有什么不同……")
        for line in compare_software(settings, old, copy).lines():
            say(line)
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


def _commands(settings: ServerSettings) -> Iterator[tuple[str, str]]:
    """Yield the commands for an administrator: purpose and command."""
    etc = settings.etc
    name = "credit-" + re.sub(r"[^a-z0-9]+", "-", settings.site.name.lower()).strip("-")
    target = f"/etc/nginx/conf.d/{name}.conf"
    yield "网页服务", f"ln -sf {_quote(etc / 'nginx.conf')} {target} && nginx -t && systemctl reload nginx"
    unit = f"/etc/systemd/system/{name}"
    copies = f"cp {_quote(etc / 'credit.service')} {unit}.service && cp {_quote(etc / 'credit.timer')} {unit}.timer"
    yield "每小时检查到期", f"{copies} && systemctl daemon-reload && systemctl enable --now {name}.timer"
    yield "日志保留六个月", f"cp {_quote(etc / 'logrotate.conf')} /etc/logrotate.d/{name}"
    user = site_owner(settings)
    file = f"~{user}/.ssh/authorized_keys"
    # Other lines of the file stay: an administrator's own key may be among them.
    block = shlex.quote(f"\\|^# begin {etc / 'enter'} |,\\|^# end {etc / 'enter'}$|d")
    prepare = f"install -d -m 700 -o {user} ~{user}/.ssh && touch {file} && sed -i {block} {file}"
    yield (
        "推送用的公钥",
        f"{prepare} && cat {_quote(etc / 'authorized_keys')} >>{file} && chmod 600 {file} && chown {user} {file}",
    )


def site_owner(settings: ServerSettings) -> str:
    """Return the owner of the site's folder: publishing always runs as that user, whichever runs the installation."""
    return pwd.getpwuid(settings.site.stat().st_uid).pw_name


def _quote(path: Path) -> str:
    return shlex.quote(str(path))


def install(result: SetupResult, say: Say) -> bool:
    """Run the administrator's commands one by one, printing each; return whether all of them succeeded."""
    good = True
    for what, command in result.commands:
        say(f"{what}：{command}")
        done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            say(f"没有成功（退出码 {done.returncode}），请照上面的命令自己运行。")
            good = False
    return good
