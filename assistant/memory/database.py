"""Opening the database: a SQLite file (WAL mode) by default, a PostgreSQL server by its address."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import ValidationError
from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import MemoryUnavailable, SettingsInvalid
from assistant.memory.files import OWNER_ONLY, owner_only, set_aside_if_damaged
from assistant.memory.upgrade import let_it_shrink, upgrade

log = logging.getLogger(__name__)

# An answer is on its way to a person: it does not wait longer than this for another writer.
BUSY_SECONDS = 1.0
_TURN_SECONDS = 10.0
_UPGRADE_SECONDS = 60.0  # as long as another process may need to bring the tables up to date
_REMEDY = "请运行 python -m assistant doctor 查看原因。"
_WRITING = {"writing": True}

Place = Path | str


class Database:
    """Sessions on one database, opened when it is first needed: a bad one must not keep the server from starting."""

    def __init__(self, place: Place) -> None:
        """`place`: a file, or the address of a PostgreSQL server. Raises SettingsInvalid for any other address."""
        self.path = place if isinstance(place, Path) else None
        self._url = f"sqlite:///{place}" if isinstance(place, Path) else server_url(place)
        self._engine: Engine | None = None
        self._reading: sessionmaker[Session] | None = None
        self._writing: sessionmaker[Session] | None = None
        self._lock = threading.Lock()
        self._writer = threading.Lock()

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        `writing` takes SQLite's one writing place at the beginning, where it can be waited for.

        Raises:
            MemoryUnavailable: locked, full, damaged, not ours, not reached; the message says which.
        """
        try:
            self._open_once()
            maker = self._writing if writing else self._reading
            assert maker is not None
            with self._turn() if writing and self.path else nullcontext(), maker.begin() as session:
                yield session
        except (SQLAlchemyError, sqlite3.Error, OSError, ValidationError) as error:
            raise unavailable(error) from error

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Writers of one process queue here; SQLite lets them try at random, so that one may never come in."""
        if not self._writer.acquire(timeout=_TURN_SECONDS):
            raise TimeoutError("the memory is locked by other writers of this process")
        try:
            yield
        finally:
            self._writer.release()

    @property
    def is_server(self) -> bool:
        return self.path is None

    def close(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = self._reading = self._writing = None

    def _open_once(self) -> None:
        with self._lock:  # many may ask first at once
            if self._engine is None:
                engine = self._open()
                self._reading = sessionmaker(engine, expire_on_commit=False)
                self._writing = sessionmaker(engine.execution_options(**_WRITING), expire_on_commit=False)
                self._engine = engine

    def _open(self) -> Engine:
        if self.path is None:
            engine = create_engine(self._url, pool_size=4, max_overflow=12, pool_pre_ping=True, pool_recycle=1800)
            _with(engine, upgrade)
            return engine
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_name(self.path.name + ".lock"), mode=OWNER_ONLY, timeout=_UPGRADE_SECONDS):
            set_aside_if_damaged(self.path)
            owner_only(self.path)
            self._prepare()
        engine = create_engine(self._url, connect_args={"timeout": BUSY_SECONDS}, pool_size=4, max_overflow=4)
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self) -> None:
        """The tables, made or brought up to date by a connection of its own: a table made anew must not cascade."""
        engine = create_engine(self._url, connect_args={"timeout": _UPGRADE_SECONDS}, poolclass=NullPool)
        event.listen(engine, "connect", _by_hand)
        event.listen(engine, "begin", _begin)
        try:
            let_it_shrink(engine)
            upgrade(engine.execution_options(**_WRITING))
            with closing(engine.raw_connection()) as raw:  # kept in the file; to be set while nobody else opens it
                raw.cursor().execute("PRAGMA journal_mode=WAL")
        finally:
            engine.dispose()


def server_url(written: str) -> str:
    """The address with the driver we use. Raises SettingsInvalid where it names no PostgreSQL server."""
    try:
        url = make_url(written)
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in ("postgresql", "postgres"):
        raise SettingsInvalid(
            "POLICY_DATABASE_URL 应像 postgresql://用户:密码@主机/库 这样；不填则用数据目录下的 memory.db。",
            log="POLICY_DATABASE_URL is not a PostgreSQL address",
        )
    return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def _with(engine: Engine, prepare: Any) -> None:
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise


def _by_hand(connection: Any, _: Any) -> None:
    """Transactions begin where we say so: the driver's own way begins them late and leaves tables out."""
    connection.isolation_level = None


def _configure(connection: Any, record: Any) -> None:
    _by_hand(connection, record)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-256")  # KB a connection; the default would fill 16 MB with old answers
    connection.execute("PRAGMA journal_size_limit=16777216")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def unavailable(error: Exception) -> MemoryUnavailable:
    """Any error of a database as one of ours, with its reason in Chinese."""
    said = str(error).lower()
    for sign, reason in (
        ("locked", "记录数据库正被其他程序占用"),
        ("full", "磁盘已满"),
        ("no space", "磁盘已满"),
        ("malformed", "记录数据库已损坏"),
        ("not a database", "记录数据库已损坏"),
        ("readonly", "记录数据库不可写"),
        ("read-only", "记录数据库不可写"),
        ("permission", "记录数据库不可写"),
        ("password authentication", "记录数据库不接受用户名或密码"),
        ("connection", "连不上记录数据库"),
    ):
        if sign in said:
            return MemoryUnavailable(f"{reason}，无法读写对话记录。{_REMEDY}", log=str(error))
    return MemoryUnavailable(f"对话记录暂时无法读写。{_REMEDY}", log=str(error))
