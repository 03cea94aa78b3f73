"""A built site goes in; a picture of each page type, in each width and colour scheme, comes out."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, find_chromium
from tests.support.http_server import web_host
from tests.support.page_types import PAGES, address_of, pages_of

#: A phone of small size, a tablet, a desk.
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
#: What is seen without scrolling, and a little more: a whole page of a long list tells nothing at a glance.
HEIGHT = 1100
#: All pictures together are to stay at some 2 MB: the browser itself makes WebP of them, smaller than life.
QUALITY = 0.12
SCALES = {320: 0.75, 768: 0.5, 1280: 0.5}
_TO_WEBP = """async ([png, quality, scale]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width * scale;
    canvas.height = image.height * scale;
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def take_pictures(site: Path, target: Path, types: list[str]) -> list[Path]:
    """Write ``<type>-<width>.webp`` (and ``-dark``) below ``target`` and return the files."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with web_host() as host, sync_playwright() as playwright:
        host.trees[""] = site
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        darkroom = chromium.new_page()
        for scheme in SCHEMES:
            for width in WIDTHS:
                context = chromium.new_context(
                    viewport={"width": width, "height": HEIGHT}, locale="zh-CN", color_scheme=scheme
                )
                page = context.new_page()
                for page_type in types:
                    file = pages_of(site, page_type)[0]
                    page.goto(f"http://127.0.0.1:{host.server_port}{address_of(file)}")
                    name = f"{page_type}-{width}{'' if scheme == 'light' else '-dark'}.webp"
                    png = base64.b64encode(page.screenshot()).decode()
                    developed = darkroom.evaluate(_TO_WEBP, [png, QUALITY, SCALES[width]])
                    (target / name).write_bytes(base64.b64decode(developed))
                    written.append(target / name)
                context.close()
        chromium.close()
    return written


if __name__ == "__main__":
    built, folder, *wanted = sys.argv[1:]
    for picture in take_pictures(Path(built), Path(folder), wanted or list(PAGES)):
        print(picture)  # noqa: T201 - run by a task, its results go to the terminal
