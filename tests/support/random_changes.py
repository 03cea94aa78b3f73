"""Kinds of change that commits, days and software bring; what an incremental build must follow is added here."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.gate.test_gate import code


@dataclass
class Site:
    """A site under change: its root, the chance that decides details, and what a build is told besides."""

    root: Path
    chance: random.Random
    as_of: datetime.date
    siteurl: str = ""
    number: int = 0
    output: Path = field(init=False)

    def __post_init__(self) -> None:
        self.output = self.root / "output"

    def next_number(self) -> int:
        """Return a number that no earlier change used."""
        self.number += 1
        return self.number


Rows = list[dict[str, str]]


def _edit(site: Site, name: str, change: Callable[[Rows], None]) -> None:
    path = site.root / "data" / f"{name}.csv"
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    columns, rows = list(reader.fieldnames or ()), list(reader)
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text, f"{old} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def add(site: Site) -> None:
    """A new firm is listed, with what another has beside its name, number and code."""
    number = site.next_number()

    def change(rows: Rows) -> None:
        row = dict(site.chance.choice(rows), disputed_since="")
        names = {
            "record_id": f"RL-2025-{900 + number:05d}",
            "name": f"测试示例新增{number}号<甲>有限公司",
            "former_names": "",
        }
        rows.append(row | names | {"unified_code": code(7000 + number), "entity_kind": "企业"})

    _edit(site, "red-list", change)


def change_cell(site: Site) -> None:
    """A cell of a record changes."""
    number = site.next_number()
    _edit(site, "black-list", lambda rows: site.chance.choice(rows).update(source=f"测试来源{number}号（示例）"))


def dispute(site: Site) -> None:
    """An objection is marked on a record, or the mark goes."""

    def change(rows: Rows) -> None:
        row = site.chance.choice(rows)
        row["disputed_since"] = "" if row["disputed_since"] else "2026-05-20"

    _edit(site, "black-list", change)


def withdraw(site: Site) -> None:
    """A record is withdrawn for good."""
    ids = [item for name in ("red-list", "black-list") for item in _ids(site, name)]
    gone = set(_ids(site, "withdrawals"))
    record = site.chance.choice(sorted(set(ids) - gone))
    row = {
        "record_id": record,
        "withdrawn_on": site.as_of.isoformat(),
        "reason": "撤销",
        "explanation": "认定已撤销（测试）。",
    }
    _edit(site, "withdrawals", lambda rows: rows.append(row))


def _ids(site: Site, name: str) -> list[str]:
    text = (site.root / "data" / f"{name}.csv").read_text(encoding="utf-8-sig")
    return [row["record_id"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def delete(site: Site) -> None:
    """A row disappears from a list."""
    _edit(site, "commitments", lambda rows: rows.pop(site.chance.randrange(len(rows))) if len(rows) > 1 else None)


def pass_time(site: Site) -> None:
    """Some weeks pass: listings expire, others begin, marks fall due."""
    site.as_of += datetime.timedelta(days=site.chance.choice((1, 30, 200)))


def retitle(site: Site) -> None:
    """A document gets another title."""
    path = site.root / "content" / "policies" / "integrity-plan.md"
    title = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("Title:"))
    _replace(path, title, f"Title: 测试方案第{site.next_number()}稿")


def write_document(site: Site) -> None:
    """A notice is added, or the one added before goes."""
    path = site.root / "content" / "notices" / "added.md"
    if path.exists():
        path.unlink()
        return
    source = (site.root / "content" / "notices" / "free-report.md").read_text(encoding="utf-8")
    head, _, _ = source.partition("\n\n")
    lines = [line for line in head.splitlines() if not line.startswith(("Title", "Slug"))]
    path.write_text("\n".join(["Title: 测试新增通知", "Slug: added", *lines]) + "\n\n一段正文。\n", encoding="utf-8")


def rename_department(site: Site) -> None:
    """A reference row that many pages show changes."""
    number = site.next_number()
    _edit(site, "departments", lambda rows: rows[0].update(name=f"测试第{number}局"))


def correct(site: Site) -> None:
    """A correction is marked on a record: what it holds now is what was corrected to."""
    text = (site.root / "data" / "red-list.csv").read_text(encoding="utf-8-sig")
    row = site.chance.choice(list(csv.DictReader(io.StringIO(text, newline=""))))
    mark = {
        "record_id": row["record_id"], "field": "source", "before": f"旧来源{site.next_number()}",
        "after": row["source"], "corrected_on": site.as_of.isoformat(),
    }  # fmt: skip

    def change(rows: Rows) -> None:
        if all((row["record_id"], row["field"]) != (mark["record_id"], "source") for row in rows):
            rows.append(mark)

    _edit(site, "corrections", change)


def change_theme(site: Site) -> None:
    """A template and the style sheet change."""
    number = site.next_number()
    _replace(
        site.root / "theme/templates/components/title.html", 'class="c-title"', f'class="c-title" data-theme="{number}"'
    )
    style = site.root / "theme/static/style.css"
    style.write_text(
        style.read_text(encoding="utf-8") + f"\n.c-change-{number} {{ color: inherit; }}\n", encoding="utf-8"
    )


def change_settings(site: Site) -> None:
    """What the site says of itself changes."""
    path = site.root / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["credit"]["site"]["tagline"] = f"测试{site.next_number()}"
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def move_site(site: Site) -> None:
    """The site is built for another address."""
    site.siteurl = "" if site.siteurl else "https://credit.example/sub"


def change_schema(site: Site) -> None:
    """A column gets another title."""
    path = site.root / "data" / "red-list.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    field_ = next(item for item in schema["fields"] if item["name"] == "source")
    field_["title"] = f"来源{site.next_number()}"
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=1), encoding="utf-8")


def interrupt(site: Site) -> None:
    """A build is killed at some moment of its life."""
    rename_department(site)
    words = "import sys; sys.path.insert(0, sys.argv[1]); from credit.build.pipeline import build_site; from pathlib import Path\n"
    words += "build_site(Path(sys.argv[2]), Path(sys.argv[3]))"
    plugins = Path(__file__).resolve().parents[2] / "plugins"
    command = [sys.executable, "-c", words, str(plugins), str(site.root), str(site.output)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            process.wait(site.chance.uniform(0.5, 2.5))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)


def end_in_the_middle(site: Site) -> None:
    """What a power cut leaves between two steps of putting files in place: no manifest, and a file of neither build."""
    (site.root / ".output.manifest").unlink(missing_ok=True)
    (site.output / "index.html").write_text("half", encoding="utf-8")


def damage_manifest(site: Site) -> None:
    """A byte of the manifest changes."""
    path = site.root / ".output.manifest"
    data = bytearray(path.read_bytes())
    data[site.chance.randrange(len(data))] ^= 1
    path.write_bytes(bytes(data))


def damage_output(site: Site) -> None:
    """Somebody adds a file to the output, or takes one away."""
    if site.chance.random() < 0.5:
        (site.output / "lists" / "left.html").write_text("left behind", encoding="utf-8")
    else:
        (site.output / "sitemap" / "index.html").unlink()


#: Every kind of change; whatever a build writes from now on, its kinds of change belong here.
CHANGES: tuple[Callable[[Site], None], ...] = (
    add,
    change_cell,
    dispute,
    withdraw,
    delete,
    pass_time,
    retitle,
    write_document,
    rename_department,
    correct,
    change_theme,
    change_settings,
    move_site,
    change_schema,
    interrupt,
    end_in_the_middle,
    damage_manifest,
    damage_output,
)
