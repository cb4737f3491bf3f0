"""One answer being written: a model's sentences first, then what they leave unsaid, from the draft made without one.

Every sentence goes through the gates. Banners, steps, readings and questions are always code's own; no sentence is
said twice, whoever drafted it. Without a model the same order gives the extractive answer.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Warning_
from assistant.drafting.draft import DraftSentence
from assistant.drafting.select import has_figure
from assistant.gates.gatekeeper import Turn

_SAID = frozenset({"claim", "derivation"})
_PUNCTUATION = re.compile(r"[\W_]+")


class Writing:
    """Writes one answer through `gates`.

    Attributes:
        sentences: released so far, in order.
        warnings: of the gates; the model's own are its turn's.
        by_model: of the sentences, those that come of the model's draft.
    """

    def __init__(self, gates: Turn) -> None:
        self._gates = gates
        self.sentences: list[DraftSentence] = []
        self.warnings: list[Warning_] = []
        self._said: set[str] = set()
        self._place = ""
        self.by_model: list[DraftSentence] = []
        self._completed = False

    def write(
        self, own: Iterable[DraftSentence], fallback: Sequence[DraftSentence]
    ) -> Generator[DraftSentence, None, None]:
        """Released sentences as they come: `own` is the model's draft (nothing without one), `fallback` the other."""
        opening = next((i for i, s in enumerate(fallback) if s.kind in _SAID), len(fallback))
        closing = len(fallback)
        while closing > opening and fallback[closing - 1].kind == "question":
            closing -= 1
        yield from self._release(fallback[:opening])
        for sentence in own:
            for released in self._release([sentence]):
                self.by_model.append(released)
                yield released
        reported: set[str] = set()
        for sentence in fallback[opening:closing]:
            headline = sentence.calculation is not None and sentence.calculation not in reported
            if sentence.calculation:
                reported.add(sentence.calculation)
            if self._covered(sentence, headline):
                continue
            for released in self._release([sentence]):
                self._completed |= headline or released.kind == "claim"
                yield released
        yield from self._release(self._gates.standing())
        yield from self._release(fallback[closing:])

    def drafted_by(self, model: str) -> str:
        """`extractive`, the model's name, or both; code's banners, steps and questions are nobody's."""
        own = [sentence for sentence in self.by_model if not sentence.replaced]
        if not own:
            return "extractive"
        return f"{model}+extractive" if self._completed or len(own) < len(self.by_model) else model

    def _release(self, sentences: Iterable[DraftSentence]) -> Iterator[DraftSentence]:
        for sentence in sentences:
            if _key(sentence) in self._said:
                continue
            released = self._gates.release(place_once(sentence, self._place))
            if released.warning:
                self.warnings.append(released.warning)
            if released.sentence and (key := _key(released.sentence)) not in self._said:
                self._said.add(key)
                self.sentences.append(released.sentence)
                self._place = _place_after(released.sentence, self._place)
                yield released.sentence

    def _covered(self, sentence: DraftSentence, headline: bool) -> bool:
        """Whether the model has said it: the calculation's result, or a claim on the same card with a figure of it."""
        if headline:
            return any(s.calculation == sentence.calculation for s in self.by_model)
        if sentence.kind != "claim" or sentence.context or not sentence.cites:
            return False
        same = [s for s in self.by_model if s.kind == "claim" and set(sentence.cites) <= set(s.cites)]
        return any(not has_figure(sentence.text) or has_figure(s.text) for s in same)


def _place_after(sentence: DraftSentence, place: str) -> str:
    """The place a listener takes the next sentence to speak of: the last one named."""
    if not sentence.region or sentence.region == place:
        return place
    return sentence.region if sentence.region in sentence.text else ""


def place_once(sentence: DraftSentence, place: str) -> DraftSentence:
    """The sentence without the place in front where the one before it spoke of the same place."""
    if not place or sentence.region != place or sentence.by_model:
        return sentence
    return replace(sentence, text=sentence.text.removeprefix(f"{place}："))


def _key(sentence: DraftSentence) -> str:
    """What makes two sentences the same one to a reader: the words, without the place in front and punctuation."""
    text = sentence.text.removeprefix(f"{sentence.region}：") if sentence.region else sentence.text
    return f"{sentence.kind == 'status'}{_PUNCTUATION.sub('', text)}"
