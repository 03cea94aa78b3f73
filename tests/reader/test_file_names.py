"""File names below data/ and content/ are the same on every system."""

import pytest

from credit.reader import check_file_names, path_fault


@pytest.fixture
def root(write, descriptor, schemas):
    root = write(descriptor, schemas)
    for name in ("black-list", "townships"):
        (root / "data" / f"{name}.csv").write_bytes(b"")
    (root / "content" / "policies").mkdir(parents=True)
    (root / "content" / "policies" / "plan.md").write_bytes(b"")
    return root


def names(root):
    return [(problem.path, problem.code) for problem in check_file_names(root)]


def test_a_repository_in_order_has_no_problem(root):
    """READMEs for people and what an open spreadsheet leaves behind are no fault."""
    for path in ("data/README.md", "data/README.zh.md", "data/~$black-list.csv", "data/.gitkeep", "content/.DS_Store"):
        (root / path).write_bytes(b"")
    assert [] == names(root)


def test_names_in_capitals_in_chinese_or_with_blanks_are_named(root):
    """A clone on Windows or macOS would see other files."""
    for path in ("content/policies/方案.md", "content/policies/Plan.md", "content/policies/a b.md"):
        (root / path).write_bytes(b"")
    (root / "content" / "图片").mkdir()
    assert [
        ("content/policies/Plan.md", "file-name"),
        ("content/policies/a b.md", "file-name"),
        ("content/policies/方案.md", "file-name"),
        ("content/图片", "file-name"),
    ] == sorted(names(root))


def test_a_file_in_data_that_nobody_checks_is_named(root):
    """It would lie in git with whatever names it holds and never be looked at."""
    (root / "data" / "black-list-old.csv").write_bytes(b"")
    (root / "data" / "deeper").mkdir()
    (root / "data" / "deeper" / "x.csv").write_bytes(b"")
    assert [("data/black-list-old.csv", "file-unknown"), ("data/deeper/x.csv", "file-unknown")] == names(root)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("data/black-list(1).csv", "black-list(1).csv 像是它，请把文件名改回 black-list.csv"),
        ("data/Black-List.csv", "请把文件名改回 black-list.csv"),
        ("data/black_list.csv", "请把文件名改回 black-list.csv"),
        ("data/black-list.xlsx", "另存为“CSV UTF-8（逗号分隔）”，文件名用 black-list.csv"),
        ("data/deeper/black-list.csv", "data/deeper/black-list.csv 像是它，请移回 data/ 文件夹"),
    ],
)
def test_a_table_under_another_name_is_named_with_the_missing_one(root, name, way):
    """One cause, one message: neither is the file unknown, nor is the dataset to be deleted."""
    (root / name).parent.mkdir(exist_ok=True)
    (root / "data" / "black-list.csv").rename(root / name)
    assert [] == names(root)
    assert way in path_fault(root, "data/black-list.csv")


def test_a_file_that_is_like_no_other_stays_unknown(root):
    (root / "data" / "black-list.csv").rename(root / "data" / "x.csv")
    assert [("data/x.csv", "file-unknown")] == names(root)
    assert path_fault(root, "data/black-list.csv").startswith("找不到文件，请补上")


@pytest.mark.parametrize("name", ["list.xlsx", "files/form.pdf", "files/deeper/form.pdf"])
def test_a_file_in_content_that_nobody_reads_is_named(root, name):
    """No file is passed over in silence."""
    (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "content" / name).write_bytes(b"")
    assert [(f"content/{name}", "file-unknown")] == names(root)


def test_attachments_and_moved_addresses_are_no_unknown_files(root):
    (root / "content" / "policies" / "plan").mkdir()
    for name in ("content/policies/plan/form.pdf", "content/moved.csv"):
        (root / name).write_bytes(b"")
    assert [] == names(root)


def test_a_workbook_beside_its_table_is_to_be_imported(root):
    """Nothing reads it."""
    (root / "data" / "black-list.xlsx").write_bytes(b"")
    [problem] = check_file_names(root)
    assert ("file-unknown", True) == (problem.code, "inv import-records" in problem.message)


def test_a_symbolic_link_is_named_and_not_followed(root, tmp_path):
    """A link to a folder could hold anything."""
    (root / "content" / "more").symlink_to(tmp_path)
    assert [("content/more", "file-name")] == names(root)


def test_without_folders_there_is_nothing_to_say(tmp_path):
    """What is missing is told by the descriptor's reader."""
    assert [] == names(tmp_path)


def test_attributes_that_convert_files_in_every_clone_are_refused(root):
    """With an encoding that the files do not have no colleague could add a file any more."""
    (root / "data" / ".gitattributes").write_text("*.csv working-tree-encoding=UTF-16\n")
    (root / "content" / "policies" / ".gitattributes").write_text("*.md eol=crlf\n")
    found = [(item.path, item.code) for item in check_file_names(root) if "电脑上这些文件的编码和换行" in item.message]
    assert [("content/policies/.gitattributes", "file-name"), ("data/.gitattributes", "file-name")] == found
