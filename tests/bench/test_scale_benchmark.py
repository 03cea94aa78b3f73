"""What the comparison with the peer rests on: the same entities on both sides, the same files for the write loop."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from credit import gate
from credit.bench import write_loop
from credit.bench.benchmark_results import Results, join_results
from credit.bench.entity_page_benchmark import write_archives
from credit.bench.hugo import write_hugo_site, write_padding
from credit.bench.process_cost import BenchError, Cost, measure
from credit.bench.scale_benchmark import DATASETS
from credit.bench.synthetic_data import change_rows, read_rows, rename_entities, write_population
from credit.bench.workspace import WHOLE, Workspace, is_in_memory
from credit.reader import csv_table
from credit.timings import Timings, read_lines

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated site with twenty entities."""
    return write_population(ROOT, tmp_path_factory.mktemp("bench") / "site", 20)


def test_the_peer_gets_every_entity_with_what_our_archive_says_of_it(population: Path, tmp_path: Path) -> None:
    """Names, listings with sentence, days and measures, commitments: as the rows have them."""
    site = write_hugo_site(population, tmp_path / "hugo")
    entities = {
        load["code"]: load for load in json.loads((site / "assets" / "entities.json").read_text(encoding="utf-8"))
    }
    black, red = read_rows(population, "black-list"), read_rows(population, "red-list")
    assert sorted(row["unified_code"] for row in (*black, *red)) == list(entities)
    for row in black:
        entity = entities[row["unified_code"]]
        (listing,) = entity["listings"]
        assert (row["name"], row["facts"], row["penalties"].split(";")) == (
            entity["name"],
            listing["facts"],
            listing["measures"],
        )
        assert row["decided_on"] in listing["sentence"]
        assert listing["last_day"] in listing["arithmetic"]
    commitments = {row["unified_code"] for row in read_rows(population, "commitments")}
    assert commitments == {code for code, entity in entities.items() if entity["commitments"]}


def test_the_layout_of_the_peer_finds_words_for_every_key(population: Path, tmp_path: Path) -> None:
    """A key without words would fail the peer's build or leave a hole in its page."""
    site = write_hugo_site(population, tmp_path / "hugo")
    shared = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (site / "data").iterdir()}
    for entity in json.loads((site / "assets" / "entities.json").read_text(encoding="utf-8")):
        for row in (*entity["listings"], *entity["commitments"]):
            rules = shared["lists"][row.get("list", "commitments")]
            for field in rules["fields"]:
                if field["reference"] and row.get(field["name"]):
                    assert shared["labels"][field["reference"]][row[field["name"]]]
            assert all(shared["measures"][rules["measures"]][key]["title"] for key in row.get("measures", ()))
    write_padding(site, 7)
    assert "xxxxxxx" == json.loads((site / "data" / "padding.json").read_text(encoding="utf-8"))["text"]


def test_ten_changed_rows_are_ten(tmp_path: Path) -> None:
    """And a second time they change again."""
    site = write_population(ROOT, tmp_path / "site", 30)
    rows = read_rows(site, "red-list")
    for words in ("改一", "改二"):
        before, rows = rows, []
        change_rows(site, "red-list", 10, words)
        rows = read_rows(site, "red-list")
        changed = [(old, new) for old, new in zip(before, rows, strict=True) if old != new]
        assert 10 == len(changed)
        assert all(new["basis"].endswith(f"，{words}") and new["basis"].count("，改") == 1 for _, new in changed)


def test_ten_renamed_entities_have_one_name_in_all_lists(tmp_path: Path) -> None:
    """Ten are on the red list; the other lists follow, and the gate has nothing against it."""
    site = write_population(ROOT, tmp_path / "site", 30)
    before = read_rows(site, "red-list")
    rename_entities(site, "red-list", 10, "新")
    after = read_rows(site, "red-list")
    assert 10 == sum(old["name"] != new["name"] for old, new in zip(before, after, strict=True))
    names: dict[str, set[str]] = {}
    for dataset in ("black-list", "red-list", "commitments"):
        for row in read_rows(site, dataset):
            names.setdefault(row["unified_code"], set()).add(row["name"])
    assert {1} == set(map(len, names.values()))
    gate.validate(site)


def test_the_write_loop_writes_files_of_the_same_names_and_sizes(tmp_path: Path) -> None:
    """Empty ones and ones in folders too; no two have the same text."""
    sizes = {"a.html": 5000, "b/c.html": 0, "b/d/e.html": 12_000, "f.html": 5000}
    for name, size in sizes.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(number % 251 for number in range(size)))
    assert (4, 22_000) == write_loop.write_plan(tmp_path / "tree", tmp_path / "plan")
    subprocess.run([sys.executable, "-I", write_loop.__file__, tmp_path / "plan", tmp_path / "out"], check=True)
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert sizes == {name: len(data) for name, data in written.items()}
    assert written["a.html"] != written["f.html"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measuring reads /proc")
def test_the_memory_of_a_small_command_is_its_own(tmp_path: Path) -> None:
    """A process that measures holds much more than the one it starts, which must not show."""
    held = bytearray(300_000_000)
    held[::4096] = b"x" * len(held[::4096])
    cost = measure([sys.executable, "-I", "-c", "import time; time.sleep(0.3)"], tmp_path)
    assert 2 < cost.peak_mb < 100


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measuring reads /proc")
def test_a_command_that_fails_stops_the_benchmark(tmp_path: Path) -> None:
    """With what it said."""
    with pytest.raises(BenchError, match="没有这个文件"):
        measure([sys.executable, "-c", "raise SystemExit('没有这个文件')"], tmp_path)


def test_a_list_above_the_limit_of_a_file_stops_the_benchmark(
    population: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without that list the site would be a smaller one, and the figures those of another size."""
    monkeypatch.setattr(csv_table, "MAX_FILE", 1_000)
    with pytest.raises(SystemExit, match=r"black-list\.csv:1.*文件超过"):
        write_archives(population, tmp_path / "output", workers=1)


def test_results_of_several_benchmarks_are_one_file() -> None:
    """What was not measured is absent."""
    gate = Results({"rows": 5}, {"gate": Cost(1, 2, 3)}, {"gate_to_frictionless": 0.5})
    formats = Results({"entities": 7}, {}, notes={"formats": {"csv": {"wall_s": 0.1, "bytes": 3}}})
    assert {
        "rows": 5,
        "entities": 7,
        "gate": {"wall_s": 1, "cpu_s": 2, "peak_mb": 3},
        "formats": {"csv": {"wall_s": 0.1, "bytes": 3}},
        "ratio": {"gate_to_frictionless": 0.5},
    } == join_results([gate, formats]).as_json()


def test_the_stages_of_a_build_are_read_back_from_what_it_printed() -> None:
    """Other lines around them count for nothing; the stages that the datasets' files take are stages that there are."""
    timings = Timings()
    timings.add("检查", 1.5, 1.25)
    for name in DATASETS:
        with timings.stage(name):
            pass
    found = read_lines("\n".join(["某一行：不是这样的", *timings.lines(), "已生成 3 个页面"]))
    assert ({"检查", *DATASETS}, 1.5) == (set(found), found["检查"])
    pipeline = (ROOT / "plugins" / "credit" / "build" / "pipeline.py").read_text(encoding="utf-8")
    assert all(f'stage("{name}")' in pipeline for name in DATASETS)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [("/", False), ("/memory/deep", True), ("/memory/disk/deep", False), ("/memories", False), ("/a b/c", True)],
)
def test_a_folder_in_memory_is_known_by_its_mount(folder: str, expected: bool, tmp_path: Path) -> None:
    """The deepest mount above it decides, the later of two on one folder."""
    (tmp_path / "mounts").write_text(
        "/dev/a / ext4 rw 0 0\ntmpfs /memory tmpfs rw 0 0\n/dev/b /memory/disk ext4 rw 0 0\n"
        "/dev/c /a\\040b ext4 rw 0 0\ntmpfs /a\\040b tmpfs rw 0 0\n"
    )
    assert is_in_memory(Path(folder), tmp_path / "mounts") is expected


@pytest.mark.parametrize("in_memory", [True, False])
def test_in_memory_a_tree_goes_when_it_has_been_compared(in_memory: bool, tmp_path: Path) -> None:
    """All but the newest whole build, which the peer is compared with; on a disk all stay."""
    ground = Workspace(tmp_path, tmp_path / "site", in_memory=in_memory)
    left = []
    for name in ("ours", "hugo", WHOLE, "hugo_whole", "ours", WHOLE):
        ground.output(name).mkdir()
        left.append({path.name for path in tmp_path.iterdir()})
    names = ["ours-0", "hugo-1", "whole-2", "hugo_whole-3", "ours-4", "whole-5"]
    if in_memory:
        assert left[2:] == [{"whole-2"}, {"whole-2", "hugo_whole-3"}, {"whole-2", "ours-4"}, {"whole-5"}]
    else:
        assert left[-1] == set(names)
