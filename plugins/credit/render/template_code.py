"""Template code: what Jinja made of each template, kept for the next theme that this process loads."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class TemplateCode(BytecodeCache):
    """The newest code of each template by its name, in memory, used for the same source alone.

    For ``inv serve``, which loads the theme again after every change, and for processes that build several sites: compiling
    all templates is a seventh of the time of a small site. The environments that share it have the same options. A trace
    names the file that was compiled, which may be that of an equal theme in another folder.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, CodeType]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name: the same template may lie in several folders."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of the bucket's template into it, if it is known for this source."""
        checksum, code = self._held.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of the bucket's template."""
        if bucket.code is not None:
            self._held[bucket.key] = bucket.checksum, bucket.code


#: Shared by all themes that this process loads.
TEMPLATE_CODE = TemplateCode()
