"""History: compares the data with an earlier commit and returns added, removed and changed records."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit.model import CreditError, Document, Problem, PublicTable, Table

#: The folders staff commit; nothing else of a commit is read.
FOLDERS = ("data", "content")

#: Filling one of these hides a record or marks it, so it is never held up by a fault elsewhere (design.md 6.1).
REMOVING = frozenset(
    {"repaired_on", "suspended_from", "suspended_until", "disputed_since", "publish_until", "publish_until_source"}
)

#: A list that loses so many records at once, and so large a share, has most likely been cut by accident.
FEWEST_GONE, SHARE_GONE = 10, 0.05

#: Control characters, backslashes and bytes that are no UTF-8: in no honest file name.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff\u2028-\u202e\u2066-\u2069]")

_TRAILER = re.compile(r"^Removes:\s*([a-z0-9-]+)\s+(\d+)\s*$", re.MULTILINE | re.IGNORECASE)


class HistoryError(CreditError):
    """git is missing, or does not know the commit that was named."""


def git(root: Path, *arguments: str) -> bytes:
    """Return the output of a git command; raises HistoryError where git is missing or refuses."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise HistoryError("没有找到 git，请先安装 git。") from error
    if done.returncode:
        raise HistoryError("git 没有完成：" + done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def has_commits(root: Path) -> bool:
    """Return whether ``root`` lies in a git work tree with at least one commit."""
    try:
        git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except HistoryError:
        return False
    return True


def is_changed(root: Path, revision: str) -> bool:
    """Return whether anything staff commit differs between a commit and the work tree, new files included."""
    folders = [name for name in FOLDERS if (root / name).exists()]
    if git(root, "diff", "--name-only", revision, "--", *folders):
        return True
    return bool(git(root, "ls-files", "--others", "--exclude-standard", "--", *folders))


def extract(root: Path, revision: str, target: Path) -> Path:
    """Write data/ and content/ of a commit below ``target`` and return it; raises HistoryError for no such commit.

    The bytes are those that were committed, whatever .gitattributes of the commit asks git to do with them. Raises
    HistoryError too for symbolic links, submodules and paths that leave the folder.
    """
    commit = (
        git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    prefix = git(root, "rev-parse", "--show-prefix").decode().strip()
    # git resolves paths from its working folder, so it runs at the top level; a bare repository has none.
    top = Path(git(root, "rev-parse", "--show-toplevel").decode().strip()) if prefix else root
    tree = f"{commit}:{prefix}" if prefix else commit
    there = git(top, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *FOLDERS).decode("utf-8", "surrogateescape")
    wanted: list[tuple[str, str]] = []
    for entry in filter(None, there.split("\0")):
        mode, kind, name, path = re.split("[ \t]", entry, maxsplit=3)
        if kind != "blob" or mode == "120000" or not is_plain_path(path):
            raise HistoryError(f"提交里的 {printable(path)} 不是普通文件，没有读取。")
        wanted.append((name, path))
    target.mkdir(parents=True, exist_ok=True)
    for (_, path), data in zip(wanted, read_objects(top, [name for name, _ in wanted]), strict=True):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            stream.write(data)
    return target


def is_plain_path(path: str) -> bool:
    """Return whether a path of a commit names a place inside the folder it is written to, on every system."""
    parts = path.split("/")
    return all(
        part.rstrip(". ") and part.lower() != ".git" and not _ODD.search(part) and ":" not in part for part in parts
    )


def printable(text: str) -> str:
    """Return a text from a commit without characters that could steer a terminal."""
    return _ODD.sub(lambda match: f"<{ord(match[0]):02x}>", text)


def read_objects(root: Path, names: Sequence[str]) -> Iterator[bytes]:
    """Yield the bytes of each object of a repository, in order; raises HistoryError where one is missing."""
    if not names:
        return
    with subprocess.Popen(
        ["git", "-C", str(root), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        for name in names:
            process.stdin.write(name.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3:
                raise HistoryError(f"git 里缺少对象 {name}。")
            yield process.stdout.read(int(head[2]))
            process.stdout.read(1)
        process.stdin.close()


def read_trailers(root: Path, since: str, until: str = "HEAD") -> dict[str, int]:
    """Return dataset → number from the ``Removes:`` lines of all commits after ``since`` up to ``until``."""
    messages = git(root, "log", "--format=%B%x00", f"{since}..{until}").decode("utf-8", "replace")
    return {name: int(number) for name, number in _TRAILER.findall(messages)}


# --- removed records ----------------------------------------------------------------------


def check_removals(
    before: Mapping[str, Table],
    after: Mapping[str, Table],
    expired: Mapping[str, frozenset[str]],
    removes: Mapping[str, int] | None,
) -> list[Problem]:
    """Return a problem for each list that lost over 5 % and at least 10 records with no exact ``Removes:`` line.

    ``expired`` holds the record ids of each list whose time was over: those never count. ``removes`` are the numbers
    the commits state, which must be exact; None in a work tree, where there is no message yet and this is a warning.
    """
    problems = []
    for name, table in before.items():
        if not table.resource.is_list:
            continue
        had = set(table.cells["record_id"].tolist())
        has = set(after[name].cells["record_id"].tolist()) if name in after else set()
        gone = had - has - expired.get(name, frozenset())
        if len(gone) < FEWEST_GONE or len(gone) <= SHARE_GONE * len(had):
            continue
        line = f"Removes: {name} {len(gone)}"
        if removes is None:
            message = f"比上次提交少了 {len(gone)} 条记录（共 {len(had)} 条）；确实要删，请在提交说明最后加一行 {line}"
            problems.append(Problem(table.resource.path, 1, "", "removals", message, "warning"))
        elif removes.get(name) != len(gone):
            stated = f"，提交说明里写的是 {removes[name]} 条" if name in removes else ""
            message = f"少了 {len(gone)} 条记录（共 {len(had)} 条）{stated}；确实要删，请在提交说明最后加一行 {line}"
            problems.append(Problem(table.resource.path, 1, "", "removals", message))
    return problems


def check_register(
    before: Table | None, after: Table | None, mendable: frozenset[tuple[int, str]] = frozenset()
) -> list[Problem]:
    """Return problems for rows of the register of withdrawals that were removed or changed: rows are only added.

    A row that goes or changes could bring a removed name back. ``mendable`` holds line and column, before, of texts
    that must not stay: they may change.
    """
    if before is None or before.cells.empty:
        return []
    key = list(before.resource.schema.primary_key)
    path = before.resource.path
    if after is None or not set(key) <= set(after.cells.columns):
        return []  # the reader has reported the faults of the file
    old, new = _keyed(before, key), _keyed(after, key)
    gone = sorted("/".join(identity) for identity in old.keys() - new.keys())
    problems = []
    if gone:
        message = f"撤下登记里少了 {'、'.join(gone[:5])}；登记只能增加，不能删改，请把这些行加回来"
        problems.append(Problem(path, 1, "", "register", message))
    columns = list(before.cells.columns)
    for identity, (line, row) in new.items():
        if identity not in old or old[identity][1] == row or columns != list(after.cells.columns):
            continue
        former, earlier = old[identity]
        changed = {name for name, was, now in zip(columns, earlier, row, strict=True) if was != now}
        if not all((former, name) in mendable for name in changed):
            problems.append(
                Problem(path, line, "", "register", "撤下登记里的这一行被改过；登记只能增加，不能删改，请恢复原样")
            )
    return problems


def removal_lines(
    before_root: Path, root: Path, before: Mapping[str, Table], after: Mapping[str, Table], register: str
) -> frozenset[tuple[str, int]] | None:
    """Return path and line of each changed row where the change does nothing but remove or mark, else None.

    Nothing but: rows added to the register, and cells of the columns REMOVING filled.
    """
    if before.keys() != after.keys() or not _same_other_files(before_root, root, after.values()):
        return None
    lines: set[tuple[str, int]] = set()
    for name, table in after.items():
        key = list(table.resource.schema.primary_key)
        columns = list(table.cells.columns)
        if columns != list(before[name].cells.columns) or not key:
            return None
        old, new = _keyed(before[name], key), _keyed(table, key)
        if len(old) != len(before[name].cells) or len(new) != len(table.cells):
            return None  # repeated keys: the changed row is unknown
        if old.keys() - new.keys() or (new.keys() - old.keys() and name != register):
            return None
        for identity, (line, row) in new.items():
            former = old.get(identity)
            if former is None:
                lines.add((table.resource.path, line))
            elif former[1] != row:
                if name == register or not _only_fills(columns, former[1], row):
                    return None
                lines.add((table.resource.path, line))
    return frozenset(lines) or None


def _keyed(table: Table, key: list[str]) -> dict[tuple[str, ...], tuple[int, tuple[str, ...]]]:
    rows = list(zip(*(table.cells[name].tolist() for name in table.cells.columns), strict=True))
    keys = list(zip(*(table.cells[name].tolist() for name in key), strict=True))
    return {key: (int(line), row) for key, line, row in zip(keys, table.cells.index, rows, strict=True)}


def _only_fills(columns: list[str], before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    changed = [(name, old) for name, old, new in zip(columns, before, after, strict=True) if old != new]
    return all(name in REMOVING and old == "" for name, old in changed)


def _same_other_files(before_root: Path, root: Path, tables: Iterable[Table]) -> bool:
    datasets = {table.resource.path for table in tables}

    def others(place: Path) -> dict[str, bytes]:
        return {
            path.relative_to(place).as_posix(): path.read_bytes()
            for folder in FOLDERS
            for path in (place / folder).rglob("*")
            if path.is_file() and path.relative_to(place).as_posix() not in datasets
        }

    return others(before_root) == others(root)


# --- changes of the site by a commit ------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One change of public data: ``kind`` is 新增, 撤下 or 修改; ``fields`` are (column, before, after)."""

    dataset: str
    kind: str
    key: str
    fields: tuple[tuple[str, str, str], ...] = ()

    def text(self) -> str:
        """Return the change as one line of text."""
        words = "；".join(f"{name}：{before or '（空）'} → {after or '（空）'}" for name, before, after in self.fields)
        return f"{self.dataset}: {self.kind} {self.key}" + (f"（{words}）" if words else "")


def compare_public(before: Mapping[str, PublicTable], after: Mapping[str, PublicTable]) -> list[Change]:
    """Return the changes of the public rows of each dataset, sorted by dataset, kind and key."""
    changes = []
    for name in sorted({*before, *after}):
        old, new = _public_rows(before.get(name)), _public_rows(after.get(name))
        changes += [Change(name, "新增", key) for key in sorted(new.keys() - old.keys())]
        changes += [Change(name, "撤下", key) for key in sorted(old.keys() - new.keys())]
        for key in sorted(old.keys() & new.keys()):
            fields = tuple(
                (column, old[key].get(column, ""), new[key].get(column, ""))
                for column in sorted({*old[key], *new[key]})
                if old[key].get(column, "") != new[key].get(column, "")
            )
            if fields:
                changes.append(Change(name, "修改", key, fields))
    return changes


def _public_rows(table: PublicTable | None) -> dict[str, dict[str, str]]:
    if table is None:
        return {}
    names = [str(name) for name in table.cells.columns]
    columns = [table.cells[name].tolist() for name in names]
    # The mark of a row is public too, and changes with the day alone.
    states = table.states["state"].tolist() if "state" in table.states.columns else [""] * len(table.cells)
    key = [names.index(name) for name in table.resource.schema.primary_key]
    rows = {}
    for row, state in zip(zip(*columns, strict=True), states, strict=True):
        rows["/".join(row[number] for number in key)] = {**dict(zip(names, row, strict=True)), "状态": state}
    return rows


def compare_documents(before: Iterable[Document], after: Iterable[Document]) -> list[Change]:
    """Return the documents that appear, go and change."""
    old = {document.path: document for document in before}
    new = {document.path: document for document in after}
    changes = [Change("content", "新增", path) for path in sorted(new.keys() - old.keys())]
    changes += [Change("content", "撤下", path) for path in sorted(old.keys() - new.keys())]
    changes += [
        Change("content", "修改", path)
        for path in sorted(old.keys() & new.keys())
        if (old[path].body, dict(old[path].metadata)) != (new[path].body, dict(new[path].metadata))
    ]
    return changes
