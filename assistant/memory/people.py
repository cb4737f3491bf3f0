"""People, their open logins, and the keys of integrations. Of every secret only its digest is kept."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.errors import AlreadyThere, RequestInvalid, UnknownRecord
from assistant.memory.database import Database
from assistant.memory.tables import ApiKeyRow, SessionRow, UserRow
from assistant.roles import ROLES, SCOPES, Role, Scope

SESSION_SECONDS = 12 * 3600  # a working day
KEY_PREFIX = "pk-"  # so that a key found in a file tells what it is
_SEEN_EVERY = timedelta(minutes=10)  # how exactly the last use of a key is kept: not a write a request


class _Told(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class User(_Told):
    """A person as an administrator sees it."""

    id: str
    email: str | None
    name: str
    role: Role
    active: bool
    created_at: datetime
    seen_at: datetime | None


class ApiKey(_Told):
    """A key of an integration, without its secret."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None


class Login(_Told):
    """An open session: whose it is. `user` is None for the team's token; `client` is the user's own."""

    opened_by: str
    user: User | None
    client: str | None


class People:
    """Every method raises MemoryUnavailable when the database cannot be used."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    # ---- sessions

    def open_session(self, opened_by: str, user_id: str | None = None) -> str:
        """A new session; returns the cookie's value."""
        value, now = secrets.token_urlsafe(32), self._now()
        row = SessionRow(
            digest=digest(value),
            user_id=user_id,
            opened_by=opened_by,
            created_at=now,
            expires_at=now + timedelta(seconds=SESSION_SECONDS),
        )
        with self._database.session(writing=True) as session:
            session.add(row)
        return value

    def login(self, value: str) -> Login | None:
        """Whose session this is; None where it is unknown, over, ended, or the person was shut out."""
        with self._database.session() as session:
            row = session.get(SessionRow, digest(value))
            if row is None or row.expires_at <= self._now():
                return None
            if row.user_id is None:
                return Login(opened_by=row.opened_by, user=None, client=None)
            user = session.get(UserRow, row.user_id)
            if user is None or not user.active:
                return None
            return Login(opened_by=row.opened_by, user=_user(user), client=user.client)

    def end_session(self, value: str) -> None:
        with self._database.session(writing=True) as session:
            session.execute(delete(SessionRow).where(SessionRow.digest == digest(value)))

    def end_sessions(self, user_id: str | None) -> int:
        """All of a person's sessions, or of the team's token; returns how many were open."""
        with self._database.session(writing=True) as session:
            found = session.scalars(select(SessionRow).where(SessionRow.user_id == user_id)).all()
            for row in found:
                session.delete(row)
            return len(found)

    # ---- people

    def users(self) -> list[User]:
        """Oldest first."""
        with self._database.session() as session:
            return [_user(row) for row in session.scalars(select(UserRow).order_by(UserRow.created_at, UserRow.id))]

    def add_user(self, email: str, name: str, role: Role) -> User:
        """Somebody who may log in from now on. Raises AlreadyThere where the address is taken."""
        with self._database.session(writing=True) as session:
            if _by_email(session, email):
                raise AlreadyThere(f"已有邮箱为 {email} 的用户。")
            row = self._new(email, name, role)
            session.add(row)
            return _user(row)

    def change_user(self, user_id: str, *, role: Role | None = None, active: bool | None = None) -> User:
        """Whoever is shut out is logged out at once. Raises UnknownRecord."""
        with self._database.session(writing=True) as session:
            row = session.get(UserRow, user_id) or _by_email(session, user_id)
            if row is None:
                raise UnknownRecord(f"没有编号或邮箱为“{user_id}”的用户。")
            row.role = role or row.role
            row.active = row.active if active is None else active
            if not row.active:
                session.execute(delete(SessionRow).where(SessionRow.user_id == row.id))
            return _user(row)

    def arrived(self, subject: str, email: str | None, name: str, new_role: Role | None) -> User | None:
        """The person a provider vouches for, made known at the first login as `new_role`.

        `email` must be verified by the provider: by it an invited person is recognised.
        None where the person is not known and nobody new is taken, or was shut out.
        """
        with self._database.session(writing=True) as session:
            row = session.scalars(select(UserRow).where(UserRow.subject == subject)).one_or_none()
            invited = _by_email(session, email) if email and row is None else None
            if row is None and invited is not None and invited.subject is None:
                row = invited
                row.subject = subject
            if row is None and new_role is not None and invited is None:
                row = self._new(email, name, new_role)
                row.subject = subject
                session.add(row)
            if row is None or not row.active:
                return None
            row.name, row.seen_at = name or row.name, self._now()
            return _user(row)

    def _new(self, email: str | None, name: str, role: Role) -> UserRow:
        return UserRow(
            id=uuid.uuid4().hex,
            subject=None,
            email=email.strip().lower() if email else None,
            name=name,
            role=role,
            active=True,
            client=uuid.uuid4().hex,
            created_at=self._now(),
            seen_at=None,
        )

    # ---- keys

    def keys(self) -> list[ApiKey]:
        """Oldest first."""
        with self._database.session() as session:
            found = session.scalars(select(ApiKeyRow).order_by(ApiKeyRow.created_at, ApiKeyRow.id))
            return [_key(row) for row in found]

    def add_key(self, name: str, scopes: Iterable[Scope], days: int | None = None) -> tuple[ApiKey, str]:
        """A new key, and its secret, which is told this once. Raises RequestInvalid for no scope or an unknown one."""
        wanted = [scope for scope in SCOPES if scope in set(scopes)]
        if not wanted:
            raise RequestInvalid(f"密钥至少要有一项权限：{'、'.join(SCOPES)}。")
        secret, now = KEY_PREFIX + secrets.token_urlsafe(32), self._now()
        row = ApiKeyRow(
            id=uuid.uuid4().hex,
            name=name,
            digest=digest(secret),
            scopes=" ".join(wanted),
            client=uuid.uuid4().hex,
            created_at=now,
            expires_at=now + timedelta(days=days) if days else None,
            revoked_at=None,
            used_at=None,
        )
        with self._database.session(writing=True) as session:
            session.add(row)
        return _key(row), secret

    def revoke_key(self, key_id: str) -> ApiKey:
        """Raises UnknownRecord."""
        with self._database.session(writing=True) as session:
            row = session.get(ApiKeyRow, key_id)
            if row is None:
                raise UnknownRecord(f"没有编号为“{key_id}”的密钥。")
            row.revoked_at = row.revoked_at or self._now()
            return _key(row)

    def key(self, secret: str) -> tuple[ApiKey, str] | None:
        """The key and the client it keeps its conversations under; None where it is unknown, over or revoked."""
        now = self._now()
        with self._database.session() as session:
            row = session.scalars(select(ApiKeyRow).where(ApiKeyRow.digest == digest(secret))).one_or_none()
            if row is None or row.revoked_at or (row.expires_at and row.expires_at <= now):
                return None
            found, client = _key(row), row.client
        if found.used_at is None or now - found.used_at >= _SEEN_EVERY:
            with self._database.session(writing=True) as session:
                if used := session.get(ApiKeyRow, found.id):
                    used.used_at = now
        return found, client


def digest(secret: str) -> str:
    """The secrets have 256 random bits: a plain digest of them cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _by_email(session: Session, email: str) -> UserRow | None:
    return session.scalars(select(UserRow).where(UserRow.email == email.strip().lower())).one_or_none()


def _user(row: UserRow) -> User:
    role: Role = next((each for each in ROLES if each == row.role), "viewer")
    return User(
        id=row.id,
        email=row.email,
        name=row.name,
        role=role,
        active=row.active,
        created_at=row.created_at,
        seen_at=row.seen_at,
    )


def _key(row: ApiKeyRow) -> ApiKey:
    held = row.scopes.split()
    return ApiKey(
        id=row.id,
        name=row.name,
        scopes=[scope for scope in SCOPES if scope in held],
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
