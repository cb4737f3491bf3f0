"""Figures below or above which nothing is paid: 研发费用占营业收入比重低于3%的，不予奖励."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from assistant.claims.marks import unit_kind
from assistant.rulebook.claims import tokens
from assistant.rulebook.draft.nouns import bare
from assistant.rulebook.draft.placed import bound_word
from assistant.rulebook.draft.said import Threshold, Unit

_NOTHING: Final = re.compile(
    r"的?(?:部分)?[，,]?(?:一律|均|则)?(?:不予|不再|不给予|不享受|不得享受|不)(?:给予|进行)?(?:奖|补|支持|资助|兑|拨|扶持|受理)"
)
_PART: Final = re.compile("的?部分")


def bar(found: Sequence[Unit], text: str) -> None:
    """Give the units of a clause the thresholds of its refusing stretches: those of its sentence, else all of them."""
    for unit in found:
        if unit.step is not None:
            unit.restated += [place for place in _no_part(text) if text[slice(*place)] == unit.step[0].text]
    for threshold in _refusing(text):
        paying = [u for u in found if u.kind != "none" and u.paid]
        same = [u for u in paying if u.sentence_at <= threshold.place[0] < u.sentence_at + len(u.sentence)]
        for unit in same or paying:
            known = next((t for t in unit.thresholds if unit_kind(t.figure) == unit_kind(threshold.figure)), None)
            if known is not None and known.figure.value == threshold.figure.value:
                unit.restated.append(threshold.place)  # 增长10%以上的…；增长不足10%的，不予奖励 says it twice
                continue
            if known is not None and known.noun.endswith(threshold.noun):
                threshold = replace(threshold, noun=known.noun)
            unit.barred.append(threshold)
            unit.bar_end = max(unit.bar_end, threshold.place[1])


def _no_part(text: str) -> Iterator[tuple[int, int]]:
    """不足100万美元的部分不计: only whole steps count, which the kind of award says already."""
    for figure in tokens(text):
        if text[: figure.start].endswith("不足") and re.match("的?(?:部分)?[，,]?不(?:予)?计", text[figure.end :]):
            yield figure.start, figure.end


def _refusing(text: str) -> Iterator[Threshold]:
    for figure in tokens(text):
        word = bound_word(text, figure.start, figure.end)
        if word is None or figure.kind not in ("money", "percent", "permille", "quantity"):
            continue
        behind = text[figure.end + len(word.after) :]
        if _PART.match(behind) or not _NOTHING.match(behind):
            continue
        said = re.split("[，,；;。：:\n]", text[: figure.start - len(word.before)])[-1]
        if len(noun := bare(said)) > 1:
            shown = word.text.strip("…") if not (word.before and word.after) else word.text
            yield Threshold(noun, shown, figure, (figure.start, figure.end), said=said)
