"""How a message is written: traditional characters are folded, messages without Chinese are known as such."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[A-Za-z]{2,}")
ENOUGH_WORDS = 3  # fewer Latin words are a name (DCMM, AI) and no language


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def _simplified(character: str) -> str:
    folded = str(_converter().convert(character))
    return folded if len(folded) == 1 else character


def simplified(text: str) -> str:
    """`text` in simplified characters, one for one, so that offsets stay.

    >>> simplified("紹興設備投資500萬元能補多少？")
    '绍兴设备投资500万元能补多少？'
    """
    return "".join(_simplified(c) if _HAN.match(c) else c for c in text)


def in_latin(text: str) -> bool:
    """Whether the message is in a language written with Latin letters: words enough, and no Chinese."""
    return not _HAN.search(text) and len(_WORDS.findall(text)) >= ENOUGH_WORDS
