"""The tables. Whole answers are kept as JSON with their versions, so that any of them can be looked at again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA = 1  # PRAGMA user_version; raise it with every change of a table


class Utc(TypeDecorator[datetime]):
    """A moment; SQLite keeps no time zone, so all are kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Utc}  # noqa: RUF012


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)


class AnswerRow(Base):
    """One answer.

    Attributes:
        id: the answer's own id; a caller may choose it, so it need not be unique.
        minted: the id was made here and cannot be guessed: whoever holds it may read the answer.
    """

    __tablename__ = "answers"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(index=True)
    client: Mapped[str]
    minted: Mapped[bool]
    conversation: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)


class FeedbackRow(Base):
    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    answer_id: Mapped[str] = mapped_column(index=True)
    verdict: Mapped[str]
    reasons: Mapped[str]  # joined by "、": the reasons are a closed list of words
    comment: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(index=True)


class NoteRow(Base):
    __tablename__ = "notes"
    __table_args__ = (Index("notes_of_client", "client", "updated_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    answer_id: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
