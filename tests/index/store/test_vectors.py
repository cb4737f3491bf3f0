"""Chroma proposes, the matrix decides: whichever serves, the ranking is the same."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.documents.library import load_library
from index.store.build import build
from index.store.chroma import write_embedded, write_server
from index.store.manifest import current_version, read_manifest
from index.store.vectors import ExactVectors, cosines, open_vectors

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def matrix(data_dir):
    return np.load(current_version(data_dir / "index") / "vectors.npy")


@pytest.fixture(scope="module")
def queries(matrix):
    """300 query vectors: sentences of the corpus, each mixed with another one."""
    random = np.random.default_rng(7)
    mixed = matrix[random.integers(len(matrix), size=300)] + 0.5 * matrix[random.integers(len(matrix), size=300)]
    return (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def version(data_dir, tmp_path):
    """A copy of a version that no other test has open."""
    folder = current_version(data_dir / "index")
    return Path(shutil.copytree(folder, tmp_path / folder.name))


def test_the_first_thirty_of_chroma_are_those_of_the_exact_matrix(version, matrix, queries):
    chroma, exact = open_vectors(version, read_manifest(version)), ExactVectors(matrix)
    assert chroma.kind == "chroma"
    for query in queries:
        assert np.array_equal(chroma.rows(query, 30), exact.rows(query, 30))
    chroma.close()


def test_two_builds_of_a_graph_rank_alike(tmp_path, version, matrix, queries):
    shutil.rmtree(version / "chroma")
    write_embedded(version, matrix)
    other = Path(shutil.copytree(version, tmp_path / "other"))
    shutil.rmtree(other / "chroma")
    write_embedded(other, matrix)
    one, two = (open_vectors(folder, read_manifest(folder)) for folder in (version, other))
    assert one.kind == two.kind == "chroma"
    for query in queries:
        assert np.array_equal(cosines(one, [query])[0].scores, cosines(two, [query])[0].scores)
    one.close()
    two.close()


def test_a_second_process_and_an_unwritable_folder_are_served_by_the_matrix(version, queries):
    """Chroma writes when it opens; where the lock cannot be had or not be made, it is not opened."""
    manifest = read_manifest(version)
    first = open_vectors(version, manifest)
    second = open_vectors(version, manifest)
    assert (first.kind, second.kind) == ("chroma", "exact")
    first.close()
    (version / "chroma.lock").unlink()
    (version / "chroma.lock").mkdir()  # cannot be opened for writing, as on a read-only disk
    third = open_vectors(version, manifest)
    assert third.kind == "exact"
    for query in queries[:50]:
        assert np.array_equal(second.rows(query, 30), third.rows(query, 30))


def test_closing_gives_the_file_handles_back(version):
    manifest = read_manifest(version)
    open_vectors(version, manifest).close()
    for _ in range(5):
        vectors = open_vectors(version, manifest)
        assert vectors.kind == "chroma"
        assert handles(version)
        vectors.close()
        del vectors  # the matrix is mapped for as long as somebody holds it
    # Chroma's pool gives its last SQLite connection back in the background, a moment after close() has returned.
    deadline = time.monotonic() + 30
    while handles(version) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert handles(version) == []


def handles(folder):
    """This process's open files below `folder`; sockets and threads of other tests are none of its."""
    found = []
    for handle in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # closed meanwhile
            found.append(os.readlink(f"/proc/self/fd/{handle}"))
    return sorted(path for path in found if path.startswith(str(folder)))


def test_candidates_outside_score_as_the_last_of_them(version, matrix, queries, monkeypatch):
    """And the spread of all cosines is known all the same."""
    monkeypatch.setattr("index.store.vectors.CANDIDATES", 40)
    vectors = open_vectors(version, read_manifest(version))
    for query in queries[:20]:
        (found,) = cosines(vectors, [query])
        exact = matrix @ query
        assert len(found.candidates) <= 40
        assert np.allclose(np.sort(found.scores)[-40:], np.sort(exact)[-40:], atol=1e-6)
        assert found.spread == pytest.approx((exact.mean(), exact.std()), rel=1e-3)
    vectors.close()


def test_several_queries_at_once_score_as_one_by_one(matrix, queries, monkeypatch):
    together = cosines(ExactVectors(matrix), queries[:3])
    monkeypatch.setattr("index.store.vectors.CANDIDATES", 40)
    for query, small, large in zip(queries[:3], together, cosines(ExactVectors(matrix), queries[:3]), strict=True):
        assert np.array_equal(small.scores, matrix @ query)
        assert np.allclose(large.scores, matrix @ query, atol=1e-6)
        assert small.candidates is large.candidates is None


@contextmanager
def chroma(folder, port):
    command = [Path(sys.executable).parent / "chroma", "run", "--path", folder, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield process
        process.kill()


@pytest.fixture
def server(tmp_path):
    """A real Chroma server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with chroma(tmp_path / "server", port) as process:
        yield f"http://127.0.0.1:{port}", process


@pytest.fixture
def served(corpora, tmp_path, server):
    """A version whose vectors are on a server: its folder, the server's address and process."""
    url, process = server
    built = build(load_library(corpora(tmp_path / "corpus")), tmp_path / "index", chroma_url=url)
    yield built, url, process
    process.send_signal(signal.SIGCONT)


def until(condition) -> bool:
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_server_that_hangs_is_done_without_and_taken_up_again(served, caplog):
    """kill -STOP: nobody waits for it twice, the reason is told, and it serves again when it wakes."""
    built, url, process = served
    vectors = open_vectors(built.folder, built.manifest, url)
    assert (vectors.kind, vectors.reason) == ("chroma", "")
    query = vectors.matrix[0]
    before = vectors.rows(query, 3)
    process.send_signal(signal.SIGSTOP)
    for _ in range(20):
        assert np.array_equal(vectors.rows(query, 3), before)
    assert vectors.kind == "exact"
    assert "Chroma 服务" in vectors.reason
    assert "精确矩阵" in vectors.reason
    assert len([r for r in caplog.records if "exact matrix serves" in r.message]) == 1
    process.send_signal(signal.SIGCONT)
    assert until(lambda: vectors.kind == "chroma")
    assert vectors.reason == ""
    assert np.array_equal(vectors.rows(query, 3), before)
    vectors.close()


@pytest.mark.parametrize("silent", [False, True], ids=["refused", "hanging"])
def test_a_server_that_is_down_at_the_start_is_tried_again(corpora, tmp_path, silent):
    """The service starts without it, says so, and takes it up once it answers."""
    built = build(load_library(corpora(tmp_path / "corpus")), tmp_path / "index")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if silent:
            taken.listen()  # connections are made and never answered
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        vectors = open_vectors(built.folder, built.manifest, url)
        assert vectors.kind == "exact"
        assert "没有应答" in vectors.reason
        assert len(vectors.rows(vectors.matrix[0], 3)) == 3
    with chroma(tmp_path / "server", int(url.rpartition(":")[2])):
        write_server(vectors.matrix, built.manifest, url)
        assert until(lambda: vectors.kind == "chroma")
    vectors.close()


def test_a_server_with_other_vectors_is_not_believed(served):
    built, url, _ = served
    other = replace(built.manifest, version="f" * 16)
    vectors = open_vectors(built.folder, other, url)
    assert vectors.kind == "exact"
    assert "python -m index build" in vectors.reason
    vectors.close()
    write_server(np.load(built.folder / "vectors.npy")[:-1], other, url)
    vectors = open_vectors(built.folder, other, url)
    assert vectors.kind == "exact"
    assert "个向量" in vectors.reason
    vectors.close()


def test_a_chroma_server_by_setting_and_the_matrix_when_it_goes(corpora, tmp_path, server):
    url, process = server
    root, corpus = tmp_path / "index", corpora(tmp_path / "corpus")

    def index(*arguments: str) -> subprocess.CompletedProcess[str]:
        places = ["--corpus", str(corpus), "--out", str(root)]
        command = [sys.executable, "-m", "index", *arguments, *places]
        environment = os.environ | {"POLICY_CHROMA_URL": url}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    built = index("build")
    assert built.returncode == 0, built.stderr
    served = index("search", "智能工厂奖多少", "--json")
    assert json.loads(served.stdout)[0]["clause_id"] == "some-city/1"
    assert "matrix" not in served.stderr
    process.kill()
    process.wait()
    alone = index("search", "智能工厂奖多少", "--json")
    assert alone.stdout == served.stdout
    assert "the exact matrix serves" in alone.stderr
    refused = index("build")
    assert refused.returncode == 1
    assert "POLICY_CHROMA_URL" in refused.stderr
