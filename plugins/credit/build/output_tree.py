"""Output tree: the files of a build by path; new and changed ones are staged in a folder beside the output.

Incremental equals clean (design.md section 6.3): each file has the digest of its bytes, and the key of its sources
where it has one. A file with the same key as before is neither made nor written, one with the same bytes is not
written, and the entries of the tree are the same either way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from credit import urls
from credit.model import CreditError

_TAKEN = "两个内容要用同一个地址 {}，请给其中一个换短名（Slug）或数据集名。"


class TreeError(CreditError):
    """Two files of the site have the same address, or an address leaves the tree."""


#: Bytes of the size in an entry, and where its key begins, behind a digest of 32 bytes.
_SIZE, _KEY = 8, 40


class Entry(bytes):
    """One file of a build: size and SHA-256 of its bytes, and the cache key of its sources, empty where it has none.

    These bytes one behind the other, as the manifest holds them: a large site has some hundred thousand, and an object
    with a text for each takes three times the memory and the time.
    """

    __slots__ = ()

    @classmethod
    def of(cls, sha256: str, size: int, key: str = "") -> Entry:
        """Return the entry of a file; digest and key are hexadecimal."""
        return cls(size.to_bytes(_SIZE) + bytes.fromhex(sha256 + key))

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hexadecimal."""
        return self[_SIZE:_KEY].hex()

    @property
    def size(self) -> int:
        """Number of bytes."""
        return int.from_bytes(self[:_SIZE])

    @property
    def key(self) -> str:
        """Cache key of the sources, hexadecimal."""
        return self[_KEY:].hex()

    @property
    def packed_key(self) -> bytes:
        """Cache key of the sources as bytes."""
        return self[_KEY:]

    def with_key(self, key: str) -> Entry:
        """Return the entry of the same bytes made from sources with another key."""
        return Entry(self[:_KEY] + bytes.fromhex(key))

    def has_bytes_of(self, other: Entry) -> bool:
        """Return whether both are of the same bytes."""
        return self[:_KEY] == other[:_KEY]


@dataclass(frozen=True, eq=False)
class Tree:
    """The files of one build by path (forward slashes); ``earlier`` are those that the output holds already.

    ``staged`` names the files that lie below ``root`` because the output lacks them or holds other bytes; without
    ``earlier`` that is the whole site. ``promised`` are those that a job is still making.
    """

    root: Path
    earlier: Mapping[str, Entry] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    staged: set[str] = field(default_factory=set)
    promised: set[str] = field(default_factory=set)

    def write(self, address: str, data: bytes, key: str = "") -> None:
        """Add the file that answers ``address``; raises TreeError when the address is taken."""
        name = self.name(address)
        entry = Entry.of(hashlib.sha256(data).hexdigest(), len(data), key)
        if not self.holds(name, entry):
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            self.staged.add(name)
        self.entries[name] = entry

    def stands(self, names: Iterable[str], key: str, own: str = "") -> bool:
        """Return whether the output holds these files, each made from the sources of this key.

        ``own`` is the file's own end of the key, compared alone where other files share the beginning.
        """
        entries = [self.earlier.get(name) for name in names]
        return bool(key) and all(
            entry is not None and entry.key.endswith(own or key) and len(entry.key) == len(key) for entry in entries
        )

    def keep(self, address: str, key: str, own: str = "") -> bool:
        """Take a file over from the output if it ``stands``; return whether it was."""
        name = self.name(address)
        if not self.stands((name,), key, own):
            return False
        self.entries[name] = self.earlier[name].with_key(key)
        return True

    def take_over(self, entries: Mapping[str, Entry]) -> None:
        """Take these files over from the output; raises TreeError where one of their paths is taken."""
        for taken in (self.entries, self.promised):
            if double := entries.keys() & taken:
                raise TreeError(_TAKEN.format(f"/{min(double)}"))
        self.entries.update(entries)

    def promise(self, name: str) -> None:
        """Reserve the path of a file that a job makes; raises TreeError when it is taken."""
        if name in self.entries or name in self.promised:
            raise TreeError(_TAKEN.format(f"/{name}"))
        self.promised.add(name)

    def note(self, name: str, entry: Entry) -> None:
        """Add a file that a job wrote below ``root``, or wrote again; one whose bytes the output holds is removed."""
        self.promised.discard(name)
        self.entries[name] = entry
        if self.holds(name, entry):
            (self.root / name).unlink()
            self.staged.discard(name)
        else:
            self.staged.add(name)

    def holds(self, name: str, entry: Entry) -> bool:
        """Return whether the output holds these bytes under this name."""
        earlier = self.earlier.get(name)
        return earlier is not None and earlier.has_bytes_of(entry)

    def name(self, address: str) -> str:
        """Return the path of the file that answers ``address``; raises TreeError where it is taken or leaves the tree."""
        name = urls.output_path(address)
        if name in self.entries or name in self.promised:
            raise TreeError(_TAKEN.format(address))
        if ".." in name.split("/") or name.startswith("/"):
            raise TreeError(f"地址 {address} 指到了网站之外。")
        return name

    def drop(self, name: str) -> None:
        """Take a file out of the tree."""
        del self.entries[name]
        if name in self.staged:
            self.staged.remove(name)
            (self.root / name).unlink()

    def vanished(self) -> list[str]:
        """Return the paths that the output holds and the tree does not, sorted."""
        return sorted(self.earlier.keys() - self.entries.keys())

    def digest(self) -> str:
        """Return the SHA-256 over the paths and digests of all files, in the order of their paths."""
        whole = hashlib.sha256()
        for name in sorted(self.entries):
            whole.update(f"{self.entries[name].sha256}  {name}\n".encode())
        return whole.hexdigest()
