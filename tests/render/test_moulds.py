"""Moulds: whatever the rows, a page cast from a mould is the page that rendering gives."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path

import pytest
from markupsafe import escape

from credit import gate
from credit.bench.population import write_population
from credit.pages import Atlas, make_atlas, make_shell
from credit.pages.atlas import portable_atlas
from credit.pages.entity import entity_page, subject_of
from credit.pages.records import Shape, flat_row
from credit.pages.records import subject_of as from_flat_row
from credit.pages.standins import TOKEN, Recorder, StandIn, ask, derive
from credit.render import Moulds, load_theme, render_text

ROOT = Path(__file__).resolve().parents[2]
SITEURL = "https://credit.example.cn/gzl"


def cast_archives(root: Path) -> tuple[list[str], list[str], Moulds]:
    """Return the archives of a site rendered one by one, the same through moulds (twice over), and the moulds."""
    atlas = make_atlas(gate.judge(root), SITEURL)
    theme = load_theme(root, SITEURL)
    shell = make_shell(atlas, {name: asset.filename for name, asset in theme.assets.items()})
    small: Atlas = portable_atlas(atlas)

    def make(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]
        return render_text(theme, shell, entity_page(small, from_flat_row(small.lists, given, values)))

    rows = [flat_row(subject_of(atlas, code)) for code in atlas.edition.entities]
    moulds = Moulds(theme, make)
    once = [moulds.cast(shape, "\n".join(values).encode()).text.decode() for shape, values in rows]
    again = [moulds.cast(shape, "\n".join(values).encode()).text.decode() for shape, values in rows]
    rendered = [
        render_text(theme, shell, entity_page(atlas, subject_of(atlas, code))) for code in atlas.edition.entities
    ]
    assert once == again
    return rendered, again, moulds


@pytest.mark.parametrize("size", [0, 300])
def test_an_archive_from_a_mould_is_the_archive(size: int, tmp_path: Path) -> None:
    """The demonstration with all its variety, and a large even population: same text, no stand-in left in it."""
    root = write_population(ROOT, tmp_path / "site", size) if size else ROOT
    rendered, cast, moulds = cast_archives(root)
    assert rendered == cast
    assert [] == [text for text in cast if TOKEN.search(text)]
    assert moulds.counts["cast"] > len(rendered) // 2


def test_a_row_that_answers_a_question_otherwise_is_not_cast_from_the_same_mould() -> None:
    """The length of a name decides the words: two answers, two moulds."""
    theme = load_theme(ROOT, "")

    def make(shape: Hashable, values: Sequence[str]) -> str:
        long = ask(lambda name: len(name) > 3, values[0])
        return f"{values[0]}:{'long' if long else 'short'}:{derive(str.upper, values[0])}"

    moulds = Moulds(theme, make)
    words = ["ab", "cd", "ef", "abcd", "efgh", "ijkl", "mn", "opqr"]
    assert [make("", [word]) for word in words] == [moulds.cast("", word.encode()).text.decode() for word in words]
    assert moulds.counts["cast"] >= 3


def test_code_that_looks_into_a_cell_without_asking_gets_no_mould() -> None:
    """What a mould gives is compared with what rendering gives before the mould is used."""
    moulds = Moulds(load_theme(ROOT, ""), lambda shape, values: f"{values[0][:1]}…{len(values[0])}")
    words = ["abc", "defg", "hi", "jklmn"]
    assert [f"{word[:1]}…{len(word)}" for word in words] == [
        moulds.cast("", word.encode()).text.decode() for word in words
    ]
    assert 0 == moulds.counts["cast"]


def test_a_value_that_markup_escapes_is_never_copied() -> None:
    """A quotation mark in a name is escaped by the template, so such a row is rendered."""
    moulds = Moulds(load_theme(ROOT, ""), lambda shape, values: f"[{escape(values[0])}]")
    words = ["示例", "乙", "丙", "a<b", 'c"d', "e&f", "丁"]
    assert [f"[{escape(word)}]" for word in words] == [moulds.cast("", word.encode()).text.decode() for word in words]
    assert {"cast": 2, "rendered": 5} == moulds.counts


def test_what_is_new_in_a_text_is_told_to_whoever_looks_for_numbers() -> None:
    """All of the first texts, the cells alone of a cast one, and a made text when it is made; touching cells: all."""
    theme = load_theme(ROOT, "")
    moulds = Moulds(theme, lambda shape, values: f"<p>{values[0]}</p>{derive(str.upper, values[0])}<p>")
    news = [moulds.cast("", word.encode()).news.decode() for word in ("a", "b", "c", "c")]
    assert ["<p>a</p>A<p>", "<p>b</p>B<p>", "c\nB\nC", "c"] == news
    touching = Moulds(theme, lambda shape, values: f"<p>{values[0]}-{values[1]}</p>")
    assert (
        b"<p>7-8</p>" == [touching.cast("", f"{one}\n{two}".encode()).news for one, two in ("12", "34", "56", "78")][-1]
    )


def test_a_stand_in_passes_through_text_and_answers_for_the_row_at_hand() -> None:
    """Text around it stays, a question is put to the real cell and written down."""
    recorder = Recorder()
    name = StandIn(recorder, "示例")
    assert TOKEN.fullmatch(name)
    assert ask(len, name) == 2
    assert [(len, (name,), 2)] == recorder.asked
    assert "" == derive(lambda text: "", name)
    assert len(recorder.asked) == 2
