"""Development server: builds the site, serves it on loopback and rebuilds it when a source changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from credit.build.pipeline import BuildReport, build_site
from credit.http_server import folder_files, make_server, running
from credit.model import CreditError

#: Folders whose changes start a new build.
WATCHED = ("data", "content", "theme")


def serve_site(
    root: Path,
    output: Path,
    *,
    port: int,
    as_of: datetime.date | None,
    say: Callable[[str], None],
    built: Callable[[BuildReport], None],
) -> None:
    """Build and serve until interrupted; a later build that fails is reported and the site stays as it was.

    Raises CreditError when the first build fails or the port is taken.
    """
    from watchfiles import watch  # only this command needs it

    try:
        server = make_server(folder_files(output), port)
    except OSError as error:
        raise CreditError(f"端口 {port} 已被占用，请先关掉占用它的程序，或者用 --port 换一个端口。") from error
    with server:
        built(build_site(root, output, as_of=as_of))
        with running(server) as address:
            say(f"网站已在 {address}/ 打开，按 Ctrl+C 结束。")
            for _ in watch(*(root / name for name in WATCHED), raise_interrupt=False):
                try:
                    built(build_site(root, output, as_of=as_of))
                except CreditError as error:
                    say(str(error))
                    say("没有重新生成，网站还是原来的样子；改好后会自动再试。")
