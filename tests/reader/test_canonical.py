"""``format`` puts every file in canonical form and touches nothing else."""

import pandas

from credit.reader import canonical_bytes, format_files, read_package, read_table, write_whole

BLACK = "record_id,severity,township\nBL-2026-00001,轻微,t-one\n"
TOWNSHIPS = "id,name\nt-one,一\n"


def test_only_files_that_differ_are_rewritten(write, descriptor, schemas):
    """A second run finds nothing to do, and the table is the same as before."""
    root = write(descriptor, schemas)
    (root / "data" / "black-list.csv").write_bytes(BLACK.replace("\n", ",,\r\n").encode("gb18030"))
    (root / "data" / "townships.csv").write_bytes(TOWNSHIPS.encode("utf-8-sig"))
    package = read_package(root)
    before, _ = read_table(root, package.resources[0])
    assert (root / "data" / "black-list.csv",) == format_files(root, package)
    assert BLACK.encode("utf-8-sig") == (root / "data" / "black-list.csv").read_bytes()
    assert () == format_files(root, package)
    after, problems = read_table(root, package.resources[0])
    pandas.testing.assert_frame_equal(before.cells, after.cells)
    assert () == problems


def test_a_file_with_a_fault_is_left_as_it_is(write, descriptor, schemas):
    """Only its author knows what it should say; the other files go on."""
    root = write(descriptor, schemas)
    broken = BLACK.replace("轻微", "轻\u200b微").encode()
    (root / "data" / "black-list.csv").write_bytes(broken)
    (root / "data" / "townships.csv").write_bytes(TOWNSHIPS.encode())
    assert (root / "data" / "townships.csv",) == format_files(root, read_package(root))
    assert broken == (root / "data" / "black-list.csv").read_bytes()


def test_a_missing_file_is_a_problem_of_its_own(write, descriptor, schemas):
    """One unreadable file gives its problem; the other is read."""
    root = write(descriptor, schemas)
    (root / "data" / "townships.csv").write_bytes(TOWNSHIPS.encode("utf-8-sig"))
    black, townships = read_package(root).resources
    table, problems = read_table(root, black)
    assert (None, [("data/black-list.csv", 1, "file-missing")]) == (
        table,
        [(problem.path, problem.line, problem.code) for problem in problems],
    )
    table, problems = read_table(root, townships)
    assert (1, ()) == (len(table.cells), problems)


def test_a_table_that_is_a_link_or_a_folder_is_not_read(write, descriptor, schemas, tmp_path):
    """Neither leads out of the repository."""
    root = write(descriptor, schemas)
    (tmp_path / "outside.csv").write_text(BLACK, encoding="utf-8")
    (root / "data" / "black-list.csv").symlink_to(tmp_path / "outside.csv")
    (root / "data" / "townships.csv").mkdir()
    for resource in read_package(root).resources:
        table, problems = read_table(root, resource)
        assert (None, ["file-missing"]) == (table, [problem.code for problem in problems])


def test_a_file_is_replaced_whole_and_nothing_stays_beside_it(tmp_path):
    """Whoever reads meanwhile sees the old bytes or the new ones."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert ([path], b"new") == (list(tmp_path.iterdir()), path.read_bytes())


def test_a_cell_with_every_sign_of_csv_comes_back(parse):
    """Commas and quotes are quoted, other signs are not."""
    text = 'record_id,name,former_names,decided_on,open,note\nBL-2026-00001,"a,b""c",d;e,,,f\'g\n'
    table, _ = parse(text)
    assert text.encode("utf-8-sig") == canonical_bytes(table)
