"""Server commands: set a server up, print its audit log, pack an offline bundle."""

from __future__ import annotations

import os
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, day_of, refuse, say, wrong_use
from credit.cli.release_commands import refuse_root, server_settings
from credit.model import CreditError

#: Folders of a server for which no others are named.
REPO, SITE = "/srv/credit/credit.git", "/srv/credit/www"


@task(
    help={
        "repo": f"工作人员推送到的裸仓库，一个文件夹（默认 {REPO}）",
        "site": f"网站的文件夹：发布的版本、设置和流水账都在里面（默认 {SITE}）",
        "branch": "发布哪个分支（默认 main）",
        "install": "同时装进系统：nginx、定时任务、公钥（用管理员身份运行）",
        "user": "与 --install 一起用：新服务器用哪个用户发布（默认 credit，没有就建）",
        "back": "退回上一次升级以前的软件，并用它重新发布",
    }
)
def setup_server(
    context: Context,
    repo: str = REPO,
    site: str = SITE,
    branch: str = "main",
    install: bool = False,
    user: str = "",
    back: bool = False,
) -> None:
    """建立或升级服务器：裸仓库、钩子、网站的文件夹和系统要用的配置；不加 --install 只写这两个文件夹。"""
    from credit.deploy.setup import server_setup, system_installation

    if back and install:
        wrong_use("--back 只换软件，不能和 --install 一起用")
    try:
        if install:
            good = system_installation.install_server(ROOT, Path(repo), Path(site), branch=branch, user=user, say=say)
            if not good:
                raise SystemExit(PROBLEMS)
            say("已经装好。")
            return
        if Path(site).exists():
            refuse_root(Path(site))
        elif os.geteuid() == 0:
            say("注意：现在是 root，钩子和发布以后也会以 root 运行。正式的服务器请加上 --install。")
        if back:
            server_setup.switch_back(Path(site), say=say)
            return
        server_setup.setup_server(ROOT, Path(repo), Path(site), branch=branch, say=say)
    except CreditError as error:
        refuse(error)
    # With a user this is the part of --install that runs as that user.
    say(
        "已经建好。"
        if user
        else "已经建好。要装进系统（nginx、定时任务、公钥），请用管理员身份再运行一次，加上 --install。"
    )


@task(
    help={
        "site": "服务器上网站的文件夹（也可以写在环境变量 CREDIT_SITE 里）",
        "from": "从哪一天起，写成 YYYY-MM-DD（含当天）",
        "to": "到哪一天止，写成 YYYY-MM-DD（含当天）",
    }
)
def ledger(context: Context, site: str = "", from_: str = "", to: str = "") -> None:
    """打印服务器的流水账（CSV）：谁在什么时候推送了什么，检查结果，增减和批准了哪些编号。"""
    from credit.deploy import audit_log

    first, last = day_of(from_, "--from"), day_of(to, "--to")
    if first and last and first > last:
        wrong_use("--from 比 --to 晚，中间没有日子；请对调")
    with server_settings(site) as settings:
        entries, faults = audit_log.read_audit_log(settings)
    print(audit_log.render_csv(entries, first, last), end="")
    for fault in faults:
        say(f"流水账被动过：{fault}。")
    if faults:
        raise SystemExit(PROBLEMS)


@task(help={"advisories": "漏洞清单：OSV 的 JSON 或 ZIP，或 pip-audit 的 JSON；在能上网的电脑上下载"})
def audit(context: Context, advisories: str = "") -> None:
    """列出锁定的每个软件包、版本和已用多久，并与漏洞清单对照；不联网。"""
    from credit import clock
    from credit.deploy.setup.lock_audit import audit_pins, read_advisories
    from credit.deploy.setup.locked_packages import LOCK

    if advisories and not Path(advisories).is_file():
        wrong_use(f"没有文件 {advisories}")
    pins = audit_pins(ROOT, (LOCK,))
    try:
        found = read_advisories(Path(advisories), pins) if advisories else ()
    except CreditError as error:
        refuse(error)
    today = clock.today()
    for pin in sorted(pins, key=lambda pin: (pin.since is None, pin.since or today, pin.name)):
        age = f"{pin.since}\t{(today - pin.since).days} 天" if pin.since else "没有 git 记录，不知道用了多久"
        print(f"{pin.name}\t{pin.version}\t{age}")
    say("天数是这个版本写进锁定文件以来的；这里不联网，不知道有没有更新的版本。")
    if not advisories:
        say("没有对照漏洞清单：在能上网的电脑上下载 OSV 的 PyPI 清单，再用 --advisories 写上文件。")
    for item in found:
        mended = f"，{'、'.join(item.mended)} 起已修正" if item.mended else ""
        say(f"{item.name} {item.version} 有已知漏洞 {item.identifier}{mended}。")
    if found:
        raise SystemExit(PROBLEMS)


@task(positional=["record_id"], help={"record_id": "记录编号，已经撤下的", "site": "服务器上网站的文件夹"})
def purge_history(context: Context, record_id: str, site: str = "") -> None:
    """从仓库的每个提交里清除一条已经撤下的记录，最后核对；先让大家停止推送。"""
    from credit.deploy.history_purge import purge_history as run

    with server_settings(site) as settings:
        named = run(settings, record_id, say=say)
    for place in named[:20]:
        say(f"请看一看：{place} 里还有这个主体的名称或代码（可能是它的另一条记录，也可能是文件或提交说明）。")
    if len(named) > 20:
        say(f"……一共 {len(named)} 处。")
    print(f"已核对：仓库的全部对象里都没有 {record_id} 的行。")


@task(
    help={
        "output": "写到哪个文件（默认 credit.tar.gz）",
        "wheels": "已经下载好的软件包放在哪个文件夹；不写就现在下载",
    }
)
def bundle(context: Context, output: str = "credit.tar.gz", wheels: str = "") -> None:
    """打成一个离线安装包：软件、数据和全部依赖，在没有网络的服务器上也能安装。"""
    from credit.deploy.setup.offline_bundle import make_bundle

    if wheels and not Path(wheels).is_dir():
        wrong_use(f"没有文件夹 {wheels}")
    try:
        count = make_bundle(ROOT, Path(output).resolve(), wheels=Path(wheels).resolve() if wheels else None)
    except CreditError as error:
        refuse(error)
    say(
        f"已写入 {output}，内有 {count} 个软件包。在服务器上：tar -xzf {Path(output).name}，再在 credit 文件夹里运行 make setup WHEELS=wheels"
    )
