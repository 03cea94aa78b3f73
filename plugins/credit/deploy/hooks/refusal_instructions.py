"""Refusal instructions: steps out of a refused push, for the command line and for TortoiseGit."""

from __future__ import annotations


def undo_instructions(base: str, branch: str) -> tuple[str, ...]:
    """Return how to take the refused commits back to ``base``, correct the files and send them again.

    The reset names a commit that the refused ones were made on, so that nobody else's work is undone by it; it leaves
    the files alone. All of it becomes one new commit: the content of a refused one is then in no history.
    """
    short = base[:12]
    return (
        "怎样改好再推送（文件都会留着，只收回提交）：",
        f"  1. git reset {short}",
        "  2. 按上面每行的提示改好文件；电脑上有 inv 的，用 inv check 再检查一遍",
        "  3. git add -A data content",
        '  4. git commit -m "说明改了什么"',
        f"  5. git push origin HEAD:{branch}",
        "用 TortoiseGit 的：",
        f"  1. 在文件夹上点右键，TortoiseGit → 显示日志，找到 {short} 那一行，点右键 → 重置“{branch}”到此版本",
        "     （Reset to this），选“混合”（Mixed），确定",
        "  2. 改好文件",
        f"  3. 点右键 → Git 提交（Commit），写说明，勾选 data 和 content 里改动的文件，提交；再点推送（Push）到 {branch}",
    )


def rebase_instructions(branch: str) -> tuple[str, ...]:
    """Return how to rebase one's commits on those that others pushed in the meantime."""
    return (
        "别人先推送了，你的提交不是接着最新的内容做的。先取回再推送：",
        f"  1. git pull --rebase origin {branch}",
        "  2. 如果提示有冲突（CONFLICT）：打开列出的文件，留下两边都对的内容，删掉 <<<<<<<、=======、>>>>>>> 三种记号行，",
        "     然后 git add 文件名，再 git rebase --continue",
        f"  3. git push origin HEAD:{branch}",
        "用 TortoiseGit 的：",
        f"  1. 在文件夹上点右键，TortoiseGit → 获取并变基（Fetch and Rebase），上游选 origin/{branch}，开始变基，完成",
        f"  2. 推送（Push）到 {branch}；不要勾选“强制”（Force）",
    )
