"""File faults: why the system would not read or write a file, in Chinese (errno(3))."""

from __future__ import annotations

import errno
from concurrent.futures import BrokenExecutor

_REASONS = {
    errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.ENOENT: "没有这个文件或者文件夹", errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "用完了允许的磁盘空间", errno.EROFS: "这里只能读，不能写", errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹", errno.ENAMETOOLONG: "名字太长", errno.EBUSY: "正被别的程序占用",
    errno.EIO: "磁盘读写失败，可能坏了", errno.EMFILE: "打开的文件太多", errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够", errno.EAGAIN: "进程太多，或者内存不够", errno.E2BIG: "命令太长",
    errno.EXDEV: "不在同一个磁盘上", errno.EMLINK: "同一个文件的硬链接太多", errno.EOPNOTSUPP: "这种文件系统做不到",
    errno.EEXIST: "那里已经有别的文件", errno.ENOTEMPTY: "文件夹不是空的", errno.ELOOP: "链接绕成了圈",
    errno.EFBIG: "文件太大", errno.ESTALE: "网络磁盘断开过", errno.ETIMEDOUT: "网络磁盘没有回答",
}  # fmt: skip

#: The disk is full, read-only or failing: no fault of the program or of its input.
_DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


def fault_reason(error: OSError) -> str:
    """Return the reason of an error, without the path; of one that the system did not raise, its own words."""
    if error.errno is None:
        return str(error).strip() or type(error).__name__
    return _REASONS.get(error.errno, f"系统错误 {error.errno}")


def describe_error(error: BaseException) -> str:
    """Return the words of any error for an alarm: the system's in Chinese with its file, another's as they are."""
    if isinstance(error, OSError) and error.errno is not None:
        return fault_reason(error) + (f"（{error.filename}）" if error.filename else "")
    if isinstance(error, MemoryError):
        return _REASONS[errno.ENOMEM]
    if isinstance(error, BrokenExecutor):
        return "一个工作进程被系统结束了，多半是内存不够"
    return str(error).strip() or type(error).__name__


def is_disk_fault(error: OSError) -> bool:
    """Return whether the disk is full, failing or read-only."""
    return error.errno in _DISK_FAULTS
