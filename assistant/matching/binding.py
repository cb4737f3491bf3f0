"""Facts in the user's words → inputs of one rule. What is ambiguous stays unbound; nothing is guessed.

Quantities go to the input whose name stands nearest before them, whose unit they have and whose year they are
of; a single quantity left for a single open input of its kind goes there. Levels and yes/no facts are bound by
the names the registry gives their options, with negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.calculator.kinds import Fixed, UpTo
from assistant.matching.bound import PRIOR_AWARD, PRIOR_OPTION, Bound
from assistant.matching.levels import options
from assistant.matching.payments import with_later_ones
from assistant.matching.quantities import from_to, quantities
from assistant.matching.segments import Segment, negated, segments
from assistant.matching.years import years
from assistant.rulebook.load import BookRule
from index.vocabulary.lexicon import Entry, Lexicon

_NEVER_PAID = re.compile(
    r"(?:没有?|未曾?|还没|从未|从没|没曾)(?:有)?(?:领|拿|得|享受|补|奖|获)(?:过|到过?)?[^，。；,;]{0,8}(?:奖励|补贴|补助|奖|钱|过)?"
    r"|(?:第一次|首次)(?:申报|申请|领|拿)"
)


def bind(rule: BookRule, text: str, year: int | None = None) -> list[Bound]:
    """What `text` says of the inputs of `rule`. Offsets are those of `text`.

    Args:
        year: the year of the answer, against which 去年 and 今年 are read; None: they name no calendar year.
    """
    specs = {name: rule.registry.spec(name) for name in sorted(rule.accepted)}
    parts = segments(text)
    bound = {b.input: b for b in options(rule, specs, text, parts)}
    for each in quantities(rule, specs, text, parts):
        bound.setdefault(each.input, each)
    for each in (*from_to(rule, specs, text, parts), *years(rule, specs, text, parts, year)):
        bound[each.input] = each
    for name, count in _things(rule, text, parts):
        if name in specs and name not in bound:
            bound[name] = Bound(name, Fraction(count), "", 0, 0)
    if PRIOR_AWARD in specs and PRIOR_AWARD not in bound and (match := _NEVER_PAID.search(text)):
        bound[PRIOR_AWARD] = Bound(PRIOR_AWARD, Fraction(0), match.group(), match.start(), match.end())
        bound.pop(PRIOR_OPTION, None)
    if PRIOR_AWARD in bound:
        bound[PRIOR_AWARD] = with_later_ones(bound[PRIOR_AWARD], text, parts)
        bound.pop(PRIOR_OPTION, None)
    return list(bound.values())


def _things(rule: BookRule, text: str, parts: list[Segment]) -> Iterator[tuple[str, int]]:
    """How many of the rule's different things the text names: 试点示范和融合发展试点示范 are two."""
    award = rule.rule.award
    if not rule.rule.things or not isinstance(award, Fixed | UpTo) or award.times is None:
        return
    names = Lexicon(Entry(str(n), "thing", surfaces) for n, surfaces in enumerate(rule.rule.things)).find(text)
    held = {m.concept for m in names if not negated(text, m.start, parts, m.end)}
    if len(held) > 1:
        yield award.times, len(held)
