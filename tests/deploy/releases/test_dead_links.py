"""A document that links to what has left holds no release up."""

from __future__ import annotations

from credit.deploy import publish
from credit.deploy.releases.release_store import live_release
from tests.deploy.releases.conftest import Server
from tests.deploy.releases.test_removal import visible_black


def test_a_link_to_an_archive_that_left_becomes_text_and_the_release_is_whole(server: Server) -> None:
    """The record is withdrawn: the page with the link is built anew, nothing is cut out, the code is in no file."""
    key, name, code = visible_black(server)
    path = server.clone / "content" / "pages" / "about.md"
    path.write_text(path.read_text(encoding="utf-8") + f"\n见[这份档案](/entities/{code}.html)。\n", encoding="utf-8")
    server.push()
    publish(server.settings)
    page = server.current / "about" / "index.html"
    assert f'href="/entities/{code}.html"' in page.read_text(encoding="utf-8")
    server.withdraw(key)
    server.push()
    publish(server.settings)
    live = live_release(server.settings)
    assert live is not None
    assert live.reduced == ()
    assert "见这份档案。" in page.read_text(encoding="utf-8")
    assert any("没有对应的页面" in warning for warning in live.warnings)
    assert [] == server.places_of(name, code)
