"""Path checks: paths that may be read, and file names that may be stored."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from credit import urls
from credit.byte_order_mark import read_utf8
from credit.model import DESCRIPTOR, Problem
from credit.reader.allowed_numbers import ALLOWED_NUMBERS

_PART = re.compile(r"[a-z0-9][a-z0-9._-]*")
#: Names of devices: a clone on Windows stops at such a file, whatever its ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
#: Windows takes paths of 259 characters; a clone stands in a folder of its own.
MAX_PATH = 180
_README = re.compile(r"README[A-Za-z0-9._-]*\.md")

#: Files left by an open spreadsheet or a file manager, or read only by git: never published, so no fault.
_PASSING = re.compile(r"~\$.*|\.~lock\..*#|\.DS_Store|Thumbs\.db|desktop\.ini|\.git(?:keep|ignore)")

#: File by which git converts the files of a folder in every clone, into an encoding that nobody can read if it says so.
ATTRIBUTES = ".gitattributes"

#: The one file of content/ that is no document and no attachment.
_MOVED = "content/moved.csv"

#: Endings of workbooks, which people save beside the table that they hold.
_WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".ods"})

#: Folders whose file names become addresses and must be valid in a clone on any system.
_FOLDERS = ("data", "content")


def path_fault(root: Path, relative: str) -> str | None:
    """Return in Chinese why a path relative to ``root`` may not be read, or None: outside, a link, or no file."""
    pure = PurePosixPath(relative)
    if pure.is_absolute() or ".." in pure.parts or "\\" in relative or ":" in relative or "\x00" in relative:
        return "路径指向仓库之外，请写成文件夹内的相对路径"
    place = root
    for part in pure.parts:
        place /= part
        if place.is_symlink():
            return "是符号链接，不允许；请换成真正的文件"
    if not place.exists():
        return _missing(root, relative)
    return None if place.is_file() else "不是普通文件"


def _missing(root: Path, relative: str) -> str:
    """Return what to do about a file that is not there: to take back the one that it became, where that is known."""
    known = _known_files(root)
    if known is None:  # the descriptor itself
        return "找不到文件，请补上"
    path, found = PurePosixPath(relative), PurePosixPath(_renamed_file(root, relative, known))
    if not found.name:
        return "找不到文件，请补上，或从 datapackage.json 里删除这个数据集"
    if found.parent != path.parent:
        return f"找不到文件；{found} 像是它，请移回 {path.parent}/ 文件夹"
    if path.suffix == ".json" or found.suffix.lower() == path.suffix:
        return f"找不到文件；同一文件夹里的 {found.name} 像是它，请把文件名改回 {path.name}"
    return (
        f"找不到文件；同一文件夹里的 {found.name} 像是它，请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”，"
        f"文件名用 {path.name}，再移走 {found.name}"
    )


def _renamed_file(root: Path, relative: str, known: set[str]) -> str:
    """Return the path of the file that a missing one was most likely renamed to, saved as or moved to, or an empty text."""
    path = PurePosixPath(relative)
    files = (item for folder in _FOLDERS for item in _walk(root / folder) if item.is_file() and not item.is_symlink())
    others = [PurePosixPath(name) for name in (_relative(root, item) for item in files) if name not in known]
    beside = [other.name for other in others if other.parent == path.parent]
    # As a browser, a file manager or a spreadsheet names it: black-list(1).csv, Black-List.csv, black-list.xlsx.
    begins = path.name.removesuffix(path.suffix)
    likely = [
        name for name in beside if name.lower().startswith(begins) and (".schema" in name) == (".schema" in begins)
    ]
    likely += difflib.get_close_matches(path.name, beside, n=1, cutoff=0.85)
    if likely:
        return str(path.with_name(likely[0]))
    return next((str(other) for other in others if other.name == path.name), "")


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix().encode("utf-8", errors="replace").decode()


def check_file_names(root: Path) -> tuple[Problem, ...]:
    """Check the names of all files below data/ and content/.

    Codes: ``file-name`` (not lower-case ASCII, a symbolic link, a device of Windows, a dot at the end, or too long: a
    clone on Windows or macOS would differ or fail) and
    ``file-unknown`` (a file in data/ that no resource names, or one of content/ outside of its folders, which is never read). One that looks like a missing
    file is named with that one.
    """
    known = _known_files(root)
    named = known or set()
    missing = [path for path in sorted(named) if path != ALLOWED_NUMBERS and not (root / path).exists()]
    renamed = {_renamed_file(root, path, named) for path in missing}
    problems = []
    seen: set[str] = set()
    for folder in _FOLDERS:
        for path in _walk(root / folder):
            relative = _relative(root, path)
            if relative in renamed:
                seen.add(relative.lower())  # named with the file that is missing
            elif path.is_symlink():
                problems.append(Problem(relative, 1, "", "file-name", "是符号链接，不允许；请换成真正的文件"))
            elif relative.lower() in seen:
                message = "和同一文件夹里的另一个名字只差大小写，Windows 和 macOS 电脑上只剩一个；请改名"
                problems.append(Problem(relative, 1, "", "file-name", message))
            elif _README.fullmatch(path.name):
                seen.add(relative.lower())
            elif path.name == ATTRIBUTES:
                message = "会改变每个人电脑上这些文件的编码和换行，别人可能连提交都做不了；请删去这个文件"
                problems.append(Problem(relative, 1, "", "file-name", message))
            elif not _PART.fullmatch(path.name):
                message = "文件名只能用小写英文字母、数字、点、减号和下划线，并以字母或数字开头；请改名"
                if known is not None and folder == "data" and path.is_file() and relative not in known:
                    message = (
                        "datapackage.json 里没有这个文件，不会被检查和公布；是多出来的副本请删去，是新的数据集，"
                        "请改成小写英文字母的文件名，再登记"
                    )
                problems.append(Problem(relative, 1, "", "file-name", message))
            elif fault := _windows_fault(relative):
                problems.append(Problem(relative, 1, "", "file-name", fault))
            elif folder == "data" and known is not None and path.is_file() and relative not in known:
                message = "datapackage.json 里没有这个文件，不会被检查和公布；请登记为数据集，或移走"
                if path.suffix in _WORKBOOKS:
                    message = (
                        "工作簿不会被检查和公布；请用 inv import-records 把内容导入名单，或另存为 CSV，再移走这个文件"
                    )
                problems.append(Problem(relative, 1, "", "file-unknown", message))
            elif folder == "content" and path.is_file() and _is_never_read(relative):
                message = (
                    "放在这里的文件不会公布；是附件的，请放进与所属文件同名的文件夹，例如 content/notices/短名/，"
                    "用不着的请移走"
                )
                problems.append(Problem(relative, 1, "", "file-unknown", message))
    return tuple(sorted(problems))


def _is_never_read(relative: str) -> bool:
    """Return whether a file of content/ lies outside of the folders of documents; documents there are named elsewhere."""
    _, folder, *inside = relative.split("/")
    is_outside = not inside or folder not in (*urls.COLUMNS.values(), urls.GUIDES_FOLDER, "pages")
    return is_outside and not relative.endswith(".md") and relative != _MOVED


def _windows_fault(relative: str) -> str:
    """Return why a clone on Windows has no such file, or an empty text."""
    for part in relative.split("/"):
        if _DEVICE.fullmatch(part):
            return f"{part.partition('.')[0]} 是 Windows 的设备名，Windows 电脑上取不下来；请改名"
        if part.endswith("."):
            return "名字以点结尾，Windows 电脑上取不下来；请改名"
    if len(relative) > MAX_PATH:
        return f"路径有 {len(relative)} 个字符，Windows 电脑上取不下来；请缩短到 {MAX_PATH} 个以内"
    return ""


def _walk(folder: Path) -> Iterator[Path]:
    """Yield files and folders below a folder, never through a link; passing files are left out."""
    if folder.is_symlink():
        yield folder
    elif folder.is_dir():
        for path in sorted(folder.iterdir()):
            if _PASSING.fullmatch(path.name):
                continue
            if path.is_dir() and not path.is_symlink():
                # A folder with a faulty name is yielded itself, else its files are.
                if not _PART.fullmatch(path.name) or _windows_fault(path.name):
                    yield path
                yield from _walk(path)
            else:
                yield path


def _known_files(root: Path) -> set[str] | None:
    """Return the files the descriptor names, or None if it cannot be read (reported elsewhere)."""
    try:
        descriptor = json.loads(read_utf8(root / "data" / "datapackage.json"))
        names = [resource[key] for resource in descriptor["resources"] for key in ("path", "schema")]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return {DESCRIPTOR, ALLOWED_NUMBERS, *(f"data/{name}" for name in names)}
