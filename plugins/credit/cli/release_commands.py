"""Release commands: publish, roll back, list releases, and copy the site to another place."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, committed_history, day_of, earlier_commit, refuse, say, wrong_use
from credit.model import CreditError

if TYPE_CHECKING:
    from credit.deploy.server_settings import ServerSettings


@contextmanager
def server_settings(site: str) -> Iterator[ServerSettings]:
    """Yield the settings of a server; an error in the block ends the command with exit status 1 and the reason."""
    from credit.deploy.server_settings import read_settings

    place = site or os.environ.get("CREDIT_SITE", "")
    if not place:
        wrong_use("请用 --site 写明服务器上网站的文件夹（setup-server 的 --site），或设置环境变量 CREDIT_SITE")
    # Whatever the umask of the person: the web server reads what is published.
    os.umask(0o022)
    try:
        if Path(place).exists():
            refuse_root(Path(place))
        yield read_settings(Path(place))
    except CreditError as error:
        refuse(error)


def refuse_root(site: Path) -> None:
    """End the command where root would write into the folders of another user, who could not change them any more."""
    from credit.deploy.server_settings import owner_of

    if os.geteuid() == 0 != site.stat().st_uid:
        name = owner_of(site).pw_name
        wrong_use(f"{site} 属于 {name}，不要用 root 运行。请加上 sudo -u {name}，例如 sudo -u {name} {sys.argv[0]} …")


@task(
    help={
        "site": "服务器上网站的文件夹（也可以写在环境变量 CREDIT_SITE 里）",
        "timer": "定时任务用：只做到期的和上次没有成功的",
        "commit": "发布哪个提交（默认分支上最新的）",
        "to": "不用服务器：生成后放到一个文件夹、主机（用户@主机:文件夹，经 ssh）或 名字.zip",
        "siteurl": "与 --to 一起用：网站的地址，例如 https://example.cn",
        "day": "服务器的时间错过以后，网站按哪一天生成，写成 YYYY-MM-DD；要写 --because",
        "because": "为什么要定这一天，或者为什么要用比网站旧的仓库，记进流水账",
        "timings": "最后列出每一步用了多久",
    }
)
def publish(
    context: Context,
    site: str = "",
    timer: bool = False,
    commit: str = "",
    to: str = "",
    siteurl: str = "",
    timings: bool = False,
    day: str = "",
    because: str = "",
) -> None:
    """发布：让最新的提交上线，一步切换；或者用 --to 把网站放到别处。"""
    if to:
        _publish_elsewhere(to, siteurl)
        return
    from credit.deploy import publish as run
    from credit.deploy import run_timer
    from credit.deploy.releases.clock_state import read_clock
    from credit.timings import Timings

    if siteurl:
        wrong_use("--siteurl 只能和 --to 一起用；服务器上的地址写在 etc/credit.toml 里")
    if (day and not because.strip()) or ((day or because) and (timer or commit)):
        wrong_use("--day 要和 --because 一起用；这两项不能和 --timer、--commit 一起用")
    wanted, stages = day_of(day, "--day"), Timings()
    with server_settings(site) as settings:
        release = (
            run_timer(settings, say=say)
            if timer
            else run(settings, commit=commit or None, day=wanted, because=because.strip(), say=say, timings=stages)
        )
        state = read_clock(settings)
    if timings:
        for line in stages.lines():
            print(line)
    if release is not None:
        print(f"正在使用版本 {release.number}（提交 {release.commit[:10]}）{settings.siteurl}")
    if state is not None and state.is_refused:
        # Records may have ended by that clock, and are still there.
        raise SystemExit(PROBLEMS)


def _publish_elsewhere(to: str, siteurl: str) -> None:
    """Validate and build this checkout as of today, and copy the tree to the target."""
    from credit.build.pipeline import build_site
    from credit.deploy.releases.deploy_targets import copy_to_target

    try:
        with tempfile.TemporaryDirectory(prefix="credit-") as folder, earlier_commit() as past:
            report = build_site(
                ROOT,
                Path(folder) / "site",
                siteurl=siteurl or None,
                before=past.before,
                read_history=past.read_history,
                history=committed_history(),
            )
            sent = copy_to_target(report.output, to, say=say)
    except CreditError as error:
        refuse(error)
    print(f"已放到 {to}：写入 {sent.written} 个文件，删除 {sent.removed} 个。")
    if to.endswith(".zip"):
        say("里面有 README.txt（怎样放到网站上）、SHA256SUMS 和 delete.txt（要删除的文件）。")


@task(positional=["number"], help={"number": "退回哪个版本，用 inv releases 查看编号", "site": "服务器上网站的文件夹"})
def rollback(context: Context, number: str, site: str = "") -> None:
    """退回以前的版本；以后撤下的记录不会因此回来。下一次推送或 inv publish 之前一直用它。"""
    from credit.deploy import rollback as run

    with server_settings(site) as settings:
        run(settings, number, say=say)


@task(help={"site": "服务器上网站的文件夹"})
def releases(context: Context, site: str = "") -> None:
    """列出保留的版本，正在用的有星号。"""
    from credit.deploy import releases as run
    from credit.deploy.releases.release_faults import damaged_files
    from credit.deploy.releases.release_store import live_name

    with server_settings(site) as settings:
        damaged = tuple(damaged_files(settings))
        for item in run(settings):
            mark = "*" if item.name == live_name(settings) else " "
            print(
                f"{mark} {item.number}  {item.made[:16].replace('T', ' ')}  提交 {item.commit[:10]}  {item.files} 个文件"
            )

    for fault in damaged:
        say(f"{fault}运行 inv repair 可以重建。")
    if damaged:
        raise SystemExit(PROBLEMS)


@task(help={"site": "服务器上网站的文件夹"})
def repair(context: Context, site: str = "") -> None:
    """重建服务器上损坏或丢失的记录，需要时重新生成网站；没有损坏就什么也不做。"""
    from credit.deploy import repair as run

    with server_settings(site) as settings:
        faults = run(settings, say=say)
    print(f"修复了 {len(faults)} 处。" if faults else "没有损坏。")


@task(help={"site": "服务器上网站的文件夹", "json": "按 JSON 输出"})
def status(context: Context, site: str = "", json: bool = False) -> None:
    """现在用的是哪个版本、从什么时候起、来自哪个提交、有没有警报；有警报时退出码为 1。"""
    from dataclasses import asdict
    from json import dumps

    from credit.deploy import status as run

    with server_settings(site) as settings:
        now = run(settings)
    if json:
        print(dumps(asdict(now), ensure_ascii=False, indent=1))
    else:
        print("\n".join(now.lines()))
    if now.alarms:
        raise SystemExit(PROBLEMS)
