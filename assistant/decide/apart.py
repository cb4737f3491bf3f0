"""One question taken apart where its pieces have matters of their own: …多少，…多少, 杭州的甲和绍兴的乙."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.decide.confidence import Confidence
from assistant.reading.acts import asked
from assistant.reading.model import Part
from index.vocabulary.lexicon import general_lexicon

# Content bigrams that make a matter of its own, and how many of them the policies use.
ENOUGH_WORDS = 3
KNOWN_WORDS = 2


def pieces(part: Part, confidence: Confidence) -> list[Part]:
    """`…吗？…做什么？`: questions in a row, where each has a matter of its own."""
    texts: list[str] = []
    for text in re.split(r"(?<=[？?])|(?<=多少)[，,]", part.query):
        if texts and not (text.strip() and asked(text)):  # 还能给多少？就一个品种: told behind the question
            texts[-1] += text
        elif text.strip():
            texts.append(text)
    if len(texts) < 2 or any(len(confidence.known(text)) < KNOWN_WORDS for text in texts):
        return [part]
    return [replace(part, text=text, query=text, intents=asked(text) or part.intents) for text in texts]


def said_of(region: str, part: Part, regions: Sequence[str], confidence: Confidence) -> Part:
    """Of `杭州的甲和绍兴的乙有什么区别` what is said of one place, where each place has a matter of its own."""
    if len(regions) < 2:
        return part
    places = [m for m in general_lexicon().find(part.query) if m.kind == "region" and m.concept in regions]
    said: dict[str, str] = {}
    ends = [*(place.start for place in places[1:]), len(part.query)]
    for place, end in zip(places, ends[-len(places) :] if places else [], strict=True):
        text = part.query[place.start : end]
        if len(confidence.content(text)) >= ENOUGH_WORDS:
            said.setdefault(place.concept, text)
    return replace(part, query=said[region]) if len(said) == len(regions) else part
