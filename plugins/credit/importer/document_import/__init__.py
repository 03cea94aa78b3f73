"""Document import: a paper's text as Markdown of content/, no word changed, with a report on its faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from credit import urls
from credit.atomic_write import write_whole
from credit.documents import ALLOWED, FOLDERS, SLUG, UNSTATED, stated_number
from credit.documents.source_text import read_source
from credit.importer.document_import.annexes import find_annex_faults
from credit.importer.document_import.document_head import read_head
from credit.importer.document_import.document_source import read_paper
from credit.importer.document_import.markdown_output import to_markdown
from credit.importer.document_import.missing_fields import lacking
from credit.importer.document_import.remark_report import Remark
from credit.importer.document_import.task_report import find_tasks
from credit.importer.document_import.text_faults import find_faults
from credit.model import CreditError

__all__ = ["KINDS", "ImportedDocument", "Remark", "convert_document", "import_document"]

#: Kinds of paper that can be imported; a report is always drafted from the data.
KINDS = tuple(kind for kind in urls.COLUMNS if kind != "report")


@dataclass(frozen=True)
class ImportedDocument:
    """Result of an import: the file, its Markdown, and the remarks on the source, those on the whole text first."""

    path: Path
    markdown: str
    report: tuple[Remark, ...]


def import_document(
    source: Path,
    kind: str,
    *,
    root: Path,
    slug: str | None = None,
    output: Path | None = None,
    replace: bool = False,
) -> ImportedDocument:
    """Write the paper in the file ``source`` as a document of ``kind`` (see KINDS).

    The slug is ``slug``, else the stem of the source, or of the output, where it has the form of one. Without
    ``output`` the file is written to the kind's folder in ``root``/content; a number or slug that exists there already
    is refused, unless ``replace``: then the document with the number is overwritten and keeps its slug, or else
    the one with the slug. With ``output`` nothing is compared, and a file that is there already is refused, too. Raises CreditError where nothing was written.
    """
    if kind not in KINDS:
        raise CreditError(f"种类只能是 {'、'.join(KINDS)}。")
    name = _slug_of(source, slug, output)
    values, body, report = convert_document(source, kind)
    if output is None:
        path, found = _place(root, kind, name, values.get("Number", ""), replace)
        if path.stem != name:
            report = (Remark(0, "slug-kept", f"沿用已有的短名 {path.stem}"), *report)
        report = (*found, *report)
        name = path.stem
    else:
        path = output
        if not path.parent.is_dir():
            raise CreditError(f"没有文件夹 {path.parent}，请先建好，或换一个 --output。")
        if path.is_dir():
            raise CreditError(f"{path.name} 是文件夹，--output 要写一个文件。")
        if (path.exists() or path.is_symlink()) and not replace:
            raise CreditError(f"已有 {path.name}；要代替它请加 --replace。")
    if kind == "policy":
        report = (*find_tasks(root, body, values["Date"] if values["Date"] != UNSTATED else ""), *report)
    markdown = _front_matter({**values, "Slug": name}, kind) + "\n" + body
    _write(path, markdown)
    return ImportedDocument(path, markdown, report)


def convert_document(source: Path, kind: str) -> tuple[dict[str, str], str, tuple[Remark, ...]]:
    """Return front matter without slug, body and report for a paper; nothing is written.

    Raises CreditError where the file cannot be read.
    """
    paper = read_paper(source)
    lines, remarks = paper.lines, paper.remarks
    head = read_head(lines, ALLOWED[kind])
    values = dict(head.values)
    added, missing = lacking(values, kind)
    report = [*remarks, *head.remarks, *missing, *find_faults(lines, head.used), *find_annex_faults(lines)]
    if kind == "case":
        report.append(
            Remark(0, "outcome-missing", "没有写是正面还是反面案例，请在文件开头加一行“Outcome: 正面”或“Outcome: 反面”")
        )
    body = to_markdown([line for line in lines if line.number not in head.used])
    if not body:
        report.append(Remark(0, "body-missing", "除了标题、日期和文号没有别的文字，检查时会被拒绝"))
    return {**values, **added}, body, tuple(sorted(set(report)))


def _slug_of(source: Path, slug: str | None, output: Path | None) -> str:
    if slug is not None:
        if not SLUG.fullmatch(slug):
            raise CreditError("--slug 只用小写字母、数字和中间的连字符，例如 free-credit-report。")
        return slug
    for stem in (source.stem, output.stem if output else ""):
        if SLUG.fullmatch(stem):
            return stem
    raise CreditError(
        f"文件名 {source.name} 不能用作网址里的短名，请用 --slug 给一个，例如 --slug free-credit-report。"
    )


def _place(root: Path, kind: str, slug: str, number: str, replace: bool) -> tuple[Path, tuple[Remark, ...]]:
    """Return the file to write, checked against the existing documents, and a remark on the file it replaces."""
    folder = root / "content" / urls.COLUMNS[kind]
    path = folder / f"{slug}.md"
    bearer = _bearer_of(root, number)
    if bearer is not None:
        known = bearer.relative_to(root).as_posix()
        if not replace:
            raise CreditError(f"文号 {number} 已有文件 {known}；要用这一份代替它，请加 --replace。")
        if bearer.parent != folder:
            raise CreditError(f"文号 {number} 已有文件 {known}，种类不同；请改用那一种 --kind，或先移走那份文件。")
        return bearer, (Remark(0, "replaced", f"已代替 {known}"),)
    if path.exists():
        known = path.relative_to(root).as_posix()
        if not replace:
            raise CreditError(f"短名 {slug} 已有文件 {known}；请用 --slug 换一个，要代替它请加 --replace。")
        other = stated_number(read_source(path).lines)
        note = f"，它的文号是 {other}，请核对没有覆盖错" if other else ""
        return path, (Remark(0, "replaced", f"已代替 {known}{note}"),)
    return path, ()


def _bearer_of(root: Path, number: str) -> Path | None:
    """Return the document with a number, whether or not it has faults."""
    if not any(character.isdigit() for character in number):
        return None
    for folder in FOLDERS:
        for path in sorted((root / "content" / folder).glob("*.md")):
            if stated_number(read_source(path).lines) == number:
                return path
    return None


def _front_matter(values: Mapping[str, str], kind: str) -> str:
    return "".join(f"{key}: {' '.join(values[key].split())}\n" for key in ALLOWED[kind] if values.get(key))


def _write(path: Path, markdown: str) -> None:
    """Write a file atomically."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, markdown.encode())
    except OSError as error:
        raise CreditError(f"写不了 {path}，请检查文件夹的权限和磁盘空间。") from error
