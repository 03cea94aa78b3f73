"""The clerk's dashboard of ``inv serve`` in a browser: a fault, its mending, a new notice, a broken descriptor."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

#: Longest wait for a rebuild on a busy machine, in milliseconds; nothing depends on how fast it is.
PATIENCE = 120_000


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Run ``inv serve`` in a project and yield its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "invoke", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        address = f"http://127.0.0.1:{port}"
        ends = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < ends:
            try:
                with urllib.request.urlopen(f"{address}/__dashboard/state.json", timeout=5):
                    break
            except OSError:
                assert process.poll() is None
                time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def test_the_dashboard_follows_what_a_clerk_saves(copy_of_site: Path, browser: Browser) -> None:
    """A wrong cell brings the dashboard with file and row; mended, the page comes back; nothing of it is in the output."""
    lists = copy_of_site / "data" / "black-list.csv"
    good = lists.read_bytes()
    notice = copy_of_site / "content" / "notices"
    descriptor = copy_of_site / "data" / "datapackage.json"
    who = ("-c", "user.name=clerk", "-c", "user.email=clerk@example.invalid")
    for words in (("init", "-q"), ("add", "data", "content"), (*who, "commit", "-qm", "as it is")):
        subprocess.run(["git", *words], cwd=copy_of_site, check=True)
    page = browser.new_page()
    with serving(copy_of_site) as address:
        page.goto(f"{address}/lists/")
        lists.write_bytes(good.replace(b"BL-2023-00005,", b"BL-2023-0000S,", 1))
        page.wait_for_url(f"{address}/__dashboard/", timeout=PATIENCE)
        page.wait_for_selector("h3", timeout=PATIENCE)
        assert "处错误，网站没有更新" in page.locator("h1").inner_text()
        assert "data/black-list.csv" in page.locator("h3").all_inner_texts()
        line = next(
            number for number, row in enumerate(good.decode("utf-8-sig").splitlines(), 1) if "BL-2023-00005," in row
        )
        assert str(line) in page.locator("tr.error td:first-child").all_inner_texts()
        page.click("[data-site]")
        assert f"{address}/" == page.url  # the last good site, as long as nothing else is saved
        page.goto(f"{address}/lists/")
        page.evaluate("sessionStorage.clear()")
        page.wait_for_url(f"{address}/__dashboard/", timeout=PATIENCE)
        lists.write_bytes(good)
        page.wait_for_url(f"{address}/lists/", timeout=PATIENCE)
        document = next(path for path in sorted(notice.glob("*.md")))
        text = document.read_text(encoding="utf-8")
        slug = re.search(r"^Slug: (\S+)", text, re.MULTILINE)
        assert slug is not None
        new = text.replace(f"Slug: {slug[1]}", "Slug: made-for-the-dashboard")
        (notice / "made-for-the-dashboard.md").write_text(new, encoding="utf-8")
        page.goto(f"{address}/__dashboard/")
        page.wait_for_function("() => document.body.innerText.includes('made-for-the-dashboard')", timeout=PATIENCE)
        whole = descriptor.read_bytes()
        descriptor.write_bytes(whole[:-20])
        page.wait_for_function("() => document.body.innerText.includes('datapackage.json')", timeout=PATIENCE)
        descriptor.write_bytes(whole)
        page.wait_for_function("() => document.querySelector('h1').innerText.includes('没有错误')", timeout=PATIENCE)
    page.close()
    assert [] == [
        path
        for path in (copy_of_site / "output").rglob("*")
        if "dashboard" in path.name and "made-for" not in str(path)
    ]
    assert b"__dashboard" not in (copy_of_site / "output" / "index.html").read_bytes()


def test_the_dashboard_starts_with_faulty_data(copy_of_site: Path, browser: Browser) -> None:
    """No site was ever built: any address shows the dashboard."""
    (copy_of_site / "data" / "departments.csv").write_bytes(b"x\xff\xfe\xff")
    page = browser.new_page()
    with serving(copy_of_site) as address:
        page.goto(f"{address}/")
        page.wait_for_selector("h3", timeout=PATIENCE)
        assert ["data/departments.csv"] == page.locator("h3").all_inner_texts()
    page.close()
