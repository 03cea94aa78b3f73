"""An upgrade ended at any step leaves old or new software at work; the packages in use are the server's own."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.server.conftest import Clone, git
from tests.deploy.server.test_setup_from_nothing import code_of, make_checkout, new_row

FIRST = datetime.date(2026, 6, 1)

#: Runs ``inv`` with a look at each step that changes the server's folders or starts a program. argv: folder, file that
#: the names of the steps go to, name of the step at which the process is killed (empty: none), arguments of inv.
STEPS = r"""
import os, re, signal, sys
folder, log, last = sys.argv[1:4]
main, stream = os.getpid(), open(log, "w", encoding="utf-8")
watched = ("os.rename", "os.symlink", "os.mkdir", "os.remove", "shutil.rmtree", "shutil.copytree")

def watch(event, arguments):
    if os.getpid() != main:
        return
    if event == "subprocess.Popen":
        name = "run " + " ".join(str(word).rpartition("/")[2] for word in arguments[1][:4])
    elif event in watched and str(arguments[0]).startswith(folder):
        name = event + " " + str(arguments[1 if event in ("os.rename", "os.symlink") else 0])[len(folder):]
    else:
        return
    name = re.sub(r"[0-9a-f]{12,}|\.new-\w+|\btmp\w+|upgrade-\w+|\d+", "N", name)
    # Of the hundreds of files of one copy the first stands for all.
    name = re.sub(r"(/(?:software|releases|state)/[^/ ]+)/.*", r"\1/...", name)
    stream.write(name + "\n")
    stream.flush()
    if name == last:
        os.kill(main, signal.SIGKILL)

sys.addaudithook(watch)
sys.argv[1:] = sys.argv[4:]
from invoke.main import program
program.run()
"""


@dataclass(frozen=True)
class Upgraded:
    """A server set up on the first of June, whose rows are hidden one a day from the next day on."""

    folder: Path
    checkout: Path

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.folder / "server" / "www"

    def run(self, moment: str, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout at a moment in Shanghai."""
        clock = shutil.which("faketime")
        assert clock is not None, "faketime is missing; make test installs it"
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_", "CREDIT_"))}
        env = kept | {"TZ": "Asia/Shanghai", "NO_FAKE_STAT": "1", "DONT_FAKE_MONOTONIC": "1"}
        return subprocess.run(
            [clock, moment, *map(str, command)], cwd=self.checkout, env=env, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip

    def set_up(self, moment: str, last: str = "") -> subprocess.CompletedProcess[str]:
        """Run setup-server, killed at a step where one is named."""
        places = ("--repo", self.folder / "server" / "credit.git", "--site", self.site)
        return self.run(
            moment,
            sys.executable,
            "-c",
            STEPS,
            self.folder / "server",
            self.folder / "steps",
            last,
            "setup-server",
            *places,
        )

    def time_out(self, day: datetime.date) -> subprocess.CompletedProcess[str]:
        """Run what the timer's unit runs, just after the beginning of a day."""
        software = self.site / "software" / "current"
        return self.run(
            f"{day} 00:30:00", software / ".venv/bin/inv", "-r", software, "publish", "--timer", "--site", self.site
        )

    def change(self, mark: str) -> None:
        """Change the software of the checkout."""
        base = self.checkout / "theme" / "templates" / "base.html"
        before = base.read_text(encoding="utf-8").partition("<!-- upgrade")[0].replace("</body>", "").rstrip()
        before = before.removesuffix("</html>").rstrip()
        base.write_text(f"{before}\n<!-- upgrade {mark} --></body>\n</html>\n", encoding="utf-8")

    def is_shown(self, number: int) -> bool:
        """Return whether a row's subject has its page."""
        return (self.site / "current" / "entities" / f"{code_of(number)}.html").exists()


def hidden_from(day: datetime.date) -> int:
    """Return the running number of the row that is hidden from a day on."""
    return 500 + (day - FIRST).days


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """A server set up by its own command, and a clone to push from."""
    folder = tmp_path_factory.mktemp("upgrade")
    checkout = make_checkout(folder / "checkout")
    package = checkout / "data" / "datapackage.json"
    words = json.loads(package.read_text(encoding="utf-8"))
    words["credit"]["demonstration"] = False
    del words["credit"]["as_of"]
    package.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    black = checkout / "data" / "black-list.csv"
    rows = []
    for count in range(1, 26):
        day = FIRST + datetime.timedelta(days=count)
        number = hidden_from(day)
        rows.append(
            new_row(number, code_of(number), "2026年4月间收款后不发货。").replace("east-town,,", f"east-town,,{day}")
        )
    black.write_text(black.read_text(encoding="utf-8") + "".join(rows), encoding="utf-8", newline="\n")
    git(checkout, "commit", "-qam", "a real site")
    (folder / "server").mkdir()
    made = Upgraded(folder, checkout)
    done = made.set_up(f"{FIRST} 09:00:00")
    assert done.returncode == 0, done.stderr
    git(folder, "clone", "-q", str(folder / "server" / "credit.git"), "clone")
    return made


def kill_at_steps(server: Upgraded, first: datetime.date, count: int) -> None:
    """Kill upgrades at steps spread over the whole, one a day, and look at hook, expiry and the next run each time."""
    server.change(f"before {first}")
    done = server.set_up(f"{first} 10:00:00")
    assert done.returncode == 0, done.stderr
    steps = list(dict.fromkeys((server.folder / "steps").read_text(encoding="utf-8").splitlines()))
    assert len(steps) >= count
    chosen = [steps[(2 * index + 1) * len(steps) // (2 * count)] for index in range(count)]
    clone = Clone(server.folder / "clone")
    for place, step in enumerate(chosen):
        day = first + datetime.timedelta(days=place)
        server.change(f"{day}")
        killed = server.set_up(f"{day} 11:00:00", step)
        assert "Caught Killed" in killed.stderr, (step, killed.stderr)
        # The hook starts and judges; a trial publishes nothing.
        tried = clone.push("HEAD:refs/heads/check/x")
        assert tried.returncode == 0, (step, tried.stderr)
        assert "Traceback" not in tried.stderr
        morrow = day + datetime.timedelta(days=1)
        number = hidden_from(morrow)
        assert server.is_shown(number), step
        done = server.time_out(morrow)
        assert (step, 0, "") == (step, done.returncode, done.stderr if done.returncode else "")
        assert (step, False, True) == (step, server.is_shown(number), server.is_shown(number + 1))
        again = server.set_up(f"{morrow} 01:00:00")
        assert again.returncode == 0, (step, again.stderr)
        assert f"<!-- upgrade {day} -->" in (server.site / "current" / "index.html").read_text(encoding="utf-8")


def test_an_upgrade_killed_halfway_leaves_a_server_that_works(server: Upgraded) -> None:
    """Hook, expiry by the timer, and the next run of the same command."""
    kill_at_steps(server, FIRST, 1)


@pytest.mark.repetition
def test_an_upgrade_killed_at_twenty_steps_leaves_a_server_that_works(server: Upgraded) -> None:
    """The same, at each twentieth of all steps."""
    kill_at_steps(server, FIRST + datetime.timedelta(days=3), 20)


def test_packages_in_use_are_the_servers_own(server: Upgraded) -> None:
    """No path leads to the checkout or its venv; a changed address of the site is published; back is one step."""
    software = server.site / "software"
    current = (software / "current").resolve()
    assert (current / ".venv").resolve().parent == software.resolve()
    shown = subprocess.run(
        [current / ".venv/bin/python", "-P", "-c", "import sys, pandas, invoke; print(sys.path, pandas.__file__)"],
        capture_output=True, encoding="utf-8", check=True, cwd="/",
    )  # fmt: skip
    assert str(server.checkout) not in shown.stdout
    assert sys.prefix not in shown.stdout
