"""A list that a sentence gives has its items from one list of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.words import folded

_PIECE: Final = re.compile("[^，。；：（）]+")
_ITEM: Final = re.compile("、|以及|和|及")
_LEAST: Final = 4  # items from which a list is one
_LONGEST: Final = 14


def strayed(said: str, texts: Sequence[str]) -> str:
    """The item that the clause has, but in another list than all the others of the sentence's; told in Chinese."""
    for piece in _PIECE.findall(folded(said)):
        items = [each for each in _ITEM.split(piece) if len(each) >= 2]
        if piece.count("、") < 2 or len(items) < _LEAST:
            continue
        names = [items[0][-4:], *(each[:_LONGEST] for each in items[1:-1]), items[-1][:4]]
        for text in map(folded, texts):
            lists = [each for each in re.split("[，。；]", text) if each.count("、") > 1]
            home = max(lists, key=lambda each: sum(name in each for name in names), default="")
            away = [name for name in names if name not in home]
            if len(away) == 1 and any(away[0] in each for each in lists):
                return f"原文的“{away[0]}”不在这一列里"
    return ""
