"""Writing that is whole or not at all: one writer at a time, a folder renamed into place, a file replaced."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.documents.folders import TEXT
from index.documents.states import record
from index.errors import IndexFailure
from index.intake.plain import decode
from index.intake.reading import Reading

METADATA = "document.yaml"


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Nobody else writes below `place`; what a killed writer left is cleared. Raises IndexFailure."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = os.open(place / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise IndexFailure(f"写不进 {place}：请检查磁盘空间和权限。", log=str(error)) from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexFailure("另一个人正在收录或发布文件，请稍后再试。", log="shelf lock is held") from None
        for leftover in place.glob(".tmp-*"):  # of a killed writer: we hold the lock
            shutil.rmtree(leftover, ignore_errors=True)
        yield
    finally:
        os.close(lock)


def write_folder(place: Path, document_id: str, path: Path, raw: bytes, reading: Reading, who: str) -> Path:
    """A new document's folder below `place`, as a draft. Raises IndexFailure."""
    work, folder = place / f".tmp-{os.getpid()}-{document_id}", place / document_id
    try:
        work.mkdir(parents=True)
        (work / f"source{reading.suffix}").write_bytes(raw)
        if reading.suffix != ".txt" or decode(raw, path.name)[0] != reading.text:
            (work / TEXT).write_text(reading.text, encoding="utf-8", newline="")
        record(work, "draft", who=who, why=f"由 {path.name} 收录")
        for file in [*work.iterdir(), work]:
            descriptor = os.open(file, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        work.rename(folder)
    except OSError as error:
        shutil.rmtree(work, ignore_errors=True)
        raise IndexFailure(
            f"写不进 {place}：{error.strerror or error}。请检查磁盘空间和权限，原有文件不受影响。",
            log=str(error),
        ) from error
    return folder


def stamp(folder: Path) -> str:
    """Changes whenever somebody corrects the document."""
    path = folder / METADATA
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else "none"


def replace(path: Path, data: bytes | None) -> None:
    """The whole file or the one before, however the writer ends; None takes it away. Raises IndexFailure."""
    if data is None:
        path.unlink(missing_ok=True)
        return
    beside = path.with_name(f"{path.name}.tmp-{os.getpid()}")
    try:
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise IndexFailure(
            f"写不进 {path.parent}：{error.strerror or error}。请检查磁盘空间和权限，原有内容不受影响。", log=str(error)
        ) from error
