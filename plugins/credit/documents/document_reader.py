"""Document reader: every Markdown file of content/ read by its kind, with the faults of all files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from credit import urls
from credit.documents.attachments import read_attachments
from credit.documents.body import render_body
from credit.documents.front_matter import SLUG, FrontMatter, parse_front_matter
from credit.documents.front_matter_keys import TITLES, UNSTATED
from credit.documents.guide_sections import check_sections
from credit.documents.markdown_parser import heading_lines
from credit.documents.source_text import Fault, find_unfilled, read_source
from credit.documents.text_variables import check_variables
from credit.identifiers import parse_iso_date
from credit.model import Document, Problem

#: Folder of content/ → kind of the documents in it.
FOLDERS = {**{folder: kind for kind, folder in urls.COLUMNS.items()}, "pages": "page", urls.GUIDES_FOLDER: "guide"}

#: Names of files that the check of names lets pass.
_FILE_NAME = re.compile(r"[a-z0-9._-]+")

#: Slugs of the guides: each address is linked from other pages, so there is neither one more nor one less.
GUIDES = tuple(address.split("/")[2] for address in urls.GUIDES)

#: Guides that the software has itself, shown until content/guides/ has its own.
SHIPPED = Path(__file__).parent / "shipped_guides"

#: First parts of the addresses that belong to the site itself (design.md section 4): no page may take one.
RESERVED = frozenset(
    {
        "api", "assets", "badges", "cases", "changes", "check", "data", "departments", "entities", "favicon", "feeds", "guides",
        "large", "lists", "measures", "notices", "pages", "policies", "reports", "responsibilities", "robots", "search",
        "sitemap", "static", "statistics", "theme", "version", "withdrawals", "index", "404", "410",
    }
)  # fmt: skip


def read_documents(root: Path) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Read all documents of ``root``/content, sorted by kind and slug, and find every fault of every file.

    A document with faults is returned too, under the name of its file, so that a row or link that refers to it is
    not reported; publication leaves it out by the paths of the problems. One that cannot be read has no words, and no
    rule compares it with others. Codes beside those of front matter, body and attachments: ``file-missing file-size encoding
    hidden-character mojibake slug slug-repeated number-repeated document-place``.
    """
    content = root / "content"
    documents: list[Document] = []
    problems: list[Problem] = list(_misplaced(root, content))
    for folder, kind in FOLDERS.items():
        if not (content / folder).is_dir() or (content / folder).is_symlink():
            continue
        for path in _markdown_files(content / folder):
            document, found = read_document(root, path, kind)
            problems += found
            documents.append(document)
    documents.sort(key=lambda item: (list(FOLDERS.values()).index(item.kind), item.slug, item.path))
    problems += _repeated_numbers(documents, root)
    return tuple(documents), tuple(sorted(set(problems)))


def _unreadable(name: str, slug: str, kind: str) -> Document:
    """Return the document of a file that cannot be read: its place among the others, without words."""
    return Document(kind, name, slug, slug, None, {}, "", "", readable=False)


def read_document(root: Path, path: Path, kind: str) -> tuple[Document, tuple[Problem, ...]]:
    """Read one Markdown file; see ``read_documents``. Repeats among several files are not found here."""
    name = path.relative_to(root).as_posix()
    if path.is_symlink():
        fault = Problem(name, 1, "", "document-place", "这里只放文件本身，不放链接，请换成真正的文件")
        return _unreadable(name, path.stem, kind), (fault,)
    source = read_source(path)
    if not source.readable:
        return _unreadable(name, path.stem, kind), _problems(name, source.faults)
    front = parse_front_matter(source.lines, kind)
    faults = [*source.faults, *front.faults, *_slug_faults(front, path, kind)]
    beside = path.parent / path.stem
    attachments, found = read_attachments(root, beside) if beside.is_dir() else ((), ())
    base = urls.document_address(kind, path.stem)
    body = render_body(
        source.lines[front.body_at - 1 :], front.body_at, base, {attachment.name for attachment in attachments}
    )
    # Without a head nobody can tell where the body begins.
    faults += [
        *(body.faults if front.lines else ()),
        *check_variables(source.lines, kind),
        *find_unfilled(source.lines),
    ]
    if kind == "guide" and all(fault.warning for fault in body.faults):
        at = heading_lines(source.lines[front.body_at - 1 :], front.body_at)
        faults += check_sections(body.html, at, front.body_at)
    # A number that is not known is none: nothing may cite the paper by it.
    unnumbered = ("Number", "Number_printed") if front.values.get("Number") == UNSTATED else ()
    values = {key: value for key, value in front.values.items() if key not in unnumbered}
    document = Document(
        kind=kind,
        path=name,
        slug=_address_name(front, path),
        title=values.get("Title") or path.stem,
        date=parse_iso_date(values.get("Date", "")),
        metadata=values,
        body=body.html,
        text=body.text,
        clauses=body.clauses,
        links=body.links,
        attachments=attachments,
        attachment_sizes=tuple((root / path).stat().st_size for path in attachments),
    )
    return document, (*_problems(name, faults), *found)


@cache
def shipped_guides() -> tuple[Document, ...]:
    """Return the guides of the software itself, in the order of their addresses."""
    documents = [read_document(SHIPPED, SHIPPED / f"{slug}.md", "guide")[0] for slug in GUIDES]
    # Under the name that the site's own file would have: to write one is to change a document, not to add another.
    return tuple(replace(document, path=f"content/guides/{document.path}") for document in documents)


def _problems(name: str, faults: Iterable[Fault]) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            name,
            fault.line,
            fault.field,
            fault.code,
            fault.message,
            "warning" if fault.warning else "error",
            TITLES.get(fault.field, ""),
        )
        for fault in faults
    )


def _address_name(front: FrontMatter, path: Path) -> str:
    """Return the last part of a document's address: the stem of its file, or the slug it states where that is none."""
    slug = front.values.get("Slug", "")
    renamed = not SLUG.fullmatch(path.stem) and SLUG.fullmatch(slug) and not path.with_name(f"{slug}.md").exists()
    return slug if renamed else path.stem


def _slug_faults(front: FrontMatter, path: Path, kind: str) -> Iterator[Fault]:
    slug = front.values.get("Slug", "")
    if not slug or any(fault.code == "slug" for fault in front.faults):
        return
    if not _FILE_NAME.fullmatch(path.stem):
        return  # the name of the file is a fault of its own
    if slug != path.stem and (other := path.with_name(f"{slug}.md")).is_file():
        message = f"短名 {slug} 是同一文件夹里 {other.name} 的；请改为与本文件名相同的 {path.stem}"
        yield Fault(front.line("Slug"), "slug-repeated", message, "Slug")
    elif slug != path.stem:
        way = f"请改为 {path.stem}，或" if SLUG.fullmatch(path.stem) else "请"
        yield Fault(front.line("Slug"), "slug", f"短名要与文件名相同，{way}把文件改名为 {slug}.md", "Slug")
    if kind == "page" and slug in RESERVED:
        yield Fault(front.line("Slug"), "slug", f"/{slug}/ 是网站自己用的地址，请换一个短名", "Slug")
    if kind == "guide" and slug not in GUIDES:
        yield Fault(front.line("Slug"), "slug", f"办事指南只有 {'、'.join(GUIDES)} 这几份，请改文件名和短名", "Slug")


def _markdown_files(folder: Path) -> list[Path]:
    return sorted(
        (path for path in folder.iterdir() if path.suffix.lower() == ".md" and path.is_file() and not _is_readme(path)),
        key=lambda path: path.name,
    )


def _is_readme(path: Path) -> bool:
    return path.name.lower().startswith("readme") or path.name.startswith(".")


def _repeated_numbers(documents: Sequence[Document], root: Path) -> Iterator[Problem]:
    owners: dict[str, Document] = {}
    for document in sorted(documents, key=lambda item: item.path):
        number = document.metadata.get("Number", "")
        if not number:
            continue
        first = owners.setdefault(number, document)
        if first is not document:
            front = parse_front_matter(read_source(root / document.path).lines, document.kind)
            message = f"文号 {number} 与 {first.path} 相同；一个文号只能有一份文件，请核对"
            line = front.line("Number")
            yield Problem(document.path, line, "Number", "number-repeated", message, title=TITLES["Number"])


def _misplaced(root: Path, content: Path) -> Iterator[Problem]:
    """Report Markdown files in places where nothing is published, and attachments without a document."""
    if not content.is_dir():
        return
    folders = "、".join(FOLDERS)
    for path in sorted(content.rglob("*.md"), key=lambda item: item.as_posix()):
        parts = path.relative_to(content).parts
        if not _is_readme(path) and not (len(parts) == 2 and parts[0] in FOLDERS):
            message = f"放在这里的文件不会公开，请移到 content/ 下的 {folders} 之一"
            yield Problem(path.relative_to(root).as_posix(), 1, "", "document-place", message)
    for folder in FOLDERS:
        for path in sorted((content / folder).glob("*"), key=lambda item: item.name):
            if path.name.startswith(".") or _is_readme(path):
                continue
            if path.is_dir() and not path.with_name(f"{path.name}.md").is_file():
                message = f"这是 {path.name}.md 的附件文件夹，但没有这份文件；请核对名称"
                yield Problem(path.relative_to(root).as_posix(), 1, "", "document-place", message)
            elif path.is_file() and path.suffix.lower() != ".md":
                message = "附件要放在与所属文件同名的文件夹里，例如 content/notices/短名/表格.pdf"
                message = message.replace("表格.pdf", path.name) if path.name.isascii() else message
                yield Problem(path.relative_to(root).as_posix(), 1, "", "document-place", message)
