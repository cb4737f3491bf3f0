"""Chat models as real HTTP servers on loopback, speaking the OpenAI protocol, well-behaved and not.

A behaviour is a function from the request's JSON to what is sent back; the server streams it or not, as asked.
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What a model answers.

    Attributes:
        text: the content. tools: (name, arguments as written) of the calls.
        status: another HTTP status than 200. finish: the finish_reason, "" for none.
        hang: stop sending here ("before" anything, "middle" of the text) until the server closes.
        broken: close the connection in the middle of the text.
        piece: characters an event, 0 for some two hundred events; split: bytes a write, inside characters too.
        line_end: of the event stream. drip: go on with events of this content for ever, from the middle of the text.
    """

    text: str = ""
    tools: tuple[tuple[str, str], ...] = ()
    status: int = 200
    finish: str = "stop"
    hang: str = ""
    broken: bool = False
    piece: int = 0
    split: int = 0
    line_end: bytes = b"\n"
    drip: str | None = None


Behaviour = Callable[[dict[str, Any]], Reply]
CHUNK = 7
DRIP = 0.7  # seconds


class ChatServer(ThreadingHTTPServer):
    """Attributes: requests: the JSON bodies received. left: set when a client hung up on a hanging stream."""

    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[dict[str, Any]] = []
        self.left = threading.Event()
        self.closing = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests.append(body)
        reply = self.server.behaviour(body)
        if reply.hang == "before":
            self._hang()
        elif reply.status != 200:
            self._send_json({"error": {"message": "no", "type": "error"}}, reply.status)
        elif body.get("stream"):
            self._stream(reply)
        else:
            message = {"role": "assistant", "content": reply.text, "tool_calls": _calls(reply) or None}
            finish = "tool_calls" if reply.tools else reply.finish
            self._send_json(
                {**_head("chat.completion"), "choices": [{"index": 0, "message": message, "finish_reason": finish}]}
            )

    def _send_json(self, body: dict[str, Any], status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        middle = len(reply.text) * 2 // 3
        text = reply.text[:middle] if reply.hang or reply.broken or reply.drip else reply.text
        self._reply = reply
        size = reply.piece or max(CHUNK, len(text) // 200)
        for start in range(0, len(text), size):
            self._event({"content": text[start : start + size]})
        while reply.drip is not None and not self.server.closing.wait(DRIP):
            self._event({"content": reply.drip})
        if reply.hang:
            self._hang()
        if reply.hang or reply.broken:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if reply.finish:
            self._event({}, reply.finish)
        self._write(b"data: [DONE]" + 2 * reply.line_end)

    def _event(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        body = {**_head("chat.completion.chunk"), "choices": [choice]}
        plain = self._reply.split > 0  # a character is then several bytes; an escape never is
        data = json.dumps(body, ensure_ascii=not plain).encode()
        self._write(b"data: " + data + 2 * self._reply.line_end)

    def _write(self, data: bytes) -> None:
        size = self._reply.split or len(data)
        for start in range(0, len(data), size):
            self.wfile.write(data[start : start + size])
            self.wfile.flush()

    def _hang(self) -> None:
        """Until the client has gone or the server closes."""
        self.connection.settimeout(0.05)
        while not self.server.closing.is_set():
            try:
                if self.connection.recv(1) == b"":
                    self.server.left.set()
                    return
            except TimeoutError:
                continue
            except OSError:
                self.server.left.set()
                return


def _head(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": "test"}


def _calls(reply: Reply) -> list[dict[str, Any]]:
    return [
        {"id": f"call{i}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for i, (name, arguments) in enumerate(reply.tools)
    ]


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[ChatServer]:
    """A running server; stopped at the end, with whatever still hangs."""
    server = ChatServer(behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
