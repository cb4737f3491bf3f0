"""The part of a message that asks: a story told beside it names no wish."""

from __future__ import annotations

from assistant.reading.intents import find_intents
from assistant.reading.model import Understanding
from assistant.reading.told import told_of


def asking_words(understood: Understanding) -> str:
    """The segments in which something is asked; the whole message where none is told apart."""
    told = told_of(understood.effective_question, understood.as_of)
    words = (told.text[segment.start : segment.end] for segment in told.segments)
    return "。".join(each for each in words if find_intents(each)) or told.text


def whole(understood: Understanding) -> str:
    """All that the message says, its parts in order: for what is asked of a document and not of one award."""
    return "，".join(dict.fromkeys(part.query for part in understood.parts))
