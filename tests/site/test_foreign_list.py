"""A foreign list, added by its files alone: Latin, Cyrillic and Arabic names, no unified code, columns of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from credit.pages.table_views import headings_of, shown_fields
from credit.reader import read_package
from tests.conftest import copy_project, run_task
from tests.search.test_index_client import ask_node
from tests.support.demonstration_sources import build_copy
from tests.support.http_server import web_host
from tests.support.site_tree import check_links, read_pages

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "overseas-carriers"
CYRILLIC = ("Пример Логистика", "Северный Пример", "Пример Транзит", "Дальний Пример")
ARABIC = ("شركة المثال للنقل", "مثال الخليج للشحن")
WORDS = ("Harbour", "Northern", "Meridian", "Blue Delta", "Coastal")
KINDS = ("Freight GmbH", "Lines Ltd", "Transports S.A.", "Shipping B.V.", "Carriers & Co.", "Café Cargo", "Émile Logistics",
         "Ålesund Freight", "O'Brien Haulage")  # fmt: skip
LATIN = tuple(f"Example {word} {kind}" for kind in KINDS for word in WORDS)
COUNTRIES = {"Germany": "germany", "France": "france", "Qazaqstan": "qazaqstan"}
TEXT = {"type": "string", "description": "说明。"}
FIELDS: list[dict[str, Any]] = [
    {"name": "record_id", "title": "编号", **TEXT, "constraints": {"required": True, "unique": True}},
    {"name": "carrier", "title": "承运人", **TEXT, "constraints": {"required": True}},
    {"name": "local_name", "title": "当地名称", **TEXT},
    {
        "name": "country", "title": "国家", **TEXT,
        "constraints": {"enum": list(COUNTRIES)}, "credit": {"keys": COUNTRIES},
    },
    {"name": "mode", "title": "运输方式", **TEXT},
    {"name": "remark", "title": "备注", **TEXT},
    {"name": "licence_note", "title": "许可说明", **TEXT},
    {"name": "listed_on", "title": "登记日期", "description": "日期。", "type": "date"},
]  # fmt: skip


def rows_of_carriers() -> list[dict[str, str]]:
    """Return 51 rows: free text that differs in each, free text of two values, and a column that stays empty."""
    names = (*LATIN, *CYRILLIC, *ARABIC)
    return [
        {
            "record_id": f"OC-2026-{number:05d}",
            "carrier": name,
            "local_name": "Hafen-Beispiel" if number == 1 else "",
            "country": list(COUNTRIES)[number % 3],
            "mode": ("Road", "Sea")[number % 2],
            "remark": f"Remark {number // 2}",
            "licence_note": "",
            "listed_on": "2026-05-01",
        }
        for number, name in enumerate(names, start=1)
    ]


def add_list(root: Path, **credit: object) -> None:
    """Add the list to a copy of the project; ``credit`` are further keys of its entry."""
    data = root / "data"
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field["name"] for field in FIELDS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows_of_carriers())
    (data / f"{NAME}.csv").write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    schema = {"fields": FIELDS, "primaryKey": ["record_id"]}
    (data / f"{NAME}.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    path = data / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    entry = {
        "name": NAME, "type": "table", "path": f"{NAME}.csv", "title": "境外承运人登记", "description": "示例登记。",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": f"{NAME}.schema.json",
        "credit": {"kind": "register", "label": "carrier", **credit},
    }  # fmt: skip
    descriptor["resources"].append(entry)
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1), encoding="utf-8")


@pytest.fixture(scope="module")
def foreign_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration site with the foreign list."""
    root = copy_project(tmp_path_factory.mktemp("foreign") / "project")
    add_list(root, search=["carrier", "local_name"])
    return build_copy(root, root / "output")


@pytest.fixture(scope="module")
def foreign_host(foreign_site: Path) -> Iterator[str]:
    """The address of that site on a plain host."""
    with web_host() as host:
        host.trees[""] = foreign_site
        yield f"http://127.0.0.1:{host.server_port}"


def id_of(name: str) -> str:
    """Return the record id of a carrier."""
    return next(row["record_id"] for row in rows_of_carriers() if row["carrier"] == name)


def test_every_name_of_a_foreign_list_is_found(foreign_site: Path) -> None:
    """By its whole name, whatever its script; the result leads to the row on its page."""
    names = [row["carrier"] for row in rows_of_carriers()]
    answers = ask_node(foreign_site / "search/index", names)
    first = "/lists/overseas-carriers/2026/"
    addresses = [f"{first}{'' if number <= 50 else '2/'}#OC-2026-{number:05d}" for number in range(1, len(names) + 1)]
    assert addresses == [answer["keys"][0] for answer in answers]


def test_a_foreign_row_is_found_by_parts_and_by_its_number(foreign_site: Path) -> None:
    """By the beginning of its number, a further column for search, a part of a Cyrillic and of an Arabic name."""
    asked = {
        "OC-2026-00017": [17], "hafen-beispiel": [1], "ТРАНЗИТ": [48], "الخليج": [51], "cafe cargo": [], "Café Cargo": range(26, 31),
    }  # fmt: skip
    answers = ask_node(foreign_site / "search/index", list(asked))
    found = {
        query: sorted(int(key[-5:]) for key in answer["keys"]) for query, answer in zip(asked, answers, strict=True)
    }
    found.pop("cafe cargo")
    assert found == {query: list(numbers) for query, numbers in asked.items() if query != "cafe cargo"}


def test_the_address_of_a_row_finds_nothing(foreign_site: Path) -> None:
    """A name that begins like an address would otherwise be lost among all rows."""
    (answer,) = ask_node(foreign_site / "search/index", ["lists"])
    assert answer["keys"] == []


def test_names_of_a_foreign_list_are_looked_up_without_script(foreign_site: Path) -> None:
    """By the first letter and by year, with a link to the row and the state in words."""
    for address in ("initial/e", "year/2026"):
        text = (foreign_site / "search/by" / f"{address}.html").read_text(encoding="utf-8")
        assert "/lists/overseas-carriers/2026/#OC-2026-00001" in text
        assert "境外承运人登记已登记；OC-2026-00001" in text
    assert check_links(foreign_site, read_pages(foreign_site)) == []


def test_each_foreign_row_says_where_it_stands(foreign_site: Path) -> None:
    """A list without codes has no archives, but its rows have a place on its pages."""
    records = json.loads((foreign_site / f"data/{NAME}/{NAME}.json").read_text(encoding="utf-8"))["records"]
    assert {None} == {record["entity_url"] for record in records}
    for record in records:
        address, _, anchor = record["record_url"].partition("#")
        assert anchor == record["record_id"]
        assert f'id="{anchor}"' in (foreign_site / address.strip("/") / "index.html").read_text(encoding="utf-8")


def test_columns_that_are_empty_stay_out_of_the_pages(foreign_site: Path) -> None:
    """The files hold them, for the schema names them."""
    for address in ("", "2026/", "2026/2/", "by/country/germany/"):
        text = (foreign_site / f"lists/{NAME}" / address / "index.html").read_text(encoding="utf-8")
        assert "许可说明" not in text
        assert "承运人" in text
    header = (foreign_site / f"data/{NAME}/{NAME}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "licence_note" in header


def test_enumerated_columns_have_pages_and_counts_without_being_declared(foreign_site: Path) -> None:
    """A column with keys is facet and count; free text is neither."""
    page = (foreign_site / f"lists/{NAME}/index.html").read_text(encoding="utf-8")
    assert "按国家查看" in page
    assert "按运输方式查看" not in page
    statistics = (foreign_site / "statistics/index.html").read_text(encoding="utf-8")
    assert 'id="overseas-carriers-country"' in statistics
    assert 'id="overseas-carriers-remark"' not in statistics


def test_a_visitor_finds_a_foreign_row(foreign_host: str, open_page: Callable[[str], Page]) -> None:
    """In the browser: the result names the list, the state and the number, and leads to the row."""
    for name in ("Ålesund", CYRILLIC[1], ARABIC[0]):
        page = open_page(f"{foreign_host}/search/?q={name}")
        link = page.locator(".c-entries__title a").first
        link.wait_for()
        assert name in link.inner_text()
        words = page.locator(".c-entries__item").first.inner_text()
        assert "境外承运人登记" in words
        assert "已登记" in words
        assert "记录编号 OC-2026-" in words
        assert "统一社会信用代码" not in words
        link.click()
        page.wait_for_url("**/lists/overseas-carriers/2026/**")
        assert name in page.locator(":target").inner_text()


def test_filters_offer_values_that_come_again(foreign_host: str, open_page: Callable[[str], Page]) -> None:
    """The country by its schema and the mode by its two values; not the remark that each row has of its own. Newest first."""
    page = open_page(f"{foreign_host}/lists/overseas-carriers/2026/?q=example")
    offered = page.locator("details form select").evaluate_all("all => all.map((item) => item.name)")
    assert offered == ["country", "mode", "sort"]
    heading = page.locator("tbody th[scope=row]").first.inner_text()
    assert heading == LATIN[-1]


def test_filters_that_are_declared_are_the_only_ones(copy_of_site: Path) -> None:
    """Every other column says that it is no choice."""
    add_list(copy_of_site, filters=["mode"], facets=[], counts=[])
    resource = read_package(copy_of_site).resource(NAME)
    assert resource is not None
    choices = {column.key: column.choice for column in headings_of(resource, shown_fields(resource))}
    assert [key for key, choice in choices.items() if choice == "yes"] == ["mode", "state"]
    assert set(choices.values()) == {"yes", "no"}
    assert (resource.rules.facets, resource.rules.counts, resource.rules.search) == ((), (), ("carrier",))


def test_roles_that_cannot_be_are_refused(copy_of_site: Path) -> None:
    """Each message names the key, the column by its title, and what to do."""
    add_list(copy_of_site, search=["listed_on"], filters=["record_id", "countri"], counts=["remark"], facets=["mode"])
    done = run_task("check", root=copy_of_site)
    assert done.returncode == 1
    for words in (
        "credit.search 里的 登记日期（listed_on）不是文字：搜索只看文字列，请从这里删除",
        "credit.filters 里的 编号（record_id）每行都不同，没法挑选，请从这里删除",
        "credit.filters 里的 countri 不是它的列，是否应为 country？",
        "credit.counts 里的 备注（remark）是随意填写的文字，取值太多，不能分类计数；请给这一列写上 enum，或从这里删除",
        "筛选列 运输方式（mode）要有 credit.keys（每个取值一个英文键），或引用另一数据集",
    ):
        assert words in done.stdout
