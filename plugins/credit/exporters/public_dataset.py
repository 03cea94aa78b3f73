"""Exporter interface: the public dataset that an exporter writes, and the Exporter protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, Protocol

from credit.exporters.json_records import json_lines
from credit.model import DATING_DAYS, Licence, Package, Resource
from credit.urls import absolute, dataset_address

if TYPE_CHECKING:  # the type of the cells; an exporter that needs no pandas of its own does not import it
    import pandas

#: Rows of a piece of text: enough that making and writing it costs nothing, few enough to need no memory.
CHUNK = 2_000

#: Words of a missing licence: without them a reader might assume a permission.
UNDECLARED = "未声明许可"

#: Notice on each page of a package marked as a demonstration, and in each file whose format has a place for words.
DEMONSTRATION = "演示数据：名单中的主体和事实均为虚构，不反映任何真实主体的信用状况。"


@dataclass(frozen=True, eq=False)
class PublicDataset:
    """The rows of one dataset as the public may see them, with the words each file carries.

    ``cells`` has one string column for each field of the schema, in its order and without nulls; hidden records
    have been removed and natural persons masked by the caller. ``package`` holds the datasets that are
    published with it: foreign keys to any other are left out. ``source`` is the absolute address of the dataset's
    page, empty without a site address. ``labels`` maps a reference dataset to key → words.

    Raises ValueError when the columns are not those of the schema or a cell is null.
    """

    resource: Resource
    cells: pandas.DataFrame
    package: Package
    terms: tuple[str, ...] = ()
    licence_text: str = UNDECLARED
    demonstration: str = ""
    source: str = ""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known_digest: str = ""

    def __post_init__(self) -> None:
        if tuple(self.cells.columns) != self.resource.schema.names:
            raise ValueError(f"{self.resource.name}: the columns are not those of the schema, in its order")
        if bool(self.cells.isna().to_numpy().any()):
            raise ValueError(f"{self.resource.name}: a cell is null; an empty cell is an empty string")

    @property
    def name(self) -> str:
        """The name of the dataset, which is also its folder below /data/."""
        return self.resource.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical rows: see ``row_digest``."""
        return self.known_digest or row_digest(self.cells)

    @cached_property
    def changed_on(self) -> str:
        """The newest day on which a row was listed, announced, decided or changed, ISO, or empty; no clock is read."""
        return newest_day(self.cells)

    @cached_property
    def _arrays(self) -> list[pandas.api.extensions.ExtensionArray]:
        """Columns without the frame, which takes as long to find one as a short column takes to read."""
        return [self.cells[name].array for name in self.cells.columns]

    def columns(self, start: int = 0, stop: int | None = None) -> list[list[str]]:
        """Return the cells of some rows column by column, as plain strings; every format is written from them."""
        # An array's own tolist asks for cell after cell where it is one of objects.
        return [array[start:stop].to_numpy().tolist() for array in self._arrays]

    @cached_property
    def json_lines(self) -> list[bytes]:
        """The rows as JSON Lines, some thousand in each piece: made once for the formats that hold them."""
        fields = self.resource.schema.fields
        starts = range(0, len(self.cells), CHUNK)
        return [json_lines(fields, self.columns(start, start + CHUNK)) for start in starts]


def row_digest(cells: pandas.DataFrame) -> str:
    """Return the SHA-256 of the canonical rows, as UTF-8.

    Digested are the columns one after another: cells joined by U+001F, which no cell holds, each column ended by U+001E.
    """
    whole = hashlib.sha256()
    for number in range(cells.shape[1]):
        whole.update("\x1f".join(cells.iloc[:, number].tolist()).encode())
        whole.update(b"\x1e")
    return whole.hexdigest()


def newest_day(cells: pandas.DataFrame) -> str:
    """Return the newest day that dates a row and has come, or on which one was changed, ISO, or an empty string.

    The days of changes are known with a history alone. A candidate is dated by its announcement: its day of listing has not come.
    """
    candidates = cells["state"].eq("拟列入") if "state" in cells else None
    days = []
    for name in (*DATING_DAYS, "corrected_on", "withdrawn_on", "last_changed"):
        if name in cells:
            known = cells.loc[~candidates, name] if name == "listed_on" and candidates is not None else cells[name]
            days.append(max(known.tolist(), default=""))
    return max(days, default="")


class Exporter(Protocol):
    """File format: its name, and the method that writes a dataset in it.

    ``format`` is its key, ``suffix`` what follows the dataset's name in the filename (``.csv``, ``-excel.csv``),
    ``title`` and ``note`` Chinese words for the download, ``mediatype`` without parameters. A further format is a
    further class and its entry in ``EXPORTERS``; no other code refers to a format by name.
    """

    format: str
    suffix: str
    title: str
    mediatype: str
    note: str

    def export(self, dataset: PublicDataset, stream: BinaryIO) -> None:
        """Write the dataset to a binary, seekable stream: the same bytes for the same dataset.

        Raises CreditError when the format cannot hold the dataset whole; nothing is cut or skipped.
        """
        ...


def licence_text(licence: Licence) -> str:
    """Return the licence in words, with its address where there is one, or 未声明许可."""
    name = licence.title or licence.name
    if not name:
        return licence.path or UNDECLARED
    return f"{name}（{licence.path}）" if licence.path else name


def public_dataset(
    resource: Resource,
    cells: pandas.DataFrame,
    package: Package,
    *,
    siteurl: str = "",
    labels: Mapping[str, Mapping[str, str]] | None = None,
    digest: str = "",
) -> PublicDataset:
    """Return the dataset with the words its package gives it: terms, licence, demonstration mark, source address.

    ``digest`` is that of its rows where the caller knows it.
    """
    return PublicDataset(
        resource=resource,
        cells=cells,
        package=package,
        terms=package.site.terms,
        licence_text=licence_text(package.site.licence),
        demonstration=DEMONSTRATION if package.demonstration else "",
        source=absolute(siteurl, dataset_address(resource.name)),
        labels=labels or {},
        known_digest=digest,
    )
