"""Push limits: what one push may bring, by number, size, kind and name of its files, before any is read.

Those of an administrator are in ``credit.toml`` (``server_settings.LIMITS``); processor time and memory of a validation in
``validation_process``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from credit.deploy.git_objects import PushedObjects
from credit.deploy.server_settings import ServerSettings
from credit.git_repository import is_plain_path, printable
from credit.model import Problem
from credit.reader import MAX_FILE, oversize_problem

#: Rows of a dataset: the only files below data/ that editors change.
DATASET = re.compile(r"data/[a-z0-9-]+\.csv")
_PLAIN_MODES = {"100644", "100755", "000000"}
_MODES = {"120000": "是符号链接，不允许；请换成真正的文件", "160000": "是子模块，不允许；请删去"}
#: Codes of files that are not parsed: too large, or no plain file.
UNREADABLE = frozenset({"file-size", "push-size", "file-mode", "file-name"})
#: Bytes of data/ and content/ that validation writes out: half of its budget, as the commit before lies beside it.
MAX_DISK = 500_000_000
#: Bytes of a name and of a path that a file system takes, the latter less the folder of validation.
MAX_NAME, MAX_PATH = 255, 3_000
#: Refs of one push: each is validated by itself.
MAX_REFS = 10


def file_problems(settings: ServerSettings, pushed: PushedObjects) -> Iterator[Problem]:
    """Yield problems of forbidden files: too large, a link, a submodule, a name that leaves the folder."""
    total = sum(size for _, size in pushed.sizes.values())
    if total > settings.push_bytes:
        message = f"一次推送的内容有 {total // 1_000_000} MB，最多 {settings.push_bytes // 1_000_000} MB"
        yield Problem("（整个推送）", 1, "", "push-size", message)
    if pushed.tip_bytes > MAX_DISK:
        message = (
            f"data/ 和 content/ 的文件一共有 {pushed.tip_bytes // 1_000_000} MB（同样的文件放几处就算几次），"
            f"最多 {MAX_DISK // 1_000_000} MB"
        )
        yield Problem("（整个推送）", 1, "", "push-size", message)
    for mode, blob, path in sorted({(entry.mode, entry.blob, entry.path) for entry in pushed.entries}):
        shown = printable(path)
        if mode not in _PLAIN_MODES:
            yield Problem(shown, 1, "", "file-mode", _MODES.get(mode, "不是普通文件，不允许"))
        if not is_plain_path(path):
            yield Problem(shown, 1, "", "file-name", "文件名会指到别处去，或有看不见的字符，不允许；请改名")
        elif _is_too_long(path):
            message = "文件名太长，服务器存不下（一个汉字算三个字节）；请改短，只用小写英文字母、数字和减号"
            yield Problem(shown, 1, "", "file-name", message)
        size = pushed.sizes.get(blob, ("", 0))[1]
        # A list may be as large as the gate reads it; the setting is for attachments and all else.
        if DATASET.fullmatch(path):
            if size > MAX_FILE:
                yield oversize_problem(shown)
        elif size > settings.file_bytes:
            message = f"文件有 {size // 1_000_000} MB，最多 {settings.file_bytes // 1_000_000} MB；请拆分或压缩"
            yield Problem(shown, 1, "", "file-size", message)


def _is_too_long(path: str) -> bool:
    """Return whether validation could not write a file: NTFS takes 255 Han characters, ext4 85."""
    data = path.encode("utf-8", "surrogateescape")
    return len(data) > MAX_PATH or any(len(part) > MAX_NAME for part in data.split(b"/"))
