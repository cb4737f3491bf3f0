"""Wrong bounds: a cap that is dropped or denied, a ceiling said as a sum, a sum said as a ceiling."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from eval.corruptions.answers import MARK, Answer, Sentence
from eval.corruptions.figures import targets
from eval.corruptions.lists import words
from eval.corruptions.model import Corruption, in_sentence, rewritten
from eval.corruptions.truth import PricedAtom, Truth, value, values
from index.text.figures import Figure

_BREAKS = "，；,;：:"
# Without its cap a rate, a unit price or a sum per step grows without end; a fixed sum does not.
_UNBOUNDED = frozenset({"rate", "base"})
# What may stand between a hedge and its figure: 不超过采购额的10%, 最高奖励50万元.
_BETWEEN = r"[^，。；、\d一二三四五六七八九十百]{0,8}?"


def cap(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """The cap on a rate, a unit price or a sum per step left out; any ceiling said not to exist."""
    for index, sentence in enumerate(answer.sentences):
        priced = truth.atoms(sentence.clauses)
        for figure in targets(sentence, truth):
            roles = _roles(priced, figure)
            if "cap" not in roles:
                continue
            start, end = clause_span(sentence.text, figure)
            left = sentence.text[:start] + _marks(sentence.text[start:end]) + sentence.text[end:]
            limited = any(_roles(priced, other) & _UNBOUNDED for other in targets_in(left, sentence, truth))
            alone = value(figure) not in values(MARK.sub("", rewritten(answer, index, left).answer))
            if start and limited and alone and "award" not in roles:
                yield in_sentence("cap", "dropped", answer, index, left, f"去掉“{sentence.text[start:end]}”")
            hedge = re.search(f"(?:{words().hedge.pattern}){_BETWEEN}$", sentence.text[: figure.start])
            if hedge and alone:
                said = rng.choice(words().unlimited)
                text = sentence.text[: hedge.start()] + said + sentence.text[figure.end :]
                yield in_sentence("cap", "denied", answer, index, text, f"{hedge[0]}{figure.text}→{said}")


def hedge(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """最高/不超过 taken from a ceiling, or put before a fixed sum."""
    for index, sentence in enumerate(answer.sentences):
        if "不是固定" in sentence.text:
            continue  # says in so many words what the hedge says
        priced = truth.atoms(sentence.clauses)
        for figure in targets(sentence, truth):
            mine = [p for p in priced if p.value == value(figure)]
            if not mine:
                continue
            before = sentence.text[: figure.start]
            found = re.search(f"({words().hedge.pattern}){_BETWEEN}$", before)
            if found and all(p.atom.role == "cap" or (p.atom.role in ("award", "rate") and not p.sure) for p in mine):
                bare = before[: found.start(1)] + before[found.end(1) :] + sentence.text[figure.start :]
                if not re.match(r"(?:以内|为限|封顶)", sentence.text[figure.end :]):
                    yield in_sentence("hedge", "removed", answer, index, bare, f"去掉“{found[1]}”")
            elif all(p.atom.role == "award" and p.sure for p in mine) and not _bounded(sentence.text, figure):
                added = rng.choice(words().hedges_added)
                text = before + added + sentence.text[figure.start :]
                yield in_sentence("hedge", "added", answer, index, text, f"{figure.text}→{added}{figure.text}")


def _bounded(text: str, figure: Figure) -> bool:
    """A hedge or a threshold word governs the figure already."""
    before = text[: figure.start]
    part = re.split(f"[{_BREAKS}]", before)[-1]
    return bool(words().hedge.search(part)) or part.endswith(words().threshold_before)


def _roles(priced: tuple[PricedAtom, ...], figure: Figure) -> set[str]:
    return {p.atom.role for p in priced if p.value == value(figure)}


def targets_in(text: str, sentence: Sentence, truth: Truth) -> list[Figure]:
    return targets(Sentence(text, sentence.clauses), truth)


def clause_span(text: str, figure: Figure) -> tuple[int, int]:
    """The part of the sentence between commas that holds the figure, with the comma before it."""
    start = max((text.rfind(stop, 0, figure.start) for stop in _BREAKS), default=-1)
    ends = [place for stop in f"{_BREAKS}。" if (place := text.find(stop, figure.end)) >= 0]
    return max(start, 0), min(ends, default=len(text))


def _marks(text: str) -> str:
    return "".join(f"[{n}]" for n in MARK.findall(text))
