"""Page graph: dead links within the site, and the clicks from the home page to every page."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from credit import law, urls
from credit.site_inspection.inspection_findings import Finding
from credit.site_inspection.page_facts import PageFacts

#: Pages that no reader is led to by clicks: answers to a wrong address, and sheets and lookup pages beside others, which
#: ask search engines not to list them.
_APART = (urls.NOT_FOUND, urls.GONE, urls.CERTIFICATES, urls.SEARCH_BY)

HOME_FILE = "index.html"


def base_of(home: PageFacts) -> str:
    """Return the path below which the site is served, by the canonical link of its home page; empty for the root."""
    return urlsplit(home.canonical).path.rstrip("/")


def target_file(page: PageFacts, target: str, base: str, host: str) -> tuple[str, str] | None:
    """Return file and fragment that a target leads to, None where it leaves the site."""
    parts = urlsplit(target)
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != host):
        return None
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return (page.file if not parts.netloc else HOME_FILE), fragment
    if path.startswith("/"):
        if base and path != base and not path.startswith(f"{base}/"):
            return f"..{path}", fragment
        steps = path.removeprefix(base).split("/")
    else:
        steps = [*page.file.split("/")[:-1], *path.split("/")]
    found: list[str] = []
    for step in steps[:-1]:
        if step == ".." and found:
            found.pop()
        elif step not in ("", "."):
            found.append(step)
    return "/".join([*found, steps[-1] or HOME_FILE]), fragment


def check_links(pages: Mapping[str, PageFacts], files: Collection[str]) -> Iterator[Finding]:
    """Report each page with each of its targets that is not in the tree; a place on a page counts too."""
    home = pages[HOME_FILE]
    base, host = base_of(home), urlsplit(home.canonical).netloc
    for page in pages.values():
        for target in dict.fromkeys((*page.links, *page.resources)):
            found = target_file(page, target, base, host)
            if found is None:
                continue
            file, fragment = found
            if file not in files:
                yield Finding("dead-link", page.address, f"链接 {target} 没有对应的页面或者文件，请改正或者删去")
            # A fragment with a sign = is input of a script and no place.
            elif fragment and "=" not in fragment and file in pages and fragment not in pages[file].ids:
                yield Finding("dead-link", page.address, f"链接 {target} 的位置在那一页上没有，请改正")


def check_clicks(pages: Mapping[str, PageFacts]) -> Iterator[Finding]:
    """Report each page that more clicks from the home page lead to than the limit allows, or none at all."""
    home = pages[HOME_FILE]
    base, host = base_of(home), urlsplit(home.canonical).netloc
    clicks = {HOME_FILE: 0}
    waiting = deque([HOME_FILE])
    while waiting:
        page = pages[waiting.popleft()]
        for target in page.links:
            found = target_file(page, target, base, host)
            if found and found[0] in pages and found[0] not in clicks:
                clicks[found[0]] = clicks[page.file] + 1
                waiting.append(found[0])
    limit = law.inspection_limit("clicks")
    for page in pages.values():
        if page.address.startswith(_APART):
            continue
        if page.file not in clicks:
            yield Finding("unreachable", page.address, "从首页点不到这一页，请从栏目或者其他页面链接过来")
        elif (count := clicks[page.file]) > limit.amount:
            message = f"从首页要点 {count} 次，超过 {limit.words}，请从更近的页面链接过来"
            yield Finding("too-deep", page.address, message)
