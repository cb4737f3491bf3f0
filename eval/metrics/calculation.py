"""Whether the amount is right to the yuan, and whether the system knows how sure it is.

The headline is what the answer stands for: its total, else its calculations over the asked document (all of them
where none is over it). Every part of it has to be right. Modelled on numeric exam scoring such as FinQA's
execution accuracy (Chen et al., EMNLP 2021), sharpened: a sure amount that is wrong is counted by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Calculation, Total
from eval.dataset import CalculationItem
from eval.metrics.texts import covers

Part = Calculation | Total

# The dataset's words for how sure an amount is → the answer's.
SEMANTICS: dict[str, frozenset[str]] = {
    "exact": frozenset({"exact"}),
    "upper-bound": frozenset({"at_most"}),
    "range": frozenset({"range", "at_least"}),
    "none": frozenset({"not_eligible", "undetermined"}),
    "needs-info": frozenset({"needs_info"}),
}
_NO_FIGURE = frozenset({"not_eligible", "needs_info", "undetermined"})


@dataclass(frozen=True, slots=True)
class CalculationScore:
    """The verdict on one calculation.

    Attributes:
        amount: every part of the headline is exact to the yuan.
        semantics: and as sure as it may be (exact, at most, range, nothing, a fact missing).
        cited: a support citation holds the provision.
        wrong_sure: a sure amount stands in the headline and is not right. The one thing that must never happen.
        sure: the headline holds a sure amount.
        correct: amount, semantics and citation (a question back needs none).
    """

    amount: bool
    semantics: bool
    cited: bool
    wrong_sure: bool
    sure: bool
    correct: bool


def score(item: CalculationItem, answer: Answer | None) -> CalculationScore:
    """The verdict on `answer`; no answer is nowhere right and nowhere sure."""
    expected = item.expected
    parts = headline(item, answer) if answer else []
    asks = _asks(answer, parts)
    amount, semantics = _judge(item, answer, parts, asks)
    if not (amount and semantics) and _other_reading(item, parts, asks):
        amount = semantics = True
    cited = not item.gold_texts or any(
        covers(citation.quote, quote) for citation in (answer.citations if answer else []) for quote in item.gold_texts
    )
    sure = [value for part in parts if part.semantics == "exact" and (value := _yuan(part.amount_yuan))]
    wrong_sure = not (amount and semantics) and any(_unfounded(item, value) for value in sure)
    return CalculationScore(
        amount=amount,
        semantics=semantics,
        cited=cited,
        wrong_sure=wrong_sure,
        sure=bool(sure),
        correct=amount and semantics and (cited or expected.semantics == "needs-info"),
    )


def headline(item: CalculationItem, answer: Answer) -> Sequence[Part]:
    """The amounts the answer stands for."""
    if answer.total:
        return [answer.total]
    own = [each for each in answer.calculations if each.document_id.startswith(item.doc)]
    return own or answer.calculations


def _asks(answer: Answer | None, parts: Sequence[Part]) -> bool:
    clarifies = answer is not None and answer.status == "clarify"
    return clarifies or any(isinstance(part, Calculation) and part.missing for part in parts)


def _judge(item: CalculationItem, answer: Answer | None, parts: Sequence[Part], asks: bool) -> tuple[bool, bool]:
    """(amount, semantics) by the reading that the item prefers."""
    expected = item.expected
    accepted = _accepted_semantics(item)
    # An award that is out of the question says nothing against one that applies.
    live = [part for part in parts if part.semantics not in _NO_FIGURE]
    match expected.semantics:
        case "needs-info":
            return asks, asks
        case "none":
            nothing = not any(
                (_yuan(part.amount_yuan) or 0) > 0 and part.semantics in ("exact", "at_most", "at_least")
                for part in parts
            )
            said = any(part.semantics in accepted or _yuan(part.amount_yuan) == 0 for part in parts)
            return nothing, nothing and (said or (answer is not None and answer.status == "abstained"))
        case "range":
            low, high = expected.range_yuan or (None, None)
            amount = bool(live) and all(
                _yuan(part.amount_min_yuan) == low
                and (high is None or high in (_yuan(part.amount_max_yuan), _yuan(part.amount_yuan)))
                for part in live
            )
            return amount, bool(live) and all(part.semantics in accepted for part in live)
        case _:
            amount = bool(live) and all(_yuan(part.amount_yuan) in _wanted(item) for part in live)
            return amount, amount and all(part.semantics in accepted for part in live)


def _other_reading(item: CalculationItem, parts: Sequence[Part], asks: bool) -> bool:
    """The answer is right by another reading that the item accepts."""
    others = _others(item)
    if not others:
        return False

    def fits(part: Part) -> bool:
        value = _yuan(part.amount_yuan)
        empty = not value and part.semantics not in ("exact", "at_most")
        return part.semantics in others and (value in _wanted(item) or empty)

    return (bool(parts) and all(map(fits, parts))) or ("needs_info" in others and asks)


def _unfounded(item: CalculationItem, value: Decimal) -> bool:
    """A sure `value` is wrong as such, or the item has no sure amount."""
    semantics = item.expected.semantics
    unsure = semantics in ("none", "needs-info", "range")
    capped = semantics == "upper-bound" and "exact" not in _accepted_semantics(item)
    return value not in _wanted(item) or unsure or capped


def _wanted(item: CalculationItem) -> list[Decimal]:
    expected = item.expected
    return [amount for amount in (expected.amount_yuan, *expected.accept) if amount is not None]


def _others(item: CalculationItem) -> frozenset[str]:
    return frozenset().union(*(SEMANTICS.get(name, {name}) for name in item.expected.accept_semantics))


def _accepted_semantics(item: CalculationItem) -> frozenset[str]:
    return SEMANTICS[item.expected.semantics] | _others(item)


def _yuan(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
