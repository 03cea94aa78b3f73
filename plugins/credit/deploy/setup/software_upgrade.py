"""Software upgrade: copies the checkout's software to the server and compares the site built by old and new."""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from credit import git_repository
from credit.build.build_state import software_digest
from credit.deploy.config import ServerSettings
from credit.model import CreditError

#: Parts a build needs beside data/ and content/; the interpreter with its packages stays in the checkout.
PARTS = ("plugins", "theme", "tasks.py", "pelicanconf.py", "publishconf.py", "requirements.txt")

#: Holds the digest of the software, so it always differs.
_SELF = "version.json"
#: Most addresses named in one message.
_NAMED = 8


class UpgradeError(CreditError):
    """The new software cannot build the live data; the old one stays in use."""


@dataclass(frozen=True)
class Comparison:
    """Differences of the site under the new software: addresses that come, go and differ."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return the differences as lines of text."""
        if not (self.new or self.gone or self.changed):
            return ["新软件生成的网站与现在的完全一样。"]
        lines = [
            f"新软件会改变网站：新增 {len(self.new)} 个文件，少 {len(self.gone)} 个，内容不同 {len(self.changed)} 个。"
        ]
        for word, paths in (("新增", self.new), ("少了", self.gone), ("不同", self.changed)):
            lines += [f"  {word} /{path}" for path in paths[:_NAMED]]
            if len(paths) > _NAMED:
                lines.append(f"  {word}……还有 {len(paths) - _NAMED} 个")
        return lines


def software_folder(settings: ServerSettings) -> Path:
    """Return the link to the software in use: hooks, timer and builds run from there, so an upgrade is one switch."""
    return settings.site / "software" / "current"


def copy_software(settings: ServerSettings, checkout: Path) -> Path:
    """Copy the software of a checkout beside the site, once for each content, and return the copy."""
    digest = software_digest(checkout)
    tasks = b"".join((checkout / name).read_bytes() for name in PARTS if (checkout / name).is_file())
    digest = hashlib.sha256(digest.encode() + tasks + str(checkout).encode()).hexdigest()[:16]
    target = settings.site / "software" / digest
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    for name in PARTS:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, temporary / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy2(source, temporary / name)
    compile_software(temporary, target)
    (temporary / ".venv").symlink_to(Path(sys.prefix))
    temporary.chmod(0o755)
    temporary.rename(target)
    return target


def compile_software(folder: Path, target: Path | None = None) -> None:
    """Compile the software below a folder: hooks write no bytecode, and each would compile all of it again.

    ``target`` is where the folder will stand.
    """
    compileall.compile_dir(folder / "plugins", ddir=str((target or folder) / "plugins"), quiet=2)


def switch_software(settings: ServerSettings, copy: Path) -> None:
    """Make a copy the software in use, in one step, and keep the one before it."""
    link = software_folder(settings)
    before = link.resolve() if link.is_symlink() else None
    temporary = link.with_name(f".current-{os.getpid()}")
    temporary.symlink_to(copy.name)
    temporary.replace(link)
    for other in link.parent.iterdir():
        if other.is_dir() and not other.is_symlink() and other not in (copy, before):
            shutil.rmtree(other)


def compare_software(settings: ServerSettings, old: Path, new: Path) -> Comparison:
    """Build the live data with both and return the differences; raises UpgradeError where the new one cannot."""
    with tempfile.TemporaryDirectory(prefix="upgrade-", dir=settings.state) as folder:
        content = git_repository.extract(settings.repo, f"refs/heads/{settings.branch}", Path(folder) / "content")
        try:
            before = _tree(_build(settings, old, content, Path(folder) / "old"))
        except UpgradeError:
            before = {}  # its packages are those of the new lock by now: no comparison
        after = _tree(_build(settings, new, content, Path(folder) / "new"))
    return Comparison(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(path for path in after.keys() & before.keys() if after[path] != before[path] and path != _SELF)),
    )


def _build(settings: ServerSettings, software: Path, content: Path, work: Path) -> Path:
    work.mkdir()
    for name in PARTS:
        if (software / name).exists():
            (work / name).symlink_to(software / name)
    for name in git_repository.FOLDERS:
        if (content / name).exists():
            shutil.copytree(content / name, work / name)
    # Copied, not linked: tasks.py finds its root by its own place.
    (work / "tasks.py").unlink()
    shutil.copy2(software / "tasks.py", work / "tasks.py")
    command = [sys.executable, "-m", "invoke", "build", "--accepted", "--output", str(work / "output")]
    if settings.siteurl:
        command += ["--siteurl", settings.siteurl]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_", "CREDIT_"))}
    done = subprocess.run(command, cwd=work, env=kept, capture_output=True, check=False)
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise UpgradeError(f"新软件生成不了现在的网站，没有升级，原来的照常运行：\n{message[-2000:]}")
    return work / "output"


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
