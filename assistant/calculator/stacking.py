"""Totals over several calculations: what may be added, what shares one budget, what only the highest of counts.

Order: several things under one rule and siblings under a shared limit share that budget → pairwise relations of
the rules (`stack`) → the document's default. Two awards whose relation the text leaves open, and which reward the
same quantity, are listed and not summed: 是否属于同一事项由受理部门认定. Cities never stack with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answer import Semantics, Total
from assistant.calculator import literals
from assistant.calculator.amounts import ZERO, Amount, exact, yuan_text
from assistant.calculator.evaluate import OVERALL, Result
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.listing import award_inputs
from assistant.calculator.rule import Limit

UNSETTLED: Final = "是否属于同一事项由受理部门认定，暂不相加"


@dataclass(frozen=True, slots=True)
class Entry:
    """One calculation in a total.

    Attributes:
        year: calendar year or year number it belongs to, when several years are added; limits per year are
            shared within one year only.
    """

    id: str
    result: Result
    year: int | None = None

    @property
    def rule_id(self) -> str:
        return self.result.rule_id

    @property
    def document_id(self) -> str:
        return self.result.file.document_id


@dataclass(slots=True)
class _Group:
    """Entries already brought together into one amount."""

    entries: list[Entry]
    amount: Amount

    @property
    def name(self) -> str:
        return "、".join(dict.fromkeys(entry.result.rule.title for entry in self.entries))


def total(entries: Sequence[Entry], registry: InputRegistry) -> Total:
    """The sum of the entries under the stacking rules, as an interval where it is not one number."""
    steps: list[str] = []
    groups = [_budget(group, steps) for group in _sharing_budget(entries)]
    groups = _only_highest(groups, steps)
    unsettled = _unsettled(groups, registry)
    missing = any(entry.result.outcome.missing for entry in entries)
    parts = [entry.id for entry in entries]
    if unsettled:
        for first, second, why in unsettled:
            steps.append(f"“{first.name}”{first.amount}，“{second.name}”{second.amount}：{why}。")
        return Total(semantics="undetermined", parts=parts, steps=steps)
    amount = exact(ZERO)
    for group in groups:
        amount = amount + group.amount
        if len(groups) > 1:
            steps.append(f"{group.name}：{group.amount}。")
    steps.append(f"合计：{amount}。")
    return _public(amount, missing, parts, steps)


def _public(amount: Amount, missing: bool, parts: list[str], steps: list[str]) -> Total:
    low, high = yuan_text(amount.low), None if amount.high is None else yuan_text(amount.high)
    if missing:
        return Total(semantics="needs_info", amount_min_yuan=low, amount_max_yuan=high, parts=parts, steps=steps)
    if amount.sureness in ("exact", "at_most") and high is not None:
        semantics: Semantics = "exact" if amount.high == 0 or amount.sureness == "exact" else "at_most"
        return Total(semantics=semantics, amount_yuan=high, parts=parts, steps=steps)
    if amount.sureness == "range":
        return Total(semantics="range", amount_min_yuan=low, amount_max_yuan=high, parts=parts, steps=steps)
    if amount.sureness == "at_least":
        return Total(semantics="at_least", amount_min_yuan=low, parts=parts, steps=steps)
    floor = low if amount.low > 0 else None
    return Total(
        semantics="undetermined", amount_min_yuan=floor, amount_max_yuan=high, parts=parts,
        steps=[*steps, "其中有的金额原文没有写明，不能合成一个数。"],
    )  # fmt: skip


def _sharing_budget(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries of one rule, and siblings of a file with shared limits, belong together."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        shared = any(limit.per in OVERALL for limit in entry.result.file.shared.limits)
        groups.setdefault(entry.result.file.clause if shared else entry.rule_id, []).append(entry)
    return list(groups.values())


def _budget(entries: list[Entry], steps: list[str]) -> _Group:
    """The group's amount: within each year the yearly limits once, over all of it the cumulative ones."""
    if len(entries) == 1:
        return _Group(entries, entries[0].result.outcome.amount)
    years: dict[int | None, list[Entry]] = {}
    for entry in entries:
        years.setdefault(entry.year, []).append(entry)
    limits = _limits(entries)
    whole = exact(ZERO)
    for members in years.values():
        amount = exact(ZERO)
        for entry in members:
            amount = amount + entry.result.uncapped.amount
        whole = whole + _capped(amount, [each for each in limits if each.window not in ("累计", "期间")], steps)
    return _Group(entries, _capped(whole, [each for each in limits if each.window in ("累计", "期间")], steps))


def _limits(entries: list[Entry]) -> list[Limit]:
    """Limits on the applicant: the file's shared ones, and the rule's own when all entries are of one rule."""
    found = list(entries[0].result.file.shared.limits)
    if len({entry.rule_id for entry in entries}) == 1:
        found += entries[0].result.rule.limits
    return [limit for limit in found if limit.per in OVERALL and limit.max is not None]


def _capped(amount: Amount, limits: list[Limit], steps: list[str]) -> Amount:
    for limit in limits:
        ceiling = literals.value(limit.max or "")
        if amount.high is None or amount.high > ceiling:
            steps.append(f"合计{amount}，按“{limit.word}{literals.text(limit.max or '')}”计。")
        amount = amount.capped(ceiling)
    return amount


def _relation(first: Entry, second: Entry) -> str | None:
    """What the rules say of each other, in either direction."""
    for one, other in ((first, second), (second, first)):
        for relation in one.result.rule.stack:
            if other.rule_id in relation.rules or other.result.file.clause in relation.rules:
                return relation.relation
    return None


def _between(first: _Group, second: _Group) -> str | None:
    found = {_relation(a, b) for a in first.entries for b in second.entries} - {None}
    return next(iter(found)) if len(found) == 1 else None


def _only_highest(groups: list[_Group], steps: list[str]) -> list[_Group]:
    """Of two that exclude each other (就高、补差、不重复) the lower one is dropped."""
    kept = list(groups)
    for first in groups:
        for second in groups:
            if first is second or first not in kept or second not in kept:
                continue
            if _between(first, second) not in ("highest", "difference", "same_matter"):
                continue
            lower, higher = sorted((first, second), key=lambda group: (group.amount.high or ZERO, group.amount.low))
            kept.remove(lower)
            steps.append(f"“{higher.name}”与“{lower.name}”就高不重复，按{higher.amount}计。")
    return kept


def _unsettled(groups: list[_Group], registry: InputRegistry) -> list[tuple[_Group, _Group, str]]:
    """Pairs that may not be added: other cities, or the same quantity rewarded twice without a stated relation."""
    found = []
    for number, first in enumerate(groups):
        for second in groups[number + 1 :]:
            if first.entries[0].document_id != second.entries[0].document_id:
                found.append((first, second, "不同文件的政策分别适用，不相加"))
            elif _open_relation(first, second, registry):
                found.append((first, second, UNSETTLED))
    return found


def _open_relation(first: _Group, second: _Group, registry: InputRegistry) -> bool:
    relation = _between(first, second)
    if relation is None:
        return bool(_quantities(first, registry) & _quantities(second, registry))
    return relation == "unsettled"


def _quantities(group: _Group, registry: InputRegistry) -> set[str]:
    """The sums of money the awards are computed from: two rates on one and the same base are one matter."""
    awards = [award for entry in group.entries for award in entry.result.rule.awards]
    ids = {source for award in awards for each in award_inputs(award) for source in registry.sources(each)}
    return {each for each in ids if registry.spec(each).type in ("money", "kwh")}
