"""Versions: built beside the old one, swapped in at once, harmless when killed, locked out or out of disk."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.documents.library import load_library
from index.errors import IndexFailure, IndexMissing
from index.search.searcher import Searcher
from index.store.build import build
from index.store.manifest import current_version, read_manifest

ROOT = Path(__file__).resolve().parents[3]
QUESTION = "绍兴小巨人奖励多少"


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir() if path.is_dir()}


def test_a_version_holds_what_it_was_built_from(corpus, tmp_path):
    library = load_library(corpus)
    built = build(library, tmp_path / "index")
    assert built.folder == current_version(tmp_path / "index")
    assert built.embedded == len(library.passages) == built.manifest.passages
    assert np.load(built.folder / "vectors.npy").shape == (len(library.passages), built.manifest.dimension)
    rows = [json.loads(line) for line in (built.folder / "passages.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in rows] == [passage.id for passage in library.passages]
    assert read_manifest(built.folder) == built.manifest


def test_the_same_corpus_is_not_built_twice(corpus, tmp_path):
    first = build(load_library(corpus), tmp_path / "index")
    second = build(load_library(corpus), tmp_path / "index")
    assert (second.folder, second.embedded) == (first.folder, 0)


def test_unchanged_sentences_keep_their_vectors(corpus, corpora, tmp_path):
    build(load_library(corpus), tmp_path / "index")
    text = (corpus / "some-city" / "source.txt").read_text(encoding="utf-8")
    longer = corpora(tmp_path / "longer", policy=text + "\n3.本措施自公布之日起施行。\n")
    built = build(load_library(longer), tmp_path / "index")
    assert built.embedded == 1
    cold = build(load_library(longer), tmp_path / "cold")
    assert np.array_equal(np.load(built.folder / "vectors.npy"), np.load(cold.folder / "vectors.npy"))


def test_the_version_before_is_kept_and_older_ones_go(corpora, tmp_path):
    folders = [
        build(load_library(corpora(tmp_path / str(n), title=f"办法{n}")), tmp_path / "index").folder for n in range(3)
    ]
    assert names(tmp_path / "index") == {folders[1].name, folders[2].name}


def test_a_second_builder_is_turned_away(corpus, tmp_path):
    root = tmp_path / "index"
    root.mkdir()
    with (root / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexFailure, match="另一个进程正在建立索引"):
            build(load_library(corpus), root)
    assert build(load_library(corpus), root).embedded


def test_a_build_killed_half_way_leaves_the_old_version_serving(data_dir, tmp_path):
    root = tmp_path / "index"
    shutil.copytree(data_dir / "index", root)
    old = current_version(root)
    before = ask(root)
    corpus = shutil.copytree(load_library().folder, tmp_path / "corpus")
    for path in corpus.glob("*/document.yaml"):  # new headers: every vector has to be computed again
        path.write_text(path.read_text("utf-8").replace("short_title: ", "short_title: 新"), encoding="utf-8")
    command = [sys.executable, "-m", "index", "build", "--corpus", str(corpus), "--out", str(root)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as builder:
        seen = b""
        while "句/s".encode() not in seen:  # some vectors are computed, many are not
            seen += os.read(builder.stderr.fileno(), 4096) or pytest.fail(seen.decode())
        builder.send_signal(signal.SIGKILL)
    assert builder.returncode == -signal.SIGKILL
    leftovers = [path for path in root.iterdir() if ".tmp-" in path.name]
    assert leftovers
    assert current_version(root) == old
    assert ask(root) == before == ask(root, corpus)  # with the new texts in place, too: the version has its own
    build(load_library(), root)
    assert not any(path.exists() for path in leftovers)
    assert ask(root) == before


def ask(root: Path, corpus: Path | None = None) -> list[tuple[str, float]]:
    searcher = Searcher.open(root, corpus=corpus)
    try:
        return [(hit.clause_id, hit.score) for hit in searcher.search(QUESTION)]
    finally:
        searcher.close()


def test_a_version_renamed_but_not_yet_current_is_taken_up(corpora, tmp_path):
    """Killed between the two renames."""
    old = build(load_library(corpora(tmp_path / "a")), tmp_path / "index")
    new = build(load_library(corpora(tmp_path / "b", title="新办法")), tmp_path / "index")
    (tmp_path / "index" / "current").write_text(old.folder.name + "\n", encoding="utf-8")
    assert current_version(tmp_path / "index") == old.folder
    again = build(load_library(tmp_path / "b"), tmp_path / "index")
    assert (again.folder, again.embedded) == (new.folder, 0)
    assert current_version(tmp_path / "index") == new.folder


@pytest.mark.parametrize("part", ["manifest.json", "vectors.npy", "passages.jsonl"])
def test_a_damaged_version_is_reported_and_built_again(corpus, tmp_path, part):
    built = build(load_library(corpus), tmp_path / "index")
    (built.folder / part).unlink()
    with pytest.raises(IndexMissing, match="python -m index build"):
        Searcher.open(tmp_path / "index", corpus=corpus)
    again = build(load_library(corpus), tmp_path / "index")
    assert again.embedded == again.manifest.passages
    Searcher.open(tmp_path / "index", corpus=corpus).close()


def test_nothing_built_yet_says_what_to_do(tmp_path):
    with pytest.raises(IndexMissing, match="python -m index build"):
        Searcher.open(tmp_path)


def test_a_place_that_cannot_be_written_is_a_clear_message(corpus, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFailure, match="请检查磁盘空间和权限"):
        build(load_library(corpus), tmp_path / "file" / "index")


@pytest.mark.parametrize("limit", [2_000, 60_000], ids=["vectors", "chroma"])
def test_a_full_disk_loses_nothing(corpora, tmp_path, limit):
    """The kernel refuses to let files grow: at the vectors, or later inside Chroma."""
    root = tmp_path / "index"
    old = build(load_library(corpora(tmp_path / "a")), root)
    corpora(tmp_path / "b", title="新办法")
    code = (
        "import resource, sys; from index.cli import main;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        f"sys.exit(main(['build', '--corpus', {str(tmp_path / 'b')!r}, '--out', {str(root)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1, done.stderr
    assert "原有索引不受影响" in done.stderr
    assert "Traceback" not in done.stderr
    assert current_version(root) == old.folder
    assert names(root) == {old.folder.name}
