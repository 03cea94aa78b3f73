"""A release is looked at once more before the switch; one that is refused changes nothing but what must be gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from credit.deploy import PublishError, publish, status
from credit.deploy.releases.release_assembly import files_below, find_faults
from credit.deploy.releases.release_store import BuiltTree, live_release
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_publish import stats_of
from tests.deploy.releases.test_removal import server_live, visible_black

#: A valid number of nobody: the example of the standard (GB 11643).
PERSON = "11010519491231002X"

Change = Callable[[Path], None]


def altered(build: Callable[..., BuiltTree], change: Change, *, without: str = "") -> Callable[..., BuiltTree]:
    """Return a build whose tree is changed once more, and which does not show a record."""

    def run(*arguments: object, **options: object) -> BuiltTree:
        built = build(*arguments, **options)
        change(built.tree)
        records = {key: one for key, one in built.records.items() if key != without}
        return replace(built, records=records, files=sum(1 for _ in files_below(built.tree)))

    return run


def rewrite(tree: Path, name: str, more: str) -> None:
    """Write more into a file of the tree; it is a link to the live one's."""
    data = (tree / name).read_bytes()
    (tree / name).unlink()
    (tree / name).write_bytes(data + more.encode())


def lose_a_page(tree: Path) -> None:
    (tree / "policies" / "repair-guide" / "index.html").unlink()


def name_a_person(tree: Path) -> None:
    rewrite(tree, "data/black-list/black-list.csv", f"身份证 {PERSON}\n")


def name_a_person_at_home(tree: Path) -> None:
    rewrite(tree, "index.html", f"<p>身份证 {PERSON}</p>\n")


def name_a_person_in_a_policy(tree: Path) -> None:
    path = tree / "policies" / "repair-guide" / "index.html"
    if path.exists():
        rewrite(tree, "policies/repair-guide/index.html", f"<p>身份证 {PERSON}</p>\n")


def prebuilt_records(server: Server, prebuilt: Callable[..., BuiltTree]) -> frozenset[str]:
    """Return what the build shows, by record id and by address of a document."""
    return frozenset(prebuilt(server.settings, "0" * 40, newest="", held=frozenset()).records)


def grow(tree: Path) -> None:
    colours = (hashlib.sha256(str(number).encode()).hexdigest() for number in range(400))
    rules = "".join(f".c{colour[6:]}{{color:#{colour[:6]}}}\n" for colour in colours)
    (tree / "assets" / "grown.00000000.css").write_text(rules, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lose_a_page, "链接到不存在的 /policies/repair-guide/index.html"),
        (name_a_person_at_home, "index.html：文件（正文、属性或者以前保存的版本）里有疑似"),
        (grow, "样式压缩后一共"),
    ],
)
def test_what_no_reader_may_meet_is_refused(
    server: Server, prebuilt: Callable[..., BuiltTree], change: Change, said: str
) -> None:
    """The old site stays as it was, the reason is said, never the number; the next good run goes through."""
    before = stats_of(server)
    server.push()
    with pytest.raises(PublishError, match="网站还是原来的版本") as refused:
        publish(server.settings, build=altered(prebuilt, change))
    assert said in str(refused.value)
    assert PERSON not in str(refused.value)
    assert before == stats_of(server)
    assert said in status(server.settings).alarms[0]
    publish(server.settings, build=prebuilt)
    assert () == status(server.settings).alarms


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (name_a_person, "data/black-list/black-list.csv"),
        (name_a_person_in_a_policy, "policies/repair-guide/index.html"),
    ],
)
def test_faulty_page_alone_is_left_out_and_the_rest_goes_live(
    server: Server, prebuilt: Callable[..., BuiltTree], change: Change, name: str
) -> None:
    """No page leads to it, the pusher is told without the number, an alarm stands until it is mended."""
    commit, said = server.push(), list[str]()
    release = publish(server.settings, build=altered(prebuilt, change), say=said.append)
    assert (commit, []) == (release.commit, find_faults(server.settings, release.name))
    assert not (server.current / name).exists()
    assert [] == server.places_of(PERSON)
    links = f'href="/{name.removesuffix("index.html")}"'.encode()
    assert [] == [path for path in server.current.rglob("*.html") if links in path.read_bytes()]
    shown = f"网页 /{name.removesuffix('index.html')} 没有公布，其余照常上线"
    assert [True] == [shown in line for line in said if "没有公布" in line]
    assert shown in status(server.settings).alarms[0]
    assert PERSON not in f"{said}{status(server.settings)}"
    publish(server.settings, build=prebuilt)
    assert ((), True) == (status(server.settings).alarms, (server.current / name).exists())


@pytest.mark.parametrize("found_by", ["the build", "the check of the release"])
def test_faulty_document_that_home_quotes_is_left_out_and_home_goes_live(
    server: Server, prebuilt: Callable[..., BuiltTree], found_by: str
) -> None:
    """Built again without the document the home page is whole; nothing of the first build's faults blocks it."""
    paper, home = "policies/repair-guide/index.html", "index.html"
    if "/policies/repair-guide/" not in prebuilt_records(server, prebuilt):
        pytest.fail("the policy is no document of the site")

    def build(*arguments: object, held: frozenset[str], **options: object) -> BuiltTree:
        built = prebuilt(*arguments, held=held, **options)
        withheld = {}
        if "/policies/repair-guide/" in held:
            (built.tree / paper).unlink()
            for path in built.tree.rglob("*.html"):
                data = path.read_bytes()
                if (link := b"/policies/repair-guide/") in data:
                    path.unlink()
                    path.write_bytes(data.replace(link, b"/about/"))
        else:
            name_a_person_in_a_policy(built.tree)
            name_a_person_at_home(built.tree)
            withheld = dict.fromkeys((home, paper), "疑似身份证号") if found_by == "the build" else {}
        return replace(built, files=sum(1 for _ in files_below(built.tree)), withheld=withheld)

    commit, said = server.push(), list[str]()
    release = publish(server.settings, build=build, say=said.append)
    assert (commit, []) == (release.commit, find_faults(server.settings, release.name))
    assert (True, False) == ((server.current / home).exists(), (server.current / paper).exists())
    assert [] == server.places_of(PERSON)
    assert ["网页 /policies/repair-guide/ 没有公布"] == [line.split("，")[0] for line in said if "没有公布" in line]


def test_page_over_its_budget_leaves_the_site_with_its_links_and_search_entries(server: Server) -> None:
    """A document that the server's own build makes too large a page of; another document of the same push is shown."""
    head = "Title: 长文（示例）\nSlug: {}\nDate: 2026-05-11\nSubjects: 无\nDemonstration: 是\n\n"
    for slug, body in (
        ("long-text", f"{'长' * 60}\n\n" * 5_700),
        ("short-text", "短。\n\n[长文](/notices/long-text/)\n"),
    ):
        (server.clone / "content" / "notices" / f"{slug}.md").write_text(head.format(slug) + body, encoding="utf-8")
    commit, said = server.push(), list[str]()
    release = publish(server.settings, say=said.append)
    assert commit == release.commit, said
    assert (server.current / "notices/short-text/index.html").is_file()
    assert "网页 /notices/long-text/ 没有公布" in "".join(said)
    assert [] == server.places_of("notices/long-text")


def test_a_removal_goes_through_whatever_is_refused(server: Server, prebuilt: Callable[..., BuiltTree]) -> None:
    """What is too heavy is told only; for a number the old tree stays, without who is gone."""
    key, name, code = visible_black(server)
    server.withdraw(key)
    server.push()
    with pytest.raises(PublishError, match="疑似"):
        publish(server.settings, build=altered(prebuilt, name_a_person_at_home, without=key))
    live = live_release(server.settings)
    assert live is not None
    assert ((key,), []) == (live.reduced, find_faults(server.settings, live.name))
    assert ([], []) == (server_live(server, name), server_live(server, code))
    assert PERSON not in str(status(server.settings))


def test_a_removal_is_published_though_something_is_too_heavy(
    server: Server, prebuilt: Callable[..., BuiltTree]
) -> None:
    """And the next change that removes nobody is refused until it is mended."""
    key, _, _ = visible_black(server)
    server.push()
    release = publish(server.settings, build=altered(prebuilt, grow, without=key))
    assert (2, ()) == (release.number, release.reduced)
    assert any("样式压缩后一共" in warning for warning in status(server.settings).warnings)
    server.push()
    with pytest.raises(PublishError, match="样式压缩后一共"):
        publish(server.settings, build=altered(prebuilt, grow, without=key))
