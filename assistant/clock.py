"""The one place that asks what day it is.

Everything else receives `as_of`, so that an answer can be repeated and a policy's last day tested.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

# The policies' own calendar: a server elsewhere must not expire a policy hours early or late.
CHINA = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], date]


def today() -> date:
    """Today's date in China."""
    return datetime.now(CHINA).date()


def fixed(day: date) -> Clock:
    """A clock that always says `day`."""
    return lambda: day
