"""Hooks of an earlier version: a push is accepted by the software of today before ``setup-server`` rewrites them."""

from __future__ import annotations

from credit.deploy.setup.bare_repository import hook_text
from tests.deploy.server.conftest import Server

#: Where hooks of the versions before the package was divided anew find their program.
EARLIER, PRESENT = "credit.server.hooks", "credit.deploy.hooks.git_hooks"


def test_a_push_through_earlier_hooks_is_accepted(server: Server) -> None:
    """Both hooks, with the module they named then."""
    for hook in ("pre-receive", "post-receive"):
        path = server.settings.repo / "hooks" / hook
        text = path.read_text(encoding="utf-8")
        assert text == hook_text(server.settings, hook)
        assert text.count(PRESENT) == 1
        path.write_text(text.replace(PRESENT, EARLIER), encoding="utf-8")
    clone = server.clone("a")
    clone.edit("data/black-list.csv", "收款后不发货", "收款后没有发货")
    commit = clone.commit()
    done = clone.push()
    assert done.returncode == 0, done.stderr
    assert server.tip() == commit
    assert "ModuleNotFoundError" not in done.stderr
