"""The commands of the project; every one prints Chinese, results on stdout and notices on stderr."""

from __future__ import annotations

import datetime
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from invoke.context import Context
from invoke.exceptions import Exit, ParseError
from invoke.main import program
from invoke.tasks import task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

from credit.model import CheckFailed, CreditError, DescriptorError, Problem  # noqa: E402 - needs the path above

if TYPE_CHECKING:
    from credit.server.settings import ServerSettings

for stream in (sys.stdout, sys.stderr):
    # A console under code page 936 lacks some characters of names: show their codes, never stop.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")

DONE, PROBLEMS, WRONG_USE = 0, 1, 2


_parse_tasks = program.parse_tasks


def parse_tasks() -> None:
    """Parse the command line; what invoke reports with exit status 1 is wrong use, which has its own."""
    try:
        _parse_tasks()
    except ParseError as error:
        advice = "用 inv --list 看全部命令，用 inv --help 加命令名看它的选项。"
        raise Exit(f"命令或选项写错了：{error}\n{advice}", code=WRONG_USE) from error


program.parse_tasks = parse_tasks  # type: ignore[method-assign]  # the program is invoke's own


def say(text: str) -> None:
    """Print a notice."""
    print(text, file=sys.stderr, flush=True)


def show_progress(done: int, whole: int) -> None:
    """Show on the terminal how many pages of records are made."""
    print(f"\r记录的页面：{done} / {whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def wrong_use(text: str) -> NoReturn:
    """End with exit status 2 and the reason."""
    say(text)
    raise SystemExit(WRONG_USE)


def day_of(text: str | None, option: str = "--as-of") -> datetime.date | None:
    """Return the day of an option, or None where it is not given."""
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        wrong_use(f"{option} 要写成 YYYY-MM-DD，例如 2026-11-20；现在是 {text}")


def print_problems(problems: Iterable[Problem], form: str = "text") -> None:
    """Print a report in one of its two forms."""
    if form == "json":
        keys = ("path", "line", "field", "code", "severity", "message")
        rows = [{key: getattr(problem, key) for key in keys} for problem in problems]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for problem in problems:
        print(problem.text() if problem.severity == "error" else f"{problem.text()}（警告）")


def count_problems(problems: Iterable[Problem]) -> str:
    """Return the closing sentence of a report."""
    severities = [problem.severity for problem in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    if errors:
        return f"有 {errors} 处错误、{warnings} 处警告。请按每行的提示改好，再运行一次。"
    return f"没有错误，有 {warnings} 处警告。" if warnings else "没有错误。"


def refuse(error: CreditError) -> NoReturn:
    """Print why a command did not do its job and end with exit status 1."""
    if isinstance(error, CheckFailed | DescriptorError):
        print_problems(error.problems)
        say(count_problems(error.problems))
    else:
        say(str(error))
    raise SystemExit(PROBLEMS)


@contextmanager
def earlier_commit(since: str = "") -> Iterator[tuple[Path | None, Mapping[str, int] | None]]:
    """Give a folder with data/ and content/ of the commit to compare with, and what the commits since say they remove.

    Without ``since`` it is the last commit, compared with the work tree; (None, None) where there is nothing to compare.
    """
    from credit import history

    if not since and not history.has_commits(ROOT):
        say("这里没有 git 记录，跳过了与上次提交的比较。")
        yield None, None
        return
    if not since and not history.is_changed(ROOT, "HEAD"):
        yield None, None
        return
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        removes = history.read_trailers(ROOT, since) if since else None
        yield history.extract(ROOT, since or "HEAD", Path(folder)), removes


@task(
    help={
        "as-of": "按哪一天检查，写成 YYYY-MM-DD；不写就是今天（演示数据用固定的日子）",
        "format": "text（默认）或 json",
        "since": "当作在这个提交之后推送来检查，例如 origin/main；不写就与上次提交比较",
    }
)
def check(context: Context, as_of: str = "", format: str = "text", since: str = "") -> None:  # noqa: A002 - the option's name
    """检查 data/ 和 content/，把所有问题一次列出来；有错误时退出码为 1。"""
    from credit import gate

    if format not in ("text", "json"):
        wrong_use(f"--format 只能是 text 或 json；现在是 {format}")
    day = day_of(as_of)
    try:
        with earlier_commit(since) as (before, removes):
            problems = gate.judge(ROOT, day, before=before, removes=removes).problems
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
        problem for one in package.resources for problem in read_table(ROOT, one)[1] if problem.severity == "error"
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
        "fresh": "全部重新生成，不用上次的结果",
        "timings": "最后列出每一步用了多久",
        "accepted": "对已经通过检查的提交：有问题的内容不显示，其余照常生成",
    }
)
def build(
    context: Context,
    output: str = "output",
    as_of: str = "",
    siteurl: str = "",
    workers: int = 0,
    fresh: bool = False,
    accepted: bool = False,
    timings: bool = False,
) -> None:
    """先检查，再生成整个网站；检查不通过就什么都不写。"""
    from credit.plugin import Timings, build_site

    if workers < 0:
        wrong_use("--workers 要写成 1 或更大的数")
    day = day_of(as_of)
    stages = Timings()
    try:
        with nullcontext((None, None)) if accepted else earlier_commit() as (before, _):
            report = build_site(
                ROOT,
                ROOT / output,
                as_of=day,
                siteurl=siteurl or None,
                accepted=accepted,
                before=before,
                workers=workers,
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
    say(
        f"已生成 {report.pages} 个页面、{report.files} 个文件（这次写了 {report.written} 个，"
        f"去掉 {report.vanished} 个）：{report.output}"
    )


@task(help={"port": "端口（默认 8000）", "as-of": "按哪一天生成，写成 YYYY-MM-DD"})
def serve(context: Context, port: int = 8000, as_of: str = "") -> None:
    """生成网站并在本机打开；data/、content/ 或 theme/ 改动后自动重新生成。"""
    from credit.preview import serve_site

    day = day_of(as_of)
    try:
        serve_site(
            ROOT,
            ROOT / "output",
            port=port,
            as_of=day,
            say=say,
            built=lambda report: say(f"已生成 {report.pages} 个页面。{count_problems(report.warnings)}"),
        )
    except CreditError as error:
        refuse(error)
    except KeyboardInterrupt:
        say("已结束。")


@task(
    positional=["file"],
    help={
        "file": "要导入的文件（UTF-8 或 GB18030 的文本）",
        "kind": "policy（政策文件）、notice（通知公告）或 case（典型案例）",
        "slug": "地址里的短名，只用小写字母、数字和连字符；文件名合格时可以不写",
        "output": "写到指定的文件，不与 content/ 里已有的比较",
        "replace": "覆盖文号相同的文件，沿用它的短名",
    },
)
def import_document(
    context: Context, file: str, kind: str = "", slug: str = "", output: str = "", replace: bool = False
) -> None:
    """把一份文件的文本变成 content/ 里的 Markdown，报告原文的毛病，一个字也不改。"""
    from credit.importer.document import KINDS
    from credit.importer.document import import_document as run

    if kind not in KINDS:
        wrong_use(f"--kind 只能是 {'、'.join(KINDS)}；现在是 {kind}")
    source = Path(file)
    if not source.is_file():
        wrong_use(f"找不到文件 {file}")
    try:
        imported = run(
            source, kind, root=ROOT, slug=slug or None, output=Path(output) if output else None, replace=replace
        )
    except CreditError as error:
        refuse(error)
    for remark in imported.report:
        print(remark.text())
    say(f"已写入 {imported.path}；原文有 {len(imported.report)} 处需要留意。")


@task(
    positional=["file"],
    iterable=["map", "ignore", "set"],
    help={
        "file": "部门报来的表格（XLSX、XLS、CSV、TSV），或 inv workbook 导出的工作簿",
        "dataset": "导入到哪个数据集，例如 black-list",
        "sheet": "读哪个工作表（只有一个能用时不必写）",
        "map": '标题对应哪一列，写成 "标题=列名"；可以写几次',
        "ignore": "不导入的标题；可以写几次",
        "set": '文件里没有、全部行都一样的列，写成 "列名=值"；可以写几次',
        "dry-run": "只看会改什么，什么都不写",
        "as-of": "今天是哪一天，写成 YYYY-MM-DD（默认同 inv check）",
    },
)
def import_records(
    context: Context,
    file: str,
    dataset: str = "",
    sheet: str = "",
    map: list[str] | None = None,  # noqa: A002 - the option's name
    ignore: list[str] | None = None,
    set: list[str] | None = None,  # noqa: A002 - the option's name
    dry_run: bool = False,
    as_of: str = "",
) -> None:
    """把部门报来的表格并入 data/ 里的数据集：新增、改动、没有变化、退回各多少，为什么。"""
    from credit.gate import default_day
    from credit.importer.records import import_records as run
    from credit.reader import read_package

    if not dataset:
        wrong_use("请用 --dataset 写明导入到哪个数据集，例如 --dataset black-list")
    source = Path(file)
    if not source.is_file():
        wrong_use(f"找不到文件 {file}")
    day = day_of(as_of)
    try:
        report = run(
            source,
            dataset,
            root=ROOT,
            as_of=day or default_day(read_package(ROOT)),
            sheet=sheet or None,
            dry_run=dry_run,
            maps=tuple(map or ()),
            ignores=tuple(ignore or ()),
            values=tuple(set or ()),
        )
    except CreditError as error:
        refuse(error)
    for line in report.lines():
        print(line)
    say(report.summary())
    if not report.complete:
        raise SystemExit(PROBLEMS)


@task(positional=["name"], help={"name": "数据集的名字，例如 black-list", "output": "写到哪个文件（默认 名字.xlsx）"})
def workbook(context: Context, name: str, output: str = "") -> None:
    """把一个数据集导出成工作簿，在 Excel 或 WPS 里改好后用 import-records 导入。"""
    from credit.importer.workbook import workbook as run

    target = Path(output) if output else Path(f"{name}.xlsx")
    if not target.parent.is_dir():
        wrong_use(f"没有文件夹 {target.parent}，请先建好")
    try:
        count = run(ROOT, name, target)
    except CreditError as error:
        refuse(error)
    say(f"已写入 {target}，共 {count} 条。改好后运行 inv import-records {target} --dataset {name}")


@task(
    positional=["record_id"],
    help={
        "record-id": "记录编号，例如 BL-2026-00017",
        "reason": "期满、修复、撤销或更正",
        "explanation": "公开的说明，原因是撤销时必须写；不写主体的名称和代码",
        "as-of": "从哪一天起撤下，写成 YYYY-MM-DD（默认同 inv check）",
    },
)
def withdraw(context: Context, record_id: str, reason: str = "", explanation: str = "", as_of: str = "") -> None:
    """登记撤下一条记录：从当天起它不再出现在任何页面和文件里。"""
    from credit.gate import default_day
    from credit.importer.register import withdraw as run
    from credit.reader import read_package

    if not reason:
        wrong_use("请用 --reason 写明原因：期满、修复、撤销或更正")
    day = day_of(as_of)
    try:
        done = run(ROOT, record_id, reason, explanation, day or default_day(read_package(ROOT)))
    except CreditError as error:
        refuse(error)
    print(f"已登记：{done.record_id} 从 {done.withdrawn_on.isoformat()} 起撤下（{done.reason}）。")
    say("data/withdrawals.csv 多了一行；提交并推送以后网站上就没有它了。")


@contextmanager
def server_settings(site: str) -> Iterator[ServerSettings]:
    """Give the settings of a server; what goes wrong meanwhile ends with exit status 1 and its reason."""
    from credit.server.settings import read_settings

    place = site or os.environ.get("CREDIT_SITE", "")
    if not place:
        wrong_use("请用 --site 写明服务器上网站的文件夹（setup-server 的 --site），或设置环境变量 CREDIT_SITE")
    try:
        yield read_settings(Path(place))
    except CreditError as error:
        refuse(error)


@task(
    help={
        "site": "服务器上网站的文件夹（也可以写在环境变量 CREDIT_SITE 里）",
        "timer": "定时任务用：只做到期的和上次没有成功的",
        "commit": "发布哪个提交（默认分支上最新的）",
        "to": "不用服务器：生成后放到一个文件夹、主机（用户@主机:文件夹，经 ssh）或 名字.zip",
        "siteurl": "与 --to 一起用：网站的地址，例如 https://example.cn",
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
) -> None:
    """发布：让最新的提交上线，一步切换；或者用 --to 把网站放到别处。"""
    if to:
        _publish_elsewhere(to, siteurl)
        return
    from credit.publish import publish as run
    from credit.publish import run_timer
    from credit.timings import Timings

    if siteurl:
        wrong_use("--siteurl 只能和 --to 一起用；服务器上的地址写在 etc/credit.toml 里")
    stages = Timings()
    with server_settings(site) as settings:
        release = (
            run_timer(settings, say=say) if timer else run(settings, commit=commit or None, say=say, timings=stages)
        )
    if timings:
        for line in stages.lines():
            print(line)
    if release is not None:
        print(f"正在使用版本 {release.number}（提交 {release.commit[:10]}）{settings.siteurl}")


def _publish_elsewhere(to: str, siteurl: str) -> None:
    """Judge and build this checkout as of today, and bring the tree to where it is wanted."""
    from credit.plugin import build_site
    from credit.publish.sending import send_tree

    try:
        with tempfile.TemporaryDirectory(prefix="credit-") as folder, earlier_commit() as (before, _):
            report = build_site(ROOT, Path(folder) / "site", siteurl=siteurl or None, before=before)
            sent = send_tree(report.output, to, say=say)
    except CreditError as error:
        refuse(error)
    print(f"已放到 {to}：写入 {sent.written} 个文件，删除 {sent.removed} 个。")
    if to.endswith(".zip"):
        say("里面有 README.txt（怎样放到网站上）、SHA256SUMS 和 delete.txt（要删除的文件）。")


@task(positional=["number"], help={"number": "退回哪个版本，用 inv releases 查看编号", "site": "服务器上网站的文件夹"})
def rollback(context: Context, number: str, site: str = "") -> None:
    """退回以前的版本；以后撤下的记录不会因此回来。下一次推送或 inv publish 之前一直用它。"""
    from credit.publish import rollback as run

    with server_settings(site) as settings:
        run(settings, number, say=say)


@task(help={"site": "服务器上网站的文件夹"})
def releases(context: Context, site: str = "") -> None:
    """列出保留的版本，正在用的有星号。"""
    from credit.publish import releases as run
    from credit.publish.notes import live_name

    with server_settings(site) as settings:
        for one in run(settings):
            mark = "*" if one.name == live_name(settings) else " "
            print(f"{mark} {one.number}  {one.made[:16].replace('T', ' ')}  提交 {one.commit[:10]}  {one.files} 个文件")


@task(help={"site": "服务器上网站的文件夹", "json": "按 JSON 输出"})
def status(context: Context, site: str = "", json: bool = False) -> None:
    """现在用的是哪个版本、从什么时候起、来自哪个提交、有没有警报；有警报时退出码为 1。"""
    from dataclasses import asdict
    from json import dumps

    from credit.publish import status as run

    with server_settings(site) as settings:
        now = run(settings)
    if json:
        print(dumps(asdict(now), ensure_ascii=False, indent=1))
    else:
        print("\n".join(now.lines()))
    if now.alarms:
        raise SystemExit(PROBLEMS)


@task(
    help={
        "entities": "用多少个主体的数据（默认 10000；只用 --gate 时 50000）",
        "peer": "与哪个软件比较，现在只有 hugo",
        "incremental": "再量整个网站：全部生成、只检查、改 10 行以后再生成",
        "gate": "检查这么多行要多久，与 frictionless 比较",
        "formats": "每种下载格式要多久、文件多大",
        "push": "改一行以后推送，到网站上看得到要多久",
        "releases": "一边读一边切换 200 次版本：失败和混杂的回答各多少",
        "search": "搜索：每次查询找到多少、读取多少字节、要多久，分片与整张名单比较",
        "names": "搜索用多少个名称（默认 20000 和 100000 各一次）",
        "runs": "每项运行几次，取中位数（默认 3）",
        "json": "把结果写进这个 JSON 文件",
    }
)
def bench(
    context: Context,
    entities: int = 0,
    peer: str = "",
    incremental: bool = False,
    gate: bool = False,
    formats: bool = False,
    push: bool = False,
    releases: bool = False,
    search: bool = False,
    names: int = 0,
    runs: int = 3,
    json: str = "",
) -> None:
    """在按种子生成的数据上量快慢，并与同类软件比较；对照软件第一次用时装进 .cache/。"""
    from credit.bench.formats import bench_formats
    from credit.bench.gate import ROWS, bench_gate
    from credit.bench.results import Results, join_results, write_results
    from credit.bench.scale import ENTITIES, bench_scale
    from credit.bench.searching import SIZES, bench_search

    if runs < 1 or entities < 0 or names < 0:
        wrong_use("--runs、--entities 和 --names 要写成 1 或更大的数")
    if peer not in ("", "hugo"):
        wrong_use(f"--peer 只能是 hugo；现在是 {peer}")
    found = []
    size = entities or ENTITIES
    try:
        if gate:
            found.append(bench_gate(ROOT, entities or ROWS, runs))
        if formats:
            found.append(Results({"entities": size}, {}, notes={"formats": bench_formats(ROOT, size, runs)}))
        if push:
            from credit.bench.pushing import bench_push

            found.append(bench_push(ROOT, size, runs))
        if releases:
            from credit.bench.releases import bench_on

            found.append(bench_on(ROOT))
        if search:
            found.append(bench_search((names,) if names else SIZES))
        if peer or incremental or not found:
            found.append(bench_scale(ROOT, size, runs, peer=bool(peer), incremental=incremental))
    except CreditError as error:
        refuse(error)
    results = join_results(found)
    for line in results.lines():
        print(line)
    if json:
        write_results(results, Path(json))


@task(
    help={
        "repo": "工作人员推送到的裸仓库，一个文件夹",
        "site": "网站的文件夹：发布的版本、设置和流水账都在里面",
        "branch": "发布哪个分支（默认 main）",
        "install": "同时运行列出的命令，装进系统（要有管理员权限）",
    }
)
def setup_server(context: Context, repo: str = "", site: str = "", branch: str = "main", install: bool = False) -> None:
    """建立或升级服务器：裸仓库、钩子、网站的文件夹和系统要用的配置；只写这两个文件夹。"""
    from credit.server import installing

    if not repo or not site:
        wrong_use("请用 --repo 写明仓库放在哪里，用 --site 写明网站放在哪里")
    try:
        done = installing.setup_server(ROOT, Path(repo), Path(site), branch=branch, say=say)
    except CreditError as error:
        refuse(error)
    if install:
        if not installing.install(done, say):
            raise SystemExit(PROBLEMS)
        return
    say("已经建好。还要以管理员身份运行下面的命令（--install 会代为运行）：")
    for what, command in done.commands:
        print(f"# {what}\n{command}")


@task(
    help={
        "site": "服务器上网站的文件夹（也可以写在环境变量 CREDIT_SITE 里）",
        "from": "从哪一天起，写成 YYYY-MM-DD（含当天）",
        "to": "到哪一天止，写成 YYYY-MM-DD（含当天）",
    }
)
def ledger(context: Context, site: str = "", from_: str = "", to: str = "") -> None:
    """打印服务器的流水账（CSV）：谁在什么时候推送了什么，检查结果，增减和批准了哪些编号。"""
    from credit.server import ledger as book

    first, last = day_of(from_, "--from"), day_of(to, "--to")
    with server_settings(site) as settings:
        entries, faults = book.read_ledger(settings)
    print(book.as_csv(entries, first, last), end="")
    for fault in faults:
        say(f"流水账被动过：{fault}。")
    if faults:
        raise SystemExit(PROBLEMS)


@task(
    help={
        "output": "写到哪个文件（默认 credit.tar.gz）",
        "wheels": "已经下载好的软件包放在哪个文件夹；不写就现在下载",
    }
)
def bundle(context: Context, output: str = "credit.tar.gz", wheels: str = "") -> None:
    """打成一个离线安装包：软件、数据和全部依赖，在没有网络的服务器上也能安装。"""
    from credit.server.bundle import make_bundle

    if wheels and not Path(wheels).is_dir():
        wrong_use(f"没有文件夹 {wheels}")
    try:
        count = make_bundle(ROOT, Path(output).resolve(), wheels=Path(wheels).resolve() if wheels else None)
    except CreditError as error:
        refuse(error)
    say(
        f"已写入 {output}，内有 {count} 个软件包。在服务器上：tar -xzf {Path(output).name}，再在 credit 文件夹里运行 make setup WHEELS=wheels"
    )


@task(
    positional=["revision"],
    help={"revision": "与哪个提交比较（默认 HEAD，即上次提交）", "as-of": "按哪一天比较，写成 YYYY-MM-DD"},
)
def diff(context: Context, revision: str = "HEAD", as_of: str = "") -> None:
    """列出现在的改动会让网站上的哪些记录和文件出现、撤下或改变。"""
    from credit import gate, history

    day = day_of(as_of)
    try:
        if not history.has_commits(ROOT):
            wrong_use("这里没有 git 记录，没有可以比较的提交。")
        with tempfile.TemporaryDirectory(prefix="credit-") as folder:
            before = gate.judge(history.extract(ROOT, revision, Path(folder)), day, accepted=True)
            after = gate.judge(ROOT, day or before.as_of, accepted=True)
    except CreditError as error:
        refuse(error)
    changes = history.compare_public(before.public, after.public)
    changes += history.compare_documents(before.documents, after.documents)
    for change in changes:
        print(change.text())
    say(f"共有 {len(changes)} 处变化。" if changes else "网站上的记录和文件不会有变化。")
    if errors := [problem for problem in after.problems if problem.code != "law-review"]:
        say(f"现在的内容还有 {len(errors)} 处问题，请用 inv check 查看。")


@task(
    help={
        "period": "统计哪一段时间：2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-11",
        "as-of": "按哪一天的数据统计，写成 YYYY-MM-DD（默认同 inv check）",
        "replace": "覆盖已经有的同名报告",
    }
)
def draft_report(context: Context, period: str = "", as_of: str = "", replace: bool = False) -> None:
    """按现在的数据起草一份统计报告，放进 content/reports/；数字从此写定，不随数据改变。"""
    from credit import gate, statistics
    from credit.pages import make_atlas

    day = day_of(as_of)
    if statistics.period_days(period) is None:
        wrong_use(f"--period 写成 2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-11；现在是 {period}")
    try:
        edition = gate.judge(ROOT, day)
    except CreditError as error:
        refuse(error)
    labels = make_atlas(edition, "").labels
    try:
        report = statistics.draft_report(edition.package, edition.public, labels, period, edition.as_of, edition.digest)
    except ValueError:
        wrong_use(f"{period} 在 {edition.as_of.isoformat()} 还没有开始，不能统计")
    target = ROOT / "content" / "reports" / f"{report.slug}.md"
    if target.exists() and not replace:
        say(f"已经有 content/reports/{report.slug}.md；发布过的报告不应改动，确实要重写请加 --replace")
        raise SystemExit(PROBLEMS)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report.text, encoding="utf-8", newline="\n")
    say(f"已写入 content/reports/{report.slug}.md。请补写分析，再运行 inv check。")


@task(help={"output": "图片放在哪个文件夹", "types": "页面类型，用逗号隔开，例如 home,entity；不写就是全部"})
def screenshots(context: Context, output: str = "docs/screenshots", types: str = "") -> None:
    """给每种页面拍图：三种宽度、亮色和暗色（需要先运行 make test 准备好浏览器）。"""
    from credit.plugin import build_site

    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        try:
            site = build_site(ROOT, Path(folder) / "site").output
        except CreditError as error:
            refuse(error)
        with context.cd(str(ROOT)):
            wanted = " ".join(part for part in types.split(",") if part)
            context.run(f'"{sys.executable}" -m tests.site.screenshots "{site}" "{ROOT / output}" {wanted}', pty=False)


@task(help={"runs": "每个页面运行几次，性能取中位数（默认 5）"})
def lighthouse(context: Context, runs: int = 5) -> None:
    """用 Lighthouse 检查首页、名单、档案、文件、搜索页和搜索结果；达不到要求时退出码为 1。第一次用时装进 .cache/。"""
    from credit.bench.lighthouse import judge_pages, table_of
    from credit.plugin import build_site

    if runs < 1:
        wrong_use("--runs 要写成 1 或更大的数")
    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        try:
            site = build_site(ROOT, Path(folder) / "site").output
            scores = judge_pages(ROOT, site, runs, say)
        except CreditError as error:
            refuse(error)
    for line in table_of(scores):
        print(line)
    if not all(one.passes for one in scores):
        raise SystemExit(PROBLEMS)


@task
def lint(context: Context) -> None:
    """检查代码的写法和类型（ruff 和 mypy）。"""
    for command in ("ruff check .", "ruff format --check .", "mypy"):
        with context.cd(str(ROOT)):
            context.run(f'"{sys.executable}" -m {command}', pty=False)


@task(help={"only": "交给 pytest 的参数，例如 tests/reader 或 -k 词"})
def test(context: Context, only: str = "") -> None:  # noqa: PT028 - a task, not a test
    """运行全部测试；最后是 pytest 的小结。"""
    if not only:
        lint(context)
    with context.cd(str(ROOT)):
        # All cores for the whole suite; a single file is quicker in one process.
        workers = "" if only else "-n auto"
        result = context.run(f'"{sys.executable}" -m pytest {workers} {only}', pty=False, warn=True)
    if result is not None and result.exited:
        raise SystemExit(result.exited)
