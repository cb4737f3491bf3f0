"""What a question wants: patterns from intents.yaml over folded text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from index.text import strict_yaml
from index.text.normalize import for_matching

Patterns = dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, Patterns]:
    data = strict_yaml.load(Path(__file__).with_name("intents.yaml"))
    return {
        group: {
            name: re.compile("|".join(f"(?:{p})" for p in alternatives))
            for name, alternatives in (content if isinstance(content, dict) else {group: content}).items()
        }
        for group, content in data.items()
    }


def matching(group: str, text: str) -> list[str]:
    """Names in `group` of intents.yaml whose patterns occur in `text`, in the file's order."""
    folded = for_matching(text)
    return [name for name, pattern in _patterns()[group].items() if pattern.search(folded)]


def intents(text: str) -> frozenset[str]:
    return frozenset(matching("intents", text))
