"""The set-up behind `make` and `make test`, tried for real on a small lock and a wheel of its own, with no index."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the set-up is for Debian; Windows installs with pip alone")


def write_wheel(folder: Path, version: str) -> str:
    """Write the wheel of a package `greeting` and return the line a lock has for it."""
    info = f"greeting-{version}.dist-info"
    contents = {
        "greeting.py": f'VERSION = "{version}"\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, text in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(text.encode())}\n"
    contents[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    folder.mkdir(exist_ok=True)
    wheel = folder / f"greeting-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return f"greeting=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A checkout with a blank and Chinese in its path, whose lock holds one small package."""
    checkout = tmp_path / "信用 网站"
    (checkout / "deploy").mkdir(parents=True)
    for name in ("prepare", "inv"):
        shutil.copy2(root / "deploy" / name, checkout / "deploy" / name)
    shutil.copy2(root / "Makefile", checkout / "Makefile")
    lock = write_wheel(checkout / "wheels", "1.0")
    (checkout / "requirements.txt").write_text(lock, encoding="utf-8", newline="\n")
    return checkout


def make_setup(checkout: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `make setup WHEELS=wheels` with everything in the surroundings that could be in its way."""
    (checkout.parent / "foreign").mkdir(exist_ok=True)
    (checkout.parent / "foreign" / "pip.py").write_text(
        "raise SystemExit('wrong pip')\n", encoding="utf-8", newline="\n"
    )
    surroundings = {
        "PYTHONPATH": str(checkout.parent / "foreign"),
        "LC_ALL": "C",
        "PIP_USER": "1",
        "PYTHON": sys.executable,
    }
    return subprocess.run(
        ["make", "setup", "WHEELS=wheels"],
        cwd=checkout,
        env=os.environ | surroundings | env,
        umask=0o077,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def installed(checkout: Path) -> str:
    """Return the version of the package that the checkout's own interpreter sees."""
    code = "import greeting; print(greeting.VERSION)"
    done = subprocess.run(
        [checkout / ".venv" / "bin" / "python", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def states_below(folder: Path) -> dict[str, int]:
    """Return when each file of a venv was last written, but for bytecode and the command, which is copied each time."""
    return {
        str(path): path.lstat().st_mtime_ns
        for path in folder.rglob("*")
        if not path.is_dir() and "__pycache__" not in path.parts and path.name != "inv"
    }


def test_the_set_up_heals_itself_and_does_nothing_twice(checkout: Path) -> None:
    """Fresh, again, after an interruption, with a new lock, in another folder: each time what the lock says is there."""
    first = make_setup(checkout)
    assert (0, "1.0") == (first.returncode, installed(checkout)), first.stderr

    made = states_below(checkout / ".venv")
    assert 0 == make_setup(checkout).returncode
    assert made == states_below(checkout / ".venv")

    # Killed while pip was writing: the package looks installed and is not whole.
    (checkout / ".venv" / "unfinished").touch()
    next((checkout / ".venv").rglob("greeting.py")).unlink()
    assert 0 == make_setup(checkout).returncode
    assert "1.0" == installed(checkout)

    # A wheel that is not the locked one is refused, and what is there then is not taken for complete.
    lock = write_wheel(checkout / "wheels", "2.0")
    wrong = f"{lock[:-6]}{'00000' if lock[-6:-1] != '00000' else '11111'}\n"
    (checkout / "requirements.txt").write_text(wrong, encoding="utf-8", newline="\n")
    assert 0 != make_setup(checkout).returncode
    assert not (checkout / ".venv" / "prepared").exists()

    (checkout / "requirements.txt").write_text(lock, encoding="utf-8", newline="\n")
    assert 0 == make_setup(checkout).returncode
    assert "2.0" == installed(checkout)

    # The scripts of a venv hold its path: in another folder it is made anew.
    moved = checkout.rename(checkout.with_name("moved"))
    assert 0 == make_setup(moved).returncode
    pip = (moved / ".venv" / "bin" / "pip").read_text(encoding="utf-8")
    assert str(checkout) not in pip


def test_what_a_cluster_needs_is_added_on_demand(checkout: Path) -> None:
    """`deploy/prepare cluster` adds its lock to what is there, and does nothing twice or beside the tests' lock."""
    assert 0 == make_setup(checkout).returncode
    whole = (checkout / "requirements.txt").read_text(encoding="utf-8")
    (checkout / "requirements-cluster.txt").write_text(whole, encoding="utf-8", newline="\n")
    command = ["deploy/prepare", "cluster"]
    env = {**os.environ, "PYTHON": sys.executable, "WHEELS": "wheels"}
    for _ in range(2):
        done = subprocess.run(command, cwd=checkout, env=env, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    marks = (checkout / ".venv" / "prepared").read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in marks] == ["requirements.txt", "requirements-cluster.txt"]
    assert installed(checkout) == "1.0"


def test_the_command_says_in_chinese_where_no_site_is(root: Path, tmp_path: Path) -> None:
    """Outside of the folder, where invoke would speak English; inside of it, below it and by a link it works."""
    command = root / ".venv" / "bin" / "inv"
    assert command.read_bytes() == (root / "deploy" / "inv").read_bytes()
    link = tmp_path / "inv"
    link.symlink_to(command)
    for program in (command, link):
        outside = run_in(tmp_path, program, "check")
        assert (2, "") == (outside.returncode, outside.stdout)
        assert outside.stderr.startswith("这里不是网站的文件夹")
        assert 1 == len(outside.stderr.splitlines())
        for folder, arguments in ((root, ()), (root / "data", ()), (tmp_path, ("-r", str(root)))):
            inside = run_in(folder, program, *arguments, "check", "--help")
            assert (0, True) == (inside.returncode, "用法：inv check" in inside.stdout), inside.stderr


def run_in(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def path_of(folder: Path, *names: str) -> str:
    """Make a folder that holds only the named commands of this machine, to be the whole PATH."""
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return str(folder)


def prepare(checkout: Path, what: str, path: str) -> subprocess.CompletedProcess[str]:
    """Run deploy/prepare with that PATH alone."""
    return subprocess.run(
        [shutil.which("sh") or "sh", "deploy/prepare", what],
        cwd=checkout,
        env={"PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_without_python_it_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    """One sentence in Chinese, one in English, and nothing is left behind."""
    done = prepare(checkout, "runtime", path_of(tmp_path / "bin", "dirname", "cksum", "tr", "grep", "rm", "wc"))
    assert 1 == done.returncode
    assert 2 == len(done.stderr.splitlines())
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_without_the_right_to_install_it_names_all_that_is_missing(checkout: Path, tmp_path: Path) -> None:
    """Browser, fonts, Java, Node: one sentence an administrator can act on."""
    done = prepare(checkout, "tests", path_of(tmp_path / "bin", "dirname", "id", "grep"))
    assert 1 == done.returncode
    assert 2 == len(done.stderr.splitlines())
    for package in ("chromium", "fonts-noto-cjk", "default-jre-headless", "nodejs", "npm", "libreoffice-calc"):
        assert package in done.stderr.splitlines()[0]
