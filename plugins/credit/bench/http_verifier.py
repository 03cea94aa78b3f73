"""HTTP verifier: requests files of the releases and counts right, failed and mixed answers.

A separate program that imports the standard library alone: ``http_verifier.py PORT EXPECTED COUNTS SEED``. EXPECTED
has the digests of every file of every release. It runs until it is ended and writes its counts meanwhile.
"""

from __future__ import annotations

import hashlib
import http.client
import random
import re
import sys
from pathlib import Path

_ASSET = re.compile(rb'(?:href|src)="(/assets/[^"]+)"')

#: The counts are written after so many answers.
OFTEN = 200


def read(port: int, expected: Path, counts: Path, seed: int) -> None:
    """Request one address after the other and check each answer, for ever."""
    known: dict[str, set[str]] = {}
    for line in expected.read_text(encoding="utf-8").splitlines():
        digest, path = line.split(" ", 1)
        known.setdefault(path.removesuffix("index.html"), set()).add(digest)
    # An older asset may be gone two releases later: assets are asked for as a page names them.
    paths = sorted(path for path in known if not path.startswith("/assets/"))
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    judged = failed = mixed = 0

    def ask(path: str) -> tuple[int, bytes]:
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return 0, b""

    while True:
        path = chance.choice(paths)
        status, body = ask(path)
        judged += 1
        failed += status != 200
        mixed += status == 200 and hashlib.sha256(body).hexdigest() not in known[path]
        if path.endswith(("/", ".html")) and chance.random() < 0.2:
            for asset in sorted(set(_ASSET.findall(body))):
                status, data = ask(asset.decode())
                judged += 1
                mixed += status != 200 or hashlib.sha256(data).hexdigest() not in known[asset.decode()]
        if judged // OFTEN > (judged - 1) // OFTEN or judged % OFTEN < 8:
            beside = counts.with_suffix(".new")
            beside.write_text(f"{judged} {failed} {mixed}\n", encoding="utf-8")
            beside.replace(counts)


if __name__ == "__main__":
    read(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
