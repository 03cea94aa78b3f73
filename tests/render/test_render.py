"""Rendering: the theme's files and a context in, the same bytes out, and a fault said aloud."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from credit import render
from credit.render import ThemeError, theme
from credit.view_models import Page
from tests.support import sample_view_models

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root folder with a copy of the theme that a test may break."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_the_same_arguments_give_the_same_bytes_whatever_was_rendered_before() -> None:
    """The frames that a theme remembers never show: each page alone, in order, and in reverse order."""
    layout, pages = sample_view_models.layout(), sample_view_models.pages()
    one, other = render.load_theme(ROOT, ""), render.load_theme(ROOT, "")
    forward = {name: render.render_page(one, layout, page) for name, page in pages.items()}
    backward = {name: render.render_page(other, layout, pages[name]) for name in reversed(pages)}
    assert forward == backward
    for name in ("home", "entity", "not_found"):
        assert forward[name] == render.render_page(render.load_theme(ROOT, ""), layout, pages[name])


def test_a_template_is_compiled_once_for_all_copies_of_its_source(root: Path) -> None:
    """The same bytes come from a copy; a changed template is another one, and the first is still what it was."""
    layout, page = sample_view_models.layout(), sample_view_models.pages()["browse"]
    name = "components/table.html"

    def code(loaded: theme.Theme) -> object:
        return loaded.environment.get_template(name).root_render_func.__code__

    ours, copied = render.load_theme(ROOT, ""), render.load_theme(root, "")
    assert code(ours) is code(copied)
    whole = render.render_page(ours, layout, page)
    assert whole == render.render_page(copied, layout, page)
    change(root / "theme/templates" / name, "<table", "<table data-changed")
    changed = render.load_theme(root, "")
    assert code(changed) is not code(ours)
    assert whole == render.render_page(render.load_theme(ROOT, ""), layout, page)


def test_two_shells_are_never_mixed_up() -> None:
    """A theme that has rendered one site renders another one right."""
    theme, page = render.load_theme(ROOT, ""), sample_view_models.pages()["not_found"]
    for number in range(50):
        layout = dataclasses.replace(sample_view_models.layout(), name=f"第{number}站")
        assert f"第{number}站" in render.render_page(theme, layout, page).decode("utf-8")


def test_a_page_is_utf_8_and_ends_in_one_line_break() -> None:
    """Characters beyond the BMP survive."""
    data = render.render_page(
        render.load_theme(ROOT, ""), sample_view_models.layout(), sample_view_models.pages()["entity-good"]
    )
    assert "𠮷" in data.decode("utf-8")
    assert data.startswith(b"<!DOCTYPE html>\n")
    assert data.endswith(b"</html>\n")
    assert b"\r" not in data


def test_a_misspelt_name_in_a_template_fails(root: Path) -> None:
    """A name that a context does not have is an error, not an empty place."""
    change(root / "theme/templates/components/title.html", "page.lead", "page.laed")
    with pytest.raises(UndefinedError):
        render.render_page(
            render.load_theme(root, ""), sample_view_models.layout(), sample_view_models.pages()["lists"]
        )


def test_a_context_without_a_template_is_named() -> None:
    """A page type that nobody entered in TEMPLATES is a fault of ours, said in one sentence."""

    @dataclasses.dataclass(frozen=True)
    class StrayPage(Page):
        pass

    lists = sample_view_models.pages()["lists"]
    stray = StrayPage(**{field.name: getattr(lists, field.name) for field in dataclasses.fields(Page)})
    with pytest.raises(ThemeError, match="StrayPage"):
        render.render_page(render.load_theme(ROOT, ""), sample_view_models.layout(), stray)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """The theme is never replaced by somebody else's."""
    with pytest.raises(ThemeError, match="theme/templates"):
        render.load_theme(tmp_path, "")


def test_an_asset_bears_the_digest_of_its_bytes(root: Path) -> None:
    """Another byte, another name; the same bytes, the same name."""
    before = render.load_theme(root, "").assets
    change(root / "theme/static/favicon.svg", "32", "33")
    after = render.load_theme(root, "").assets
    changed = {name for name in before if before[name].filename != after[name].filename}
    assert {"favicon.svg"} == changed
    assert all(asset.filename.count(".") == 2 for asset in after.values())


def test_an_address_of_an_asset_bears_the_base_path() -> None:
    """The site works in a subfolder."""
    assert render.load_theme(ROOT, "https://credit.example/sub/").href("style.css").startswith("/sub/assets/style.")
    assert render.load_theme(ROOT, "https://credit.example").href("style.css").startswith("/assets/style.")
    with pytest.raises(ThemeError, match=r"nothing\.css"):
        render.load_theme(ROOT, "").href("nothing.css")


def test_a_style_sheet_leads_to_the_hashed_names_beside_it(root: Path) -> None:
    """And its own name changes with theirs."""
    sheet = root / "theme/static/style.css"
    change(sheet, "/* Ground */", 'a { background: url("favicon.svg"); mask: url(data:,x); }')
    before = render.load_theme(root, "").assets
    assert f'url("{before["favicon.svg"].filename}")'.encode() in before["style.css"].data
    assert b"url(data:,x)" in before["style.css"].data
    change(root / "theme/static/favicon.svg", "32", "33")
    assert before["style.css"].filename != render.load_theme(root, "").assets["style.css"].filename


def test_a_style_sheet_that_leads_nowhere_is_refused(root: Path) -> None:
    """A missing picture is found when the theme is loaded, not by a visitor."""
    change(root / "theme/static/style.css", "/* Ground */", "a { background: url(absent.png); }")
    with pytest.raises(ThemeError, match=r"absent\.png"):
        render.load_theme(root, "")


def test_a_folder_among_the_assets_is_refused(root: Path) -> None:
    """Assets lie side by side, so that a style sheet's addresses hold in any subfolder."""
    (root / "theme/static/pictures").mkdir()
    with pytest.raises(ThemeError, match="pictures"):
        render.load_theme(root, "")


def test_every_asset_has_a_hashed_address_and_the_icon_one_at_the_root_too() -> None:
    """Browsers ask for /favicon.ico whatever the pages say."""
    theme = render.load_theme(ROOT, "")
    files = dict(render.theme_files(theme))
    assert {f"/assets/{asset.filename}" for asset in theme.assets.values()} | {"/favicon.ico"} == files.keys()
    assert (ROOT / "theme/static/favicon.ico").read_bytes() == files["/favicon.ico"]
    assert all(files[f"/assets/{asset.filename}"] == asset.data for asset in theme.assets.values())


@pytest.mark.parametrize("name", ["templates/entity.html", "templates/components/mark.html", "static/favicon.svg"])
def test_the_digest_changes_with_every_file_of_the_theme(root: Path, name: str) -> None:
    """An incremental build must know when all pages change."""
    before = render.load_theme(root, "").digest
    assert before == render.load_theme(ROOT, "https://credit.example/sub/").digest
    path = root / "theme" / name
    path.write_bytes(path.read_bytes() + b" ")
    assert before != render.load_theme(root, "").digest


def test_json_ld_cannot_end_its_block_and_stays_the_same_json() -> None:
    """No `<`, no `>`, no `&`, no line separator; a reader of JSON sees the same value."""
    value = {"name": "</script><script>alert(1)</script>&amp;\u2028\u2029𠮷"}
    shown = str(render.json_ld(json.dumps(value, ensure_ascii=False)))
    assert value == json.loads(shown)
    assert set() == set(shown) & set("<>&\u2028\u2029")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-28", True),
        ("2026-02-29", False),
        ("2026-2-8", False),
        ("20260228", False),
        ("长期", False),
        ("2026-W01-1", False),
    ],
)
def test_only_a_full_date_that_exists_may_stand_in_datetime(text: str, expected: bool) -> None:
    """A browser and a checker refuse anything else there."""
    assert expected == render.is_calendar_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0434-6053889", "tel:04346053889"),
        ("12345", "tel:12345"),
        ("+86 434 6053889", "tel:+864346053889"),
        ("暂无", ""),
        ("0434-6053889/6053898", ""),
    ],
)
def test_only_one_number_that_can_be_dialled_becomes_a_telephone_link(text: str, expected: str) -> None:
    """The link holds digits alone."""
    assert expected == (render.telephone_address(text) if render.is_telephone(text) else "")


def test_a_style_sheet_gets_shorter_and_means_the_same() -> None:
    """Comments, blanks and leading zeros go; a string and a descendant stay."""
    text = '/* one\n two */\na  :focus ,\n.b > c {\n  content: "（ , ; a: b）";\n  font-family: "A  B", sans-serif;\n}\n\n@media print {\n  a {\n    margin: 0 0.5px 10.5px;\n    color: var(--ink);\n  }\n}\n'
    expected = 'a :focus,.b>c{content:"（ , ; a: b）";font-family:"A  B",sans-serif}@media print{a{margin:0 .5px 10.5px;color:var(--a)}}'
    assert expected == render.minify_css(text)


def test_a_theme_loaded_ahead_is_used_for_equal_files_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its content, wherever it lies, and for the same base path."""
    monkeypatch.setattr(theme, "_loaded_ahead", {})
    plain = render.load_theme(ROOT, "https://credit.example")
    render.preload_theme(ROOT, "https://credit.example")
    ahead = render.load_theme(root, "https://credit.example")
    assert ahead is render.load_theme(ROOT, "https://credit.example")
    layout, page = sample_view_models.layout(), sample_view_models.pages()["entity-good"]
    assert render.render_page(ahead, layout, page) == render.render_page(plain, layout, page)
    assert render.load_theme(root, "https://credit.example/gzl").base == "/gzl"
    change(root / "theme" / "templates" / "base.html", "<!DOCTYPE html>", "<!DOCTYPE html><!-- other -->")
    other = render.render_page(render.load_theme(root, "https://credit.example"), layout, page)
    assert b"<!-- other -->" in other
