"""The gate before every door: host, origin, who it is, what it may, size, rate, patience; headers on the way out.

Plain ASGI, so that streams pass through it piece by piece and a client's leaving is felt at once.
"""

from __future__ import annotations

import logging
import math
import time
import uuid
from urllib.parse import quote

import anyio
import anyio.to_thread
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import problems
from assistant.api.access import ANYBODY_HERE, OPEN_PATHS, SAFE_METHODS, Access, Caller
from assistant.api.headers import secure
from assistant.api.permits import needed
from assistant.api.rates import Rates, neighbourhood
from assistant.api.seats import asker
from assistant.api.services import CLIENT_COOKIE, Services, client_of
from assistant.errors import MemoryUnavailable
from assistant.roles import SCOPE_WORDS
from index.intake.reading import LIMIT_MB

log = logging.getLogger("assistant.access")

LOCAL_RATE, EXPOSED_RATE, FAILURES = 6_000, 300, 10
BODY_SECONDS = 30.0  # for the whole body of a request to arrive
DOCUMENTS, UPLOAD = "/library/desk", LIMIT_MB * 1_000_000 + 64 * 1024  # where files are brought; a form round the file
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds: not worth a line each
_YEAR = 365 * 24 * 3600


class Guard:
    """Middleware round the whole application."""

    def __init__(self, app: ASGIApp, services: Services, access: Access) -> None:
        settings = services.settings
        self._app = app
        self._access = access
        self._metrics = services.metrics
        self._limit = settings.max_body_kb * 1024
        self._rates = Rates(settings.rate_limit or (EXPOSED_RATE if settings.exposed else LOCAL_RATE))
        self.failures = Rates(FAILURES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                return await self._app(scope, receive, send)
            return await send({"type": "websocket.close", "code": 1008})  # no door speaks over web sockets
        headers = Headers(scope=scope)
        started = time.perf_counter()
        cookie = client_of(cookie_parser(headers.get("cookie", "")))
        state = scope.setdefault("state", {})
        state["client"] = cookie or uuid.uuid4().hex
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                outgoing = MutableHeaders(scope=message)
                secure(outgoing)
                if cookie is None and "fixed" not in state and _introduces(scope, outgoing):
                    outgoing.append("set-cookie", _client_cookie(state["client"], scope["scheme"]))
                if status == 401 and scope["path"] in OPEN_PATHS:
                    self.failures.wait(_address(scope))
            await send(message)

        refused = await self._refusal(scope, headers, known=cookie is not None)
        try:
            if refused is not None:
                await refused(scope, receive, sent)
            else:
                await self._app(scope, self._counted(receive, scope["path"]), sent)
        finally:
            seconds = time.perf_counter() - started
            route = _template(scope)
            self._metrics.requested(scope["method"], route, status, seconds)
            quiet = logging.DEBUG if scope["path"] in PROBES else logging.INFO
            log.log(quiet, "%s %s %d %.0f ms", scope["method"], route, status, seconds * 1000)

    async def _refusal(self, scope: Scope, headers: Headers, *, known: bool) -> Response | None:
        """The answer to a request that may not come in."""
        path, method = scope["path"], scope["method"]
        if not self._access.host_is_ours(headers):
            return problems.response(problems.problem(421, "请用本机地址或登记的域名访问。", "unknown_host"), path=path)
        if method not in METHODS:
            return problems.response(problems.problem(405), {"Allow": ", ".join(METHODS)}, path)
        if method not in SAFE_METHODS and not self._access.comes_from_here(headers):
            return problems.response(problems.problem(403, "不接受来自其他网站的请求。", "foreign_origin"), path=path)
        declared, limit = headers.get("content-length", ""), self._most(path)
        if declared.isdecimal() and int(declared) > limit:
            return problems.response(_too_large(limit), path=path)
        if path in OPEN_PATHS:
            trying = path.startswith("/login") and (method == "POST" or path == "/login/callback")
            return self._slowed(self.failures, scope, take=False) if trying else None
        return await self._unknown(scope, headers, known=known) or (
            self._slowed(self._rates, scope) if _costs(method, path) else None
        )

    async def _unknown(self, scope: Scope, headers: Headers, *, known: bool) -> Response | None:
        """The answer to somebody who may not do this; else the request is marked with who sent it."""
        if self._access.carries_secret(headers) and (slowed := self._slowed(self.failures, scope, take=False)):
            return slowed
        try:
            caller = (
                await anyio.to_thread.run_sync(self._access.caller, headers) if self._access.locked else ANYBODY_HERE
            )
        except MemoryUnavailable as error:
            log.error("nobody can be recognised: %s", error.log)
            return problems.response(problems.problem_of(error), {"Retry-After": "5"}, scope["path"])
        if caller is None or caller == "wrong":
            if caller == "wrong":
                self.failures.wait(_address(scope))
            return _please_log_in(scope, headers)
        wanted = needed(scope["method"], scope["path"])
        if wanted not in caller.scopes:
            detail = f"没有这项权限：{SCOPE_WORDS[wanted]}。请联系管理员。"
            return problems.response(problems.problem(403, detail, "forbidden"), path=scope["path"])
        _mark(scope, caller, known=known)
        return None

    def _slowed(self, rates: Rates, scope: Scope, *, take: bool = True) -> Response | None:
        wait = math.ceil(rates.wait(_address(scope), take=take))
        if not wait:
            return None
        found = problems.problem(429, f"请求太频繁，请 {wait} 秒后再试。", "too_many_requests")
        return problems.response(found, {"Retry-After": str(wait)}, scope["path"])

    def _most(self, path: str) -> int:
        """How many bytes a request may have: where documents are brought, a document's worth."""
        return max(self._limit, UPLOAD) if path == DOCUMENTS else self._limit

    def _counted(self, receive: Receive, path: str) -> Receive:
        """The body as it comes, refused where it grows past the limit without having said so, or never ends."""
        limit = self._most(path)
        total = 0
        complete = False
        deadline = anyio.current_time() + BODY_SECONDS

        async def counted() -> Message:
            nonlocal total, complete
            if complete:
                return await receive()  # waiting for the client to leave takes as long as it takes
            with anyio.move_on_at(deadline) as patience:
                message = await receive()
            if patience.cancelled_caught:
                raise HTTPException(408, "请求内容迟迟没有传完，请重试。", {"Connection": "close"})
            total += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if total > limit:
                raise HTTPException(413, _too_large(limit).detail)
            return message

        return counted


def _mark(scope: Scope, caller: Caller, *, known: bool) -> None:
    """Write down who it is, for the doors, the memory and the turns at the core."""
    state = scope["state"]
    state["caller"] = caller
    if caller.client is not None:
        state["client"] = caller.client
        state["fixed"] = True
        scope["headers"] = with_client(scope["headers"], caller.client)
    asker.set(state["client"] if known or caller.client is not None else _address(scope))


def with_client(headers: list[tuple[bytes, bytes]], client: str) -> list[tuple[bytes, bytes]]:
    """The headers with the caller's own client in place of the browser's: what pages read is who logged in."""
    cookies = [value for name, value in headers if name == b"cookie"]
    parts = [part.strip() for value in cookies for part in value.decode("latin-1").split(";")]
    kept = [part for part in parts if part and part.partition("=")[0].strip() != CLIENT_COOKIE]
    cookie = "; ".join([*kept, f"{CLIENT_COOKIE}={client}"]).encode("latin-1")
    return [*(pair for pair in headers if pair[0] != b"cookie"), (b"cookie", cookie)]


def _address(scope: Scope) -> str:
    return neighbourhood(scope["client"][0]) if scope.get("client") else ""


def _too_large(limit: int) -> problems.Problem:
    return problems.problem(413, f"请求内容超过 {limit // 1024} KB 的上限，请精简后重试。", "too_large")


def _please_log_in(scope: Scope, headers: Headers) -> Response:
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        return RedirectResponse(f"/login?next={quote(scope['path'])}", 303)
    return problems.response(problems.problem(401), {"WWW-Authenticate": "Bearer"}, scope["path"])


def _costs(method: str, path: str) -> bool:
    """Whether a request makes the core or the memory work: everything but pages, their files and probes."""
    return method not in SAFE_METHODS or path.startswith(("/api/", "/v1/")) or path == "/hotline/search"


def _introduces(scope: Scope, outgoing: MutableHeaders) -> bool:
    """Pages, and doors that keep something, tell a new client its id; assets and health checks do not."""
    is_page = outgoing.get("content-type", "").startswith("text/html")
    return is_page or scope["path"].startswith(("/api/", "/v1/"))


def _client_cookie(client: str, scheme: str) -> str:
    secured = "; Secure" if scheme == "https" else ""
    return f"{CLIENT_COOKIE}={client}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax{secured}"


def _template(scope: Scope) -> str:
    """The route's template: a path of somebody's making would give every request a label of its own."""
    route = scope.get("route")
    return str(getattr(route, "path", "") or "other")
