"""Who may come in: the host a request names, the page it comes from, the token or the session it carries."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from assistant.settings import LOOPBACK, Settings

SESSION_COOKIE = "policy_session"
SESSION_SECONDS = 12 * 3600  # a working day
OPEN_PATHS = frozenset({"/healthz", "/readyz", "/login", "/login.css"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Access:
    """Decides over the headers of a request; keeps nothing."""

    def __init__(self, settings: Settings, now: Callable[[], float] = time.time) -> None:
        self._token = settings.token.get_secret_value() if settings.token else ""
        # On a loopback address only loopback names are ours: a foreign name that resolves here (DNS rebinding)
        # would let any web page read the answers. On other addresses the token guards.
        named = {*LOOPBACK, *settings.hosts}
        self._hosts = frozenset(named) if settings.host in LOOPBACK or settings.hosts else None
        self._now = now

    @property
    def locked(self) -> bool:
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

    def admits(self, headers: Headers) -> bool:
        """Whether the request carries the token or a session that the token opened."""
        if not self._token:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        return self._is_session(cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE, ""))

    def is_token(self, given: str) -> bool:
        return bool(self._token) and hmac.compare_digest(_digest(given), _digest(self._token))

    def session(self) -> str:
        """A new session: its end, signed with the token. A new token ends all sessions."""
        until = str(int(self._now()) + SESSION_SECONDS)
        return f"{until}.{self._signature(until)}"

    def _is_session(self, given: str) -> bool:
        until, _, signature = given.partition(".")
        good = hmac.compare_digest(_digest(signature), _digest(self._signature(until)))
        return good and until.isdecimal() and int(until) > self._now()

    def _signature(self, until: str) -> str:
        return hmac.new(self._token.encode(), f"session {until}".encode(), hashlib.sha256).hexdigest()


def _digest(text: str) -> bytes:
    """Equal lengths, so that a comparison takes the same time whatever was typed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _name(host: str) -> str:
    """The host's name without its port; IPv6 without its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
