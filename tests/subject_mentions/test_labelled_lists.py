"""Lists without a column ``name``: the column that their descriptor states as label names the subjects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit import gate
from credit.model import CheckFailed
from tests.gate.test_gate import DEGREES, FILES, REGISTER, RULES, write_site

HEADING = "record_id,carrier,mode,remark,decided_on,severity,listed_on\n"
ROWS = (
    "OC-2026-00001,Nordhafen Muster GmbH,sea,,2026-04-10,严重,2026-04-12\n"
    "OC-2026-00002,ООО Пример Груз,road,{remark},2026-04-10,严重,2026-04-12\n"
)


def write(
    root: Path, text: str, *, label: str = "carrier", remark: str = "", files: dict[str, str] | None = None
) -> Path:
    """Write the site with a black list of carriers and one notice."""
    write_site(root, FILES | {"carriers": HEADING + ROWS.format(remark=remark)} | (files or {}))
    path = root / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "carriers":
            resource["credit"] = {**RULES, **DEGREES, "kind": "black", **({"label": label} if label else {})}
    path.write_text(json.dumps(package), encoding="utf-8")
    folder = root / "content" / "notices"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a-notice.md").write_text(f"Title: 示例\nSlug: a-notice\nDate: 2026-05-01\n\n{text}\n", encoding="utf-8")
    return root


def report(root: Path) -> list[tuple[str, int, str, str]]:
    """Return path, line, code and severity of what the gate says of names."""
    try:
        found = gate.validate(root).problems
    except CheckFailed as refused:
        found = refused.problems
    codes = ("subjects-missing", "other-name", "explanation-name", "hidden-name")
    return [(item.path, item.line, item.code, item.severity) for item in found if item.code in codes]


@pytest.mark.parametrize("name", ["Nordhafen Muster GmbH", "NORDHAFEN MUSTER GMBH", "ООО Пример Груз"])
def test_document_that_names_a_subject_by_the_stated_label_is_refused(tmp_path: Path, name: str) -> None:
    """The document would keep the name when the record has ended."""
    assert report(write(tmp_path, f"关于 {name} 的通报。")) == [
        ("content/notices/a-notice.md", 5, "subjects-missing", "error")
    ]


@pytest.mark.parametrize("label", ["", "mode"])
def test_column_that_no_label_states_names_nobody(tmp_path: Path, label: str) -> None:
    """A default of the software, or a label of other words: they may stand in any text."""
    assert report(write(tmp_path, "关于 Nordhafen Muster GmbH 的通报。", label=label)) == []


def test_free_text_may_name_its_own_subject_alone(tmp_path: Path) -> None:
    assert report(write(tmp_path, "正文。", remark="ООО Пример Груз и другие")) == []
    assert report(write(tmp_path, "正文。", remark="с Nordhafen Muster GmbH")) == [
        ("data/carriers.csv", 3, "other-name", "warning")
    ]


def test_explanation_of_the_register_names_no_subject_of_the_label(tmp_path: Path) -> None:
    """Neither its own nor another."""
    for name in ("Nordhafen Muster GmbH", "ООО Пример Груз"):
        register = f"{REGISTER}OC-2026-00001,2026-05-02,撤销,{name} 的认定撤销\n"
        assert report(write(tmp_path / name[:3], "正文。", files={"withdrawals": register})) == [
            ("data/withdrawals.csv", 2, "explanation-name", "error")
        ]


@pytest.mark.parametrize("kind", ["entity_kind", "unified_code"])
def test_natural_person_in_a_list_without_name_is_refused_and_never_shown(tmp_path: Path, kind: str) -> None:
    """Names are replaced in the column ``name`` alone; a commit accepted before is built without such rows."""
    cells = {"entity_kind": ("企业", "自然人"), "unified_code": ("91220184MA0000900A", "")}[kind]
    person = "欧阳示例"
    rows = (
        f"record_id,carrier,{kind},decided_on,severity,listed_on\n"
        f"OC-2026-00001,Nordhafen Muster GmbH,{cells[0]},2026-04-10,严重,2026-04-12\n"
        f"OC-2026-00002,{person},{cells[1]},2026-04-10,严重,2026-04-12\n"
    )
    root = write(tmp_path, "正文。", files={"carriers": rows})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    found = [item for item in refused.value.problems if item.code == "personal-data"]
    assert [("data/carriers.csv", 3, "carrier")] == [(item.path, item.line, item.field) for item in found]
    assert person not in found[0].message
    edition = gate.validate(root, accepted=True)
    assert person not in edition.public["carriers"].cells.to_csv()
    assert "Nordhafen" in edition.public["carriers"].cells.to_csv()


@pytest.mark.parametrize("name", ["王小明", "王小明面馆（王小明）"])
@pytest.mark.parametrize("kind", ["", "个体工商户"])
def test_shop_named_like_a_person_in_a_list_without_name_is_refused_and_never_shown(
    tmp_path: Path, name: str, kind: str
) -> None:
    """By its code or its kind; its former names are masked as in other lists."""
    code = "91220184MA0000900A" if kind else "92220184MA0000008W"
    rows = (
        "record_id,carrier,former_names,entity_kind,unified_code,decided_on,severity,listed_on\n"
        f"OC-2026-00001,示例面馆,李大明;示例饭店,{kind},{code},2026-04-10,严重,2026-04-12\n"
        f"OC-2026-00002,{name},,{kind},{code},2026-04-10,严重,2026-04-12\n"
    )
    root = write(tmp_path, "正文。", files={"carriers": rows})
    with pytest.raises(CheckFailed) as refused:
        gate.validate(root)
    found = [item for item in refused.value.problems if item.code == "personal-data"]
    assert [("data/carriers.csv", 3, "carrier")] == [(item.path, item.line, item.field) for item in found]
    assert name not in found[0].message
    edition = gate.validate(root, accepted=True)
    assert edition.public["carriers"].column("carrier") == ["示例面馆"]
    assert edition.public["carriers"].column("former_names") == ["示例饭店"]


def test_shop_whose_label_holds_a_term_is_no_person(tmp_path: Path) -> None:
    """A grade may look like a name; so may a word of an enumeration."""
    rows = (
        "record_id,carrier,unified_code,decided_on,severity,listed_on\n"
        "OC-2026-00001,高级,92220184MA0000008W,2026-04-10,严重,2026-04-12\n"
    )
    root = write(tmp_path, "正文。", files={"carriers": rows})
    path = root / "data" / "carriers.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"][1]["constraints"] = {"enum": ["高级", "一般"]}
    path.write_text(json.dumps(schema), encoding="utf-8")
    assert "personal-data" not in {item.code for item in gate.validate(root, accepted=True).problems}
    assert gate.validate(root, accepted=True).public["carriers"].column("carrier") == ["高级"]
