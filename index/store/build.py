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

from index.documents.library import Library
from index.documents.model import Passage
from index.embedding.embedder import BUNDLED, Embedder, model_id, open_builder
from index.errors import IndexFailure, IndexMissing
from index.store.chroma import Matrix, write_embedded, write_server
from index.store.digests import damaged, write_digests
from index.store.manifest import CORPUS, Manifest, named_version, read_manifest, version_name


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
    library: Library, root: Path, *, model: str = BUNDLED, chroma_url: str | None = None, progress: bool = False
) -> Built:
    """Build the version of `library` under `root` and let it serve.

    Raises:
        IndexFailure: another build is under way, or the disk does not take it; the old version still serves.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        _clear_the_way(root)
        with _only_builder(root):
            _sweep(root)
            return _build(library, root, model, chroma_url, progress)
    except OSError as error:  # chromadb reports a full disk as its own error, see `write_embedded`
        raise IndexFailure(
            f"索引写不进 {root}：{error.strerror or error}。请检查磁盘空间和权限；原有索引不受影响。", log=str(error)
        ) from error


def _build(library: Library, root: Path, model: str, chroma_url: str | None, progress: bool) -> Built:
    name = version_name(library.corpus_hash, model_id(model))
    folder = root / name
    mended = _damage(root, folder)
    if _whole(folder):  # before sentence-transformers is imported: that alone takes 6 s
        manifest, embedded = read_manifest(folder), 0
    else:
        manifest, embedded = _write(library, root, name, model, progress)
    if chroma_url:
        write_server(np.load(folder / "vectors.npy"), manifest, chroma_url)
    _point(root, name)
    return Built(manifest, folder, embedded, mended)


def _write(library: Library, root: Path, name: str, model: str, progress: bool) -> tuple[Manifest, int]:
    """Write the version beside the others, then rename it into place."""
    embedder = open_builder(model)
    manifest = Manifest(name, library.corpus_hash, embedder.model_id, embedder.dimension, len(library.passages))
    work, folder = root / f"{name}.tmp-{os.getpid()}", root / name
    work.mkdir()
    try:
        texts = [embedded_text(passage) for passage in library.passages]
        matrix, embedded = _vectors(texts, embedder, _previous_vectors(root, embedder), progress)
        np.save(work / "vectors.npy", matrix)
        with (work / "passages.jsonl").open("w", encoding="utf-8") as out:
            for passage, text in zip(library.passages, texts, strict=True):
                row = {"id": passage.id, "clause_id": passage.clause_id, "key": text_key(text)}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        for document_id in library.documents:  # the version serves with its own texts while theirs change
            shutil.copytree(library.folders[document_id], work / CORPUS / document_id)
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


def _previous_vectors(root: Path, embedder: Embedder) -> dict[str, Matrix]:
    """Vectors by content hash, of the newest version of the same model whose files are what was written."""
    serving = named_version(root)
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.endswith(f".tmp-{os.getpid()}")]
    for folder in sorted(folders, key=lambda path: (path.name != serving, -path.stat().st_mtime)):
        try:
            if read_manifest(folder).model_id != embedder.model_id:
                continue
            if damaged(folder, ("manifest.json", "vectors.npy", "passages.jsonl")):
                continue
            matrix = np.load(folder / "vectors.npy")
            rows = (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines()
            return {json.loads(row)["key"]: matrix[n] for n, row in enumerate(rows)}
        except (IndexMissing, OSError, ValueError, KeyError, IndexError):
            continue
    return {}


def _vectors(texts: list[str], embedder: Embedder, known: dict[str, Matrix], progress: bool) -> tuple[Matrix, int]:
    missing = [text for text in texts if text_key(text) not in known]
    if missing:
        rows = embedder.encode_document(missing, progress=progress)
        known = known | {text_key(text): row for text, row in zip(missing, rows, strict=True)}
    return np.stack([known[text_key(text)] for text in texts]).astype(np.float32), len(missing)


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
