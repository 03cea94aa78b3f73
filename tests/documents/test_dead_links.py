"""Links of a document to what the site does not have."""

from __future__ import annotations

from credit.documents.dead_links import drop_dead_links, find_dead_links
from tests.support.sample_documents import Content

BODY = (
    "见[通知](/notices/a/)、[**档案**](/entities/X.html#c1)、[查询](/search/?q=1&s=2)和[外部](https://example.org/)。\n"
)


def test_a_dead_link_becomes_its_words_and_the_others_stay(content: Content) -> None:
    """The anchor and the query of a target do not count; words in bold stay bold."""
    content.good("notices/n.md", BODY)
    ((document,), _) = content.read()
    known = {"/notices/a/"}
    assert [target for _, target in find_dead_links(document, known)] == ["/entities/X.html#c1", "/search/?q=1&s=2"]
    dropped = drop_dead_links(document, known)
    assert [target for _, target in dropped.links] == ["/notices/a/"]
    assert (
        '见<a href="/notices/a/">通知</a>、<strong>档案</strong>、查询和<a href="https://example.org/"' in dropped.body
    )
    assert dropped.text == document.text


def test_a_document_without_a_dead_link_stays_the_same_object(content: Content) -> None:
    content.good("notices/n.md", BODY)
    ((document,), _) = content.read()
    assert drop_dead_links(document, {"/notices/a/", "/entities/X.html", "/search/"}) is document
