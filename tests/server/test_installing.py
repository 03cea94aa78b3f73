"""setup-server: what fails half way says what stands, and the same command goes on from there."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import run_task
from tests.server.test_from_nothing import make_checkout


def test_a_first_publication_that_fails_says_what_stands_and_is_done_by_the_next_run(tmp_path: Path) -> None:
    """Nobody has pushed anything yet, so nothing is said of a push; the exit status tells a script."""
    checkout = make_checkout(tmp_path / "checkout")
    base = checkout / "theme" / "templates" / "base.html"
    good = base.read_text(encoding="utf-8")
    base.write_text("{{ nobody.knows }}", encoding="utf-8")
    arguments = ("setup-server", "--repo", tmp_path / "credit.git", "--site", tmp_path / "www")
    done = run_task(*arguments, root=checkout)
    assert done.returncode == 1
    assert "推送" not in done.stderr
    assert "没有发布" in done.stderr
    assert "再运行一次同样的命令" in done.stderr

    base.write_text(good, encoding="utf-8")
    done = run_task(*arguments, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "版本 1 已上线" in done.stderr
    assert (tmp_path / "www" / "current" / "index.html").is_file()
