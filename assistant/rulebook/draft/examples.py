"""Three filled cases beside a drafted rule: what comes out for figures round its thresholds and ceilings.

They are computed from the draft: a reviewer reads them beside the sentence, and they hold the rule still afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from assistant.calculator import literals
from assistant.calculator.conditions import Is, leaves
from assistant.calculator.document import DocumentRules
from assistant.calculator.evaluate import Result, evaluate
from assistant.calculator.facts import Facts
from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.calculator.listing import atoms, rule_inputs
from assistant.calculator.rule import RuleFile
from assistant.errors import AssistantFailure
from index.text.figures import format_money

_MOST = 3


def examples(file: RuleFile, registry: InputRegistry, document: DocumentRules) -> list[dict[str, Any]]:
    """Up to three cases of the file's only rule, as data; empty when nothing can be computed."""
    (rule,) = file.rules
    cases: list[dict[str, Any]] = []
    for given in islice(_inputs(file, registry), 12):
        try:
            values = {name: registry.parse(name, raw) for name, raw in given.items()}
            result = evaluate(file, rule, [(Facts(registry, values), "")], document)
        except (AssistantFailure, ValueError, AssertionError):
            continue
        out = _shown(result)
        if out and all(case["out"] != out for case in cases):
            cases.append({"in": given, "out": out})
        if len(cases) == _MOST:
            break
    return cases


def _inputs(file: RuleFile, registry: InputRegistry) -> Iterator[dict[str, Any]]:
    (rule,) = file.rules
    stated = {leaf.input for leaf in leaves(rule.when) if isinstance(leaf, Is) and leaf.soft}  # asked of nobody
    names = [n for n in rule_inputs(file, rule) if n not in ("prior_award", "paid_this_year") and n not in stated]
    sources = [s for n in names for s in registry.sources(n) if not registry.spec(s).derive]
    thresholds = [literals.value(a.figure) for a in atoms(file, rule) if a.role == "threshold"]
    caps = [literals.value(a.figure) for a in atoms(file, rule) if a.role == "cap"]
    scale = max([*thresholds, *caps, Fraction(1_000_000)])
    for factor in (Fraction(1), Fraction(2), Fraction(20), Fraction(1, 10), Fraction(1, 100)):
        yield {s: v for s in sources if (v := _value(registry.spec(s), scale * factor, 0)) is not None}
    for number in range(4):
        yield {s: v for s in sources if (v := _value(registry.spec(s), scale, number)) is not None}
    yield {}


def _value(spec: InputSpec, money: Fraction, number: int) -> str | None:
    if spec.type == "money":
        if spec.period == "上年度":
            money = money / 2
        return format_money(Fraction(int(money)))
    if spec.type == "percent":
        return f"{(number + 1) * 10}%"
    if spec.options:
        return spec.options[number % len(spec.options)].id
    if spec.type == "boolean":
        return "是" if number % 2 else "否"
    if spec.type == "count":
        many = max(int(money / 1_000_000), 1) * (number + 1)
        return str(many)
    return {"area": "100平方米", "kwh": "100万千瓦时", "days": "180天"}.get(spec.type)


def _shown(result: Result) -> str:
    outcome = result.outcome
    if outcome.refused:
        return "not_met"
    if outcome.missing:
        return f"needs {outcome.missing[0]}"
    if outcome.reason and outcome.amount.sureness == "undetermined":
        return outcome.reason
    amount = outcome.amount
    if amount.high is None:
        return ""
    high = _rounded(amount.high)
    if amount.sureness == "at_most":
        return f"最高{high}"
    if amount.sureness == "range" and amount.low is not None:
        return f"{_rounded(amount.low)}—{high}"
    if amount.sureness == "at_least" and amount.low is not None:
        return f"不低于{_rounded(amount.low)}"
    return high if amount.sureness == "exact" and amount.high.denominator == 1 else ""


def _rounded(value: Fraction) -> str:
    return format_money(value)
