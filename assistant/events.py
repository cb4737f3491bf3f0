"""What a streamed answer consists of, in order: evidence, calculations, sentences, done.

The sentences joined are the answer; `Done` carries the whole of it. Doors translate these
into their own wire format and add nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer import Answer, Calculation, Citation, Sentence


@dataclass(frozen=True, slots=True)
class EvidenceReady:
    """The cards of this turn, numbered once; sentences refer to them by `n`.

    It comes a second time where a model's search added cards: all of them then, the first ones unchanged.
    """

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CalculationReady:
    calculation: Calculation


@dataclass(frozen=True, slots=True)
class SentenceReleased:
    """A sentence that passed the gates; `markdown` is its rendering, ready to append."""

    index: int
    sentence: Sentence
    markdown: str


@dataclass(frozen=True, slots=True)
class Done:
    answer: Answer


Event = EvidenceReady | CalculationReady | SentenceReleased | Done
