"""Which sentence, and which stretch of one, a clause says something like it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.words import bigrams, folded
from index.text.sentences import sentence_spans

_PIECES: Final = re.compile("[^，。；：（）\n]+")


def nearest_sentence(said: str, clauses: Sequence[str]) -> tuple[str, float]:
    """The sentence of the clauses nearest to `said`, and the share of its bigrams it holds."""
    words = set(bigrams(said))
    best, most = "", 0.0
    for clause in clauses:
        for start, end in sentence_spans(clause):
            share = len(words & set(bigrams(clause[start:end]))) / max(len(words), 1)
            if share > most:
                best, most = clause[start:end], share
    return best, most


def nearest_piece(said: str, clauses: Sequence[str]) -> tuple[str, float]:
    """The stretch between two pauses that holds most of the bigrams of `said`, and their share."""
    words = set(bigrams(said))
    pieces = [piece for clause in clauses for piece in _PIECES.findall(folded(clause))]
    best = max(pieces, key=lambda piece: len(words & set(bigrams(piece))), default="")
    return best, len(words & set(bigrams(best))) / max(len(words), 1)
