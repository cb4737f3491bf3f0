"""The tables. Whole answers are kept as JSON with their versions, so that any of them can be looked at again.

Every change of a table is a revision under `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Utc(TypeDecorator[datetime]):
    """A moment; SQLite keeps no time zone, so all are kept in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class Words(TypeDecorator[str]):
    """Text without NUL, which PostgreSQL does not take and nobody can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return value.replace("\0", "") if value else value


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Utc, str: Words}  # noqa: RUF012


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
    __table_args__ = (Index("answers_of_client", "client", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(index=True)
    client: Mapped[str]
    minted: Mapped[bool]
    conversation: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


class FeedbackRow(Base):
    """What was said of an answer; it goes when the answer goes."""

    __tablename__ = "feedback"

    id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str] = mapped_column(index=True)
    answer_id: Mapped[str] = mapped_column(index=True)
    answer_number: Mapped[int] = mapped_column(ForeignKey("answers.number", ondelete="CASCADE"), index=True)
    verdict: Mapped[str]
    reasons: Mapped[str]  # joined by "、": the reasons are a closed list of words
    comment: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


class NoteRow(Base):
    __tablename__ = "notes"
    __table_args__ = (Index("notes_of_client", "client", "updated_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    client: Mapped[str]
    answer_id: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class UserRow(Base):
    """A person.

    Attributes:
        subject: who the OpenID provider says it is, "issuer subject"; None until the first login.
        email: lower case; how an administrator names somebody who never logged in yet.
        client: under which the person's conversations are kept; told to nobody.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    client: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class SessionRow(Base):
    """An open login. The cookie's value itself is not kept.

    Attributes:
        digest: SHA-256 of the cookie's value.
        user_id: whose; None for the team's token.
        opened_by: what opened it: a digest of the token, so that a new token ends it, or "oidc".
    """

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    opened_by: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ApiKeyRow(Base):
    """A key of one integration. The key itself is shown once and not kept.

    Attributes:
        scopes: what it may do, joined by spaces.
        client: under which its conversations are kept; told to nobody.
    """

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[str]
    client: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class AuditRow(Base):
    """One entry of the record; each holds the digest of the one before. Triggers refuse changes and deletions."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    digest: Mapped[str]
