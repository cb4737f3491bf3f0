"""One-tap replies under an answer: the options of a missing fact first, then the questions that come next."""

from __future__ import annotations

from assistant.answer import Answer, Calculation
from assistant.calculator.listing import rule_options
from assistant.drafting.phrases import WHICH_CITY
from assistant.rulebook.load import Rulebook

REPLIES = 6
_YES_NO = ("是", "否")


def replies(answer: Answer, rulebook: Rulebook) -> list[str]:
    """At most REPLIES texts, each a message that can be sent as it stands.

    A missing level or yes/no fact gives its options; a missing figure has to be typed, so it gives none.
    """
    found = [reply for each in answer.calculations for reply in _options(each, rulebook)]
    if any(sentence.text == WHICH_CITY for sentence in answer.sentences):
        cities = dict.fromkeys(rulebook.region(rule) for rule in rulebook.rules.values())
        found += [f"我们在{city}" for city in cities]
    return list(dict.fromkeys([*found, *answer.follow_ups]))[:REPLIES]


def _options(calculation: Calculation, rulebook: Rulebook) -> list[str]:
    """`认定级别：国家级`, `是否在清单内：是` for the first fact that is missing."""
    rule = rulebook.rules.get(calculation.rule_id)
    if rule is None or not calculation.missing:
        return []
    wanted = calculation.missing[0].input
    spec = rule.registry.specs.get(wanted)
    if spec is None:
        return []
    if spec.type == "boolean":
        return [f"{spec.label}：{word}" for word in _YES_NO]
    told_apart = set(rule_options(rule.rule, wanted))
    return [f"{spec.label}：{option.label}" for option in spec.options if option.id in told_apart or not told_apart]
