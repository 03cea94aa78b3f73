"""Standby process: forked by pre-receive, it waits until git has stored the push and then publishes it.

Loading the software and reading the rows again in post-receive would take as long as making the pages. So pre-receive
forks a process that keeps the validated data of this very commit; post-receive asks it through a socket, and publishes
by itself where no process answers. The socket lies in the state folder, which only the server's user can enter.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from credit.deploy.deploy_run import Say
from credit.deploy.releases.deploy_lock import RUN_TIMEOUT
from credit.deploy.server_settings import ServerSettings

#: Called after each step of ``FileSystem`` with its name: a sign that publishing goes on.
Step = Callable[[str], None]

#: Prepares all it can before the push is stored, and returns the function that publishes it.
Prepare = Callable[[], Callable[[Say, Step], None]]

#: Seconds that a process waits for git to store the push and to start post-receive.
ACCEPT_TIMEOUT = 30.0

#: Seconds after which a process that prepares, or publishes without a step of ``FileSystem``, is taken to hang; the build
#: is one step. It is a fork of a process with libraries that may hold threads, and a lock held at the fork is never
#: released; post-receive must not wait for it. A first release of a hundred thousand entities takes many minutes.
PREPARE_TIMEOUT, PUBLISH_TIMEOUT = 120, 600

#: Seconds after which the waiting side hears that publishing goes on, though there is nothing to say.
_PULSE = 30.0

#: git's variables of the quarantine, which ends when the push is stored.
_QUARANTINE = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


def start_standby(settings: ServerSettings, commit: str, prepare: Prepare) -> None:
    """Fork a process that prepares the commit and publishes it when post-receive asks; the caller goes on.

    It is only for speed: where the fork fails the push is published without it.
    """
    with suppress(OSError), _socket_folder(settings) as folder:
        path = f"{folder}/{commit}"
        Path(path).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(1)
            # Before the fork: a child that failed here would go on as the hook.
            inode = Path(path).lstat().st_ino
            if os.fork() == 0:
                _run_standby(listener, Path(path), inode, prepare)


def _run_standby(listener: socket.socket, path: Path, inode: int, prepare: Prepare) -> None:
    """Run the standby process at a socket with this inode number; never returns."""
    code = 1
    try:
        os.setsid()
        # git waits until no process holds the hook's output any more.
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        for name in _QUARANTINE:
            os.environ.pop(name, None)
        # The system ends this process then (SIGALRM), with no code of ours, wherever it hangs. Post-receive sees the
        # closed connection and publishes.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PREPARE_TIMEOUT)
        publish = prepare()
        signal.alarm(0)
        listener.settimeout(ACCEPT_TIMEOUT)
        caller, _ = listener.accept()
        _remove_socket(path, inode)
        caller.settimeout(None)
        publish(lambda text: _send(caller, {"say": text}), _renewed_alarm(caller))
        _send(caller, {"done": True})
        code = 0
    finally:
        _remove_socket(path, inode)
        os._exit(code)


def _renewed_alarm(caller: socket.socket) -> Step:
    """Set the alarm of a publishing process; return the function that sets it anew after each step.

    Like any other run it ends after an hour at most (``deploy_lock``), whatever it does.
    """
    heard = time.monotonic()
    end = heard + RUN_TIMEOUT
    signal.alarm(PUBLISH_TIMEOUT)

    def step(_: str) -> None:
        nonlocal heard
        now = time.monotonic()
        # In the last minutes of the hour the alarm set before stays.
        if now < end - PUBLISH_TIMEOUT:
            signal.alarm(PUBLISH_TIMEOUT)
        if now - heard >= _PULSE:
            heard = now
            _send(caller, {})

    return step


def _remove_socket(path: Path, inode: int) -> None:
    """Remove the process's own socket only; the same commit may have been pushed again and have another process."""
    with suppress(OSError):
        if path.lstat().st_ino == inode:
            path.unlink()


def request_publish(settings: ServerSettings, commit: str, say: Say) -> bool:
    """Have the standby process publish the commit and pass on its output; return whether it finished."""
    with suppress(OSError, ValueError), _socket_folder(settings) as folder, socket.socket(socket.AF_UNIX) as client:
        # Longer than its own limit: it may be stopped, or wait for a disk, and outlive that.
        client.settimeout(PREPARE_TIMEOUT + ACCEPT_TIMEOUT + PUBLISH_TIMEOUT)
        client.connect(f"{folder}/{commit}")
        with client.makefile("r", encoding="utf-8") as answers:
            for message in answers:
                answer = json.loads(message)
                if "done" in answer:
                    return True
                if "say" in answer:
                    say(answer["say"])
    return False


def _send(caller: socket.socket, message: object) -> None:
    # A closed connection to the pusher stops nothing.
    with suppress(OSError):
        caller.sendall(json.dumps(message).encode() + b"\n")


@contextmanager
def _socket_folder(settings: ServerSettings) -> Iterator[str]:
    """Yield a short name of the folder of the sockets, whose names may have 107 bytes at most."""
    path = settings.state / "waiting"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in path.iterdir():
        # Left by a killed process: a living one waits for less.
        if time.time() - left.lstat().st_mtime > 10 * ACCEPT_TIMEOUT:
            left.unlink(missing_ok=True)
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{number}"
    finally:
        os.close(number)
