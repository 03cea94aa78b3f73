"""Lighthouse: scores of the main page types of a built site, served compressed as in production."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from credit.bench.node_program import install_node_program
from credit.bench.process_cost import BenchError
from credit.http_server import folder_files, make_server, running

PLACE = "deploy/lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: Minimum scores: the median for performance, which differs from run to run; each run for the others.
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
#: Flags to run as root and in a container, without background requests to the network.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class PageScore:
    """Lighthouse scores of one page: performance of each run, and the least of each other category."""

    name: str
    address: str
    performance: tuple[int, ...]
    least: Mapping[str, int]

    @property
    def scores(self) -> dict[str, int]:
        """The figures that count: the median of performance, the least of the rest."""
        return {"performance": int(statistics.median(self.performance)), **self.least}

    @property
    def passes(self) -> bool:
        """Whether every score reaches its minimum."""
        return all(self.scores[name] >= least for name, least in LEAST.items())


def choose_pages(site: Path) -> dict[str, str]:
    """Return the address of the fullest page of each main type by the type's name, and of an answer with many results.

    Raises BenchError where a type is missing: an unmeasured type must not count as passed.
    """
    patterns = {
        "首页": "index.html",
        "名单": "lists/*/index.html",
        "信用档案": "entities/*.html",
        "文件": "policies/*/index.html",
        "搜索": "search/index.html",
    }
    chosen = {}
    for name, pattern in patterns.items():
        found = sorted(site.glob(pattern), key=lambda path: (-path.stat().st_size, path))
        if not found:
            raise BenchError(f"生成的网站里没有{name}（{pattern}），没法检查。")
        chosen[name] = "/" + found[0].relative_to(site).as_posix().removesuffix("index.html")
    title = re.search("<h1[^>]*>([^<]+)", (site / chosen["信用档案"][1:]).read_text(encoding="utf-8"))
    if title is None:
        raise BenchError(f"{chosen['信用档案']} 没有标题，没法用它的名称搜索。")
    # Where names begin alike (公主岭…), their beginning has the most results.
    chosen["搜索结果"] = f"{chosen['搜索']}?q={quote(title[1].strip()[:2])}"
    return chosen


def judge_pages(root: Path, site: Path, runs: int, say: Callable[[str], None]) -> list[PageScore]:
    """Run Lighthouse ``runs`` times on each main page type, in turn, and return the scores.

    Raises BenchError when Lighthouse cannot be installed or a run fails.
    """
    program, chromium = install_lighthouse(root), next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None:
        raise BenchError("没有找到 Chromium。请运行 make test，或安装：apt-get install chromium fonts-noto-cjk")
    chosen = choose_pages(site)
    found: dict[str, list[dict[str, int]]] = {name: [] for name in chosen}
    with running(make_server(folder_files(site))) as host:
        for number in range(1, runs + 1):
            for name, address in chosen.items():
                found[name].append(_run(program, chromium, host + address))
                say(f"第 {number} 次：{name} {found[name][-1]}")
    return [
        PageScore(
            name,
            chosen[name],
            tuple(item["performance"] for item in every),
            {category: min(item[category] for item in every) for category in CATEGORIES[1:]},
        )
        for name, every in found.items()
    ]


def install_lighthouse(root: Path) -> Path:
    """Return Lighthouse's program below ``.cache/``, installed from its lock where it is missing or out of date."""
    # The machine's own browser is used.
    env = {"PUPPETEER_SKIP_DOWNLOAD": "1"}
    return install_node_program(root, PLACE, "Lighthouse", "lighthouse/cli/index.js", env)


def _run(program: Path, chromium: str, url: str) -> dict[str, int]:
    done = subprocess.run(
        [
            "node", str(program), url, "--quiet", "--output=json", "--output-path=stdout",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}",
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise BenchError(f"Lighthouse 没有跑完 {url}：\n{done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}


def table_of(scores: list[PageScore]) -> list[str]:
    """Return the table as lines of Markdown."""
    lines = ["| 页面 | 性能（中位数） | 每次 | 无障碍 | 最佳实践 | 搜索引擎 | 达标 |", "|---|---|---|---|---|---|---|"]
    for score in scores:
        figures = score.scores
        lines.append(
            f"| {score.name} | {figures['performance']} | {' '.join(map(str, score.performance))} | "
            f"{figures['accessibility']} | {figures['best-practices']} | {figures['seo']} | "
            f"{'是' if score.passes else '否'} |"
        )
    return lines
