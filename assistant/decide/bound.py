"""One fact bound to one input, with the words it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from index.documents.model import Span
from index.vocabulary.lexicon import Mention

PRIOR_AWARD: Final = "prior_award"
PRIOR_OPTION: Final = "prior_option"
PAID_THIS_YEAR: Final = "paid_this_year"


@dataclass(frozen=True, slots=True)
class Bound:
    """A value for an input, with the words it came from.

    Attributes:
        also: further places whose words went into the value (the parts of a sum, the items of a list).
    """

    input: str
    value: Any
    text: str
    start: int
    end: int
    also: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        return ((self.start, self.end), *self.also) if self.end > self.start else self.also


def mentioned(name: str, value: Any, mention: Mention, also: Iterable[Mention] = ()) -> Bound:
    return Bound(name, value, mention.surface, mention.start, mention.end, tuple((m.start, m.end) for m in also))


def meets(at: Span, spans: Iterable[Span]) -> bool:
    """Whether a span overlaps one of `spans`."""
    return any(start < at[1] and at[0] < end for start, end in spans)
