"""Words of a text with their parts of speech (`rjieba`, the dictionary and tags of jieba).

A part of speech says what no word list can: whether a word that nobody has thought of joins, points, counts or says
something of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import rjieba

# Conjunctions, prepositions, particles, interjections, affixes, measure words, pronouns: they carry no policy.
_FUNCTION: Final = frozenset("cpuyeokhqr")
_ONE: Final = re.compile("[一这那该本此][\u4e00-\u9fff]{0,2}")  # 一笔, 这一档
_SPREADS: Final = re.compile("每|各|任|何|谁|哪|多|几|全|所有|一切|首")  # pronouns and numerals that say how many


@dataclass(frozen=True, slots=True)
class Token:
    """`start`, `end`: offsets in the text."""

    word: str
    tag: str
    start: int
    end: int

    @property
    def joins(self) -> bool:
        """Whether it only joins, points or counts."""
        if _SPREADS.match(self.word):
            return False
        if self.tag == "eng":
            return False
        return self.tag[0] in _FUNCTION or (self.tag[0] == "m" and _ONE.fullmatch(self.word) is not None)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Every word and mark of the text, in order, nothing left out."""
    found: list[Token] = []
    at = 0
    for word, tag in rjieba.tag(text, False):
        found.append(Token(word, tag, at, at + len(word)))
        at += len(word)
    return tuple(found)


@lru_cache(maxsize=4096)
def known_words(text: str) -> tuple[str, ...]:
    """The words of a text that the dictionary has, the rest character by character: 任组长 is 任 and 组长."""
    return tuple(rjieba.cut(text, False))
