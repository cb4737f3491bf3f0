"""A corruption: a right answer with one thing made wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from eval.corruptions.answers import Answer
from eval.corruptions.truth import Truth


@dataclass(frozen=True, slots=True)
class Corruption:
    """One wrong answer.

    Attributes:
        kind: what was done, as reported (`figure`, `pairing`, `status`…); form: which way of doing it.
        right: the answer it was made from; wrong: the answer to be verified.
        changed: the sentences that must not pass, as they stand in the wrong answer; one failing is enough.
        what: the change in words, `50万元→60万元`.
    """

    kind: str
    form: str
    right: Answer
    wrong: Answer
    changed: tuple[str, ...]
    what: str


# Makers enumerate what can be made wrong in an answer; `rng` only picks among equals (which digit, which clause).
Maker = Callable[[Answer, Truth, random.Random], Iterator[Corruption]]


def rewritten(answer: Answer, index: int, text: str) -> Answer:
    """`answer` with its sentence `index` replaced."""
    parts = [sentence.text for sentence in answer.sentences]
    parts[index] = text
    return replace(answer, answer="".join(parts))


def in_sentence(kind: str, form: str, answer: Answer, index: int, text: str, what: str) -> Corruption:
    """The corruption that replaces sentence `index` by `text`."""
    return Corruption(kind, form, answer, rewritten(answer, index, text), (text.strip(),), what)
