"""The gate: one small site, judged day by day and fault by fault."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from credit import gate
from credit.identifiers import check_character
from credit.model import CheckFailed, DescriptorError

DAY = datetime.date(2026, 6, 1)


def code(number: int, kind: str = "91") -> str:
    """Return a valid code whose running part is ``number``."""
    first = f"{kind}220184MA{number:07d}"
    return first + check_character(first)


FIRM, OTHER, SHOP = code(1), code(2), code(3, "92")

BLACK = f"""record_id,name,unified_code,entity_kind,authority,decided_on,severity,listed_on,disputed_since,repaired_on
BL-2026-00001,示例甲有限公司,{FIRM},企业,office,2026-04-10,一般,2026-04-12,,
BL-2026-00002,王某某,,自然人,office,2026-04-10,严重,2026-04-12,,
BL-2026-00003,王小明,{SHOP},个体工商户,office,2026-04-10,严重,2026-04-12,2026-05-01,
"""
RED = f"""record_id,name,unified_code,authority,announced_on,listed_on,valid_until
RL-2026-00001,示例乙有限公司,{OTHER},office,2026-05-01,2026-05-20,2027-05-19
"""
OFFICES = "id,name\noffice,示例商务局\n"
REGISTER = "record_id,withdrawn_on,reason,explanation\n"

DATES = {
    "publish_until",
    "decided_on",
    "listed_on",
    "announced_on",
    "valid_until",
    "disputed_since",
    "repaired_on",
    "withdrawn_on",
}
KINDS = {"black-list": "black", "red-list": "red"}
DEGREES = {"severities": ["轻微", "一般", "严重"], "severity_unstated": True}
RULES = {
    "authority": "示例商务局",
    "entry": ["有认定文书"],
    "removal": ["期满"],
    "remedies": ["可以提出异议"],
    "catalogue": {"item": "示例条目", "edition": "示例版"},
}


def _credit(name: str) -> dict[str, object]:
    kind = KINDS.get(name, "reference")
    return {"kind": kind, **(RULES if name in KINDS else {}), **(DEGREES if kind == "black" else {})}


def write_site(root: Path, files: Mapping[str, str]) -> Path:
    """Write a package of these CSV files, its schemas following from their headings, and return the root."""
    data = root / "data"
    data.mkdir(parents=True, exist_ok=True)
    (root / "content").mkdir(exist_ok=True)
    resources = []
    for name, text in files.items():
        heading = text.splitlines()[0].split(",")
        fields = [
            {"name": item, "title": f"{item}列", "description": "说明", "type": "date" if item in DATES else "string"}
            for item in heading
        ]
        schema: dict[str, object] = {"fields": fields, "primaryKey": [heading[0]]}
        if "authority" in heading:
            reference = {"resource": "departments", "fields": ["id"]}
            schema["foreignKeys"] = [{"fields": ["authority"], "reference": reference}]
        (data / f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
        (data / f"{name}.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
        resource = {
            "name": name, "type": "table", "path": f"{name}.csv", "title": name, "description": "说明",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": f"{name}.schema.json",
            "credit": _credit(name),
        }  # fmt: skip
        resources.append(resource)
    package = {
        "name": "small", "title": "小站", "description": "测试用", "resources": resources,
        "credit": {"demonstration": True, "as_of": DAY.isoformat(), "site": {"name": "小站"}},
    }  # fmt: skip
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return root


FILES = {"black-list": BLACK, "red-list": RED, "departments": OFFICES, "withdrawals": REGISTER}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of three black rows and a red one."""
    return write_site(tmp_path, FILES)


def shown(root: Path, day: datetime.date | None = None, *, accepted: bool = False) -> list[str]:
    """Return the ids of all rows of both lists that are public on a day."""
    edition = gate.validate(root, day, accepted=accepted)
    return [cell for name in KINDS for cell in edition.public[name].cells["record_id"].tolist()]


def faults(root: Path) -> list[tuple[str, int, str]]:
    """Return path, line and code of each error that the gate names."""
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    return [
        (problem.path, problem.line, problem.code) for problem in refused.value.problems if problem.severity == "error"
    ]


def test_a_good_site_is_public_as_its_days_say(small: Path) -> None:
    """All four rows are there on the demonstration's own day."""
    assert shown(small) == ["BL-2026-00001", "BL-2026-00002", "BL-2026-00003", "RL-2026-00001"]


def test_a_black_record_appears_on_its_day_and_leaves_after_its_last(small: Path) -> None:
    """一般: at most one year from the decision, the last day counted."""
    assert "BL-2026-00001" not in shown(small, datetime.date(2026, 4, 11))
    assert "BL-2026-00001" in shown(small, datetime.date(2026, 4, 12))
    assert "BL-2026-00001" in shown(small, datetime.date(2027, 4, 10))
    assert "BL-2026-00001" not in shown(small, datetime.date(2027, 4, 11))


def test_a_red_candidate_is_shown_while_it_is_announced(small: Path) -> None:
    """拟列入 invites objections: the name is public before the listing."""
    before = gate.validate(small, datetime.date(2026, 5, 10)).public["red-list"]
    assert before.states["state"].tolist() == ["拟列入"]
    assert "RL-2026-00001" not in shown(small, datetime.date(2026, 4, 30))


def test_valid_until_is_the_last_day_on_which_nothing_changes(small: Path) -> None:
    """The first thing due after 1 June 2026 is the end of the first black record."""
    edition = gate.validate(small)
    assert edition.valid_until == datetime.date(2027, 4, 10)
    same = gate.validate(small, edition.valid_until)
    assert {name: list(table.cells.index) for name, table in edition.public.items()} == {
        name: list(table.cells.index) for name, table in same.public.items()
    }


def test_a_natural_person_has_no_name_and_no_archive(small: Path) -> None:
    """The row is counted and listed, the person is not."""
    edition = gate.validate(small)
    row = edition.public["black-list"].cells.iloc[1]
    assert row["name"] == "自然人"
    assert "王某某" not in repr(edition.entities)


def test_a_shop_that_bears_its_owners_name_is_masked(small: Path) -> None:
    """A 92… code with a bare personal name keeps its archive, not its name."""
    entity = gate.validate(small).entities[SHOP]
    assert "王小明" not in entity.name
    assert entity.former_names == ()


def test_every_fault_of_every_file_is_named_in_one_run(tmp_path: Path) -> None:
    """A bad reference, a repeated key and a missing name, in three files."""
    files = FILES | {
        "black-list": BLACK.replace("office,2026-04-10,一般", "nowhere,2026-04-10,一般"),
        "red-list": RED + RED.splitlines()[1] + "\n",
        "departments": OFFICES + "office,又一个局\n",
    }
    found = faults(write_site(tmp_path, files))
    assert ("data/black-list.csv", 2, "foreign-key") in found
    assert ("data/red-list.csv", 3, "primary-key") in found
    assert ("data/departments.csv", 3, "primary-key") in found
    assert found == sorted(found)


def test_one_code_on_both_lists_is_refused_at_both_rows(tmp_path: Path) -> None:
    """An entity on the black list must not stand on the red list."""
    found = faults(write_site(tmp_path, FILES | {"red-list": RED.replace(OTHER, FIRM)}))
    assert [item for item in found if item[2] == "both-lists"] == [
        ("data/black-list.csv", 2, "both-lists"),
        ("data/red-list.csv", 2, "both-lists"),
    ]


@pytest.mark.parametrize(
    ("row", "register", "lines"),
    [
        ("2026-05-30,一般,2026-06-10,,,", "", [("data/black-list.csv", 5), ("data/red-list.csv", 2)]),
        (
            "2026-04-10,一般,2026-04-12,2026-05-25,2026-06-09,",
            "",
            [("data/black-list.csv", 5), ("data/red-list.csv", 2)],
        ),
        ("2026-04-10,一般,2026-04-12,2026-05-25,,", "", []),
        ("2026-05-30,一般,2026-06-10,,,", "RL-2026-00001,2026-06-10,更正,\n", []),
        ("2026-04-10,一般,2026-04-12,,,2026-05-20", "", []),
    ],
    ids=["to be listed", "suspended for a time", "suspended", "withdrawn on the day of listing", "repaired"],
)
def test_one_code_that_will_be_on_both_lists_by_itself_is_refused_now(
    tmp_path: Path, row: str, register: str, lines: list[tuple[str, int]]
) -> None:
    """On that day no commit is judged, and every later push would be refused."""
    columns = "suspended_from,suspended_until,repaired_on"
    heading, *rows = BLACK.splitlines()
    black = [heading.replace("disputed_since,repaired_on", columns), *(f"{item}," for item in rows)]
    black.append(f"BL-2026-00004,示例乙有限公司,{OTHER},企业,office,{row}")
    text = "\n".join(black).replace("2026-05-01,,", ",,") + "\n"
    root = write_site(tmp_path, FILES | {"black-list": text, "withdrawals": REGISTER + register})
    found = faults(root) if lines else []
    assert [item[:2] for item in found] == lines
    if lines:
        assert {item[2] for item in found} == {"both-lists"}
    else:
        gate.validate(root)


def test_a_withdrawn_record_is_gone_and_its_reason_is_kept_general(tmp_path: Path) -> None:
    """期满 and 修复 are one class in public; only 撤销 keeps its explanation."""
    register = REGISTER + "BL-2026-00001,2026-05-02,修复,内部说明\nBL-2026-00002,2026-05-03,撤销,决定被撤销\n"
    root = write_site(tmp_path, FILES | {"withdrawals": register})
    edition = gate.validate(root)
    assert shown(root) == ["BL-2026-00003", "RL-2026-00001"]
    public = edition.public["withdrawals"].cells
    assert public["reason"].tolist() == ["已结束", "撤销"]
    assert public["explanation"].tolist() == ["", "决定被撤销"]


def test_note_of_the_register_is_for_staff(tmp_path: Path) -> None:
    """As in every reference table: of a revocation and a correction other columns are published as they are."""
    register = REGISTER.strip() + ",note,file\nBL-2026-00001,2026-05-02,撤销,原认定撤销。,来过电话,案卷1\n"
    table = gate.validate(write_site(tmp_path, FILES | {"withdrawals": register})).public["withdrawals"]
    assert list(table.cells.columns) == ["record_id", "withdrawn_on", "reason", "explanation", "file"]
    assert table.resource.schema.names == tuple(table.cells.columns)


def test_an_accepted_commit_never_fails_and_leaves_out_what_is_wrong(tmp_path: Path) -> None:
    """A broken row goes, whatever refers to nothing goes, the rest stays and every problem is a warning."""
    broken = BLACK.replace("示例甲有限公司," + FIRM, "示例甲有限公司," + FIRM[:-1] + "I")
    root = write_site(tmp_path, FILES | {"black-list": broken, "red-list": RED.replace("office", "nowhere")})
    edition = gate.validate(root, accepted=True)
    assert shown(root, accepted=True) == ["BL-2026-00002", "BL-2026-00003"]
    assert {problem.severity for problem in edition.problems} == {"warning"}


def declare(root: Path, **credit: object) -> Path:
    """Change what the black list of a site says of itself; None takes a key away."""
    path = root / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    (black,) = (item for item in package["resources"] if item["name"] == "black-list")
    black["credit"] = {key: value for key, value in {**black["credit"], **credit}.items() if value is not None}
    path.write_text(json.dumps(package), encoding="utf-8")
    return root


def test_a_record_that_its_list_may_not_hold_is_refused_and_left_out_of_an_accepted_commit(small: Path) -> None:
    """The push fails at the record's line; what is accepted already is built without the record."""
    declare(small, severities=["严重"], severity_unstated=None)
    assert faults(small) == [("data/black-list.csv", 2, "severity-list")]
    assert shown(small, accepted=True) == ["BL-2026-00002", "BL-2026-00003", "RL-2026-00001"]


def test_a_list_of_an_older_commit_that_declares_nothing_keeps_its_records(small: Path) -> None:
    """Refused when it is pushed; a timer or a rollback builds it as it stands."""
    declare(small, severities=None, severity_unstated=None)
    assert faults(small) == [("data/datapackage.json", 1, "list-severities")]
    assert shown(small, accepted=True) == ["BL-2026-00001", "BL-2026-00002", "BL-2026-00003", "RL-2026-00001"]


def test_an_end_that_the_authority_gave_is_obeyed_without_a_commit(tmp_path: Path) -> None:
    """The record is in nothing from the next day on, and the tree says until when it is right."""
    rows = [f"{line},," for line in BLACK.splitlines()]
    rows[0] = rows[0].removesuffix(",,") + ",publish_until,publish_until_source"
    rows[1] = rows[1].removesuffix(",,") + ",2026-08-31,认定文书"
    root = write_site(tmp_path, FILES | {"black-list": "\n".join(rows) + "\n"})
    assert gate.validate(root).valid_until == datetime.date(2026, 8, 31)
    assert "BL-2026-00001" in shown(root, datetime.date(2026, 8, 31))
    assert "BL-2026-00001" not in shown(root, datetime.date(2026, 9, 1))


def test_an_accepted_commit_with_a_broken_register_still_removes(tmp_path: Path) -> None:
    """A row of the register with an unknown reason is wrong, and its record is gone all the same."""
    register = REGISTER + "BL-2026-00001,2026-05-02,不知道,\n"
    root = write_site(tmp_path, FILES | {"withdrawals": register})
    assert "BL-2026-00001" not in shown(root, accepted=True)


@pytest.mark.parametrize(
    "register",
    [
        "编号,withdrawn_on,reason,explanation\nBL-2026-00001,2026-05-02,期满,\n",
        REGISTER + 'BL-2026-00003,2026-05-02,期满,"\nBL-2026-00001,2026-05-02,期满,\n',
        "\x00" + REGISTER + "BL-2026-00001,2026-05-02,期满,,,,\n",
        REGISTER + "撤下BL-2026-00001号，2026-05-02，期满\n",
    ],
    ids=["a wrong heading", "an open quote", "a stray character and a stray comma", "words beside the id"],
)
def test_an_accepted_commit_whose_register_cannot_be_read_still_removes(small: Path, register: str) -> None:
    """Every id the file names is hidden, however broken the file is."""
    (small / "data" / "withdrawals.csv").write_text(register, encoding="utf-8")
    assert "BL-2026-00001" not in shown(small, accepted=True)
    assert "BL-2026-00002" in shown(small, accepted=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_register_that_mentions_a_record_removes_its_own_alone(small: Path, end: str) -> None:
    """Words of a row that was read; a line that was not read removes every record that it names."""
    row, broken = "BL-2026-00002,2026-05-20,撤销,与BL-2026-00001重复（GB-2760-2014）。", 'RL-2026-00001,2026-05-20"修复'
    path = small / "data" / "withdrawals.csv"
    path.write_bytes((REGISTER.strip() + end + row + end).encode())
    assert faults(small) == [("data/withdrawals.csv", 2, "explanation-name")]
    assert shown(small, accepted=True) == ["BL-2026-00001", "BL-2026-00003", "RL-2026-00001"]
    path.write_bytes((REGISTER.strip() + end + row + end + broken + end).encode())
    assert shown(small, accepted=True) == ["BL-2026-00001", "BL-2026-00003"]


def test_the_newest_name_heads_the_archive_and_the_older_follows(tmp_path: Path) -> None:
    """Two rows of one code under two names: the later row's name stands, the earlier is a former name."""
    second = f"BL-2026-00004,示例甲新名有限公司,{FIRM},企业,office,2026-04-20,一般,2026-05-12,,\n"
    entity = gate.validate(write_site(tmp_path, FILES | {"black-list": BLACK + second})).entities[FIRM]
    assert (entity.name, entity.former_names) == ("示例甲新名有限公司", ("示例甲有限公司",))


def test_the_digest_is_that_of_the_words_not_of_their_spelling(small: Path) -> None:
    """CRLF, no BOM and another row order are the same data; another word is not."""
    before = gate.validate(small).digest
    path = small / "data" / "black-list.csv"
    head, *rows = BLACK.splitlines()
    path.write_bytes("\r\n".join([head, *reversed(rows), ""]).encode())
    assert gate.validate(small).digest == before
    path.write_text(BLACK.replace("示例甲有限公司", "示例丙有限公司"), encoding="utf-8-sig")
    assert gate.validate(small).digest != before


def test_a_broken_descriptor_is_one_clear_report(small: Path) -> None:
    """Nothing can be judged without it, so it is the only thing named."""
    (small / "data" / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(DescriptorError, match=r"datapackage\.json"):
        gate.validate(small)


def test_a_register_of_corrections_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    """A dataset that has no rows yet is published with its heading and stops nothing."""
    corrections = "record_id,field,before,after,corrected_on\n"
    files = {"black-list": BLACK, "departments": OFFICES, "withdrawals": REGISTER, "corrections": corrections}
    edition = gate.validate(write_site(tmp_path, files), DAY)
    public = edition.public["corrections"]
    assert tuple(corrections.strip().split(",")) == tuple(public.cells.columns)
    assert 0 == len(public.cells)


@pytest.mark.parametrize("day", ["2027-06-01", "2031-06-01"])
def test_day_beyond_the_holiday_table_is_a_warning_and_removes_as_ever(tmp_path: Path, day: str) -> None:
    """Listed after a year without a table: whether in time is unknown, and nothing else depends on it."""
    late = f"BL-2026-00004,示例丁有限公司,{code(4)},企业,office,2026-12-20,严重,2027-03-20,,\n"
    root = write_site(tmp_path, FILES | {"black-list": BLACK + late, "withdrawals": REGISTER})
    edition = gate.validate(root, datetime.date.fromisoformat(day))
    unknown = [problem for problem in edition.problems if problem.code == "holiday-year"]
    assert [("data/black-list.csv", 5), ("plugins/credit/law/holidays.csv", 1)] == [(p.path, p.line) for p in unknown]
    assert {"warning"} == {problem.severity for problem in edition.problems}
    assert [] == [problem for problem in edition.problems if problem.code == "late"]
    assert (day < "2030") == ("BL-2026-00004" in edition.public["black-list"].cells["record_id"].tolist())


def test_accepted_register_with_a_day_that_is_none_builds(tmp_path: Path) -> None:
    """What cannot be read as a day is no day to wait for, and removes at once."""
    root = write_site(tmp_path, FILES | {"withdrawals": REGISTER + "BL-2026-00001,下周,修复,\n"})
    edition = gate.validate(root, accepted=True)
    assert "BL-2026-00001" not in edition.public["black-list"].cells["record_id"].tolist()
    assert ["BL-2026-00001"] == edition.public["withdrawals"].cells["record_id"].tolist()


def test_the_digest_of_the_sources_says_nothing_of_what_is_hidden(tmp_path: Path) -> None:
    """Who knows all else could try the 365 days of a repair against it, or the names of a register."""
    digests = set()
    for day in ("2026-05-02", "2026-05-03"):
        black = BLACK.replace("一般,2026-04-12,,", f"一般,2026-04-12,,{day}")
        digests.add(gate.validate(write_site(tmp_path, FILES | {"black-list": black}), DAY).digest)
    assert len(digests) == 1
    renamed = FILES["red-list"].replace("示例乙", "示例丁")
    digests.add(gate.validate(write_site(tmp_path, FILES | {"black-list": black, "red-list": renamed}), DAY).digest)
    assert len(digests) == 2


@pytest.mark.parametrize(("since", "until"), [("valid_from", "valid_until"), ("in_force_from", "in_force_until")])
@pytest.mark.parametrize("kept", ["both", "since", "until"])
def test_days_of_a_reference_row_end_the_validity_of_the_site(
    tmp_path: Path, since: str, until: str, kept: str
) -> None:
    """Pages show such a row on its days only; a column that the table lacks sets no limit."""
    rows = [["id", "title", since, until], ["old", "旧项", "", "2026-06-10"], ["next", "新项", "2026-06-15", ""]]
    left = {"since": 3, "until": 2}.get(kept)
    table = "".join(",".join(row[:left] if left == 3 else row[:2] + row[3:] if left else row) + "\n" for row in rows)
    root = write_site(tmp_path, FILES | {"items": table})
    ends = {"both": ("2026-06-10", "2026-06-14"), "since": ("2026-06-14",), "until": ("2026-06-10",)}[kept]
    for day, end in zip((DAY, datetime.date(2026, 6, 11)), ends, strict=False):
        assert gate.validate(root, day).valid_until == datetime.date.fromisoformat(end)
    assert gate.validate(root, datetime.date(2026, 6, 15)).valid_until == datetime.date(2027, 4, 10)
