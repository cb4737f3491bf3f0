"""A running server takes up a new version of the index without anybody waiting and without a half state.

The file that names the serving version is looked at now and then; when it changes, a second assistant is opened in
the background, warmed up and put in the first one's place. Answers that are under way end on the one they began
with; it is closed when the last of them has let go of it.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from assistant.clock import Clock, today
from assistant.pipeline import Assistant
from assistant.settings import Settings
from index.store.manifest import CURRENT

T = TypeVar("T")

log = logging.getLogger(__name__)

# How often the file is looked at, in seconds: a look costs microseconds, a new policy may wait this long.
EVERY = 2.0


class Refresher(Generic[T]):
    """Asked with `latest()`, from any thread.

    Args:
        pointer: the file whose change says that there is a new version.
        reopen: opens the new version, ready to answer. What it raises is logged, and the old version goes on.
    """

    def __init__(self, pointer: Path, reopen: Callable[[], T]) -> None:
        self._pointer, self._reopen = pointer, reopen
        self._seen, self._looked = self._stamp(), time.monotonic()
        self._latest: T | None = None
        self._lock = threading.Lock()

    def latest(self) -> T | None:
        """The newest that was opened since the start, None where there is none. Never waits for an opening."""
        now = time.monotonic()
        if now - self._looked >= EVERY and self._lock.acquire(blocking=False):
            self._looked = now
            stamp = self._stamp()
            if stamp == self._seen or stamp is None:
                self._lock.release()
            else:
                threading.Thread(target=self._open, args=(stamp,), name="refresh", daemon=True).start()
        return self._latest

    def _open(self, stamp: tuple[int, int]) -> None:
        try:
            self._latest = self._reopen()
            log.info("a new version of the index serves")
        except Exception as error:  # whatever is wrong with the new version, the old one answers
            log.error("the new version of the index cannot be opened, the old one goes on: %s", error)
        finally:
            self._seen = stamp
            self._lock.release()

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._pointer.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


class Serving:
    """Stands for the assistant that serves: every attribute is that of the newest version (`Assistant`'s own)."""

    def __init__(self, settings: Settings, clock: Clock = today) -> None:
        """Raises as `Assistant.open`."""
        self._first = Assistant.open(settings, clock)
        self._refresher = Refresher(settings.index_dir / CURRENT, lambda: _ready(settings, clock))

    @property
    def current(self) -> Assistant:
        """The newest version. Whoever needs several things of one version takes this once."""
        return self._refresher.latest() or self._first

    def __getattr__(self, name: str) -> Any:
        return getattr(self.current, name)

    def close(self) -> None:
        for each in {self._first, self.current}:
            each.close()


def _ready(settings: Settings, clock: Clock) -> Assistant:
    opened = Assistant.open(settings, clock)
    opened.warm_up()
    weakref.finalize(opened, opened.searcher.close)
    return opened
