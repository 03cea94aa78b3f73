"""Benchmark results: the figures of all measurements, as a table for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from credit.bench.process_cost import Cost
from credit.reader import write_whole

_WORDS = {
    "ours": "本站：企业档案页",
    "whole": "本站：整个网站",
    "cluster": "本站：整个网站，由 Dask 的工作进程生成（不含它们的内存）",
    "incremental": "本站：改 10 行后再生成",
    "incremental_pages": "　其中不算数据文件",
    "renamed": "本站：10 个主体改名后再生成",
    "check": "本站：只检查",
    "hugo": "Hugo：企业档案页（默认布局）",
    "hugo_ugly": "Hugo：企业档案页（uglyURLs）",
    "hugo_whole": "Hugo：企业档案页、它们的 JSON、名单的各页（uglyURLs）",
    "eleventy": "Eleventy：企业档案页",
    "write_loop": "两个进程只写同样的文件",
    "gate": "inv check",
    "start": "inv check，没有行",
    "rows": "其中检查这些行",
    "frictionless": "frictionless validate",
}


def cost_line(name: str, cost: Cost) -> str:
    """Return the line of the table for one measurement."""
    figures = f"{cost.wall_s:.2f} 秒，处理器 {cost.cpu_s:.2f} 秒，内存 {cost.peak_mb:.0f} MB"
    return f"{_WORDS.get(name, name)}：{figures}"


@dataclass(frozen=True)
class Results:
    """Results of a benchmark: its size, the cost of each measurement, and ratios between them."""

    size: Mapping[str, int]
    costs: Mapping[str, Cost]
    ratios: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the results as in the JSON file; missing measurements are absent."""
        described: dict[str, object] = {**self.size}
        described |= {name: cost.as_json() for name, cost in self.costs.items()}
        described |= self.notes
        described["ratio"] = {name: round(value, 4) for name, value in self.ratios.items()}
        return described

    def lines(self) -> list[str]:
        """Return the table, one line for each measurement, then the ratios."""
        lines = ["，".join(f"{name} {value}" for name, value in self.size.items())]
        lines += [cost_line(name, cost) for name, cost in self.costs.items()]
        lines += [f"{name}：{value}" for name, value in self.notes.items()]
        lines += [f"{name}：{value:.3f}" for name, value in self.ratios.items()]
        return lines


def join_results(parts: Sequence[Results]) -> Results:
    """Return the figures of several benchmarks as those of one; of two of one name the later stays."""
    whole = Results({}, {})
    for part in parts:
        whole = Results(
            {**whole.size, **part.size},
            {**whole.costs, **part.costs},
            {**whole.ratios, **part.ratios},
            {**whole.notes, **part.notes},
        )
    return whole


def write_results(results: Results, path: Path) -> None:
    """Write the results as JSON, atomically."""
    write_whole(path, (json.dumps(results.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
