"""Stretches without figures: one sentence of a clause bears all of it out, or several each a part."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.coverage import Left
from assistant.claims.held import Disagreement, Held
from assistant.claims.levels import levels_in
from assistant.claims.model import Claim
from assistant.claims.slots import other_modifier
from assistant.claims.sufficiency import ENOUGH, enough
from assistant.claims.words import bigrams

_NEAREST: Final = 6
_ALIKE: Final = 0.45  # share of bigrams in common from which two stretches of a sentence are parallel


def free(text: str, held: Held) -> Disagreement | None:
    """A stretch without figures: one sentence of a clause bears all of it out, or several each a part."""
    whole = _uncovered(text, held)
    if not whole:
        return None
    parts = [part for part in re.split("[，；。！？：]", text) if part.strip()]
    for part in parts if len(parts) > 1 else []:
        if left := _uncovered(part, held):
            return left
    return whole if len(parts) < 2 else None


def _uncovered(text: str, held: Held) -> Disagreement | None:
    best: Disagreement | None = None
    least = 1_000
    for claim, before in _nearest(text, held):
        texts = [claim.sentence, before] if claim else []
        licences = (ENOUGH,) if claim and enough(text, claim.sentence) else ()
        found = held.leftover(text, [*texts, *held.known], licences)
        if not found and claim and (changed := other_modifier(text, claim.sentence)):
            found = [Left(changed[1], "")]
        if not found and claim and _mixed(text, "。".join(texts), held):
            found = [Left("把并列的两项说在一起", "")]
        wrong = {each for each in levels_in(text) - levels_in(claim.sentence) if each in text} if claim else set()
        if not found and not wrong:
            return None
        if len(found) + len(wrong) < least:
            least = len(found) + len(wrong)
            told = f"所引条款没有“{found[0].word}”的意思" if found else f"所引条款说的不是{sorted(wrong)[0]}"
            best = Disagreement("内容" if found else "级别", told)
    return best


def _nearest(text: str, held: Held) -> list[tuple[Claim | None, str]]:
    """The sentences that share most with `text`, best first, each with the one before it."""
    own = set(bigrams(text))
    pairs = [(claim, before) for (_, claim), before in zip(held.sentences, ["", *_told(held)], strict=False)]
    pairs.sort(key=lambda pair: -len(own & set(bigrams(pair[0].sentence))))
    return [*pairs[:_NEAREST]] or [(None, "")]


def _told(held: Held) -> list[str]:
    return [claim.sentence for _, claim in held.sentences]


def _mixed(text: str, sentence: str, held: Held) -> bool:
    """It takes words from either of two parallel stretches: 省…对园区给予…，市…对企业给予…."""
    pieces = [piece for piece in re.split("[，；。]", sentence) if len(piece) > 10]
    own = set(bigrams(text))
    for i, left in enumerate(pieces):
        for right in pieces[i + 1 :]:
            a, b = set(bigrams(left)), set(bigrams(right))
            if len(a & b) < _ALIKE * min(len(a), len(b)) or not own & (a - b) or not own & (b - a):
                continue
            without = [sentence.replace(left, "，"), sentence.replace(right, "，")]
            if all(held.leftover(text, [each, *held.known]) for each in without):
                return True
    return False
