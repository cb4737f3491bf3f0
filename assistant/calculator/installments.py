"""Awards paid over several years: which payments are due by a year, and which lapsed (退规)."""

from __future__ import annotations

from fractions import Fraction

from assistant.answer import Condition as Shown
from assistant.calculator import kinds, literals
from assistant.calculator.amounts import ZERO, exact
from assistant.calculator.facts import Facts
from assistant.calculator.outcome import Outcome, Payment, needs, refused
from assistant.calculator.trace import Step, step
from index.text import figures


def installments(award: kinds.Installments, facts: Facts) -> Outcome:
    """The payments that fall into the asked years; all of them when no year is asked for."""
    start = facts.number(award.start) if award.start else None
    only = facts.number(award.year) if award.year else None
    through = facts.number(award.through) if award.through else None
    lapse = facts.number(award.lapse) if award.lapse else None
    last = None
    if through is not None:
        if start is None:
            return needs([award.start] if award.start else [], ZERO, _all(award))
        last = through - start + 1
    steps: list[Step] = []
    schedule: list[Payment] = []
    due = ZERO
    for number, label, amount, conditional in _payments(award):
        if only is not None and number != only:
            continue
        if last is not None and number > last:
            steps.append(step("payment_later", year=label))
            continue
        if conditional and lapse is not None and lapse > 0 and number >= lapse:
            steps.append(step("payment_lapsed", year=label))
            continue
        year = int(start) + number - 1 if start is not None else None
        schedule.append(Payment(label, year, amount))
        named = f"{label}（{year}年）" if year else label
        steps.append(step("payment", year=named, amount=figures.format_money(amount)))
        due += amount
    if only is not None and not any(number == only for number, *_ in _payments(award)):
        labels = "、".join(label for _, label, _, _ in _payments(award))
        shown = Shown(
            text="发放年度", input=award.year or "", required=labels, actual=facts.show(award.year or ""), met="no"
        )
        return refused(steps, [shown])
    outcome = Outcome(exact(due), steps=steps, schedule=schedule)
    if len(schedule) > 1:
        outcome.steps.append(step("sum", result=figures.format_money(due)))
    if award.lapse and lapse is None and any(conditional for *_, conditional in _payments(award)):
        outcome.notes.append(f"后续年度的奖励以“{facts.registry.spec(award.lapse).label}”没有发生为前提。")
    return outcome


def _payments(award: kinds.Installments) -> list[tuple[int, str, Fraction, bool]]:
    """(year number, label, yuan, stops on lapse) in the order of the years."""
    found = [
        (int(figures.number(label.strip("第年"))), label, literals.value(payment.amount), payment.unless_lapsed)
        for payment in award.payments
        for label in payment.years
    ]
    return sorted(found)


def _all(award: kinds.Installments) -> Fraction:
    return sum((amount for _, _, amount, _ in _payments(award)), ZERO)
