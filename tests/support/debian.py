"""Debian machine: a Debian 12 with its own systemd as first process, in namespaces and control groups of its own.

Its base, made once by debootstrap, and a layer with this software's packages are kept in the temporary folder of the
system; each machine is a copy. Without debootstrap, root, namespaces or packages its tests are skipped, with the reason.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("systemd", "dbus", "git", "python3", "python3-venv", "nginx-light", "openssh-server", "make", "logrotate",
            "openssl")  # fmt: skip
#: Another mirror than debootstrap's own.
MIRROR = os.environ.get("CREDIT_DEBIAN", "")
#: Where the handbook has the software.
CHECKOUT = Path("/opt/credit")
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")

#: Joins control groups of its own ($1 is their name), then becomes the first process's parent in new namespaces.
_START = """\
for group in $(awk '$3 ~ /^cgroup/ {print $2}' /proc/mounts); do
    mkdir -p "$group/$1" && echo $$ >"$group/$1/cgroup.procs" || rmdir "$group/$1" || true
done 2>/dev/null
exec unshare --mount --pid --uts --ipc --cgroup --net --fork sh -c "$2" sh "$3"
"""

#: Makes $1 the root, with a view of its own control groups alone, and starts systemd.
_BOOT = """\
set -e
root=$1
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
if [ -e /sys/fs/cgroup/cgroup.procs ]; then
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
else
    mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
    awk '$3 ~ /^cgroup/ {print $2, $3, $4}' /proc/mounts | while read -r place kind options; do
        name=${place##*/}
        mkdir "$root/sys/fs/cgroup/$name"
        case $name in
        systemd) options=none,name=systemd ;;
        *) options=$name ;;
        esac
        [ "$kind" = cgroup ] || options=rw
        mount -t "$kind" -o "$options" cgroup "$root/sys/fs/cgroup/$name" || rmdir "$root/sys/fs/cgroup/$name"
    done
fi
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/tmp"
mount --rbind /dev "$root/dev"
# Whoever logs out loses what lies there under the same number (RemoveIPC of logind): never on the machine of the tests.
mount -t tmpfs tmpfs "$root/dev/shm"
hostname debian
cd "$root"
mkdir -p old
pivot_root . old
umount -l /old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-level=info --log-target=console
"""


@dataclass(frozen=True)
class Machine:
    """A running Debian: its tree as this machine sees it, and its first process."""

    root: Path
    pid: int

    def try_run(self, command: str, *, umask: int = 0o022, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a line of the shell as root inside; return how it ended and what it said, both streams in one."""
        inside = ("nsenter", "-t", str(self.pid), "-a", "--root", "--wd", "--", "/usr/bin/env", "-i",
                  f"PATH={SEARCH_PATH}", "HOME=/root", "LANG=C.UTF-8", "/bin/sh", "-c", command)  # fmt: skip
        return subprocess.run(
            inside, input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
            check=False, umask=umask, timeout=600,
        )  # fmt: skip

    def run(self, command: str, *, umask: int = 0o022, given: str = "") -> str:
        """Run a line of the shell as root inside and return what it said; one that fails fails the test."""
        done = self.try_run(command, umask=umask, given=given)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def path(self, place: str | Path) -> Path:
        """Return a path of the machine as this machine sees it."""
        return self.root / str(place).lstrip("/")

    def fetch(self, address: str) -> tuple[int, str]:
        """Ask the machine's own web server; return status and body, redirects followed."""
        code = (
            "import sys, urllib.request, urllib.error\n"
            "try: answer = urllib.request.urlopen(sys.argv[1])\n"
            "except urllib.error.HTTPError as error: answer = error\n"
            "print(answer.status); print(answer.read().decode())"
        )
        status, _, body = self.run(f"python3 -c '{code}' http://127.0.0.1{address}").partition("\n")
        return int(status), body


def _cache() -> Path:
    folder = Path(tempfile.gettempdir()) / f"credit-debian-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """Let one process at a time make a tree."""
    with (_cache() / f"{name}.lock").open("w", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _make(command: list[str | Path]) -> None:
    """Run a step of making a tree; skips the test with the reason where it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()[-400:]
        pytest.skip(f"no Debian of one's own here: {command[0]} ended with {done.returncode}: {said}")


def base_tree() -> Path:
    """Return the tree of a Debian 12 as debootstrap makes it, with the packages of the handbook."""
    program = shutil.which("debootstrap", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        pytest.skip("debootstrap is missing: make test installs it")
    tree = _cache() / f"base-{hashlib.sha256(' '.join(PACKAGES).encode()).hexdigest()[:12]}"
    with _locked("base"):
        if not tree.exists():
            new = Path(tempfile.mkdtemp(prefix=".new-", dir=_cache()))
            try:
                _make(
                    [
                        program,
                        "--variant=minbase",
                        f"--include={','.join(PACKAGES)}",
                        "bookworm",
                        new,
                        *filter(None, [MIRROR]),
                    ]
                )
                new.chmod(0o755)
                new.rename(tree)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    return tree


def prepared_tree() -> Path:
    """Return the tree with /opt/credit/.venv as ``make setup`` makes it from a folder of wheels, with no index."""
    if sys.version_info[:2] != (3, 11):
        pytest.skip("wheels for Debian 12 can be had by Python 3.11 alone")
    lock = ROOT / "requirements.txt"
    # By the lock and by the way it is made.
    made_of = lock.read_bytes() + Path(__file__).read_bytes()
    tree = _cache() / f"prepared-{hashlib.sha256(made_of).hexdigest()[:12]}"
    base = base_tree()
    with _locked("prepared"):
        if not tree.exists():
            for old in _cache().glob("prepared-*[0-9a-f]"):
                shutil.rmtree(old)
            new = Path(tempfile.mkdtemp(prefix=".new-", dir=_cache()))
            try:
                _make(["cp", "-a", f"{base}/.", new])
                wheels = new / "var" / "wheels"
                _make([sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "--only-binary", ":all:",
                       "--dest", wheels, "-r", lock])  # fmt: skip
                checkout = new / str(CHECKOUT).lstrip("/")
                (checkout / "deploy").mkdir(parents=True)
                for name in ("Makefile", "deploy/inv", "deploy/prepare", "requirements.txt"):
                    shutil.copy2(ROOT / name, checkout / name)
                _make(["chroot", new, "/usr/bin/env", "-i", f"PATH={SEARCH_PATH}", "LANG=C.UTF-8",
                       "make", "-C", CHECKOUT, "setup", "WHEELS=/var/wheels"])  # fmt: skip
                if FAKETIME.exists():
                    shutil.copy2(FAKETIME, new / "usr" / "lib" / FAKETIME.name)
                new.chmod(0o755)
                new.rename(tree)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    return tree


@contextmanager
def debian(folder: Path) -> Iterator[Machine]:
    """Run a machine of one's own below a folder until the block ends."""
    if os.geteuid() != 0:
        pytest.skip("only root can start a Debian of its own")
    root = folder / "debian"
    _make(["cp", "-a", prepared_tree(), root])
    group = f"credit-debian-{os.getpid()}-{time.monotonic_ns()}"
    with (
        (folder / "boot.log").open("wb") as log,
        subprocess.Popen(["sh", "-c", _START, "sh", group, _BOOT, str(root)], stdin=subprocess.DEVNULL, stdout=log,
                         stderr=log) as starter,
    ):  # fmt: skip
        first = 0
        try:
            first = _first_process(starter)
            machine = Machine(root, first)
            _wait(machine, folder / "boot.log")
            yield machine
        finally:
            # With the first process the kernel ends all of its namespace.
            with contextlib.suppress(ProcessLookupError):
                os.kill(first or starter.pid, signal.SIGKILL)
            starter.wait()
            _remove_groups(group)
            # Quicker than shutil.rmtree by far, for tens of thousands of files.
            subprocess.run(["rm", "-rf", "--one-file-system", str(root)], check=True)


def _first_process(starter: subprocess.Popen[bytes]) -> int:
    """Return the first process of the new namespace; earlier children only prepared it."""
    children, own = Path(f"/proc/{starter.pid}/task/{starter.pid}/children"), Path("/proc/self/ns/pid").readlink()
    for _ in range(200):
        with contextlib.suppress(OSError):
            for child in children.read_text(encoding="ascii").split():
                if Path(f"/proc/{child}/ns/pid").readlink() != own:
                    return int(child)
        if starter.poll() is not None:
            break
        time.sleep(0.05)
    pytest.skip("no namespaces of one's own here")


def _wait(machine: Machine, log: Path) -> None:
    for _ in range(300):
        if not Path(f"/proc/{machine.pid}").exists():
            break
        if machine.try_run("systemctl is-active nginx ssh").stdout.split() == ["active", "active"]:
            return
        time.sleep(0.1)
    pytest.skip(f"systemd does not start here: {log.read_text(encoding='utf-8', errors='replace')[-400:]}")


def _remove_groups(name: str) -> None:
    """Remove the control groups of a machine that has ended, the deepest first."""
    time.sleep(0.2)
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        place, kind = line.split()[1:3]
        top = Path(place) / name
        if kind.startswith("cgroup") and top.is_dir():
            for folder, _, _ in os.walk(top, topdown=False):
                try:
                    Path(folder).rmdir()
                except OSError:
                    continue
