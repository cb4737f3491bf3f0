"""Which units of a clause make one rule: a rate that is raised, what is paid on top, tiers of one quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.rulebook.draft.nouns import alike
from assistant.rulebook.draft.said import Ceiling, Unit, same_quantity


def together(found: Sequence[Unit], text: str) -> Iterator[list[Unit]]:
    """Units that make one rule: a rate that is raised, what is paid on top, tiers of one quantity."""
    current: list[Unit] = []
    for unit in found:
        if current and _joins(current, unit, text):
            current.append(unit)
            continue
        if current:
            yield _ladder(current) or current
        current = [unit]
    if current:
        yield _ladder(current) or current


def under_one(sets: Sequence[Sequence[Unit]], shared: Sequence[Ceiling]) -> bool:
    """Whether a ceiling is said of the sum of several rates (两类补贴合计)."""
    joined = any(re.search("合计|两[类项]", ceiling.words) for ceiling in shared)
    return joined and len(sets) > 1 and all(len(s) == 1 and s[0].kind == "percent" and s[0].object for s in sets)


def _joins(current: Sequence[Unit], unit: Unit, text: str) -> bool:
    last = current[-1]
    if unit.kind == "yearly":
        return last.kind == "yearly" and last.sentence == unit.sentence and not unit.limits
    if last.slice and unit.over is not None:
        return len(current) == 1 and unit.over[0].value == last.slice[0].value and alike(unit.base, last.base)
    if unit.adds and unit.over is not None:
        return False  # 超出部分每满5000万元再奖励: counted by itself, whenever the first sum was paid
    if unit.raises:
        return last.kind == "percent" and len(current) == 1
    if "。" in text[last.end : unit.start].strip()[:-1] and unit.adds:
        return False
    if unit.adds and unit.most:
        return False  # 每个工坊再奖励10万元，最多支持5个工坊: counted and limited by itself
    if unit.adds:
        return unit.sentence == last.sentence and last.kind in ("percent", "fixed", "choice", "ladder")
    if last.adds or last.raises:
        return False
    if last.ranges and unit.kind == "percent" and alike(unit.base, last.base):
        return bool(unit.ranges) or (len(unit.thresholds) == 1 and alike(unit.thresholds[0].noun, last.ranges[2]))
    mine, theirs = unit.thresholds[:1], last.thresholds[:1]
    if not mine or not theirs or not same_quantity(mine[0], theirs[0]):
        return False
    if any(u.thresholds[:1] and u.thresholds[0].figure.value == mine[0].figure.value for u in current):
        return False  # 提前180天开工…提前90天…提前180天投产: the next award begins
    if unit.kind == "none" or last.kind == "none":
        return {unit.kind, last.kind} <= {"none", "percent", "fixed"}
    return unit.kind == last.kind and (
        (unit.kind == "percent" and (alike(unit.base, last.base))) or (unit.kind == "fixed" and not unit.unit)
    )


def _ladder(current: list[Unit]) -> list[Unit] | None:
    """实缴资本达到5000万元的给予200万元；达到2亿元的给予500万元: fixed sums on one quantity are a ladder."""
    plain = all(u.kind == "fixed" and len(u.thresholds) == 1 and not u.limits and not u.unit for u in current)
    if len(current) < 2 or not plain or any(u.adds or u.raises or u.unsafe for u in current):
        return None
    if len({u.thresholds[0].word for u in current}) > 1 or len({u.ceiling for u in current}) > 1:
        return None
    first = current[0]
    paid = [replace(u.paid[0], threshold=u.thresholds[0]) for u in current]
    joined = Unit(
        "ladder", first.start, current[-1].end, paid, first.words, first.sentence, own=first.own, ceiling=first.ceiling,
        object=first.object, base=first.thresholds[0].noun, difference=first.difference,
        aside=[a for u in current for a in u.aside], payout=[p for u in current for p in u.payout],
    )  # fmt: skip
    return [joined]
