"""The gate before every door: host, origin, login, size, rate; and on the way out headers, client cookie, figures.

Plain ASGI, so that streams pass through it piece by piece and a client's leaving is felt at once.
"""

from __future__ import annotations

import logging
import math
import time
import uuid
from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import problems
from assistant.api.access import OPEN_PATHS, SAFE_METHODS, Access
from assistant.api.headers import secure
from assistant.api.rates import Rates
from assistant.api.services import CLIENT_COOKIE, Services, client_of

log = logging.getLogger("assistant.access")

LOCAL_RATE, EXPOSED_RATE, LOGIN_RATE = 6_000, 300, 10
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
        self._logins = Rates(LOGIN_RATE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                return await self._app(scope, receive, send)
            return await send({"type": "websocket.close", "code": 1008})  # no door speaks over web sockets
        headers = Headers(scope=scope)
        started = time.perf_counter()
        known = client_of(cookie_parser(headers.get("cookie", "")))
        client = known or uuid.uuid4().hex
        scope.setdefault("state", {})["client"] = client
        status = 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                outgoing = MutableHeaders(scope=message)
                secure(outgoing)
                if known is None and _introduces(scope, outgoing):
                    outgoing.append("set-cookie", _client_cookie(client, scope["scheme"]))
            await send(message)

        refused = self._refusal(scope, headers)
        try:
            if refused is not None:
                await refused(scope, receive, sent)
            else:
                await self._app(scope, self._counted(receive), sent)
        finally:
            seconds = time.perf_counter() - started
            route = _template(scope)
            self._metrics.requested(scope["method"], route, status, seconds)
            quiet = logging.DEBUG if scope["path"] in PROBES else logging.INFO
            log.log(quiet, "%s %s %d %.0f ms", scope["method"], route, status, seconds * 1000)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that may not come in."""
        path, method = scope["path"], scope["method"]
        if not self._access.host_is_ours(headers):
            return problems.response(problems.problem(421, "请用本机地址或登记的域名访问。", "unknown_host"), path=path)
        if method not in METHODS:
            return problems.response(problems.problem(405), {"Allow": ", ".join(METHODS)}, path)
        if method not in SAFE_METHODS and not self._access.comes_from_here(headers):
            return problems.response(problems.problem(403, "不接受来自其他网站的请求。", "foreign_origin"), path=path)
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limit:
            return problems.response(_too_large(self._limit), path=path)
        if path == "/login" and method == "POST":
            return self._slowed(self._logins, scope)
        if path not in OPEN_PATHS and not self._access.admits(headers):
            return _please_log_in(scope, headers)
        return self._slowed(self._rates, scope) if _costs(method, path) else None

    def _slowed(self, rates: Rates, scope: Scope) -> Response | None:
        address = scope["client"][0] if scope.get("client") else ""
        wait = math.ceil(rates.wait(address))
        if not wait:
            return None
        found = problems.problem(429, f"请求太频繁，请 {wait} 秒后再试。", "too_many_requests")
        return problems.response(found, {"Retry-After": str(wait)}, scope["path"])

    def _counted(self, receive: Receive) -> Receive:
        """The body as it comes, refused where it grows past the limit without having said so."""
        total = 0

        async def counted() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > self._limit:
                raise HTTPException(413, _too_large(self._limit).detail)
            return message

        return counted


def _too_large(limit: int) -> problems.Problem:
    return problems.problem(413, f"请求内容超过 {limit // 1024} KB 的上限，请精简后重试。", "too_large")


def _please_log_in(scope: Scope, headers: Headers) -> Response:
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        return RedirectResponse(f"/login?next={quote(scope['path'])}", 303)
    return problems.response(problems.problem(401), {"WWW-Authenticate": "Bearer"}, scope["path"])


def _costs(method: str, path: str) -> bool:
    """Whether a request makes the core work or writes."""
    return method not in SAFE_METHODS or path in ("/api/search", "/hotline/search")


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
