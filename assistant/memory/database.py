"""Opening the database: SQLite in WAL mode, one file. A damaged file is set aside, never overwritten."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import MemoryUnavailable
from assistant.memory.tables import SCHEMA, Base

log = logging.getLogger(__name__)

# An answer is on its way to a person: it does not wait longer than this for another writer.
BUSY_SECONDS = 1.0
_REMEDY = "请运行 python -m assistant doctor 查看原因。"


class Database:
    """Sessions on one file, opened when it is first needed: a bad one must not keep the server from starting."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine | None = None
        self._sessions: sessionmaker[Session] | None = None
        self._lock = threading.Lock()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        Raises:
            MemoryUnavailable: locked, full, damaged, not ours; the message says which.
        """
        try:
            with self._opened().begin() as session:
                yield session
        except (SQLAlchemyError, sqlite3.Error, OSError, ValidationError) as error:
            raise _unavailable(error) from error

    def close(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._engine = self._sessions = None

    def _opened(self) -> sessionmaker[Session]:
        with self._lock:  # many may ask first at once
            if self._sessions is None:
                self._engine = self._open()
                self._sessions = sessionmaker(self._engine, expire_on_commit=False)
            return self._sessions

    def _open(self) -> Engine:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        set_aside_if_damaged(self.path)
        engine = create_engine(
            f"sqlite:///{self.path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=4, max_overflow=4
        )
        event.listen(engine, "connect", _configure)
        try:
            _prepare(engine)
        except BaseException:
            engine.dispose()
            raise
        return engine


def _configure(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-256")  # KB a connection; the default would fill 16 MB with old answers


def _prepare(engine: Engine) -> None:
    with engine.begin() as connection:
        version = int(connection.execute(text("PRAGMA user_version")).scalar_one())
        if version not in (0, SCHEMA):
            raise MemoryUnavailable(
                f"记录数据库由其他版本的程序建立（结构 {version}，本程序 {SCHEMA}），对话未保存。"
                "请升级程序，或把数据目录下的 memory.db 移走。",
                log=f"memory schema {version}, expected {SCHEMA}",
            )
        Base.metadata.create_all(connection)
        connection.execute(text(f"PRAGMA user_version={SCHEMA}"))


def set_aside_if_damaged(path: Path) -> Path | None:
    """Rename a file that is no whole database, with its journal; returns its new name, None when all is well."""
    if not path.exists() or is_whole(path):
        return None
    aside = path.with_name(f"{path.name}.damaged-{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y%m%d%H%M%S}")
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.replace(aside.with_name(aside.name + suffix))
    log.error("the memory database was damaged; set aside as %s, a new one begins", aside.name)
    return aside


def is_whole(path: Path) -> bool:
    """Whether SQLite finds the file sound; a locked one is not damaged."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:  # locked, or may not be opened: that is not damage
        return True
    except sqlite3.DatabaseError:
        return False


def _unavailable(error: Exception) -> MemoryUnavailable:
    said = str(error).lower()
    for sign, reason in (
        ("locked", "记录数据库正被其他程序占用"),
        ("full", "磁盘已满"),
        ("no space", "磁盘已满"),
        ("malformed", "记录数据库已损坏"),
        ("not a database", "记录数据库已损坏"),
        ("readonly", "记录数据库不可写"),
        ("permission", "记录数据库不可写"),
    ):
        if sign in said:
            return MemoryUnavailable(f"{reason}，无法读写对话记录。{_REMEDY}", log=str(error))
    return MemoryUnavailable(f"对话记录暂时无法读写。{_REMEDY}", log=str(error))
