"""Wrong words: yes for no, another level, another city, a condition left out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from eval.corruptions.answers import MARK, Answer, Sentence
from eval.corruptions.citations import placed
from eval.corruptions.figures import targets
from eval.corruptions.lists import words
from eval.corruptions.model import Corruption, in_sentence
from eval.corruptions.truth import Truth, value
from index.text.figures import Figure


def polarity(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """不重复享受 → 可以重复享受: what the clause forbids is allowed, what it grants is denied."""
    for index, sentence in enumerate(answer.sentences):
        if not sentence.clauses:
            continue
        for pattern, other in words().polarity:
            if match := re.search(pattern, sentence.text):
                text = sentence.text[: match.start()] + other + sentence.text[match.end() :]
                yield in_sentence("polarity", pattern, answer, index, text, f"{match[0]}→{other}")


def level(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """国家级 → 省级 with the figure left as it was."""
    for index, sentence in enumerate(answer.sentences):
        if not targets(sentence, truth):
            continue
        for family in words().levels:
            for old in family:
                for match in re.finditer(rf"(?<![A-Z]){old}(?!及?以上)", sentence.text):
                    for new in family:
                        text = sentence.text[: match.start()] + new + sentence.text[match.end() :]
                        if new != old and _wrong_level(sentence, match.end(), old, new, truth):
                            yield in_sentence("level", f"{old}→{new}", answer, index, text, f"{old}→{new}")


def _wrong_level(sentence: Sentence, position: int, old: str, new: str, truth: Truth) -> bool:
    """Whether the figure behind `position` belongs to the old level and to nothing of the new one."""
    behind = [f for f in targets(sentence, truth) if f.start >= position and f.unit != "级"]
    if not behind:
        return False
    wanted = value(behind[0])
    priced = [p for p in truth.atoms(sentence.clauses) if p.value == wanted]
    if any(new in word for p in priced for word in p.atom.label):
        return False
    if any(old in word for p in priced for word in p.atom.label):
        return True
    # No rule says whose figure it is: the texts must not name the new level for it.
    return not any(
        new in truth.text(clause)[_figure_before(truth, clause, figure) : figure.start]
        for clause in sentence.clauses
        for figure in truth.figures(clause)
        if value(figure) == wanted
    )


def _figure_before(truth: Truth, clause: str, figure: Figure) -> int:
    """Where the figure before this one, or the sentence before, ends in the clause; a level (2级) is no such figure."""
    text = truth.text(clause)
    figures = (f.end for f in truth.figures(clause) if f.end <= figure.start and f.unit != "级")
    return max(*(text.rfind(stop, 0, figure.start) + 1 for stop in "。；;"), max(figures, default=0))


def city(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """Another city's name over this city's clause."""
    for index, sentence in enumerate(answer.sentences):
        here = {truth.region(clause) for clause in sentence.clauses}
        others = [name for name in words().cities if name not in here]
        if not here or not others or "湖南" in here or not placed(sentence, truth):
            continue
        other = rng.choice(others)
        named = [match for name in here for match in re.finditer(name, sentence.text)]
        if named:
            text = re.sub("|".join(here), other, sentence.text)
            yield in_sentence("city", "replaced", answer, index, text, f"{'、'.join(here)}→{other}")
        elif len(sentence.plain) > 8:
            yield in_sentence("city", "added", answer, index, f"{other}：{sentence.text}", f"加上“{other}：”")


def condition_dropped(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """A condition of the award left out. Reported only: an answer may rightly speak of less than the clause."""
    for index, sentence in enumerate(answer.sentences):
        figures = targets(sentence, truth)
        if not figures:
            continue
        parts = re.split(r"(?<=[，])", sentence.text)
        for number, part in enumerate(parts[:-1]):
            rest = "".join(parts[:number] + parts[number + 1 :])
            awards = {"award", "rate", "cap"}
            kept = [
                figure
                for figure in targets(Sentence(rest, sentence.clauses), truth)
                if any(p.value == value(figure) and p.atom.role in awards for p in truth.atoms(sentence.clauses))
            ]
            lost = [
                figure
                for figure in targets(Sentence(part, sentence.clauses), truth)
                if any(p.value == value(figure) and p.atom.role in awards for p in truth.atoms(sentence.clauses))
            ]
            condition = re.search(words().conditions, part) and (number > 0 or part.endswith("的，"))
            if kept and not lost and not MARK.search(part) and condition:
                yield in_sentence("condition_dropped", "clause", answer, index, rest, f"去掉“{part}”")
