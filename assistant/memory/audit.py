"""The audit record: who asked, changed, published what. Append-only; each entry holds the digest of the one before.

An entry names things by their ids and holds nobody's words, so that it may be kept when they are deleted. A change in
the middle breaks the chain; entries cut off at the end show when the last digest was noted down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.masking import masked
from assistant.memory.database import Database
from assistant.memory.tables import ApiKeyRow, AuditRow, UserRow

FIRST = "0" * 64  # what stands before the first entry
_LOCK = 0x61756469  # one writer at a time on a server; SQLite has only one anyway
_PAGE = 500


class Entry(BaseModel):
    """One line of the record."""

    model_config = ConfigDict(frozen=True)

    number: int
    at: str
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    digest: str


class Verdict(BaseModel):
    """What checking the chain found: `broken_at` is the first entry that does not fit, None where all do."""

    entries: int
    last: str
    broken_at: int | None = None
    reason: str = ""


class Audit:
    """Every method raises MemoryUnavailable when the database cannot be used."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(self, actor: str, action: str, subject: str = "", detail: Mapping[str, object] | None = None) -> None:
        with self._database.session(writing=True) as session:
            self.append(session, actor, action, subject, detail)

    def append(
        self, session: Session, actor: str, action: str, subject: str = "", detail: Mapping[str, object] | None = None
    ) -> None:
        """As part of the writing transaction that does what is recorded: both are kept, or neither."""
        if self._database.is_server:
            session.connection().exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        last = session.execute(
            select(AuditRow.number, AuditRow.digest).order_by(AuditRow.number.desc()).limit(1)
        ).one_or_none()
        number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
        at = self._now().astimezone(UTC).isoformat()
        words = masked(json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True))
        parts = (number, at, actor, action, subject.replace("\0", ""), words, previous)
        session.add(AuditRow(**dict(zip(_FIELDS, parts, strict=True)), digest=_digest(*parts)))

    def of_client(self, session: Session, client: str) -> str:
        """The actor whose conversations are kept under `client`: a person, a key, or a nameless browser."""
        if user := session.scalars(select(UserRow.id).where(UserRow.client == client)).one_or_none():
            return f"user:{user}"
        if key := session.scalars(select(ApiKeyRow.id).where(ApiKeyRow.client == client)).one_or_none():
            return f"key:{key}"
        return f"client:{hashlib.sha256(client.encode()).hexdigest()[:12]}"

    def entries(self, after: int = 0, limit: int = 100) -> list[Entry]:
        """Oldest first."""
        with self._database.session() as session:
            rows = session.scalars(
                select(AuditRow).where(AuditRow.number > after).order_by(AuditRow.number).limit(limit)
            ).all()
            return [Entry.model_validate(row, from_attributes=True) for row in rows]

    def holds(self, digest: str) -> bool:
        """Whether an entry of this digest is there (the beginning counts as one)."""
        with self._database.session() as session:
            return (
                digest == FIRST or session.scalar(select(AuditRow.number).where(AuditRow.digest == digest)) is not None
            )

    def verify(self) -> Verdict:
        """Read the whole record and recompute every digest."""
        number, previous = 0, FIRST
        for entry in self._all():
            reason = ""
            if entry.number != number + 1:
                reason = "缺少前面的记录"
            elif entry.previous != previous:
                reason = "与上一条接不上"
            elif _digest(*(getattr(entry, name) for name in _FIELDS)) != entry.digest:
                reason = "内容被改动"
            if reason:
                return Verdict(entries=number, last=previous, broken_at=entry.number, reason=reason)
            number, previous = entry.number, entry.digest
        return Verdict(entries=number, last=previous)

    def _all(self) -> Iterator[Entry]:
        after = 0
        while page := self.entries(after, _PAGE):
            yield from page
            after = page[-1].number


_FIELDS = ("number", "at", "actor", "action", "subject", "detail", "previous")


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
