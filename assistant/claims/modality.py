"""What a clause allows or encourages a sentence does not order, nor the other way round; nor does it forbid it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.nearest import nearest_piece, nearest_sentence

_FORBIDS: Final = re.compile(r"不得|不予|不准|不许|禁止|严禁|无权")
_RESTRICTS: Final = re.compile(r"[不未无禁非除]|就高|差额|仅|只|限|一次|补差|先")
_BINDS: Final = re.compile("必须|应当|务必|有义务|有责任|一律要")
_BOUND: Final = re.compile("必须|应当|应|须|不得|需|要(?!求|素|点)")
_FREE: Final = re.compile("可以?|鼓励|支持|允许|引导|倡导")
_CHOICE: Final = re.compile("(?:决定|选择)(?:是否|要不要)|自行决定|酌情")
_MAY: Final = re.compile("(?<!不)可以?([\u4e00-\u9fff]{2})")
_PIECE: Final = re.compile("[^，。；]+")
_LIKE: Final = 0.3  # share of a stretch's bigrams from which a sentence of the clause says the same
_MOSTLY: Final = 0.5


def bound_to(text: str, printed: Sequence[str]) -> str:
    """必须 where the clause allows or encourages, 可以 where it binds."""
    for may in _MAY.finditer(text):
        if any(re.search(f"(?:应当|必须){may[1]}", each) for each in printed):
            return f"原文是“应当{may[1]}”，不是“{may.group()}”"
    for piece in _PIECE.findall(text):
        if (choice := _CHOICE.search(piece)) and re.search("应当|必须", nearest_sentence(piece, printed)[0]):
            return f"原文是“应当”，句中说成“{choice.group()}”"
        match = _BINDS.search(piece)
        if match is None:
            continue
        stretch, share = nearest_piece(piece, printed)
        if share >= _MOSTLY and (free := _FREE.search(stretch)) and not _BOUND.search(stretch):
            return f"原文是“{free.group()}”，不是“{match.group()}”"
        nearest, share = nearest_sentence(piece, printed)
        if share < _LIKE or _BOUND.search(nearest):
            continue
        if allows := _FREE.search(nearest):
            return f"原文是“{allows.group()}”，不是“{match.group()}”"
    return ""


def forbidden(text: str, printed: Sequence[str]) -> str:
    """A prohibition where the sentence of the clause that says the same prohibits and restricts nothing."""
    match = _FORBIDS.search(text)
    if match is None:
        return ""
    nearest, share = nearest_sentence(text, printed)
    if share >= _MOSTLY and not _RESTRICTS.search(nearest):
        return f"原文没有“{match.group()}”的意思"
    return ""
