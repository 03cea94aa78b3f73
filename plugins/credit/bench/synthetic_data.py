"""Synthetic data: a copy of a checkout with generated lists of a given size, the same for the same seed."""

from __future__ import annotations

import csv
import datetime
import json
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from credit.identifiers import CODE_ALPHABET, check_character

#: The as-of day of the generated lists: every row is public on it.
AS_OF = datetime.date(2026, 11, 20)

#: Of ten entities so many stand on the black list, the others on the red list, and one has a commitment as well.
BLACK_OF_TEN = 3

#: Parts of a checkout that are copied; the program is one of them, so that the real commands run on the copy.
_PROGRAM = ("content", "theme", "data", "plugins", "tasks.py", "pelicanconf.py", "publishconf.py")

_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SUBJECT_CHECKS = "0123456789X0"

_PLACES = ("公主岭", "公主岭市", "长春", "长春市", "范家屯", "怀德", "大岭", "秦家屯", "响水", "双龙")
_FIRST = "东西南北中华盛鸿恒嘉广永德瑞丰安泰和顺昌"
_SECOND = "远达源通鑫发旺祥隆茂兴荣利万佳宏元亨腾辉"
_TRADES = ("电子商务", "供应链管理", "农产品", "物流", "网络科技", "商贸", "粮油", "仓储服务", "包装材料", "食品")
_BODIES = ("有限公司", "有限责任公司", "股份有限公司", "合伙企业")

_CASES = (
    "{month}月间虚构订单{count}笔，抬高示例网店的销量排名，责令改正后再次发生。",
    "{month}月间出售空单号{count}个，帮助示例店铺制造虚假交易，经示例平台举报后查实。",
    "{month}月公开承诺限期整改示例网店问题，期满核查发现仍有{count}件投诉没有处理，且继续违规经营。",
    "{month}月间非法出售顾客收货信息{count}条，涉及{other}家示例平台，经举报后查实。",
)
_LAWS = (
    "《中华人民共和国电子商务法》第十七条",
    "《中华人民共和国反不正当竞争法》第八条",
    "《中华人民共和国消费者权益保护法》第二十条",
    "《中华人民共和国个人信息保护法》第十条",
)


def write_population(
    root: Path, target: Path, entities: int, *, seed: int = 1, black_of_ten: int = BLACK_OF_TEN
) -> Path:
    """Write a site with so many entities below ``target`` and return it; all else is copied from ``root``.

    Each entity has one listing, every tenth a commitment as well; all are public on AS_OF. The same seed gives
    the same bytes. Codes are made up and hold both checks, names say 示例; ``target`` must not exist.
    """
    target.mkdir(parents=True)
    for name in _PROGRAM:
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(root / name, target / name)
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))
    _describe(package)
    (target / "data" / "datapackage.json").write_text(
        json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
    )
    keys = {
        name: _column(root, name, "id")
        for name in ("dishonesty-scope", "penalties", "integrity-examples", "incentives", "departments", "townships")
    }
    rows = _Rows(entities, black_of_ten, keys, random.Random(seed))
    for name, made in (("black-list", rows.black()), ("red-list", rows.red()), ("commitments", rows.commitments())):
        _replace_rows(target, name, made)
    for name in ("dishonesty-records", "credit-members", "corrections", "withdrawals"):
        _replace_rows(target, name, [])
    return target


def _describe(package: dict[str, Any]) -> None:
    """Give the descriptor a fixed day and no bound on the number of rows."""
    package["credit"]["as_of"] = AS_OF.isoformat()
    for resource in package["resources"]:
        resource.get("credit", {}).pop("rows", None)


def _column(root: Path, dataset: str, column: str) -> list[str]:
    return [row[column] for row in read_rows(root, dataset)]


def read_rows(root: Path, dataset: str) -> list[dict[str, str]]:
    """Return the rows of one CSV below ``root`` as they stand."""
    with (root / "data" / f"{dataset}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _header(root: Path, dataset: str) -> list[str]:
    with (root / "data" / f"{dataset}.csv").open(encoding="utf-8-sig", newline="") as stream:
        return next(csv.reader(stream))


def _replace_rows(root: Path, dataset: str, rows: Iterable[Mapping[str, str]]) -> None:
    """Write the rows of a dataset in canonical form, by record id; a column that a row lacks stays empty."""
    write_rows(root, dataset, _header(root, dataset), sorted(rows, key=lambda row: row["record_id"]))


def write_rows(root: Path, dataset: str, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write one CSV below ``root`` in canonical form: BOM, LF, the columns in the order of ``header``."""
    with (root / "data" / f"{dataset}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def change_rows(root: Path, dataset: str, count: int, words: str) -> None:
    """Write other words into the basis of so many rows, spread over a list below ``root``."""
    rows = read_rows(root, dataset)
    for row in rows[:: max(1, len(rows) // count)][:count]:
        row["basis"] = f"{row['basis'].partition('，')[0]}，{words}"
    write_rows(root, dataset, _header(root, dataset), rows)


def rename_entities(root: Path, dataset: str, count: int, mark: str) -> None:
    """Give so many entities, spread over a list below ``root``, another name in all lists: the old one with a mark in it."""
    rows = read_rows(root, dataset)
    chosen = {row["unified_code"]: row["name"] for row in rows[:: max(1, len(rows) // count)][:count]}
    for name in ("black-list", "red-list", "commitments"):
        rows = read_rows(root, name)
        for row in rows:
            if former := chosen.get(row["unified_code"]):
                row["name"] = former[:-2] + mark + former[-2:]
        write_rows(root, name, _header(root, name), rows)


class _Rows:
    """The rows of the lists: entity i is the same wherever it stands."""

    def __init__(self, entities: int, black_of_ten: int, keys: Mapping[str, list[str]], chance: random.Random) -> None:
        self.entities = entities
        self.black_of_ten = black_of_ten
        self.keys = keys
        self.chance = chance
        self.named = [invent_name(number, chance) for number in range(entities)]

    def black(self) -> Iterator[dict[str, str]]:
        """Yield the black list."""
        chance, keys = self.chance, self.keys
        for place, number in enumerate(self._on(black=True), start=1):
            decided = AS_OF - datetime.timedelta(days=chance.randrange(20, 340))
            facts = chance.choice(_CASES).format(
                month=decided.month, count=chance.randrange(20, 9000), other=chance.randrange(2, 9)
            )
            yield {
                "record_id": f"BL-{decided.year}-{place:06d}",
                **self._entity(number),
                "behaviour": chance.choice(keys["dishonesty-scope"]),
                "facts": f"{decided.year}年{facts}",
                "basis": chance.choice(_LAWS),
                "decision_number": f"公示例〔{decided.year}〕{place}号",
                "authority": chance.choice(keys["departments"]),
                "decided_on": decided.isoformat(),
                "severity": "严重",
                "listed_on": (decided + datetime.timedelta(days=chance.randrange(1, 6))).isoformat(),
                "penalties": ";".join(sorted(chance.sample(keys["penalties"], chance.randrange(1, 4)))),
                "source": "演示数据",
            }

    def red(self) -> Iterator[dict[str, str]]:
        """Yield the red list."""
        chance, keys = self.chance, self.keys
        for place, number in enumerate(self._on(black=False), start=1):
            announced = AS_OF - datetime.timedelta(days=chance.randrange(20, 700))
            listed = announced + datetime.timedelta(days=15)
            yield {
                "record_id": f"RL-{announced.year}-{place:06d}",
                **self._entity(number),
                "honour": chance.choice(keys["integrity-examples"]),
                "basis": f"{announced.year}年度守信主体评定结果（示例第{chance.randrange(1, 40)}批）",
                "decision_number": f"公示例〔{announced.year}〕{place}号",
                "authority": chance.choice(keys["departments"]),
                "announced_on": announced.isoformat(),
                "listed_on": listed.isoformat(),
                "valid_until": listed.replace(year=listed.year + 3, day=min(listed.day, 28)).isoformat(),
                "incentives": ";".join(sorted(chance.sample(keys["incentives"], chance.randrange(1, 4)))),
                "source": "演示数据",
            }

    def commitments(self) -> Iterator[dict[str, str]]:
        """Yield the commitments of every tenth entity."""
        for place, number in enumerate(range(0, self.entities, 10), start=1):
            committed = AS_OF - datetime.timedelta(days=self.chance.randrange(20, 700))
            name, code, _ = self.named[number]
            yield {
                "record_id": f"CM-{committed.year}-{place:06d}",
                "name": name,
                "unified_code": code,
                "commitment_type": self.chance.choice(("主动型", "行业自律型")),
                "subject": "承诺七日内处理每一件消费投诉（示例）。",
                "committed_on": committed.isoformat(),
                "authority": self.chance.choice(self.keys["departments"]),
                "fulfilment": "全部履约",
                "source": "演示数据",
            }

    def _on(self, *, black: bool) -> Iterator[int]:
        return (number for number in range(self.entities) if (number % 10 < self.black_of_ten) == black)

    def _entity(self, number: int) -> dict[str, str]:
        name, code, place = self.named[number]
        township = self.keys["townships"][place % len(self.keys["townships"])]
        former = f"{name}（旧）" if number % 20 == 0 else ""
        return {
            "name": name, "former_names": former, "unified_code": code, "entity_kind": "企业", "township": township,
        }  # fmt: skip


def invent_name(number: int, chance: random.Random) -> tuple[str, str, int]:
    """Return name, code and a number for the township of one entity; the code is unique, the name mostly."""
    words = "".join(chance.choice(part) for part in (_FIRST, _SECOND, _FIRST, _SECOND))
    name = f"{chance.choice(_PLACES)}示例{words}{chance.choice(_TRADES)}{chance.choice(_BODIES)}"
    return name, invent_code(number), chance.randrange(1_000_000)


def invent_code(number: int) -> str:
    """Return a made-up code of an enterprise that holds both checks (GB 32100-2015, GB 11714-1997)."""
    letters = ""
    rest = number
    for _ in range(5):
        rest, place = divmod(rest, len(CODE_ALPHABET))
        letters = CODE_ALPHABET[place] + letters
    subject = "M9X" + letters
    total = sum(int(letter, 36) * weight for letter, weight in zip(subject, _SUBJECT_WEIGHTS, strict=True))
    first = f"91220184{subject}{_SUBJECT_CHECKS[11 - total % 11]}"
    return first + check_character(first)
