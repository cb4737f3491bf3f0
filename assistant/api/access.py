"""Who may come in: the host a request names, the page it comes from, the token, key or session it carries."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from assistant.errors import MemoryUnavailable
from assistant.memory.people import KEY_PREFIX, People, digest
from assistant.roles import OF_ROLE, Role, Scope
from assistant.settings import LOOPBACK, Settings

log = logging.getLogger(__name__)

SESSION_COOKIE = "policy_session"
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/login", "/login.css", "/login/oidc", "/login/callback"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BY_OIDC = "oidc"
_LOCAL_SESSIONS = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request.

    Attributes:
        actor: how the audit record names it.
        client: under which its conversations are kept, where that is not the browser's own cookie.
        role: a person's; None for the team's token, keys and a service without logins.
    """

    actor: str
    scopes: frozenset[Scope]
    client: str | None = None
    role: Role | None = None


ANYBODY_HERE = Caller("local", OF_ROLE["admin"])
TEAM = Caller("token", OF_ROLE["admin"])
WRONG: Literal["wrong"] = "wrong"


class Access:
    """Decides over the headers of a request."""

    def __init__(self, settings: Settings, people: People) -> None:
        self._token = settings.token.get_secret_value() if settings.token else ""
        self._oidc = settings.oidc_issuer is not None
        # On a loopback address only loopback names are ours: a foreign name that resolves here (DNS rebinding)
        # would let any web page read the answers. On other addresses the token guards.
        named = {*LOOPBACK, *settings.hosts}
        self._hosts = frozenset(named) if settings.host in LOOPBACK or settings.hosts else None
        self._people = people
        # Sessions that could not be written down (a read-only disk): they hold in this process.
        self._local: dict[str, None] = {}
        self._opened_by = "token:" + hashlib.sha256(f"session {self._token}".encode()).hexdigest()[:32]

    @property
    def locked(self) -> bool:
        return bool(self._token) or self._oidc

    @property
    def takes_token(self) -> bool:
        return bool(self._token)

    def host_is_ours(self, headers: Headers) -> bool:
        """Whether the request was sent to one of this service's own names."""
        return self._hosts is None or _name(headers.get("host", "")) in self._hosts

    def comes_from_here(self, headers: Headers) -> bool:
        """Whether a request that changes something comes from our own pages or from no page at all."""
        if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()

    def carries_secret(self, headers: Headers) -> bool:
        """Whether the request tries a token or a key, right or wrong."""
        return self.locked and bool(_bearer(headers))

    def caller(self, headers: Headers) -> Caller | Literal["wrong"] | None:
        """Who sends this; None where it says nothing of itself, "wrong" where it carries a wrong token or key.

        Asks the database: not for the event loop. Raises MemoryUnavailable.
        """
        if not self.locked:
            return ANYBODY_HERE
        if given := _bearer(headers):
            return self._of_secret(given)
        cookie = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")
        return self._of_session(cookie) if cookie else None

    def is_token(self, given: str) -> bool:
        return bool(self._token) and hmac.compare_digest(digest(given), digest(self._token))

    def open_session(self) -> str:
        """A session of the team's token; returns the cookie's value. A new token ends all of them."""
        try:
            return self._people.open_session(self._opened_by)
        except MemoryUnavailable as error:
            log.error("the session holds in this process only: %s", error.log)
            value = secrets.token_urlsafe(32)
            self._local[digest(value)] = None
            while len(self._local) > _LOCAL_SESSIONS:
                self._local.pop(next(iter(self._local)))
            return value

    def open_session_of(self, user_id: str) -> str:
        """A session of a person who came through the provider. Raises MemoryUnavailable."""
        return self._people.open_session(BY_OIDC, user_id)

    def end_session(self, headers: Headers) -> None:
        """Raises MemoryUnavailable."""
        value = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, "")
        if self._local.pop(digest(value), self) is self and value:
            self._people.end_session(value)

    def _of_secret(self, given: str) -> Caller | Literal["wrong"]:
        if self.is_token(given):
            return TEAM
        found = self._people.key(given) if given.startswith(KEY_PREFIX) else None
        if found is None:
            return WRONG
        key, client = found
        return Caller(f"key:{key.id}", frozenset(key.scopes), client)

    def _of_session(self, cookie: str) -> Caller | None:
        if digest(cookie) in self._local:
            return TEAM
        login = self._people.login(cookie)
        if login is None:
            return None
        if login.user is None:
            return TEAM if self._token and login.opened_by == self._opened_by else None
        if not self._oidc:
            return None  # the provider was taken out of the settings: nobody vouches for this person any more
        return Caller(f"user:{login.user.id}", OF_ROLE[login.user.role], login.client, login.user.role)


def _bearer(headers: Headers) -> str:
    scheme, _, given = headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _name(host: str) -> str:
    """The host's name without its port; IPv6 without its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
