"""One fact bound to one input, with the words it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from index.vocabulary.lexicon import Mention

PRIOR_AWARD: Final = "prior_award"
PRIOR_OPTION: Final = "prior_option"
PAID_THIS_YEAR: Final = "paid_this_year"


@dataclass(frozen=True, slots=True)
class Bound:
    """A value for an input, with the words it came from."""

    input: str
    value: Any
    text: str
    start: int
    end: int


def mentioned(name: str, value: Any, mention: Mention) -> Bound:
    return Bound(name, value, mention.surface, mention.start, mention.end)
