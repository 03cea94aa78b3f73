"""An accepted push goes in; a process that has the software loaded waits until git has stored it, and then publishes it.

Loading the software and reading the rows again in post-receive would take as long as making the pages. So pre-receive
leaves a process behind, with what the server's own judge read of this very commit; post-receive asks it, and publishes by
itself where none answers. Both ends lie in the state folder, which only the server's user can enter.
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

from credit.deploy.config import ServerSettings

Say = Callable[[str], None]

#: Does what can be done before the push is stored, and returns what publishes it.
Prepare = Callable[[], Callable[[Say], None]]

#: For so long a process waits for git to store the push and to start post-receive.
PATIENCE = 30.0

#: Seconds after which a process that gets ready, or publishes, is taken to hang. It is a copy of a process with libraries
#: that may hold threads, and a lock that was held when it was copied is never let go; who asked must not wait for it.
#: A first release of a hundred thousand entities takes two minutes.
READY, PUBLISHED = 120, 600

#: What git tells a hook of its quarantine: over when the push is stored.
_QUARANTINE = ("GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


def offer(settings: ServerSettings, commit: str, prepare: Prepare) -> None:
    """Leave a process behind that gets ready and publishes when post-receive asks for the commit; the caller goes on.

    It is only for speed: where it cannot be had the push is published without it.
    """
    with suppress(OSError), _folder(settings) as folder:
        place = f"{folder}/{commit}"
        Path(place).unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(place)
            listener.listen(1)
            # Before the fork: a copy that failed here would go on as the hook.
            mine = Path(place).lstat().st_ino
            if os.fork() == 0:
                _wait(listener, Path(place), mine, prepare)


def _wait(listener: socket.socket, place: Path, mine: int, prepare: Prepare) -> None:
    """Be the process that waits at a socket, ``mine`` by its file number; never returns."""
    code = 1
    try:
        os.setsid()
        # git waits until nobody holds the hook's output any more.
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        for name in _QUARANTINE:
            os.environ.pop(name, None)
        # The system ends this process by itself then: whatever it hangs in, no code of ours has to run for it. Whoever
        # asked hears the line break off and publishes.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(READY)
        publish = prepare()
        signal.alarm(0)
        listener.settimeout(PATIENCE)
        caller, _ = listener.accept()
        _withdraw(place, mine)
        caller.settimeout(None)
        signal.alarm(PUBLISHED)
        publish(lambda text: _send(caller, {"say": text}))
        _send(caller, {"done": True})
        code = 0
    finally:
        _withdraw(place, mine)
        os._exit(code)


def _withdraw(place: Path, mine: int) -> None:
    """Take a process's own socket away; the same commit may have been pushed again and have another waiting there."""
    with suppress(OSError):
        if place.lstat().st_ino == mine:
            place.unlink()


def ask(settings: ServerSettings, commit: str, say: Say) -> bool:
    """Have the waiting process publish the commit and pass on what it says; return whether it did so to its end."""
    with suppress(OSError, ValueError), _folder(settings) as folder, socket.socket(socket.AF_UNIX) as line:
        # Longer than the system lets it live: it may be stopped, or wait for a disk, and not die even then.
        line.settimeout(READY + PATIENCE + PUBLISHED)
        line.connect(f"{folder}/{commit}")
        with line.makefile("r", encoding="utf-8") as heard:
            for words in heard:
                told = json.loads(words)
                if "done" in told:
                    return True
                say(told["say"])
    return False


def _send(caller: socket.socket, words: object) -> None:
    # A pusher who has hung up stops nothing.
    with suppress(OSError):
        caller.sendall(json.dumps(words).encode() + b"\n")


@contextmanager
def _folder(settings: ServerSettings) -> Iterator[str]:
    """Give a short name of the folder of the sockets, whose names may have 107 bytes at most."""
    path = settings.state / "waiting"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in path.iterdir():
        # Of a process that was killed: a living one waits for less.
        if time.time() - left.lstat().st_mtime > 10 * PATIENCE:
            left.unlink(missing_ok=True)
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{number}"
    finally:
        os.close(number)
