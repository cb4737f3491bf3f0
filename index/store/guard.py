"""A circuit breaker round Chroma: while it fails nobody waits for it, and a thread of its own tries it again.

One failure opens the circuit: the exact matrix gives the same answer, so nothing is won by asking a sick server
twice. The thread connects anew after a pause that doubles up to a minute; the log speaks when the state changes,
not for every question.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from index.store.chroma import Graph, GraphUnusable, Matrix

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
PING_EVERY = 10.0
CONNECT_SECONDS = 3.0


class Guard:
    """`nearest` answers or gives None; `reason` says in Chinese why it would give None, empty while all is well.

    Args:
        connect: opens the graph and proves it; run in a thread of this object only, so it may hang.
        name: what it is called in `reason`.
        ping: whether to look after it while nobody asks.
    """

    def __init__(self, connect: Callable[[], Graph], name: str, *, ping: bool) -> None:
        self._connect = connect
        self._name = name
        self._ping = ping
        self._graph: Graph | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._wake = threading.Event()
        self._tried = threading.Event()
        self.reason = f"{name}还没有连上"
        threading.Thread(target=self._keep, name="chroma-guard", daemon=True).start()
        self._tried.wait(CONNECT_SECONDS)

    @property
    def live(self) -> bool:
        return self._graph is not None

    def nearest(self, query: Matrix, k: int) -> NDArray[np.int64] | None:
        graph = self._graph
        if graph is None:
            return None
        try:
            return graph.nearest(query, k)
        except Exception as error:  # Chroma, its Rust core and httpx each raise their own
            self._lost(graph, error)
            return None

    def check(self) -> None:
        """A sign of life now; opens the circuit if there is none."""
        graph = self._graph
        if graph is None or not self._ping:
            return
        try:
            graph.ping()
        except Exception as error:
            self._lost(graph, error)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            graph, self._graph = self._graph, None
        self._wake.set()
        if graph:
            graph.close()

    def _keep(self) -> None:
        """The thread: connect, look after, connect again."""
        pause = FIRST_PAUSE
        while not self._closed:
            graph = self._graph
            if graph is None:
                pause = FIRST_PAUSE if self._attempt() else min(2 * pause, LONGEST_PAUSE)
                self._tried.set()
            else:
                self.check()
            waiting = None if self._graph is not None and not self._ping else PING_EVERY if self._graph else pause
            self._wake.wait(waiting)
            self._wake.clear()

    def _attempt(self) -> bool:
        try:
            graph = self._connect()
        except Exception as error:
            self._say(error)
            return False
        with self._lock:
            if not self._closed:
                self._graph, self.reason = graph, ""
                log.info("%s answers", self._name)
                return True
        graph.close()
        return False

    def _lost(self, graph: Graph, error: Exception) -> None:
        with self._lock:
            if self._graph is not graph:  # another question found out first
                return
            self._graph = None
        self._say(error)
        self._wake.set()
        try:
            graph.close()
        except Exception as closing:
            log.debug("closing it: %s", closing)

    def _say(self, error: Exception) -> None:
        """Name the reason; log it when it is a new one."""
        what = str(error) if isinstance(error, GraphUnusable) else f"没有应答（{type(error).__name__}）"
        reason = f"{self._name}{'：' if isinstance(error, GraphUnusable) else ''}{what}，检索改用精确矩阵，结果不变"
        if reason != self.reason:
            log.warning("Chroma does not answer, the exact matrix serves: %s", error)
        self.reason = reason
