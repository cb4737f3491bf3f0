"""All that a message says: what is asked of a document and not of one award."""

from __future__ import annotations

from assistant.reading.model import Understanding


def whole(understood: Understanding) -> str:
    """All that the message says, its parts in order: for what is asked of a document and not of one award."""
    return "，".join(dict.fromkeys(part.query for part in understood.parts))
