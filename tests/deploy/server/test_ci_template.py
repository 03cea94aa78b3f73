"""The template for a hosted platform names each action by its commit."""

from __future__ import annotations

import re

from tests.conftest import ROOT


def test_hidden_folder_of_the_site_is_in_the_artifact() -> None:
    """The action leaves it out since its version 4.4 unless it is told otherwise."""
    text = (ROOT / "deploy" / "ci" / "site.yml").read_text(encoding="utf-8")
    step = text.partition("uses: actions/upload-artifact@")[2]
    assert "\n          include-hidden-files: true\n" in step


def test_every_action_is_pinned_by_its_commit() -> None:
    """A tag can be moved to other code."""
    text = (ROOT / "deploy" / "ci" / "site.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert len(uses) == 3
    assert [] == [use for use in uses if not re.fullmatch(r"[a-z/-]+@[0-9a-f]{40} # v[0-9.]+", use)]
