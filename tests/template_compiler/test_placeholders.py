"""Placeholders: every operation of text, and every filter, test and global of the theme, composes or refuses."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
import re
import unicodedata
from collections.abc import Callable
from operator import add, eq, itemgetter
from pathlib import Path
from typing import Any, cast
from urllib import parse

import pytest
from jinja2 import nodes
from markupsafe import Markup

from credit.render import load_theme
from credit.template_compiler.placeholders import (
    COMPOSING,
    LONG,
    MACHINERY,
    SHORT,
    TOKEN,
    Alphabet,
    Placeholder,
    Recorder,
    UnrecordedAccess,
    branch_on,
    computed_text,
    computed_value,
    is_same,
    joined,
    written,
)

ROOT = Path(__file__).resolve().parents[2]
THEME = load_theme(ROOT, "")

#: Arguments that satisfy most methods of ``str``.
ARGUMENTS: tuple[tuple[object, ...], ...] = ((), ("严",), ("严", "重"), (3,))

#: What returns the same for a cell of any row: that it is no ``Undefined`` and no ``None``, is a text, is true.
SAME_FOR_EVERY_CELL = {
    "boolean": False, "callable": False, "defined": True, "false": False, "float": False, "integer": False,
    "iterable": False, "made": False, "mapping": False, "none": False, "number": False, "sequence": False,
    "string": True, "true": False, "undefined": False,
}  # fmt: skip

#: Filters that want a real text or no text at all: C code and attributes that a text has not end them.
TYPED = {"attr", "component", "dictsort", "items", "title", "tojson", "wordcount", "xmlattr"}

#: Filters that hand a cell on as it is, or ask for it.
PASSING = {"d", "default", "long_date", "telephone"}


def cell_of(text: str = "严重") -> tuple[str, Recorder]:
    """Return a placeholder of a cell, as page code gets it, and its recorder."""
    recorder = Recorder()
    cell = Placeholder(recorder, text)
    recorder.cells[cell.slot] = 0
    return cast("str", cell), recorder


def refuses(call: Callable[[], object], recorder: Recorder) -> bool:
    """Return whether a call ends in the error of a placeholder, or in that of C code that wanted a text."""
    with pytest.raises(TypeError) as caught:
        call()
    return caught.type is UnrecordedAccess or not recorder.refusals


@pytest.mark.parametrize("name", sorted(set(dir(str)) - COMPOSING - MACHINERY))
def test_every_operation_of_text_is_refused(name: str) -> None:
    """On a cell, on a text composed of one, and on a text derived from one: with an error of its own, and noted."""
    cell, recorder = cell_of()
    for text in (cell, cell + "的", computed_text(str.title, cell)):
        for arguments in ARGUMENTS:
            recorder.refusals.clear()
            with pytest.raises(UnrecordedAccess, match=f"用 {name} 查看了单元格"):
                getattr(text, name)(*arguments)
            assert 1 == len(recorder.refusals)


def test_what_composes_is_a_short_list() -> None:
    """Concatenation stays a placeholder, truth is part of the shape, and a template alone writes down."""
    assert {"__add__", "__bool__", "__html__", "__radd__"} == COMPOSING
    cell, recorder = cell_of()
    assert bool(cell)
    assert [] == recorder.refusals
    whole = "《" + cell + "》" + cell
    assert "《严重》严重" == cast("Any", whole).real
    token = SHORT.short_hash(1)
    assert f"《{token}》{token}" == "".join([written(whole)])
    assert f"{token}、的" == "".join([written(joined("、", [cell, "的"]))])
    assert "甲、乙" == joined("、", ["甲", "乙"])
    assert "" == joined("、", [])
    assert f"<b>&amp;{token}</b>" == THEME.environment.from_string("<b>{{ x }}</b>").render(x="&" + cell)
    with pytest.raises(UnrecordedAccess, match="__html__"):
        Markup("{}").format(cell)


#: Ways to look into ``cell``.
LOOKS = [
    'cell == "严重"',
    'cell != "严重"',
    'cell in ("严重", "一般")',
    'cell in {"严重": 1}',
    'cell in "严重"',
    '"严" in cell',
    "cell[0]",
    "cell[:1]",
    "[*cell]",
    'cell < "中"',
    '"中" < cell',
    'sorted(["中", cell])',
    'max("中", cell)',
    "{cell: 1}",
    '{"严重": 1}[cell]',
    "hash(cell)",
    "len(cell)",
    "int(cell)",
    "float(cell)",
    'f"{cell}"',
    'f"{cell:>10}"',
    'f"{cell!r}"',
    "str(cell)",
    "repr(cell)",
    '"%s" % cell',
    '"{}".format(cell)',
    "cell % 1",
    "cell * 2",
    "2 * cell",
    '",".join([cell])',
    '"严重".startswith(cell)',
    '"严重".replace("严", cell)',
    '"严重".split(cell)',
    'Markup("严重") + cell',
    'cell + Markup("严重")',
    're.search("严", cell)',
    're.sub("严", cell, "严重")',
    "json.dumps(cell)",
    'bytes(cell, "utf-8")',
    "open(cell)",
    "Path(cell)",
    "datetime.date.fromisoformat(cell)",
    "parse.quote(cell)",
    "copy.deepcopy(cell)",
    "pickle.dumps(cell)",
    "itemgetter(0)(cell)",
    '{"严重": "red"}.get(cell)',
    "frozenset([cell])",
    'unicodedata.normalize("NFC", cell)',
    "getattr(object(), cell)",
]


@pytest.mark.parametrize("look", LOOKS)
def test_page_code_cannot_look_into_a_cell(look: str) -> None:
    """Python refuses by the placeholder's error, C code because it is no text."""
    cell, recorder = cell_of()
    known = {
        "copy": copy, "datetime": datetime, "json": json, "parse": parse, "pickle": pickle, "re": re,
        "unicodedata": unicodedata, "Markup": Markup, "Path": Path, "itemgetter": itemgetter,
    }  # fmt: skip
    assert refuses(lambda: eval(look, known | {"cell": cell}), recorder)


def test_a_match_statement_is_refused() -> None:
    """A literal pattern compares."""
    cell, _ = cell_of()

    def tone(text: str) -> str:
        match text:
            case "严重":
                return "bad"
        return "plain"

    with pytest.raises(UnrecordedAccess):
        tone(cell)


def error_of(source: str, value: object) -> str:
    """Return the name of the error that a template with a value as ``x`` ends in, empty where it ends well."""
    try:
        THEME.environment.from_string(source).render(x=value)
    except Exception as error:
        return type(error).__name__
    return ""


@pytest.mark.parametrize("name", sorted(set(THEME.environment.filters) - PASSING))
def test_every_filter_of_the_theme_refuses_a_cell(name: str) -> None:
    """A filter looks into what it gets: with whatever arguments it ends in an error or in a refusal that it caught."""
    refusals = []
    for composed in (False, True):
        for arguments in ("", "(3)", "('严')", "('严', '重')", "(attribute='严')"):
            cell, recorder = cell_of()
            value = cell + "的" if composed else cell
            error = error_of("{{ x | " + name + arguments + " | list }}", value)
            assert error or recorder.refusals, arguments
            refusals += recorder.refusals
    assert refusals or name in TYPED


@pytest.mark.parametrize("name", sorted(PASSING))
def test_a_filter_that_passes_a_cell_on_leaves_a_placeholder(name: str) -> None:
    """What comes of it refuses as the cell does."""
    cell, recorder = cell_of("2026-10-21" if name == "long_date" else "0434-6053889")
    value = THEME.environment.call_filter(name, cell)
    with pytest.raises(UnrecordedAccess):
        value.upper()
    assert 1 == len(recorder.refusals)


@pytest.mark.parametrize("name", sorted(THEME.environment.tests))
def test_every_test_of_the_theme_refuses_a_cell_asks_or_says_the_same_of_all(name: str) -> None:
    """The list of those that answer is explicit, and their answers hold for real cells."""
    cell, recorder = cell_of()
    try:
        answer = THEME.environment.call_test(name, cell, ["严重"] if name in NEED_ARGUMENT else None)
    except TypeError:
        return
    if recorder.asked or recorder.refusals:
        return
    assert answer == SAME_FOR_EVERY_CELL.get(name, "unexpected"), name


#: Tests of Jinja that compare with something.
NEED_ARGUMENT = {
    "!=", "<", "<=", "==", ">", ">=", "divisibleby", "eq", "equalto", "ge", "greaterthan", "gt", "in", "le", "lessthan",
    "lt", "ne", "sameas",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(name for name, item in THEME.environment.globals.items() if callable(item)))
def test_every_global_of_the_theme_refuses_a_cell_or_keeps_it(name: str) -> None:
    """``range`` wants a number; what holds a cell (dict, cycler, namespace, joiner) gives back a placeholder."""
    cell, _ = cell_of()
    calls = {
        "range": "{{ range(x) | list }}",
        "dict": "{{ dict(a=x).a | upper }}",
        "lipsum": "{{ lipsum(x) }}",
        "cycler": "{{ cycler(x).next() | upper }}",
        "joiner": "{% set j = joiner(x) %}{{ j() }}{{ j() | upper }}",
        "namespace": "{% set n = namespace(a=x) %}{{ n.a | upper }}",
    }
    with pytest.raises(TypeError):
        THEME.environment.from_string(calls[name]).render(x=cell)


def test_a_concatenation_in_a_template_is_refused() -> None:
    """``~`` would write the cell down before the template looks at it."""
    cell, _ = cell_of()
    with pytest.raises(UnrecordedAccess):
        THEME.environment.from_string("{{ x ~ '的' }}").render(x=cell)


def test_no_template_looks_into_markup_that_was_written_down() -> None:
    """What nothing can refuse is not written: no captured block, and no filter, test or comparison of a macro's result."""
    wrong = []
    for path in sorted((ROOT / "theme" / "templates").rglob("*.html")):
        tree = THEME.environment.parse(path.read_text(encoding="utf-8"))
        wrong += [path.name for _ in tree.find_all((nodes.AssignBlock, nodes.FilterBlock))]
        for looking in tree.find_all((nodes.Filter, nodes.Test, nodes.Compare, nodes.Getitem, nodes.Getattr)):
            operand = looking.expr if isinstance(looking, nodes.Compare) else looking.node
            if isinstance(operand, nodes.Call) and isinstance(operand.node, nodes.Name):
                wrong.append(f"{path.name}:{operand.lineno}: {operand.node.name}()")
    assert [] == wrong


def test_a_question_is_put_to_the_real_cell_and_written_down() -> None:
    """Of a cell, of a composed text and of a derived one; an empty derived text is a question."""
    cell, recorder = cell_of("示例")
    assert TOKEN.fullmatch(written(cell))
    assert 2 == branch_on(len, cell)
    assert 3 == branch_on(len, cell + "的")
    assert [(len, (int, 2)), (len, (int, 3))] == [(question, answer) for question, _, answer in recorder.asked]
    assert "" == computed_text(lambda text: "", cell)
    assert 3 == len(recorder.asked)
    assert (2, "示例", "a") == (branch_on(len, "示例"), computed_text(str, "示例"), computed_value(str.lower, "A"))


def test_texts_that_begin_otherwise_are_never_the_same() -> None:
    """The question is asked only where rows can differ."""
    cell, recorder = cell_of("lists")
    assert not is_same("/entities/" + cell, "/lists/")
    assert [] == recorder.asked
    assert is_same("/" + cell + "/", "/lists/")
    assert [eq] == [question for question, _, _ in recorder.asked]
    assert (True, False) == (is_same("/lists/", "/lists/"), is_same("/lists", "/lists/"))


def test_a_made_value_refuses_all_but_its_kind_and_truth() -> None:
    """The component shows it; whoever reads more would read it of one row."""
    cell, recorder = cell_of()
    value = cast("Any", computed_value(itemgetter(slice(None)), cell))
    assert bool(value)
    assert value.kind is None
    assert {2: {"bool": True, "kind": None}} == recorder.claims
    for look in (
        lambda: value.text, lambda: value.more, lambda: value.href, lambda: value[0], lambda: [*value], lambda: len(value),
        lambda: value == 1, lambda: hash(value), lambda: str(value), lambda: add(value, "x"), lambda: f"{value}",
        lambda: THEME.environment.from_string("{{ x }}").render(x=value),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            look()


@pytest.mark.parametrize("alphabet", [SHORT, LONG])
def test_a_token_is_found_again_by_its_number(alphabet: Alphabet) -> None:
    """Both spellings are letters and digits, and neither contains the other."""
    for slot in (1, 42, 99999):
        token = alphabet.short_hash(slot)
        assert token.isascii()
        assert token.isalnum()
        assert slot == alphabet.slot_of(alphabet.pattern.findall(f"x{token}y")[0])
    assert not {SHORT.short_hash(1)[0], SHORT.short_hash(1)[-1]} & {LONG.short_hash(1)[0], LONG.short_hash(1)[-1]}
