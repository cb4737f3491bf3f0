"""What the asker takes for granted about a sum is confirmed or denied, with the policy's own figure.

Hearsay is never confirmed by silence: `奖励500万对吧` is answered 不是 first, and the wrong figure stands in no
other sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from assistant.answer import Calculation
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.evidence import Evidence
from assistant.reading.model import Premise, Understanding
from index.text.figures import scan


def judged(topic: Topic, understood: Understanding, calculation: Calculation) -> str:
    """对 or 不是 to the sum claimed of this topic, said before the result; "" where none is claimed or can be told.

    Args:
        calculation: what the policy pays.
    """
    amount, most = calculation.amount_yuan, calculation.amount_max_yuan
    sure = amount is not None and calculation.semantics in ("exact", "at_most")
    for premise in _of(topic, understood):
        fact = premise.figure
        if fact is None or fact.kind != "money" or not isinstance(fact.value, Fraction):
            continue
        above = amount is None and most is not None and fact.value > Fraction(Decimal(most))
        if not sure and not above:
            continue
        if above or fact.value != Fraction(Decimal(amount or 0)):
            return phrases.PREMISE_WRONG.format(claimed=fact.text.removesuffix("元") + "元")
        return phrases.PREMISE_CEILING if calculation.semantics == "at_most" else phrases.PREMISE_RIGHT
    return ""


def rates_named(topic: Topic) -> dict[object, str]:
    """The rates the question names, by value, as written; empty where there are not several to choose from."""
    rates: dict[object, str] = {f.value: f.text for f in topic.told.facts if f.kind == "percent"}
    return rates if len(rates) > 1 else {}


def which_rate(topic: Topic, evidence: Evidence, n: int) -> Iterator[DraftSentence]:
    """千分之六还是百分之六: of several rates the one that the clause gives, if it gives one of them."""
    rates = rates_named(topic)
    printed = {figure.value for figure in scan(evidence.card(n).quote) if figure.kind == "percent"}
    right = [text for value, text in rates.items() if value in printed]
    if len(right) == 1:
        others = "、".join(text for text in rates.values() if text != right[0])
        text = phrases.RATE_RIGHT.format(rate=right[0], others=others)
        yield DraftSentence(text, "claim", (n,), topic.region, head="amount")


def _of(topic: Topic, understood: Understanding) -> list[Premise]:
    """The claims about this topic's place: of several places each claim stands behind its own."""
    claims = [p for p in understood.premises if p.figure]
    text = understood.effective_question
    places = sorted((text.find(city), city) for city in understood.cities if city in text)
    if len(places) < 2:
        return claims
    return [
        claim
        for claim in claims
        if claim.figure and _place_before(claim.figure.at[0], places) == topic.region
    ]  # fmt: skip


def _place_before(position: int, places: list[tuple[int, str]]) -> str:
    return max(((at, city) for at, city in places if at <= position), default=(-1, ""))[1]
