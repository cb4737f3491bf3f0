"""The closed classes of words with which clauses and sentences are read; `words.yaml` says what each is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from index.text import strict_yaml
from index.text.normalize import nfkc

_FILE: Final = Path(__file__).resolve().with_suffix(".yaml")
_NOT_WORDS: Final = re.compile(r"[^0-9a-z\u3400-\u9fff%‰]+")
_NUMERALS: Final = re.compile(r"[\d.,]+|[%‰]")
_PAUSES: Final = str.maketrans(",;:()!?", "，；：（）！？")  # NFKC makes them narrow
_DROPPED: Final = re.compile(r"[“”‘’\"'「」『』《》〈〉【】\[\]*_`·]")


@dataclass(frozen=True)
class Words:
    """Attributes:
    alike: class → its members.
    member: any member; `classes`: which classes it belongs to.
    weighty: characters that may not be left over alone.
    edges: characters that say nothing when nothing else is left over.
    function: those of them that never make a word with their neighbour.
    """

    glue: re.Pattern[str]
    alike: dict[str, tuple[str, ...]]
    member: re.Pattern[str]
    classes: dict[str, tuple[str, ...]]
    weighty: frozenset[str]
    edges: str
    function: str


@lru_cache(maxsize=1)
def words() -> Words:
    """Raises DataFileInvalid: the file is no YAML."""
    data: dict[str, Any] = strict_yaml.load(_FILE)
    alike = {name: tuple(members) for name, members in data["alike"].items()}
    classes: dict[str, tuple[str, ...]] = {}
    for name, members in alike.items():
        for member in members:
            classes[member] = (*classes.get(member, ()), name)
    glue = [word for group in data["glue"].values() for word in group]
    return Words(
        _any_of(glue),
        alike,
        _any_of(list(classes)),
        classes,
        frozenset(data["weighty"]),
        data["function"] + data["edges"],
        data["function"],
    )


def _any_of(forms: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(each) for each in sorted(set(forms), key=len, reverse=True)))


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """NFKC in lower case without quotes; brackets stay as pauses. Blanks go, a masked figure stays one."""
    return "".join(_DROPPED.sub("", nfkc(text)).split()).lower().translate(_PAUSES)


@lru_cache(maxsize=8192)
def bigrams(text: str) -> tuple[str, ...]:
    """Character bigrams of the words of `text`, figures and punctuation left out, in order."""
    found: list[str] = []
    for run in _NOT_WORDS.split(_NUMERALS.sub(" ", nfkc(text).lower())):
        word = "".join(run.split())
        found += [word[i : i + 2] for i in range(len(word) - 1)]
    return tuple(found)
