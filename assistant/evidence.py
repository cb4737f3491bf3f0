"""The clauses an answer may rest on, numbered once per turn.

A card is a clause with the passage cut out of it; the number is fixed when the card is first cited, so a
streamed `[2]` never changes its meaning. Quotes are cut from source.txt by offset: no drafter writes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Citation, CitationRole
from index.documents.library import Library
from index.documents.model import Passage, Span
from index.documents.status import document_status

CARD_CHARACTERS = 280  # neighbouring sentences share a card up to this length


@dataclass(frozen=True, slots=True)
class Card:
    """Evidence number `n`: `quote` stands verbatim at `spans` of the clause's document."""

    n: int
    role: CitationRole
    clause_id: str
    document_id: str
    quote: str
    spans: tuple[Span, ...]


class Evidence:
    """The cards of one turn. Citing the same passage twice gives the same number."""

    def __init__(self, library: Library, as_of: date) -> None:
        self._library = library
        self._as_of = as_of
        self._cards: list[Card] = []

    def cite(self, passage: Passage, role: CitationRole = "support") -> int:
        """The number of the card for `passage`; a new card if it has none yet."""
        return self._number(passage.clause_id, passage.document_id, passage.text, passage.spans, role)

    def cite_run(self, passages: Sequence[Passage], role: CitationRole = "support") -> int:
        """One card for neighbouring passages of a clause."""
        first = passages[0]
        spans: list[Span] = []
        for start, end in (span for passage in passages for span in passage.spans):
            if spans and spans[-1][1] == start:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        quote = "".join(passage.text for passage in passages)
        return self._number(first.clause_id, first.document_id, quote, tuple(spans), role)

    def cite_span(self, clause_id: str, start: int, end: int, role: CitationRole = "support") -> int:
        """The number of the card for a span of the clause's source, for example a rule's quote."""
        clause = self._library.clause(clause_id)
        source = self._library.document(clause.document_id).source
        return self._number(clause.id, clause.document_id, source[start:end], ((start, end),), role)

    def card(self, n: int) -> Card:
        """Raises IndexError for a number this turn did not give."""
        if n < 1:
            raise IndexError(n)
        return self._cards[n - 1]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards so far, in order of number."""
        return tuple(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def citations(self, used: set[int] | None = None) -> list[Citation]:
        """The cards in `used` (None: all) as the public schema shows them, in order of number."""
        return [self._public(card) for card in self._cards if used is None or card.n in used]

    def _number(self, clause_id: str, document_id: str, quote: str, spans: tuple[Span, ...], role: CitationRole) -> int:
        for card in self._cards:
            if card.clause_id == clause_id and card.spans == spans:
                return card.n
        for place, card in enumerate(self._cards):
            if card.clause_id == clause_id and card.role == role and (joined := _joined(card, quote, spans)):
                self._cards[place] = joined
                return card.n
        self._cards.append(Card(len(self._cards) + 1, role, clause_id, document_id, quote, spans))
        return len(self._cards)

    def _public(self, card: Card) -> Citation:
        clause = self._library.clause(card.clause_id)
        document = self._library.document(card.document_id)
        start = clause.text.find(card.quote)
        return Citation(
            n=card.n,
            role=card.role,
            clause_id=clause.id,
            document_id=document.id,
            title=document.title,
            locator=clause.label,
            quote=card.quote,
            text=clause.text,
            quote_start=max(start, 0),
            quote_end=start + len(card.quote) if start >= 0 else 0,
            source_spans=list(card.spans),
            status=document_status(document, self._as_of).status,
        )


def _joined(card: Card, quote: str, spans: tuple[Span, ...]) -> Card | None:
    """The card with the sentence that stands right before or behind it; None where it does not, or both are long."""
    if len(card.quote) + len(quote) > CARD_CHARACTERS:
        return None
    if card.spans[-1][1] == spans[0][0]:
        first, last, text = card.spans, spans, card.quote + quote
    elif spans[-1][1] == card.spans[0][0]:
        first, last, text = spans, card.spans, quote + card.quote
    else:
        return None
    return replace(card, quote=text, spans=(*first[:-1], (first[-1][0], last[0][1]), *last[1:]))
