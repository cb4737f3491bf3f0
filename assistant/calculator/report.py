"""A result in the public shape (`assistant.answer.Calculation`): semantics, plain yuan strings, sentences.

Amounts are rounded here and only here, half up to the cent; a rounded result says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.answer import Calculation, DocumentStatusName, Installment, Payer, Reading, Semantics
from assistant.calculator.amounts import Amount, is_rounded, yuan_text
from assistant.calculator.evaluate import Result
from assistant.calculator.facts import Facts
from assistant.calculator.outcome import Outcome
from assistant.calculator.trace import render


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a calculation stands: names and status of its document and clause, for display only."""

    document_id: str
    document_title: str
    document_status: DocumentStatusName
    clause_label: str


def report(
    calculation_id: str, result: Result, facts: Facts, setting: Setting, readings: Sequence[Reading] = ()
) -> Calculation:
    outcome = result.outcome
    semantics, amount, low, high = figures_of(outcome)
    return Calculation(
        id=calculation_id,
        rule_id=result.rule_id,
        title=result.rule.title,
        clause_id=result.file.clause,
        document_id=setting.document_id,
        document_status=setting.document_status,
        option=outcome.option,
        inputs={each: facts.show(each) for each in facts.used},
        conditions=outcome.conditions,
        semantics=semantics,
        amount_yuan=amount,
        amount_min_yuan=low,
        amount_max_yuan=high,
        missing=facts.missing(outcome.missing) if semantics == "needs_info" else [],
        schedule=[
            Installment(label=each.label, year=each.year, amount_yuan=yuan_text(each.amount))
            for each in outcome.schedule
        ],
        payer=payers_of(result.payers),
        readings=list(readings),
        steps=_sentences(result, setting, semantics),
        notes=notes_of(result, facts),
    )


def figures_of(outcome: Outcome) -> tuple[Semantics, str | None, str | None, str | None]:
    """(semantics, amount, min, max) as the public table asks."""
    amount = outcome.amount
    low = yuan_text(amount.low)
    high = None if amount.high is None else yuan_text(amount.high)
    if outcome.refused:
        return "not_eligible", "0", None, None
    if outcome.missing:
        return "needs_info", None, low if amount.sureness == "range" else None, high
    if amount.high == 0:
        return "exact", "0", None, None
    if amount.sureness in ("exact", "at_most"):
        return amount.sureness, high, None, None
    if amount.sureness == "at_least":
        return "at_least", None, low, None
    if amount.sureness == "range":
        return "range", None, low, high
    return "undetermined", None, None, high


def payers_of(shares: Sequence[tuple[str, Fraction]]) -> list[Payer]:
    """Rounded shares that still add up: the last payer takes the remainder."""
    total = sum((share for _, share in shares), Fraction(0))
    rest = Fraction(yuan_text(total))
    payers = []
    for number, (who, share) in enumerate(shares, start=1):
        text = yuan_text(rest) if number == len(shares) else yuan_text(share)
        rest -= Fraction(text)
        payers.append(Payer(who=who, amount_yuan=text))
    return payers


def in_words(outcome: Outcome, semantics: Semantics) -> str:
    """The result in Chinese."""
    if semantics == "not_eligible":
        gaps = [shown.shortfall for shown in outcome.conditions if shown.met == "no" and shown.shortfall]
        return "不符合条件，没有奖励" + (f"（{'；'.join(gaps)}）" if gaps else "")
    if semantics == "needs_info":
        return "还缺少信息，不能确定金额" + _bounds(outcome.amount)
    if semantics == "undetermined":
        return str(outcome.amount) if not outcome.reason else f"金额未定（{outcome.reason}）"
    return str(outcome.amount) if outcome.amount.high != 0 else "0元（没有应再发放的金额）"


def _bounds(amount: Amount) -> str:
    if amount.high is None or amount.sureness != "range":
        return ""
    return f"（在{Amount('range', amount.low, amount.high)}之间）"


def _sentences(result: Result, setting: Setting, semantics: Semantics) -> list[str]:
    draft = setting.document_status in ("draft", "draft_expired")
    said = in_words(result.outcome, semantics)
    return render(setting.document_title, setting.clause_label, draft, result.outcome.steps, said)


def notes_of(result: Result, facts: Facts) -> list[str]:
    outcome = result.outcome
    notes = list(outcome.notes)
    if outcome.verify and not outcome.refused:
        notes.append(f"前提是：{'；'.join(dict.fromkeys(outcome.verify))}，由受理部门核实。")
    for input_id in facts.assumed:
        notes.append(f"{facts.registry.spec(input_id).label}没说，先按{facts.show(input_id)}算。")
    if outcome.amount.high is not None and is_rounded(outcome.amount.high):
        notes.append("金额四舍五入到分。")
    return list(dict.fromkeys([*notes, *result.rule.notes]))
