"""View models of the open data: datasets and their downloads."""

from __future__ import annotations

from dataclasses import dataclass

from credit.view_models.page_base import Page
from credit.view_models.view_parts import Fact, Grid, Link, Quote


@dataclass(frozen=True)
class Download:
    """One file of a dataset with size in words and in bytes, and its SHA-256."""

    title: str
    href: str
    filename: str
    size: str
    bytes: int
    sha256: str
    note: str = ""


@dataclass(frozen=True)
class DatasetCard:
    """One dataset in the data portal."""

    title: str
    href: str
    description: str
    count: int
    formats: tuple[Link, ...]


@dataclass(frozen=True)
class DataPage(Page):
    """``/data/``: all datasets, how to use them, licence and terms, descriptor and checksums, their quality."""

    datasets: tuple[DatasetCard, ...]
    files: tuple[Download, ...]
    licence: Link
    terms: tuple[str, ...]
    batch: Link
    quality: Link


@dataclass(frozen=True)
class DatasetPage(Page):
    """``/data/<dataset>/``: downloads, dictionary, terms; ``facts`` such as key, number of rows, kind."""

    facts: tuple[Fact, ...]
    quote: Quote
    downloads: tuple[Download, ...]
    dictionary: Grid
    licence: Link
    terms: tuple[str, ...]
    sample: Grid
    list_link: Link | None = None
