"""Two clerks with a clone each and one accepted branch: what becomes of records when both work on them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from credit import gate, git_repository
from credit.identifiers import normalise_number
from credit.model import CheckFailed
from credit.reader import read_package, read_table
from credit.record_ids.history_index import open_history
from credit.record_states import derive_states
from tests.gate.test_gate import write_site
from tests.support.clerk_acts import ACTS, AS_OF, FILES, LIST, RECORDS, Clerk, Row, Step, parse_rows

Decision = tuple[str, str]
_ENDED = ("修复", "撤销", "期满")


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), "-c", "user.name=c", "-c", "user.email=c@example.invalid", *arguments]
    return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)


class Office:
    """The accepted branch and the two clerks; ``violations`` says in English what must not have happened."""

    def __init__(self, folder: Path) -> None:
        self.root = write_site(folder / "first", FILES)
        self._type_days()
        _git(self.root, "init", "-q", "-b", "accepted")
        _git(self.root, "add", "-A")
        _git(self.root, "commit", "-q", "-m", "first")
        self.clerks = []
        for name in ("a", "b"):
            _git(self.root, "worktree", "add", "-q", "-b", name, str(folder / name), "accepted")
            (folder / f"desk-{name}").mkdir()
            self.clerks.append(Clerk(folder / name, folder / f"desk-{name}"))
        self.accepted = {row["record_id"]: row for row in parse_rows(RECORDS)}
        self.ended: set[str] = set()
        self.ended_decisions: set[Decision] = set()
        self.violations: list[str] = []
        self._note_states(self.root)

    def _type_days(self) -> None:
        path = self.root / "data" / f"{LIST}.schema.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        for item in schema["fields"]:
            if item["name"].startswith("suspended"):
                item["type"] = "date"
        path.write_text(json.dumps(schema), encoding="utf-8")

    def do(self, step: Step) -> None:
        """Let a clerk do one thing, or push."""
        clerk = self.clerks[step.clerk]
        if step.act == "push":
            self.push(clerk)
        else:
            ACTS[step.act](clerk, step)

    def push(self, clerk: Clerk) -> None:
        """Commit, merge and push as the server judges it; a push that is refused or does not merge is given up."""
        clone = clerk.clone
        _git(clone, "add", "-A")
        _git(clone, "commit", "-q", "-m", "work")
        merged = _git(clone, "merge", "-q", "--no-edit", "accepted").returncode == 0
        if merged and self._is_accepted(clone):
            after = {row["record_id"]: row for row in clerk.read()}
            self._compare(clerk, after)
            self.accepted = after
            _git(self.root, "merge", "-q", "--ff-only", clone.name)
            self._note_states(self.root)
        elif not merged:
            _git(clone, "merge", "--abort")
        _git(clone, "reset", "-q", "--hard", "accepted")
        clerk.touched.clear()

    def _is_accepted(self, clone: Path) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            before = git_repository.extract(self.root, "accepted", Path(folder) / "before")
            try:
                gate.validate(
                    clone, AS_OF, before=before, removes=git_repository.read_trailers(clone, "accepted", clone.name),
                    read_history=partial(open_history, self.root, "accepted", tip=clone.name),
                )  # fmt: skip
            except CheckFailed:
                return False
        return True

    def _compare(self, clerk: Clerk, after: Mapping[str, Row]) -> None:
        """Note each changed field that this clerk did not touch."""
        for record_id in self.accepted.keys() & after.keys():
            for name, value in after[record_id].items():
                touched = clerk.touched & {(record_id, name), ("*", "*")}
                if value != self.accepted[record_id][name] and not touched:
                    self.violations.append(f"{record_id} {name} changed untouched")

    def _note_states(self, root: Path) -> None:
        """Note who has ended by now, and who was brought back."""
        resource = read_package(root).resource(LIST)
        register = read_package(root).resource("withdrawals")
        assert resource is not None
        assert register is not None
        table, entries = read_table(root, resource)[0], read_table(root, register)[0]
        assert table is not None
        assert entries is not None
        states = derive_states(table, entries.cells, AS_OF)["state"].tolist()
        decisions = [
            (subject, normalise_number(number))
            for subject, number in zip(table.column("unified_code"), table.column("decision_number"), strict=True)
        ]
        public = gate.validate(root, AS_OF, accepted=True).public[LIST]
        shown = set(public.column("record_id"))
        for record_id, decision in zip(table.column("record_id"), decisions, strict=True):
            if record_id in shown and (record_id in self.ended or decision in self.ended_decisions):
                self.violations.append(f"{record_id} is public again")
        for record_id, decision, state in zip(table.column("record_id"), decisions, states, strict=True):
            if state in _ENDED:
                self.ended.add(record_id)
                self.ended_decisions.add(decision)
