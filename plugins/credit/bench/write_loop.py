"""Write loop: writes files of given names and sizes with two processes, the lower bound of every generator.

    python write_loop.py PLAN OUTPUT

PLAN holds a line ``size<TAB>path`` for each file, then an empty line and text to fill them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROCESSES = 2

#: Each file takes its bytes from another place of the text, so that no two are alike.
_STRIDE = 7919


def write_plan(tree: Path, plan: Path) -> tuple[int, int]:
    """Write the plan of all files below ``tree``; return how many there are and their bytes."""
    sizes = {path.relative_to(tree).as_posix(): path.stat().st_size for path in tree.rglob("*") if path.is_file()}
    names = sorted(sizes)
    longest = max(sizes.values(), default=0)
    with plan.open("wb") as stream:
        stream.writelines(f"{sizes[name]}\t{name}\n".encode() for name in names)
        stream.write(b"\n")
        written = 0
        for name in names:
            if written > 2 * longest + 1_000_000:
                break
            written += stream.write((tree / name).read_bytes())
        stream.write(b" " * max(0, longest - written))
    return len(sizes), sum(sizes.values())


def write_files(plan: Path, output: Path) -> None:
    """Write the files of a plan below ``output``, which must not exist: every second one in a process of its own."""
    head, _, text = plan.read_bytes().partition(b"\n\n")
    files = [(int(size), name) for size, name in (line.split("\t") for line in head.decode().split("\n"))]
    for folder in sorted({name.rpartition("/")[0] for _, name in files}):
        (output / folder).mkdir(parents=True, exist_ok=True)
    children = []
    for part in range(PROCESSES):
        child = os.fork()
        if child == 0:
            _write_part(files, text, str(output), part)
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise SystemExit(1)


def _write_part(files: list[tuple[int, str]], text: bytes, output: str, part: int) -> None:
    for number in range(part, len(files), PROCESSES):
        size, name = files[number]
        start = number * _STRIDE % (len(text) - size + 1)
        file = os.open(f"{output}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(file, text[start : start + size])
        os.close(file)


if __name__ == "__main__":
    write_files(Path(sys.argv[1]), Path(sys.argv[2]))
