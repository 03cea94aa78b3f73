"""Software upgrade: installs the checkout's software beside the old, tries it, switches in one step, leads back."""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from credit import git_repository
from credit.build.workers.software_digest import software_digest
from credit.deploy.hooks.git_hooks import STARTER
from credit.deploy.server_settings import ServerSettings
from credit.deploy.setup.software_venv import make_venv, venv_name
from credit.model import CreditError

#: Parts a build needs beside data/ and content/; the packages lie in a venv of the server's own (``software_venv``).
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


def previous_software(settings: ServerSettings) -> Path:
    """Return the link to the software that was in use before the last upgrade."""
    return settings.site / "software" / "previous"


def copy_software(settings: ServerSettings, checkout: Path) -> Path:
    """Copy the software of a checkout beside the site, once for each content, and return the copy."""
    packages = venv_name(checkout)
    tasks = b"".join((checkout / name).read_bytes() for name in PARTS if (checkout / name).is_file())
    digest = hashlib.sha256(software_digest(checkout).encode() + tasks + packages.encode()).hexdigest()[:16]
    target = settings.site / "software" / digest
    target.parent.mkdir(parents=True, exist_ok=True)
    if not (target.parent / packages).exists():
        make_venv(checkout, target.parent / packages)
    if target.exists():
        return target
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    for name in PARTS:
        source = checkout / name
        if source.is_dir():
            shutil.copytree(source, temporary / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy2(source, temporary / name)
    compile_software(temporary, target)
    (temporary / ".venv").symlink_to(Path("..") / packages)
    temporary.chmod(0o755)
    # After a power cut a folder of that name must not hold empty files: it is taken for the whole software.
    os.sync()
    temporary.rename(target)
    return target


def compile_software(folder: Path, target: Path | None = None) -> None:
    """Compile the software below a folder: hooks write no bytecode, and each would compile all of it again.

    ``target`` is where the folder will stand.
    """
    compileall.compile_dir(folder / "plugins", ddir=str((target or folder) / "plugins"), quiet=2)


def switch_software(settings: ServerSettings, copy: Path) -> None:
    """Make a copy the software in use, in one step; the one before it and its packages stay."""
    link, previous = software_folder(settings), previous_software(settings)
    before = link.resolve() if link.is_symlink() else None
    if before is not None and before != copy and before.is_dir():
        _point(previous, before.name)
    _point(link, copy.name)
    kept = _in_use(settings)
    for other in link.parent.iterdir():
        if other.is_dir() and not other.is_symlink() and other.resolve() not in kept:
            shutil.rmtree(other)


def _in_use(settings: ServerSettings) -> set[Path]:
    """Return the folders of the software in use and of the one before, and those of their packages."""
    links = (software_folder(settings), previous_software(settings))
    used = {link.resolve() for link in links if link.is_symlink()}
    return used | {(folder / ".venv").resolve() for folder in used}


def _point(link: Path, target: str) -> None:
    """Point a symbolic link elsewhere in one step."""
    temporary = link.with_name(f".{link.name}.new")
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target)
    temporary.replace(link)


def python_of(software: Path) -> Path:
    """Return the interpreter of a copy of the software."""
    return software / ".venv" / "bin" / "python"


def try_software(settings: ServerSettings, copy: Path) -> None:
    """Start the hook of a copy as git does, with a push of nothing; raises UpgradeError where it does not start.

    Its build of the live data is tried by ``compare_software``.
    """
    command = (str(python_of(copy)), "-I", "-c", STARTER, str(copy / "plugins"), "pre-receive", str(settings.site))
    done = _run(command, Path("/"))
    if done.returncode:
        raise UpgradeError(f"要换上的软件里钩子启动不了，没有升级，原来的照常运行：\n{_words(done)}")


def remove_unused(settings: ServerSettings, copy: Path) -> None:
    """Remove a copy that failed its trial, and its packages where nothing in use needs them: the next try begins anew."""
    used = _in_use(settings)
    for folder in ((copy / ".venv").resolve(), copy):
        if folder.resolve() not in used:
            shutil.rmtree(folder, ignore_errors=True)


def compare_software(settings: ServerSettings, old: Path, new: Path) -> Comparison:
    """Build the live data with both and return the differences; raises UpgradeError where the new one cannot."""
    # Of a run that was killed: built sites with every name.
    for leftover in settings.state.glob("upgrade-*"):
        shutil.rmtree(leftover)
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
    command = [str(python_of(software)), "-m", "invoke", "build", "--accepted", "--output", str(work / "output")]
    if settings.siteurl:
        command += ["--siteurl", settings.siteurl]
    done = _run(command, work)
    if done.returncode:
        raise UpgradeError(f"要换上的软件生成不了现在的网站，没有升级，原来的照常运行：\n{_words(done)}")
    return work / "output"


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program of a copy with nothing of this process's Python, git or settings; a missing program is exit 127."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_", "CREDIT_"))}
    try:
        return subprocess.run(command, cwd=folder, env=kept, input=b"", capture_output=True, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, b"", str(error).encode())


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip()[-2000:]


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
