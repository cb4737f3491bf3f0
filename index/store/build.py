"""Building a version: incremental, atomic, and harmless when killed at any moment.

Everything is written into `<version>.tmp-<pid>`, flushed to disk, renamed, and only then does `current` point
to it (itself replaced by a rename). Until that last step the old version serves; after a kill the leftovers
are swept by the next build.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.documents import kept as parsed
from index.documents.library import Library
from index.documents.model import Passage
from index.embedding.embedder import BUNDLED, Embedder, model_id, open_builder
from index.errors import IndexFailure, IndexMissing
from index.store.chroma import Matrix, write_embedded, write_server
from index.store.digests import damaged, write_digests
from index.store.manifest import CORPUS, Manifest, named_version, read_manifest, version_name
from index.store.sparse import Sparse

SPARSE = "sparse"
# A larger graph takes minutes to build for every document added, and the matrix is as fast; a server may propose.
GRAPH_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did.

    Attributes:
        embedded: passages that were computed; the others' vectors were there already.
        mended: what was found damaged and is whole again, in Chinese.
    """

    manifest: Manifest
    folder: Path
    embedded: int
    mended: tuple[str, ...] = ()


def embedded_text(passage: Passage) -> str:
    """What is embedded: the context header, then the sentence."""
    return f"{passage.header} {passage.text}" if passage.header else passage.text


def build(
    library: Library,
    root: Path,
    *,
    model: str = BUNDLED,
    chroma_url: str | None = None,
    progress: bool = False,
    embedder: Embedder | None = None,
) -> Built:
    """Build the version of `library` under `root` and let it serve.

    `embedder`: embeds the sentences in place of the one that `model` names, and passes for it.

    Raises:
        IndexFailure: another build is under way, or the disk does not take it; the old version still serves.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        _clear_the_way(root)
        with _only_builder(root):
            _sweep(root)
            return _build(library, root, model, chroma_url, progress, embedder)
    except OSError as error:  # chromadb reports a full disk as its own error, see `write_embedded`
        raise IndexFailure(
            f"索引写不进 {root}：{error.strerror or error}。请检查磁盘空间和权限；原有索引不受影响。", log=str(error)
        ) from error


def _build(
    library: Library, root: Path, model: str, chroma_url: str | None, progress: bool, embedder: Embedder | None
) -> Built:
    name = version_name(library.corpus_hash, model_id(model))
    folder = root / name
    mended = _damage(root, folder)
    if _whole(folder):  # before sentence-transformers is imported: that alone takes 6 s
        manifest, embedded = read_manifest(folder), 0
    else:
        manifest, embedded = _write(library, root, name, embedder or open_builder(model), progress)
    if chroma_url:
        write_server(np.load(folder / "vectors.npy"), manifest, chroma_url)
    _point(root, name)
    return Built(manifest, folder, embedded, mended)


def _write(library: Library, root: Path, name: str, embedder: Embedder, progress: bool) -> tuple[Manifest, int]:
    """Write the version beside the others, then rename it into place."""
    manifest = Manifest(name, library.corpus_hash, embedder.model_id, embedder.dimension, len(library.passages))
    work, folder = root / f"{name}.tmp-{os.getpid()}", root / name
    work.mkdir()
    try:
        texts = [embedded_text(passage) for passage in library.passages]
        matrix, sparse, embedded = _derived(texts, embedder, _previous(root, embedder), progress)
        np.save(work / "vectors.npy", matrix)
        sparse.save(work / SPARSE)
        parsed.write(work / parsed.PARSED, library.parsed)
        with (work / "passages.jsonl").open("w", encoding="utf-8") as out:
            for passage, text in zip(library.passages, texts, strict=True):
                row = {"id": passage.id, "clause_id": passage.clause_id, "key": text_key(text)}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        for document_id in library.documents:  # the version serves with its own texts while theirs change
            shutil.copytree(library.folders[document_id], work / CORPUS / document_id)
        if len(matrix) <= GRAPH_MOST:
            write_embedded(work, matrix)
        manifest.write(work)
        write_digests(work)
        _flush(work)
        if folder.exists():  # damaged, else it would be served as it is
            _remove(folder)
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return manifest, embedded


def remember_parsed(root: Path) -> None:
    """Have the documents of the serving version at hand, parsed, if their file is what was written."""
    name = named_version(root)
    if name and not damaged(root / name, (parsed.PARSED,)):
        parsed.remember(root / name / parsed.PARSED)


def _whole(folder: Path) -> bool:
    try:
        read_manifest(folder)
    except IndexMissing:
        return False
    return not damaged(folder)


def _damage(root: Path, folder: Path) -> tuple[str, ...]:
    """What is wrong with the pointer and with the version about to be built, if it was there: what gets mended."""
    found = [f"{folder.name}/{name}（{what}）" for name, what in damaged(folder).items()] if folder.exists() else []
    pointer = root / "current"
    return (*(["current（不是版本名）"] if pointer.exists() and named_version(root) is None else []), *found)


def text_key(text: str) -> str:
    """What a vector is kept under from one version to the next."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Previous:
    """What a version has already: row by content hash, vectors, inverted index."""

    rows: dict[str, int]
    matrix: Matrix
    sparse: Sparse | None


def _previous(root: Path, embedder: Embedder) -> _Previous:
    """Of the newest version of the same model whose files are what was written."""
    serving = named_version(root)
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.endswith(f".tmp-{os.getpid()}")]
    for folder in sorted(folders, key=lambda path: (path.name != serving, -path.stat().st_mtime)):
        try:
            if read_manifest(folder).model_id != embedder.model_id:
                continue
            if damaged(folder, ("manifest.json", "vectors.npy", "passages.jsonl", SPARSE)):
                continue
            lines = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
            rows = {json.loads(line)["key"]: n for n, line in enumerate(lines)}
            return _Previous(rows, np.load(folder / "vectors.npy", mmap_mode="r"), Sparse.open(folder / SPARSE))
        except (IndexMissing, OSError, ValueError, KeyError, IndexError):
            continue
    return _Previous({}, np.empty((0, embedder.dimension), dtype=np.float32), None)


def _derived(texts: list[str], embedder: Embedder, before: _Previous, progress: bool) -> tuple[Matrix, Sparse, int]:
    """Vectors and inverted index of the texts, and how many of them were new."""
    taken = np.array([before.rows.get(text_key(text), -1) for text in texts], dtype=np.int64)
    missing = [text for text, row in zip(texts, taken, strict=True) if row < 0]
    matrix = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    matrix[taken >= 0] = before.matrix[taken[taken >= 0]]
    if missing:
        matrix[taken < 0] = embedder.encode_document(missing, progress=progress)
    sparse = before.sparse.changed(taken, missing) if before.sparse else Sparse.of(texts)
    return matrix, sparse, len(missing)


def _point(root: Path, name: str) -> None:
    """Let `current` name this version, atomically; the one before is kept for those who still have it open."""
    before = named_version(root)
    pointer = root / f"current.tmp-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    pointer.replace(root / "current")
    for folder in root.iterdir() if before and before != name else ():
        if folder.is_dir() and folder.name not in (name, before):
            shutil.rmtree(folder)


def _clear_the_way(root: Path) -> None:
    """Folders that stand where this module keeps files: nothing of ours, and nothing could be written over them."""
    for name in ("current", "build.lock"):
        if (root / name).is_dir():
            shutil.rmtree(root / name)


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def _flush(folder: Path) -> None:
    """Everything on disk before the rename: a power cut must not leave a whole-looking version of empty files."""
    for path in [*folder.rglob("*"), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _only_builder(root: Path) -> Iterator[None]:
    """One build at a time; the kernel releases the lock however the builder ends."""
    lock = os.open(root / "build.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexFailure("另一个进程正在建立索引，请等它完成。", log="build lock is held") from None
        yield
    finally:
        os.close(lock)


def _sweep(root: Path) -> None:
    """Leftovers of killed builds: we hold the lock, so none of them is alive."""
    for leftover in root.glob("*.tmp-*"):
        _remove(leftover)
