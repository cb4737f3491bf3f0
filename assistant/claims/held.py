"""The clauses a sentence cites, read, and what a sentence that says more is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assistant.claims.coverage import MASK, Left, leftover
from assistant.claims.marks import Mark, same_value, unit_kind
from assistant.claims.model import Claim
from assistant.claims.read import claims, sentences
from assistant.claims.words import folded, words

_WEIGHTY: Final = words().weighty | frozenset("不没无未非局厅委府")
_BASE: Final = re.compile("的?基础")
MEASURES: Final = frozenset({"平方米", "千瓦时", "兆瓦时", "吨", "千瓦", "公里"})
_EVERY: Final = re.compile("每一?(平方米|平米|千瓦时|兆瓦时|度电|度|千瓦|吨|公里)[^，。；〇]{0,8}$")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`slot` is the Chinese name of what differs; `reason` a Chinese sentence without a full stop."""

    slot: str
    reason: str


@dataclass(frozen=True)
class Held:
    """The clauses a sentence cites, read.

    Attributes:
        claims: with the index of their clause.
        known: words that anything may say: places, titles, what the calculation shown says.
        content: whether content words have to stand in the clause; without, only what fills a slot is compared.
    """

    claims: tuple[tuple[int, Claim], ...]
    texts: tuple[str, ...]
    sentences: tuple[tuple[int, Claim], ...]
    known: tuple[str, ...] = ()
    content: bool = True

    def leftover(self, said: str, texts: Sequence[str], licences: Iterable[str] = ()) -> list[Left]:
        """What of `said` no text of `texts` bears out and has to: places, offices, denials, and what the clauses say of
        something else, always.
        """
        found = leftover(said, texts, licences)
        return [left for left in found if self.content or left.kind or self._stands(left.word)]

    def _stands(self, word: str) -> bool:
        return bool(_WEIGHTY.intersection(word)) or any(word in folded(text) for text in self.texts)


def hold(texts: Sequence[str], known: Sequence[str] = ()) -> Held:
    """The clauses' texts as what a sentence is held against."""
    read = [claims(text) for text in texts]
    whole = [_sentences(text) for text in texts]
    printed = [(i, claim) for i, each in enumerate(read) for claim in each]
    return Held(
        (*printed, *raised(printed)),
        tuple(texts),
        tuple((i, claim) for i, each in enumerate(whole) for claim in each),
        tuple(known),
    )


def raised(claims: Sequence[tuple[int, Claim]]) -> Iterator[tuple[int, Claim]]:
    """在6%的基础上增加2个百分点 is a claim of 8%, too."""
    for i, claim in claims:
        mark = claim.result
        if mark is None or mark.figure.value is None or unit_kind(mark.figure) != "points":
            continue
        for base in claim.conditions:
            if unit_kind(base.figure) == "percent" and base.figure.value is not None and _BASE.match(base.tail):
                figure = replace(base.figure, value=base.figure.value + mark.figure.value)
                rest = [
                    each for j, each in claims if j == i and each.result and same_value(each.result.figure, base.figure)
                ]
                conditions = (*claim.conditions, *(one for each in rest for one in each.conditions))
                inherited = "，".join([*(each.own for each in rest), claim.inherited])
                mark_ = replace(mark, figure=figure, bound="")
                yield (
                    i,
                    replace(claim, result=mark_, conditions=conditions, inherited=inherited, needs=_asked(claim.own)),
                )


def _asked(own: str) -> str:
    """The stretches of a claim without figures: what it is given for."""
    return "，".join(piece for piece in own.split("，") if MASK not in piece)


@lru_cache(maxsize=1024)
def _sentences(text: str) -> tuple[Claim, ...]:
    return tuple(sentences(text))


def same(left: Mark, right: Mark) -> bool:
    """One figure in both: of one value, unit and, of what is measured, one unit it is paid by."""
    a, b = _by(left), _by(right)
    return same_value(left.figure, right.figure) and (not a or a == b)


def _by(mark: Mark) -> str:
    """每兆瓦时0.3元, 0.3元/千瓦时: what the figure is paid by, where that is measured."""
    if mark.figure.per in MEASURES:
        return mark.figure.per
    front = _EVERY.search(mark.lead)
    return {"度": "千瓦时", "度电": "千瓦时", "平米": "平方米"}.get(front[1], front[1]) if front else ""
