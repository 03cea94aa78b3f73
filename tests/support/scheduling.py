"""Scheduling of tests on worker processes: tests that share an expensive fixture run in one process, long ones first."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

#: Files whose tests of one page type share the observations of its pages (tests/site/observations.py).
_OBSERVED = re.compile(r"tests/site/test_(?:accessibility|browser|first_screen|site_script)\.py::\w+\[(\w+)\]")

#: Files whose tests share an expensive fixture of the module: another process would make it once more or wait for it.
TOGETHER = (
    "tests/cluster/test_build_on_cluster.py",
    "tests/cluster/test_province.py",
    "tests/time_machine/test_days.py",
    "tests/deploy/releases/test_damaged_state.py",
    "tests/deploy/server/test_debian.py",
    "tests/deploy/server/test_nginx_config.py",
    "tests/deploy/server/test_odd_pushes.py",
    "tests/deploy/server/test_setup_from_nothing.py",
    "tests/deploy/server/test_static_hosts.py",
    "tests/deploy/server/test_upgrade.py",
    "tests/exporters/test_other_lists.py",
    "tests/pages/test_badge.py",
    "tests/pages/test_entity.py",
    "tests/pages/test_meta_tags.py",
    "tests/site/test_foreign_list.py",
    "tests/site/test_html_and_css_validity.py",
    "tests/site/test_imported_documents.py",
    "tests/site/test_links.py",
    "tests/site/test_planted_comparison.py",
    "tests/site/test_repeatable.py",
    "tests/site/test_withdrawals.py",
)

#: Files with the longest tests: begun last, one of them would keep a single process busy at the end.
LONG = (
    "tests/time_machine/", "tests/cluster/", "tests/deploy/server/test_setup_from_nothing.py", "tests/site/test_incremental.py",
    "tests/site/test_accessibility.py", "tests/site/test_browser.py", "tests/site/test_site_script.py",
    "tests/site/test_first_screen.py",
    "tests/deploy/", "tests/site/test_setup.py", "tests/docs/", "tests/site/", "tests/names/",
)  # fmt: skip


def scope_of(nodeid: str) -> str:
    """Return the group of a test: tests of one group run in one process, one after another."""
    if match := _OBSERVED.match(nodeid):
        return f"page type {match[1]}"
    return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid)


def rank_of(nodeid: str) -> int:
    """Return the place of a test in the order of a run."""
    return next((place for place, path in enumerate(LONG) if nodeid.startswith(path)), len(LONG))


class GroupScheduling(LoadScopeScheduling):
    """Hands out groups of tests; ``--dist loadgroup`` of xdist 3.8 does nothing with pytest 9."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
