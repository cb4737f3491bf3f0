"""Several processes over one store and one index: `serve --workers N`.

N workers share the port; a worker that dies is replaced (uvicorn's supervisor). The gradio application, whose open
turns live in one process, has a process of its own behind them, on a socket file that only this user can reach.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import cast

from fastapi import FastAPI

from assistant.api.logs import configure_logging
from assistant.api.serving import run
from assistant.memory.store import Memory
from assistant.pages.server import create_app
from assistant.pipeline import Assistant
from assistant.refresh import Serving
from assistant.settings import Settings, settings

_CHAT = "ASSISTANT_CHAT_SOCKET"  # how the workers are told; no setting of anybody's
_START_SECONDS = 120.0
_HEALTH_SECONDS = 30  # a worker that loads its index on a busy machine is not dead
_AGAIN_SECONDS = 1.0


def serve_by(configured: Settings, workers: int) -> int:
    """Serve until interrupted. Raises IndexMissing, MemoryUnavailable before anything is started."""
    Assistant.open(configured).close()  # what cannot be opened is said once, not by every worker again and again
    with closing(Memory(configured.memory_place)) as memory:
        memory.people.users()  # the tables are brought up to date by one
    with tempfile.TemporaryDirectory(prefix="policy-") as folder:
        path = Path(folder) / "chat.sock"
        os.environ[_CHAT] = str(path)
        chat = ChatProcess(path)
        chat.start()
        try:
            print(f"政策问答助手已启动：http://{configured.host}:{configured.port}，{workers} 个进程", flush=True)
            run(
                "assistant.pages.workers:worker",
                factory=True,
                workers=workers,
                host=configured.host,
                port=configured.port,
                timeout_worker_healthcheck=_HEALTH_SECONDS,
            )
        finally:
            chat.close()
    return 0


def worker() -> FastAPI:
    """One worker's application, made in its own process."""
    configured, assistant, memory = _opened()
    return create_app(assistant, configured, memory, chat=Path(os.environ[_CHAT]))


def chat_process(path: str) -> None:
    """Serve the gradio application on a socket file until terminated."""
    configured, assistant, memory = _opened()
    run(create_app(assistant, configured, memory, behind=True), uds=path)


def _opened() -> tuple[Settings, Assistant, Memory]:
    configured = settings()
    configure_logging(configured)
    serving = Serving(configured)
    serving.warm_up()
    return configured, cast(Assistant, serving), Memory(configured.memory_place, configured.retention_days)


class ChatProcess:
    """The gradio application's process, started again when it dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = threading.Event()
        self._process = self._new()
        self._thread = threading.Thread(target=self._watch, name="chat process", daemon=True)

    def start(self) -> None:
        """Returns once it listens; a slow start is not waited for longer than two minutes."""
        self._process.start()
        self._thread.start()
        until = time.monotonic() + _START_SECONDS
        while not self._listens() and time.monotonic() < until:
            time.sleep(0.1)

    def close(self) -> None:
        self._end.set()
        self._process.terminate()
        self._thread.join()

    def _new(self) -> multiprocessing.process.BaseProcess:
        return multiprocessing.get_context("spawn").Process(target=chat_process, args=(str(self._path),))

    def _watch(self) -> None:
        while True:
            self._process.join()
            if self._end.wait(_AGAIN_SECONDS):
                return
            self._process = self._new()
            self._process.start()

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self._path))
            except OSError:
                return False
            return True
