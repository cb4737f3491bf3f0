"""Wrong citations: moved to a clause that does not say it, invented, or gone."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

from eval.corruptions.answers import MARK, Answer, Sentence
from eval.corruptions.figures import targets
from eval.corruptions.lists import words
from eval.corruptions.model import Corruption, in_sentence
from eval.corruptions.truth import Truth, value
from index.text.ngrams import tokens

_LITTLE = 0.4  # share of a sentence's characters and bigrams that an unrelated clause may hold


def citation(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """The mark is the same and names another clause, names none, or is left out."""
    for index, sentence in enumerate(answer.sentences):
        numbers = [int(n) for n in dict.fromkeys(MARK.findall(sentence.text))]
        if len(numbers) != 1:
            continue
        (n,) = numbers
        alone = sum(f"[{n}]" in other.text for other in answer.sentences) == 1
        if alone and placed(sentence, truth) and (clause := _unrelated(sentence, truth, rng)):
            cites = tuple((m, clause if m == n else own) for m, own in answer.cites)
            wrong = replace(answer, cites=cites)
            what = f"[{n}] {sentence.clauses[0]}→{clause}"
            yield Corruption("citation", "moved", answer, wrong, (sentence.text.strip(),), what)
        invented = max(m for m, _ in answer.cites) + rng.randint(1, 7)
        text = sentence.text.replace(f"[{n}]", f"[{invented}]")
        yield in_sentence("citation", "invented", answer, index, text, f"[{n}]→[{invented}]")
        last = not any(MARK.search(other.text) for other in answer.sentences[index + 1 :])  # no mark behind covers it
        if last and targets(sentence, truth) and not re.search(words().banner, sentence.text):
            yield in_sentence("citation", "removed", answer, index, sentence.plain, f"去掉[{n}]")


def placed(sentence: Sentence, truth: Truth) -> bool:
    """Whether the sentence says something that another clause, or another city, is not likely to say as well."""
    return bool(targets(sentence, truth)) or not re.search(words().unplaced, sentence.text)


def _unrelated(sentence: Sentence, truth: Truth, rng: random.Random) -> str | None:
    """A clause of the same document, else of any, that holds none of the figures and hardly a word."""
    figures = {value(figure) for figure in targets(sentence, truth)}
    said = set(tokens(sentence.plain))
    document = sentence.clauses[0].partition("/")[0]
    candidates = [
        clause
        for clause in truth.clauses
        if clause not in sentence.clauses
        and not figures & truth.values(clause)
        and len(said & truth.tokens(clause)) <= _LITTLE * len(said)
        and not any(clause.startswith(f"{own}/") or own.startswith(f"{clause}/") for own in sentence.clauses)
    ]
    near = [clause for clause in candidates if clause.startswith(f"{document}/")]
    return rng.choice(near or candidates) if candidates else None
