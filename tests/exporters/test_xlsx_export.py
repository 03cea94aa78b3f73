"""What the workbook is beside its cells: sheets, head row, dictionary, terms, limits."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from credit.exporters import PublicDataset
from credit.exporters.data_dictionary import type_words
from credit.exporters.xlsx_export import MAXIMUM_CELL, Xlsx
from credit.model import CreditError, Field

Make = Callable[..., PublicDataset]


def opened(dataset: PublicDataset) -> Workbook:
    return openpyxl.load_workbook(BytesIO(written(dataset)))


def written(dataset: PublicDataset) -> bytes:
    stream = BytesIO()
    Xlsx().export(dataset, stream)
    return stream.getvalue()


def test_the_first_sheet_bears_the_title_and_the_others_explain(make_dataset: Make) -> None:
    """Data, dictionary, terms."""
    book = opened(make_dataset("record_id\nBL-2026-00001\n", title="失信名单"))
    assert ["失信名单", "字典", "说明"] == book.sheetnames


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("红/黑[名单]:全部?*\\", "红 黑 名单  全部"),
        ("'名单'", "名单"),
        ("字" * 40, "字" * 31),
        ("𠮷" * 40, "𠮷" * 15),
        ("字典", "data black-list"),
        ("History", "data black-list"),
        ("???", "data black-list"),
    ],
)
def test_a_title_becomes_a_name_that_excel_accepts(make_dataset: Make, title: str, name: str) -> None:
    """Forbidden characters, length in UTF-16 units, names that are taken."""
    book = CalamineWorkbook.from_filelike(BytesIO(written(make_dataset("record_id\nx\n", title=title))))
    assert name == book.sheet_names[0]


def test_the_head_row_is_bold_fixed_and_filters(make_dataset: Make) -> None:
    """A person scrolls and filters at once; the filter spans all rows."""
    sheet = opened(make_dataset("record_id,name\nBL-2026-00001,示例甲\nBL-2026-00002,示例乙\n")).worksheets[0]
    assert ("A2", "A1:B3", True, False) == (
        sheet.freeze_panes,
        sheet.auto_filter.ref,
        sheet["A1"].font.b,
        bool(sheet["A2"].font.b),
    )
    assert "A1:B3" == sheet.dimensions


def test_the_dictionary_explains_each_column(make_dataset: Make, departments: object) -> None:
    """Title, description, type, constraints, allowed values, reference and example in words."""
    dataset = make_dataset("record_id,severity,authority,decided_on\nBL-2026-00001,轻微,a,\n", others=(departments,))
    rows = list(opened(dataset)["字典"].iter_rows(values_only=True))
    assert ("列名", "标题", "说明", "类型", "约束", "可取的值", "引用", "示例") == rows[0]
    assert [
        ("record_id", "编号", "记录的编号，不重复使用", "文本", "主键；必填", None, None, None),
        ("severity", "失信程度", None, "文本", None, "轻微、一般", None, None),
        ("authority", "标题 authority", None, "文本", None, None, "部门（departments）", None),
        ("decided_on", "认定日期", None, "日期（年-月-日）", None, None, None, "2026-05-01"),
    ] == rows[1:]


@pytest.mark.parametrize("delimiter", [",", "|", ";"])
def test_a_column_of_several_values_says_what_stands_between_them(delimiter: str) -> None:
    """A reader of the plain CSV divides the cell by it, and who fills a workbook writes it."""
    field = Field("ports", "港口", type="list", delimiter=delimiter)
    assert type_words(field) == f"多个值，中间用半角 {delimiter} 隔开"
    assert type_words(Field("port", "港口")) == "文本"


def test_the_terms_carry_licence_demonstration_mark_and_the_rules_of_the_list(
    make_dataset: Make, demonstration: Callable[[PublicDataset], PublicDataset]
) -> None:
    """A list travels with its conditions and remedies, and a demonstration says what it is."""
    dataset = demonstration(make_dataset("record_id\nBL-2026-00001\n", title="失信名单"))
    book = opened(dataset)
    rows = list(book["说明"].iter_rows(values_only=True))
    assert [
        ("数据集", "失信名单"),
        ("英文名", "black-list"),
        ("说明", "一个例子"),
        ("演示声明", "演示数据：名单中的主体和事实均为虚构，不反映任何真实主体的信用状况。"),
        ("站点", "信用示例"),
        ("校验", dataset.digest),
        ("来源", "https://example.org/credit/data/black-list/"),
        ("许可", "署名 4.0（https://example.org/by）"),
        ("使用条款", "转载请注明来源"),
        ("使用条款", "以认定部门为准"),
        ("列入条件", "经认定"),
        ("移出条件", "期满"),
        ("救济途径", "可以申请修复"),
    ] == rows
    assert "演示数据" in str(book.properties.description)


def test_a_licence_that_is_not_set_is_said_to_be_undeclared(make_dataset: Make) -> None:
    """Silence could be read as a permission."""
    rows = list(opened(make_dataset("record_id\nBL-2026-00001\n"))["说明"].iter_rows(values_only=True))
    assert ("许可", "未声明许可") in rows


def test_what_xml_cannot_hold_comes_back_as_it_went_in(make_dataset: Make) -> None:
    """Control characters and words that look like Excel's escape of one survive."""
    nasty = "a\x01b_x0041_\x1f c"
    dataset = make_dataset("record_id,name\nBL-2026-00001,x\n")
    dataset.cells.iloc[0, 1] = nasty
    book = CalamineWorkbook.from_filelike(BytesIO(written(dataset)))
    assert [["BL-2026-00001", nasty]] == book.get_sheet_by_index(0).to_python()[1:]


def test_each_part_is_well_formed_and_bears_no_clock(make_dataset: Make) -> None:
    """A strict parser reads every part; the entries of the archive have one fixed date."""
    with zipfile.ZipFile(BytesIO(written(make_dataset("record_id,name\nBL-2026-00001,<&>\n")))) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in archive.infolist()}
        for part in archive.namelist():
            etree.fromstring(archive.read(part))
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_cell_that_excel_cannot_hold_is_refused_whole(make_dataset: Make) -> None:
    """Nothing is cut: a rare character counts as two, as in Excel."""
    fits = make_dataset(f"record_id\n{'字' * MAXIMUM_CELL}\n")
    assert "字" * MAXIMUM_CELL == opened(fits).worksheets[0]["A2"].value
    dataset = make_dataset(f"record_id\n{'𠮷' * (MAXIMUM_CELL // 2 + 1)}\n")
    with pytest.raises(CreditError, match=r"data/black-list\.csv: 编号: 有单元格超过 32767 字"):
        written(dataset)


def test_the_workbook_can_be_written_to_a_file(make_dataset: Make, tmp_path: Path) -> None:
    """A stream on disk gets the bytes that a stream in memory gets."""
    dataset = make_dataset("record_id,name\nBL-2026-00001,示例甲\n")
    with (tmp_path / "a.xlsx").open("w+b") as stream:
        Xlsx().export(dataset, stream)
    assert written(dataset) == (tmp_path / "a.xlsx").read_bytes()
