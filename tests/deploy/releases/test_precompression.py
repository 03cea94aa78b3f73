"""Precompression: the same copies of the files of a release, made by threads and by processes."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest

from credit.deploy.releases import precompression
from credit.deploy.releases.precompression import compress_all


@pytest.mark.parametrize("with_brotli", [True, False])
def test_processes_make_the_copies_that_threads_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_brotli: bool
) -> None:
    """A first release of very many files is compressed by processes; name by name the copies are those of a push."""
    texts = {f"entities/{number:03}.html": f"<p>公主岭示例{number}商贸有限公司</p>" * 30 for number in range(250)}
    texts |= {"assets/a.css": "a{color:red}" * 99, "data/x.xlsx": "no text" * 99, "small.html": "<p>短</p>"}
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    by_threads = list(compress_all(texts, tmp_path, with_brotli=with_brotli))
    monkeypatch.setattr(precompression, "MANY", len(texts) - 1)
    monkeypatch.setattr(precompression, "_IN_BATCH", 20)
    monkeypatch.delattr(precompression, "ThreadPoolExecutor")
    assert by_threads == list(compress_all(texts, tmp_path, with_brotli=with_brotli))
    copies = dict(by_threads)
    assert list(texts) == list(copies)
    assert [{}, {}] == [copies["data/x.xlsx"], copies["small.html"]]
    for name in ("entities/249.html", "assets/a.css"):
        assert gzip.decompress(copies[name][".gz"]).decode() == texts[name]
        assert with_brotli == (".br" in copies[name])
        if with_brotli:
            assert brotli.decompress(copies[name][".br"]).decode() == texts[name]


def test_a_file_that_cannot_be_read_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By processes as by threads: a release never lacks a copy in silence."""
    for most in (10, 0):
        monkeypatch.setattr(precompression, "MANY", most)
        with pytest.raises(FileNotFoundError, match=r"missing\.html"):
            list(compress_all(["missing.html"], tmp_path, with_brotli=True))
