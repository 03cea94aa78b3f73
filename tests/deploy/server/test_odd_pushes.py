"""Pushes that are odd but lawful, one after the other on one server: each goes live or is refused, none blocks the next.

A few run each time; `make test-all` runs them all.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from credit.deploy.releases.release_store import live_release
from tests.corpus.fault_seeding import CARD, IDENTITY, MOBILE
from tests.deploy.server.conftest import Clone, Server, git, make_hooked_server

BLACK, FAIRS = "data/black-list.csv", "data/fairs.csv"
DESCRIPTOR = "data/datapackage.json"


@dataclass(frozen=True)
class Odd:
    """One push: what it changes, by whom and when it was committed, and the refs."""

    change: Callable[[Clone], object]
    env: Mapping[str, str] = field(default_factory=dict)
    message: str = "改动"
    times: int = 1
    target: str = "HEAD:main"


def notice(body: str | bytes, slug: str = "odd", day: str = "2026-05-11") -> Callable[[Clone], object]:
    """Return a change that writes a notice with this body."""
    head = f"Title: 奇怪的通知\nSlug: {slug}\nDate: {day}\nSubjects: 无\nDemonstration: 是\n\n".encode()
    data = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return lambda clone: (clone.folder / f"content/notices/{slug}.md").write_bytes(head + data)


def raw(path: str, change: Callable[[bytes], bytes]) -> Callable[[Clone], object]:
    """Return a change of the bytes of a file."""

    def run(clone: Clone) -> None:
        file = clone.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(change(file.read_bytes() if file.exists() else b""))

    return run


def words(path: str, old: str, new: str) -> Callable[[Clone], object]:
    """Return a change of words in a file."""
    return raw(path, lambda data: data.replace(old.encode(), new.encode("utf-8", "surrogatepass")))


def described(escapes: str) -> Callable[[Clone], object]:
    """Return a change of the description of a dataset, in JSON as it is written."""
    return words(DESCRIPTOR, "测试用的展会，", f"{escapes}，")


def record(number: str, **cells: str) -> Callable[[Clone], object]:
    """Return a change that adds a black-list row like the last one under another id."""

    def add(data: bytes) -> bytes:
        row = data.decode("utf-8-sig").splitlines()[-1].split(",")
        row[0], row[1], row[3] = number, "测试示例别家食品有限公司", "91220184M0EX00129P"
        line = ",".join(row).replace("〔2026〕9号", f"〔2026〕{len(number)}9号")
        for old, new in cells.items():
            line = line.replace(old, new)
        return data + line.encode() + b"\n"

    return raw(BLACK, add)


def clock(day: str) -> dict[str, str]:
    return {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}


def merge(clone: Clone) -> None:
    """Merge a branch of an hour ago."""
    git(clone.folder, "switch", "-q", "-c", "side")
    clone.write("content/README.md", "旁\n")
    clone.commit()
    git(clone.folder, "switch", "-q", "main")
    clone.write("data/README.md", "主\n")
    clone.commit()
    git(clone.folder, "merge", "-q", "--no-edit", "side")


def link(clone: Clone) -> None:
    (clone.folder / "content/notices/link.md").symlink_to("free-report.md")


def many(clone: Clone) -> None:
    for number in range(300):
        clone.write(f"content/notices/README-{number}.md", f"{number}\n")


def execute(clone: Clone) -> None:
    (clone.folder / BLACK).chmod(0o755)


def nothing(_: Clone) -> None:
    return None


ASTRAL = "".join(f"\\ud835\\u{0xDFCE + int(digit):04x}" for digit in MOBILE)
FIGURES = ",".join((MOBILE[:3], MOBILE[3:7], MOBILE[7:]))

PUSHES: dict[str, Odd] = {
    # Lines that a page joins.
    "number over two lines": Odd(notice(f"电话 {MOBILE[:5]}\n{MOBILE[5:]}\n")),
    "number before a colon line": Odd(notice(f"电话{MOBILE[:3]}\n: {MOBILE[3:]}\n")),
    "number over two items": Odd(notice(f"- {IDENTITY[:6]}\n- {IDENTITY[6:]}\n")),
    "number over two paragraphs": Odd(notice(f"{IDENTITY[:6]}\n\n{IDENTITY[6:]}\n")),
    "number over two cells": Odd(notice(f"| 甲 | 乙 |\n| - | - |\n| {IDENTITY[:6]} | {IDENTITY[6:]} |\n")),
    "number over two rows": Odd(notice(f"| 甲 |\n| - |\n| {IDENTITY[:6]} |\n| {IDENTITY[6:]} |\n")),
    "number in bold halves": Odd(notice(f"卡 **{CARD[:8]}**{CARD[8:]}\n")),
    "number after a comment": Odd(notice(f"{MOBILE[:3]}<!-- {'x' * 3000} -->{MOBILE[3:]}\n")),
    "ends of lines are CR": Odd(notice("一行\r二行\r")),
    "ends of lines are mixed": Odd(notice("一行\r\n二行\n三行\r")),
    "line separator": Odd(notice("一行\u2028二行\n")),
    "blanks at the end": Odd(notice("一行   " * 500 + "\n")),
    "no end of the last line": Odd(notice("一行")),
    # Sizes.
    "page over its budget": Odd(notice(f"{'一' * 60}\n\n" * 5_700, "odd-long")),
    "a file of 1 MiB and a byte": Odd(notice("一" * 349_600)),
    "table of 19,000 cells": Odd(notice("| 甲 | 乙 |\n| - | - |\n" + "| 1 | 2 |\n" * 6_300, "odd-table")),
    "twenty thousand lines": Odd(notice("一\n" * 20_001)),
    "paragraph of 20,000 characters": Odd(notice("一" * 20_000, "odd-paragraph")),
    "ten thousand digits": Odd(notice("1" * 10_000)),
    "digits and dashes": Odd(notice("1-2-\n" * 2_000)),
    "asterisks": Odd(notice("1** " * 90)),
    "backslashes": Odd(notice("\\" * 10_000)),
    "links within links": Odd(notice("[" * 50 + "x" + "](/)" * 50)),
    "quotations in quotations": Odd(notice(">" * 200 + "x")),
    "attachment of 3 MB": Odd(raw("content/notices/free-report/odd.bin", lambda _: random.Random(1).randbytes(3_000_000))),
    "empty attachment": Odd(raw("content/notices/free-report/odd.csv", lambda _: b"")),
    "three hundred files": Odd(many),
    "name of 200 characters": Odd(raw(f"content/notices/free-report/{'n' * 200}.csv", lambda _: "甲\n".encode())),
    "facts of 600 characters": Odd(words(BLACK, "以次充好", "以次充好" * 150)),
    # Escapes.
    "number in escapes of the descriptor": Odd(described(f"电话{ASTRAL}")),
    "half a surrogate in the descriptor": Odd(described("\\ud800")),
    "a null in the descriptor": Odd(described("\\u0000")),
    "tabulators in the descriptor": Odd(described(f"{MOBILE[:3]}\\t{MOBILE[3:7]}\\t{MOBILE[7:]}")),
    "a key twice in the descriptor": Odd(words(DESCRIPTOR, '"title": "展会"', '"title": "展会", "title": "展会二"')),
    "a number beyond floats in the descriptor": Odd(words(DESCRIPTOR, '"title": "展会"', '"title": "展会", "x": 1e999')),
    "entities": Odd(notice("&#49;&lt;b&gt;&amp;amp;\n")),
    "tags": Odd(notice("<script>alert(1)</script><img src=x>\n")),
    "percent signs in a link": Odd(notice("[甲](/notices/%66ree-report/)\n")),
    "template marks": Odd(notice("{{ config }} {% raw %}\n")),
    "control characters": Odd(notice("一\x07二\x1b[31m\n")),
    "bytes that are no text": Odd(notice(b"\xff\xfe\x00\x01")),
    # Clocks.
    "a clock of 1970": Odd(notice("一\n", "odd-1970"), clock("1970-01-02T00:00:00Z")),
    "a clock of 2099": Odd(notice("一\n", "odd-2099"), clock("2099-01-01T00:00:00Z")),
    "twelve commits of 2015": Odd(notice("一\n", "odd-2015"), clock("2015-01-01T00:00:00Z"), times=12),
    "a zone of fourteen hours": Odd(notice("一\n", "odd-zone"), clock("2026-05-11T00:00:00+1400")),
    "a document of 2099": Odd(notice("一\n", day="2099-01-01")),
    "a decision of 2099": Odd(record("BL-2026-00011", **{"2026-05-29": "2099-05-29"})),
    # Numbers.
    "figures that look like a mobile number side by side": Odd(notice(f"```\n{FIGURES}\n```\n")),
    "figures of a CSV side by side": Odd(raw("content/notices/free-report/figures.csv", lambda _: f"甲,乙,丙\n{FIGURES}\n".encode())),
    "the next running number": Odd(record("BL-2026-00008")),
    "a running number far ahead": Odd(record("BL-2026-139123456")),
    "a running number of zero": Odd(record("BL-2026-00000")),
    "a list year of 9999": Odd(record("BL-9999-00001")),
    "an amount of eleven digits": Odd(notice(f"共{MOBILE}元\n")),
    # Forms of git.
    "a merge": Odd(merge),
    "a commit without a change": Odd(nothing),
    "a file that can be executed": Odd(execute),
    "a symbolic link": Odd(link),
    "a message of 100 kB": Odd(notice("一\n", "odd-message"), message="说明\n" * 16_000),
    "an author of 300 characters": Odd(notice("一\n", "odd-author"), {"GIT_AUTHOR_NAME": "张" * 300}),
    "files outside": Odd(raw("other/x.txt", lambda _: b"x")),
    "attributes that change line ends": Odd(raw("data/.gitattributes", lambda _: b"*.csv text eol=crlf working-tree-encoding=UTF-16\n")),
    "a CSV with CRLF": Odd(raw(FAIRS, lambda data: data.replace(b"\n", b"\r\n"))),
    "a CSV without a mark": Odd(raw("data/townships.csv", lambda data: data.removeprefix(b"\xef\xbb\xbf"))),
    "a CSV in GB18030": Odd(raw("data/contacts.csv", lambda data: data.decode("utf-8-sig").encode("gb18030"))),
    "a quote that is not closed": Odd(raw(FAIRS, lambda data: data + b'"')),
    "two names that differ by case": Odd(raw("content/notices/free-report/FORM.csv", lambda _: "甲\n".encode())),
    "another ref": Odd(notice("一\n"), target="HEAD:refs/tags/v1"),
}  # fmt: skip

#: Those that once blocked every later push, one of each kind.
ALWAYS = {
    "number before a colon line", "page over its budget", "number in escapes of the descriptor", "twelve commits of 2015",
    "figures of a CSV side by side", "an amount of eleven digits",
}  # fmt: skip


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """One server for all pushes."""
    return make_hooked_server(tmp_path_factory.mktemp("odd"))


@pytest.fixture(scope="module")
def clerk(shared: Server) -> Clone:
    """The clone they are pushed from."""
    return shared.clone("clerk")


def push_odd(clone: Clone, odd: Odd) -> str:
    """Push it from the newest state; return what was said, with the status before it."""
    git(clone.folder, "fetch", "-q", "origin")
    git(clone.folder, "switch", "-q", "-f", "-C", "main", "origin/main")
    git(clone.folder, "clean", "-q", "-f", "-d")
    odd.change(clone)
    for number in range(odd.times):
        if odd.times > 1:
            clone.write("data/README.md", f"{number}\n")
        git(clone.folder, "add", "-A")
        git(clone.folder, "commit", "-q", "--allow-empty", "-F", "-", env=odd.env, given=odd.message.encode())
    done = clone.push(odd.target)
    return f"{done.returncode}\n{done.stderr}"


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.repetition) for name in PUSHES]
)
def test_odd_push_goes_live_or_is_refused_with_a_reason(shared: Server, clerk: Clone, name: str) -> None:
    """Either way the site shows the newest accepted commit afterwards, and no trace of the program is shown."""
    before = shared.tip()
    said = push_odd(clerk, PUSHES[name])
    assert "Traceback" not in said
    assert [] == [number for number in (MOBILE, IDENTITY, CARD) if number in said]
    if said.startswith("0\n"):
        live = live_release(shared.settings)
        assert live is not None
        assert (shared.tip(), True) == (live.commit, "已上线" in said), said
    else:
        assert shared.tip() == before
        assert "推送没有被接受" in said or "不能推送到" in said, said


def test_site_shows_an_ordinary_push_after_all_of_them(shared: Server, clerk: Clone) -> None:
    """The next clerk notices nothing."""
    assert push_odd(clerk, Odd(notice("平常的通知。\n", "usual"))).startswith("0\n")
    assert Path(shared.settings.current, "notices/usual/index.html").is_file()
