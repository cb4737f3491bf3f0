"""The cases beside each rule: expected results typed from the clause, compared exactly, without tolerance.

25万元 | 最高25万元 | 不低于60万元 | 20万元—100万元 | 0元 | not_met | needs <input> | 未定（最高500万元）
一事一议 | 由各地决定 | 另行规定 | 适当奖励 | 未定标准
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, get_args

from assistant.answer import Calculation
from assistant.calculator.evaluate import Result
from assistant.calculator.kinds import Reason
from assistant.calculator.rule import Case
from assistant.errors import AssistantFailure
from assistant.rulebook.load import BookRule, Rulebook
from index.text import figures

REASONS: Final = frozenset(get_args(Reason))
# Cases say what the clause pays, not what day it is: the status of a document never changes an amount.
_ANY_DAY: Final = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class CaseFailure:
    rule_id: str
    number: int
    case: str
    got: str

    def __str__(self) -> str:
        return f"{self.rule_id} 用例{self.number} {self.case}：得到 {self.got}"


def check_cases(rulebook: Rulebook, rules: Iterable[BookRule] | None = None) -> list[CaseFailure]:
    """Run every case of the rules (all rules by default); the failures."""
    failures = []
    for entry in rulebook.rules.values() if rules is None else rules:
        for number, case in enumerate(entry.rule.cases, start=1):
            got = _run(rulebook, entry, case)
            if got is not None:
                shown = f"{{{'，'.join(f'{key}: {value}' for key, value in case.in_.items())}}} → {case.out}"
                failures.append(CaseFailure(entry.id, number, shown, got))
    return failures


def _run(rulebook: Rulebook, entry: BookRule, case: Case) -> str | None:
    """None when the case holds, else what came out instead."""
    try:
        result, calculation = rulebook.evaluate(entry.id, case.in_, _ANY_DAY, case.on or None)
        return None if _agrees(case.out, result, calculation) else _shown(result, calculation)
    except (AssistantFailure, ValueError) as error:
        return str(error)


def _shown(result: Result, calculation: Calculation) -> str:
    missing = " ".join(each.input for each in calculation.missing)
    return f"{calculation.semantics} {result.outcome.amount} {result.outcome.reason} {missing}".strip()


def _agrees(out: str, result: Result, calculation: Calculation) -> bool:
    semantics, amount, outcome = calculation.semantics, result.outcome.amount, result.outcome
    if out == "not_met":
        return semantics == "not_eligible"
    if out.startswith("needs "):
        wanted = out.split()[1:]
        asked = {each.input for each in calculation.missing} | set(outcome.missing)
        return semantics == "needs_info" and set(wanted) <= asked
    if out in REASONS:
        return semantics == "undetermined" and outcome.reason == out
    if out.startswith("未定"):
        ceiling = out.removeprefix("未定").strip("（）()").removeprefix("最高")
        return semantics == "undetermined" and amount.high == (_yuan(ceiling) if ceiling else None)
    if out == "0元":
        return calculation.amount_yuan == "0" and semantics in ("exact", "not_eligible")
    return _figure_agrees(out, result, semantics)


def _figure_agrees(out: str, result: Result, semantics: str) -> bool:
    amount = result.outcome.amount
    if out.startswith("最高"):
        return semantics == "at_most" and amount.high == _yuan(out.removeprefix("最高"))
    if out.startswith("不低于"):
        return semantics == "at_least" and amount.low == _yuan(out.removeprefix("不低于"))
    figure = figures.parse(out)
    if figure.kind == "range":
        return semantics == "range" and (amount.low, amount.high) == (figure.low, figure.high)
    return semantics == "exact" and amount.high == _yuan(out)


def _yuan(text: str) -> Fraction:
    figure = figures.parse(text)
    if figure.kind != "money":
        raise ValueError(f"用例的结果“{text}”不是金额")
    return figure.value
