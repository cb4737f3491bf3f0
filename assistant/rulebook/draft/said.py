"""What a clause says of one award, as units: figures with their places, and nothing that the clause does not print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from assistant.claims.marks import unit_kind
from assistant.rulebook.draft.nouns import alike
from index.text.figures import Figure

Kind = Literal["fixed", "choice", "ladder", "percent", "rate_choice", "per_step", "match", "range", "yearly", "none"]
_ALTERNATIVE: Final = re.compile("^[^，,。；;]{0,8}或")
DIFFERENCE: Final = re.compile(
    r"补差|差额|进档|(?:已(?:经)?(?:领取?|兑现|享受|获得?|奖励)[^。；]{0,14}(?:扣除|差|补足))|就高[^。；]{0,12}扣除"
    r"|扣除[^，。；]{0,6}已(?:经)?(?:领取?|兑现|享受|获得?)|只补[^，。；]{0,8}差"
)


@dataclass(frozen=True)
class Threshold:
    """A figure the applicant has to reach or stay below; `said`: the words that stand before it up to a pause."""

    noun: str
    word: str
    figure: Figure
    place: tuple[int, int]
    period: str = ""
    said: str = ""


@dataclass(frozen=True)
class Ceiling:
    """A cap on what is paid.

    Attributes:
        level: only for that level; shared: one budget for all awards of the clause; piece: for each of several things.
    """

    figure: Figure
    place: tuple[int, int]
    word: str
    words: str
    level: str = ""
    shared: bool = False
    piece: str = ""


@dataclass(frozen=True)
class Paid:
    """One figure that is paid, with the item or threshold it goes with."""

    figure: Figure
    place: tuple[int, int]
    item: str = ""
    threshold: Threshold | None = None


@dataclass
class Unit:
    """One award.

    Attributes:
        plus: percentage points on top of another unit's rate; part: of a part of its base only.
        over: only what exceeds this figure counts.
        piece: the counting word of the things a ceiling holds for one by one (每次), with their noun.
        monthly: paid for every month, up to `months`.
        barred: where nothing is paid, up to `bar_end`; restated: figures that say a threshold once more.
        payout: the shares in which a sum is paid, one a year.
        slice: what counts of the base at most, the rest is another unit's (不超过5000万元的部分按6%).
    """

    kind: Kind
    start: int
    end: int
    paid: list[Paid]
    words: str
    sentence: str
    own: int = 0
    sentence_at: int = 0
    under: tuple[int, int] | None = None
    years: tuple[Figure, tuple[int, int], str] | None = None
    ceiling: str = ""
    object: str = ""
    given: str = ""
    shared_noun: str = ""
    base: str = ""
    thresholds: list[Threshold] = field(default_factory=list)
    limits: list[Ceiling] = field(default_factory=list)
    unit: str = ""
    unit_noun: str = ""
    step: tuple[Figure, tuple[int, int]] | None = None
    most: list[tuple[Figure, tuple[int, int], str]] = field(default_factory=list)
    yearly: bool = False
    adds: bool = False
    raises: bool = False
    plus: bool = False
    part: bool = False
    over: tuple[Figure, tuple[int, int]] | None = None
    piece: tuple[str, str] | None = None
    monthly: bool = False
    months: tuple[Figure, tuple[int, int], str] | None = None
    facts: list[str] = field(default_factory=list)
    difference: bool = False
    tiers: list[Threshold] = field(default_factory=list)
    ranges: tuple[Figure, tuple[int, int], str] | None = None
    reason: str = ""
    aside: list[str] = field(default_factory=list)
    barred: list[Threshold] = field(default_factory=list)
    restated: list[tuple[int, int]] = field(default_factory=list)
    bar_end: int = 0
    payout: list[tuple[Figure, tuple[int, int]]] = field(default_factory=list)
    slice: tuple[Figure, tuple[int, int], str] | None = None
    unsafe: str = ""


def stop_after(text: str, position: int) -> int:
    match = re.search(r"[，,；;。\n]", text[position:])
    return position + match.end() if match else len(text)


def alternatives(unit: Unit, text: str) -> bool:
    """Whether 或 stands between two of its thresholds: not all of them have to be reached."""
    places = sorted(t.place for t in unit.thresholds)
    return any(_ALTERNATIVE.search(text[a[1] : b[0]]) for a, b in pairwise(places))


def same_quantity(one: Threshold, other: Threshold) -> bool:
    return alike(one.noun, other.noun) and unit_kind(one.figure) == unit_kind(other.figure)
