"""两年内: whether what the caller tells lies within the years the clause gives between two events.

Only calendar dates of the caller's own story are compared: the first and the last one that belong to what was reached.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.decide.phrases_of_law import Phrase
from assistant.reading.dates import When
from assistant.reading.statements import kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.documents.numbering import chinese_number

_WITHIN: Final = re.compile(r"(?P<n>[一二两三四五六七八九十\d]{1,2})年(?:之)?内(?!的?政策)")
_MONTHS: Final = 12


def too_late(told: Told, rule: BookRule) -> list[tuple[Phrase, Span]]:
    """The clause's term with the words that tell it was missed; empty where no term is set or it may have been kept."""
    within = _WITHIN.search(rule.rule.quote)
    if within is None:
        return []
    dates = [when for when in told.dates if _of_the_story(told, when)]
    if len(dates) < 2:
        return []
    first, last = min(dates, key=_month), max(dates, key=_month)
    years = chinese_number(within["n"])
    if _between(first, last) <= years * _MONTHS:
        return []
    return [(Phrase(_clause_of(rule.rule.quote, within.start())), told.span(last.at[0]))]


def _of_the_story(told: Told, when: When) -> bool:
    """A date of what was reached; when a firm was founded, or will do something, is no part of it."""
    return kind_of(told.words(when.at[0])) not in ("background", "planned", "ask", "hearsay", "filler", "received")


def _month(when: When) -> int:
    return when.year * _MONTHS + (when.month or 1)


def _between(first: When, last: When) -> int:
    """Months that surely lie between: with a month missing the shortest there can be."""
    if first.month and last.month:
        return _month(last) - _month(first)
    return (last.year - first.year - 1) * _MONTHS + 1


def _clause_of(quote: str, place: int) -> str:
    """The piece of the quote between marks that holds the term."""
    start = max(quote.rfind(mark, 0, place) for mark in "，；。,;") + 1
    ends = [at for mark in "，；。,;" if (at := quote.find(mark, place)) > 0]
    return quote[start : min(ends, default=len(quote))].strip()
