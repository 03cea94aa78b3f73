"""Change history: what the commits of a branch did to the rows of lists, from git."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from credit.change_history import cell_digest, read_change_history
from credit.git_repository import GitError
from credit.list_lines import declared_lists, renamed_columns
from credit.model import ListRules, RecordChange, Resource, Schema
from credit.record_ids import open_history, use_of_row

PATH = "data/black-list.csv"
HEADING = "record_id,name,listed_on\n"


class Repository:
    """A repository whose commits hold one state of a list each, one on each day."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.commits = 0
        (root / "data").mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, date: str = "") -> str:
        """Run git without the person's own settings and return what it says."""
        env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        if date:
            env |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        command = ["git", "-C", str(self.root), "-c", "user.name=x", "-c", "user.email=x@example.cn", *arguments]
        return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=env).stdout.strip()

    def commit(self, content: str | bytes | None, date: str = "", path: str = PATH) -> str:
        """Commit a content of a file, None for no such file, and return the commit."""
        self.commits += 1
        if content is None:
            (self.root / path).unlink()
        else:
            (self.root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", date=date or f"2026-03-{self.commits:02d}T12:00:00+08:00")
        return self.git("rev-parse", "HEAD")

    def changes(self, commit: str = "HEAD", cache: Path | None = None) -> tuple[RecordChange, ...]:
        """Return the changes of the list."""
        return read_change_history(self.root, commit, cache).changes.get(PATH, ())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    return Repository(tmp_path / "site")


CARRIERS = "data/carriers.csv"
CARRIER_LIST = {"path": "carriers.csv", "credit": {"kind": "register", "label": "carrier"}}
DECLARED = (
    '{"resources": [{"path": "carriers.csv", "credit": {"kind": "register", "label": "carrier"}},'
    ' {"path": "inspections.csv", "credit": {"kind": "reference"}}]}'
)


def test_a_list_is_one_by_its_descriptor_whatever_names_its_rows(repository: Repository) -> None:
    """Without a column ``name``; a reference that holds ids of records is none."""
    repository.commit(DECLARED, path="data/datapackage.json")
    repository.commit("record_id,carrier\nOC-2026-00001,Harbour GmbH\n", path=CARRIERS)
    repository.commit("record_id,carrier\nOC-2026-00001,Hafen GmbH\n", path=CARRIERS)
    repository.commit("record_id,result\nOC-2026-00001,in order\n", path="data/inspections.csv")
    changes = read_change_history(repository.root).changes
    assert [(path, [(item.version, item.kind) for item in several]) for path, several in changes.items()] == [
        (CARRIERS, [(2, "added"), (3, "changed")])
    ]


def test_the_bare_repository_of_a_server_has_the_history_of_a_clone(repository: Repository, tmp_path: Path) -> None:
    """Its descriptor declares lists without a column ``name``, its schemas call columns renamed."""
    repository.commit(DECLARED, path="data/datapackage.json")
    repository.commit("record_id,carrier,seat\nOC-2026-00001,Harbour GmbH,Kiel\n", path=CARRIERS)
    schema = {"fields": [{"name": "record_id"}, {"name": "town", "credit": {"renamed_from": "seat"}}]}
    (repository.root / CARRIERS).with_suffix(".schema.json").write_text(json.dumps(schema), encoding="utf-8")
    repository.commit("record_id,carrier,town\nOC-2026-00001,Hafen GmbH,Kiel\n", path=CARRIERS)
    bare = tmp_path / "server.git"
    repository.git("clone", "--quiet", "--bare", ".", str(bare))
    changes = read_change_history(bare).changes
    assert changes == read_change_history(repository.root).changes
    assert [(item.kind, [column for column, _ in item.fields]) for item in changes[CARRIERS]] == [
        ("added", []), ("changed", ["carrier"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "descriptor", ["{", "[]", '{"resources": [{"credit": {"kind": "red"}}]}', '{"resources": [1]}']
)
def test_a_descriptor_that_cannot_be_read_declares_no_list(repository: Repository, descriptor: str) -> None:
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.commit(descriptor, path="data/datapackage.json")
    assert [item.kind for item in repository.changes()] == ["added"]


def test_an_id_is_deleted_where_no_list_has_its_row_any_more(repository: Repository) -> None:
    """Neither one whose row moved to another list, nor one that came back."""
    first = "".join(f"BL-2026-0000{number},示例{number}公司,2026-02-01\n" for number in range(1, 5))
    repository.commit(HEADING + first)
    repository.commit(HEADING + "BL-2026-00004,示例4公司,2026-02-01\n")
    repository.commit(HEADING + "BL-2026-00002,示例2公司,2026-02-01\n", path="data/red-list.csv")
    repository.commit(HEADING + "BL-2026-00003,示例3公司,2026-02-01\nBL-2026-00004,示例4公司,2026-02-01\n")
    assert {path: ids for path, ids in read_change_history(repository.root).deleted.items() if ids} == {
        PATH: {"BL-2026-00001"}
    }


def test_rows_that_come_change_and_go_are_changes_of_their_commits(repository: Repository) -> None:
    """With the number and day of the commit, and digests of the former cells."""
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.commit(HEADING + "BL-2026-00001,示例乙公司,2026-02-01\nBL-2026-00002,示例丙公司,2026-02-02\n")
    repository.commit(HEADING + "BL-2026-00001,示例乙公司,2026-02-01\n")
    former = (("name", cell_digest("示例甲公司")),)
    assert repository.changes() == (
        RecordChange(1, "2026-03-01", "BL-2026-00001", "added"),
        RecordChange(2, "2026-03-02", "BL-2026-00001", "changed", former),
        RecordChange(2, "2026-03-02", "BL-2026-00002", "added"),
        RecordChange(3, "2026-03-03", "BL-2026-00002", "removed"),
    )


def test_day_of_a_commit_is_that_of_shanghai(repository: Repository) -> None:
    """Seven in the evening of Greenwich is the next morning."""
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n", "2026-03-01T19:00:00+00:00")
    assert [change.day for change in repository.changes()] == ["2026-03-02"]


SPELLINGS = {
    "line ends": (HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n").replace("\n", "\r\n"),
    "line ends of CR alone": (HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n").replace("\n", "\r"),
    "a byte order mark": "\ufeff" + HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n",
    "GB18030": (HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n").encode("gb18030"),
    "slashes in dates": HEADING + "BL-2026-00001,示例甲公司,2026/2/1\n",
    "quotation marks": HEADING + 'BL-2026-00001,"示例甲公司",2026-02-01\n',
    "an empty column": "record_id,name,former_names,listed_on\nBL-2026-00001,示例甲公司,,2026-02-01\n",
    "another order of columns": "listed_on,record_id,name\n2026-02-01,BL-2026-00001,示例甲公司\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_the_same_row_is_no_change(repository: Repository, spelling: str) -> None:
    """Nor are rows in another order."""
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.commit(SPELLINGS[spelling])
    assert [change.kind for change in repository.changes()] == ["added"]


@pytest.mark.parametrize("kept", [True, False])
def test_another_order_of_columns_is_no_change_where_a_row_stays_as_it_is(repository: Repository, kept: bool) -> None:
    """Such a row parts the hunks, and the rows before it and after it stand below another heading each."""
    between = "BL-2026-00002,示例乙公司,,\n" if kept else ""
    repository.commit(
        "record_id,name,former_names,township\nBL-2026-00001,示例甲公司,旧甲,示例镇\n"
        + between + "BL-2026-00003,示例丙公司,旧丙,示例镇\n"
    )  # fmt: skip
    repository.commit(
        "record_id,name,township,former_names\nBL-2026-00001,示例甲公司,示例镇,旧甲\n"
        + between + "BL-2026-00003,示例丙公司,示例镇,旧丙\n"
    )  # fmt: skip
    assert {change.kind for change in repository.changes()} == {"added"}


def rename_column(root: Path, former: str, present: str) -> None:
    """Write a schema of the black list whose column was renamed."""
    schema = {"fields": [{"name": "record_id"}, {"name": present, "credit": {"renamed_from": former}}]}
    (root / PATH).with_suffix(".schema.json").write_text(json.dumps(schema), encoding="utf-8")


def test_a_renamed_column_is_no_change_and_keeps_its_history(repository: Repository, tmp_path: Path) -> None:
    """Although a new column changes every line with it; each commit says the names of its day, from the cache as from git."""
    cache = tmp_path / "changes.sqlite"
    rest = "BL-2026-00002,示例乙公司,丙事\n"
    repository.commit("record_id,name,facts\nBL-2026-00001,示例甲公司,甲事\n" + rest)
    second = repository.commit("record_id,name,facts\nBL-2026-00001,示例甲公司,乙事\n" + rest)
    former = (cell_digest("甲事"),)
    assert [item.fields for item in repository.changes(cache=cache)[2:]] == [(("facts", *former),)]
    heading, rows = "record_id,name,deeds,note\n", "BL-2026-00001,示例甲公司,乙事,\nBL-2026-00002,示例乙公司,丙事,\n"
    rename_column(repository.root, "facts", "deeds")
    repository.commit(heading + rows)
    assert [item.fields for item in repository.changes(cache=cache)[2:]] == [(("deeds", *former),)]
    rename_column(repository.root, "deeds", "acts")
    repository.commit(heading.replace("deeds", "acts") + rows.replace("丙事", "丁事"))
    changed = ((2, "acts", *former), (4, "acts", cell_digest("丙事")))
    for known in (None, cache):
        found = repository.changes(cache=known)[2:]
        assert tuple((item.version, *item.fields[0]) for item in found) == changed
        assert repository.changes(second, known)[2].fields == (("facts", *former),)


def test_a_column_in_place_of_another_is_a_change_where_no_schema_calls_it_renamed(repository: Repository) -> None:
    repository.commit("record_id,name,facts\nBL-2026-00001,示例甲公司,甲事\n")
    repository.commit("record_id,name,deeds,note\nBL-2026-00001,示例甲公司,甲事,\n")
    assert [column for column, _ in repository.changes()[1].fields] == ["deeds", "facts"]


def test_booleans_as_a_spreadsheet_saves_them_are_no_change(repository: Repository) -> None:
    """The reader restores them, so that nothing public changes."""
    heading = "record_id,name,is_small,is_local\n"
    repository.commit(heading + "BL-2026-00001,示例甲公司,true,false\n")
    repository.commit(heading + "BL-2026-00001,示例甲公司,TRUE,FALSE\n")
    assert [change.kind for change in repository.changes()] == ["added"]


def test_rows_in_another_order_are_no_change(repository: Repository) -> None:
    """A list is a set of rows."""
    rows = ["BL-2026-00001,示例甲公司,2026-02-01\n", "BL-2026-00002,示例乙公司,2026-02-01\n"]
    repository.commit(HEADING + "".join(rows))
    repository.commit(HEADING + "".join(reversed(rows)))
    assert [change.kind for change in repository.changes()] == ["added", "added"]


def test_branch_that_was_merged_counts_as_one_commit(repository: Repository) -> None:
    """The states that the branch went through, not those of a draft."""
    repository.commit(HEADING)
    repository.git("checkout", "-q", "-b", "draft")
    repository.commit(HEADING + "BL-2026-00001,示例错字公司,2026-02-01\n")
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "x", "draft", date="2026-03-20T12:00:00+08:00")
    assert repository.changes() == (RecordChange(2, "2026-03-20", "BL-2026-00001", "added"),)


def test_commit_of_other_files_has_a_number_too(repository: Repository) -> None:
    """So that a purge, which may empty a commit, renumbers nothing."""
    repository.commit("x\n", path="data/readme.txt")
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    assert [change.version for change in repository.changes()] == [2]


def test_list_below_a_folder_of_the_repository_is_read(tmp_path: Path) -> None:
    """And a list of the same name elsewhere in it is not."""
    repository = Repository(tmp_path / "all")
    inner = tmp_path / "all" / "county" / "data"
    inner.mkdir(parents=True)
    repository.commit(HEADING + "BL-2026-00009,示例别处公司,2026-02-01\n")
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n", path=f"county/{PATH}")
    history = read_change_history(inner.parent)
    assert [change.record_id for change in history.changes[PATH]] == ["BL-2026-00001"]


def test_folder_outside_of_git_and_a_shallow_clone_have_no_history(repository: Repository, tmp_path: Path) -> None:
    """Wrong days are worse than none."""
    with pytest.raises(GitError):
        read_change_history(tmp_path)
    repository.commit(HEADING)
    repository.commit(HEADING + "BL-2026-00001,示例甲公司,2026-02-01\n")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository.root}", clone], check=True)
    with pytest.raises(GitError, match="浅克隆"):
        read_change_history(clone)


@pytest.mark.parametrize(
    "wrong",
    [
        {"credit": {"kind": "register"}}, {"path": 5, "credit": {"kind": "register"}}, {"path": "a.csv", "credit": "x"},
        {"path": "a.csv", "credit": {"kind": ["register"]}}, {"path": "a.csv"}, "carriers.csv", None,
    ],
)  # fmt: skip
def test_one_wrong_resource_of_a_past_descriptor_hides_no_other_list(repository: Repository, wrong: object) -> None:
    """A push to a server without hooks, or an older version of the software, let it through."""
    stray = {"path": "stray.csv", "credit": {"kind": "black", "label": 5}}
    described = {"resources": [wrong, CARRIER_LIST, stray]}
    commit = repository.commit(json.dumps(described), path="data/datapackage.json")
    assert declared_lists(repository.root, commit) == {CARRIERS: "carrier", "data/stray.csv": ""}


@pytest.mark.parametrize("text", ["{", "[]", "5", '{"resources": 5}', '{"resources": {"path": "a.csv"}}', "null"])
def test_a_past_descriptor_that_is_none_declares_no_list(repository: Repository, text: str) -> None:
    commit = repository.commit(text, path="data/datapackage.json")
    assert declared_lists(repository.root, commit) == {}


def test_one_wrong_field_of_a_past_schema_hides_no_other_renamed_column(repository: Repository) -> None:
    """Two marks at its beginning hide none either."""
    fields = [5, {"name": "a"}, {"name": "b", "credit": 5}, {"name": "town", "credit": {"renamed_from": "seat"}}]
    text = "\ufeff\ufeff" + json.dumps({"fields": fields})
    commit = repository.commit(text, path="data/carriers.schema.json")
    assert renamed_columns(repository.root, commit, CARRIERS) == {"seat": "town"}


HAULIERS = "data/hauliers.csv"


def rename_list(repository: Repository) -> None:
    """Commit a list without a column ``name``, rename it with its entry in the next commit, and change a row."""
    first = {"resources": [CARRIER_LIST]}
    repository.commit(json.dumps(first), path="data/datapackage.json")
    rows = "record_id,carrier\nOC-2026-00001,Harbour GmbH\nOC-2026-00002,Rhein GmbH\n"
    repository.commit(rows, path=CARRIERS)
    (repository.root / CARRIERS).rename(repository.root / HAULIERS)
    second = {"resources": [{"path": "hauliers.csv", "credit": {"kind": "register", "label": "haulier"}}]}
    repository.commit(json.dumps(second), path="data/datapackage.json")
    text = rows.replace("Harbour", "Hafen").replace("carrier", "haulier")
    repository.commit(text, path=HAULIERS)


def test_a_list_without_names_keeps_its_history_under_a_new_name(repository: Repository, tmp_path: Path) -> None:
    """Its rows came with the first commit; with and without a cache that was made before."""
    cache = tmp_path / "cache.sqlite"
    rename_list(repository)
    read_change_history(repository.root, "HEAD~2", cache)
    resource = Resource("hauliers", "", "", HAULIERS, "", Schema((), (), ()), ListRules("register"))
    for history in (read_change_history(repository.root), read_change_history(repository.root, "HEAD", cache)):
        found = [(change.version, change.record_id[-1], change.kind) for change in history.of(resource)]
        assert [(2, "1", "added"), (2, "2", "added")] == found[:2]
        assert history.first_days["OC-2026-00002"] == "2026-03-02"
        assert set().union(*history.deleted.values()) == set()


def test_ids_of_a_renamed_list_without_names_stay_guarded(repository: Repository) -> None:
    """The first use of an id is the one under the former name of its list, its subject by the former label."""
    rename_list(repository)
    uses = open_history(repository.root, "HEAD", ["OC-2026-00001", "OC-2026-00002"]).uses
    assert uses["OC-2026-00001"][0] == use_of_row({"record_id": "OC-2026-00001", "carrier": "Harbour GmbH"}, "carrier")
    assert uses["OC-2026-00001"][1] == use_of_row({"record_id": "OC-2026-00001", "haulier": "Hafen GmbH"}, "haulier")


def test_an_earlier_list_that_is_a_reference_by_now_is_no_list(repository: Repository) -> None:
    """What the newest descriptor says of a path counts; a descriptor deleted or broken in between declares nothing."""
    repository.commit(json.dumps({"resources": [CARRIER_LIST]}), path="data/datapackage.json")
    repository.commit("{", path="data/datapackage.json")
    repository.commit(None, path="data/datapackage.json")
    hauliers = {"path": "hauliers.csv", "credit": {"kind": "register", "label": "haulier"}}
    carriers = {"path": "carriers.csv", "credit": {"kind": "reference"}}
    last = repository.commit(json.dumps({"resources": [hauliers, carriers]}), path="data/datapackage.json")
    assert declared_lists(repository.root, last) == {HAULIERS: "haulier"}
    last = repository.commit(json.dumps({"resources": [hauliers]}), path="data/datapackage.json")
    assert declared_lists(repository.root, last) == {HAULIERS: "haulier", CARRIERS: "carrier"}
