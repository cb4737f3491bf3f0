"""Tokens for the lexical leg: character unigrams and bigrams, and whole Latin words and numbers.

No word segmenter: on lay questions against statutes a split at spaces finds nothing, while overlapping
characters do as well as any dictionary and know every new policy term.
"""

from __future__ import annotations

import re

from index.text.normalize import for_matching

_PIECE = re.compile(r"[a-z0-9]+(?:[.%‰][a-z0-9]+)*[%‰]?|[\u4e00-\u9fff\u3400-\u4dbf]+")


def tokens(text: str) -> list[str]:
    """`"5G工厂"` → ["5g", "工", "厂", "工厂"]; punctuation separates."""
    found: list[str] = []
    for piece in _PIECE.findall(for_matching(text)):
        if piece[0] > "\u3400":
            found.extend(piece)
            found.extend(piece[i : i + 2] for i in range(len(piece) - 1))
        else:
            found.append(piece)
    return found
