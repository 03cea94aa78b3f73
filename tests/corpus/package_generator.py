"""A number goes in; a small good package, different for every number, is written into a folder."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from credit.identifiers import CODE_ALPHABET, check_character
from credit.law import add_months

#: Words of names and texts: common ones, full-width and half-width signs, and characters beyond the common sets.
_PLACES = (
    "示例",
    "公主岭示例",
    "长春市示例",
    "（示例）北岭",
    "示例·东",
    "A&B示例",
    "示例21世纪",
    "示例𠮷野家",
    "𫝀泽示例",
    "㙍头示例",
    "𬭎达示例",
)
_TRADES = ("商贸", "网络科技", "农产品", "物流", "粮油", "“好味”食品", "信息技术", "电子商务(吉林)")
_FORMS = ("有限公司", "有限责任公司", "厂", "专业合作社", "商行", "中心（有限合伙）", "股份有限公司公主岭分公司")
_FACTS = (
    "2026年3月间虚构订单469笔，经查属实。", "罚款3.5万元，逾期未缴纳，合计350000元", "依据《电子商务法》第十七条、第十八条",
    "电话0434-6053889无人接听", "网店“示例,专营”图物不符;已下架", "见公商示例〔2026〕17号", "100%退款 <b>未履行</b>", "销量虚增１０倍",
    "处罚决定书编号220184202600012345", "-5", "0", "NA", "true", "合同金额12,000,000.00元", "𠮷林省㙍镇", "é与ñ", "x" * 200,
)  # fmt: skip
_DAYS = ("2024-02-29", "2025-01-31", "2025-02-28", "2025-11-30", "2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01", "2026-04-30", "2026-05-31")  # fmt: skip
_SIGNS = "甲乙丙丁戊己庚辛壬癸"

#: First two characters of a code and the kind of entity.
_KINDS = {
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N2": "农村集体经济组织",
    "52": "社会组织",
    "12": "事业单位",
}
_ENTITY_KINDS = [*dict.fromkeys(_KINDS.values()), "自然人", "其他"]


@dataclass
class Dataset:
    """One dataset while it is made: columns by name with their schema, rows, keys into others, what it is."""

    name: str
    title: str
    columns: dict[str, dict[str, Any]]
    key: Sequence[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)
    credit: dict[str, Any] = field(default_factory=dict)


class Grower:
    """Makes one package from one number: the same number, the same package."""

    def __init__(self, number: int) -> None:
        self.random = Random(number)
        self.entities = 0
        self.as_of = datetime.date(2026, 6, 1) + datetime.timedelta(days=self.random.randrange(200))
        self.datasets: list[Dataset] = []
        #: Every fifth package is written as inv format writes it.
        self.tidy = number % 5 == 0

    # --- values -----------------------------------------------------------------------------------

    def code(self, kind: str) -> str:
        """Return a code nobody else in the package has, its inner check right or, as in reality, seldom wrong."""
        self.entities += 1
        first = f"M{self.random.choice('0QXT')}{self.entities:06d}"
        weights = (3, 7, 9, 10, 5, 8, 4, 2)
        total = sum(int(one, 36) * weight for one, weight in zip(first, weights, strict=True))
        inner = "0123456789X0"[11 - total % 11] if self.random.random() < 0.9 else self.random.choice(CODE_ALPHABET)
        division = self.random.choice(("220184", "220381", "100000", "220100"))
        return (begun := f"{kind}{division}{first}{inner}") + check_character(begun)

    def name(self, longest: int = 100) -> str:
        """Return the name of an entity, now and then as long as names may be."""
        pick = self.random.choice
        name = f"{pick(_PLACES)}{pick(_SIGNS)}{pick(_SIGNS)}{self.entities}号{pick(_TRADES)}{pick(_FORMS)}"
        return name if self.random.random() < 0.95 else name + "长" * (longest - len(name))

    def day(self, first: str = "2024-01-01", last: str = "2026-05-31") -> str:
        """Return a day between two, month ends before others."""
        ends = [item for item in _DAYS if first <= item <= last]
        if ends and self.random.random() < 0.5:
            return self.random.choice(ends)
        start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        return (start + datetime.timedelta(days=self.random.randint(0, (end - start).days))).isoformat()

    def after(self, day: str, days: int) -> str:
        """Return a day at most so many days after another."""
        return (datetime.date.fromisoformat(day) + datetime.timedelta(days=self.random.randint(0, days))).isoformat()

    def several(self, values: Sequence[str]) -> str:
        """Return none, one or several keys in one cell."""
        return ";".join(self.random.sample(values, self.random.randint(0, min(3, len(values)))))

    def maybe(self, value: Callable[[], str]) -> str:
        """Return a value or nothing."""
        return value() if self.random.random() < 0.4 else ""

    def maybe_value(self, rule: Mapping[str, Any]) -> str:
        """Return a cell that a column of this rule takes, or an empty one."""
        return self.maybe(lambda: self.value(rule))

    # --- datasets ---------------------------------------------------------------------------------

    def grow(self) -> list[Dataset]:
        """Return the datasets of one package."""
        offices = self.plain("departments", 1)
        self.lists(offices)
        for number in range(self.random.randint(0, 2)):
            self.plain(f"{self.random.choice(('fairs', 'markets', 'checks'))}-{_letters(number)}", 0)
        self.random.shuffle(self.datasets)
        return self.datasets

    def plain(self, name: str, least: int) -> Dataset:
        """Add a reference dataset with columns of any type."""
        columns = {"id": _column("编号", required=True), "name": _column("名称", required=True, maxLength=100)}
        for number in range(self.random.randint(0, 4)):
            kind = self.random.choice(("string", "integer", "number", "boolean", "date", "year", "enum", "pattern"))
            columns[f"extra_{_letters(number)}"] = self.extra(kind)
        made = Dataset(name, f"数据{name}", columns, ["id"])
        for number in range(self.random.randint(least, 5)):
            row = {"id": f"{name[:3]}-{_letters(number)}", "name": self.name()}
            row |= {one: self.maybe_value(rule) for one, rule in columns.items() if one not in row}
            made.rows.append(row)
        self.datasets.append(made)
        return made

    def extra(self, kind: str) -> dict[str, Any]:
        """Return a column of a kind, with limits that its values keep."""
        if kind == "enum":
            terms = self.random.sample(_SIGNS, 3)
            return _column("选项", enum=terms) | {
                "credit": {"keys": {one: f"key-{_letters(place)}" for place, one in enumerate(terms)}}
            }
        if kind == "pattern":
            return _column("式样", pattern="^示例〔20[0-9]{2}〕[1-9][0-9]{0,3}号$", maxLength=30)
        limits: dict[str, dict[str, Any]] = {
            "integer": {"minimum": 0, "maximum": 10**9},
            "number": {"minimum": -(10**6)},
            "date": {"minimum": "1949-10-01"},
        }
        return _column("附加列", kind, **(limits.get(kind, {}) if self.random.random() < 0.5 else {}))

    def value(self, rule: Mapping[str, Any]) -> str:
        """Return a cell that a column of this rule takes."""
        pick, limits = self.random.choice, rule.get("constraints", {})
        if "enum" in limits:
            return str(pick(limits["enum"]))
        if "pattern" in limits:
            return f"示例〔{self.random.randint(2000, 2099)}〕{self.random.randint(1, 9999)}号"
        makers: dict[str, Callable[[], str]] = {
            "string": lambda: pick(_FACTS),
            "integer": lambda: str(pick((0, 1, 7, 10**9, self.random.randrange(10**6)))),
            "number": lambda: pick(("0", "0.5", "3500.00", "-12.25", "999999.999")),
            "boolean": lambda: pick(("true", "false")),
            "date": lambda: pick(("1949-10-01", "2099-12-31", self.day())),
            "year": lambda: pick(("1949", "2026", "2099")),
        }
        return makers[rule["type"]]()

    def lists(self, offices: Dataset) -> None:
        """Add some lists, and the registers that go with them."""
        makers = self.random.sample(("black", "red", "register"), self.random.randint(1, 3))
        for number, kind in enumerate(makers):
            name = self.random.choice(
                {
                    "black": ("black-list", "tax-black"),
                    "red": ("red-list", "honest-shops"),
                    "register": ("commitments", "members"),
                }[kind]
            )
            made = {"black": self.black, "red": self.red, "register": self.register}[kind](
                name, "XYZ"[number] + "L", offices
            )
            made.credit = {
                "kind": kind,
                "entry": ["有认定文书。"],
                "removal": ["期满撤下。"],
                "remedies": ["可以提出异议。"],
                "catalogue": {"item": "示例条目", "edition": "示例版"},
            }
            if kind == "black":
                made.credit |= {"severities": ["轻微", "一般", "严重"], "severity_unstated": True}
            if "entity_kind" in made.columns and self.random.random() < 0.5:
                made.credit["facets"] = ["entity_kind"]
            self.datasets.append(made)
        ids = [row["record_id"] for dataset in self.datasets if dataset.credit for row in dataset.rows]
        if self.random.random() < 0.6:
            self.registers(ids)

    def registers(self, ids: Sequence[str]) -> None:
        """Add the register of removals and that of corrections."""
        columns = {
            "record_id": _column("编号", required=True),
            "withdrawn_on": _column("撤下日期", "date", required=True),
        }
        columns |= {
            "reason": _column("原因", required=True, enum=["期满", "修复", "撤销", "更正"]),
            "explanation": _column("说明"),
        }
        made = Dataset("withdrawals", "撤下登记", columns, ["record_id"])
        for item in (*self.random.sample(ids, min(2, len(ids))), "ZZ-2023-00001"):
            made.rows.append(
                {"record_id": item, "withdrawn_on": self.day(), "reason": "撤销", "explanation": "复议撤销"}
            )
        columns = {"record_id": _column("编号", required=True), "field": _column("项目", required=True), "before": _column("更正前"), "after": _column("更正后"), "corrected_on": _column("更正日期", "date", required=True)}  # fmt: skip
        other = Dataset("corrections", "更正登记", columns, ["record_id", "field", "corrected_on"])
        rows = {row["record_id"]: row for dataset in self.datasets if dataset.credit for row in dataset.rows}
        for item in self.random.sample(ids, min(2, len(ids))):
            # A correction says what the record now holds.
            for column in ("facts", "source", "remark"):
                if column in rows[item]:
                    after, day = rows[item][column], self.day()
                    row = {"record_id": item, "field": column, "before": "", "after": after, "corrected_on": day}
                    other.rows.append(row)
                    break
        self.datasets += [made, other]

    def begun(self, name: str, title: str, offices: Dataset, columns: dict[str, dict[str, Any]]) -> Dataset:
        """Return a list with the columns every list has, some it may have, and its own."""
        start = {
            "record_id": _column("记录编号", required=True, unique=True),
            "name": _column("名称", required=True, maxLength=100),
            "unified_code": _column("代码"),
        }
        start |= {
            "entity_kind": _column("类别", required=True, enum=_ENTITY_KINDS)
            | {"credit": {"keys": {one: f"kind-{_letters(place)}" for place, one in enumerate(_ENTITY_KINDS)}}}
        }
        optional = {"former_names": _column("曾用名"), "facts": _column("事实", maxLength=500), "source": _column("来源"), "disputed_since": _column("异议", "date"), "remark": _column("备注"), "authority": _column("部门")}  # fmt: skip
        kept = {one: rule for one, rule in optional.items() if self.random.random() < 0.5}
        made = Dataset(name, title, {**start, **columns, **kept}, ["record_id"])
        if "authority" in kept:
            made.foreign["authority"] = offices.name
        return made

    def fill(self, made: Dataset, prefix: str, offices: Dataset, own: Callable[[], dict[str, str]]) -> Dataset:
        """Add rows, often none or one, with what ``own`` says of each."""
        for number in range(1, self.random.choice((0, 1, 2, 3, 5)) + 1):
            kind, words = self.random.choice([*_KINDS.items()])
            row = {
                "record_id": f"{prefix}-{self.random.choice((2024, 2025, 2026))}-{number:05d}",
                "name": self.name(),
                "unified_code": self.code(kind),
                "entity_kind": words,
            }
            if self.random.random() < 0.1:
                row |= {"unified_code": "", "entity_kind": "自然人", "name": f"示例某{self.random.choice(_SIGNS)}"}
            for one, rule in made.columns.items():
                if one == "former_names":
                    row[one] = self.maybe(self.name) if row["unified_code"] else ""
                elif one == "authority":
                    row[one] = self.random.choice(offices.rows)["id"]
                elif one not in row:
                    row[one] = self.maybe_value(rule)
            made.rows.append(row | own())
        return made

    def black(self, name: str, prefix: str, offices: Dataset) -> Dataset:
        """Return a black list whose days and severities the law allows."""
        columns = {
            "decided_on": _column("认定日期", "date", required=True),
            "listed_on": _column("列入日期", "date", required=True),
            "severity": _column("程度", enum=["轻微", "一般", "严重"]),
            "publication_need": _column("必要性"),
        }
        columns |= {
            "suspended_from": _column("暂停起", "date"),
            "suspended_until": _column("暂停止", "date"),
            "repaired_on": _column("修复", "date"),
        }
        made = self.begun(name, "失信主体名单", offices, columns)

        def own() -> dict[str, str]:
            decided = self.day("2023-06-01")
            severities = ("轻微", "一般", "严重") if decided >= "2026-04-01" else ("轻微", "一般", "严重", "")
            severity = self.random.choice(severities)
            suspended = self.maybe(lambda: self.after(decided, 60))
            # The last day of the shortest of the longest periods is the latest a minor matter may be listed.
            last = add_months(datetime.date.fromisoformat(decided), 3)
            listed = min(self.after(decided, 100), last.isoformat())
            return {
                "decided_on": decided, "listed_on": listed, "severity": severity,
                "publication_need": "提醒公众" if severity == "轻微" else self.maybe(lambda: "提醒公众"),
                "suspended_from": suspended, "suspended_until": self.maybe(lambda: self.after(suspended, 90)) if suspended else "",
                "repaired_on": self.maybe(lambda: self.after(decided, 300)),
            }  # fmt: skip

        return self.fill(made, prefix, offices, own)

    def red(self, name: str, prefix: str, offices: Dataset) -> Dataset:
        """Return a red list with candidates, listings and some that are over."""
        columns = {
            "announced_on": _column("拟列入", "date", required=True),
            "listed_on": _column("列入", "date"),
            "valid_until": _column("有效期", "date"),
        }
        made = self.begun(name, "守信主体名单", offices, columns)

        def own() -> dict[str, str]:
            announced = self.day()
            listed = self.maybe(lambda: self.after(announced, 30))
            return {
                "announced_on": announced,
                "listed_on": listed,
                "valid_until": self.maybe(lambda: self.after(listed or announced, 900)),
            }

        return self.fill(made, prefix, offices, own)

    def register(self, name: str, prefix: str, offices: Dataset) -> Dataset:
        """Return a register of commitments."""
        made = self.begun(name, "登记", offices, {"committed_on": _column("日期", "date", required=True)})
        return self.fill(made, prefix, offices, lambda: {"committed_on": self.day()})

    # --- files ------------------------------------------------------------------------------------

    def spell(self, made: Dataset) -> bytes:
        """Return a dataset as some program or hand would write it, losing nothing."""
        if self.tidy:
            return self.canonical(made)
        chance = self.random.random
        names, rows = list(made.columns), list(made.rows)
        if chance() < 0.2:
            self.random.shuffle(names)
        if chance() < 0.3:
            self.random.shuffle(rows)
        else:
            rows.sort(key=lambda row: [row[item] for item in made.key])
        slashed, loud = chance() < 0.2, chance() < 0.2
        grid = [names, *([self.cell(made.columns[name], row[name], slashed, loud) for name in names] for row in rows)]
        empty = [""] * self.random.choice((0, 0, 0, 1, 3))
        text = io.StringIO(newline="")
        quoting: Any = csv.QUOTE_ALL if chance() < 0.1 else csv.QUOTE_MINIMAL
        writer = csv.writer(text, lineterminator="\n", quoting=quoting)
        writer.writerows([*([*row, *empty] for row in grid)] if quoting == csv.QUOTE_MINIMAL else grid)
        words = text.getvalue() + "\n" * self.random.choice((0, 0, 0, 2))
        if chance() < 0.1:
            words = words.rstrip("\n")
        words = words.replace("\n", self.random.choice(("\n", "\n", "\r\n", "\r")))
        encodings = ["utf-8-sig", "utf-8-sig", "utf-8"]
        # A text with a few Latin letters alone reads in both encodings: then only a mark tells.
        if any("\u3000" < word for word in words):
            encodings.append("gb18030")
        else:
            encodings.remove("utf-8")
        return words.encode(self.random.choice(encodings))

    def canonical(self, made: Dataset) -> bytes:
        """Return a dataset in canonical form."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(made.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(made.rows, key=lambda row: [row[item] for item in made.key]))
        return text.getvalue().encode("utf-8-sig")

    def cell(self, rule: Mapping[str, Any], value: str, slashed: bool, loud: bool) -> str:
        """Return a cell as Excel would leave it."""
        if slashed and rule["type"] == "date" and value:
            year, month, day = map(int, value.split("-"))
            return f"{year}/{month}/{day}"
        return value.upper() if loud and rule["type"] == "boolean" else value

    def write(self, root: Path) -> None:
        """Write the package, its tables spelt in any way, and a few documents below ``root``."""
        data = root / "data"
        data.mkdir(parents=True)
        resources = []
        for made in self.grow():
            schema: dict[str, Any] = {
                "fields": [{"name": one, **rule} for one, rule in made.columns.items()],
                "primaryKey": list(made.key),
            }
            if made.foreign:
                schema["foreignKeys"] = [
                    {"fields": [one], "reference": {"resource": other, "fields": ["id"]}}
                    for one, other in made.foreign.items()
                ]
            (data / f"{made.name}.schema.json").write_text(
                json.dumps(schema, ensure_ascii=self.random.random() < 0.5), encoding="utf-8"
            )
            (data / f"{made.name}.csv").write_bytes(self.spell(made))
            resources.append(
                {
                    "name": made.name,
                    "path": f"{made.name}.csv",
                    "title": made.title,
                    "schema": f"{made.name}.schema.json",
                    **({"credit": made.credit} if made.credit else {}),
                }
            )
        package = {
            "name": "grown",
            "title": "测试",
            "resources": resources,
            "credit": {"demonstration": True, "as_of": self.as_of.isoformat(), "site": {"name": "测试"}},
        }
        (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        for number in range(self.random.choice((0, 0, 1, 2))):
            self.document(root / "content", number)

    def document(self, content: Path, number: int) -> None:
        """Write one document of any kind."""
        folder, own = self.random.choice((("notices", ""), ("cases", "Outcome: 正面\nSubjects: 无\n"), ("pages", "Lead: 导语\n"), ("policies", f"Number: 示例〔2026〕{number + 1}号\nNumber_printed: 示例[2026] {number + 1} 号\nIssuer: 示例单位\nValidity: 有效\n")))  # fmt: skip
        slug = f"paper-{_letters(number)}"
        lines = [
            f"# Title: {self.name()}"[2:],
            f"Slug: {slug}",
            f"Date: {self.random.choice((self.day(), '未注明'))}",
            *own.splitlines(),
            "",
        ]
        lines += [
            "## 一、总则",
            "",
            "　　" + self.random.choice(_FACTS[:8]),
            "",
            "1.第一项。",
            "2.第二项，电话 [12345](tel:12345)。",
            "",
            f"- {self.random.choice(_FACTS[:8])}",
            "",
            "[数据](/data/departments/)",
        ]
        (content / folder).mkdir(parents=True, exist_ok=True)
        ends = self.random.choice(("\n", "\r\n"))
        (content / folder / f"{slug}.md").write_text(
            ends.join([*lines, ""]), encoding=self.random.choice(("utf-8", "utf-8-sig")), newline=""
        )


def _letters(number: int) -> str:
    """Return a number as letters, so that no key looks like a number."""
    return "abcdefghij"[number % 10] * (number // 10 + 1)


def _column(title: str, kind: str = "string", **limits: object) -> dict[str, Any]:
    return {"title": title, "description": f"{title}。", "type": kind, **({"constraints": limits} if limits else {})}


def write_package(number: int, root: Path) -> Path:
    """Write the package of a number below ``root`` and return it."""
    Grower(number).write(root)
    return root
