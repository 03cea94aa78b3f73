"""Link checks: resolves and validates the targets of links and pictures in a document."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: A target that is no name of a file beside the document.
_ELSEWHERE = re.compile(rf"/|{_SCHEME.pattern}")
#: Beginning of an address on the web without its scheme.
_HOST = re.compile(r"(?:www\.|(?:[a-z0-9-]+\.)+(?:cn|com|net|org)(?:[/:?#]|$))", re.IGNORECASE)
_WHOLE = "外部网站的地址不完整，请写成 https://域名/… 的形式"
_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TELEPHONE = re.compile(r"tel:\+?[0-9]+(?:-[0-9]+)*")
#: Blanks, controls, quotes, brackets and the backslash, which browsers take for a slash, occur in no address of the
#: site.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\xa0\u2000-\u200f\u2028-\u202f\u3000\\\"'<>`{}|^]")
_DOTS = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)

#: Attachments that can be shown as a picture.
PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Target:
    """Target of a link: ``href`` as it is written to the page; ``fault`` in Chinese where the link is not allowed.

    ``kind`` is ``internal`` (an address of the site), ``fragment``, ``attachment``, ``external`` or ``contact``.
    """

    kind: str
    href: str
    fault: str = ""


def judge_target(target: str, base: str, attachments: Collection[str]) -> Target:
    """Check the target of a link in the document whose address is ``base``; ``attachments`` are names beside it."""
    if not target or _FORBIDDEN.search(target):
        return _refused("链接地址是空的，或者里面有空格、引号、反斜杠等字符，请核对")
    if target.startswith("#"):
        return Target("fragment", target)
    if target.startswith("//"):
        return _refused("链接不能以 // 开头；站内地址以一个 / 开头，外部网站写全 https://")
    if target.startswith("/"):
        return (
            _refused("链接地址里不能有 .. ，请写完整的站内地址") if _DOTS.search(target) else Target("internal", target)
        )
    if scheme := _SCHEME.match(target):
        return _judge_scheme(scheme[1].lower(), target)
    if target.split("#")[0] in attachments:
        return Target("attachment", base + target)
    if _HOST.match(target):
        return _refused(f"{_WHOLE}，最前面要有 https://")
    if target.endswith(".md"):
        return _refused("站内文件请写网页地址，例如 /notices/free-credit-report/，不写 .md 文件名")
    return _refused(f"{_missing(target, attachments)}；站内地址以 / 开头，附件要放在与本文件同名的文件夹里")


def judge_picture(target: str, base: str, attachments: Collection[str]) -> Target:
    """Check the source of a picture: only a picture among the attachments is allowed."""
    if target not in attachments:
        if target and not _ELSEWHERE.match(target):
            return _refused(_missing(target, attachments) + "；图片要放在与本文件同名的文件夹里，写文件名即可")
        return _refused("图片只能用与本文件同名的文件夹里的附件，写文件名即可；不能引用其他网站的图片")
    if not target.endswith(PICTURES):
        return _refused(f"图片只能是 {'、'.join(PICTURES)} 文件")
    return Target("attachment", base + target)


def _missing(target: str, attachments: Collection[str]) -> str:
    """Say that a file is not among the attachments, or that it is there in other letters."""
    alike = sorted(name for name in attachments if name.casefold() == target.split("#")[0].casefold())
    return f"附件的文件名是 {alike[0]}，大小写要一样" if alike else "没有这个附件"


def _refused(fault: str) -> Target:
    return Target("refused", "", fault)


def _judge_scheme(scheme: str, target: str) -> Target:
    if scheme in ("http", "https"):
        try:
            parts = urlsplit(target)
            whole = bool(parts.hostname) and parts.username is None and "//" in target[: len(scheme) + 3]
        except ValueError:
            whole = False
        return Target("external", target) if whole else _refused(_WHOLE)
    if _MAIL.fullmatch(target) or _TELEPHONE.fullmatch(target):
        return Target("contact", target)
    return _refused("链接只能用 http、https、mailto（邮箱）、tel（电话）或以 / 开头的站内地址")


class LineFinder:
    """Line numbers of links, pictures and headings, which Markdown does not keep.

    Calls must follow the order of the text, so that the second of two equal links is found
    on its own line.
    """

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines, self.first, self.line, self.column = lines, first, 0, 0

    def find(self, needle: str) -> int:
        """Return the physical line of the next ``needle``; if it is not found, the line of the one before."""
        for number in range(self.line, len(self.lines)):
            start = self.lines[number].find(needle, self.column if number == self.line else 0)
            if start >= 0:
                self.line, self.column = number, start + len(needle)
                return self.first + number
        return self.first + self.line
