"""A folder with content/ in it, filled by short strings."""

from __future__ import annotations

from pathlib import Path

from credit.documents import read_documents
from credit.model import Document, Problem

#: A head without a fault for each folder.
HEAD = {
    "policies": "Title: 示例方案\nSlug: {slug}\nDate: 2018-12-26\nNumber: 示例发〔2018〕1号\nNumber_printed: 示例发﹝2018﹞1号\n"
    "Issuer: 示例办公室\nValidity: 有效\n",
    "notices": "Title: 示例通知\nSlug: {slug}\nDate: 未注明\n",
    "cases": "Title: 示例案例\nSlug: {slug}\nDate: 2020-02-29\nOutcome: 正面\nSubjects: 无\n",
    "reports": "Title: 示例报告\nSlug: {slug}\nDate: 2020-07-10\nPeriod: 2020-H1\nAs_of: 2020-07-10\nSubjects: 无\n"
    f"Data_digest: {'0a' * 32}\n",
    "pages": "Title: 示例页面\nSlug: {slug}\nDate: 2020-01-01\nLead: 一句话。\n",
    "guides": "Title: 示例指南\nSlug: {slug}\nDate: 2020-01-01\nLead: 一句话。\nSummary: 短。\n",
}


class Content:
    """Writes files below content/ and reads them back."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str | bytes) -> None:
        """Write one file; ``path`` is relative to content/."""
        target = self.root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def good(self, path: str, body: str = "正文。\n") -> None:
        """Write a document without a fault."""
        folder, name = path.split("/")
        self.write(path, HEAD[folder].format(slug=name.removesuffix(".md")) + "\n" + body)

    def read(self) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
        """Read everything."""
        return read_documents(self.root)

    def places(self) -> list[tuple[str, int, str, str]]:
        """Return path, line, field and code of every problem."""
        return [(item.path, item.line, item.field, item.code) for item in self.read()[1]]
