"""A server on a plain Debian 12 with its own systemd: installed by one command, hardened, upgraded, told of failures."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit import clock
from tests.conftest import ROOT
from tests.deploy.server.conftest import git
from tests.deploy.server.test_setup_from_nothing import code_of, make_checkout, new_row
from tests.support.debian import CHECKOUT, FAKETIME, Machine, debian

SETUP = f"cd {CHECKOUT} && .venv/bin/inv setup-server --install"
SSH = "ssh -o StrictHostKeyChecking=no -o LogLevel=ERROR -i /var/tmp/zhang"
TIMER = "credit-www.service"


def put_software(machine: Machine, folder: Path) -> None:
    """Put this checkout, with the small site as a real one, where the handbook has the software."""
    checkout = make_checkout(folder / "checkout")
    package = checkout / "data" / "datapackage.json"
    words = json.loads(package.read_text(encoding="utf-8"))
    words["credit"]["demonstration"] = False
    del words["credit"]["as_of"]
    package.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    git(checkout, "commit", "-qam", "a real site")
    for name in ("Makefile", "deploy"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, checkout / name)
    shutil.copytree(checkout, machine.path(CHECKOUT), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A machine with the server installed, all of it under the umask of a careful administrator."""
    folder = tmp_path_factory.mktemp("machine")
    with debian(folder) as machine:
        put_software(machine, folder)
        machine.run(f"make -C {CHECKOUT} setup WHEELS=/var/wheels", umask=0o077)
        assert "Welcome to nginx" in machine.fetch("/")[1]
        said = machine.run(SETUP, umask=0o077)
        assert "已停用 nginx 自带的示例网站" in said
        assert "dubious" not in said
        machine.run(
            'ssh-keygen -q -t ed25519 -N "" -f /var/tmp/zhang && cp /var/tmp/zhang.pub /srv/credit/www/etc/keys/'
        )
        said = machine.run(SETUP, umask=0o077)
        assert "版本" not in said
        assert said.splitlines()[-1] == "已经装好。"
        machine.run(f'GIT_SSH_COMMAND="{SSH}" git clone -q ssh://credit@127.0.0.1/credit.git /var/tmp/checkout')
        yield machine


def push(machine: Machine, message: str) -> str:
    """Commit and push all of the clone; return what the server said."""
    return machine.run(
        f'cd /var/tmp/checkout && git add -A && git -c user.name=z -c user.email=z@example.cn commit -qm {message} && '
        f'GIT_SSH_COMMAND="{SSH}" git push origin HEAD:main'
    )  # fmt: skip


def test_from_a_bare_machine_to_a_page_a_push_and_an_expiry_by_the_timer(machine: Machine) -> None:
    """One command installs; what a clerk pushes is there over HTTP, and leaves on its day though nobody does anything."""
    status, page = machine.fetch("/")
    assert (200, True) == (status, "信用测试县" in page)
    code = code_of(700)
    tomorrow = clock.today() + datetime.timedelta(days=1)
    row = new_row(700, code, "2026年4月间收款后不发货。").replace("east-town,,", f"east-town,,{tomorrow}")
    black = machine.path("/var/tmp/checkout/data/black-list.csv")
    black.write_text(black.read_text(encoding="utf-8") + row, encoding="utf-8", newline="\n")
    assert "已上线" in push(machine, "new")
    assert 200 == machine.fetch(f"/entities/{code}.html")[0]

    assert "credit-www.timer" in machine.run("systemctl list-timers --no-pager")
    drop_in = machine.path(f"/etc/systemd/system/{TIMER}.d/clock.conf")
    drop_in.parent.mkdir()
    library = f"/usr/lib/{FAKETIME.name}"
    drop_in.write_text(
        f"[Service]\nEnvironment=LD_PRELOAD={library} FAKETIME=+1d NO_FAKE_STAT=1 DONT_FAKE_MONOTONIC=1\n",
        encoding="utf-8",
    )
    machine.run(f"systemctl daemon-reload && systemctl start {TIMER}")
    assert 404 == machine.fetch(f"/entities/{code}.html")[0]
    shutil.rmtree(drop_in.parent)
    machine.run("systemctl daemon-reload")


def test_only_what_is_served_can_be_read_by_others(machine: Machine) -> None:
    """Modes whatever the umask; the service's own folders and the logs are nobody else's."""
    listed = machine.run(
        "stat -c '%U %a %n' /srv/credit /srv/credit/* /srv/credit/www/* /var/log/credit-www /etc/credit-www/* ~credit/.ssh"
    )
    modes = {name: (user, mode) for user, mode, name in map(str.split, listed.splitlines())}
    expected = {
        "/srv/credit": ("root", "755"), "/srv/credit/credit.git": ("credit", "700"),
        "/srv/credit/www": ("credit", "755"), "/srv/credit/www/state": ("credit", "700"),
        "/srv/credit/www/etc": ("credit", "700"), "/srv/credit/www/releases": ("credit", "755"),
        "/var/log/credit-www": ("root", "750"), "/etc/credit-www/load-redirects": ("root", "755"),
        machine.run("echo ~credit/.ssh").strip(): ("credit", "700"),
    }  # fmt: skip
    assert expected == {name: modes[name] for name in expected}
    assert "" == machine.run(
        r"find /srv/credit/www/releases ! -type l ! -perm -o=r; find /srv/credit -user root -mindepth 1 -maxdepth 1 -name '.*'"
    )
    assert "" == machine.run("find /srv/credit/credit.git /srv/credit/www -user root ! -path '*/etc/keys/*'")


def test_the_timer_is_confined_and_one_that_cannot_start_tells_the_administrator(machine: Machine) -> None:
    """The alarm needs nothing of this software: its interpreter is gone."""
    said = machine.run(f"systemd-analyze security --no-pager {TIMER}")
    exposure = float(re.search(r"exposure level for \S+: (\S+)", said)[1])
    assert exposure < 2
    settings = machine.path("/srv/credit/www/etc/credit.toml")
    text = settings.read_text(encoding="utf-8")
    told = "/srv/credit/www/state/told"
    settings.write_text(re.sub("(?m)^alarm_command.*", f'alarm_command = "cat >{told}"', text), encoding="utf-8")
    machine.run(SETUP)
    software = machine.run("readlink -f /srv/credit/www/software/current/.venv").strip()
    machine.run(f"mv {software} {software}.away")
    assert 0 != machine.try_run(f"systemctl start {TIMER}").returncode
    machine.run(f"for turn in 1 2 3 4 5 6 7 8 9; do [ -s {told} ] || sleep 0.5; done; mv {software}.away {software}")
    assert f"{TIMER} 没有运行成功" in machine.run(f"cat {told}")
    machine.run(f"systemctl start {TIMER}")


def test_an_address_that_moved_is_loaded_by_root_and_the_alarm_goes(machine: Machine) -> None:
    """The service asks nobody for rights; a file with anything else in it is not loaded, nor one through a link."""
    machine.path("/var/tmp/checkout/content/moved.csv").write_text(
        "address,target\n/policies/former-plan/,/policies/\n", encoding="utf-8"
    )
    push(machine, "moved")
    assert "政策" in machine.fetch("/policies/former-plan/")[1]
    done = machine.try_run("credit-www status")
    assert "moved.conf" not in done.stdout

    loaded = machine.run("cat /etc/credit-www/moved.conf")
    for attack in (
        "access_log /etc/cron.d/evil;",
        "location = /x/ { alias /etc/; }",
        "location = /x/ { return 301 /$http_x; }",
    ):
        machine.path("/srv/credit/www/etc/moved.conf").write_text(f"{attack}\n", encoding="utf-8")
        assert 0 != machine.try_run("systemctl start credit-www-redirects.service").returncode
        assert loaded == machine.run("cat /etc/credit-www/moved.conf")
    machine.run(
        "ln -sf /etc/shadow /srv/credit/www/etc/moved.conf; systemctl start credit-www-redirects.service || true"
    )
    assert loaded == machine.run("cat /etc/credit-www/moved.conf")
    machine.run("rm /srv/credit/www/etc/moved.conf && credit-www publish")
    machine.run("systemctl start credit-www-redirects.service")


@pytest.mark.repetition
def test_links_of_the_service_lead_root_nowhere(machine: Machine) -> None:
    """Its own folders replaced by links to the system's: installing again changes nothing there."""
    machine.run("mv ~credit/.ssh ~credit/kept; mkdir -m 755 /var/tmp/target; ln -s /var/tmp/target ~credit/.ssh")
    done = machine.try_run(SETUP)
    assert "公钥没有放进" in done.stdout
    assert "" == machine.run("ls -A /var/tmp/target")
    machine.run("rm ~credit/.ssh; mv ~credit/kept ~credit/.ssh")
    machine.run("mv /srv/credit/www/log /srv/credit/www/log.kept; ln -s /var/tmp/target /srv/credit/www/log")
    machine.try_run(SETUP)
    machine.run("systemctl reload nginx; sleep 0.5")
    assert ("root root 755", "") == (
        machine.run("stat -c '%U %G %a' /var/tmp/target").strip(),
        machine.run("ls -A /var/tmp/target"),
    )
    machine.run("rm /srv/credit/www/log; mv /srv/credit/www/log.kept /srv/credit/www/log")
    machine.run(SETUP)


@pytest.mark.repetition
def test_wrong_places_and_users_are_refused_in_chinese(machine: Machine) -> None:
    """As the service, as root over the service's folders, in a closed home, from software the service can change."""
    cases = {
        f"su credit -s /bin/sh -c 'cd {CHECKOUT} && .venv/bin/inv setup-server --install'": "请用管理员身份运行",
        f"cd {CHECKOUT} && .venv/bin/inv publish --site /srv/credit/www": "不要用 root 运行",
        f"cd {CHECKOUT} && .venv/bin/inv setup-server": "不要用 root 运行",
        f"mkdir -m 700 -p /srv/closed && {SETUP} --repo /srv/closed/a.git --site /srv/closed/b": "网页服务进不了 /srv/closed",
        f"mkdir -p /srv/mine && {SETUP} --repo /srv/mine/a.git --site /srv/mine": "",
        f"mkdir -p /srv/roots && {SETUP} --repo /srv/a.git --site /srv/roots": "属于 root",
        f"chown credit {CHECKOUT}/tasks.py; {SETUP}; code=$?; chown root {CHECKOUT}/tasks.py; exit $code": "credit 能改",
    }
    for command, said in cases.items():
        done = machine.try_run(command)
        assert (command, True, True) == (command, done.returncode != 0, said in done.stdout), done.stdout
        assert "Traceback" not in done.stdout


@pytest.mark.repetition
def test_an_upgrade_never_takes_the_running_server_down(machine: Machine) -> None:
    """While the checkout's packages are gone, pushes and the timer work; back is one command."""
    machine.run(f"mv {CHECKOUT}/.venv {CHECKOUT}/away && systemctl start {TIMER}")
    page = machine.path("/var/tmp/checkout/content/notices/free-report.md")
    head, body = page.read_text(encoding="utf-8").rstrip("\n").split("\n\n", 1)
    changed = f"{head}\nChanges: 2026-06-01 加了一句。\n\n{body}\n\n升级的时候也能推送。\n"
    page.write_text(changed, encoding="utf-8")
    assert "已上线" in push(machine, "during")
    machine.run(f"mv {CHECKOUT}/away {CHECKOUT}/.venv")

    base = machine.path(CHECKOUT / "theme" / "templates" / "base.html")
    good = base.read_text(encoding="utf-8")
    base.write_text(good.replace("</body>", "<!-- new --></body>"), encoding="utf-8")
    assert "新软件会改变网站" in machine.run(SETUP)
    assert "<!-- new -->" in machine.fetch("/")[1]
    said = machine.run(f"su credit -s /bin/sh -c 'cd {CHECKOUT} && .venv/bin/inv setup-server --back'")
    assert "软件已经退回" in said
    assert "<!-- new -->" not in machine.fetch("/")[1]
    machine.run(f"systemctl start {TIMER}")
    base.write_text(good, encoding="utf-8")
