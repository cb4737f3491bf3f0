"""After a failure the model rests: the next questions are answered without it at once, not after its timeout.

A rest over, one question tries again, alone; if that fails too, the rest is twice as long, up to sixteen times.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

# Failures of the endpoint: asking again at once would fail the same way and cost the wait. What goes wrong with a
# single draft (broken off, too long, a request it does not accept) says nothing about the next.
OF_THE_ENDPOINT: Final = frozenset(
    {"model_timeout", "model_unreachable", "model_rate_limited", "model_refused", "model_failed", "model_slow"}
)
LONGEST: Final = 16


class Breaker:
    """Shared by all turns of a drafter, from any thread."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Args: seconds: of the first rest; 0 switches it off."""
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times = 0  # how many seconds-long the present rest is; 0: not resting
        self._until = 0.0

    def admits(self) -> bool:
        """Whether to ask the model now. Whoever is let in after a rest keeps the others out until it reports."""
        with self._lock:
            if not self._times or not self._seconds:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._seconds * self._times
            return True

    def failed(self, code: str) -> None:
        if code not in OF_THE_ENDPOINT:
            return
        with self._lock:
            self._times = min(max(self._times * 2, 1), LONGEST)
            self._until = self._clock() + self._seconds * self._times

    def succeeded(self) -> None:
        with self._lock:
            self._times = 0
