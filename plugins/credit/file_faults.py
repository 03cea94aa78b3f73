"""File faults: why the system would not read or write a file, in Chinese (errno(3))."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOENT: "没有这个文件或者文件夹", errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "用完了允许的磁盘空间", errno.EROFS: "这里只能读，不能写", errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹", errno.ENAMETOOLONG: "名字太长", errno.EBUSY: "正被别的程序占用",
    errno.EIO: "磁盘读写失败，可能坏了", errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多",
}  # fmt: skip

#: The disk takes nothing more: no fault of the program or of its input.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def fault_reason(error: OSError) -> str:
    """Return the reason of an error, without the path."""
    return _REASONS.get(error.errno or 0, f"系统错误 {error.errno}")


def is_disk_fault(error: OSError) -> bool:
    """Return whether the disk is full, failing or read-only."""
    return error.errno in _NO_ROOM
