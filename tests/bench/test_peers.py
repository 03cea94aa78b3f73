"""What peers are compared on: the same pages and JSON as ours, as many rows a page; other work is refused."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from credit.bench.eleventy import write_eleventy_site
from credit.bench.hugo import write_hugo_site
from credit.bench.peer_trees import KINDS, Written, check_equal, count_kinds, padding_of
from credit.bench.peers import eleventy_program, hugo_program, install_peers
from credit.bench.process_cost import BenchError
from credit.bench.synthetic_data import write_population
from credit.build.pipeline import build_site

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated site with so many entities that a year has two pages."""
    return write_population(ROOT, tmp_path_factory.mktemp("bench") / "site", 130)


@pytest.fixture(scope="module")
def ours(population: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site as we build it."""
    return build_site(population, tmp_path_factory.mktemp("ours") / "site", workers=1).output


@pytest.fixture(scope="module")
def peer(population: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site as Hugo gets it with lists and JSON."""
    return write_hugo_site(population, tmp_path_factory.mktemp("peer") / "site", whole=True)


def texts_of(page: Path) -> str:
    """Return the words of a page without its tags and blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8"))).strip()


def test_the_peer_pages_its_lists_as_we_do(ours: Path, peer: Path) -> None:
    """The same addresses, on each the same rows in the same order, and the same pages beside it."""
    pages = json.loads((peer / "assets" / "lists.json").read_text(encoding="utf-8"))
    expected = {f"/{path.parent.relative_to(ours).as_posix()}/": path for path in ours.glob(KINDS["lists"][1])}
    assert expected.keys() == {page["address"] for page in pages}
    assert 50 == max(len(page["rows"]) for page in pages)
    for page in pages:
        text = expected[page["address"]].read_text(encoding="utf-8")
        assert page["rows"] == re.findall(r'<tr id="([^"]+)"', text)
        assert f"<title>{page['title']} - " in text
        assert all(f'href="{page[side]["href"]}"' in text for side in ("previous", "next") if page[side])


def test_the_peer_has_every_row_and_column_of_a_list(ours: Path, peer: Path) -> None:
    """Under each heading of our table what our row says, for references their words."""
    tables = json.loads((peer / "data" / "tables.json").read_text(encoding="utf-8"))
    labels = json.loads((peer / "data" / "labels.json").read_text(encoding="utf-8"))
    for page in json.loads((peer / "assets" / "lists.json").read_text(encoding="utf-8")):
        table = tables[page["list"]]
        text = (ours / page["address"].strip("/") / "index.html").read_text(encoding="utf-8")
        if page["rows"]:
            headings = re.findall(r'<th scope="col"[^>]*>([^<]+)', text)
            assert [column["title"] for column in table["columns"]] == headings[: len(table["columns"])]
        for key in page["rows"]:
            row = re.search(rf'<tr id="{key}">(.*?)</tr>', text, re.DOTALL)
            assert row is not None
            for column in table["columns"]:
                for cell in filter(None, table["rows"][key][column["name"]].split(";")):
                    words = labels[column["reference"]][cell] if column["reference"] else cell
                    assert words in row[1]


def test_the_peer_says_of_an_entity_what_our_json_says(ours: Path, peer: Path) -> None:
    """Every key and value."""
    entities = json.loads((peer / "assets" / "entities.json").read_text(encoding="utf-8"))
    assert 130 == len(entities)
    for entity in entities:
        own = json.loads((ours / "entities" / f"{entity['code']}.json").read_text(encoding="utf-8"))
        assert own == entity["described"]


@pytest.mark.repetition  # installs the peer
def test_hugo_writes_what_we_write(ours: Path, peer: Path, tmp_path: Path) -> None:
    """As many archives, JSON files and pages of lists; the JSON with our content."""
    program = hugo_program(install_peers(ROOT))
    env = {"HUGO_UGLYURLS": "true", "HUGO_CACHEDIR": str(tmp_path / "cache"), "PATH": ""}
    subprocess.run([program, "--quiet", "--source", peer, "--destination", tmp_path / "out"], env=env, check=True)
    theirs, own = count_kinds(tmp_path / "out"), count_kinds(ours)
    assert {kind: written.files for kind, written in own.items()} == {
        kind: written.files for kind, written in theirs.items()
    }
    for path in (ours / "entities").glob("*.json"):
        # Hugo's names are lower-case.
        written = tmp_path / "out" / "entities" / path.name.lower()
        assert json.loads(path.read_bytes()) == json.loads(written.read_bytes())


@pytest.mark.repetition  # installs the peer
def test_eleventy_writes_the_words_that_hugo_writes(population: Path, tmp_path: Path) -> None:
    """On every archive."""
    hugo, eleventy = tmp_path / "hugo-out", tmp_path / "eleventy-out"
    site = write_hugo_site(population, tmp_path / "hugo")
    env = {"HUGO_UGLYURLS": "true", "HUGO_CACHEDIR": str(tmp_path / "cache"), "PATH": ""}
    program = hugo_program(install_peers(ROOT))
    subprocess.run([program, "--quiet", "--source", site, "--destination", hugo], env=env, check=True)
    site = write_eleventy_site(population, tmp_path / "eleventy")
    command = ["node", eleventy_program(ROOT), "--quiet", "--input=.", f"--output={eleventy}"]
    subprocess.run(command, cwd=site, check=True, capture_output=True)
    pages = {path.name.lower(): texts_of(path) for path in (eleventy / "entities").glob("*.html")}
    assert 130 == len(pages)
    assert pages == {path.name: texts_of(path) for path in (hugo / "entities").glob("*.html")}


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (Written(9, 1000), "9 个 JSON、1000 字节，本站写了 10 个 JSON、1000 字节，不能相比"),
        (Written(10, 940), "10 个 JSON、940 字节"),
        (Written(10, 1060), "10 个 JSON、1060 字节"),
    ],
)
def test_other_work_is_not_compared(theirs: Written, words: str) -> None:
    """Fewer files of one kind, or files much shorter or longer."""
    ours = {kind: Written(10, 1000) for kind in KINDS}
    check_equal("Hugo", ours, ours)
    check_equal("Hugo", {**ours, "described": Written(10, 960)}, ours)
    with pytest.raises(BenchError, match=words):
        check_equal("Hugo", {**ours, "described": theirs}, ours)


def test_a_page_is_padded_to_the_length_of_ours() -> None:
    assert (120, 0) == (padding_of(Written(10, 2000), Written(5, 400)), padding_of(Written(10, 20), Written(5, 400)))


def test_kinds_are_told_by_their_place(tmp_path: Path) -> None:
    """The own page of a list and what lies elsewhere is of no kind."""
    for name in ("entities/A.html", "entities/A.json", "entities/A.ics", "lists/x/index.html", "lists/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("12345", encoding="utf-8")
    for name in ("2026", "2026/2", "by/township/a", "by/township/a/2"):
        (tmp_path / "lists" / "x" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "lists" / "x" / name / "index.html").write_text("12", encoding="utf-8")
    assert {"archives": Written(1, 5), "described": Written(1, 5), "lists": Written(4, 8)} == count_kinds(tmp_path)
