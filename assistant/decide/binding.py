"""Facts in the user's words → inputs of one rule. What is ambiguous stays unbound; nothing is guessed.

Quantities go to the input whose name stands nearest before them, whose unit they have and whose year they are
of; a single quantity left for a single open input of its kind goes there. Levels and yes/no facts are bound by
the names the registry gives their options, with negation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from assistant.calculator.kinds import Fixed, UpTo
from assistant.decide.bound import PRIOR_AWARD, PRIOR_OPTION, Bound, meets
from assistant.decide.figures import Figures
from assistant.decide.levels import options
from assistant.decide.meaning import Meaning
from assistant.decide.payments import payments
from assistant.decide.quantities import quantities
from assistant.decide.series import series
from assistant.decide.things import things
from assistant.decide.years import years
from assistant.reading.statements import FIRM, kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.vocabulary.lexicon import Entry, Lexicon, Mention, general_lexicon


def _paid_for_the_step(told: Told, bound: dict[str, Bound]) -> Bound | None:
    """去年省级实发12万: the one sum that stands with the earlier level, whatever that level pays by the book."""
    segment = told.segment(bound[PRIOR_OPTION].start)
    taken = [at for b in bound.values() for at in b.spans]
    sums = [f for f in told.facts if f.kind == "money" and segment.start <= f.at[0] < segment.end and f.value]
    free = [
        f for f in sums if f.role in ("given", "asserted") and not f.label and not f.bound and not meets(f.at, taken)
    ]
    return Bound(PRIOR_AWARD, free[0].value, free[0].text, *free[0].at) if len(sums) == len(free) == 1 else None


_NOT_HELD: Final = ("planned", "not_achieved")


def bind(rule: BookRule, told: Told, year: int | None = None, meaning: Meaning | None = None) -> list[Bound]:
    """What was told of the inputs of `rule`. Offsets are those of the text told.

    Args:
        year: the year of the answer, against which 去年 and 今年 are read; None: they name no calendar year.
    """
    specs = {name: rule.registry.spec(name) for name in sorted(rule.accepted)}
    figures = Figures(rule, specs, told, meaning)
    bound = {b.input: b for b in options(rule, specs, told)}
    for each in quantities(figures):
        bound.setdefault(each.input, each)
    for each in (*series(figures), *years(rule, specs, told, year)):
        bound[each.input] = each
    taken = [span for each in bound.values() for span in each.spans]
    for each in payments(rule, specs, told, taken):
        bound[each.input] = each
    if PRIOR_OPTION in bound and PRIOR_AWARD not in bound and (paid := _paid_for_the_step(told, bound)) is not None:
        bound[PRIOR_AWARD] = paid
    several = things(figures)
    for each in several:
        bound[each.input] = each
    for each in _named_things(rule, told):
        counted = bound.get(each.input)
        beside = counted is not None and told.span(counted.start) == told.span(each.start)  # 两家企业都评上…
        if each.input in specs and not beside:
            bound[each.input] = each
    if PRIOR_AWARD in bound or several:
        bound.pop(PRIOR_OPTION, None)
    _one_each(rule, bound)
    return list(bound.values())


def _one_each(rule: BookRule, bound: dict[str, Bound]) -> None:
    """`三场，一场120家，一场100家，一场86家`: what is told of each is counted for each."""
    counters = {times for award in rule.rule.awards if isinstance(times := getattr(award, "times", None), str)}
    lengths = {len(b.value) for b in bound.values() if isinstance(b.value, list) and b.input not in counters
               and not rule.registry.spec(b.input).options}  # fmt: skip
    if len(lengths) == 1:
        (length,) = lengths
        for name in counters & bound.keys():
            bound[name] = replace(bound[name], value=[Fraction(1)] * length)


def _of_a_level_not_paid(thing: Mention, told: Told, paid: set[str]) -> bool:
    """省级节水型园区, where the clause pays national ones only."""
    segment = told.segment(thing.start)
    levels = [f for f in told.facts if f.kind == "level" and segment.start <= f.at[0] < thing.end]
    return bool(levels and paid) and max(levels, key=lambda f: f.at).value not in paid


def _named_things(rule: BookRule, told: Told) -> Iterator[Bound]:
    """How many of the rule's different things the text names: 试点示范和融合发展试点示范 are two."""
    award = rule.rule.award
    if not rule.rule.things or not isinstance(award, Fixed | UpTo) or award.times is None:
        return
    names = Lexicon(Entry(str(n), "thing", surfaces) for n, surfaces in enumerate(rule.rule.things)).find(told.text)
    paid = {m.concept for m in general_lexicon().find(rule.rule.quote) if m.kind == "level"}
    held = [
        m for m in names
        if not told.is_denied((m.start, m.end)) and kind_of(told.words(m.start), FIRM) not in _NOT_HELD
        and not _of_a_level_not_paid(m, told, paid)
    ]  # fmt: skip
    if count := len({m.concept for m in held}):
        first, last = held[0], held[-1]
        yield Bound(award.times, Fraction(count), told.text[first.start : last.end], first.start, last.end)
