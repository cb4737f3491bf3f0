"""Parsed documents kept beside an index: the same as parsed anew, never stale, never anything but documents."""

import pickle

import pytest

from index.documents import kept as parsed
from index.documents.library import _document, _load, load_library

SOURCE = "关于发展的若干措施\n\n1.对智能工厂，给予50万元奖励。\n"
METADATA = "title: 关于发展的若干措施\nissuer: 某局\nregion: 某市\nregion_level: city\nprovince: 某省\nsource: 测试\n"


@pytest.fixture(autouse=True)
def forgotten():
    """Whatever other tests have read is not at hand here, nor the other way round."""
    for cache in (_load, _document):
        cache.cache_clear()
    parsed.remember(parsed.Path("nowhere"))
    parsed._known.clear()
    yield
    parsed._known.clear()
    for cache in (_load, _document):
        cache.cache_clear()


@pytest.fixture
def corpus(tmp_path):
    place = tmp_path / "corpus" / "some-city"
    place.mkdir(parents=True)
    (place / "source.txt").write_text(SOURCE, encoding="utf-8")
    (place / "document.yaml").write_text(METADATA, encoding="utf-8")
    return place.parent


def reread(corpus):
    _load.cache_clear()
    _document.cache_clear()
    return load_library(corpus)


def test_a_kept_document_is_the_parsed_one(corpus, tmp_path, monkeypatch):
    library = load_library(corpus)
    parsed.write(tmp_path / "p", library.parsed)
    parsed.remember(tmp_path / "p")
    monkeypatch.setattr("index.documents.library.parse_document", None)  # nothing is parsed again
    again = reread(corpus)
    assert again.documents == library.documents
    assert again.corpus_hash == library.corpus_hash


def test_a_changed_document_is_parsed_anew(corpus, tmp_path):
    library = load_library(corpus)
    parsed.write(tmp_path / "p", library.parsed)
    parsed.remember(tmp_path / "p")
    source = corpus / "some-city" / "source.txt"
    source.write_text(SOURCE.replace("50", "80"), encoding="utf-8")
    assert "80万元" in reread(corpus).passages[-1].text


@pytest.mark.parametrize(
    "content", [b"", b"garbled", pickle.dumps({"a": parsed.Path("x")}), pickle.dumps(parsed.key_of)]
)
def test_a_file_of_anything_else_is_not_read(corpus, tmp_path, content):
    (tmp_path / "p").write_bytes(content)
    parsed.remember(tmp_path / "p")
    assert parsed._known == {}
    assert len(reread(corpus).documents) == 1
