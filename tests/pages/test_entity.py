"""The archive: its sentence, its days on a line, whom to call, its digest, and the same in JSON."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit import render
from credit.exporters.link_tables import publish_lists
from credit.exporters.typed_cells import json_cells
from credit.pages import SiteContext, make_site_context
from credit.pages.dated_sentences import text_of
from credit.pages.entity import archive_json, entity_page, subject_of
from credit.pages.entity.timeline import APART, LENGTH, START, place_of, timeline_of
from credit.pages.entity.verdict import count_degrees, status_of
from credit.pages.record_rows import Record
from credit.view_models import EntityPage
from tests.support.demonstration_edition import demonstration
from tests.support.sample_view_models import layout

ROOT = Path(__file__).resolve().parents[2]
DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31))


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration."""
    return make_site_context(demonstration(), "")


@pytest.fixture(scope="module")
def archives(site_context: SiteContext) -> dict[str, tuple[EntityPage, dict[str, object]]]:
    """Page and JSON of every entity of the demonstration."""
    subjects = {code: subject_of(site_context, code) for code in site_context.edition.entities}
    return {
        code: (entity_page(site_context, subject), json.loads(archive_json(site_context, subject)))
        for code, subject in subjects.items()
    }


@given(st.lists(DAYS, min_size=3, max_size=3, unique=True))
def test_days_stand_on_the_line_in_their_order(days: list[datetime.date]) -> None:
    """The first at the left end, the last at the right one, between them by the share of days."""
    first, day, last = sorted(days)
    places = [int(place_of(item.isoformat(), first.isoformat(), last.isoformat())) for item in (first, day, last)]
    assert sorted(places) == places
    assert (places[0], places[2]) == (START, START + LENGTH)
    assert abs((places[1] - START) / LENGTH - (day - first).days / (last - first).days) <= 0.5 / LENGTH + 1e-9


@given(DAYS, DAYS, DAYS)
def test_a_day_never_leaves_the_picture(day: datetime.date, first: datetime.date, last: datetime.date) -> None:
    """Whatever order a department wrote them in."""
    assert START <= int(place_of(day.isoformat(), first.isoformat(), last.isoformat())) <= START + LENGTH


def test_the_moments_of_a_listing_and_what_is_computed() -> None:
    """Decided, listed, earliest repair, last day; what this site computes says so; the picture says the same."""
    row = {"decided_on": "2026-05-06", "listed_on": "2026-05-10"}
    one = timeline_of("black", row, {"earliest_repair": "2026-08-07", "last_day": "2027-05-06"})
    assert ["作出认定", "开始公示", "最早可以申请信用修复", "最后公示日"] == [moment.words for moment in one.moments]
    assert ["", "", "本站推算", "本站推算"] == [moment.note for moment in one.moments]
    assert one.closed == one.moments[2].place
    assert all(moment.day in one.description for moment in one.moments)


@given(st.lists(DAYS, min_size=4, max_size=4, unique=True).map(sorted))
def test_the_numbers_of_a_timeline_never_cover_each_other(days: list[datetime.date]) -> None:
    """However close the days: numbers on one side of the line stand apart."""
    row = {"decided_on": days[0].isoformat(), "listed_on": days[1].isoformat()}
    made = timeline_of("black", row, {"earliest_repair": days[2].isoformat(), "last_day": days[3].isoformat()})
    places = [int(moment.place) for moment in made.moments]
    assert places[2] - places[0] >= APART
    assert places[3] - places[1] >= APART


@pytest.mark.parametrize(
    ("kind", "ends", "note"),
    [
        ("red", {"valid_until": "2027-05-06"}, "由认定部门定"),
        ("red", {"valid_until": "2027-05-06", "publish_until": "2028-01-01"}, "由认定部门定"),
        ("red", {"valid_until": "2028-01-01", "publish_until": "2027-05-06"}, "由认定部门定"),
        ("black", {"valid_until": "2027-05-06"}, "由认定部门定"),
        ("black", {"valid_until": "2028-01-01"}, "本站推算"),
        ("black", {"valid_until": "", "publish_until": ""}, "本站推算"),
    ],
)
def test_last_day_is_the_authoritys_where_one_of_its_columns_states_it(
    kind: str, ends: dict[str, str], note: str
) -> None:
    """有效期至 as well as 公示截止日期; where the law ends a listing earlier than both, this site computes the day."""
    made = timeline_of(kind, {"listed_on": "2026-05-10", **ends}, {"last_day": "2027-05-06"})
    assert (made.moments[-1].words, made.moments[-1].note) == ("最后公示日", note)


def test_term_of_a_red_record_is_said_to_be_its_authoritys(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """On the line and at the top: the day is the one in the column 有效期至."""
    alone = [page for page, _ in archives.values() if len(page.listings) == 1 and page.listings[0].tone == "good"]
    ended = [page for page in alone if page.listings[0].last_day]
    assert ended
    for page in ended:
        assert page.listings[0].timeline.moments[-1].note == "由认定部门定"
        assert "次日自动撤下（由认定部门定）。" in text_of(page.brief)


def test_without_an_end_there_is_no_picture() -> None:
    """The days are listed all the same."""
    one = timeline_of("red", {"announced_on": "2026-05-06", "listed_on": "2026-05-20"}, {})
    assert ("", "") == (one.description, one.closed)
    assert ["2026-05-06", "2026-05-20"] == [moment.day for moment in one.moments]


def test_the_json_of_an_archive_is_its_page(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """Same names, records, days, marks, corrections; every cell as in the JSON of the dataset."""
    for code, (page, described) in archives.items():
        assert (code, page.name, list(page.former_names)) == tuple(
            described[key] for key in ("unified_code", "name", "former_names")
        )
        assert (page.address, page.digest, page.changed_on) == tuple(
            described[key] for key in ("page", "digest", "changed_on")
        )
        records = {
            record["record_id"]: record
            for several in described["records"].values()  # type: ignore[attr-defined]
            for record in several
        }
        shown = [view.record_id for view in page.listings]
        shown += [row.anchor for grid in page.registers for row in grid.rows]
        assert sorted(records) == sorted(shown)
        for view in page.listings:
            record = records[view.record_id]
            assert (record["last_day"] or "") == view.last_day
            assert record["disputed"] is ("异议处理中" in view.marks)
            assert len(record["corrections"]) == len(view.corrections)
            days = {moment.day for moment in view.timeline.moments}
            assert {record[key] for key in ("listed_on", "last_day", "earliest_repair") if record[key]} <= days
        for name, several in described["records"].items():  # type: ignore[attr-defined]
            fields = publish_lists(site_context.lists[name]).schema.fields
            table = site_context.edition.public[name].cells
            columns = [json_cells(field, table[table["unified_code"] == code][field.name].tolist()) for field in fields]
            rows = [dict(zip(site_context.lists[name].schema.names, map(json.loads, row), strict=True))
                    for row in zip(*columns, strict=True)]  # fmt: skip
            assert rows == [{field.name: record[field.name] for field in fields} for record in several]


def test_the_digest_can_be_recomputed_from_the_json(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """By anybody: all cells in the order of the schema, U+001F between them; null is empty, an array joined by ``;``."""
    for page, described in archives.values():
        text = "\x1f".join(
            ";".join(record[column]) if isinstance(record[column], list) else record[column] or ""
            for name, several in described["records"].items()  # type: ignore[attr-defined]
            for record in several
            for column in site_context.lists[name].schema.names
        )
        assert page.digest == hashlib.sha256(text.encode()).hexdigest()[:10]


def test_the_day_of_the_data_is_a_day_of_the_data(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """Never one that lies ahead, and a correction counts."""
    today = site_context.edition.as_of.isoformat()
    assert all("" < page.changed_on <= today for page, _ in archives.values())
    corrected = [(page, view) for page, _ in archives.values() for view in page.listings if "已更正" in view.marks]
    assert corrected != []
    for page, view in corrected:
        newest = max(row["corrected_on"] for row in site_context.corrections[view.record_id])
        assert page.changed_on >= newest


def test_the_top_says_why_until_when_and_whom_to_call(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """On every archive with a listing; without one it promises nothing."""
    for page, _ in archives.values():
        if not page.listings:
            assert ((), (), None) == (page.brief, page.next_steps, page.contact)
            continue
        alike = [view for view in page.listings if view.tone == page.listings[0].tone]
        listed = [view for view in alike if view.state != "拟列入公示"]
        brief, days = text_of(page.brief), [view.last_day for view in listed]
        assert (listed or alike)[0].reason in brief
        assert not listed or not all(days) or f"最晚公示到{max(days)}，" in brief
        assert (
            listed or (f"意见听取到{alike[0].heard_until}为止。" if alike[0].heard_until else "可以提出意见。") in brief
        )
        assert page.contact is not None
        assert page.contact.href.startswith("tel:")


def test_the_sentence_of_an_archive_is_no_harsher_than_its_records(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """程度 is the record's own, several are counted by degree, 黑名单 stands where the list of a record is called so."""
    seen = set()
    for page, described in archives.values():
        severities = [
            record["severity"] or "未注明"
            for name, several in described["records"].items()  # type: ignore[attr-defined]
            if site_context.lists[name].rules.kind == "black"
            for record in several
        ]
        assert page.head.description == page.status
        assert "严重失信" not in page.status
        if len(severities) == 1:
            assert f"有 1 条失信记录，程度：{severities[0]}" in page.status
        elif severities:
            assert f"有 {len(severities)} 条失信记录（" in page.status
            for severity in set(severities):
                assert f"{severity} {severities.count(severity)} 条" in page.status
        seen |= set(severities)
        for view in page.listings:
            if view.tone == "bad":
                assert f"起列入“{view.list_title}”。" in text_of(view.sentence)
                assert view.severity == "严重" or "黑名单" not in text_of(view.sentence) + view.list_title + page.status
    assert seen >= {"严重", "一般", "轻微", "未注明"}


def test_no_word_of_a_milder_archive_says_grave(archives: dict[str, tuple[EntityPage, dict[str, object]]]) -> None:
    """Nor do its explanations, measures or file: neither the law's notes nor a measure meant for grave records alone."""
    milder = {
        code: (page, described)
        for code, (page, described) in archives.items()
        if all(
            record.get("severity", "") != "严重"
            for several in described["records"].values()  # type: ignore[attr-defined]
            for record in several
        )
    }
    assert len(milder) > 20
    said = {code for code, (page, described) in milder.items() if "严重" in f"{page!r}{described!r}"}
    assert said == set()


def test_several_records_are_counted_by_degree() -> None:
    """The gravest first, what is not stated last."""
    assert count_degrees("一般", "", "严重", "一般") == "严重 1 条、一般 2 条、未注明 1 条"
    assert count_degrees("另一种", "严重") == "严重 1 条、另一种 1 条"


def test_an_entity_without_listings_is_said_to_have_none() -> None:
    """Neither list is named: absence from one is no verdict."""
    words = "本站目前没有公示它的守信记录和失信记录。"
    assert status_of("示例甲", ()) == ("本站目前没有公示示例甲的守信记录和失信记录。", "plain", words)


def test_the_verdict_leads_on_to_what_the_subject_can_do(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """From when a record can leave early, and where to object; each with the number of the record."""
    for page, _ in archives.values():
        if page.listings:
            newest = next((view for view in page.listings if view.state != "拟列入公示"), page.listings[0])
            said = {step.action: (text_of(step.words), step.href) for step in page.next_steps}
            assert said["提出异议"][1].endswith(
                f"/guides/objection/#record={newest.record_id}&code={page.unified_code}"
            )
            assert ("怎样办" in said) is (newest.tone == "bad")
            assert not newest.earliest_repair or f"{newest.earliest_repair}起可以申请提前撤下" in said["怎样办"][0]


@pytest.mark.parametrize(("severity", "decided", "last", "open_to_repair"), [
    ("一般", "2026-09-01", "2026-12-01", False), ("一般", "2026-09-01", "2026-12-02", True),
    ("轻微", "2026-09-01", "2026-12-01", True), ("", "2026-09-01", "2029-09-01", True),
])  # fmt: skip
def test_a_record_that_ends_by_itself_first_is_offered_no_repair(
    site_context: SiteContext, severity: str, decided: str, last: str, *, open_to_repair: bool
) -> None:
    """Three months shown are the shortest period too: nothing could be asked for earlier than the end."""
    subject = next(
        subject
        for subject in (subject_of(site_context, code) for code in site_context.edition.entities)
        if {name: len(records) for name, records in subject.records.items()} == {"dishonesty-records": 1}
    )
    (record,) = subject.records["dishonesty-records"]
    cells = {**record.cells, "severity": severity, "decided_on": decided, "listed_on": decided, "publish_until": last}
    state = {**record.state, "last_day": last, "earliest_repair": ""}
    changed = replace(subject, records={"dishonesty-records": (Record(cells, state),)})
    page = entity_page(site_context, changed)
    assert (["申请提前撤下"] if open_to_repair else []) + ["认为有错"] == [
        text_of(step.words) for step in page.next_steps
    ]
    guides = [link.text for link in page.listings[0].guides]
    assert (["申请信用修复"] if open_to_repair else []) + ["对这条记录有异议"] == guides


def test_the_remedies_of_a_list_stand_at_its_first_record_alone(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """They are the same for each of its records; the links to the guides stand at all of them."""
    titles = {resource.title: resource.rules.remedies for resource in site_context.lists.values()}
    many = 0
    for page, _ in archives.values():
        told: set[str] = set()
        for view in page.listings:
            assert view.steps == (() if view.list_title in told else titles[view.list_title])
            assert view.guides
            many += view.list_title in told
            told.add(view.list_title)
    assert many


def test_the_top_says_which_of_several_records_it_speaks_of(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """The reason is the newest record's, the last day that of all; an only record is no part of several."""
    several, disputed = set(), set()
    for page, _ in archives.values():
        shown = [view for view in page.listings if view.state == "在列" and view.tone == page.listings[0].tone]
        many = len(shown) > 1
        if shown and all(view.last_day for view in shown):
            assert ("全部记录最晚公示到" in text_of(page.brief)) is many
            objection = next(text_of(step.words) for step in page.next_steps if step.action == "提出异议")
            assert objection == ("认为最近一条有错" if many else "认为有错")
            several.add(many)
        if any(view.tone == "bad" and "异议处理中" in view.marks for view in shown):
            assert ("其中有记录正在处理异议" in page.status) is many
            assert "正在处理异议。" in page.status
            disputed.add(many)
    assert several == {False, True}
    assert False in disputed


def test_a_candidate_has_no_last_day_on_a_list_it_is_not_on(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """Until when objections are heard is said: the day before the one from which it would be listed."""
    candidates = [view for page, _ in archives.values() for view in page.listings if view.state == "拟列入公示"]
    assert candidates
    for view in candidates:
        assert view.last_day == ""
        assert view.measures_title == "列入后可以享受的激励措施"
        assert "最后公示日" not in {moment.words for moment in view.timeline.moments}
        days = {moment.words: moment.day for moment in view.timeline.moments}
        listed = days.get("没有异议的，列入名单", "")
        assert (listed != "") is (view.heard_until != "")
        assert not listed or datetime.date.fromisoformat(view.heard_until) + datetime.timedelta(
            days=1
        ) == datetime.date.fromisoformat(listed)


def test_the_json_carries_every_caveat_of_the_page(
    site_context: SiteContext, archives: dict[str, tuple[EntityPage, dict[str, object]]]
) -> None:
    """By whom each day is set, by which order, what is unsettled, the page's own sentence, marks and demonstration."""
    said = set()
    for page, described in archives.values():
        assert described["demonstration"] is True
        assert page.note in described["notices"]  # type: ignore[operator]
        assert any("演示" in item for item in described["notices"])  # type: ignore[attr-defined]
        records = {
            record["record_id"]: (name, record)
            for name, several in described["records"].items()  # type: ignore[attr-defined]
            for record in several
        }
        for view in page.listings:
            name, record = records[view.record_id]
            if site_context.lists[name].rules.kind != "black":
                assert not {"order", "unsettled", "explanation", "last_day_by", "earliest_repair_by"} & set(record)
                continue
            notes = {moment.words: moment.note for moment in view.timeline.moments}
            assert record["explanation"] == text_of(view.arithmetic)
            assert record["last_day_by"] == notes["最后公示日"]
            assert record["earliest_repair_by"] == notes.get("最早可以申请信用修复")
            assert record["order"] in text_of(view.arithmetic) or record["last_day_by"] == "由认定部门定"
            assert (record["unsettled"] is not None) == (record["decided_on"] < "2026-04-01")
            assert record["disputed"] is ("异议处理中" in view.marks)
            assert bool(record["corrections"]) is ("已更正" in view.marks)
            said.add((record["order"], record["last_day_by"]))
    assert {one for one, _ in said} == {"国家发展改革委令2025年第36号", "国家发展改革委令2023年第58号"}
    assert {one for _, one in said} == {"本站推算", "由认定部门定"}


def test_an_end_that_the_authority_set_is_shown_as_such(
    archives: dict[str, tuple[EntityPage, dict[str, object]]],
) -> None:
    """With its source, on the line, in the sentence and at the top; the other days stay this site's."""
    stated = [(page, view) for page, _ in archives.values() for view in page.listings
              if view.tone == "bad" and view.last_day_by == "由认定部门定"]  # fmt: skip
    assert stated
    for page, view in stated:
        assert f"公示截止日期 {view.last_day} 由认定部门定（来源：" in text_of(view.arithmetic)
        assert {moment.words: moment.note for moment in view.timeline.moments}["最后公示日"] == "由认定部门定"
        alone = len([listing for listing in page.listings if listing.tone == "bad"]) == 1
        assert not alone or f"最晚公示到{view.last_day}，次日自动撤下（由认定部门定）。" in text_of(page.brief)


@pytest.mark.parametrize(
    ("basis", "slug"),
    [
        ("公信用办发﹝2018﹞10号", "held"),
        ("依据公信用办发〔2018〕10号第四部分", "held"),
        ("《{title}》第十条", "held"),
        ("吉公信用办发〔2018〕10号第四部分", ""),
        ("《中华人民共和国价格法》第十四条", ""),
        ("信用承诺书（示例）及核查记录", ""),
        ("", ""),
    ],
)
def test_a_basis_leads_to_the_policy_that_it_cites(site_context: SiteContext, basis: str, slug: str) -> None:
    """By number or by title, wherever it stands in the text; a longer number is another paper."""
    held = site_context.policies["公信用办发〔2018〕10号"]
    found = site_context.policy_of(basis.format(title=held.title))
    assert (held if slug else None) is found


def test_an_archive_leads_to_the_official_systems_with_the_code_to_copy(site_context: SiteContext) -> None:
    """Curated addresses, marked as other sites; the code stands beside them."""
    code = next(iter(site_context.edition.entities))
    page = entity_page(site_context, subject_of(site_context, code))
    rows = site_context.rows["official-systems"].values()
    assert [(link.text, link.href, link.external) for link in page.systems] == [
        (row["title"], row["url"], True) for row in rows
    ]
    html = render.render_page(render.load_theme(ROOT, ""), layout(), page).decode()
    assert f'id="own-code">{code}</span>' in html
    assert html.count("（外部网站）") >= len(page.systems)
