"""All documents of content/ are read in one run, with every fault of every file."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.support.sample_documents import HEAD, Content


def test_a_document_of_each_kind_is_read(content: Content) -> None:
    """Sorted by kind and slug; metadata as written, the number in its normal form."""
    for path in ("pages/about.md", "cases/b.md", "cases/a.md", "notices/n.md", "policies/p.md", "reports/r.md"):
        content.good(path)
    documents, problems = content.read()
    assert () == problems
    assert [("policy", "p"), ("notice", "n"), ("case", "a"), ("case", "b"), ("report", "r"), ("page", "about")] == [
        (document.kind, document.slug) for document in documents
    ]
    policy, notice = documents[0], documents[1]
    assert (datetime.date(2018, 12, 26), None) == (policy.date, notice.date)
    assert "示例发﹝2018﹞1号" == policy.metadata["Number_printed"]
    assert ("content/policies/p.md", "示例方案", "<p>正文。</p>", "正文。") == (
        policy.path,
        policy.title,
        policy.body,
        policy.text,
    )


def test_files_that_are_no_documents_are_passed_over(content: Content) -> None:
    """The notes for staff and the table of moved addresses."""
    content.write("README.md", "说明")
    content.write("notices/README.zh.md", "说明")
    content.write("moved.csv", "from,to\n")
    assert ((), ()) == content.read()


def test_no_content_is_no_fault(tmp_path: Path) -> None:
    """A site may begin without documents."""
    assert ((), ()) == Content(tmp_path).read()


def test_every_fault_of_every_file_is_found_in_one_run(content: Content) -> None:
    """Each at its line, sorted by file."""
    content.write(
        "notices/a.md",
        "Title: 甲\nSlug: a\nDate: 2018-12\nSave_as: index.html\n\n甲\n\n# 乙\n\n[丙](javascript:x)\u200b\n",
    )
    content.write("policies/b.md", "Title: 乙\nSlug: b\nDate: 2018-12-26\n\n正文\n")
    content.write("cases/c.md", "标题".encode("gbk"))
    assert [
        ("content/cases/c.md", 1, "", "encoding"),
        ("content/notices/a.md", 3, "Date", "front-matter-value"),
        ("content/notices/a.md", 4, "Save_as", "front-matter-unknown"),
        ("content/notices/a.md", 8, "", "body-heading"),
        ("content/notices/a.md", 10, "", "hidden-character"),
        ("content/notices/a.md", 10, "", "link"),
        *[
            ("content/policies/b.md", 1, key, "front-matter-missing")
            for key in ("Issuer", "Number", "Number_printed", "Validity")
        ],
    ] == content.places()


def test_a_document_with_a_fault_is_still_handed_on(content: Content) -> None:
    """Rows and links that refer to it are right; only the file itself is to blame."""
    content.write("policies/a.md", "Title: 甲\nSlug: b\nDate: x\n\n## 一、甲\n")
    documents, _ = content.read()
    assert [("a", "甲", None, ["c1"])] == [
        (document.slug, document.title, document.date, [clause.anchor for clause in document.clauses])
        for document in documents
    ]


def test_the_slug_is_the_name_of_the_file(content: Content) -> None:
    """One name for one thing."""
    content.write("notices/a.md", HEAD["notices"].format(slug="other") + "\n正文\n")
    assert [("content/notices/a.md", 2, "Slug", "slug")] == content.places()


def test_a_copied_file_that_kept_its_slug_is_named(content: Content) -> None:
    """The copy is the fault, not the original; another column may use the same slug."""
    content.good("notices/a.md")
    content.good("cases/a.md")
    content.write("notices/b.md", HEAD["notices"].format(slug="a") + "\n正文\n")
    assert [("content/notices/b.md", 2, "Slug", "slug-repeated")] == content.places()


def test_one_number_has_one_document(content: Content) -> None:
    """Across all kinds; the second file is named."""
    content.good("policies/a.md")
    content.write("notices/n.md", "Title: 甲\nSlug: n\nDate: 未注明\nNumber: 示例发〔2018〕1号\n\n正文\n")
    assert [("content/policies/a.md", 4, "Number", "number-repeated")] == content.places()
    assert "content/notices/n.md" in content.read()[1][0].message


@pytest.mark.parametrize("slug", ["lists", "data", "notices", "entities", "api", "search", "404", "assets"])
def test_a_page_takes_no_address_of_the_site(content: Content, slug: str) -> None:
    """/lists/ is the catalogue of lists."""
    content.good(f"pages/{slug}.md")
    assert [(f"content/pages/{slug}.md", 2, "Slug", "slug")] == content.places()


def test_problems_carry_the_title_of_their_key(content: Content) -> None:
    """The text form shows 发文机关 and not Issuer."""
    content.write("notices/a.md", "Title: 甲\nSlug: a\nDate: 未注明\nIssuer:\n\n正文\n")
    assert (
        "content/notices/a.md:4: 发文机关: Issuer（发文机关）没有内容，请填写，不需要就删除这一行 [front-matter-value]"
        == (content.read()[1][0].text())
    )


def test_attachments_are_the_files_beside_a_document(content: Content) -> None:
    """They can be linked by their names."""
    content.good("notices/a.md", "[表](form.pdf) ![门](door.png)\n")
    content.write("notices/a/form.pdf", b"%PDF-1.7\n")
    content.write("notices/a/door.png", b"\x89PNG\r\n\x1a\n")
    documents, problems = content.read()
    assert () == problems
    assert (Path("content/notices/a/door.png"), Path("content/notices/a/form.pdf")) == documents[0].attachments


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("x.svg", b"<svg/>", "attachment-type"),
        ("x.html", b"<p>", "attachment-type"),
        ("x.docm", b"PK\x03\x04", "attachment-type"),
        ("x.pdf", b"MZ", "attachment-type"),
        ("x.png", b"<svg/>", "attachment-type"),
        ("x.csv", b"a\0b", "attachment-type"),
        ("X.pdf", b"%PDF-1.7", "attachment-name"),
        ("表.pdf", b"%PDF-1.7", "attachment-name"),
    ],
)
def test_attachments_that_could_run_or_lie_are_refused(content: Content, name: str, data: bytes, code: str) -> None:
    """The content counts, not the ending alone."""
    content.good("notices/a.md")
    content.write(f"notices/a/{name}", data)
    assert [(f"content/notices/a/{name}", 1, "", code)] == content.places()
    assert () == content.read()[0][0].attachments


@pytest.mark.parametrize("path", ["a.md", "news/a.md", "notices/a/b.md", "notices/x/form.pdf", "notices/form.pdf"])
def test_files_where_nothing_is_published_are_named(content: Content, path: str) -> None:
    """Everything that goes in is counted: no file is passed over in silence."""
    content.good("notices/a.md")
    content.write(path, b"%PDF-1.7")
    assert {"document-place"} <= {code for _, _, _, code in content.places()}


def test_links_out_of_the_folder_are_refused(content: Content) -> None:
    """A symbolic link could publish any file of the machine."""
    content.good("notices/a.md")
    (content.root / "content/notices/b.md").symlink_to(content.root / "content/notices/a.md")
    assert [("content/notices/b.md", 1, "", "document-place")] == content.places()


def test_spelling_of_a_file_does_not_matter(content: Content) -> None:
    """A mark at the head and CRLF give the same document."""
    content.good("notices/a.md", "甲\n乙\n\n## 丙\n")
    plain = content.read()
    data = (content.root / "content/notices/a.md").read_bytes()
    content.write("notices/a.md", b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert plain == content.read()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("自示例日起，窗口照常办公。\n", "没有写 Title（标题）、Slug（短名）、Date（日期）"),
        ("# 示例通知\n\n正文\n", "没有写 Title（标题）"),
        ("", "没有写 Title（标题）"),
        ("\nTitle: 甲\nSlug: a\nDate: 2018-12-26\n\n正文\n", "文件开头是空行"),
    ],
)
def test_a_document_without_a_head_is_one_fault(content: Content, text: str, words: str) -> None:
    """Three missing keys, a line that is none and a body that is not found have one cause."""
    content.write("notices/a.md", text)
    [problem] = content.read()[1]
    assert (1, "front-matter-missing") == (problem.line, problem.code)
    assert words in problem.message


@pytest.mark.parametrize("head", ["Title：甲", "标题：甲", "标题: 甲"])
def test_a_key_in_another_spelling_is_one_fault(content: Content, head: str) -> None:
    """It is not missing as well."""
    content.write("notices/a.md", f"{head}\nSlug: a\nDate: 2018-12-26\n\n正文\n")
    assert [("content/notices/a.md", 1, "Title", "front-matter-value")] == content.places()


def test_the_name_of_a_file_is_no_proposal_where_it_is_refused(content: Content) -> None:
    """Its own message asks for another name."""
    content.write("notices/通知.md", "Title: 甲\nSlug: a\nDate: 2018-12-26\n\n正文\n")
    assert [] == content.places()
