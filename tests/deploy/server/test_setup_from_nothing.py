"""One server from nothing: its own nginx and sshd on the loopback; two people push, and what they push is there over HTTP."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from credit.bench.nginx_process import Nginx, free_port, nginx
from credit.deploy import audit_log
from credit.deploy.server_settings import ServerSettings, read_settings, settings_text
from credit.identifiers import check_character
from tests.conftest import PROJECT, ROOT, run_task
from tests.deploy.server.conftest import CORPUS, Clone, git, try_git
from tests.deploy.server.test_pushes import run_recipe

BLACK = "data/black-list.csv"
PEOPLE = ("zhang", "li", "wang")


@dataclass(frozen=True)
class Live:
    """A server at work: its checkout, its settings, nginx, and how to push to it."""

    checkout: Path
    settings: ServerSettings
    web: Nginx
    folder: Path
    address: str

    def clone(self, person: str, name: str) -> Clone:
        """Return a clone that fetches and pushes over SSH with a person's key."""
        command = f"{ssh_command()} -i {self.folder / person}"
        git(self.folder, "-c", f"core.sshCommand={command}", "clone", "-q", self.address, name)
        git(self.folder / name, "config", "core.sshCommand", command)
        return Clone(self.folder / name)

    def page(self, path: str) -> str:
        """Return a page that must be there."""
        answer = self.web.get(path)
        assert answer.status == 200, path
        return answer.body.decode()

    def configure(self, **values: object) -> None:
        """Change the server's settings."""
        changed = replace(read_settings(self.settings.site), **values)  # type: ignore[arg-type]
        (self.settings.etc / "credit.toml").write_text(settings_text(changed), encoding="utf-8")


def ssh_command() -> str:
    """Return ssh without anything of the person who runs the test."""
    options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "BatchMode=yes")
    return "ssh -F /dev/null -o LogLevel=ERROR " + " ".join(f"-o {option}" for option in options)


@contextmanager
def sshd(folder: Path, keys: Path) -> Iterator[int]:
    """Run sshd on the loopback until the block ends; yield its port."""
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    assert program, "sshd is missing: run make test, or apt-get install openssh-server"
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / "host")], check=True)
    port = free_port()
    lines = {
        "ListenAddress": f"127.0.0.1:{port}", "HostKey": folder / "host", "PidFile": "none", "UsePAM": "no",
        "StrictModes": "no", "AuthorizedKeysFile": keys, "PasswordAuthentication": "no", "UseDNS": "no",
        "PermitRootLogin": "prohibit-password",
    }  # fmt: skip
    (folder / "sshd.conf").write_text("".join(f"{key} {one}\n" for key, one in lines.items()), encoding="utf-8")
    log = (folder / "sshd.log").open("w", encoding="utf-8")
    with log, subprocess.Popen([program, "-D", "-e", "-f", str(folder / "sshd.conf")], stderr=log) as process:
        try:
            yield port
        finally:
            process.terminate()


def wait_for_ssh(address: str, key: Path) -> None:
    """Return when the server lets a key in."""
    command = f"{ssh_command()} -i {key}"
    for _ in range(120):
        if try_git(key.parent, "-c", f"core.sshCommand={command}", "ls-remote", address).returncode == 0:
            return
    pytest.fail((key.parent / "sshd.log").read_text(encoding="utf-8"))


def make_checkout(folder: Path) -> Path:
    """Write a checkout of this software with the small site in it, committed once."""
    folder.mkdir()
    for name in (*PROJECT, "requirements.txt"):
        source = CORPUS / name if name in ("data", "content") else ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    git(folder, "init", "-q", "-b", "main")
    (folder / ".git" / "info" / "exclude").write_text("__pycache__/\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")
    return folder


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The server, set up by its own command; the second run of it takes up the keys."""
    folder = tmp_path_factory.mktemp("server")
    checkout = make_checkout(folder / "checkout")
    repo, site = folder / "credit.git", folder / "www"
    done = run_task("setup-server", "--repo", repo, "--site", site, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "版本 1 已上线" in done.stderr
    for person in PEOPLE:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / person)], check=True)
        shutil.copy2(folder / f"{person}.pub", site / "etc" / "keys")
    done = run_task("setup-server", "--repo", repo, "--site", site, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "已上线" not in done.stderr
    settings = read_settings(site)
    with nginx(settings, folder / "nginx") as web, sshd(folder, site / "etc" / "authorized_keys") as port:
        address = f"ssh://{getpass.getuser()}@127.0.0.1:{port}/credit.git"
        wait_for_ssh(address, folder / "zhang")
        yield Live(checkout, settings, web, folder, address)


def new_row(number: int, code: str, facts: str) -> str:
    """Return a row of the black list that is public on the corpus's own day."""
    return (
        f"BL-2026-{number:05d},测试示例第{number}家有限公司,,{code},企业,breach-of-service,{facts},"
        f"《中华人民共和国电子商务法》第四十九条,测市监示例〔2026〕{number}号,market-supervision,2026-05-12,严重,2026-05-15,"
        "more-inspections,east-town,,,,,,测试市场监管局报送（示例）\n"
    )


def code_of(number: int) -> str:
    """Return a valid code."""
    first = f"91220184MA{number:07d}"
    return first + check_character(first)


def append(clone: Clone, row: str) -> None:
    """Add a row to the black list."""
    (clone.folder / BLACK).write_text(clone.read(BLACK) + row, encoding="utf-8-sig", newline="\n")


def test_a_row_goes_live_a_bad_one_does_not_and_two_people_push_at_once(live: Live) -> None:
    """The whole day of two clerks."""
    zhang, li = live.clone("zhang", "a"), live.clone("li", "b")
    code = code_of(900)
    assert live.web.get(f"/entities/{code}.html").status == 404
    append(zhang, new_row(900, code, "2026年4月间收款后不发货。"))
    zhang.commit("新增一条")
    done = zhang.push()
    assert done.returncode == 0, done.stderr
    assert "正在检查 zhang 的推送" in done.stderr
    assert "版本 2 已上线" in done.stderr
    assert "2026年4月间收款后不发货。" in live.page(f"/entities/{code}.html")

    before = live.settings.current.readlink()
    good = zhang.read(BLACK)
    zhang.edit(BLACK, code, code[:-1] + ("0" if code[-1] != "0" else "1"))
    line = next(
        number for number, text in enumerate(zhang.read(BLACK).splitlines(), start=1) if "BL-2026-00900" in text
    )
    zhang.commit("写错了")
    done = zhang.push()
    assert done.returncode != 0
    assert f"{BLACK}:{line}: 统一社会信用代码: 校验位不符" in done.stderr
    assert live.settings.current.readlink() == before
    assert live.web.get(f"/entities/{code}.html").status == 200

    run_recipe(zhang, done.stderr, {BLACK: "\ufeff" + good.replace("4月间收款后不发货", "4月间收款后没有发货")})
    done = zhang.push()
    assert done.returncode == 0, done.stderr
    assert "4月间收款后没有发货" in live.page(f"/entities/{code}.html")

    # Both begin from the same commit and push at the same moment.
    git(li.folder, "pull", "-q", "--rebase", "origin", "main")
    zhang.edit(BLACK, "4月间收款后没有发货", "4月间收了款没有发货")
    zhang.commit("张改的")
    notice = "content/notices/free-report.md"
    head, body = li.read(notice).rstrip("\n").split("\n\n", 1)
    li.write(notice, f"{head}\nChanges: 2026-06-01 加了一句。\n\n{body}\n\n两个人同时推送，都上线了。\n")
    li.commit("李改的")
    outcomes: dict[str, subprocess.CompletedProcess[str]] = {}

    def push(name: str, clone: Clone) -> None:
        outcomes[name] = clone.push()
        while outcomes[name].returncode != 0:
            said = outcomes[name].stderr
            assert any(
                word in said for word in ("fetch first", "git pull --rebase", "cannot lock ref", "failed to update ref")
            ), said
            git(clone.folder, "pull", "-q", "--rebase", "origin", "main")
            outcomes[name] = clone.push()

    threads = [threading.Thread(target=push, args=pair) for pair in (("zhang", zhang), ("li", li))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: one.returncode for name, one in outcomes.items()} == {"zhang": 0, "li": 0}
    assert "4月间收了款没有发货" in live.page(f"/entities/{code}.html")
    assert "两个人同时推送，都上线了。" in live.page("/notices/free-report/")

    entries, faults = audit_log.read_audit_log(live.settings)
    assert faults == []
    assert [(entry["event"], entry["key"]) for entry in entries[:4]] == [
        ("seeded", getpass.getuser()), ("accepted", "zhang"), ("refused", "zhang"), ("accepted", "zhang"),
    ]  # fmt: skip
    assert entries[1]["added"] == ["BL-2026-00900"]
    assert entries[2]["result"] == {"check-digit": 1}
    assert entries[1]["fingerprint"].startswith("SHA256:")


def test_a_new_black_row_waits_for_a_second_person(live: Live) -> None:
    """Not one's own approval, and not one of an older state; the withdrawal needs one person."""
    live.configure(second_approval=True)
    zhang, li = live.clone("zhang", "c"), live.clone("li", "d")
    code = code_of(901)
    append(zhang, new_row(901, code, "2026年4月间虚构订单。"))
    first = zhang.commit("新增一条")
    done = zhang.push()
    assert done.returncode == 0, done.stderr
    assert "要另一个人批准才公布：BL-2026-00901" in done.stderr
    assert live.web.get(f"/entities/{code}.html").status == 404
    assert code not in live.page("/data/black-list/black-list.csv")

    done = zhang.push(f"{first}:refs/heads/approve/x")
    assert "自己推送的要由另一个人批准" in done.stderr
    zhang.edit(BLACK, "4月间虚构订单", "4月间虚构了订单")
    second = zhang.commit("改了事实")
    assert zhang.push().returncode == 0
    git(li.folder, "fetch", "-q")
    assert "已批准" not in li.push(f"{first}:refs/heads/approve/x").stderr
    assert live.web.get(f"/entities/{code}.html").status == 404
    done = li.push(f"{second}:refs/heads/approve/x")
    assert done.returncode == 0, done.stderr
    assert "已批准 1 条：BL-2026-00901" in done.stderr
    assert "4月间虚构了订单" in live.page(f"/entities/{code}.html")
    assert git(live.settings.repo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"

    register = zhang.read("data/withdrawals.csv").rstrip("\n")
    zhang.write("data/withdrawals.csv", f"\ufeff{register}\nBL-2026-00901,2026-05-30,期满,\n")
    zhang.commit("撤下")
    done = zhang.push()
    assert done.returncode == 0, done.stderr
    assert live.web.get(f"/entities/{code}.html").status == 404
    done = run_task("ledger", "--site", live.settings.site)
    assert done.returncode == 0, done.stderr
    assert "批准,li,SHA256:" in done.stdout
    live.configure(second_approval=False)


def test_nothing_of_an_accepted_push_is_executed(live: Live) -> None:
    """Planted code is stored, published past, and leaves no trace."""
    trace = live.folder / "trace"
    clone = live.clone("wang", "e")
    python = f"import pathlib; pathlib.Path({str(trace)!r}).touch()\n"
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py", "sitecustomize.py", "plugins/credit/__init__.py",
                 "plugins/credit/build/__init__.py", "plugins/credit/gate.py"):  # fmt: skip
        clone.write(name, python)
    clone.write("theme/templates/home.html", "{{ cycler.__init__.__globals__.os.system('touch " + str(trace) + "') }}")
    clone.write("hooks/post-receive", f"#!/bin/sh\ntouch {trace}\n")
    clone.write(".gitattributes", "* filter=evil export-subst\n")
    clone.commit("种下代码")
    done = clone.push()
    assert done.returncode == 0, done.stderr
    assert "以外的文件只存着，不起任何作用" in done.stderr
    assert "已上线" in done.stderr
    assert "信用测试县" in live.page("/")
    assert not trace.exists()


def test_an_upgrade_shows_what_would_change_and_one_that_cannot_build_is_refused(live: Live) -> None:
    """Until setup-server has run, hooks and site go on with the software they had."""
    base = live.checkout / "theme" / "templates" / "base.html"
    good = base.read_text(encoding="utf-8")
    arguments = ("setup-server", "--repo", live.settings.repo, "--site", live.settings.site)
    before = live.settings.current.readlink()
    software = (live.settings.site / "software" / "current").readlink()
    base.write_text(good.replace("</body>", "{{ nobody.knows }}</body>"), encoding="utf-8")
    done = run_task(*arguments, root=live.checkout)
    assert done.returncode == 1
    assert "没有升级，原来的照常运行" in done.stderr
    assert (live.settings.site / "software" / "current").readlink() == software
    assert live.settings.current.readlink() == before

    base.write_text(good.replace("</body>", "<!-- new --></body>"), encoding="utf-8")
    done = run_task(*arguments, root=live.checkout)
    assert done.returncode == 0, done.stderr
    assert "新软件会改变网站：新增 0 个文件，少 0 个，内容不同" in done.stderr
    assert "  不同 /index.html" in done.stderr or "  不同 /404.html" in done.stderr
    assert "<!-- new -->" in live.page("/")
    assert (live.settings.site / "software" / "current").readlink() != software
    templates = "plugins/credit/deploy/setup/templates"
    copied = live.settings.site / "software" / "current" / templates
    assert sorted(path.name for path in copied.iterdir()) == sorted(
        path.name for path in (live.checkout / templates).iterdir()
    )
