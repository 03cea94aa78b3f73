"""A province on a real cluster: each county's site as it is alone, faults that stop nobody else, the table and the search page."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from credit.bench.synthetic_data import write_population
from credit.build.checkout_build import build_checkout
from tests.conftest import ROOT, OpenPage, RunTask, build, run_task
from tests.site.observations import violations
from tests.support.dask_workers import dask_workers
from tests.support.http_server import web_host
from tests.support.page_types import files_of

SITEURL = "https://credit.example"
COUNTIES = ("220112", "220113", "220122", "220182", "220183", "220184", "220221", "220281")

#: The county whose list is wrong, and the one whose worker is killed.
WRONG, KILLED = "220221", "220183"


def write_county(folder: Path, name: str, entities: int) -> Path:
    """Write the package of one county with its own name, division and firms."""
    county = write_population(ROOT, folder / name, entities, seed=int(name))
    path = county / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["credit"]["site"] |= {"name": f"信用{name}", "division": name}
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
    return county


def contents(tree: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and mode of each file of a tree."""
    return {name: ((tree / name).read_bytes(), (tree / name).stat().st_mode) for name in files_of(tree)}


@dataclass(frozen=True)
class Province:
    """The sources of the counties, the output, what the command said, and the worker that was killed."""

    sources: Path
    output: Path
    done: subprocess.CompletedProcess[str]
    met: dict[str, int]

    @property
    def site(self) -> Path:
        return self.output / "site"


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """Eight counties on two workers, one of them killed while it builds; the list of another county is wrong."""
    folder = tmp_path_factory.mktemp("province")
    for place, name in enumerate(COUNTIES):
        write_county(folder, name, 12 + 3 * place)
    wrong = folder / WRONG / "data" / "black-list.csv"
    wrong.write_bytes(wrong.read_bytes() + b"half a row\n")
    output = folder / "out" / "province"
    with dask_workers(2) as workers:
        # Rows of its archives are written: its worker is in the middle of it.
        workers.kill_at(f"{output}/counties/.{KILLED}.rows-*/archives-0.arrow", KILLED)
        done = run_task(
            "province", *(folder / name for name in COUNTIES), "--output", output, "--siteurl", SITEURL,
            "--scheduler", workers.address,
        )  # fmt: skip
        met = workers.killed()
    return Province(folder, output, done, met)


@pytest.mark.parametrize("name", [name for name in COUNTIES if name != WRONG])
def test_county_in_a_province_is_its_site_alone(province: Province, name: str, tmp_path: Path) -> None:
    """Byte for byte and mode for mode; that of the killed worker by the command itself."""
    if name == KILLED:
        build(tmp_path / "alone", "--siteurl", f"{SITEURL}/{name}", root=province.sources / name)
    else:
        build_checkout(
            province.sources / name, tmp_path / "alone", tell=lambda _: None, siteurl=f"{SITEURL}/{name}"
        )  # fmt: skip
    assert contents(province.output / "counties" / name) == contents(tmp_path / "alone")


def test_killed_worker_was_at_a_county_and_leaves_nothing(province: Province) -> None:
    """The scheduler gave its county to another worker, which removed the rests."""
    assert province.met["lost"] == 1
    with pytest.raises(ProcessLookupError):
        os.kill(province.met["pid"], 0)
    beside = {path.name for path in (province.output / "counties").iterdir() if path.name.startswith(f".{KILLED}.")}
    assert beside == {f".{KILLED}.lock", f".{KILLED}.manifest", f".{KILLED}.site.json"}


def test_fault_of_one_county_names_it_and_stops_no_other(province: Province) -> None:
    """Exit status 1, the place in its file, and a table of all."""
    assert province.done.returncode == 1
    lines = province.done.stdout.splitlines()
    faults = [line for line in lines if "[field-count]" in line]
    assert [line.split(":")[0] for line in faults] == [f"{province.sources}/{WRONG}/data/black-list.csv"]
    table = [line.split("\t") for line in lines if "\t" in line]
    assert table[0] == ["县", "结果", "页面", "文件", "这次写了", "去掉", "网址"]
    assert [row[0] for row in table[1:]] == list(COUNTIES)
    results = {row[0]: row[1] for row in table[1:]}
    assert results.pop(WRONG) == "没有生成（还没有网站）：有 1 处错误"
    assert set(results.values()) == {"已生成"}
    assert not (province.output / "counties" / WRONG).exists()
    assert "Traceback" not in province.done.stderr


def test_table_leads_from_a_division_to_the_sites_that_have_its_codes(province: Province) -> None:
    """The codes of every county's firms begin with 220184, as of firms that moved; the county's own site comes first."""
    with (province.site / "data" / "sites.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    built = [name for name in COUNTIES if name != WRONG]
    moved = [row for row in rows if row["division"] == "220184"]
    assert [row["name"] for row in moved] == ["220184", *(name for name in built if name != "220184")]
    assert [row["own"] for row in moved] == ["true"] + ["false"] * 6
    own = {row["division"]: row["homepage"] for row in rows if row["own"] == "true"}
    assert own == {name: f"{SITEURL}/{name}/" for name in built}


def test_sites_index_and_checksums_agree(province: Province) -> None:
    """The JSON holds its schema and each county's identity, the index its own, the checksums every other file."""
    data = province.site / "data"
    sites = json.loads((data / "sites.json").read_text(encoding="utf-8"))
    jsonschema.validate(sites, json.loads((data / "sites.schema.json").read_text(encoding="utf-8")))
    for site in sites["sites"]:
        tree = province.output / "counties" / site["name"]
        version = json.loads((tree / "version.json").read_text(encoding="utf-8"))
        index = json.loads((tree / "data" / "index.json").read_text(encoding="utf-8"))
        assert (site["tree"], site["version"], site["as_of"]) == (version["tree"], index["version"], version["as_of"])
        assert site["homepage"] == index["homepage"]
    assert sites["valid_until"] == min(site["valid_until"] for site in sites["sites"])
    index = json.loads((data / "index.json").read_text(encoding="utf-8"))
    jsonschema.validate(index, json.loads((data / "index.schema.json").read_text(encoding="utf-8")))
    assert {key: index[key] for key in ("as_of", "valid_until", "version", "digest")} == {
        key: sites[key] for key in ("as_of", "valid_until", "version", "digest")
    }
    for file in index["files"]:
        stated = (data / file["path"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(stated), hashlib.sha256(stated).hexdigest())
    sums = dict(line.split("  ")[::-1] for line in (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in data.iterdir() if path.name != "SHA256SUMS"
    }


@pytest.fixture(scope="module")
def served_province(province: Province) -> Iterator[str]:
    """The address of the province, its counties below it."""
    with web_host() as host:
        for name in COUNTIES:
            host.trees[f"/{name}"] = province.output / "counties" / name
        host.trees[""] = province.site
        yield f"http://127.0.0.1:{host.server_port}"


def firm_of(province: Province, name: str) -> tuple[str, str]:
    """Return name and code of one firm of a county."""
    with (province.sources / name / "data" / "red-list.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = list(csv.DictReader(stream))[-1]
    return row["name"], row["unified_code"]


@pytest.mark.browser
def test_search_page_asks_every_county(province: Province, served_province: str, open_page: OpenPage) -> None:
    """A firm of one county is found there by its name; the link leads to its archive; nothing is complained of."""
    firm, code = firm_of(province, "220281")
    page = open_page(f"{served_province}/")
    page.fill("input[name=q]", firm)
    page.click("form button")
    page.wait_for_selector("#found section")
    found = page.query_selector_all("#found section")
    headings = [section.query_selector("h2").inner_text() for section in found]
    assert "信用220281" in headings
    link = found[headings.index("信用220281")].query_selector("h3 a")
    assert (link.inner_text(), link.get_attribute("href")) == (firm, f"/220281/entities/{code}.html")
    assert "找到" in page.inner_text("#found-status")
    assert page.faults == []
    link.click()
    page.wait_for_selector("h1")
    assert firm in page.inner_text("h1")


@pytest.mark.browser
def test_search_page_names_a_county_that_does_not_answer(
    province: Province, open_page: OpenPage, tmp_path: Path
) -> None:
    """The others' results are shown; the citizen is sent to the silent one."""
    firm, _ = firm_of(province, "220281")
    (tmp_path / "404.html").write_text("nothing here", encoding="utf-8")
    with web_host() as host:
        for name in COUNTIES:
            host.trees[f"/{name}"] = province.output / "counties" / name
        host.trees[f"/{COUNTIES[0]}"] = tmp_path
        host.trees[""] = province.site
        page = open_page(f"http://127.0.0.1:{host.server_port}/?q={firm}")
        page.wait_for_selector("#found section")
        assert page.inner_text("#found-status").endswith("这些网站没有回答，请直接到它们那里找：信用220112。")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_search_page_is_accessible_and_narrow(served_province: str, open_page: OpenPage, width: int) -> None:
    """No fault by axe, empty and with results; nothing wider than the window."""
    page = open_page(f"{served_province}/?q=示例", width=width)
    page.wait_for_selector("#found section")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_search_page_without_a_script_lists_the_sites(served_province: str, open_page: OpenPage) -> None:
    """Each county is a link that leads to its home page."""
    page = open_page(f"{served_province}/?q=示例", java_script_enabled=False)
    links = [link.get_attribute("href") for link in page.query_selector_all("main li > a")]
    assert links == [f"/{name}/" for name in COUNTIES if name != WRONG]
    assert "没有进行搜索" in page.inner_text("main")
    page.click(f"main li > a[href='/{COUNTIES[0]}/']")
    assert page.url == f"{served_province}/{COUNTIES[0]}/"


def test_policy_of_the_page_allows_counties_on_hosts_of_their_own(tmp_path: Path) -> None:
    """Without an address of the province each county stands where its settings say; the page may ask just these hosts."""
    county = write_county(tmp_path, "220112", 3)
    settings = county / "pelicanconf.py"
    text = settings.read_text(encoding="utf-8").replace('SITEURL = ""', 'SITEURL = "https://c.example/credit"')
    settings.write_text(text, encoding="utf-8", newline="\n")
    done = run_task("province", county, "--output", tmp_path / "out", "--workers", "1")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "out" / "site" / "index.html").read_text(encoding="utf-8")
    assert "connect-src 'self' https://c.example;" in page
    assert 'data-base="https://c.example/credit"' in page
    assert "<script>" not in page
    assert "style=" not in page


def rows_of(done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """Return the rows of the table that the command prints, by county."""
    return {row[0]: row[1:] for row in (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)}


def test_second_run_is_incremental_and_keeps_the_site_of_a_county_that_fails(tmp_path: Path) -> None:
    """One county is unchanged, one has a broken theme and stands as it was, one is given no more: on this machine."""
    names = ("220112", "220113", "220122")
    folders = [write_county(tmp_path, name, 5) for name in names]
    options = ("--output", tmp_path / "out", "--siteurl", SITEURL, "--workers", "2")
    first = run_task("province", *folders, *options)
    assert first.returncode == 0, first.stderr
    assert {row[0] for row in rows_of(first).values()} == {"结果", "已生成"}
    kept = contents(tmp_path / "out" / "counties" / "220113")
    (folders[1] / "theme" / "templates" / "home.html").write_text("{% if %}", encoding="utf-8")
    second = run_task("province", *folders[:2], *options)
    assert second.returncode == 1
    rows = rows_of(second)
    assert rows["220112"][0] == "已生成"
    assert rows["220112"][3:5] == ["0", "0"]
    assert rows["220113"][0].startswith("没有生成（原来的网站没有改动）：设置、主题或者程序出错（TemplateSyntaxError：")
    assert rows["220113"][5] == f"{SITEURL}/220113/"
    assert contents(tmp_path / "out" / "counties" / "220113") == kept
    sites = json.loads((tmp_path / "out" / "site" / "data" / "sites.json").read_text(encoding="utf-8"))
    assert [site["name"] for site in sites["sites"]] == ["220112", "220113"]
    assert "220122：输出里还有它的网站" in second.stderr


def test_note_of_another_version_concerns_its_county_alone(tmp_path: Path) -> None:
    """A county that fails and whose earlier note lacks a key, or is no JSON: one sentence each; a further key is ignored."""
    names = ("220112", "220113", "220122", "220182")
    folders = [write_county(tmp_path, name, 3) for name in names]
    options = ("--output", tmp_path / "out", "--siteurl", SITEURL, "--workers", "2")
    assert run_task("province", *folders, *options).returncode == 0
    notes = [tmp_path / "out" / "counties" / f".{name}.site.json" for name in names]
    lacks = json.loads(notes[0].read_text(encoding="utf-8"))
    del lacks["tree"]
    notes[0].write_text(json.dumps(lacks), encoding="utf-8")
    notes[1].write_text("{", encoding="utf-8")
    more = json.loads(notes[2].read_text(encoding="utf-8")) | {"later": 1}
    notes[2].write_text(json.dumps(more), encoding="utf-8")
    for folder in folders[:3]:
        (folder / "pelicanconf.py").unlink()
    done = run_task("province", *folders, *options)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    for name, note in zip(names[:2], notes, strict=False):
        assert [line for line in done.stderr.splitlines() if line.startswith(f"{name}：{note} 读不出来")] != []
        assert rows_of(done)[name][0].startswith("没有生成（原来的网站没有改动）：")
    sites = json.loads((tmp_path / "out" / "site" / "data" / "sites.json").read_text(encoding="utf-8"))
    assert [site["name"] for site in sites["sites"]] == list(names[2:])


def test_county_whose_settings_end_the_program_is_named(tmp_path: Path) -> None:
    """Neither its worker nor another county ends with it; one without settings is told what is missing."""
    ends, lacks, good = (write_county(tmp_path, name, 3) for name in ("220112", "220113", "220122"))
    (ends / "pelicanconf.py").write_text("raise SystemExit('no more')\n", encoding="utf-8")
    (lacks / "pelicanconf.py").unlink()
    done = run_task("province", ends, lacks, good, "--output", tmp_path / "out", "--siteurl", SITEURL)
    assert done.returncode == 1
    rows = rows_of(done)
    assert rows["220112"][0].endswith("设置、主题或者程序出错（SystemExit：no more）")
    assert "里没有 pelicanconf.py" in rows["220113"][0]
    assert rows["220122"][0] == "已生成"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "inv province 后面还要写各县的文件夹"),
        (("nowhere",), "nowhere 不是一个县的文件夹：里面没有 data/datapackage.json"),
        ((".", "."), "文件夹名"),
        ((".", "--siteurl", "credit.example"), "--siteurl 要写成完整的地址"),
        ((".", "--workers", "-1"), "--workers 要写成 1 或更大的数"),
    ],
)
def test_wrong_use_is_one_sentence(inv: RunTask, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    """Exit status 2, and nothing is written."""
    done = inv("province", *arguments, "--output", tmp_path / "out")
    assert done.returncode == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.repetition
def test_eight_counties_of_five_thousand_with_a_worker_killed(tmp_path: Path) -> None:
    """On two workers, one killed in the middle of a county: each is its own build."""
    for name in COUNTIES:
        write_county(tmp_path, name, 5000)
    output = tmp_path / "province"
    with dask_workers(2) as workers:
        workers.kill_at(f"{output}/counties/.{KILLED}.new-*/entities/*.html", KILLED)
        done = run_task(
            "province", *(tmp_path / name for name in COUNTIES), "--output", output, "--siteurl", SITEURL,
            "--scheduler", workers.address,
        )  # fmt: skip
        met = workers.killed()
    assert done.returncode == 0, done.stderr
    assert met["lost"] == 1
    for name in COUNTIES:
        alone = build(tmp_path / f"alone-{name}", "--siteurl", f"{SITEURL}/{name}", root=tmp_path / name)
        assert contents(output / "counties" / name) == contents(alone)
