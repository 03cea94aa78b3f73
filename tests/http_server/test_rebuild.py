"""Rebuilding while somebody edits: a fault that the next save ends is shown, and the server lives."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from credit.build.pipeline import BuildReport, build_site
from credit.dev_server import try_build
from credit.dev_server.dashboard import FOLDER, Dashboard


def dashboard_page(dashboard: Dashboard) -> str:
    """Return the page of the dashboard."""
    page = dashboard.over(lambda path: None)(f"{FOLDER}index.html")
    assert page is not None
    return page.decode()


def test_half_saved_template_is_shown_and_its_mending_builds_the_site(copy_of_site: Path) -> None:
    """The dashboard names file, line and fault; the next save builds."""
    dashboard, said = Dashboard(), list[str]()
    template = copy_of_site / "theme" / "templates" / "base.html"
    good = template.read_text(encoding="utf-8")
    build = partial(build_site, copy_of_site, copy_of_site / "output", workers=1)
    template.write_text(good.replace("{% endblock %}", "{% endblok %}", 1), encoding="utf-8")
    assert try_build(dashboard, copy_of_site, build, tuple, said.append) is None
    assert "theme/templates/base.html:" in dashboard_page(dashboard)
    assert "模板写得不对" in said[0]
    template.write_text(good, encoding="utf-8")
    assert try_build(dashboard, copy_of_site, build, tuple, said.append) is not None
    assert "模板写得不对" not in dashboard_page(dashboard)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            FileNotFoundError(2, "No such file", "theme/static/site.css"),
            "没有这个文件或者文件夹（theme/static/site.css）",
        ),
        (PermissionError(13, "Permission denied", "content/a.md"), "没有权限（content/a.md）"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "不是 UTF-8"),
        (ZeroDivisionError("division by zero"), "模板或者程序出错：ZeroDivisionError：division by zero"),
    ],
)
def test_no_fault_of_a_build_ends_the_server(error: Exception, words: str) -> None:
    """An editor is exchanging a file, or a template divides by zero: the dashboard says why."""
    dashboard, said = Dashboard(), list[str]()

    def build() -> BuildReport:
        raise error

    assert try_build(dashboard, Path("/nowhere"), build, tuple, said.append) is None
    assert words in dashboard_page(dashboard)
    assert "改好后会自动再试" in said[0]
