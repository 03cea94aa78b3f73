"""What a bad commit meets: every problem at its line, exit status 1, the output as it was; and markup that stays text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl

from tests.conftest import RunTask
from tests.site.test_repeatable import bytes_of
from tests.support.demonstration_sources import build_copy

MARKUP = "<script>alert(1)</script>"


def rewrite(path: Path, change: tuple[str, str]) -> int:
    """Replace the first occurrence of a text in a file and return the line it stood on."""
    text = path.read_text(encoding="utf-8-sig")
    before, after = change
    assert before in text
    line = text[: text.index(before)].count("\n") + 1
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(before, after, 1).encode())
    return line


def test_a_bad_commit_is_refused_whole_and_the_output_stays(copy_of_site: Path, inv: RunTask) -> None:
    """Faults in rows and documents are named together, at their lines; not one byte of the output changes."""
    output = build_copy(copy_of_site, copy_of_site / "output")
    before = bytes_of(output)
    lines = {
        "data/black-list.csv": rewrite(copy_of_site / "data" / "black-list.csv", (",严重,", ",很严重,")),
        "data/red-list.csv": rewrite(copy_of_site / "data" / "red-list.csv", ("RL-2024-00001,", "RL-2024-1x,")),
        "content/notices/bad.md": 3,
    }
    (copy_of_site / "content" / "notices" / "bad.md").write_text(
        "Title: 示例通知\nSlug: bad\nSave_as: index.html\nDate: 2026-01-01\n\n正文。\n", encoding="utf-8"
    )
    done = inv("check", "--format", "json", root=copy_of_site)
    assert done.returncode == 1
    problems = json.loads(done.stdout)
    errors = {(problem["path"], problem["line"]) for problem in problems if problem["severity"] == "error"}
    assert set(lines.items()) <= errors
    assert problems == sorted(
        problems, key=lambda problem: (problem["path"], problem["line"], problem["field"], problem["code"])
    )
    refused = inv("build", root=copy_of_site)
    assert refused.returncode == 1
    for path, line in lines.items():
        assert f"{path}:{line}:" in refused.stdout
    assert bytes_of(output) == before
    assert not [item.name for item in copy_of_site.iterdir() if item.name.startswith((".output.new", ".output.rows"))]


def test_markup_in_a_cell_stays_text_on_every_page_and_in_every_file(copy_of_site: Path) -> None:
    """Each text column of a red and a black record holds a script; no page has the element, every file the text."""
    for name, columns in {"black-list": ("name", "facts", "source"), "red-list": ("name", "source")}.items():
        path = copy_of_site / "data" / f"{name}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        for row in rows:
            if row["unified_code"]:
                for column in columns:
                    row[column] = f"示例{MARKUP}{row[column]}"[:100]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    output = build_copy(copy_of_site, copy_of_site / "output")
    pages = [page.read_text(encoding="utf-8") for page in output.rglob("*.html")]
    assert not [page for page in pages if MARKUP in page]
    assert [page for page in pages if "&lt;script&gt;alert(1)&lt;/script&gt;" in page]
    folder = output / "data" / "black-list"
    rows = list(csv.DictReader(io.StringIO((folder / "black-list.csv").read_text(encoding="utf-8"), newline="")))
    marked = [row["facts"] for row in rows if MARKUP in row["facts"]]
    assert marked
    records = json.loads((folder / "black-list.json").read_text(encoding="utf-8"))["records"]
    assert [row["facts"] for row in records if MARKUP in row["facts"]] == marked
    sheet = openpyxl.load_workbook(folder / "black-list.xlsx").worksheets[0]
    cells = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
    assert set(marked) <= set(cells)


def test_every_public_row_comes_out_and_nothing_else(site: Path, root: Path) -> None:
    """Rows that went in are counted in each file and on the archive pages that came out.

    The register has the ids, too, whose rows a commit took out of a list, as ``ended`` has them.
    """
    from credit import gate

    def count(name: str) -> int:
        text = (site / "data" / name / f"{name}.csv").read_text(encoding="utf-8")
        return len(list(csv.reader(io.StringIO(text, newline="")))) - 1

    edition = gate.validate(root)
    for name, table in edition.public.items():
        assert count(name) == (count("ended") if name == "withdrawals" else len(table.cells)), name
    for suffix in (".html", ".json"):
        archives = sorted(page.stem for page in (site / "entities").iterdir() if page.suffix == suffix)
        assert archives == sorted(edition.entities)
    for kind, folder_name in {"policy": "policies", "notice": "notices", "case": "cases", "report": "reports"}.items():
        slugs = sorted(document.slug for document in edition.documents if document.kind == kind)
        assert sorted(path.name for path in (site / folder_name).iterdir() if path.is_dir()) == slugs


def test_output_is_never_put_over_the_sources(copy_of_site: Path, inv: RunTask) -> None:
    """A slip of the hand such as --output data must not cost the data."""
    before = bytes_of(copy_of_site / "data")
    done = inv("build", "--output", "data", root=copy_of_site)
    assert done.returncode == 1
    assert bytes_of(copy_of_site / "data") == before
    (copy_of_site / "mine").mkdir()
    (copy_of_site / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    assert inv("build", "--output", "mine", root=copy_of_site).returncode == 1
    assert (copy_of_site / "mine" / "letter.txt").read_text(encoding="utf-8") == "mine"
