"""One reader for all understanding tests: the shipped library and lexicon, a fixed day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.answer import AskRequest, Turn
from assistant.reading.model import Understanding
from assistant.reading.read import understand
from index.documents.library import load_library
from index.vocabulary.lexicon import general_lexicon

TODAY = date(2026, 11, 22)
Read = Callable[..., Understanding]


@pytest.fixture(scope="session")
def read() -> Read:
    """`read(question, *earlier, city=…, as_of=…)`; `earlier` alternates user and assistant, user first."""
    library, lexicon = load_library(), general_lexicon()

    def ask(question: str, *earlier: str, city: str | None = None, as_of: date | None = TODAY) -> Understanding:
        history = [
            Turn(role="assistant" if place % 2 else "user", content=content) for place, content in enumerate(earlier)
        ]
        request = AskRequest(question=question, history=history, city=city, as_of=as_of)
        return understand(request, library, lexicon, TODAY)

    return ask
