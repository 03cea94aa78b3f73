"""A built tree in, what its pages hold and link to out: the link checker of the tests, standard library only."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.support.page_types import files_of

#: Attributes that fetch or lead somewhere, by what they do: a reader follows links, the browser fetches the rest.
_FOLLOWED = {("a", "href"), ("area", "href"), ("form", "action"), ("button", "formaction")}
_FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("image", "href"),
    ("img", "src"),
    ("input", "src"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("track", "src"),
    ("use", "href"),
    ("video", "poster"),
    ("video", "src"),
}
#: Relations of <link> that only name an address.
_NAMED = {"canonical", "license", "alternate", "author", "help", "next", "prev", "up"}
#: Relations by which a link says that it leads to somebody else's site.
_ELSEWHERE = {"external", "noopener"}
#: Fragment that names a record and its subject for the script of a guide.
_FORM = re.compile(r"record=([A-Z]+-[0-9]+-[0-9]+)&code=([0-9A-Z]{18})")


@dataclass
class PageContents:
    """What the checks need to know of one page; lines are those of the file."""

    file: str
    ids: list[str] = field(default_factory=list)
    followed: list[tuple[int, str, frozenset[str]]] = field(default_factory=list)
    fetched: list[tuple[int, str]] = field(default_factory=list)
    named: list[tuple[int, str]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    inline: list[tuple[int, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, contents: PageContents) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = contents

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        contents, line = self.contents, self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        if values.get("id"):
            contents.ids.append(values["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            contents.headings.append(int(tag[1]))
        if tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            contents.policies.append(values.get("content", ""))
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/ld+json"):
            contents.inline.append((line, f"<{tag}>"))
        relations = frozenset(values.get("rel", "").lower().split())
        for name, value in values.items():
            if name == "style" or name.startswith("on"):
                contents.inline.append((line, f"{tag} {name}"))
            elif (tag, name) in _FOLLOWED:
                contents.followed.append((line, value, relations))
            elif (tag, name) in _FETCHED:
                contents.fetched.append((line, value))
            elif name == "srcset":
                contents.fetched.extend((line, part.split()[0]) for part in value.split(",") if part.strip())
            elif tag == "link" and name == "href":
                (contents.named if relations and relations <= _NAMED else contents.fetched).append((line, value))

    handle_startendtag = handle_starttag


def read_page(site: Path, file: str) -> PageContents:
    """Return what one page of the tree holds."""
    contents = PageContents(file)
    reader = _Reader(contents)
    reader.feed((site / file).read_text(encoding="utf-8"))
    reader.close()
    return contents


def read_pages(site: Path) -> dict[str, PageContents]:
    """Return what every page of the tree holds, by its file."""
    return {file: read_page(site, file) for file in files_of(site) if file.endswith(".html")}


def target_of(file: str, link: str, base: str = "") -> tuple[str, str] | None:
    """Return the file and the fragment a link of a page leads to, or None where it leaves the tree.

    ``base`` is the path the tree is served under. Percent signs are decoded, ``/x/`` is ``/x/index.html``; a link
    that climbs above the root leads to no file (its path keeps the ``..``).
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if path == "":
        return file, fragment
    if path.startswith("/"):
        if base and path != base and not path.startswith(f"{base}/"):
            return f"..{path}", fragment
        steps = path.removeprefix(base).split("/")
    else:
        steps = [*file.split("/")[:-1], *path.split("/")]
    found: list[str] = []
    for step in steps[:-1]:
        if step == ".." and found and found[-1] != "..":
            found.pop()
        elif step not in {"", "."}:
            found.append(step)
    last = steps[-1]
    if last in {"", "."}:
        last = "index.html"
    return "/".join([*found, last]), fragment


def check_links(site: Path, pages: dict[str, PageContents], base: str = "") -> list[str]:
    """Return every fault of the links: no such file, no such place on the page, a thing fetched from elsewhere.

    A link a reader follows may lead out of the site only where it is marked so, by telephone or mail.
    """
    existing = set(files_of(site))
    ids = {file: set(contents.ids) for file, contents in pages.items()}
    faults: list[str] = []
    for file, contents in pages.items():
        links = [(line, link, True, relations) for line, link, relations in contents.followed]
        links += [(line, link, False, frozenset()) for line, link in contents.fetched]
        for line, link, followed, relations in links:
            where = f"{file}:{line}: {link}"
            target = target_of(file, link, base)
            if target is None:
                scheme = urlsplit(link).scheme
                if not followed:
                    if scheme != "data":
                        faults.append(f"{where}: fetched from elsewhere")
                elif scheme not in {"tel", "mailto"} and not (scheme in {"http", "https"} and relations & _ELSEWHERE):
                    faults.append(f"{where}: leaves the site and does not say so")
            elif target[0] not in existing:
                faults.append(f"{where}: no such file")
            elif form := _FORM.fullmatch(target[1]):
                # Not a place: a script of the guide fills its form from the archive of this record.
                described = site / "entities" / f"{form[2]}.json"
                if (
                    "form" not in ids[target[0]]
                    or not described.is_file()
                    or form[1] not in described.read_text("utf-8")
                ):
                    faults.append(f"{where}: no form or no such record")
            elif target[1] and target[1] not in ids.get(target[0], set()):
                faults.append(f"{where}: no such place on the page")
    return faults


def clicks_from_home(pages: dict[str, PageContents], base: str = "") -> dict[str, int]:
    """Return the least number of clicks from the home page to every page that can be reached."""
    clicks = {"index.html": 0}
    waiting = deque(["index.html"])
    while waiting:
        file = waiting.popleft()
        for _, link, _ in pages[file].followed:
            target = target_of(file, link, base)
            if target and target[0] in pages and target[0] not in clicks:
                clicks[target[0]] = clicks[file] + 1
                waiting.append(target[0])
    return clicks
