"""Document draft: a new file of content/ whose front matter passes the gate, with hints for its editor."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from credit import privacy, urls
from credit.documents import FOLDERS, SLUG, UNSTATED, read_document
from credit.documents.declared_subjects import NO_SUBJECTS
from credit.documents.front_matter import HINT, MAX_TITLE
from credit.documents.redirects import read_moved
from credit.model import COLUMN_TITLES, CheckFailed, CreditError, Package

#: Kinds of documents that ``inv new`` drafts, with their Chinese names.
DRAFT_KINDS: Mapping[str, str] = {kind: COLUMN_TITLES[kind] for kind in ("notice", "policy", "case", "report")}

#: Body of a draft; the gate reminds of it (``unfilled``) until it is replaced.
BODY = "【请填写】正文。一段和一段之间空一行；小标题用“## ”开头。"

#: A longer address is cut in messages and printed papers.
_SLUG_LENGTH = 48


class DraftRefusedError(CreditError):
    """A draft that cannot be written, with the reason in Chinese."""


def write_draft(
    root: Path, kind: str, title: str, day: datetime.date, package: Package, *, slug: str = "", text: str = ""
) -> Path:
    """Write a new document of a kind below ``root``/content and return its path; no file is ever overwritten.

    Without ``slug`` the name of the file is made of the title's pinyin, of the day where it has none. ``text`` is the
    report that ``list_statistics.draft_report`` returns. Raises DraftRefusedError, or CheckFailed where the title has a
    fault.
    """
    title = title.strip()
    if not title or "\n" in title or "\r" in title:
        raise DraftRefusedError("请写上标题，只写一行，例如 inv new notice “关于调整窗口服务时间的通知”")
    if len(title) > MAX_TITLE:
        raise DraftRefusedError(f"标题太长，最多 {MAX_TITLE} 个字")
    folder = root / "content" / next(name for name, item in FOLDERS.items() if item == kind)
    ended = {moved.address for moved in read_moved(root)[0]}

    def is_free(name: str) -> bool:
        taken = (folder / f"{name}.md").exists() or (folder / name).exists()
        return not taken and urls.document_address(kind, name) not in ended

    if slug and not SLUG.fullmatch(slug):
        raise DraftRefusedError(f"短名只用小写字母、数字和中间的连字符，例如 window-hours；现在是 {slug}")
    if slug and not is_free(slug):
        raise DraftRefusedError(f"content/{folder.name}/{slug}.md 已经有了，或者这个地址登记为已经移走，请换一个短名")
    name = slug or _free_slug(title, day, is_free)
    path = folder / f"{name}.md"
    content = _with_title(text, title, name) if text else _draft(kind, title, name, day, package)
    if found := [
        *privacy.scan_path(path.relative_to(root).as_posix(), package.allowed_numbers),
        *privacy.scan_document_source(path.relative_to(root).as_posix(), content, allowed=package.allowed_numbers),
    ]:
        raise CheckFailed(found)
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(content)
    if errors := [problem for problem in read_document(root, path, kind)[1] if problem.severity == "error"]:
        path.unlink()
        raise CheckFailed(errors)
    return path


def _free_slug(title: str, day: datetime.date, is_free: Callable[[str], bool]) -> str:
    base = pinyin_slug(title) or day.isoformat()
    number = 1
    while not is_free(name := base if number == 1 else f"{base}-{number}"):
        number += 1
    return name


def pinyin_slug(title: str) -> str:
    """Return the pinyin of a title as a slug of whole syllables, an empty string where it has no letter or digit."""
    # Its dictionary of phrases takes as long to load as all else of a command.
    from pypinyin import lazy_pinyin

    plain = unicodedata.normalize("NFKC", title).lower()
    words = [word for part in lazy_pinyin(plain) for word in re.findall(r"[a-z0-9]+", part)]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        slug = longer
    return slug


def _draft(kind: str, title: str, slug: str, day: datetime.date, package: Package) -> str:
    lines = _head(kind, title, slug, day, package)
    return "".join(f"{line}\n" for line in lines) + f"\n{BODY}\n"


def _head(kind: str, title: str, slug: str, day: datetime.date, package: Package) -> Iterator[str]:
    yield f"{HINT}这样开头的行只给写的人看，不公开，写好以后可以删去；其余每行是“名称: 内容”，冒号用半角。"
    yield f"Title: {title}"
    yield f"{HINT}短名就是网址，要和文件名相同；公开以后不再改。"
    yield f"Slug: {slug}"
    yield f"{HINT}在本站公开的日期，公开以后不再改。"
    yield f"Date: {day.isoformat()}"
    if kind == "policy":
        yield f"{HINT}文号，例如 示例办发〔2026〕3号；Number 用〔〕，Number_printed 照原件；确实没有文号的保留 {UNSTATED}。"
        yield f"Number: {UNSTATED}"
        yield f"Number_printed: {UNSTATED}"
        yield f"{HINT}有效性写 有效、失效、废止 或 已修改。"
        yield f"Validity: {UNSTATED}"
        yield f"{HINT}发文机关的全称。"
        yield f"Issuer: {package.site.organizer or UNSTATED}"
        yield f"{HINT}还可以写 Written_on（成文日期）、Index_number（索引号）、Topic（主题分类）。"
    elif package.site.organizer:
        yield f"{HINT}发文机关的全称。"
        yield f"Issuer: {package.site.organizer}"
    if kind == "case":
        yield f"{HINT}讲到名单上的记录时写记录编号，几条用半角分号隔开；没有讲到的保留 {NO_SUBJECTS}。"
        yield f"Subjects: {NO_SUBJECTS}"
        yield f"{HINT}还可以写 Outcome（案例类型）：正面 或 反面。"
    if kind == "notice":
        yield f"{HINT}还可以写 Addressee（发送对象）、Place（办理地点）、Telephone（联系电话）；讲到名单上的记录时写 Subjects。"
    yield f"{HINT}还可以写 Summary（摘要，一句话）、Source（来源）、Keywords（关键词）。"
    yield f"{HINT}还可以写 Publish_from（从哪一天零点起公开，发布日期也写这一天）、Expires（公开到哪一天）。"
    if package.demonstration:
        yield "Demonstration: 是"


def _with_title(text: str, title: str, slug: str) -> str:
    """Return the text of a drafted report under another title and slug."""
    text = re.sub(r"^Title: .*$", lambda _: f"Title: {title}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^Slug: .*$", lambda _: f"Slug: {slug}", text, count=1, flags=re.MULTILINE)
