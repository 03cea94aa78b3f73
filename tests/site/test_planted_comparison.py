"""Page code that compares a cell unasked: no page comes out wrong, in a fresh build or in an incremental one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

import pytest

from credit import gate
from credit.bench.synthetic_data import AS_OF, change_rows, read_rows, write_population, write_rows
from credit.build.pipeline import BuildReport, build_site
from credit.build.record_jobs import MISCOMPILED
from credit.model import Resource
from credit.pages import SiteContext, make_layout, make_site_context
from credit.pages.entity import entity_page, listings, subject_of
from credit.pages.record_rows import Shape
from credit.pages.record_rows import subject_of as from_flat_row
from credit.pages.site_context import portable_site_context
from credit.render import load_theme, render_text
from credit.template_compiler import page_compiler
from credit.template_compiler.page_compiler import PageCompiler
from credit.timings import Timings
from credit.view_models import Cell
from credit.view_models.view_parts import Sentence
from tests.conftest import ROOT
from tests.site.test_repeatable import bytes_of
from tests.support.flat_rows import flat_row

#: Column, the value that is rare, and the unasked looks for it: at the cell, and at a text made of it.
PLANTED: Mapping[str, tuple[str, tuple[Callable[[str], bool], ...]]] = {
    "severity": ("特别严重", (lambda cell: cell == "特别严重", lambda cell: f"程度：{cell}" == "程度：特别严重")),
    "entity_kind": ("社会组织", (lambda cell: cell in {"社会组织"}, lambda cell: f"{cell}（法人）".startswith("社会"))),
    "decided_on": ("2019-01-01", (lambda cell: cell < "2020-01-01", lambda cell: "".join([cell]) < "2020")),
}

#: What makes an archive of a flat row, flat rows with their shapes, and the names of their cells.
Archives = tuple[Callable[[Hashable, Sequence[str]], str], list[tuple[Shape, list[str]]], list[str]]

MakeSentence = Callable[[SiteContext, Resource, Mapping[str, str], str], Sentence]


def planted(column: str, look: Callable[[str], bool]) -> MakeSentence:
    """Return the sentence of a listing with a remark for those whose cell a look finds."""
    whole = listings._sentence

    def sentence(site_context: SiteContext, resource: Resource, row: Mapping[str, str], shown: str) -> Sentence:
        remark = (Cell("另有说明。"),) if row.get(column) and look(row[column]) else ()
        return (*whole(site_context, resource, row, shown), *remark)

    return sentence


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred made-up entities, thirty of them on the black list."""
    return write_population(ROOT, tmp_path_factory.mktemp("planted") / "site", 100)


@pytest.fixture(scope="module")
def archives(site: Path) -> Archives:
    """Black listings of one shape."""
    site_context = make_site_context(gate.validate(site, AS_OF), "")
    theme = load_theme(site, "")
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    small = portable_site_context(site_context)

    def make(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]
        return render_text(theme, layout, entity_page(small, from_flat_row(small.lists, given, values)))

    rows = [flat_row(subject_of(site_context, code)) for code in site_context.edition.entities]
    ((shape, _),) = Counter(shape for shape, _ in rows if shape[1][0][0] == "black-list").most_common(1)
    return (
        make,
        [row for row in rows if row[0] == shape],
        ["unified_code", "name", *site_context.lists["black-list"].schema.names],
    )


@pytest.mark.parametrize("form", [0, 1], ids=["cell", "text"])
@pytest.mark.parametrize("column", PLANTED)
def test_a_comparison_in_page_code_makes_no_page_wrong(
    column: str, form: int, site: Path, archives: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rare value stands in the last rows alone, where no comparison of pages would look: page code is refused."""
    make, rows, columns = archives
    rare, looks = PLANTED[column]
    assert len(rows) > 10
    place = columns.index(column, 2)
    given = [(shape, [*values]) for shape, values in rows]
    for _, values in given[-2:]:
        values[place] = rare
    monkeypatch.setattr(listings, "_sentence", planted(column, looks[form]))
    compiler = PageCompiler(load_theme(site, ""), make)
    pages = [compiler.fill(shape, "\n".join(values).encode()).text.decode() for shape, values in given]
    assert [make(shape, values) for shape, values in given] == pages
    assert [False] * (len(pages) - 2) + [True] * 2 == ["另有说明。" in page for page in pages]
    assert (0, len(rows)) == (compiler.counts["filled"], compiler.counts["rendered"])
    assert compiler.refusals


def build(root: Path, output: Path) -> tuple[BuildReport, str]:
    """Build in this process; return the report and what the compiler did."""
    timings = Timings()
    report = build_site(root, output, as_of=AS_OF, workers=1, timings=timings)
    (remark,) = timings.remarks
    return report, remark


def rendered(root: Path, output: Path) -> dict[str, bytes]:
    """Return the tree of a fresh build that fills in no page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageCompiler, "fill", PageCompiler.rendered)
        build(root, output)
    return bytes_of(output)


def test_builds_with_a_planted_comparison_are_right_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fresh, and again after rows changed: all three comparisons at once, named in the report."""
    root = write_population(ROOT, tmp_path / "site", 40)
    for column, (_, (look, _)) in PLANTED.items():
        monkeypatch.setattr(listings, "_sentence", planted(column, look))
    report, remark = build(root, tmp_path / "out")
    assert rendered(root, tmp_path / "reference") == bytes_of(tmp_path / "out")
    assert () == report.alarms
    assert any("查看了单元格" in notice for notice in report.notices)
    assert remark.endswith("不同 0 份")
    change_rows(root, "black-list", 5, "另行规定")
    build(root, tmp_path / "out")
    assert rendered(root, tmp_path / "later") == bytes_of(tmp_path / "out")


@pytest.fixture
def looking(tmp_path: Path) -> Path:
    """A site whose theme looks into markup that it wrote down, at days of a month that no first two rows of a shape have."""
    root = write_population(ROOT, tmp_path / "site", 100)
    codes = list(gate.validate(root, AS_OF).entities)
    rows = sorted(read_rows(root, "black-list"), key=lambda row: codes.index(row["unified_code"]))
    months = Counter(row["decided_on"][:7] for row in rows[8:])
    month = next(month for month, count in months.most_common() if month not in {r["decided_on"][:7] for r in rows[:8]})
    path = root / "theme" / "templates" / "components" / "listing.html"
    text = path.read_text(encoding="utf-8")
    old = "{{ actions(record.guides) }}\n"
    new = (
        "{% set words %}{{ sentence(record.sentence) }}{% endset %}{% if '于<time datetime=\""
        + month
        + "' in words %}<p>另有说明。</p>{% endif %}\n"
    )
    assert old in text
    path.write_text(text.replace(old, new + old), encoding="utf-8")
    return root


def test_a_page_found_wrong_has_all_rendered_again_and_raises_an_alarm(
    looking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the build that finds it; the next ones do without the compiler, say so, and are right as well."""
    monkeypatch.setattr(page_compiler, "SHARE", 1)
    report, remark = build(looking, tmp_path / "out")
    assert rendered(looking, tmp_path / "reference") == bytes_of(tmp_path / "out")
    assert "另有说明" in "".join(
        data.decode() for name, data in bytes_of(tmp_path / "out").items() if name.endswith(".html")
    )
    (alarm,) = report.alarms
    assert MISCOMPILED == alarm
    assert report.notices[0].startswith("与逐份生成的不同：entities/")
    assert remark.endswith("不同 1 份")
    change_rows(looking, "black-list", 20, "另行规定")
    again, later = build(looking, tmp_path / "out")
    assert (alarm,) == again.alarms
    assert later.startswith("记录页面：编译 0 种，填写 0 份")
    assert 0 < again.written < report.written
    assert rendered(looking, tmp_path / "later") == bytes_of(tmp_path / "out")


def test_wrong_pages_of_an_earlier_build_do_not_survive(
    looking: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that compared nothing wrote them; the first difference renders pages again that the build would have kept."""
    with monkeypatch.context() as patch:
        patch.setattr(PageCompiler, "_verify", lambda self, compiled, shape, row, text: None)
        build(looking, tmp_path / "out")
    right = rendered(looking, tmp_path / "reference")
    wrong = {name for name, data in bytes_of(tmp_path / "out").items() if right[name] != data}
    assert wrong
    monkeypatch.setattr(page_compiler, "SHARE", 1)
    # Every row changes but one whose page is wrong.
    rows = read_rows(looking, "black-list")
    kept = next(row for row in rows if f"entities/{row['unified_code']}.html" in wrong)
    for row in rows:
        if row is not kept:
            row["basis"] += "，另行规定"
    write_rows(looking, "black-list", list(kept), rows)
    report, _ = build(looking, tmp_path / "out")
    assert 1 == len(report.alarms)
    assert rendered(looking, tmp_path / "later") == bytes_of(tmp_path / "out")
