"""The descriptor and the schemas: what they say reaches the model, and what they say wrongly is named in Chinese."""

import datetime
import json
import pathlib

import pytest

from credit.identifiers import USUAL_LOCALITIES, Localities
from credit.model import DescriptorError, ForeignKey
from credit.reader import json_validation, read_package

SHAPES = pathlib.Path(json_validation.__file__).parent


@pytest.fixture
def refused(write, descriptor, schemas):
    """Code and text of each problem after a change to a good package."""

    def refused(change):
        change(descriptor, schemas)
        with pytest.raises(DescriptorError) as caught:
            read_package(write(descriptor, schemas))
        return [(problem.code, problem.text()) for problem in caught.value.problems]

    return refused


def test_a_package_becomes_the_words_of_the_model(write, descriptor, schemas):
    """Kind, facets, bounds, keys and references stand where the rest of the house looks for them."""
    package = read_package(write(descriptor, schemas))
    black, townships = package.resources
    assert ("信用示例", True, datetime.date(2026, 11, 20)) == (package.site.name, package.demonstration, package.as_of)
    assert ("black", ("severity", "township"), 1, 9) == (
        black.rules.kind,
        black.rules.facets,
        black.rules.minimum_rows,
        black.rules.maximum_rows,
    )
    assert "data/black-list.csv" == black.path
    assert (ForeignKey("township", "townships", "id"),) == black.schema.foreign_keys
    assert {"轻微": "minor", "严重": "serious"} == black.schema.field("severity").keys
    assert ("reference", ("id",), "name") == (
        townships.rules.kind,
        townships.schema.primary_key,
        townships.rules.label,
    )


def test_a_key_into_the_dataset_itself_carries_its_name(write, descriptor, schemas):
    """A successor is a key of the same dataset; the standard writes an empty resource for it."""
    schemas["townships"]["fields"].append({"name": "successor", "title": "后继", "description": "合并到"})
    schemas["townships"]["foreignKeys"] = [{"fields": ["successor"], "reference": {"fields": "id"}}]
    assert "townships" == read_package(write(descriptor, schemas)).resources[1].schema.reference_of("successor")


def test_a_descriptor_may_have_a_mark_and_windows_line_ends(write, descriptor, schemas):
    """An editor on Windows adds both."""
    root = write(descriptor, schemas)
    text = json.dumps(descriptor, ensure_ascii=False, indent=1).replace("\n", "\r\n")
    (root / "data" / "datapackage.json").write_bytes(text.encode("utf-8-sig"))
    assert 2 == len(read_package(root).resources)


def test_a_county_names_its_locality(write, descriptor, schemas, refused):
    """Without it the site is of the software's own town."""
    site = descriptor["credit"]["site"]
    assert read_package(write(descriptor, schemas)).site.localities == USUAL_LOCALITIES
    site |= {"locality": "梨树县", "localities_above": ["吉林省", "四平市"]}
    assert read_package(write(descriptor, schemas)).site.localities == Localities("梨树县", ("吉林省", "四平市"))
    (code, text), *others = refused(lambda package, _: package["credit"]["site"].update(locality="Lishu"))
    assert ("descriptor", []) == (code, others)
    assert "locality" in text


def test_every_pattern_of_the_shapes_has_words():
    """A value that a pattern refuses is named in Chinese, whatever the pattern."""

    def patterns(value):
        if isinstance(value, dict):
            yield from [value["pattern"]] if isinstance(value.get("pattern"), str) else []
            for inner in value.values():
                yield from patterns(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from patterns(inner)

    shapes = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(SHAPES.glob("*.schema.json"))]
    assert len(shapes) > 1
    assert {pattern for shape in shapes for pattern in patterns(shape)} == set(json_validation._PATTERNS)


def test_a_wrong_tag_authority_is_named(refused):
    ((code, text),) = refused(lambda package, _: package["credit"]["site"].update(tag_authority="Example"))
    assert ("descriptor", True) == (code, "tag_authority" in text)


def test_broken_json_is_named_at_its_line(write, descriptor, schemas):
    """The line is the one an editor shows."""
    root = write(descriptor, schemas)
    (root / "data" / "datapackage.json").write_text('{\n"name": "x",\n"title" "y"\n}', encoding="utf-8")
    (root / "data" / "townships.schema.json").write_text("[", encoding="utf-8")
    with pytest.raises(DescriptorError) as caught:
        read_package(root)
    assert [("data/datapackage.json", 3, "json")] == [
        (problem.path, problem.line, problem.code) for problem in caught.value.problems
    ]


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff\xfe{", b"[" * 100_000, b"9" * 5000, b'{"a": NaN}', b'"x"']
)
def test_a_descriptor_that_is_none_is_a_problem_and_no_traceback(write, descriptor, schemas, data):
    """Whatever bytes stand there, the answer is a report."""
    root = write(descriptor, schemas)
    (root / "data" / "datapackage.json").write_bytes(data)
    with pytest.raises(DescriptorError):
        read_package(root)


def test_a_missing_package_says_so(tmp_path):
    """The root may be the wrong folder."""
    with pytest.raises(DescriptorError, match="找不到文件"):
        read_package(tmp_path)


def _set(place, value):
    """Return a change that sets a value in descriptor or schemas, ``place`` being the way to it."""

    def change(descriptor, schemas):
        here = {"package": descriptor, **schemas}
        for step in place[:-1]:
            here = here[step]
        if value is None:
            del here[place[-1]]
        else:
            here[place[-1]] = value

    return change


FIELD = {"name": "x", "title": "甲", "description": "乙"}


@pytest.mark.parametrize(
    ("place", "value", "code", "words"),
    [
        (["package", "title"], None, "descriptor", "缺少 title"),
        (["package", "credit", "site", "name"], None, "descriptor", "credit.site：缺少 name"),
        (["package", "credit", "site", "footer"], [["one"]], "descriptor", "credit.site.footer[0]：至少要有 2 项"),
        (["package", "credit", "site", "taglin"], "x", "descriptor", "不认识 taglin，是否应为 tagline？"),
        (["package", "credit", "demonstation"], True, "descriptor", "是否应为 demonstration"),
        (["package", "credit", "as_of"], "2026-02-30", "descriptor", "没有这一天"),
        (["package", "credit", "demonstration"], "yes", "descriptor", "应为true 或 false"),
        (["package", "credit", "site", "report_error_url"], "javascript:x", "descriptor", "https://"),
        (["package", "resources", 0, "credit", "kind"], "blak", "descriptor", "只能是 red、black、register、reference"),
        (["package", "resources", 0, "credit", "facet"], [], "descriptor", "是否应为 facets"),
        (["package", "resources", 0, "descripton"], "x", "descriptor", "是否应为 description"),
        (["package", "resources", 0, "name"], "Black List", "descriptor", "小写英文字母"),
        (["package", "resources", 0, "dialect"], {"delimiter": ";"}, "descriptor", "resources[0].dialect：这里不支持"),
        (
            ["black-list", "fields", 1, "trueValues"],
            ["1"],
            "descriptor",
            "fields[1].trueValues：这里不支持这个设置，请删除",
        ),
        (["black-list", "fields", 1, "groupChar"], ",", "descriptor", "fields[1].groupChar：这里不支持"),
        (["package", "resources", 0, "encoding"], "gbk", "descriptor", "utf-8"),
        (["package", "resources", 0, "path"], "../black-list.csv", "file-path", "应为 black-list.csv"),
        (["package", "resources", 0, "path"], "/etc/passwd", "file-path", "应为 black-list.csv"),
        (["package", "resources", 0, "schema"], "other.json", "file-path", "应为 black-list.schema.json"),
        (["package", "resources", 0, "credit", "rows"], {"minimum": 9, "maximum": 1}, "descriptor", "大于"),
        (["package", "resources", 0, "credit", "label"], "nmae", "descriptor", "不是它的列"),
        (["package", "resources", 0, "credit", "facets"], ["severty"], "facet", "是否应为 severity"),
        (["package", "resources", 1, "credit"], {"facets": ["name"]}, "facet", "credit.keys"),
        (["package", "resources", 1, "name"], "black-list", "file-path", "path 应为 black-list.csv"),
        (["package", "title"], "示\u200b例", "hidden-character", "U+200B"),
        (["black-list", "primaryKey"], ["township"], "schema", "record_id"),
        (["black-list", "primaryKey"], ["recordid"], "schema", "是否应为 record_id"),
        (["black-list", "fields", 2, "description"], None, "descriptor", "缺少 description"),
        (["black-list", "fields", 2, "title"], " ", "descriptor", "不能是空白"),
        (["black-list", "fields", 2, "type"], "duration", "descriptor", "只能是 string"),
        (["black-list", "fields", 2, "name"], "severity", "schema", "写了两次"),
        (["black-list", "fields", 2, "constraint"], {}, "descriptor", "是否应为 constraints"),
        (["black-list", "fields", 2, "constraints"], {"requird": True}, "descriptor", "是否应为 required"),
        (["black-list", "fields", 2, "constraints"], {"pattern": "(?=a)b"}, "pattern", "环视"),
        (["black-list", "fields", 2, "constraints"], {"pattern": "("}, "pattern", "写法有误"),
        (["black-list", "fields", 2, "constraints"], {"minLength": 5, "maxLength": 4}, "schema", "大于"),
        (["black-list", "fields", 2, "constraints"], {"enum": ["4-3-1", "甲"]}, "key-form", "像数字或日期"),
        (["black-list", "fields", 2, "constraints"], {"minimum": "x"}, "schema", "不符"),
        (["black-list", "fields", 1, "credit"], {"keys": {"轻微": "minor"}}, "schema", "缺少取值 严重"),
        (["black-list", "fields", 1, "credit"], {"keys": {"轻微": "a", "严重": "a"}}, "schema", "同一个键"),
        (["black-list", "fields", 1, "credit"], {"keys": {"轻微": "a", "严重": "B"}}, "descriptor", "小写英文字母"),
        (["black-list", "fields", 1, "credit"], {"keys": {"轻微": "a", "严重": "2026"}}, "key-form", "像数字或日期"),
        (["black-list", "fields", 1, "credit"], {"refers": "x"}, "descriptor", "不认识 refers"),
        (["black-list", "fields", 1, "credit"], {"references": "nowhere"}, "reference", "没有登记"),
        (["black-list", "missingValues"], ["", "NA"], "descriptor", '只能写 [""]'),
        (["black-list", "foreignKeys", 0, "fields"], ["a", "b"], "reference", "一列对一列"),
        (["black-list", "foreignKeys", 0, "fields"], "townshp", "reference", "是否应为 township"),
        (["black-list", "foreignKeys", 0, "reference", "resource"], "township", "reference", "是否应为 townships"),
        (["black-list", "foreignKeys", 0, "reference", "fields"], "name", "reference", "主键 id"),
        (["townships", "primaryKey"], ["id", "name"], "reference", "没有单列的 primaryKey"),
        (["townships", "fields"], [], "descriptor", "不能为空"),
    ],
)
def test_a_descriptor_that_is_wrong_is_refused_with_what_to_do(refused, place, value, code, words):
    """Each change breaks one rule; the report names its place and the remedy."""
    assert [text for found, text in refused(_set(place, value)) if found == code and words in text]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("id", 5, "id：应为带引号的文字"),
        ("id", " ", "id：不能是空白"),
        ("keywords", "信用", "keywords：应为列表"),
        ("keywords", ["信用", 3], "keywords[1]：应为带引号的文字"),
        ("keywords", [""], "keywords[0]：不能是空白"),
        ("sources", {"title": "示例"}, "sources：应为列表"),
        ("sources", ["示例"], "sources[0]：应为一组键和值"),
        ("sources", [{}], "sources[0]：不能为空"),
        ("sources", [{"title": "示例", "path": 5}], "sources[0].path：应为带引号的文字"),
        ("licenses", "CC0-1.0", "licenses：应为列表"),
        ("licenses", [None], "licenses[0]：应为一组键和值"),
        ("licenses", [{"name": "CC0-1.0"}], "licenses：与 credit.site.licence 不一致"),
        ("contributors", "示例", "contributors：应为列表"),
        ("contributors", [{"title": 1}], "contributors[0].title：应为带引号的文字"),
        ("contributors", [{"roles": "publisher"}], "contributors[0].roles：应为列表"),
    ],
)
def test_a_key_of_the_standard_in_a_wrong_shape_is_one_error_that_names_it(refused, key, value, words):
    """It would be published as it is, or be lost."""

    def change(descriptor, schemas):
        descriptor[key] = value

    found = refused(change)
    assert [code for code, _ in found] == ["descriptor"]
    assert words in found[0][1]


@pytest.mark.parametrize("key", ["sources", "licenses"])
def test_a_resource_with_a_key_of_a_wrong_shape_is_named(refused, key):
    """The same keys may stand at one dataset."""

    def change(descriptor, schemas):
        descriptor["resources"][0][key] = "示例"

    assert [code for code, text in refused(change) if f"resources[0].{key}：应为列表" in text] == ["descriptor"]


def test_a_licence_that_both_places_state_alike_is_no_fault(write, descriptor, schemas):
    """By its key, its title or its address."""
    descriptor["credit"]["site"]["licence"] = {"name": "CC-BY-4.0", "title": "署名 4.0"}
    descriptor |= {"licenses": [{"name": "CC-BY-4.0"}], "keywords": ["信用"], "id": "示例"}
    descriptor["resources"][0]["licenses"] = [{"title": "署名 4.0"}]
    assert read_package(write(descriptor, schemas)).raw["id"] == "示例"


def test_a_key_of_the_standard_that_this_house_does_not_use_is_no_fault(write, descriptor, schemas):
    """Data Package v2 allows further properties."""
    descriptor |= {"version": "1.0.0", "contributors": [], "x-note": "x"}
    descriptor["resources"][0] |= {"mediatype": "text/csv", "sources": []}
    schemas["townships"]["fields"][0]["rdfType"] = "https://schema.org/identifier"
    assert 2 == len(read_package(write(descriptor, schemas)).resources)


def test_all_faults_of_all_files_come_in_one_report(refused):
    """Descriptor and schemas are judged together."""

    def change(descriptor, schemas):
        descriptor["title"] = ""
        schemas["black-list"]["fields"][2]["type"] = "geopoint"
        del schemas["townships"]["fields"][0]["title"]

    texts = [text for _, text in refused(change)]
    paths = ("data/datapackage.json", "data/black-list.schema.json", "data/townships.schema.json")
    assert all(any(text.startswith(path) for text in texts) for path in paths)
    assert not [text for text in texts if "没有登记" in text]


def test_a_repeated_key_of_json_is_a_fault(write, descriptor, schemas):
    """JSON readers keep the last one without a word."""
    root = write(descriptor, schemas)
    path = root / "data" / "datapackage.json"
    path.write_text('{"title": "x", ' + path.read_text(encoding="utf-8")[1:], encoding="utf-8")
    with pytest.raises(DescriptorError, match="写了两次"):
        read_package(root)


def test_a_symbolic_link_is_never_followed(write, descriptor, schemas, tmp_path):
    """A link could publish any file of the server."""
    root = write(descriptor, schemas)
    path = root / "data" / "townships.schema.json"
    (tmp_path / "elsewhere.json").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(DescriptorError, match="符号链接"):
        read_package(root)
