"""Parsed documents on disk: the same as parsed afresh, and never a reason to fail."""

import shutil

from index.documents.library import CORPUS, load_library


def loaded(folder):
    load_library.__globals__["_document"].cache_clear()
    load_library.__globals__["_load"].cache_clear()
    return load_library(CORPUS, folder / "corpus")


def test_what_comes_from_the_cache_is_what_was_parsed(tmp_path):
    (tmp_path / "corpus").mkdir()
    first = loaded(tmp_path)
    entries = sorted((tmp_path / "parsed").iterdir())
    assert len(entries) == len(first.documents)
    again = loaded(tmp_path)
    assert again.documents == first.documents
    assert again.corpus_hash == first.corpus_hash == load_library().corpus_hash


def test_a_damaged_or_missing_entry_costs_time_only(tmp_path):
    (tmp_path / "corpus").mkdir()
    first = loaded(tmp_path)
    for n, path in enumerate(sorted((tmp_path / "parsed").iterdir())):
        path.write_bytes(b"\x80\x05damaged" if n % 2 else b"")
    assert loaded(tmp_path).documents == first.documents
    shutil.rmtree(tmp_path / "parsed")
    (tmp_path / "parsed").write_text("no folder", encoding="utf-8")
    assert loaded(tmp_path).documents == first.documents
