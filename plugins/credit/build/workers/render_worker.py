"""A task, that is a path of an Arrow file and a range of its rows, goes in; the pages of these rows are written.

Nothing large is handed over: any executor that can call ``do_task`` on a machine that sees the files can do it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

import pyarrow as pa
from markupsafe import Markup

from credit import privacy, urls
from credit.build.workers.file_writer import write_new
from credit.build.workers.worker_context import Setting, load_setting
from credit.model import Problem, Resource
from credit.pages.entity import archive_json, entity_page
from credit.pages.list_browse_pages import browse_page_of
from credit.pages.record_rows import STATE_COLUMNS, Shape, make_record, subject_of
from credit.pages.table_views import headings_of, row_of, shown_fields
from credit.render import Theme, load_theme, render_text
from credit.template_compiler.compiled_page import UNIT, Cast, Moulds, Trust
from credit.view_models import Row

#: The page of each entity, the JSON beside it, and the pages of a list by year and facet.
ARCHIVES, DESCRIBED, BROWSE = "archives", "described", "browse"

#: Where the file of some archives says what the numbers of their shapes mean.
SHAPES = b"shapes"

#: Bytes of the key of a page: enough that two pages never share one by accident.
KEY_SIZE = 16

#: Columns that a row of a list may look at beside those it shows: its own id, its archive, its clause.
_LOOKED_AT = ("record_id", "unified_code", "document", "basis")

#: Between the parts of what a page is made from.
_RECORD = b"\x1e"

#: Where the rows of a browse page go; no text of a site may hold it.
_ROWS = b"\0"


@dataclass(frozen=True)
class Task:
    """Rows ``start`` to ``stop`` of the file ``rows``, to be written as pages of one ``kind`` below ``target``.

    ``keys`` is a file with the key of each page that stands already, empty in a fresh build. Without ``compiled`` every
    page is rendered the ordinary way.
    """

    kind: str
    name: str
    setting: str
    rows: str
    start: int
    stop: int
    target: str
    keys: str = ""
    compiled: bool = True


@dataclass(frozen=True)
class Outcome:
    """What became of a task: the keys of all its pages, and of those written place, SHA-256, size and size at most packed.

    ``problems`` are numbers of persons found in pages that were made, by place. ``counts`` and ``refusals`` say what the
    page compiler did (template_compiler/compiled_page.py); ``differing`` names the pages that filling in got wrong.
    """

    keys: bytes
    written: tuple[tuple[int, str, int, int], ...]
    problems: tuple[tuple[int, tuple[Problem, ...]], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Bench:
    """State of a process between tasks of one setting: the loaded theme, and the compiled pages with their trust."""

    setting: Setting
    theme: Theme
    archives: Moulds
    described: Moulds
    trust: Trust
    lists: dict[str, tuple[Moulds, Moulds]] = field(default_factory=dict)
    rows: dict[str, pa.Table] = field(default_factory=dict)

    def moulds(self) -> list[Moulds]:
        """Return the moulds of every kind made so far."""
        return [self.archives, self.described, *(one for several in self.lists.values() for one in several)]

    def counts(self) -> Counter[str]:
        """Return what the page compiler did so far."""
        return sum((Counter(moulds.counts) for moulds in self.moulds()), Counter())


#: The setting this process works on; a worker serves one build after another, one at a time.
_bench: dict[str, _Bench] = {}


def do_task(task: Task) -> Outcome:
    """Make and write the pages of a task; a page made from what its standing one was made from is left out."""
    bench = bench_of(task.setting)
    before = bench.counts()
    with pa.memory_map(task.rows) as source:
        rows = pa.ipc.open_file(source).read_all().slice(task.start, task.stop - task.start)
        make = {ARCHIVES: _archives, DESCRIBED: _archives, BROWSE: _browse}[task.kind]
        pages = make(bench, task, rows)
    keys, written, problems, differing = [], [], [], []
    allowed, trusted = bench.setting.atlas.package.allowed_numbers, bench.trust.holds
    for place, (key, name, page) in enumerate(pages, start=task.start):
        keys.append(key)
        if page is None:
            continue
        cast = page()
        if trusted and not bench.trust.holds:
            trusted = False
            differing.append(name)
        _, sha256, size = write_new(task.target, name, cast.text)
        packed = cast.packed or (_packed_at_most(cast.text) if task.kind != DESCRIBED else 0)
        written.append((place, sha256, size, packed))
        # What is new in the page tells whether it can hold a number at all; the page itself is what is judged.
        if privacy.may_hold_number(cast.news) and (found := privacy.scan_attachment(name, cast.text, allowed)):
            problems.append((place, found))
    refusals = dict.fromkeys(reason for moulds in bench.moulds() for reason in moulds.refusals)
    return Outcome(
        b"".join(keys), tuple(written), tuple(problems), bench.counts() - before, tuple(refusals), tuple(differing)
    )


def _packed_at_most(text: bytes) -> int:
    """Return how many bytes a page has at most when it is compressed for readers.

    LZ4 finds what repeats and leaves it at that; what a browser is sent goes on from there. It takes a sixth of the time.
    """
    return len(pa.compress(text, codec="lz4_raw", asbytes=True))


def bench_of(path: str) -> _Bench:
    """Return what this process keeps for the setting in a file, set up when it is first asked for."""
    bench = _bench.get(path)
    if bench is None:
        _bench.clear()
        bench = _bench[path] = _set_up(load_setting(Path(path)))
    return bench


def _set_up(setting: Setting) -> _Bench:
    theme = load_theme(setting.root, setting.atlas.siteurl)
    atlas = setting.atlas

    def make(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]  # moulds know shapes only as keys
        return render_text(theme, setting.shell, entity_page(atlas, subject_of(atlas.lists, given, values)))

    def describe(shape: Hashable, values: Sequence[str]) -> str:
        given: Shape = shape  # type: ignore[assignment]
        return archive_json(atlas, subject_of(atlas.lists, given, values)).decode("utf-8")

    trust = Trust()
    return _Bench(setting, theme, Moulds(theme, make, trust=trust), Moulds(theme, describe, trust=trust), trust)


_Page = tuple[bytes, str, Callable[[], Cast] | None]


def _standing(task: Task) -> list[bytes]:
    """Return the keys of the pages of a task as they stand; none in a fresh build."""
    if not task.keys:
        return []
    with Path(task.keys).open("rb") as stream:
        stream.seek(task.start * KEY_SIZE)
        data = stream.read((task.stop - task.start) * KEY_SIZE)
    return [data[at : at + KEY_SIZE] for at in range(0, len(data), KEY_SIZE)]


def _key(setting: Setting, *parts: bytes) -> bytes:
    return hashlib.blake2b(_RECORD.join(parts), digest_size=KEY_SIZE, key=setting.key).digest()


def _archives(bench: _Bench, task: Task, rows: pa.Table) -> list[_Page]:
    setting, standing = bench.setting, _standing(task)
    shapes = [(_shape(one), repr(one).encode()) for one in json.loads(rows.schema.metadata[SHAPES])]
    moulds, address = (
        (bench.archives, urls.entity_address) if task.kind == ARCHIVES else (bench.described, urls.archive_address)
    )
    pages: list[_Page] = []
    columns = (rows.column("shape").to_pylist(), _bytes_of(rows, "row"), _bytes_of(rows, "beside"))
    for place, (number, row, beside) in enumerate(zip(*columns, strict=True)):
        shape, words = shapes[number]
        key = _key(setting, words, row, beside)
        name = address(row[: row.index(UNIT.encode())].decode())[1:]
        if standing and standing[place] == key:
            pages.append((key, name, None))
        else:
            pages.append((key, name, partial(moulds.cast if task.compiled else moulds.rendered, shape, row)))
    return pages


def _browse(bench: _Bench, task: Task, rows: pa.Table) -> list[_Page]:
    setting, standing = bench.setting, _standing(task)
    pressing = bench.lists.get(task.name) or bench.lists.setdefault(task.name, _list_moulds(bench, task.name))
    positions = rows.column("rows").to_pylist()
    flat = [one for several in positions for one in several]
    taken = _rows_of(bench, task).take(pa.array(flat, pa.int32()))
    records = list(zip(_bytes_of(taken, "state"), _bytes_of(taken, "row"), strict=True))
    pages: list[_Page] = []
    at = 0
    columns = (_bytes_of(rows, "row"), _bytes_of(rows, "state"), positions)
    for place, (texts, left, several) in enumerate(zip(*columns, strict=True)):
        chosen = records[at : at + len(several)]
        at += len(several)
        key = _key(setting, texts, left, *[part for record in chosen for part in record])
        name = urls.output_path(texts[: texts.index(UNIT.encode())].decode())
        if standing and standing[place] == key:
            pages.append((key, name, None))
        else:
            around, single = (moulds.cast if task.compiled else moulds.rendered for moulds in pressing)
            pages.append((key, name, partial(_browse_cast, around, single, left, texts, chosen)))
    return pages


def _shape(read: object) -> Hashable:
    """Return a shape as it was before JSON made lists of its tuples."""
    return tuple(map(_shape, read)) if isinstance(read, list) else read


def _bytes_of(rows: pa.Table, name: str) -> list[bytes]:
    """Return the texts of a column in UTF-8, as Arrow holds them."""
    texts: list[bytes] = rows.column(name).cast(pa.binary()).to_pylist()
    return texts


def _rows_of(bench: _Bench, task: Task) -> pa.Table:
    table = bench.rows.get(task.name)
    if table is None:
        source = pa.memory_map(task.rows.removesuffix(".arrow") + ".rows.arrow")
        table = bench.rows[task.name] = pa.ipc.open_file(source).read_all()
    return table


def line_columns(resource: Resource) -> list[str]:
    """Return the columns that the line of a row in a list is made from: those it shows and those it looks at."""
    names = [field.name for field in shown_fields(resource)]
    names += [name for name in _LOOKED_AT if name in resource.schema.names and name not in names]
    # Its id first: by the first cell the page compiler chooses what it compares.
    return sorted(names, key=lambda name: name != "record_id")


def _list_moulds(bench: _Bench, name: str) -> tuple[Moulds, Moulds]:
    """Return the moulds for the browse pages of a list, and those for the lines of its rows.

    A line is made by the same macro that shows a row of any other table.
    """
    atlas, theme, shell = bench.setting.atlas, bench.theme, bench.setting.shell
    resource = atlas.lists[name]
    names, fields = line_columns(resource), shown_fields(resource)
    columns = headings_of(resource, fields)
    heading = next((place for place, column in enumerate(columns) if column.key == "name"), 0)
    line = theme.environment.get_template("components/table.html").module.line  # type: ignore[attr-defined]

    def make_page(shape: Hashable, values: Sequence[str]) -> str:
        rows = cast("tuple[Row, ...]", (Markup(_ROWS.decode()),))
        return render_text(theme, shell, browse_page_of(atlas, name, values, rows, left=bool(shape)))

    def make_line(shape: Hashable, values: Sequence[str]) -> str:
        given: bytes = shape  # type: ignore[assignment]  # moulds know shapes only as keys
        state = given.decode().split(UNIT) if given else []
        record = make_record(names, values, [*state, *[""] * (len(STATE_COLUMNS) - len(state))])
        return str(line(row_of(atlas, resource, fields, record), columns, heading))

    return Moulds(theme, make_page, trust=bench.trust), Moulds(theme, make_line, trust=bench.trust)


#: What gives the text for a row of a shape: filled in or rendered.
_Give = Callable[[Hashable, bytes], Cast]


def _browse_cast(around: _Give, single: _Give, left: bytes, texts: bytes, records: list[tuple[bytes, bytes]]) -> Cast:
    """Return a browse page: its lines are made one by one and laid into a page made without them."""
    lines = [single(state, row) for state, row in records]
    # A page whose records have all left has no table, and so no place for rows.
    before, *after = around(left, texts).text.split(_ROWS)
    # The page around its rows holds words of the schema and of the reference tables; the rows were cast.
    news = b"\n".join([line.news for line in lines])
    return Cast(b"".join([before, b"\n".join([line.text for line in lines]), *after]), news)
