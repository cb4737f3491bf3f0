"""Hands requests on to a process of this service that listens on a socket file, answers streamed back as they come.

The gradio application keeps its conversations in one process; the other workers are its front doors.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from assistant.api import problems
from assistant.api.guard import with_client

# Headers of one connection, which the next one does not inherit.
_HOP = frozenset(
    {b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"x-forwarded-for"}
)
_CONNECT_SECONDS = 2.0


class Relay:
    """An application that is served elsewhere. What comes in has passed the guard; the other side has its own."""

    def __init__(self, socket: Path) -> None:
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=str(socket), limits=httpx.Limits(max_connections=None)),
            base_url="http://chat",
            timeout=httpx.Timeout(None, connect=_CONNECT_SECONDS),  # a heartbeat's answer never ends
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._handed_on(Request(scope, receive), send)
        except httpx.TransportError:
            found = problems.problem(503, "对话页正在重新启动，请稍后再试。", "overloaded")
            await problems.response(found, {"Retry-After": "3"})(scope, receive, send)
        except ClientDisconnect:
            return

    async def _handed_on(self, request: Request, send: Send) -> None:
        scope = request.scope
        query = scope["query_string"].decode("latin-1")
        sent = self._client.build_request(
            scope["method"],
            httpx.URL(scheme="http", host="chat", raw_path=_path(scope) + (f"?{query}".encode() if query else b"")),
            headers=_headers(scope),
            content=request.stream() if scope["method"] not in ("GET", "HEAD") else None,
        )
        answered = await self._client.send(sent, stream=True)
        try:
            response = StreamingResponse(_pieces(answered), answered.status_code)
            response.raw_headers = [pair for pair in answered.headers.raw if pair[0].lower() not in _HOP]
            await response(scope, request.receive, send)
        finally:
            with anyio.CancelScope(shield=True):
                await answered.aclose()


async def _pieces(answered: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answered.aiter_raw():
            yield piece
    except httpx.TransportError:
        return  # the other process ended in the middle: so does the answer


def _path(scope: Scope) -> bytes:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The caller's headers with the client that the guard gave it, and the address it comes from."""
    kept = [(name, value) for name, value in scope["headers"] if name not in _HOP]
    address = scope["client"][0] if scope.get("client") else ""
    forwarded = [(b"x-forwarded-for", address.encode()), (b"x-forwarded-proto", scope["scheme"].encode())]
    return [*with_client(kept, scope["state"]["client"]), *forwarded]
