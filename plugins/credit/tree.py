"""Addresses and bytes go in; a complete tree of files with the digest of each comes out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from credit import addresses, privacy
from credit.model import CreditError, Problem


class TreeError(CreditError):
    """Two things of the site want the same address, or an address leaves the tree."""


@dataclass(frozen=True)
class Tree:
    """The files of one build below ``root``; ``digests`` maps each path (forward slashes) to its SHA-256."""

    root: Path
    digests: dict[str, str] = field(default_factory=dict)

    def write(self, address: str, data: bytes) -> None:
        """Write the file that answers ``address``; raises TreeError when the address is taken."""
        path = self.claim(address, hashlib.sha256(data).hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def claim(self, address: str, sha256: str) -> Path:
        """Note a file that somebody else writes and return where it belongs; raises TreeError when it is taken."""
        name = addresses.output_path(address)
        if name in self.digests:
            raise TreeError(f"两个内容要用同一个地址 {address}，请给其中一个换短名（Slug）或数据集名。")
        if ".." in name.split("/") or name.startswith("/"):
            raise TreeError(f"地址 {address} 指到了网站之外。")
        self.digests[name] = sha256
        return self.root / name

    def drop(self, name: str) -> None:
        """Take a file out of the tree."""
        del self.digests[name]
        (self.root / name).unlink()

    def digest(self) -> str:
        """Return the SHA-256 over the paths and digests of all files, in the order of their paths."""
        whole = hashlib.sha256()
        for name in sorted(self.digests):
            whole.update(f"{self.digests[name]}  {name}\n".encode())
        return whole.hexdigest()


def scan_tree(tree: Tree) -> tuple[Problem, ...]:
    """Look for numbers of persons in every file of a built tree, each format opened; the last net below the gate.

    The message names file and class, never the number.
    """
    return tuple(
        problem
        for name in sorted(tree.digests)
        for problem in privacy.scan_attachment(name, (tree.root / name).read_bytes())
    )
