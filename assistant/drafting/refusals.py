"""What is not answered, and said so: requests we do not serve, places and matters the policies do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.wording import joined
from assistant.topics import Topic
from assistant.understanding.model import Understanding
from index.documents.library import Library

_REFUSALS = {
    "prompt_leak": phrases.REFUSE_LEAK,
    "fraud": phrases.REFUSE_FRAUD,
    "offtopic": phrases.REFUSE_OFF_TOPIC,
    "invent": phrases.REFUSE_INVENT,
    "injection": phrases.REFUSE_INVENT,
}


def titles(library: Library) -> str:
    return joined([f"《{document.title}》" for document in library.documents.values()])


def refused(understood: Understanding, library: Library) -> list[DraftSentence]:
    """The polite no to a request we do not serve."""
    assert understood.refusal is not None
    text = _REFUSALS[understood.refusal].format(titles=titles(library))
    return [DraftSentence(text, "frame")]


def missing_clauses(understood: Understanding, library: Library) -> list[DraftSentence]:
    """`第27条` of a document that has 26."""
    sentences: list[DraftSentence] = []
    for reference in understood.references:
        if reference.clause_ids:
            continue
        for document_id, count in reference.missing[:3]:
            title = library.documents[document_id].title
            text = phrases.NOT_HERE_CLAUSE.format(title=title, clause=reference.text, count=count)
            sentences.append(DraftSentence(text, "frame", region=library.documents[document_id].region))
    return sentences


def absent(understood: Understanding, matters: Sequence[str], library: Library) -> list[DraftSentence]:
    """Deadlines, telephone numbers, results: no policy text holds them."""
    what = joined(list(matters))
    return [
        DraftSentence(phrases.NOT_HERE_CONTACT.format(what=what), "frame"),
        DraftSentence(phrases.HELD.format(titles=titles(library)), "frame"),
    ]


def other_places(understood: Understanding) -> list[DraftSentence]:
    return [DraftSentence(phrases.NOT_HERE_PLACE.format(place=joined(list(understood.other_places))), "frame")]


def nothing_held(understood: Understanding, topics: Sequence[Topic], library: Library) -> Iterator[DraftSentence]:
    """The good "not here": what was looked for, where, and what there is instead."""
    regions = list(dict.fromkeys(topic.region for topic in topics)) if understood.cities or understood.provinces else []
    asked = understood.effective_question if understood.injected else understood.question
    topic = phrases.clipped_topic(asked)
    if regions:
        for region in regions:
            yield DraftSentence(phrases.NOT_HERE_CITY.format(region=region, topic=topic), "frame", region=region)
    else:
        yield DraftSentence(phrases.NOT_HERE.format(topic=topic), "frame")
    held = [f"《{d.title}》" for d in library.documents.values() if d.region in regions]
    yield DraftSentence(phrases.HELD.format(titles=joined(held) if held else titles(library)), "frame")
