"""Developer commands: benchmarks, screenshots, linters, tests."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from credit.cli.console import PROBLEMS, ROOT, refuse, say, wrong_use
from credit.model import CreditError

#: Where the folders of tests lie in memory, and how many bytes must be free: twice what a run was seen to need.
MEMORY_DISK = Path("/dev/shm")
MEMORY_NEEDED = 8 * 1024**3


@task(
    help={
        "entities": "用多少个主体的数据（默认 10000；只用 --gate 时 50000）",
        "peer": "与哪个软件比较：hugo 或 eleventy（要有 Node.js）",
        "whole": "再量整个网站；同时用 --peer hugo 的，让 Hugo 也生成每个企业的 JSON 和名单的各页，与整个网站相比",
        "incremental": "再量整个网站：全部生成、只检查、改 10 行以后再生成、10 个主体改名以后再生成",
        "gate": "检查这么多行要多久，与 frictionless 比较",
        "formats": "每种下载格式要多久、文件多大",
        "push": "改一行以后推送，到网站上看得到要多久",
        "releases": "一边读一边切换 200 次版本：失败和混杂的回答各多少",
        "search": "搜索：按人们输入的说法找到多少，每次查询读取多少字节、要多久（要有 Node.js）",
        "cluster": "整个网站由 Dask 的工作进程生成，与不用它相比（只在本机）",
        "names": "搜索用多少个名称（默认 20000 和 100000 各一次）",
        "runs": "每项运行几次，取中位数（默认 3）",
        "json": "把结果写进这个 JSON 文件",
    }
)
def bench(
    context: Context,
    entities: int = 0,
    peer: str = "",
    whole: bool = False,
    incremental: bool = False,
    gate: bool = False,
    formats: bool = False,
    push: bool = False,
    releases: bool = False,
    search: bool = False,
    cluster: bool = False,
    names: int = 0,
    runs: int = 3,
    json: str = "",
) -> None:
    """在按种子生成的数据上量快慢，并与同类软件比较；对照软件第一次用时装进 .cache/。"""
    from credit.bench.benchmark_results import Results, join_results, write_results
    from credit.bench.format_benchmark import bench_formats
    from credit.bench.gate_benchmark import ROWS, bench_gate
    from credit.bench.scale_benchmark import ENTITIES, PEERS, bench_scale
    from credit.bench.search_benchmark import SIZES, bench_search

    if runs < 1 or entities < 0 or names < 0:
        wrong_use("--runs、--entities 和 --names 要写成 1 或更大的数")
    if peer not in ("", *PEERS):
        wrong_use(f"--peer 只能是 {' 或 '.join(PEERS)}；现在是 {peer}")
    if whole and peer == "eleventy":
        wrong_use("--whole 只能与 --peer hugo 一起用：Eleventy 只生成企业档案页")
    found = []
    size = entities or ENTITIES
    try:
        if gate:
            found.append(bench_gate(ROOT, entities or ROWS, runs))
        if formats:
            found.append(Results({"entities": size}, {}, notes={"formats": bench_formats(ROOT, size, runs)}))
        if push:
            from credit.bench.push_benchmark import bench_push

            found.append(bench_push(ROOT, size, runs))
        if releases:
            from credit.bench.release_switch_benchmark import bench_on

            found.append(bench_on(ROOT))
        if search:
            found.append(bench_search(ROOT, (names,) if names else SIZES))
        if cluster:
            from credit.bench.cluster_benchmark import bench_cluster

            found.append(bench_cluster(ROOT, size, runs, say))
        if peer or whole or incremental or not found:
            found.append(bench_scale(ROOT, size, runs, peer=peer, whole=whole, incremental=incremental, tell=say))
    except CreditError as error:
        refuse(error)
    results = join_results(found)
    for line in results.lines():
        print(line)
    if json:
        write_results(results, Path(json))


@task(help={"output": "图片放在哪个文件夹", "types": "页面类型，用逗号隔开，例如 home,entity；不写就是全部"})
def screenshots(context: Context, output: str = "docs/screenshots", types: str = "") -> None:
    """给每种页面拍图：三种宽度、亮色和暗色（需要先运行 make test 准备好浏览器）。"""
    from credit.build.pipeline import build_site

    with tempfile.TemporaryDirectory(prefix="credit-") as folder:
        try:
            site = build_site(ROOT, Path(folder) / "site").output
        except CreditError as error:
            refuse(error)
        with context.cd(str(ROOT)):
            wanted = " ".join(part for part in types.split(",") if part)
            context.run(
                f'"{sys.executable}" -m tests.support.screenshots "{site}" "{ROOT / output}" {wanted}', pty=False
            )


@task(help={"runs": "每个页面运行几次，性能取中位数（默认 5）"})
def lighthouse(context: Context, runs: int = 5) -> None:
    """用 Lighthouse 检查首页、名单、档案、文件、搜索页和搜索结果；达不到要求时退出码为 1。第一次用时装进 .cache/。"""
    from credit.bench.lighthouse import judge_pages, table_of
    from credit.build.pipeline import build_site

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
    if not all(score.passes for score in scores):
        raise SystemExit(PROBLEMS)


#: Folders and files that the script checker reads.
SCRIPTS = (
    "theme",
    "plugins/credit/dev_server",
    "plugins/credit/province",
    "tests",
    "eslint.config.mjs",
    "stylelint.config.mjs",
)

#: Checkers that Node runs, by their programs below node_modules, and the files that each reads.
_NODE_CHECKERS = (
    ("stylelint/bin/stylelint.mjs", '"theme/static/*.css" "plugins/credit/dev_server/*.css"'),
    ("eslint/bin/eslint.js", " ".join(SCRIPTS)),
)


@task
def lint(context: Context) -> None:
    """检查代码的写法、类型、层次、样式、脚本和说明的文字（ruff、mypy、import-linter、stylelint、eslint 和自己的规则）。"""
    from credit.cli.prose_check import check_prose

    with context.cd(str(ROOT)):
        for command in ("ruff check .", "ruff format --check .", "mypy"):
            context.run(f'"{sys.executable}" -m {command}', pty=False)
        contracts = Path(sys.executable).with_name("lint-imports")
        context.run(f'"{contracts}" --config pyproject.toml', pty=False, env={"PYTHONPATH": str(ROOT / "plugins")})
        for name, paths in _NODE_CHECKERS:
            program = ROOT / "node_modules" / name
            if not program.is_file():
                refuse(CreditError(f"没有找到 node_modules/{name}。请运行 make test，它会先装好检查工具。"))
            context.run(f'node "{program}" {paths}', pty=False)
    faults = check_prose(ROOT)
    for fault in faults:
        print(fault.text())
    if faults:
        raise SystemExit(PROBLEMS)


@task(
    help={"only": "交给 pytest 的参数，例如 tests/reader 或 -k 词", "all": "连同大量重复的测试，例如一千个合格的数据包"}
)
def test(context: Context, only: str = "", all: bool = False) -> None:  # noqa: A002, PT028 - the option's name; a task
    """运行全部测试；最后是 pytest 的小结。"""
    if not only:
        lint(context)
    options = ["--all"] if all else []
    with context.cd(str(ROOT)), ExitStack() as stack:
        if not only:
            # One process more than there are cores, for tests that wait; a single file is quicker in one process.
            options.append(f"-n {(os.cpu_count() or 1) + 1}")
            if has_memory_disk():
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="credit-tests-", dir=MEMORY_DISK))
                options.append(f'--basetemp="{folder}/t" -o tmp_path_retention_policy=failed')
        command = f'"{sys.executable}" -m pytest {" ".join(options)} {only}'
        result = context.run(command, pty=False, warn=True)
    if result is not None and result.exited:
        raise SystemExit(result.exited)


def has_memory_disk() -> bool:
    """Return whether the folders of all tests fit into memory: releases are synced to the disk thousands of times.

    Only for root: of others logind removes there what they leave when they log out. A container may forbid programs.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not os.access(MEMORY_DISK, os.W_OK):
        return False
    disk = os.statvfs(MEMORY_DISK)
    memory = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    free = min(disk.f_bavail * disk.f_frsize, int(memory[1]) * 1024 if memory else 0)
    return free >= MEMORY_NEEDED and not disk.f_flag & os.ST_NOEXEC
