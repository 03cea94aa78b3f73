"""Record ids against a branch's history: an id is never given to another subject or another decision."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit import gate, git_repository
from credit.model import CheckFailed, Problem
from credit.record_ids import open_history
from credit.record_ids.listing_identity import unpack_use, use_of_row
from tests.gate.test_gate import FILES, FIRM, REGISTER, RULES, code, write_site

HEADING = (
    "record_id,name,former_names,unified_code,entity_kind,decision_number,authority,decided_on,severity,listed_on\n"
)
ROW = (
    "BL-2026-00001",
    "示例甲有限公司",
    "",
    FIRM,
    "企业",
    "示例〔2026〕1号",
    "office",
    "2026-04-10",
    "严重",
    "2026-04-12",
)


def row(**cells: str) -> str:
    """Return ROW with other cells."""
    names = HEADING.strip().split(",")
    return ",".join(cells.get(name, cell) for name, cell in zip(names, ROW, strict=True)) + "\n"


SECOND = row(record_id="BL-2026-00002", name="示例乙有限公司", unified_code=code(99), decision_number="示例〔2026〕2号")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as a person without settings of their own."""
    command = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@example.cn", *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


class History:
    """A repository whose commits hold one state of the black list each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        git(root, "init", "-q", "-b", "main")

    def commit(self, *rows: str, heading: str = HEADING, register: str = REGISTER) -> str:
        """Commit a state of the black list and return the commit."""
        write_site(self.root, FILES | {"black-list": heading + "".join(rows), "withdrawals": register})
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", "state")
        return git(self.root, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> History:
    """An empty repository."""
    return History(tmp_path / "site")


def problems_of(
    repository: History, tmp_path: Path, base: str, tip: str = "", cache: Path | None = None
) -> list[Problem]:
    """Return what the gate says of the ids of the work tree, compared with a commit and its history."""
    before = git_repository.extract(repository.root, base, tmp_path / f"before-{base}")
    try:
        found = gate.validate(
            repository.root,
            before=before,
            removes={},
            read_history=lambda ids: open_history(repository.root, base, ids, cache, tip=tip),
        ).problems
    except CheckFailed as refused:
        found = refused.problems
    return [problem for problem in found if problem.code in ("record-id", "renumbered")]


def change(repository: History, *rows: str, corrections: str = "") -> None:
    """Write another state of the black list into the work tree."""
    files = FILES | {"black-list": HEADING + "".join(rows), "withdrawals": REGISTER}
    if corrections:
        files |= {"corrections": corrections}
    write_site(repository.root, files)


def write_carriers(repository: History, rows: str, *, label: str = "carrier", corrections: str = "") -> None:
    """Write the site with a register whose subjects stand in no column ``name``; its descriptor may state the label."""
    files = FILES | {"carriers": "record_id,carrier,mode,decided_on,listed_on\n" + rows}
    write_site(repository.root, files | ({"corrections": corrections} if corrections else {}))
    path = repository.root / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "carriers":
            resource["credit"] = {**RULES, "kind": "register", **({"label": label} if label else {})}
    path.write_text(json.dumps(package), encoding="utf-8")


@pytest.mark.parametrize(
    ("label", "corrected", "codes"),
    [("carrier", False, ["record-id"]), ("carrier", True, []), ("", False, [])],
    ids=["another subject", "a documented correction", "no column is stated to name it"],
)
def test_an_id_belongs_to_the_subject_that_the_stated_label_names(
    repository: History, tmp_path: Path, label: str, corrected: bool, codes: list[str]
) -> None:
    """Compared with the commit before, and with history where the row was deleted meanwhile."""
    former = "OC-2026-00001,Harbour Freight GmbH,海运,2026-04-01,2026-05-06\n"
    other = "OC-2026-00001,Spedition Beispiel,公路,2026-04-01,2026-05-06\n"
    correction = "record_id,field,before,after,corrected_on,explanation\n" + (
        "OC-2026-00001,carrier,Harbour Freight GmbH,Spedition Beispiel,2026-05-20,登记时写错（示例）。\n"
        if corrected
        else ""
    )
    for rows in (former, ""):
        write_carriers(repository, former, label=label, corrections=correction)
        git(repository.root, "add", "-A")
        git(repository.root, "commit", "-q", "--allow-empty", "-m", "state")
        write_carriers(repository, rows, label=label, corrections=correction)
        git(repository.root, "commit", "-q", "--allow-empty", "-a", "-m", "state")
        base = git(repository.root, "rev-parse", "HEAD")
        write_carriers(repository, other, label=label, corrections=correction)
        assert [item.code for item in problems_of(repository, tmp_path, base)] == codes


ALLOWED = {
    "the same row": row(),
    "another severity": row(severity="一般"),
    "a corrected name": row(name="示例甲贸易有限公司"),
    "a name in other brackets and blanks": row(name="示例甲 有限公司"),
    "a corrected code": row(unified_code=code(77)),
    "a code in small letters": row(unified_code=FIRM.lower()),
    "a corrected number": row(decision_number="示例〔2026〕11号"),
    "a corrected day of decision": row(decided_on="2026-04-09"),
    "a new name with the old one as former": row(
        name="示例丙有限公司", former_names="示例甲有限公司", unified_code=code(77)
    ),
}

REFUSED = {
    "another firm": row(
        name="示例丙有限公司", unified_code=code(77), decision_number="示例〔2026〕99号", decided_on="2026-05-01"
    ),
    "another firm of one decision": row(name="示例丙有限公司", unified_code=code(77)),
    "a natural person": row(name="王某某", unified_code="", entity_kind="自然人"),
    "another decision of the firm": row(decision_number="示例〔2026〕99号", decided_on="2026-05-20"),
}


@pytest.mark.parametrize("now", ALLOWED.values(), ids=ALLOWED)
def test_row_that_is_still_the_same_listing_keeps_its_id(repository: History, tmp_path: Path, now: str) -> None:
    """Corrections of one part leave the subject and the decision what they are."""
    base = repository.commit(row())
    change(repository, now)
    assert problems_of(repository, tmp_path, base) == []


@pytest.mark.parametrize("now", REFUSED.values(), ids=REFUSED)
def test_id_given_to_another_listing_is_refused_at_its_line(repository: History, tmp_path: Path, now: str) -> None:
    """In one step; the message names the line, a free id and the command for a wrong subject."""
    base = repository.commit(row(), SECOND)
    change(repository, now, SECOND)
    (problem,) = problems_of(repository, tmp_path, base)
    assert (problem.path, problem.line, problem.field, problem.severity) == (
        "data/black-list.csv",
        2,
        "record_id",
        "error",
    )
    assert "BL-2026-00003" in problem.message
    assert "inv withdraw BL-2026-00001 --reason 更正" in problem.message


@pytest.mark.parametrize("now", REFUSED.values(), ids=REFUSED)
def test_id_that_was_deleted_is_not_free_in_a_later_commit(repository: History, tmp_path: Path, now: str) -> None:
    """Its subject is known by the history of the branch."""
    repository.commit(row(), SECOND)
    base = repository.commit(SECOND)
    change(repository, now, SECOND)
    assert [problem.line for problem in problems_of(repository, tmp_path, base)] == [2]


def test_id_of_a_file_whose_lines_end_in_cr_is_not_free_either(repository: History, tmp_path: Path) -> None:
    """The reader takes such a file, so the history knows its rows."""
    rows = [text.replace("\n", "\r") for text in (HEADING, row(), SECOND)]
    repository.commit(*rows[1:], heading=rows[0])
    base = repository.commit(SECOND)
    change(repository, next(iter(REFUSED.values())), SECOND)
    assert [problem.line for problem in problems_of(repository, tmp_path, base)] == [2]


def test_row_deleted_by_mistake_comes_back_under_its_id(repository: History, tmp_path: Path) -> None:
    """The same listing is no reuse."""
    repository.commit(row(), SECOND)
    base = repository.commit(SECOND)
    change(repository, row(), SECOND)
    assert problems_of(repository, tmp_path, base) == []


def test_subject_drifting_in_small_steps_is_refused_where_nothing_of_the_first_is_left(
    repository: History, tmp_path: Path
) -> None:
    """Name, then code, then decision: the first use has a say."""
    repository.commit(row())
    base = repository.commit(row(name="示例丙有限公司"))
    change(repository, row(name="示例丙有限公司", unified_code=code(77)))
    assert problems_of(repository, tmp_path, base) == []
    base = repository.commit(row(name="示例丙有限公司", unified_code=code(77)))
    base = repository.commit(row(name="示例丙有限公司", unified_code=code(77), decision_number="示例〔2026〕9号"))
    change(
        repository,
        row(name="示例丁有限公司", unified_code=code(77), decision_number="示例〔2026〕9号", decided_on="2026-03-01"),
    )
    assert len(problems_of(repository, tmp_path, base)) == 1


def test_wrong_subject_is_put_right_with_a_row_of_corrections(repository: History, tmp_path: Path) -> None:
    """The same decision, and the correction says that name or code was wrong."""
    base = repository.commit(row())
    corrections = (
        "record_id,field,before,after,corrected_on\nBL-2026-00001,name,示例甲有限公司,示例丙有限公司,2026-05-10\n"
    )
    change(repository, row(name="示例丙有限公司", unified_code=code(77)), corrections=corrections)
    assert problems_of(repository, tmp_path, base) == []


def test_id_used_for_two_subjects_within_one_push_is_refused(repository: History, tmp_path: Path) -> None:
    """The commits between the branch and the tip count."""
    base = repository.commit(SECOND)
    repository.commit(row(), SECOND)
    tip = repository.commit(REFUSED["another firm"], SECOND)
    assert [problem.line for problem in problems_of(repository, tmp_path, base, tip)] == [2]


def test_id_of_another_list_is_not_free(repository: History, tmp_path: Path) -> None:
    """Whatever dataset an id stood in."""
    repository.commit(row(), SECOND)
    base = repository.commit(SECOND)
    red = "record_id,name,unified_code,authority,announced_on,listed_on,valid_until\n"
    write_site(
        repository.root,
        FILES | {"black-list": HEADING + SECOND, "red-list": f"{red}BL-2026-00001,示例戊有限公司,{code(88)},office,2026-05-01,2026-05-20,2027-05-19\n"},
    )  # fmt: skip
    assert [problem.path for problem in problems_of(repository, tmp_path, base)] == ["data/red-list.csv"]


def test_public_row_deleted_without_register_is_a_warning_with_the_command(repository: History, tmp_path: Path) -> None:
    base = repository.commit(row(), SECOND)
    change(repository, SECOND)
    before = git_repository.extract(repository.root, base, tmp_path / "before")
    (found,) = [
        problem
        for problem in gate.validate(repository.root, before=before, removes={}).problems
        if problem.code == "ended-unregistered"
    ]
    assert (found.path, found.severity) == ("data/black-list.csv", "warning")
    assert "inv withdraw BL-2026-00001 --reason" in found.message


def test_ended_row_deleted_without_register_is_a_warning_with_the_command(repository: History, tmp_path: Path) -> None:
    """Its id belongs into the set of ended ids; a row in the register keeps it there."""
    old = row(
        record_id="BL-2022-00001", decided_on="2022-01-10", listed_on="2022-01-12", decision_number="示例〔2022〕1号"
    )
    base = repository.commit(old, SECOND)
    change(repository, SECOND)
    before = git_repository.extract(repository.root, base, tmp_path / "before")
    found = [
        problem
        for problem in gate.validate(repository.root, before=before, removes={}).problems
        if problem.code == "ended-unregistered"
    ]
    assert [(item.path, item.severity) for item in found] == [("data/black-list.csv", "warning")]
    assert "inv withdraw BL-2022-00001 --reason 期满" in found[0].message


def test_suspended_row_deleted_without_register_is_an_error(repository: History, tmp_path: Path) -> None:
    """Its suspension stands in the row alone: the next import would list it at once."""
    heading = HEADING.replace("listed_on", "listed_on,suspended_from")
    rows = [row().replace("\n", ",2026-05-20\n"), SECOND.replace("\n", ",\n")]
    base = repository.commit(*rows, heading=heading)
    write_site(repository.root, FILES | {"black-list": heading + rows[1]})
    before = git_repository.extract(repository.root, base, tmp_path / "before")
    with pytest.raises(CheckFailed) as refused:
        gate.validate(repository.root, before=before, removes={})
    found = [item for item in refused.value.problems if item.code == "ended-unregistered"]
    assert [item.severity for item in found] == ["error"]
    assert "BL-2026-00001" in found[0].message


@pytest.mark.parametrize("deleted", [False, True], ids=["row still there", "row deleted and registered"])
@pytest.mark.parametrize(
    ("number", "reason", "codes"),
    [("示例(2026) 1号", "撤销", ["renumbered"]), ("示例〔2026〕1号", "更正", []), ("示例〔2026〕3号", "撤销", [])],
    ids=["the same number", "a correction", "another number"],
)
def test_ended_decision_is_not_listed_again_under_another_id(
    repository: History, tmp_path: Path, deleted: bool, number: str, reason: str, codes: list[str]
) -> None:
    """The register holds no name: a deleted row is known from history. A correction is published under a new id."""
    register = REGISTER + f"BL-2026-00001,2026-05-02,{reason},原决定撤销（示例）。\n"
    first = () if deleted else (row(),)
    repository.commit(row(), SECOND)
    base = repository.commit(*first, SECOND, register=register)
    again = row(record_id="BL-2026-00003", decision_number=number)
    tip = repository.commit(*first, SECOND, again, register=register)
    found = problems_of(repository, tmp_path, base, tip)
    assert codes == [problem.code for problem in found]


ENDING = HEADING.replace("listed_on", "listed_on,repaired_on")


@pytest.mark.parametrize(
    ("register", "repaired", "deleted", "codes"),
    [
        ("", "2026-05-30", False, ["renumbered"]),
        ("撤销", "", False, ["renumbered"]),
        ("撤销", "", True, ["renumbered"]),
        ("更正", "", False, []),
        ("更正", "", True, ["renumbered"]),
    ],
    ids=["a repair", "a revocation", "a revocation of a row that is deleted", "a correction", "a correction, deleted"],
)
def test_decision_that_ends_by_a_change_is_not_listed_again_by_it(
    repository: History, tmp_path: Path, register: str, repaired: str, deleted: bool, codes: list[str]
) -> None:
    """One push says no more than two; a corrected row stays until its successor is there."""
    rows = [line.replace("\n", ",\n") for line in (row(), SECOND, row(record_id="BL-2026-00009"))]
    base = repository.commit(*rows[:2], heading=ENDING)
    held = REGISTER + (f"BL-2026-00001,2026-05-30,{register},原决定撤销（示例）。\n" if register else "")
    first = [] if deleted else [rows[0].replace(",\n", f",{repaired}\n")]
    tip = repository.commit(*first, *rows[1:], heading=ENDING, register=held)
    assert set(codes) == {problem.code for problem in problems_of(repository, tmp_path, base, tip)}


# --- the index --------------------------------------------------------------------------------------


def known(repository: History, cache: Path | None, base: str = "HEAD") -> object:
    """Return what the index says of the two ids."""
    return open_history(repository.root, base, ["BL-2026-00001", "BL-2026-00002", "BL-2026-00009"], cache)


@pytest.mark.parametrize("damage", ["missing", "empty", "garbage", "cut", "version", "entry", "foreign"])
def test_index_in_any_state_answers_as_git_does(repository: History, tmp_path: Path, damage: str) -> None:
    """Missing, damaged, of another version or of another branch: it is read again."""
    cache = tmp_path / "index.sqlite"
    repository.commit(row(), SECOND)
    known(repository, cache)
    repository.commit(SECOND)
    if damage == "missing":
        cache.unlink()
    elif damage in ("empty", "garbage"):
        cache.write_bytes(b"" if damage == "empty" else b"garbage " * 1000)
    elif damage == "cut":
        cache.write_bytes(cache.read_bytes()[:5000])
    else:
        with sqlite3.connect(cache) as index:
            if damage == "version":
                index.execute("PRAGMA user_version = 99")
            elif damage == "entry":
                index.execute("UPDATE uses SET last = '[]'")
            else:
                index.execute("UPDATE read_up_to SET commit_id = ?", ("0" * 40,))
        index.close()
    assert known(repository, cache) == known(repository, None)


def test_index_keeps_nothing_of_a_push_that_may_be_refused(repository: History, tmp_path: Path) -> None:
    """Only what the branch holds is written down."""
    cache = tmp_path / "index.sqlite"
    base = repository.commit(SECOND)
    tip = repository.commit(row(), SECOND)
    pushed = open_history(repository.root, base, ["BL-2026-00001"], cache, tip=tip)
    assert list(pushed.later) == ["BL-2026-00001"]
    assert open_history(repository.root, base, ["BL-2026-00001"], cache).uses == {}


def test_index_holds_no_name(repository: History, tmp_path: Path) -> None:
    """Digests alone."""
    cache = tmp_path / "index.sqlite"
    repository.commit(row(), SECOND)
    known(repository, cache)
    data = cache.read_bytes()
    assert [word for word in ("示例甲", FIRM, code(99)) if word.encode() in data] == []


def test_files_that_cannot_be_read_stop_nothing(repository: History, tmp_path: Path) -> None:
    """GB18030, a broken quote, attributes that hide a diff: what can be read counts."""
    (repository.root / ".gitattributes").write_text("*.csv binary\n", encoding="utf-8")
    repository.commit(row(), SECOND)
    path = repository.root / "data" / "black-list.csv"
    path.write_bytes((HEADING + row(record_id="BL-2026-00009") + 'BL-2026-00010,"示例\n').encode("gb18030"))
    git(repository.root, "commit", "-qam", "broken")
    found = open_history(repository.root, "HEAD", ["BL-2026-00001", "BL-2026-00009"], tmp_path / "index.sqlite")
    assert sorted(found.uses) == ["BL-2026-00001", "BL-2026-00009"]


@settings(max_examples=15)
@given(states=st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3)), max_size=4), min_size=1, max_size=5))
def test_index_read_step_by_step_equals_one_read_at_once(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[tuple[int, int]]]
) -> None:
    """For any sequence of commits."""
    folder = tmp_path_factory.mktemp("history")
    repository, cache = History(folder / "site"), folder / "index.sqlite"
    ids = [f"BL-2026-{number:05d}" for number in range(1, 5)]
    for state in states:
        rows = dict(state)
        repository.commit(
            *(row(record_id=ids[number - 1], name=f"示例{subject}号公司", unified_code=code(subject)) for number, subject in sorted(rows.items()))
        )  # fmt: skip
        assert open_history(repository.root, "HEAD", ids, cache) == open_history(repository.root, "HEAD", ids)


def test_a_packed_use_is_read_back_as_it_was() -> None:
    """The form of an entry of the index."""
    use = use_of_row(
        {
            "name": "示例甲有限公司",
            "former_names": "示例旧甲;示例更旧甲",
            "unified_code": FIRM,
            "decided_on": "2026-04-10",
        }
    )
    assert unpack_use(use.packed()) == use
    assert len(use.names) == 3


@pytest.mark.parametrize(
    ("record_id", "is_refused"),
    [("BL-2026-00099", False), ("BL-2026-139123456", True), ("BL-2027-00001", False), ("BL-2027-99999", True)],
)
def test_running_number_far_above_the_last_one_is_refused_with_the_next_one(
    repository: History, tmp_path: Path, record_id: str, is_refused: bool
) -> None:
    base = repository.commit(row())
    change(
        repository,
        row(),
        row(record_id=record_id, name="示例丙有限公司", unified_code=code(77), decision_number="示例〔2026〕99号"),
    )
    problems = problems_of(repository, tmp_path, base)
    assert [3] * is_refused == [problem.line for problem in problems]
    following = "BL-2026-00002" if "2026" in record_id else "BL-2027-00001"
    assert all(following in problem.message for problem in problems)
