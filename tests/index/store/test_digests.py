"""A changed byte is named before it is served, and a build mends the folder from whatever state it is in."""

import json
import shutil

import numpy as np
import pytest

from index.cli import main
from index.documents.library import load_library
from index.errors import IndexDamaged, IndexMissing
from index.search.searcher import Searcher
from index.store.build import build
from index.store.digests import DIGESTS, damaged
from index.store.inspect import inspect
from index.store.manifest import current_version


@pytest.fixture
def built(corpus, tmp_path):
    return build(load_library(corpus), tmp_path / "index")


def flip(path, place=-1):
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def opened(built, corpus):
    searcher = Searcher.open(built.folder.parent, corpus=corpus)
    found = [(hit.clause_id, hit.score) for hit in searcher.search("智能工厂奖多少")], searcher.degraded()
    searcher.close()
    return found


def test_opening_and_asking_leave_a_version_as_it_was(built, corpus):
    assert damaged(built.folder) == {}
    opened(built, corpus)
    assert damaged(built.folder) == {}


@pytest.mark.parametrize(
    "name", ["vectors.npy", "passages.jsonl", "manifest.json", DIGESTS, "corpus/some-city/source.txt"]
)
def test_one_flipped_byte_is_named_and_mended(built, corpus, name):
    before = opened(built, corpus)
    flip(built.folder / name)
    with pytest.raises(IndexMissing, match="python -m index build"):
        opened(built, corpus)
    again = build(load_library(corpus), built.folder.parent)
    assert any(name in each for each in again.mended)
    assert opened(again, corpus) == before


def test_vectors_that_lost_their_last_quarter_are_made_from_the_text_again(built, corpus):
    matrix = np.load(built.folder / "vectors.npy")
    spoilt = matrix.copy()
    spoilt[-len(matrix) // 4 :] = 0
    np.save(built.folder / "vectors.npy", spoilt)
    with pytest.raises(IndexDamaged, match=r"vectors\.npy（内容被改动）.*用原文重建"):
        opened(built, corpus)
    again = build(load_library(corpus), built.folder.parent)
    assert again.embedded == len(matrix)
    assert np.array_equal(np.load(again.folder / "vectors.npy"), matrix)


def test_a_damaged_graph_is_done_without_and_named(built, corpus):
    before, reasons = opened(built, corpus)
    assert reasons == ()
    flip(next((built.folder / "chroma").glob("*.sqlite3")))
    after, reasons = opened(built, corpus)
    assert after == before
    assert "向量图文件（chroma）已损坏" in reasons[0]
    again = build(load_library(corpus), built.folder.parent)
    assert (again.embedded, opened(again, corpus)) == (0, (before, ()))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00garbled", b"../../etc\n", b"", b"ABCDEF0123456789", b"x" * 100_000])
def test_a_garbled_pointer_is_named_and_mended(built, corpus, content, capsys):
    root = built.folder.parent
    (root / "current").write_bytes(content)
    with pytest.raises(IndexDamaged, match="已损坏"):
        current_version(root)
    places = ["--corpus", str(corpus), "--out", str(root)]
    assert main(["search", "智能工厂", *places]) == 4
    assert main(["check", *places]) == 1
    assert main(["build", *places]) == 0
    said = capsys.readouterr()
    assert "已按原文重建：current" in said.err
    assert current_version(root) == built.folder


def test_a_build_clears_what_stands_in_its_way(built, corpus):
    root = built.folder.parent
    before = opened(built, corpus)
    for name in ("current", "build.lock"):
        (root / name).unlink()
        (root / name / "inside").mkdir(parents=True)
    shutil.rmtree(built.folder)
    built.folder.write_text("a file where a folder should be")
    (root / "current.tmp-1").mkdir()
    again = build(load_library(corpus), root)
    assert opened(again, corpus) == before


def test_a_damaged_version_lends_its_vectors_to_nobody(built, corpus, corpora, tmp_path):
    """The next build takes vectors over only from files that are what was written."""
    np.save(built.folder / "vectors.npy", np.zeros_like(np.load(built.folder / "vectors.npy")))
    longer = corpora(tmp_path / "longer", policy=(corpus / "some-city/source.txt").read_text("utf-8") + "\n3.新增。\n")
    after = build(load_library(longer), built.folder.parent)
    assert after.embedded == after.manifest.passages


def test_the_deep_look_finds_what_digests_cannot(built, corpus):
    """Vectors that were written wrong carry right digests."""
    from index.store.digests import write_digests

    root = built.folder.parent
    assert "与原文一致" in inspect(root, "bundled")
    matrix = np.load(built.folder / "vectors.npy")
    np.save(built.folder / "vectors.npy", np.roll(matrix, 1, axis=0))
    write_digests(built.folder)
    with pytest.raises(IndexDamaged, match="向量与原文不符"):
        inspect(root, "bundled")
    rows = (built.folder / "passages.jsonl").read_text("utf-8").splitlines()
    rows[0] = json.dumps(json.loads(rows[0]) | {"key": "0"})
    (built.folder / "passages.jsonl").write_text("\n".join(rows), encoding="utf-8")
    write_digests(built.folder)
    with pytest.raises(IndexDamaged, match="语句表"):
        inspect(root, "bundled")
