"""N wrong answers, evenly over the kinds, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from eval.corruptions import bounds, citations, figures, standing, words
from eval.corruptions.answers import Answer
from eval.corruptions.model import Corruption, Maker
from eval.corruptions.numerals import in_chinese
from eval.corruptions.truth import Truth

MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "figure": figures.changed_figure,
        "unit": figures.changed_unit,
        "x10": figures.times_ten,
        "pairing": figures.swapped_pair,
        "other_clause": figures.from_other_clause,
        "other_level": figures.from_other_level,
        "other_city": figures.from_other_city,
        "cap": bounds.cap,
        "hedge": bounds.hedge,
        "citation": citations.citation,
        "status": standing.status,
        "polarity": words.polarity,
        "level": words.level,
        "city": words.city,
        "condition_dropped": words.condition_dropped,
    }
)

CHINESE = 3  # every third corruption has its figures in Chinese numerals, where it has any


def corruptions(answers: Sequence[Answer], truth: Truth, n: int, seed: int) -> list[Corruption]:
    """At most `n` different corruptions: the kinds take turns until `n` are made or all are exhausted."""
    pools = {kind: _pool(kind, answers, truth, seed) for kind in MAKERS}
    made: dict[tuple[str, tuple[tuple[int, str], ...]], Corruption] = {}
    while len(made) < n and any(pools.values()):
        for pool in pools.values():
            if pool and len(made) < n:
                corruption = pool.pop()
                made.setdefault((corruption.wrong.answer, corruption.wrong.cites), corruption)
    return list(made.values())


def _pool(kind: str, answers: Sequence[Answer], truth: Truth, seed: int) -> list[Corruption]:
    """Every corruption of the kind, shuffled."""
    rng = random.Random(f"{seed}/{kind}")
    found = [corruption for answer in answers for corruption in MAKERS[kind](answer, truth, rng)]
    rng.shuffle(found)
    return [
        (chinese(corruption) or corruption) if number % CHINESE == 0 else corruption
        for number, corruption in enumerate(found)
    ]


def chinese(corruption: Corruption) -> Corruption | None:
    """The same corruption with the figures of its first changed sentence in Chinese numerals; None without any."""
    sentence = corruption.changed[0]
    text = in_chinese(sentence)
    if text is None or corruption.wrong.answer.count(sentence) != 1:
        return None
    return replace(
        corruption,
        form=f"{corruption.form}+汉字",
        wrong=replace(corruption.wrong, answer=corruption.wrong.answer.replace(sentence, text)),
        changed=(text, *corruption.changed[1:]),
    )
