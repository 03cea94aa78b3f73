"""The handbook on a bare Debian 12: no step but its own leads from nothing to a page, an upgrade and a restored server."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from credit.deploy.setup.offline_bundle import make_bundle
from tests.conftest import ROOT
from tests.deploy.server.conftest import git
from tests.deploy.server.test_setup_from_nothing import code_of, make_checkout, new_row
from tests.docs.test_operations import HANDBOOK, check_shown, commands_of
from tests.support.debian import CHECKOUT, Machine, debian

#: Stands for the certificate authority, which needs the internet: asks the site as it does, then writes a certificate.
CERTBOT = """\
#!/bin/sh
set -e
mkdir -p "$4/.well-known/acme-challenge" /etc/letsencrypt/live/$6
echo token >"$4/.well-known/acme-challenge/token"
python3 -c 'import urllib.request as u; assert u.urlopen("http://127.0.0.1/.well-known/acme-challenge/token").read() == b"token\\n"'
cd /etc/letsencrypt/live/$6
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=$6 -keyout privkey.pem \
    -out fullchain.pem 2>/dev/null
sh -c "$8"
echo "Successfully received certificate."
"""
#: Ends what the handbook's first half made, as on a new machine; only software, packages and the back-up stay.
WIPE = """\
systemctl disable --now credit-www.timer credit-www-redirects.path 2>/dev/null
rm -rf /srv/credit /etc/credit-www /etc/nginx/conf.d/credit-www.conf /var/lib/credit-www /var/log/credit-www
rm -f /etc/systemd/system/credit-www* /usr/local/sbin/credit-www /etc/logrotate.d/credit-www
systemctl daemon-reload
userdel -rf credit 2>/dev/null
! id credit 2>/dev/null
"""

PEOPLE = ("zhang", "li")
#: Stands in new software.
NEW = "<!-- new -->"
INSTALL = ".venv/bin/inv setup-server --install"


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A bare machine with the bundle in root's folder, and two people with computers of their own: users of it."""
    checkout = make_checkout(tmp_path / "checkout")
    package = checkout / "data" / "datapackage.json"
    words = json.loads(package.read_text(encoding="utf-8"))
    words["credit"]["demonstration"] = False
    del words["credit"]["as_of"]
    package.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    for name in ("Makefile", "deploy"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, checkout / name)
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "a real site")
    with debian(tmp_path) as machine:
        make_bundle(checkout, machine.path("/var/tmp/credit.tar.gz"), wheels=machine.path("/var/wheels"))
        program = machine.path("/usr/local/bin/certbot")
        program.write_text(CERTBOT, encoding="utf-8")
        program.chmod(0o755)
        with machine.path("/etc/hosts").open("a", encoding="utf-8") as hosts:
            hosts.write("127.0.0.1 localhost credit.example server\n")
        for person in PEOPLE:
            machine.run(
                f"useradd -m -s /bin/sh {person} && su {person} -c 'mkdir -m 700 ~/.ssh && "
                f'printf "Host 服务器\\n HostName 127.0.0.1\\n StrictHostKeyChecking no\\n LogLevel ERROR\\n" >~/.ssh/config; '
                f"git config --global user.name {person}; git config --global user.email {person}@example.cn'"
            )
        yield machine


def before(machine: Machine, command: str) -> str:
    """Do what a person does besides, as the words around a command say; return the command as it is run here."""
    base = machine.path(CHECKOUT / "theme" / "templates" / "base.html")
    if command.startswith("apt-get"):
        return "true"  # the machine has its packages: it has no network
    if command.startswith("tar -C /opt"):
        return f"cd /var/tmp && {command}"
    if command.startswith("make -C") and machine.path("/srv/credit/www/software/current").is_symlink():
        # New software was put there.
        base.write_text(base.read_text(encoding="utf-8").replace("</body>", f"{NEW}</body>"), encoding="utf-8")
    if command.startswith("ssh-keygen"):
        # The software was led back there too.
        base.write_text(base.read_text(encoding="utf-8").replace(NEW, ""), encoding="utf-8")
    if command.startswith("install -m 644 zhang.pub"):
        machine.run("su li -c 'ssh-keygen -q -t ed25519 -N \"\" -f ~/.ssh/id_ed25519'")
        for person in PEOPLE:
            machine.run(f"cp ~{person}/.ssh/id_ed25519.pub /var/tmp/{person}.pub")
        return f"cd /var/tmp && {command}"
    if "second_approval" in command:
        # Whoever lost a key has given a new one.
        machine.run(f"install -m 644 /var/tmp/zhang.pub /srv/credit/www/etc/keys/ && cd {CHECKOUT} && {INSTALL}")
    if "新增一条" in command:
        machine.run("su - li -c 'git clone -q ssh://credit@服务器/credit.git 数据'")
        row = new_row(700, code_of(700), "2026年4月间收款后不发货。")
        machine.run("cat >>~zhang/数据/data/black-list.csv", given=row)
    if command.startswith("useradd"):
        machine.run(WIPE)
    return command


@pytest.mark.repetition
def test_every_step_of_the_handbook_on_a_bare_machine(machine: Machine, root: Path) -> None:
    """Installed from the bundle, with a certificate, upgraded and led back, with keys, an approval, a redirect, restored."""
    shown = commands_of((root / HANDBOOK).read_text(encoding="utf-8"))
    there = [step for step in shown if step[0] != "$"]
    # The bundle is unpacked first, wherever its chapter stands.
    there.sort(key=lambda step: not step[1].startswith("tar -C /opt"))
    home = {}
    for prompt, command, lines in there:
        line = before(machine, command)
        said = machine.run(line) if prompt == "#" else machine.run(f"su - {prompt[:-1]} -c 'sh -s'", given=f"{line}\n")
        if any(text != "…" for text in lines):
            check_shown(command, [text for text in lines if text != "…"], said.splitlines())
        if command.startswith("umask 077; cd /srv/credit"):
            home["before"] = machine.run("cd /srv/credit/www/current && find . -type f | sort | xargs sha256sum")
            assert "600" == machine.run("stat -c %a /var/backups/credit-backup.tar.gz").strip()
    assert home["before"] == machine.run("cd /srv/credit/www/current && find . -type f | sort | xargs sha256sum")
    said = machine.run("python3 -c 'import ssl, urllib.request as u; print(u.urlopen(\"https://credit.example/\", "
                       "context=ssl._create_unverified_context()).read().decode())'")  # fmt: skip
    assert "信用测试县" in said
