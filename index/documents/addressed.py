"""Sentences of a document that speak to a program, not to a reader: prompt injection, hidden or not.

They stay in their clause, byte for byte, and are shown with it; they are no passages, so nothing retrieves them
and no answer rests on them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.errors import DataFileInvalid
from index.text import strict_yaml
from index.text.normalize import nfkc, strip_controls


def addressed_to_programs(text: str) -> bool:
    """Whether the sentence gives a program an instruction (addressed.yaml)."""
    return _pattern().search(nfkc(strip_controls(text))) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    path = Path(__file__).with_name("addressed.yaml")
    expressions = strict_yaml.load(path)["addressed"]
    try:
        return re.compile("|".join(f"(?:{each})" for each in expressions), re.IGNORECASE)
    except re.error as error:
        raise DataFileInvalid(f"数据文件 {path.name} 里有不正确的正则表达式：{error}。") from error
