"""Several questions in one text, taken apart for search."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"[①-⑳]|(?:^|[\s，。；;：:])(?:[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))|第[一二三四五]个?[，、：:])")
_STOPS = re.compile(r"[？?；;。！!\n]+")
_LIST = re.compile(r"、|，|,|以及|还有|[和与跟及]")
_SHORT = 5  # what is shorter asks nothing of its own (`对吗`)
_MOST = 12
# In a company's description what it has not got is not looked for.
_PROFILE = 4
_DENIED = re.compile(r"没|未(?!来)|尚无|暂无")
_ASKED = re.compile(r"多少|[吗呢]$|能|可以|哪|怎么|是否")


def split(text: str) -> list[str]:
    """The questions of a text, the whole first. A single question gives a list of one."""
    pieces = [piece for numbered in _NUMBERED.split(text) for piece in _STOPS.split(numbered)]
    parts = [piece.strip(" ，、：:") for piece in pieces]
    parts = [part for part in parts if len(part) > _SHORT]
    if len(parts) >= _PROFILE:
        parts = [part for part in parts if not _DENIED.search(part) or _ASKED.search(part)]
    if len(parts) < 2:
        return [text]
    return [text, *parts[:_MOST]]


def listed(text: str) -> list[str]:
    """The pieces of an enumeration: `甲、乙和丙各奖多少`. Whether each is a matter of its own is not known here."""
    return [piece for piece in _LIST.split(text) if len(piece) > 1]
