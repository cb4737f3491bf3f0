"""只要…就, 凡是…都: what a sentence says is enough has to be all that its clause asks for."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.tokens import tokens
from assistant.claims.words import folded

ENOUGH: Final = "只要"  # the class of words that say so
_MOST: Final = 0.5  # of the words of each stretch, lists and asides among them


def enough(said: str, printed: str) -> bool:
    """Whether the sentence takes up every stretch of what is printed."""
    text = folded(said)
    for piece in re.split("[，；。]", folded(printed)):
        words = {each.word for each in tokens(piece) if len(each.word) > 1 and not each.joins}
        if words and sum(word in text for word in words) < _MOST * len(words):
            return False
    return True
