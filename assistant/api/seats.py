"""Who may be answered now: admitted at the door or told when to come back, and then served in fair turns.

An answer that was admitted is never cut: nothing is counted again while it runs.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import anyio
import anyio.to_thread

from assistant.errors import Overloaded

ADMITTED = 96  # answers at work at once; more would take longer than people wait
SHARE = 64  # of them for one asker: nobody shuts out all others
WAITING = 200  # single steps (a search, a calculation) that may wait for a thread
_FIRST_GUESS = 1.0  # seconds an answer takes, before any was seen
_EACH = 0.1  # at the least, for each that is at work before one
_LONGEST = 60

# Who asks in the request at hand; set by the guard.
asker: ContextVar[str] = ContextVar("asker", default="")

T = TypeVar("T")


class Seats:
    """Counts the answers at work, by asker. Used from the event loop alone."""

    def __init__(self, admitted: int = ADMITTED, share: int = SHARE, now: Callable[[], float] = time.monotonic) -> None:
        self._admitted, self._share, self._now = admitted, share, now
        self._taken: dict[str, int] = {}
        self._seconds = _FIRST_GUESS

    @property
    def taken(self) -> int:
        return sum(self._taken.values())

    @contextmanager
    def seat(self) -> Iterator[None]:
        """Held for the whole of an answer.

        Raises:
            Overloaded: all are taken, or all of this asker's; it says when to come back.
        """
        who = asker.get()
        if self.taken >= self._admitted or self._taken.get(who, 0) >= self._share:
            raise overloaded(max(self._seconds, self.taken * _EACH))
        self._taken[who] = self._taken.get(who, 0) + 1
        started = self._now()
        try:
            yield
        finally:
            self._seconds += (self._now() - started - self._seconds) / 8
            left = self._taken[who] - 1
            if left:
                self._taken[who] = left
            else:
                del self._taken[who]


class FairThreads:
    """Threads for the core. Where askers wait for one, they take turns; each one's own steps keep their order."""

    def __init__(self, threads: int) -> None:
        self._limiter = anyio.CapacityLimiter(threads)
        self._free = threads
        self._waiting: OrderedDict[str, deque[anyio.Event]] = OrderedDict()

    @property
    def waiting(self) -> int:
        return sum(len(each) for each in self._waiting.values())

    async def run(self, call: Callable[[], T]) -> T:
        await self._turn()
        try:
            return await anyio.to_thread.run_sync(call, limiter=self._limiter)
        finally:
            self._next()

    async def _turn(self) -> None:
        if self._free:
            self._free -= 1
            return
        who, turn = asker.get(), anyio.Event()
        self._waiting.setdefault(who, deque()).append(turn)
        try:
            await turn.wait()
        except BaseException:
            if turn.is_set():
                self._next()  # the turn came as the asker left: it is the next one's
            else:
                self._leave(who, turn)
            raise

    def _next(self) -> None:
        """Give the thread to the asker who waits longest for a turn, and put him behind the others."""
        if not self._waiting:
            self._free += 1
            return
        who, turns = self._waiting.popitem(last=False)
        turns.popleft().set()
        if turns:
            self._waiting[who] = turns

    def _leave(self, who: str, turn: anyio.Event) -> None:
        self._waiting[who].remove(turn)
        if not self._waiting[who]:
            del self._waiting[who]


def overloaded(seconds: float) -> Overloaded:
    """The refusal, with the time after which it is worth asking again."""
    wait = min(max(1, math.ceil(seconds)), _LONGEST)
    return Overloaded(f"正在回答的问题太多，请 {wait} 秒后再试。", retry_after=wait)
