"""Object fsck: the form of all objects of a push by git's own fsck, before anything else reads them."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from credit.model import Problem

#: Checks left to push validation, which names the file and the way out.
_VALIDATED = (
    "hasDot", "hasDotdot", "hasDotgit", "fullPathname", "emptyName", "badFilemode", "zeroPaddedFilemode",
    "gitmodulesBlob", "gitmodulesLarge", "gitmodulesMissing", "gitmodulesName", "gitmodulesParse", "gitmodulesPath",
    "gitmodulesSymlink", "gitmodulesUpdate", "gitmodulesUrl", "gitattributesBlob", "gitattributesLarge",
    "gitattributesLineLength", "gitattributesMissing", "gitignoreSymlink", "gitattributesSymlink", "mailmapSymlink",
)  # fmt: skip

_FAULT = re.compile(r"object ([0-9a-f]{40,64}): ([A-Za-z]+)")


def check_objects(work_folder: Path) -> Iterator[Problem]:
    """Yield a problem for the first malformed object of each pack in git's quarantine.

    ``work_folder`` is the folder of validation below the server's state: an index of a pack is large, and is swept there.
    """
    quarantine = os.environ.get("GIT_QUARANTINE_PATH")
    for pack in sorted(Path(quarantine, "pack").glob("*.pack")) if quarantine else ():
        with tempfile.TemporaryDirectory(prefix="credit-push-", dir=work_folder) as folder:
            strict = "--strict=" + ",".join(f"{name}=ignore" for name in _VALIDATED)
            command = ["git", "index-pack", strict, "-o", str(Path(folder) / "x.idx"), str(pack)]
            done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            fault = _FAULT.search(done.stderr.decode("utf-8", "replace"))
            place, name = (f"对象 {fault[1][:12]}", f"（{fault[2]}）") if fault else ("（整个推送）", "")
            message = f"git 对象的格式不对{name}，多半是别的软件写出来的；请用普通的 git 或 TortoiseGit 重新提交"
            yield Problem(place, 1, "", "git-object", message)
