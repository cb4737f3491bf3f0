"""Sentences of an answer put together: of a refused award only its condition, of several places side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Calculation
from assistant.drafting.draft import DraftSentence
from assistant.drafting.grounds import only_period
from assistant.drafting.pieces import conditions_of


def refused_for(sentences: Iterable[DraftSentence], calculations: Sequence[Calculation]) -> Iterator[DraftSentence]:
    """Of an award that is refused for a condition the condition alone: what others are paid answers nothing.

    Where the condition stands in a sentence of its own, the award's sentence goes; else its sums do. What only came
    too late is still told.
    """
    refused = {each.id for each in calculations if each.semantics == "not_eligible" and not only_period(each)}
    of_award: dict[int, bool] = {}
    for sentence in sentences:
        if sentence.calculation in refused and sentence.cites:
            award, *grounds = sentence.cites
            of_award[award] = bool(grounds)
            yield replace(sentence, cites=tuple(grounds) or sentence.cites)
        elif sentence.kind == "claim" and len(sentence.cites) == 1 and sentence.cites[0] in of_award:
            if not of_award[sentence.cites[0]] and (only := conditions_of(sentence.text)):
                yield replace(sentence, text=only)
        else:
            yield sentence


def side_by_side(places: Sequence[Sequence[DraftSentence]]) -> Iterator[DraftSentence]:
    """A comparison: what each place comes to, then the rules; a place without one is said to have none."""
    for sentences in places:
        yield from (s for s in sentences if s.kind == "derivation")
    for sentences in places:
        claims = [s for s in sentences if s.kind == "claim"]
        yield from claims
        yield from [s for s in sentences if s.kind == "frame" and not claims and s.region][:1]
    for sentences in places:
        yield from (s for s in sentences if s.kind == "question")
