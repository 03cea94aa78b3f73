"""Finding of a person's number: place and class, never the digits."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = "身份证号"
MOBILE = "手机号"
CARD = "银行卡号"


@dataclass(frozen=True, order=True)
class Finding:
    """A number of a person in a text: start (0 is the first character), printed length, class."""

    start: int
    length: int
    kind: str
