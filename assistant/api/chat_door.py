"""The door round the chat page's application: its own content policy, its own few addresses, a fair share of its queue.

gradio brings many addresses along that this page does not use, among them an upload of files that nobody reads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import problems
from assistant.api.headers import GRADIO

# Questions of one browser, and of one address, that may wait in the page's queue. A person has one or two.
WAITING_OF_CLIENT = 6
WAITING_OF_ADDRESS = 30

_JOIN = "/gradio_api/queue/join"
_READS = re.compile(
    r"/(|config|theme\.css|favicon\.ico|manifest\.json|robots\.txt|(assets|static|svelte)/.+"
    r"|gradio_api/(app_id|info|startup-events|theme\.css|queue/data|queue/status|heartbeat/[^/]+))/?"
)
_WRITES = re.compile(r"/gradio_api/(queue/join|cancel|reset|run/predict)/?")


class ChatDoor:
    """Wraps the mounted application. `waiting` gives the requests whose questions wait in its queue."""

    def __init__(self, app: ASGIApp, waiting: Callable[[], Iterable[Request | None]]) -> None:
        self._app = app
        self._waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        # Starlette leaves the mount's own part in the path.
        path, method = scope["path"].removeprefix(scope.get("root_path", "")) or "/", scope["method"]
        allowed = _READS if method in ("GET", "HEAD", "OPTIONS") else _WRITES
        if not allowed.fullmatch(path):
            return await problems.response(problems.problem(404))(scope, receive, send)
        if path.rstrip("/") == _JOIN and self._has_enough(Request(scope)):
            found = problems.problem(429, "您还有问题在排队，请等它们答完再问。", "too_many_requests")
            return await problems.response(found, {"Retry-After": "5"})(scope, receive, send)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault("content-security-policy", GRADIO)
            await send(message)

        await self._app(scope, receive, marked)
        return None

    def _has_enough(self, request: Request) -> bool:
        clients: Counter[str] = Counter()
        addresses: Counter[str] = Counter()
        for each in self._waiting():
            if each is not None:
                clients[_client(each)] += 1
                addresses[_address(each)] += 1
        return clients[_client(request)] >= WAITING_OF_CLIENT or addresses[_address(request)] >= WAITING_OF_ADDRESS


def _client(request: Request) -> str:
    return str(request.scope.get("state", {}).get("client", ""))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
