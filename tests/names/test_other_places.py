"""Siblings of names in others' words: every place from which a listed subject's code would outlive its record is reported."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.names.demonstration import Demonstration, Place, read_json

#: Puts a code into the package and returns the path at which it must be reported.
Planter = Callable[[Demonstration, Place], str]

WORDS = "另见{}一案"


def in_cell(kind: str, column: str) -> Planter:
    """Return what plants the code in a cell of another subject's row."""

    def plant(demo: Demonstration, firm: Place) -> str:
        code = firm.row["unified_code"]
        place = demo.find(kind, lambda row: row["unified_code"] not in ("", code) and column in row)
        demo.change(place, **{column: WORDS.format(code)})
        return f"data/{place.dataset}.csv"

    return plant


def in_reference(dataset: str, column: str) -> Planter:
    """Return what plants the code in a reference dataset."""

    def plant(demo: Demonstration, firm: Place) -> str:
        path = demo.root / "data" / f"{dataset}.csv"
        rows = demo.rows(dataset)
        old = next(row[column] for row in rows if row[column])
        text = path.read_text(encoding="utf-8-sig").replace(old, WORDS.format(firm.row["unified_code"]), 1)
        path.write_text(text, encoding="utf-8-sig", newline="")
        return f"data/{dataset}.csv"

    return plant


def in_correction(column: str) -> Planter:
    """Return what plants the code in a correction of another subject's record."""

    def plant(demo: Demonstration, firm: Place) -> str:
        code = firm.row["unified_code"]
        other = demo.find("black", lambda row: row["entity_kind"] == "企业" and row["unified_code"] != code)
        cells = {"before": "旧的依据（演示）", "after": other.row["basis"]} | {column: WORDS.format(code)}
        if column == "after":
            demo.change(other, basis=cells["after"])
        day = demo.edition.as_of.isoformat()
        demo.add("corrections", {"record_id": other.id, "field": "basis", "corrected_on": day, **cells})
        return "data/corrections.csv"

    return plant


def in_explanation(demo: Demonstration, firm: Place) -> str:
    """Plant the code in the explanation of another subject's revocation."""
    code = firm.row["unified_code"]
    other = demo.find("black", lambda row: row["unified_code"] not in ("", code))
    day = demo.edition.as_of.isoformat()
    words = WORDS.format(code)
    demo.add("withdrawals", {"record_id": other.id, "withdrawn_on": day, "reason": "撤销", "explanation": words})
    return "data/withdrawals.csv"


def in_schema(demo: Demonstration, firm: Place) -> str:
    """Plant the code in the example of a column, which the dictionary publishes."""
    path = demo.root / "data" / f"{firm.dataset}.schema.json"
    schema = read_json(path)
    next(field for field in schema["fields"] if field["name"] == "unified_code")["example"] = firm.row["unified_code"]
    path.write_text(json.dumps(schema, ensure_ascii=False, indent=2), encoding="utf-8")
    return path.relative_to(demo.root).as_posix()


def in_descriptor(demo: Demonstration, firm: Place) -> str:
    """Plant the code in the terms of use, which stand in every file."""
    path = demo.root / "data" / "datapackage.json"
    package = read_json(path)
    package["credit"]["site"]["terms"].append(f"{WORDS.format(firm.row['unified_code'])}。")
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")
    return "data/datapackage.json"


def in_page(demo: Demonstration, firm: Place) -> str:
    """Plant the code in a page of the site itself."""
    path = demo.root / "content" / "pages" / "about.md"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}\n{WORDS.format(firm.row['unified_code'])}。\n", encoding="utf-8"
    )
    return path.relative_to(demo.root).as_posix()


def in_link(demo: Demonstration, firm: Place) -> str:
    """Plant the code in the address of a link alone."""
    path = demo.write_document(f"见[信用档案](/entities/{firm.row['unified_code']}.html)。")
    return path.relative_to(demo.root).as_posix()


def in_slug(demo: Demonstration, firm: Place) -> str:
    """Plant the code, in small letters, in the address of a document."""
    path = demo.write_document("一段正文。", slug=firm.row["unified_code"].lower())
    return path.relative_to(demo.root).as_posix()


def in_attachment_name(demo: Demonstration, firm: Place) -> str:
    """Plant the code, in small letters, in the name of an attachment."""
    path = demo.write_document("一段正文。")
    path.with_suffix("").mkdir()
    file = path.with_suffix("") / f"{firm.row['unified_code'].lower()}.txt"
    file.write_text("示例", encoding="utf-8")
    return path.relative_to(demo.root).as_posix()


PLACES: dict[str, Planter] = {
    **{f"black-list {column}": in_cell("black", column) for column in ("basis", "source", "publication_need")},
    "red-list basis": in_cell("red", "basis"),
    "commitment": in_cell("register", "subject"),
    "a contact's note": in_reference("contacts", "note"),
    "a department's note": in_reference("departments", "note"),
    "a correction before": in_correction("before"),
    "a correction after": in_correction("after"),
    "another's explanation": in_explanation,
    "a schema's example": in_schema,
    "the terms of use": in_descriptor,
    "a page": in_page,
    "a link": in_link,
    "a slug": in_slug,
    "an attachment's name": in_attachment_name,
}


@pytest.mark.parametrize("place", PLACES)
def test_a_code_that_would_outlive_its_record_is_reported(demo: Demonstration, place: str) -> None:
    """The gate says so, as an error or a warning, in the file or in a file of the document; else it is in no byte later."""
    firm = demo.firm()
    path = PLACES[place](demo, firm)
    beginnings = (path, path.removesuffix(".md") + "/")
    reported = [
        problem for problem in demo.problems() if problem.path.startswith(beginnings) or "datapackage" in problem.path
    ]
    if not reported:
        demo.change(firm, repaired_on=demo.edition.as_of.isoformat())
        assert {} == demo.places(firm.row["unified_code"])
