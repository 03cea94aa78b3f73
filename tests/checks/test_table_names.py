"""Every table that publication makes has a name of its own, in files, addresses and the database."""

from __future__ import annotations

import pytest

from credit.checks import check_table_names
from credit.model import Field, ListRules, Package, Problem, Resource, Schema, Site
from credit.published_names import link_name

LIST = ListRules("register", label="name")


def resource(name: str, *fields: Field | str, key: str = "id", kind: str = "reference") -> Resource:
    """Return a dataset; a column given by its name alone holds several values."""
    columns = (Field(key, "编号"), *(several(field) if isinstance(field, str) else field for field in fields))
    paths = (f"data/{name}.csv", f"data/{name}.schema.json")
    return Resource(name, f"表{name}", "说明", *paths, Schema(columns, (key,)), ListRules(kind, label=key))


def several(name: str) -> Field:
    return Field(name, f"列{name}", type="list")


def found(*resources: Resource) -> list[Problem]:
    return list(check_table_names(Package("p", "t", "d", resources, Site("s"))))


def places(problems: list[Problem]) -> list[tuple[str, int, str, str]]:
    """Return path, line, column and code of each problem."""
    return [(problem.path, problem.line, problem.field, problem.code) for problem in problems]


@pytest.mark.parametrize("name", ["package-info", "entity-listings", "sqlite-stat1", "sqlite-fairs", "fairs-labelled"])
def test_a_dataset_may_not_take_a_name_of_the_database(name: str) -> None:
    """Table of the package's words, view of the listings, SQLite's own tables, view of another list."""
    (problem,) = found(resource("fairs", kind="register", key="record_id"), resource(name))
    assert places([problem]) == [("data/datapackage.json", 1, "", "descriptor")]
    assert f"表{name}（{name}）不能用这个名字" in problem.message
    assert problem.message.endswith("请改名，文件名也跟着改")


def test_a_dataset_may_not_be_named_like_a_link_table() -> None:
    """Only of a column that has one."""
    (problem,) = found(resource("fairs", "tag_words"), resource("fairs-tag-words"))
    assert places([problem]) == [("data/datapackage.json", 1, "", "descriptor")]
    assert "它是一张拆分表的名字（表fairs（fairs）的列 列tag_words（tag_words）" in problem.message
    assert found(resource("fairs", Field("place", "地点")), resource("fairs-place")) == []


@pytest.mark.parametrize(
    ("resources", "place"),
    [
        ((resource("fairs", "b_c", "b-c"),), ("data/fairs.schema.json", "b-c")),
        ((resource("fairs", "Tag", "tag"),), ("data/fairs.schema.json", "tag")),
        ((resource("aa-b", "c"), resource("aa", "b_c")), ("data/aa.schema.json", "b_c")),
        ((resource("fairs", "labelled", key="record_id", kind="register"),), ("data/fairs.schema.json", "labelled")),
        ((resource("monthly", "changes"),), ("data/monthly.schema.json", "changes")),
        ((resource("monthly", "Changes"),), ("data/monthly.schema.json", "Changes")),
        ((resource("package", "info"),), ("data/package.schema.json", "info")),
    ],
)
def test_two_link_tables_of_one_name_are_refused(resources: tuple[Resource, ...], place: tuple[str, str]) -> None:
    """Also one that is named like a view or a dataset of the site."""
    (problem,) = found(*resources)
    assert (problem.path, problem.line, problem.field, problem.code) == (place[0], 1, place[1], "schema")
    assert " 同名；请给这一列改名" in problem.message


@pytest.mark.parametrize("name", ["position", "Position", "POSITION"])
def test_a_column_of_several_values_is_not_named_as_the_place_of_a_value(name: str) -> None:
    (problem,) = found(resource("fairs", name))
    assert places([problem]) == [("data/fairs.schema.json", 1, name, "schema")]
    assert "表里会有同名的列（fair、position、" in problem.message


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (resource("positions", "tags", key="position"), "tags"),
        (resource("valid-from", Field("aliases", "别名"), key="valid_from"), "aliases"),
        (resource("tags", "TAG", key="Tag"), "TAG"),
    ],
)
def test_a_key_is_not_named_as_another_column_of_the_link_table(table: Resource, column: str) -> None:
    """Where the dataset's own name cannot name the column of the key."""
    (problem,) = found(table)
    assert places([problem]) == [(table.schema_path, 1, column, "schema")]
    assert "请给这一列或者主键 编号（" in problem.message


@pytest.mark.parametrize("name", ["a%2Fb:*|\\", "..", ".tags", "a\x07b", "名，称", "名\u200d称"])
def test_the_name_of_a_column_of_several_values_can_be_a_file(name: str) -> None:
    """Letters, digits, _ and - alone; a column of one value may have any name."""
    (problem,) = found(resource("lt" * 25, name))
    assert places([problem]) == [(f"data/{'lt' * 25}.schema.json", 1, name, "schema")]
    assert "只能用文字、数字、_ 和 -；请改名" in problem.message
    assert found(resource("fairs", Field(name, "题"))) == []


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("Tag_Words", "fairs-tag-words"),
        ("имя", "fairs-xn--h1ai1d"),
        ("Имя", "fairs-xn--h1ai1d"),
        ("分类_多选", "fairs-xn----uc8am1tbv3bhpu"),
        ("الموانئ", "fairs-xn--lgbba9ifhm"),
        ("हिन्दी", "fairs-xn--j2bd4cyah0f"),
        ("名" * 64, "fairs-xn--eqr" + "a" * 63),
    ],
)
def test_the_link_table_of_a_column_in_any_alphabet_has_a_name_of_small_ascii(column: str, name: str) -> None:
    """A file, an address, a resource of a Data Package; a name too long for a file is refused."""
    assert found(resource("fairs", column)) == []
    assert link_name("fairs", column) == name


def test_a_name_too_long_for_a_file_is_refused() -> None:
    """Of many letters of another alphabet, behind a long dataset."""
    name = "".join(map(chr, range(0x4E00, 0x4E00 + 64 * 97, 97)))
    (problem,) = found(resource("lt" * 25, name))
    assert "写成网址以后太长；请改短" in problem.message


def test_names_of_their_own_are_no_fault() -> None:
    """Also in a dataset that has no link tables, for it has no single key."""
    dated = (Field("aliases", "别名"), Field("former_names", "曾用名"), Field("valid_from", "开始", type="date"))
    one = resource("fairs", "tags", "ports", *dated, Field("position", "次序", type="integer"))
    assert found(one, resource("fair-list", key="record_id", kind="register")) == []
    keyless = Resource("x", "x", "", "data/x.csv", "data/x.schema.json", Schema((several("position"),), ()), LIST)
    assert found(keyless) == []
