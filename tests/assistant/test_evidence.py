"""Cards of a turn: one number for one passage, one card for neighbours that fit on it."""

from datetime import date

import pytest

from assistant.evidence import CARD_CHARACTERS, Evidence
from index.documents.library import load_library

LIBRARY = load_library()
CLAUSE = "shaoxing-2025/（二十）"


@pytest.fixture
def evidence():
    return Evidence(LIBRARY, date(2026, 6, 30))


def test_neighbouring_sentences_share_a_card_that_quotes_both(evidence):
    first, second = LIBRARY.passages_of(CLAUSE)[:2]
    assert len(first.text) + len(second.text) <= CARD_CHARACTERS
    assert first.spans[-1][1] == second.spans[0][0]
    assert evidence.cite(second) == evidence.cite(first) == 1
    source = LIBRARY.document(first.document_id).source
    assert "".join(source[start:end] for start, end in evidence.card(1).spans) == evidence.card(1).quote
    assert evidence.card(1).quote == first.text + second.text


def test_sentences_of_other_clauses_roles_or_places_have_cards_of_their_own(evidence):
    first, second, third = LIBRARY.passages_of(CLAUSE)[:3]
    numbers = [evidence.cite(first), evidence.cite(third), evidence.cite(second, "stacking")]
    assert numbers == [1, 2, 3]
    assert [card.quote for card in evidence.cards] == [first.text, third.text, second.text]
