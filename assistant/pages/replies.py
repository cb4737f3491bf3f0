"""One-tap replies under an answer: the options of a missing fact first, then the questions that come next."""

from __future__ import annotations

import re

from assistant.answer import Answer, Calculation
from assistant.calculator.listing import rule_options
from assistant.drafting.phrases import ASKS_CITY
from assistant.rulebook.load import Rulebook

REPLIES = 6
# What a yes/no fact says, it says with a verb that can be denied: 列入…清单 / 没有列入…清单.
_VERB = re.compile(r"(?:新?列入|被?认定|被列入|通过|属于|在|获)")


def replies(answer: Answer, rulebook: Rulebook) -> list[str]:
    """At most REPLIES texts, each a message that can be sent as it stands.

    A missing level or yes/no fact gives its options; a missing figure has to be typed, so it gives none.
    """
    found = [reply for each in answer.calculations for reply in _options(each, rulebook)]
    if any(sentence.text.startswith(ASKS_CITY) for sentence in answer.sentences):
        cities = dict.fromkeys(rulebook.region(rule) for rule in rulebook.rules.values())
        found += [f"我们在{city}" for city in cities]
    return list(dict.fromkeys([*found, *answer.follow_ups]))[:REPLIES]


def _options(calculation: Calculation, rulebook: Rulebook) -> list[str]:
    """`级别：国家级`, `列入清单` and `没有列入清单` for the first fact that is missing."""
    rule = rulebook.rules.get(calculation.rule_id)
    if rule is None or not calculation.missing:
        return []
    wanted = calculation.missing[0].input
    spec = rule.registry.specs.get(wanted)
    if spec is None:
        return []
    if spec.type == "boolean":
        denied = f"{'不' if spec.label[0] in '属在' else '没有'}{spec.label}"
        return [spec.label, denied] if _VERB.match(spec.label) else []
    told_apart = set(rule_options(rule.rule, wanted))
    return [f"{spec.label}：{option.label}" for option in spec.options if option.id in told_apart or not told_apart]
