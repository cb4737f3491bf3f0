"""Rules that are proved figure by figure and still look wrong: what a policy clerk should look at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final

from assistant.calculator import kinds, literals
from assistant.calculator.conditions import AllOf, Compare, Condition, Conditions, Has, Is, Not, leaves
from assistant.calculator.facts import Facts
from assistant.calculator.rule import Branch, Limit, Rule
from assistant.rulebook.load import BookRule, Rulebook
from index.text.figures import format_money

# Looked at and right: the text itself is so.
ACCEPTED: Final[dict[str, str]] = {
    "changsha-2023/25:expansion-support 封顶": "3000万元的10%就是300万元，原文的门槛和封顶恰好相等，封顶总是生效",
}


def lint(book: Rulebook, document_id: str | None = None) -> list[str]:
    """Messages in Chinese, each naming the rule, what is odd, and what to do. Empty when nothing is odd."""
    found = []
    for entry in book.rules.values():
        if document_id in (None, entry.document_id):
            found += [f"{entry.id}：{message}" for message in _rule(entry)]
    return found + (_unused_inputs(book) if document_id is None else [])


def _rule(entry: BookRule) -> Iterator[str]:
    rule = entry.rule
    yield from _branches(rule)
    for award in rule.awards:
        if isinstance(award, kinds.Ladder):
            yield from _ladder(award)
        if isinstance(award, kinds.PercentTiered):
            yield from _tiers(award)
    if f"{entry.id} 封顶" not in ACCEPTED:
        yield from _caps(entry)
    yield from _options_without_case(entry)
    yield from _bounds_without_case(entry)


# ---- branches -------------------------------------------------------------------------------------------------


def _branches(rule: Rule) -> Iterator[str]:
    for branch in rule.branches:
        if any(_exclusive(one, other) for one, other in combinations(_all(branch.when), 2)):
            yield f"分支 {branch.id} 的条件互相矛盾，永远不会成立。请检查界限"
    for one, other in combinations(rule.branches, 2):
        if other.id in one.overrides or one.id in other.overrides:
            winner, loser = (one, other) if other.id in one.overrides else (other, one)
            if all(any(_implies(have, wanted) for have in _all(loser.when)) for wanted in _all(winner.when)):
                yield f"分支 {loser.id} 总是被 {winner.id} 取代，永远不会成立。请检查条件"
        elif not _apart(one, other):
            yield f"分支 {one.id} 和 {other.id} 可能同时成立。请补上区分它们的条件，或写明 overrides"


def _all(conditions: Conditions) -> list[Condition]:
    """The conditions that all must hold, 且 unfolded."""
    found: list[Condition] = []
    for condition in conditions:
        found += _all(condition.all) if isinstance(condition, AllOf) else [condition]
    return found


def _apart(one: Branch, other: Branch) -> bool:
    return any(_exclusive(left, right) for left in _all(one.when) for right in _all(other.when))


def _exclusive(one: Condition, other: Condition) -> bool:
    """The two can never both hold."""
    if isinstance(one, Not) and not isinstance(other, Not):
        return _implies(other, one.not_)
    if isinstance(other, Not) and not isinstance(one, Not):
        return _implies(one, other.not_)
    if isinstance(one, Is) and isinstance(other, Is) and one.input == other.input:
        return not set(one.is_) & set(other.is_)
    if isinstance(one, Compare) and isinstance(other, Compare) and one.input == other.input:
        return _empty(one, other)
    return False


def _implies(one: Condition, other: Condition) -> bool:
    """Whenever `one` holds, `other` does."""
    if isinstance(one, Is) and isinstance(other, Is) and one.input == other.input:
        return set(one.is_) <= set(other.is_)
    if isinstance(one, Has) and isinstance(other, Has) and one.input == other.input:
        return set(one.has) <= set(other.has)
    if isinstance(one, Compare) and isinstance(other, Compare) and one.input == other.input:
        left, right = _value(one.value), _value(other.value)
        if left is None or right is None:
            return (one.value, one.bound.operator) == (other.value, other.bound.operator)
        up = (">", ">=")
        if (one.bound.operator in up) != (other.bound.operator in up):
            return False
        strict_enough = one.bound.operator in (">", "<") or other.bound.operator in (">=", "<=")
        further = left > right if one.bound.operator in up else left < right
        return further or (left == right and strict_enough)
    return one.model_dump(exclude={"soft", "text"}) == other.model_dump(exclude={"soft", "text"})


def _empty(one: Compare, other: Compare) -> bool:
    low, high = (one, other) if one.bound.operator in (">", ">=") else (other, one)
    if low.bound.operator not in (">", ">=") or high.bound.operator not in ("<", "<="):
        return False
    bottom, top = _value(low.value), _value(high.value)
    if bottom is None or top is None:
        return False
    return bottom > top or (bottom == top and (low.bound.operator == ">" or high.bound.operator == "<"))


def _value(literal: str) -> Fraction | None:
    try:
        return literals.value(literal)
    except ValueError:
        return None  # a level of an ordered enum


# ---- tiers ----------------------------------------------------------------------------------------------------


def _ladder(award: kinds.Ladder) -> Iterator[str]:
    steps = sorted(award.steps, key=lambda step: literals.value(step.at))
    for lower, upper in pairwise(steps):
        if literals.value(lower.at) == literals.value(upper.at):
            yield f"阶梯里“{lower.at}”写了两次。每一档的界限应当不同"
        elif literals.value(lower.amount) >= literals.value(upper.amount):
            yield (
                f"阶梯不是逐档提高：{literals.text(lower.at)}给{literals.text(lower.amount)}，"
                f"{literals.text(upper.at)}给{literals.text(upper.amount)}。请核对金额是否配错"
            )


def _tiers(award: kinds.PercentTiered) -> Iterator[str]:
    ranges = sorted(literals.ends(tier.between) for tier in award.tiers if tier.between)
    for (_, high), (low, _) in pairwise(ranges):
        if low < high:
            yield "分档的区间有重叠。请核对每档的起止"


# ---- caps -----------------------------------------------------------------------------------------------------


def _caps(entry: BookRule) -> Iterator[str]:
    rule = entry.rule
    if rule.award is not None:
        yield from _cap(rule.award, rule.limits, (*entry.file.shared.when, *rule.when))
    for branch in rule.branches:
        yield from _cap(branch.award, (*branch.limits, *rule.limits), (*rule.when, *branch.when))


def _cap(award: kinds.Award, limits: tuple[Limit, ...], when: Conditions) -> Iterator[str]:
    low, high = _reach(award, when)
    for limit in limits:
        if limit.max is None:
            continue
        cap = literals.value(limit.max)
        if high is not None and high < cap and limit.window not in ("年", "累计", "期间"):
            yield f"封顶{literals.text(limit.max)}永远用不上：这一项最多只有{format_money(high)}。请核对金额或封顶"
        if low is not None and low >= cap:
            yield f"封顶{literals.text(limit.max)}总是生效：符合条件的都不低于{format_money(low)}。请核对门槛和封顶"


def _reach(award: kinds.Award, when: Conditions) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most an award can come to, where that is known."""
    match award:
        case kinds.Fixed():
            amount = literals.value(award.amount)
            return amount, None if award.times else amount
        case kinds.Choice():
            amounts = [literals.value(option.amount) for option in award.options]
            open_ended = award.times or award.together == "sum"
            return min(amounts), None if open_ended else max(amounts)
        case kinds.Ladder():
            amounts = [literals.value(step.amount) for step in award.steps]
            return min(amounts), None if award.times else max(amounts)
        case kinds.Percent() if isinstance(award.rate, str) and not award.base.times:
            floors = [
                literals.value(leaf.value)
                for leaf in _all(when)
                if isinstance(leaf, Compare) and leaf.input == award.base.of and leaf.bound.operator in (">", ">=")
            ]
            return (max(floors) * literals.value(award.rate) if floors else None), None
    return None, None


# ---- cases ----------------------------------------------------------------------------------------------------


def _options_without_case(entry: BookRule) -> Iterator[str]:
    for award in entry.rule.awards:
        if isinstance(award, kinds.Choice):
            tried = {each for case in entry.rule.cases for each in _given(entry, award.by, case.in_)}
            for option in award.options:
                if not tried & set(option.is_) and not option.word:
                    name = "、".join(option.label) or "、".join(option.is_)
                    yield f"级别“{name}”没有用例。请在 cases 里补一条"


def _bounds_without_case(entry: BookRule) -> Iterator[str]:
    rule = entry.rule
    compared = [leaf for leaf in leaves((*entry.file.shared.when, *rule.when)) if isinstance(leaf, Compare)]
    compared += [leaf for branch in rule.branches for leaf in leaves(branch.when) if isinstance(leaf, Compare)]
    bounds = [(leaf.input, leaf.value) for leaf in compared if not leaf.soft]
    bounds += [(award.by, step.at) for award in rule.awards if isinstance(award, kinds.Ladder) for step in award.steps]
    for input_id, literal in dict.fromkeys(bounds):
        if entry.registry.spec(input_id).type == "ordered_enum":
            continue
        bound = _value(literal)
        values = [value for case in rule.cases for value in _given(entry, input_id, case.in_)]
        numbers = [value for value in values if isinstance(value, Fraction)]
        if bound is None or (not numbers and entry.registry.spec(input_id).derive):
            continue
        if bound not in numbers and not any(value < bound for value in numbers):
            yield f"界限{literals.text(literal)}没有用例：cases 里没有恰好等于它的，也没有低于它的"
        elif not any(value >= bound for value in numbers):
            yield f"界限{literals.text(literal)}没有用例：cases 里没有达到它的"


def _given(entry: BookRule, input_id: str, case: Mapping[str, str | tuple[str, ...]]) -> list[object]:
    """What a case says of one input, parsed or derived; several things of one rule are several values."""
    registry = entry.registry
    raw = case.get(input_id)
    if isinstance(raw, tuple) and registry.spec(input_id).type != "set":
        return [registry.parse(input_id, each) for each in raw]
    told = {each: value for each, value in case.items() if each in registry}
    known = {each: registry.parse(each, value) for each, value in told.items() if isinstance(value, str)}
    if raw is not None:
        known[input_id] = registry.parse(input_id, raw)
    value = Facts(registry, known).get(input_id)
    return list(value) if isinstance(value, tuple | frozenset) else [] if value is None else [value]


def _unused_inputs(book: Rulebook) -> list[str]:
    used = {each for entry in book.rules.values() for each in entry.accepted} | {"prior_award", "paid_this_year"}
    return [f"输入“{each}”没有规则用到，请删去" for each in book.inputs.specs if each not in used]
