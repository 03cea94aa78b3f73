"""Headings and the columns they mean."""

from __future__ import annotations

from credit.importer.cell_conversion import Context, read_value
from credit.importer.heading_map import Answers, Heading, aliases, map_headings
from credit.importer.reference_lookup import Reference, Word, resolve, resolve_several
from credit.importer.source_files.sheet_cells import Cell, number_cell
from credit.model import Field, Schema

SCHEMA = Schema(
    tuple(
        Field(name, title)
        for name, title in (
            ("record_id", "记录编号"),
            ("name", "主体名称"),
            ("unified_code", "统一社会信用代码"),
            ("decided_on", "认定日期"),
            ("listed_on", "列入日期"),
            ("facts", "主要事实"),
        )
    ),
    ("record_id",),
)


def mapped(*words: str) -> dict[int, str]:
    headings = [Heading(place, (word,)) for place, word in enumerate(words)]
    return dict(map_headings(headings, SCHEMA, Answers({})).columns)


def test_titles_names_aliases_and_codes_mean_their_column() -> None:
    """Blanks, line breaks, width, marks and hints do not matter."""
    assert {0: "name"} == mapped("主 体\n名称")
    assert {0: "name"} == mapped("＊企业名称（必填）")
    assert {0: "unified_code"} == mapped("统一社会信用代码*（必填，18位）")
    assert {0: "unified_code"} == mapped("社会信用代码（纳税人识别号）")
    assert {0: "unified_code"} == mapped("CF_XDR_SHXYM")
    assert {0: "listed_on"} == mapped("列入日期（年/月/日）")
    assert {0: "facts"} == mapped("主要事实\nfacts")


def test_a_tax_number_is_no_code() -> None:
    """Nor are a registration number and an organisation code."""
    assert {} == mapped("纳税人识别号", "工商注册号", "组织机构代码")


def test_a_heading_with_several_meanings_is_a_question() -> None:
    """认定时间 can be the day of the decision or that of the listing."""
    found = map_headings([Heading(0, ("认定时间",))], SCHEMA, Answers({}))
    assert {} == dict(found.columns)
    assert "认定日期" in found.questions[0]
    assert "列入日期" in found.questions[0]


def test_the_clash_of_two_layouts_is_named() -> None:
    """代码_2 is another number in each; where the heading says which, it is no question."""
    found = map_headings([Heading(0, ("代码_2",)), Heading(1, ("代码_2(工商注册号)",))], SCHEMA, Answers({}))
    assert 1 == len(found.questions)
    assert "2016 年版" in found.questions[0]
    assert "2018 年版" in found.questions[0]


def test_a_heading_that_holds_a_number_is_not_repeated() -> None:
    """A row of data taken for headings may hold a person's number."""
    found = map_headings([Heading(2, ("11010519491231002X",))], SCHEMA, Answers({}))
    assert "11010519491231002X" not in found.questions[0]
    assert "C列" in found.questions[0]


def test_the_alias_table_is_in_order() -> None:
    """Every heading once after normalising, every column a word of ours."""
    from importlib import resources

    lines = (
        resources.files("credit.importer")
        .joinpath("column_header_synonyms.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    assert len(lines) - 1 == len(aliases())
    assert all(
        column == "?" or column.replace("_", "").isalpha() for aliase in aliases().values() for column in aliase.columns
    )


REFERENCE = Reference(
    "部门",
    {"commerce": "公主岭市商务局", "farming": "公主岭市农业农村局", "interview": "约谈、通报"},
    {
        "公主岭市商务局": (Word("commerce"),),
        "商务局": (Word("commerce"),),
        "农业局": (Word("farming", "", "2019-03-31"),),
        "约谈、通报": (Word("interview"),),
    },
)


def test_a_reference_is_known_by_key_name_and_former_name_on_its_days() -> None:
    """After a department was renamed its former name is refused, and the present one offered."""
    assert ["commerce"] * 3 == [
        resolve(text, REFERENCE, "").key for text in ("commerce", "公主岭市商务局 [commerce]", "商务局")
    ]
    assert "farming" == resolve("公主岭市农业局", REFERENCE, "2018-12-26").key
    assert "公主岭市农业农村局" in resolve("公主岭市农业局", REFERENCE, "2026-01-01").fault
    assert "公主岭市商务局" in resolve("商业局", REFERENCE, "").fault


def test_several_references_part_at_any_sign_but_inside_a_name() -> None:
    """约谈、通报 is one measure."""
    assert "interview;commerce" == resolve_several("约谈、通报、商务局", REFERENCE, "").key
    assert (
        "commerce;interview" == resolve_several("公主岭市商务局 [commerce];约谈、通报 [interview]", REFERENCE, "").key
    )


def test_an_amount_changes_its_unit_where_the_source_names_it() -> None:
    """元 into 万元 without a rounding error; without a unit it is refused."""
    field = Field("fine", "罚款金额（万元）", type="number")
    assert "0.5" == read_value(number_cell(5000.0), field, False, Context({}, unit="元")).text
    assert "0.1234" == read_value(Cell("1,234元"), field, False, Context({})).text
    assert "3" == read_value(Cell("3"), field, False, Context({}, unit="万元")).text
    assert read_value(Cell("3"), field, False, Context({})).fault


def test_an_end_of_publication_is_taken_where_the_dataset_has_the_column() -> None:
    """公示截止期, CF_GSJZQ in the layout of 2018; elsewhere it is left out, and why is said."""
    ends = Schema((*SCHEMA.fields, Field("publish_until", "到哪一天", type="date")), ("record_id",))
    for word in ("公示截止期", "公示截止日期", "公示截止时间", "CF_GSJZQ"):
        headings = [Heading(0, (word,))]
        assert {0: "publish_until"} == dict(map_headings(headings, ends, Answers({})).columns)
        left = map_headings(headings, SCHEMA, Answers({}))
        assert ({}, True) == (dict(left.columns), "由本站按规定推算" in left.remarks[0])
