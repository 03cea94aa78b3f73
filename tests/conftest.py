"""What every test may ask for: the checkout, the built demonstration site, a host that serves it, a browser."""

from __future__ import annotations

import compileall
import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.http_server import web_host
from tests.support.scheduling import GroupScheduling, rank_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request
    from xdist.remote import Producer

# A busy machine is slow now and then; how long an example takes is no property of what it tests.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", _CALM, max_examples=40)
settings.register_profile("all", _CALM, max_examples=100)

ROOT = Path(__file__).resolve().parent.parent

#: What the program is made of and works on: enough to build the site somewhere else.
PROJECT = ("data", "content", "theme", "plugins", "tasks.py", "pelicanconf.py", "publishconf.py")

#: Debian's names of the browser, the person's own choice first.
CHROMIUM = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
#: Runs as root and in a container, and asks nobody anything over the network.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of ``make test-all``."""
    parser.addoption("--all", action="store_true", help="run the repetitions too")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples a property is tried with where it does not say so itself."""
    settings.load_profile("all" if config.getoption("--all") else "usual")
    # Rewriting the assertions of hundreds of files takes longer than collecting them; programs that tests run inherit nothing.
    sys.dont_write_bytecode = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the repetitions out where they are not asked for, and begin with what takes longest."""
    if not config.getoption("--all"):
        repeated = {item: item.get_closest_marker("repetition") is not None for item in items}
        config.hook.pytest_deselected(items=[item for item in items if repeated[item]])
        items[:] = [item for item in items if not repeated[item]]
    items.sort(key=lambda item: rank_of(item.nodeid))


def pytest_collection_finish() -> None:
    """Keep the collector off the thousands of tests: each full collection would walk through them again."""
    gc.collect()
    gc.freeze()


def pytest_sessionstart() -> None:
    """Compile the program once: ``inv`` writes no bytecode, and each of its hundreds of runs would compile it again."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compileall.compile_dir(ROOT / "plugins", quiet=1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    """Schedule groups of tests."""
    return GroupScheduling(config, log)


RunTask = Callable[..., "subprocess.CompletedProcess[str]"]


def run_task(
    *arguments: str | Path,
    root: Path = ROOT,
    env: dict[str, str] | None = None,
    prefix: tuple[str, ...] = (),
    umask: int = -1,
) -> subprocess.CompletedProcess[str]:
    """Run one task of the ``tasks.py`` in ``root`` as a person would, and return what it said and how it ended."""
    command = [*prefix, sys.executable, "-m", "invoke", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHASHSEED"}}
    return subprocess.run(
        command,
        cwd=root,
        env=environment | (env or {}),
        umask=umask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def build(output: Path, *arguments: str | Path, **options: object) -> Path:
    """Build the site by its own command into ``output`` and return it; a build that fails fails the test."""
    done = run_task("build", "--output", output, *arguments, **options)  # type: ignore[arg-type]
    assert done.returncode == 0, f"inv build ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return output


@contextmanager
def once_for_all_workers(folder: Path) -> Iterator[bool]:
    """Let one worker in at a time; the first gets True and does the work, the others find it done."""
    folder.mkdir(parents=True, exist_ok=True)
    lock, done = folder / "lock", folder / "done"
    for _ in range(6000):
        try:
            lock.mkdir()
            break
        except FileExistsError:
            time.sleep(0.1)
    else:
        pytest.fail(f"{lock} has been held for ten minutes")
    try:
        yield not done.exists()
        done.touch()
    finally:
        lock.rmdir()


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """Return a folder that all workers of this run see, and no other run."""
    base = factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def inv() -> RunTask:
    """Run a task: ``inv("check", "--format", "json", root=copy_of_site)``."""
    return run_task


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration site, built once by the real command; nobody writes into it."""
    folder = shared_folder(tmp_path_factory, "site")
    with once_for_all_workers(folder) as first:
        if first:
            build(folder / "output")
    return folder / "output"


@pytest.fixture(scope="session")
def siteurl() -> str:
    """The address ``site_in_subfolder`` is built for; its path is what the links carry."""
    return "https://credit.example/credit"


@pytest.fixture(scope="session")
def site_in_subfolder(tmp_path_factory: pytest.TempPathFactory, siteurl: str) -> Path:
    """The same site, built to lie below /credit of a host."""
    folder = shared_folder(tmp_path_factory, "site-in-subfolder")
    with once_for_all_workers(folder) as first:
        if first:
            build(folder / "output", "--siteurl", siteurl)
    return folder / "output"


@pytest.fixture
def copy_of_site(tmp_path: Path) -> Path:
    """A copy of the project, data and content and program, for a test that breaks something."""
    return copy_project(tmp_path / "project")


def copy_project(target: Path) -> Path:
    """Copy what the site is built from into ``target``, bytecode included, and return it."""
    target.mkdir(parents=True)
    for name in PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copy2(source, target / name)
    return target


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the demonstration site on a plain host, without a closing slash."""
    with web_host() as host:
        host.trees[""] = site
        yield f"http://127.0.0.1:{host.server_port}"


@pytest.fixture(scope="session")
def served_in_subfolder(site_in_subfolder: Path) -> Iterator[str]:
    """The address of the site below /credit; nothing answers outside of it."""
    with web_host() as host:
        host.trees["/credit"] = site_in_subfolder
        yield f"http://127.0.0.1:{host.server_port}/credit"


def find_chromium() -> str:
    """Return the browser's program, or fail with what to install."""
    for name in CHROMIUM:
        found = shutil.which(name) if name else None
        if found:
            return found
    pytest.fail("没有找到 Chromium。请运行 make test，或安装：apt-get install chromium fonts-noto-cjk")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # In a locale without Chinese the browser saves a file with a Chinese name as "download".
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS, env=env)
        yield chromium
        chromium.close()


OpenPage = Callable[..., "Page"]


def gather_faults(page: Page) -> list[str]:
    """Return the list to which all faults of a window are added: of the console, of scripts, of requests.

    A request that ends because its document was left is none: how far it had come is a matter of the machine's speed. One
    that ends so while its document stays is a fault. The browser fetches the favicon beside the document, and gives it up
    whenever it likes.
    """
    faults: list[str] = []
    aborted: list[str] = []
    begun: dict[Request, int] = {}
    documents = 0

    def arrive() -> None:
        nonlocal documents
        documents += 1
        for fault in aborted:
            faults.remove(fault)
        aborted.clear()

    def fail(request: Request) -> None:
        fault = f"{request.url}: {request.failure}"
        is_aborted = request.failure == "net::ERR_ABORTED"
        if is_aborted and ("/assets/favicon." in request.url or begun.get(request, documents) < documents):
            return
        faults.append(fault)
        if is_aborted:
            aborted.append(fault)

    page.on("request", lambda request: begun.setdefault(request, documents))
    page.on("domcontentloaded", lambda _: arrive())
    page.on("requestfailed", fail)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type in {"error", "warning"} else None)
    return faults


@contextmanager
def page_opener(browser: Browser) -> Iterator[OpenPage]:
    """Open an address in a window of its own, closed at the end: ``open_page(url, width=320, color_scheme="dark")``.

    Every other keyword is Playwright's for a context. What the console complains of, what a script throws and what
    cannot be loaded is gathered in ``page.faults``.
    """
    contexts = []

    def open_(url: str, *, width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = gather_faults(page)  # type: ignore[attr-defined]
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Windows of one test; see ``page_opener``."""
    with page_opener(browser) as open_:
        yield open_
