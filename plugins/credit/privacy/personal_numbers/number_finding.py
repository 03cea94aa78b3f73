"""Finding of a person's number: place and class, never the digits."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = "身份证号"
MOBILE = "手机号"
CARD = "银行卡号"


@dataclass(frozen=True, order=True)
class Finding:
    """A number of a person in a text: where it begins (0 is the first character), how long it is printed, its class."""

    start: int
    length: int
    kind: str
