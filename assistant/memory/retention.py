"""What is older than the retention allows is deleted in small slices, in nobody's question, and its space given back.

Kept for ever are only people, keys and the audit record: without them nobody could log in, or check the record.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from assistant.errors import AssistantFailure
from assistant.memory.database import Database
from assistant.memory.tables import AnswerRow, ConversationRow, NoteRow, SessionRow

log = logging.getLogger(__name__)

SLICE = 50  # rows a transaction: a question that wants to write meanwhile waits milliseconds
PAGES = 500  # given back to the disk a time, 4 KB each
EVERY_SECONDS = 600.0
_REST_SECONDS = 0.05  # between two slices, for whoever waits to write


class Retention:
    """Deletes what has expired, one slice a call."""

    def __init__(self, database: Database, days: int, now: Callable[[], datetime]) -> None:
        self._database = database
        self._kept = timedelta(days=days)
        self._now = now

    def purge(self, rest: Callable[[], object] = lambda: None) -> int:
        """Delete all that has expired; returns how many rows. `rest` is called between the slices.

        Raises:
            MemoryUnavailable
        """
        total = 0
        while deleted := self._slice():
            total += deleted
            self._give_back()
            rest()
        return total

    def _slice(self) -> int:
        now = self._now()
        with self._database.session(writing=True) as session:
            left = SLICE - _some(session, SessionRow.digest, SessionRow.expires_at <= now, SLICE)
            if not self._kept:
                return SLICE - left
            before = now - self._kept
            # The answers of a conversation go first, slice by slice; the empty conversation after them.
            kept_by = select(ConversationRow.id).where(ConversationRow.updated_at < before)
            for column, expired in (
                (AnswerRow.number, AnswerRow.conversation.in_(kept_by)),
                (AnswerRow.number, AnswerRow.conversation.is_(None) & (AnswerRow.created_at < before)),
                (
                    ConversationRow.id,
                    (ConversationRow.updated_at < before)
                    & ~exists().where(AnswerRow.conversation == ConversationRow.id),
                ),
                (NoteRow.id, NoteRow.updated_at < before),
            ):
                if left:
                    left -= _some(session, column, expired, left)
            return SLICE - left

    def _give_back(self) -> None:
        if self._database.is_server:
            return  # the server's own vacuum does
        with self._database.session() as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            # A cursor would give back one page only; a script runs to its end, as a transaction of its own.
            raw.executescript(f"PRAGMA incremental_vacuum({PAGES})")


def _some(session: Session, key: InstrumentedAttribute[str] | InstrumentedAttribute[int], which: object, n: int) -> int:
    keys = session.scalars(select(key).where(which).limit(n)).all()  # type: ignore[arg-type]
    if keys:
        session.execute(delete(key.class_).where(key.in_(keys)), execution_options={"synchronize_session": False})
    return len(keys)


class Housekeeper:
    """A thread that purges now and then, until it is closed."""

    def __init__(self, retention: Retention, every: float = EVERY_SECONDS) -> None:
        self._retention = retention
        self._every = every
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """End after the slice at hand."""
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                if deleted := self._retention.purge(self._rest):
                    log.info("%d expired rows were deleted", deleted)
            except AssistantFailure as error:
                log.warning("expired rows stay for now: %s", error.log)
            except _Ended:
                return
            self._end.wait(self._every)

    def _rest(self) -> None:
        if self._end.wait(_REST_SECONDS):
            raise _Ended


class _Ended(Exception):
    """Between two slices the thread was asked to end."""
