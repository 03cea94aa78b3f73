"""The guides: periods and limits as the law's tables have them, hotlines of the day, forms that hold no secret."""

from __future__ import annotations

import datetime

import pytest

from credit import law, urls
from credit.law import span_words
from credit.pages import make_site_context
from credit.pages.entity.timeline import timeline_of
from credit.pages.guides import plan_guides
from credit.view_models import GuidePage
from tests.support.demonstration_edition import demonstration


def guides(as_of: str = "2026-11-20") -> dict[str, GuidePage]:
    """Return every guide as it stands on a day."""
    site_context = make_site_context(
        demonstration(datetime.date.fromisoformat(as_of), accepted=True), "https://credit.example/sub"
    )
    made = {planned.address: planned.make() for planned in plan_guides(site_context)}
    assert all(isinstance(page, GuidePage) for page in made.values())
    return made  # type: ignore[return-value]  # judged above


GUIDES = guides()


def test_every_guide_is_planned_and_leads_to_the_others() -> None:
    """At their addresses, with the path of SITEURL."""
    assert set(urls.GUIDES) == set(GUIDES)
    for address, page in GUIDES.items():
        assert ["/sub" + item for item in urls.GUIDES] == [link.href for link in page.guides]
        assert ["/sub" + address] == [link.href for link in page.guides if link.current]


def test_the_periods_are_those_of_the_law() -> None:
    """Each order and severity once, an order that tells none apart in one row; months and example by the law's own arithmetic."""
    grid = GUIDES[urls.GUIDE_REPAIR].tables[0]
    assert 4 == len(grid.rows)
    for severity, shortest, longest, decided in (
        ("轻微", "没有规定", "3 个月", "2026-04-01"),
        ("一般", "3 个月", "1 年", "2026-04-01"),
        ("严重", "1 年", "3 年", "2026-04-01"),
        ("不分程度", "3 个月", "3 年", "2026-03-31"),
    ):
        (row,) = (row for row in grid.rows if severity in row.cells[0].text)
        day = datetime.date.fromisoformat(decided)
        period = law.publication_period("" if severity == "不分程度" else severity, day)
        assert period
        assert (shortest, longest) == (row.cells[1].text, row.cells[2].text)
        assert period.longest_months
        assert span_words(period.longest_months) == longest
        assert str(law.last_day(period, day)) in row.cells[3].text
        repair = law.earliest_repair_day(period, day)
        assert repair is None or str(repair) in row.cells[3].text
        assert period.order == row.cells[4].text


def test_every_time_limit_has_its_rule() -> None:
    """A limit of the law's table stands there with what it follows from; an unknown key is an error."""
    limits = {row.cells[0].text: row.cells for row in GUIDES[urls.GUIDE_OBJECTION].tables[0].rows}
    for limit in law.time_limits("mark-objection", "withdraw-revoked", "review", "sue"):
        assert (limit.who, limit.limit, limit.basis) == tuple(cell.text for cell in limits[limit.what][1:])
    with pytest.raises(KeyError):
        law.time_limits("no-such-limit")


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        ("2026-11-20", ["12305", "12315", "12345"]),
        ("2021-12-31", ["12305", "12312", "12315", "12318", "12345"]),
        ("2019-06-01", ["12305", "12312", "12315", "12318", "12345", "12358", "12365"]),
    ],
)
def test_the_hotlines_are_those_of_the_day(day: str, numbers: list[str]) -> None:
    """A number that was merged into another is offered no longer; each can be dialled."""
    page = guides(day)[urls.GUIDE_REPORT]
    cells = [cell for row in page.hotlines.rows for cell in row.cells if cell.kind == "telephone"]
    assert numbers == [cell.text for cell in cells]
    assert [f"tel:{number}" for number in numbers] == [cell.href for cell in cells]
    assert [f"tel:{number}" for number in numbers] == [
        link.href for step in page.steps for link in step.links if link.href.startswith("tel:")
    ]


@pytest.mark.parametrize("address", urls.GUIDES)
def test_the_office_can_be_called_from_every_guide(address: str) -> None:
    """Window and complaints, as links that a phone dials."""
    hrefs = {cell.href for fact in GUIDES[address].channels for cell in fact.values}
    assert {"tel:04346053889", "tel:04343231315"} <= hrefs


@pytest.mark.parametrize("address", [address for address in urls.GUIDES if address != urls.GUIDE_CONTACT])
def test_no_form_asks_for_what_this_site_never_publishes(address: str) -> None:
    """No identity number, no address of a home, no card; the reporter may stay without a name."""
    form = GUIDES[address].form
    assert form
    asked = " ".join(line.label for line in form.lines)
    assert [] == [word for word in ("身份证", "证件号", "住址", "银行", "出生") if word in asked]
    assert len({line.key for line in form.lines}) == len(form.lines)
    assert (address in (urls.GUIDE_REPAIR, urls.GUIDE_OBJECTION)) == any(line.record for line in form.lines)


def test_a_reporter_is_told_that_nobody_will_know() -> None:
    """The plan asks for protection; the form asks for no name."""
    page = GUIDES[urls.GUIDE_REPORT]
    assert "您的身份不会公开" in page.lead
    assert page.form
    assert [] == [line for line in page.form.lines if "举报人姓名" in line.label or line.label == "姓名"]


def test_the_repair_guide_says_how_search_engines_forget() -> None:
    """And that nobody can be paid for it."""
    page = GUIDES[urls.GUIDE_REPAIR]
    words = " ".join(sentence for step in page.further for sentence in step.sentences)
    assert "搜索网站" in words
    assert "不收费" in words


def test_the_site_is_right_until_a_hotline_ends() -> None:
    """The last day of a number is the last day of the tree that shows it; the next one begins without it."""
    ends = datetime.date(2021, 12, 31)
    before = demonstration(ends - datetime.timedelta(days=1), accepted=True)
    on = demonstration(ends, accepted=True)
    after = demonstration(ends + datetime.timedelta(days=1), accepted=True)
    assert before.valid_until
    assert before.valid_until <= ends
    assert ends == on.valid_until
    assert after.valid_until is None or after.valid_until > ends


def test_the_day_of_repair_bears_the_name_that_archives_give_it() -> None:
    """In the brief and in the step: people look for the words that the guide quotes."""
    row = {"decided_on": "2026-05-06", "listed_on": "2026-05-10"}
    days = timeline_of("black", row, {"earliest_repair": "2026-08-07", "last_day": "2027-05-06"})
    quoted = f"“{days.moments[2].words}”"
    page = GUIDES[urls.GUIDE_REPAIR]
    assert quoted in "".join(page.brief)
    assert quoted in "".join(page.steps[0].sentences)
