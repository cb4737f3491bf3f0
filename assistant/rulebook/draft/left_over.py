"""Nothing left over: a draft whose words hold a figure that nobody took in is not drafted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.rulebook.claims import tokens
from assistant.rulebook.draft.forms import Cast
from assistant.rulebook.draft.said import Ceiling, Unit
from index.text.figures import Figure

_LENGTHS: Final = frozenset({"年", "个月", "月", "天", "小时", "届", "级", "次"})


def left_over(casts: Sequence[Cast], shared: Sequence[Ceiling], text: str) -> Iterator[tuple[Cast, str]]:
    """The drafts whose words hold a figure that nobody took in: it may be a condition; each with the figure."""
    taken = {place for cast in casts for place in cast.claimed} | {ceiling.place for ceiling in shared}
    starts = {start for start, _ in taken}
    for cast in casts:
        begin = min((_stretch(text, u) for u in cast.units), default=cast.start)
        over = [
            t for t in tokens(text[begin : max((u.end for u in cast.units), default=cast.end)])
            if begin + t.start not in starts and t.kind != "number" and not _harmless(t, text, begin)
        ]  # fmt: skip
        if over and cast.units:
            yield cast, over[0].text


def raised_later(casts: Sequence[Cast], raising: Sequence[int]) -> Iterator[Cast]:
    """The drafts in front of a raise that no rule takes: for some cases they would pay too little.

    Args:
        raising: where the units begin that raise what stands before them and were not drafted.
    """
    for at in raising:
        before = [cast for cast in casts if cast.start < at]
        if before:
            yield max(before, key=lambda cast: cast.start)


def _stretch(text: str, unit: Unit) -> int:
    """Where the unit's own words begin: behind the last ；or 。 before its first figure."""
    at = unit.paid[0].place[0] if unit.paid else unit.own
    return max((m.end() for m in re.finditer("[；;。\n]", text[:at])), default=0)


def _harmless(token: Figure, text: str, begin: int) -> bool:
    """How long, how often, how many are chosen: told by the sentence, no part of the sum."""
    if (
        token.kind == "quantity"
        and token.unit in _LENGTHS
        and not re.search("提前$|不超过$|最多$", text[: begin + token.start])
    ):
        return True
    near = re.split("[，,；;。]", text[: begin + token.start])[-1]
    if token.kind == "quantity" and token.value == 1:
        return True
    return token.kind == "quantity" and re.search("遴选|评选|择优|评定|名额", near) is not None
