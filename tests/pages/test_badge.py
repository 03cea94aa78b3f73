"""Badges: for whom they are, the words on them, and the one picture for everybody else."""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
import shutil
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import lxml.html
import pytest

from credit.build.pipeline import build_site
from credit.pages import SiteContext, make_site_context
from credit.pages.entity import badge_picture, certificate_page, neutral_picture, subject_of
from credit.pages.entity.honours import honours_of
from credit.pages.record_rows import Subject
from tests.conftest import ROOT
from tests.site.test_time_machine import texts_of
from tests.support.demonstration_edition import demonstration


@pytest.fixture(scope="module")
def site_context() -> SiteContext:
    """The demonstration at an address, on a server that answers for every code."""
    return make_site_context(demonstration(), "https://credit.example/in", neutral_badge=True)


def honoured(site_context: SiteContext) -> Subject:
    """Return a subject that stands on the red list alone."""
    subjects = (subject_of(site_context, code) for code in site_context.edition.entities)
    return next(subject for subject in subjects if len(honours_of(site_context, subject)) == 1)


def texts(picture: bytes) -> list[str]:
    root = ET.fromstring(picture)
    return ["".join(item.itertext()) for item in root.iter() if item.tag.endswith(("}text", "}title"))]


def test_badge_says_where_that_and_until_when(site_context: SiteContext) -> None:
    """As text, without a name, with the code of its subject and the mark of the demonstration."""
    subject = honoured(site_context)
    [(_, record)] = honours_of(site_context, subject)
    said = " ".join(texts(badge_picture(site_context, subject)))
    for words in ("信用公主岭", "红名单", "在列", f"至 {record.state['last_day']}", subject.unified_code, "演示"):
        assert words in said
    assert subject.name not in said


def test_badge_of_a_disputed_listing_says_so(site_context: SiteContext) -> None:
    subject = honoured(site_context)
    [(name, record)] = honours_of(site_context, subject)
    disputed = dataclasses.replace(record, state={**record.state, "disputed": "1"})
    changed = dataclasses.replace(subject, records={**subject.records, name: (disputed,)})
    assert "异议" in " ".join(texts(badge_picture(site_context, changed)))
    assert "异议" not in " ".join(texts(badge_picture(site_context, subject)))


def test_badge_of_several_listings_holds_as_long_as_the_last(site_context: SiteContext) -> None:
    """And names no day where one of them has none."""
    subject = honoured(site_context)
    [(name, record)] = honours_of(site_context, subject)
    for day, words in (("2031-01-31", "至 2031-01-31"), ("", "")):
        other = dataclasses.replace(record, state={**record.state, "last_day": day})
        both = dataclasses.replace(subject, records={**subject.records, name: (record, other)})
        said = texts(badge_picture(site_context, both))[-1]
        assert said.startswith(words)
        assert bool(words) == ("至" in said)


def test_neutral_picture_says_nothing_of_anybody(site_context: SiteContext) -> None:
    said = " ".join(texts(neutral_picture(site_context)))
    assert "请到网站查询" in said
    assert not [word for word in ("红名单", "在列", "失信", "撤") if word in said]


def test_pictures_need_nothing_that_the_content_policy_forbids(site_context: SiteContext) -> None:
    for picture in (badge_picture(site_context, honoured(site_context)), neutral_picture(site_context)):
        assert not [word for word in (b"style", b"<script", b"href", b"url(", b"<image") if word in picture]
        assert len(picture) < 1200


def test_site_without_the_rules_or_without_an_address_has_no_badges() -> None:
    for siteurl, neutral in (("https://credit.example", False), ("", True)):
        site_context = make_site_context(demonstration(), siteurl, neutral_badge=neutral)
        assert certificate_page(site_context, honoured(site_context)).badge is None


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """With badges or without → the built tree."""
    return {
        badges: build_site(
            ROOT, tmp_path_factory.mktemp("badges") / "output", siteurl="https://credit.example", badges=badges
        ).output
        for badges in (True, False)
    }


def test_every_certificate_has_its_badge_and_nobody_else(outputs: dict[bool, Path]) -> None:
    names = {path.stem for path in (outputs[True] / "badges").iterdir()}
    assert {"neutral", *(path.stem for path in (outputs[True] / "certificates").iterdir())} == names
    assert not (outputs[False] / "badges").exists()


def test_certificate_shows_the_code_to_embed(outputs: dict[bool, Path]) -> None:
    """HTML that leads to the archive, with the picture and its words."""
    for path in (outputs[True] / "certificates").iterdir():
        shown = lxml.html.parse(str(path)).getroot().get_element_by_id("embedding").text_content()
        link = lxml.html.fragment_fromstring(shown)
        (image,) = link
        assert (link.tag, link.get("href")) == ("a", f"https://credit.example/entities/{path.stem}.html")
        assert (image.tag, image.get("src")) == ("img", f"https://credit.example/badges/{path.stem}.svg")
        assert (image.get("alt"), image.get("width"), image.get("height")) == ("信用公主岭红名单 在列", "280", "76")


def test_badge_is_gone_on_the_day_after_its_last_listing(outputs: dict[bool, Path], tmp_path: Path) -> None:
    """From an incremental build as from a fresh one; no other file below /badges/ names its subject."""
    # Links will do: a build replaces a file, it never writes into one.
    shutil.copytree(outputs[True].parent, tmp_path / "grown", copy_function=os.link)
    output = tmp_path / "grown" / outputs[True].name
    site = partial(build_site, ROOT, siteurl="https://credit.example", badges=True)
    days = {
        path: words[1]
        for path in sorted((output / "badges").glob("*.svg"))
        if (words := re.search(r"至 (\d{4}-\d\d-\d\d)", path.read_text(encoding="utf-8")))
    }
    first = min(days, key=lambda path: days[path])
    last = datetime.date.fromisoformat(days[first])
    site(output, as_of=last)
    assert first.exists()
    site(output, as_of=last + datetime.timedelta(days=1))
    fresh = site(tmp_path / "fresh", as_of=last + datetime.timedelta(days=1)).output
    assert not first.exists()
    assert not [name for name, text in texts_of(output / "badges") if first.stem in text]
    assert dict(texts_of(fresh / "badges")) == dict(texts_of(output / "badges"))


def test_badges_change_nothing_but_certificates(outputs: dict[bool, Path]) -> None:
    """And what knows the software of all files."""
    trees = [
        {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}
        for output in (outputs[True], outputs[False])
    ]
    differing = {name for name in trees[0].keys() & trees[1].keys() if trees[0][name] != trees[1][name]}
    assert {"certificates", "version.json"} == {name.split("/")[0] for name in differing}
    assert {"badges"} == {name.split("/")[0] for name in trees[0].keys() ^ trees[1].keys()}
