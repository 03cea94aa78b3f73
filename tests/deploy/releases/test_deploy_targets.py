"""The site elsewhere: in a folder, on a host over ssh, in a ZIP; new files first, deletions last, nothing foreign touched."""

from __future__ import annotations

import hashlib
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from credit.deploy import PublishError
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.deploy_targets import copy_rank, copy_to_folder, copy_to_target
from credit.deploy.releases.release_assembly import files_below


def make_tree(folder: Path, **more: str) -> Path:
    """Write a small tree."""
    files = {
        "version.json": "{}", "index.html": "home", "assets/a.1.css": "a", "data/x.csv": "x", "entities/e.html": "e",
    } | more  # fmt: skip
    for name, text in files.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {name: place.read_bytes() for name, place, _ in files_below(folder)}


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Two states of a site: in the second one page is gone, one new, one changed, the asset has another name."""
    first = make_tree(tmp_path / "first")
    second = make_tree(
        tmp_path / "second", **{"entities/e.html": "", "assets/a.1.css": "", "assets/a.2.css": "b", "index.html": "new",
                                "entities/f.html": "f"},
    )  # fmt: skip
    return first, second


def quiet(_: str) -> None:
    return


def test_a_folder_holds_the_tree_and_older_assets(trees: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = trees
    target = tmp_path / "web"
    copy_to_target(first, str(target), say=quiet)
    assert bytes_in(first) == bytes_in(target)
    (target / ".well-known").mkdir()
    (target / ".well-known" / "token").write_text("t", encoding="utf-8")
    sent = copy_to_target(second, str(target), say=quiet)
    assert bytes_in(second) | {"assets/a.1.css": b"a", ".well-known/token": b"t"} == bytes_in(target)
    assert (3, 1) == (sent.written, sent.removed)


def test_pages_come_after_what_they_need_and_deletions_last(trees: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = trees
    target = shutil.copytree(first, tmp_path / "web")
    steps: list[str] = []
    copy_to_folder(second, target, FileSystem(steps.append))
    done = [step.split(" ")[1] for step in steps if step.startswith(("replace", "remove"))]
    assert ["a.2.css", "f.html", "index.html", "e.html"] == done
    assert [0, 1, 2, 3] == [copy_rank(item) for item in ("assets/a.css", "data/x.csv", "index.html", "version.json")]


def test_a_folder_of_somebody_else_is_left_alone(trees: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "theirs.txt").write_text("t", encoding="utf-8")
    with pytest.raises(PublishError, match="空文件夹"):
        copy_to_target(trees[0], str(tmp_path / "web"), say=quiet)


def test_a_host_is_brought_up_to_date_by_rsync(trees: tuple[Path, Path], tmp_path: Path) -> None:
    """The remote shell is a program that runs its command here: rsync's own protocol, without a daemon."""
    layout = tmp_path / "shell"
    layout.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n', encoding="utf-8")
    layout.chmod(layout.stat().st_mode | stat.S_IXUSR)
    first, second = trees
    target = tmp_path / "web"
    for tree in (first, second):
        sent = copy_to_target(tree, f"host.example:{target}", say=quiet, rsh=(str(layout),))
    assert bytes_in(second) | {"assets/a.1.css": b"a"} == bytes_in(target)
    assert (3, 1) == (sent.written, sent.removed)
    with pytest.raises(PublishError, match="rsync"):
        copy_to_target(second, f"host.example:{target}", say=quiet, rsh=("/bin/false",))


def test_a_host_gets_security_txt_and_keeps_what_others_put_beside_it(trees: tuple[Path, Path], tmp_path: Path) -> None:
    """Of a tree without the file nothing is deleted there either."""
    layout = tmp_path / "shell"
    layout.write_text('#!/bin/sh\nshift\nexec sh -c "$*"\n', encoding="utf-8")
    layout.chmod(layout.stat().st_mode | stat.S_IXUSR)
    first, second = trees
    make_tree(first, **{".well-known/security.txt": "Contact: x"})
    target = make_tree(tmp_path / "web", **{".well-known/acme-challenge/token": "t", ".htaccess": "h"})
    for tree in (first, second):
        copy_to_target(tree, f"host.example:{target}", say=quiet, rsh=(str(layout),))
        hidden = {name: data for name, data in bytes_in(target).items() if name.startswith(".")}
        assert hidden == {
            ".well-known/security.txt": b"Contact: x", ".well-known/acme-challenge/token": b"t", ".htaccess": b"h",
        }  # fmt: skip


def test_a_zip_says_what_to_delete(trees: tuple[Path, Path], tmp_path: Path) -> None:
    """Its checksums are right, the same tree gives the same bytes, a foreign ZIP is left alone."""
    first, second = trees
    target = tmp_path / "site.zip"
    copy_to_target(first, str(target), say=quiet)
    once = target.read_bytes()
    copy_to_target(first, str(target), say=quiet)
    assert once == target.read_bytes()
    sent = copy_to_target(second, str(target), say=quiet)
    with zipfile.ZipFile(target) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert "assets/a.1.css\nentities/e.html\n" == files["delete.txt"].decode()
    assert 2 == sent.removed
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name.startswith("site/")}
    (tmp_path / "other.zip").write_bytes(b"PK")
    with pytest.raises(PublishError, match="没有覆盖"):
        copy_to_target(first, str(tmp_path / "other.zip"), say=quiet)


def test_a_zip_that_nobody_carried_loses_no_deletion(trees: tuple[Path, Path], tmp_path: Path) -> None:
    """The page of a removed record is asked for until it is back, however often a ZIP is made before one is carried."""
    first, second = trees
    third = make_tree(tmp_path / "third", **{"entities/e.html": "", "entities/f.html": ""})
    target = tmp_path / "site.zip"
    asked = []
    for tree in (first, second, second, third, first):
        copy_to_target(tree, str(target), say=quiet)
        with zipfile.ZipFile(target) as packed:
            asked.append(packed.read("delete.txt").decode().split())
    page, asset = "entities/e.html", "assets/a.1.css"
    later = ["assets/a.2.css", "entities/f.html"]
    assert asked == [[], [asset, page], [asset, page], sorted([page, *later]), later]
