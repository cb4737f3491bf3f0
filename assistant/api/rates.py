"""How often one address may ask: a token bucket each, refilled evenly, the least recently seen forgotten."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_KEPT = 10_000


class Rates:
    """`per_minute` on average, half a minute's worth (at least 10) at once."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = max(10.0, per_minute / 2)
        self._now = now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str, *, take: bool = True) -> float:
        """Seconds until `client` may ask; 0 when it may now, and then this counts as having asked (if `take`)."""
        now = self._now()
        with self._lock:
            left, seen = self._buckets.pop(client, (self._burst, now))
            left = min(self._burst, left + (now - seen) * self._per_second)
            wait = 0.0 if left >= 1 else (1 - left) / self._per_second
            self._buckets[client] = (left - 1 if take and not wait else left, now)
            if len(self._buckets) > _KEPT:
                self._buckets.popitem(last=False)
        return wait


def neighbourhood(address: str) -> str:
    """The address, of IPv6 its /64: one subscriber has that many of them."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
