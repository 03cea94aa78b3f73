"""Site commands: check, format, build, serve, compare."""

from __future__ import annotations

import dataclasses
import sys

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import (
    PROBLEMS,
    ROOT,
    committed_id_problems,
    count_problems,
    day_of,
    earlier_commit,
    list_history,
    print_problems,
    refuse,
    say,
    show_progress,
    wrong_use,
)
from credit.gc_tuning import uncollected
from credit.model import CheckFailed, CreditError, DescriptorError


@task(
    help={
        "as-of": "按哪一天检查，写成 YYYY-MM-DD；不写就是今天（演示数据用固定的日子）",
        "format": "text（默认）或 json",
        "since": "当作在这个提交之后推送来检查，例如 origin/main；不写就与上次提交比较",
    }
)
@uncollected(kept=True)
def check(context: Context, as_of: str = "", format: str = "text", since: str = "") -> None:  # noqa: A002 - the option's name
    """检查 data/ 和 content/，把所有问题一次列出来；有错误时退出码为 1。"""
    from credit import gate
    from credit.source_data import read_catalogue

    if format not in ("text", "json"):
        wrong_use(f"--format 只能是 text 或 json；现在是 {format}")
    day = day_of(as_of)
    try:
        with earlier_commit(since) as past:
            catalogue = read_catalogue(ROOT)
            if not since:
                catalogue = dataclasses.replace(
                    catalogue, problems=(*catalogue.problems, *committed_id_problems(catalogue))
                )
            problems = gate.validate(
                ROOT,
                day,
                before=past.before,
                removes=past.removes,
                catalogue=catalogue,
                read_history=past.read_history,
            ).problems
    except (CheckFailed, DescriptorError) as error:
        print_problems(error.problems, format)
        say(count_problems(error.problems))
        raise SystemExit(PROBLEMS) from None
    except CreditError as error:
        refuse(error)
    print_problems(problems, format)
    say(count_problems(problems))


@task(name="format")
def format_task(context: Context) -> None:
    """把每个 CSV 改成规范写法（UTF-8 带 BOM、日期、排序）；除写法外什么都不改。"""
    from credit.reader import format_files, read_package, read_table

    try:
        package = read_package(ROOT)
        changed = format_files(ROOT, package)
    except CreditError as error:
        refuse(error)
    for path in changed:
        print(f"已改成规范写法：{path.relative_to(ROOT).as_posix() if path.is_absolute() else path.as_posix()}")
    if not changed:
        say("所有文件已经是规范写法。")
    unreadable = [
        problem
        for resource in package.resources
        for problem in read_table(ROOT, resource)[1]
        if problem.severity == "error"
    ]
    if unreadable:
        print_problems(unreadable)
        say("上面这些文件有错误，没有改动它们；改好后再运行一次。")
        raise SystemExit(PROBLEMS)


@task(
    help={
        "output": "输出到哪个文件夹（默认 output）",
        "as-of": "按哪一天生成，写成 YYYY-MM-DD",
        "siteurl": "网站的地址，例如 https://example.cn 或带子目录",
        "workers": "用几个进程生成页面（默认全部核心）",
        "scheduler": "在多台机器上生成：Dask 调度器的地址，例如 tcp://10.0.0.5:8786（见 docs/province.zh.md）",
        "fresh": "全部重新生成，不用上次的结果",
        "timings": "最后列出每一步用了多久",
        "accepted": "对已经通过检查的提交：有问题的内容不显示，其余照常生成",
    }
)
@uncollected(kept=True)
def build(
    context: Context,
    output: str = "output",
    as_of: str = "",
    siteurl: str = "",
    workers: int = 0,
    scheduler: str = "",
    fresh: bool = False,
    accepted: bool = False,
    timings: bool = False,
) -> None:
    """先检查，再生成整个网站；检查不通过就什么都不写。"""
    from credit.build.checkout_build import build_checkout
    from credit.timings import Timings

    if workers < 0:
        wrong_use("--workers 要写成 1 或更大的数")
    day = day_of(as_of)
    stages = Timings()
    try:
        report = build_checkout(
            ROOT,
            ROOT / output,
            tell=say,
            as_of=day,
            siteurl=siteurl or None,
            accepted=accepted,
            workers=workers,
            scheduler=scheduler,
            fresh=fresh,
            timings=stages,
            progress=show_progress if sys.stderr.isatty() else None,
        )
    except CreditError as error:
        refuse(error)
    if timings:
        for line in stages.lines():
            print(line)
    print_problems(report.warnings)
    for words in (*report.notices, *report.alarms):
        say(words)
    say(
        f"已生成 {report.pages} 个页面、{report.files} 个文件（这次写了 {report.written} 个，"
        f"去掉 {report.vanished} 个）：{report.output}"
    )


@task(help={"port": "端口（默认 8000）", "as-of": "按哪一天生成，写成 YYYY-MM-DD"})
def serve(context: Context, port: int = 8000, as_of: str = "") -> None:
    """生成网站并在本机打开；data/、content/ 或 theme/ 改动后自动重新生成。"""
    from credit.dev_server import serve_site

    if not 0 < port < 65536:
        wrong_use(f"--port 要写成 1 到 65535 的数；现在是 {port}")
    day = day_of(as_of)
    try:
        serve_site(
            ROOT,
            ROOT / "output",
            port=port,
            as_of=day,
            say=say,
            read_changes=list_history,
            built=lambda report: say(
                "\n".join(
                    [
                        *report.notices,
                        *report.alarms,
                        f"已生成 {report.pages} 个页面。{count_problems(report.warnings)}",
                    ]
                )
            ),
        )
    except CreditError as error:
        refuse(error)
    except KeyboardInterrupt:
        say("已结束。")


@task(
    positional=["revision"],
    help={"revision": "与哪个提交比较（默认 HEAD，即上次提交）", "as-of": "按哪一天比较，写成 YYYY-MM-DD"},
)
def diff(context: Context, revision: str = "HEAD", as_of: str = "") -> None:
    """列出现在的改动会让网站上的哪些记录和文件出现、撤下或改变。"""
    from credit import git_repository
    from credit.pending_changes import pending_changes

    day = day_of(as_of)
    try:
        if not git_repository.has_commits(ROOT):
            wrong_use("这里没有 git 记录，没有可以比较的提交。")
        if not git_repository.has_revision(ROOT, revision):
            wrong_use(f"没有叫 {revision} 的提交；写提交编号（git log 里那一串），或者 HEAD~1（上一个提交）")
        changes, problems = pending_changes(ROOT, revision, day)
    except CreditError as error:
        refuse(error)
    for change in changes:
        print(change)
    say(f"共有 {len(changes)} 处变化。" if changes else "网站上的记录和文件不会有变化。")
    # Gaps in the software's own tables are no problem of the contents.
    if errors := [problem for problem in problems if not problem.path.startswith("plugins/")]:
        say(f"现在的内容还有 {len(errors)} 处问题，请用 inv check 查看。")
