"""PageCompiler: whatever the rows, a page filled in from a compiled page is the page that rendering gives."""

from __future__ import annotations

import random
import string
import zlib
from collections.abc import Hashable, Sequence
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from credit import gate
from credit.bench.synthetic_data import write_population
from credit.build.workers.entity_files import ADDRESSES, entity_text
from credit.build.workers.worker_context import make_worker_context
from credit.pages import SiteContext, make_layout, make_site_context
from credit.pages.entity import entity_page, subject_of
from credit.pages.record_rows import Shape
from credit.pages.record_rows import subject_of as from_flat_row
from credit.pages.site_context import portable_site_context
from credit.render import load_theme, render_text
from credit.template_compiler.compiled_page import CompiledPage, FilledPage
from credit.template_compiler.page_compiler import SHARE, PageCompiler
from credit.template_compiler.placeholders import TOKEN, branch_on, computed_text, computed_value, written
from credit.template_compiler.row_verification import FEW
from credit.view_models import Cell
from tests.support.flat_rows import flat_row

ROOT = Path(__file__).resolve().parents[2]
SITEURL = "https://credit.example.cn/gzl"

#: Parts of pages, and the scripts of values.
WORDS = [b"<li>", b"</li>\n", b'<a href="/entities/', b"a" * 90, "失信主体名单".encode(), b"7"]
ALPHABETS = [
    string.digits, string.ascii_lowercase, "é±ß/<&",
    *("".join(map(chr, range(*codes))) for codes in ((0x4E00, 0x9FA5), (0x80, 0x3000), (0x1F300, 0x1F700))),
]  # fmt: skip


def fill_archives(root: Path) -> tuple[list[str], list[FilledPage], PageCompiler]:
    """Return the archives of a site rendered one by one, the same through compiled pages (twice over), and the compiled pages."""
    site_context = make_site_context(gate.validate(root), SITEURL)
    theme = load_theme(root, SITEURL)
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    small: SiteContext = portable_site_context(site_context)

    def computed_value(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]
        return render_text(theme, layout, entity_page(small, from_flat_row(small.lists, given, values)))

    rows = [flat_row(subject_of(site_context, code)) for code in site_context.edition.entities]
    compiler = PageCompiler(theme, computed_value)
    once = [compiler.fill(shape, "\n".join(values).encode()).text.decode() for shape, values in rows]
    again = [compiler.fill(shape, "\n".join(values).encode()) for shape, values in rows]
    rendered = [
        render_text(theme, layout, entity_page(site_context, subject_of(site_context, code)))
        for code in site_context.edition.entities
    ]
    assert once == [page.text.decode() for page in again]
    return rendered, again, compiler


@pytest.mark.parametrize("size", [0, 300])
def test_an_archive_filled_in_is_the_archive(size: int, tmp_path: Path) -> None:
    """The demonstration with all its variety, and a large even population: same text, no token left in it."""
    root = write_population(ROOT, tmp_path / "site", size) if size else ROOT
    rendered, pages, compiler = fill_archives(root)
    filled = [page.text.decode() for page in pages]
    assert rendered == filled
    # Of a filled page the cells alone are scanned for numbers of persons: the whole takes longer than all else.
    assert sum(page.unscanned == page.text for page in pages) <= compiler.counts["rendered"]
    assert [] == [text for text in filled if TOKEN.search(text)]
    assert compiler.counts["filled"] > len(rendered) // 2
    for page in pages:
        assert len(zlib.compress(page.text, 6)) <= page.packed_at_most() <= len(page.text)
    assert compiler.counts["filled"] // 2 <= sum(page.packed_at_most() < len(page.text) for page in pages)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), min_size=2),
    st.sampled_from(ALPHABETS),
    st.integers(0, 80),
    st.integers(1, 60),
    st.integers(0, 1_000_000),
)
def test_no_page_is_larger_compressed_than_its_bound(
    words: list[bytes], alphabet: str, most: int, count: int, seed: int
) -> None:
    """Between pieces that compress well, or not at all, stand values that do not: all different, or the same again and again."""
    chance = random.Random(seed)
    literals = chance.choice((0, 40, 2_000 // count))
    pieces = [
        b"".join(chance.choices(words, k=4)) + "".join(chance.choices(string.printable, k=literals)).encode()
        for _ in range(count + 1)
    ]
    values = ["".join(chance.choices(alphabet, k=chance.randint(0, most))).encode() for _ in pieces[1:]]
    for several in (values, chance.choices(values, k=len(values))):
        parted: list[bytes] = [pieces[0]]
        for piece in pieces[1:]:
            parted += [b"", piece]
        compiled = CompiledPage(tuple(parted), tuple, (), (), parted=True)
        made = compiled.fill(several)
        assert made is not None
        page = FilledPage(made[0], b"", compiled, made[1])
        assert min(len(zlib.compress(page.text, 6)), len(page.text)) <= page.packed_at_most()


@pytest.mark.parametrize("kind", ADDRESSES)
def test_each_kind_of_file_is_filled_in(kind: str, tmp_path: Path) -> None:
    """With badges too: a value that markup escapes in every row would have each of them rendered."""
    root = write_population(ROOT, tmp_path / "site", 60, black_of_ten=0)
    site_context = make_site_context(gate.validate(root), SITEURL, neutral_badge=True)
    theme = load_theme(root, SITEURL)
    layout = make_layout(site_context, {name: asset.filename for name, asset in theme.assets.items()})
    context = make_worker_context(root, site_context, layout, "")

    def make(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]
        return entity_text(theme, context, kind, from_flat_row(context.site_context.lists, given, values))

    compiler = PageCompiler(theme, make)
    for code in site_context.edition.entities:
        shape, values = flat_row(subject_of(site_context, code))
        compiler.fill(shape, "\n".join(values).encode())
    assert compiler.counts["filled"] > 3 * compiler.counts["rendered"], (compiler.counts, list(compiler.refusals))


def test_a_row_that_answers_a_question_otherwise_has_a_compiled_page_of_its_own() -> None:
    """The length of a name decides the words: two answers, two compiled pages."""
    theme = load_theme(ROOT, "")

    def computed_value(shape: Hashable, values: Sequence[str]) -> str:
        long = branch_on(lambda name: len(name) > 3, values[0])
        return written(values[0] + (":long:" if long else ":short:") + computed_text(str.upper, values[0]))

    words = ["ab", "cd", "ef", "abcd", "efgh", "ijkl", "mn", "opqr"]
    expected = [f"{word}:{'long' if len(word) > 3 else 'short'}:{word.upper()}" for word in words]
    compiler = PageCompiler(theme, computed_value)
    assert expected == [compiler.fill("", word.encode()).text.decode() for word in words]
    assert 5 == compiler.counts["filled"]


def test_a_value_that_markup_escapes_is_never_copied() -> None:
    """A quotation mark in a name is escaped by the template, so such a row is rendered."""
    compiler = compiler_of("[{{ cell }}]")
    words = ["示例", "乙", "丙", "a<b", 'c"d', "e&f", "丁"]
    assert [f"[{escape(word)}]" for word in words] == [compiler.fill("", word.encode()).text.decode() for word in words]
    assert (2, 5) == (compiler.counts["filled"], compiler.counts["rendered"])


def test_what_is_new_in_a_text_is_left_for_the_scan() -> None:
    """All of the first texts, the cells alone of one that is filled in, and a made text when it is made; touching cells: all."""
    theme = load_theme(ROOT, "")
    compiler = PageCompiler(
        theme, lambda shape, values: written("<p>" + values[0] + "</p>" + computed_text(str.upper, values[0]))
    )
    unscanned = [compiler.fill("", word.encode()).unscanned.decode() for word in ("a", "b", "c", "c")]
    assert ["<p>a</p>A", "<p>b</p>B", "c\nC", "c"] == unscanned
    touching = PageCompiler(theme, lambda shape, values: written("<p>" + values[0] + "-" + values[1] + "</p>"))
    assert (
        b"<p>7-8</p>"
        == [touching.fill("", f"{one}\n{two}".encode()).unscanned for one, two in ("12", "34", "56", "78")][-1]
    )


def compiler_of(source: str, words: str = "") -> PageCompiler:
    """Return compiled pages of a template with the first cell as ``cell`` and what ``words`` makes of it as ``made``."""
    theme = load_theme(ROOT, "")
    template = theme.environment.from_string(source)

    def computed_value(shape: Hashable, values: Sequence[str]) -> str:
        return template.render(cell=values[0], made=eval(words, {"cell": values[0]}) if words else "")

    return PageCompiler(theme, computed_value)


#: Page code that looks into a cell without asking, as an expression of ``cell``.
UNASKED = [
    "'red' if cell == '严重' else 'plain'",
    "'red' if '严重' == cell else 'plain'",
    "'red' if cell in ('严重', '特别') else 'plain'",
    "'red' if cell in {'严重'} else 'plain'",
    "{'严重': 'red'}.get(cell, 'plain')",
    "'red' if '严' in cell else 'plain'",
    "'red' if cell in '严重特别' else 'plain'",
    "'red' if len(cell) > 2 else 'plain'",
    "'red' if cell < '2024-01-01' else 'plain'",
    "'red' if cell.startswith('严') else 'plain'",
    "'red' if f'{cell}的' == '严重的' else 'plain'",
    "'red' if '%s的' % cell == '严重的' else 'plain'",
    "'red' if '{}的'.format(cell) == '严重的' else 'plain'",
    "'red' if str(cell) == '严重' else 'plain'",
    "'red' if ''.join([cell]) == '严重' else 'plain'",
    "'red' if cell + '的' == '严重的' else 'plain'",
    "'red' if __import__('re').search('严', cell) else 'plain'",
    "'red' if __import__('json').dumps(cell) == '1' else 'plain'",
    "'red' if __import__('markupsafe').escape(cell) == '严重' else 'plain'",
    "'red' if __import__('markupsafe').Markup('{}的').format(cell) == '严重的' else 'plain'",
    "'red' if __import__('markupsafe').Markup('') + cell == '严重' else 'plain'",
    "'red' if getattr(cell, '__html__', cell.strip)() == '严重' else 'plain'",
    "'red' if sorted([cell, '中'])[0] == '中' else 'plain'",
    "'red' if (lambda: cell[0])() == '严' else 'plain'",
    "'red' if next(iter(cell)) == '严' else 'plain'",
]


@pytest.mark.parametrize("words", UNASKED)
def test_code_that_looks_into_a_cell_without_asking_is_not_compiled(words: str) -> None:
    """The rare value comes late: each row is rendered, and the reason is kept."""
    compiler = compiler_of("<b class='{{ made }}'>{{ cell }}</b>", words)
    cells = ["一般", "较重", "轻微", "一般", "严重", "特别", "2020-05-05"]
    expected = [f"<b class='{eval(words, {'cell': cell})}'>{cell}</b>" for cell in cells]
    assert expected == [compiler.fill("", cell.encode()).text.decode() for cell in cells]
    assert (0, len(cells)) == (compiler.counts["filled"], compiler.counts["rendered"])
    assert compiler.refusals


def test_an_error_that_page_code_catches_spoils_the_trace_all_the_same() -> None:
    """A refusal inside ``try`` is no answer."""

    def look(cell: str) -> str:
        try:
            return "red" if cell.startswith("严") else "plain"
        except TypeError:
            return "plain"

    compiler = PageCompiler(load_theme(ROOT, ""), lambda shape, values: written(values[0] + look(values[0])))
    cells = ["一般", "较重", "轻微", "严重"]
    assert [cell + look(cell) for cell in cells] == [compiler.fill("", cell.encode()).text.decode() for cell in cells]
    assert 0 == compiler.counts["filled"]


def test_the_reason_names_the_place_and_the_way_out() -> None:
    """File and line of the page code, the operation, and what to write instead."""
    compiler = compiler_of("\n{{ 'red' if cell == '严重' }}")
    for cell in ("一般", "较重"):
        compiler.fill("", cell.encode())
    (reason,) = compiler.refusals
    assert "<template>:2：用 __eq__ 查看了单元格" in reason
    assert all(word in reason for word in ("branch_on", "computed_text", "computed_value", "joined"))


#: Templates that look into a block that was written down, which nothing can refuse; whether the class is ``red``.
WRITTEN = [
    "{% set text %}{{ cell }}{% endset %}<b class='{{ 'red' if text == '严重' else 'plain' }}'>{{ cell }}</b>",
    "{% set text %}{{ cell }}{% endset %}<b class='{{ 'red' if '严重' in text else 'plain' }}'>{{ cell }}</b>",
]


def test_a_look_at_written_markup_is_found_by_comparing() -> None:
    """The one wrong row in five hundred that is compared: it is right, and so is each row after it."""
    compiler = compiler_of(WRITTEN[1])
    wrong = next(word for number in range(9999) if crc32((word := f"严重{number}").encode()) % SHARE == 0)
    cells = [*[f"{word}{number}" for number in range(3) for word in ("一般", "较重")], wrong, "一般8", "严重"]
    assert [compiler.make("", [cell]) for cell in cells] == [
        compiler.fill("", cell.encode()).text.decode() for cell in cells
    ]
    assert (False, 4, 1) == (compiler.trust.holds, compiler.counts["filled"], compiler.counts["differing"])


@pytest.mark.parametrize("source", WRITTEN)
@pytest.mark.parametrize(
    "cells", [["严重", "一般", "较重"], ["一般", "严重", "较重"], ["一般", "较重", "严重", "一般"]]
)
def test_a_look_at_written_markup_is_found_by_either_of_two_rows_or_the_first_use(
    source: str, cells: list[str]
) -> None:
    """The row compiled from, the one before it, and the first that is filled in are compared."""
    compiler = compiler_of(source)
    expected = [compiler.make("", [cell]) for cell in cells]
    assert expected == [compiler.fill("", cell.encode()).text.decode() for cell in cells]
    assert 0 == compiler.counts["filled"]


@pytest.mark.parametrize("words", ["text | length > 20", "text[0] == 'q'", "text.isalnum() and text[5:7].isdigit()"])
def test_a_look_at_length_or_letters_of_written_markup_is_found_by_two_alphabets(words: str) -> None:
    """Tokens of two spellings give two pages: neither is used."""
    source = "{% set text %}{{ cell }}{% endset %}<b class='{{ 'red' if " + words + " else 'plain' }}'></b>"
    compiler = compiler_of(source)
    for cell in ("示例甲", "示例乙", "示例丙", "示例丁"):
        assert compiler.make("", [cell]) == compiler.fill("", cell.encode()).text.decode()
    assert 0 == compiler.counts["filled"]


def test_a_row_in_five_hundred_is_compared() -> None:
    """Those that their own bytes pick, after the first rows, each with a value of its own: there are few until there are many."""
    compiler = compiler_of("{{ cell }}")
    cells = [f"示例{number}" for number in range(3000)]
    for cell in cells:
        compiler.fill("", cell.encode())
    picked = [cell for cell in cells[FEW:] if crc32(cell.encode()) % SHARE == 0]
    assert 2 < len(picked) < 12
    # Two rows were compared when the page was compiled.
    assert FEW - 2 + len(picked) == compiler.counts["verified"]


def test_a_made_value_that_is_of_another_kind_than_was_read_is_not_filled_in() -> None:
    """A template reads the kind of a cell that a component shows; the one row that has another gets its own page."""
    theme = load_theme(ROOT, "")
    macro = '{% from "components/value.html" import value %}'
    template = theme.environment.from_string(
        macro
        + "{% if cell.kind == 'code' %}code {% endif %}{% if cell is made or cell.text %}{{ value(cell) }}{% endif %}"
    )

    def cell_of(text: str) -> Cell:
        return Cell(text, kind="code" if text.isdigit() else "text")

    def make_page(shape: Hashable, values: Sequence[str]) -> str:
        return template.render(cell=computed_value(cell_of, values[0]))

    compiler = PageCompiler(theme, make_page)
    cells = ["甲", "乙", "丙", "12", "丁", "34", "56", "戊"]
    assert [make_page("", [cell]) for cell in cells] == [
        compiler.fill("", cell.encode()).text.decode() for cell in cells
    ]
    assert (2, 5) == (compiler.counts["compiled"], compiler.counts["filled"])
