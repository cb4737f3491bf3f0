"""How the application is served: uvicorn, with patience for slow clients that ends.

A connection that opens and sends nothing, or its headers drop by drop, is closed; bodies are the guard's.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
_GRACE_SECONDS = 3  # open pages hold a heartbeat connection that never ends by itself


class Patient(HttpToolsProtocol):
    """uvicorn's protocol, closing what has no whole request line and headers in time."""

    header_seconds = HEADER_SECONDS
    _waiting: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._waiting is None:  # a later request of the same connection
            self._wait()

    def on_headers_complete(self) -> None:
        self._came()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._came()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.header_seconds, self._too_slow)

    def _came(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def server_options(**options: Any) -> dict[str, Any]:
    """What every server of this application is given, with `options` beside it or in their place."""
    return {
        "http": Patient,
        "ws": "none",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,  # whose word is taken is a setting, and the application's matter
        "timeout_graceful_shutdown": _GRACE_SECONDS,
        **options,
    }


def run(app: Any, **options: Any) -> None:
    """Serve until interrupted."""
    uvicorn.run(app, **server_options(**options))
