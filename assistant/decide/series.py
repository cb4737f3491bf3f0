"""One quantity told at two times: the later value and the earlier one, for inputs that are a year apart.

`从5000万增长到6200万`, `2022年2700万，2023年4200万`, `上年度1.45亿，前一年1.1亿`: which year is which is told by the
figures among themselves, so that the later one goes to the later input whatever year the answer is given in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from assistant.calculator.kinds import Ladder
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, Bound
from assistant.decide.figures import NAMED, Figures
from assistant.decide.quantities import passed
from index.text.figures import Figure

_FROM: Final = re.compile(r"(?:从|由)[^，。；]{0,10}$")
_TO: Final = re.compile(r"[^。；\d]{0,12}?(?:到|至)了?")
_CHANGES: Final = frozenset({"growth", "difference"})
_ASIDE: Final = frozenset({"prior", "part", "tier", "upper_award", "asserted", "increase", "decrease"})

Pair = tuple[str, str]


def series(reading: Figures) -> Iterator[Bound]:
    """The later and the earlier value of a growth, an increase or a ladder, where the text tells both."""
    pairs = _pairs(reading)
    if not pairs:
        yield from _latest(reading)
        return
    for earlier, later in (*_moved(reading), *_by_year(reading)):
        apt = [(now, before) for now, before in pairs if _apt(reading, now, before, earlier, later)]
        for now, before in apt:
            yield Bound(before, earlier.value, earlier.text, earlier.start, earlier.end)
            yield Bound(now, passed(reading, now, later), later.text, later.start, later.end)
        if apt:
            return


def _latest(reading: Figures) -> Iterator[Bound]:
    """去年产量5万辆，今年11万辆, where the award looks at one year: at the later one."""
    for earlier, later in _by_year(reading):
        for name, spec in reading.specs.items():
            if name not in (PRIOR_AWARD, PAID_THIS_YEAR) and reading.fits(spec, later) and reading.named(
                name, earlier, reading.segment(earlier)
            ) >= NAMED - 0.5:  # fmt: skip
                yield Bound(name, later.value, later.text, later.start, later.end)
                return


def _apt(reading: Figures, now: str, before: str, earlier: Figure, later: Figure) -> bool:
    fits = reading.fits(reading.specs[now], later) and reading.fits(reading.specs[before], earlier)
    return fits and not reading.foreign(reading.specs[now], earlier)


def _pairs(reading: Figures) -> list[Pair]:
    """(later, earlier) inputs of one quantity: those a change is derived from, a ladder's two, or a year apart."""
    specs = reading.specs
    found = [(way.of[0], way.of[1]) for spec in specs.values() for way in spec.derive if way.op in _CHANGES]
    award = reading.rule.rule.award
    if isinstance(award, Ladder) and award.before:
        found.append((award.by, award.before))
    return list(dict.fromkeys(found))


def _moved(reading: Figures) -> Iterator[tuple[Figure, Figure]]:
    """从5000万增长到6200万."""
    for earlier, later in pairwise(reading.figures):
        if _FROM.search(reading.text, 0, earlier.start) and _TO.fullmatch(reading.text, earlier.end, later.start):
            yield earlier, later


def _by_year(reading: Figures) -> Iterator[tuple[Figure, Figure]]:
    """Two figures of one noun told of different years; of more the two latest."""
    told: dict[int, Figure] = {}
    noun = ""
    for figure in reading.figures:
        fact = reading.facts[figure.start]
        if fact.year is None or fact.role in _ASIDE or figure.kind not in ("money", "quantity"):
            continue
        if noun and fact.label and not (fact.label in noun or noun in fact.label):
            continue
        if told and figure.unit != next(iter(told.values())).unit:
            continue
        noun = noun or fact.label
        told.setdefault(fact.year, figure)
    if len(told) > 1 and noun:
        *_, earlier, later = sorted(told)
        yield told[earlier], told[later]
