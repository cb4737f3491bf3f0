"""`列出所有跟数字化有关的奖励`: every award of a place that is about a matter, found by words over all of them.

Search ranks and stops; a list has to be complete. An award is about a matter when its title, its clause's headings
or its own words hold the question's content words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.decide.confidence import Confidence
from assistant.reading.patterns import load
from assistant.rulebook.load import BookRule, Rulebook
from index.text.ngrams import tokens
from index.text.normalize import fold

FEWEST = 3  # fewer awards than this are answered one by one
MOST = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """The awards about `matter`, in the document's order; `more` of them are left out."""

    matter: str
    rules: tuple[BookRule, ...]
    more: int = 0


def asks_about(text: str) -> bool:
    """跟数字化有关的, 节能方面的: a matter is named of which all is wanted."""
    return load("questions").has("about", text)


def listed(text: str, region: str, rulebook: Rulebook, confidence: Confidence) -> Listed | None:
    """None where the question names no matter, or too few awards are about it."""
    asking = load("questions").strip(["all_of", "about"], text)
    matter = _matter(asking, confidence)
    if not matter:
        return None
    wanted = {token for token in tokens(matter) if len(token) > 1}
    found = [
        rule
        for rule in rulebook.rules.values()
        if rulebook.region(rule) == region and wanted <= set(tokens(_about(rule, rulebook)))
    ]
    return Listed(matter, tuple(found[:MOST]), max(0, len(found) - MOST)) if len(found) >= FEWEST else None


def _matter(text: str, confidence: Confidence) -> str:
    """The longest run of content characters of the question: 数字化."""
    content = set(confidence.content(text))
    plain = fold(text).text
    runs, run = [""], ""
    for place in range(len(plain)):
        pair = plain[place : place + 2]
        run = run + plain[place] if pair in content else (run + plain[place] if run else "")
        if pair not in content:
            runs.append(run)
            run = ""
    return max(runs, key=len).rstrip("的")


def _about(rule: BookRule, rulebook: Rulebook) -> str:
    clause = rulebook.library.clause(rule.clause_id)
    passages: Sequence[str] = [passage.header for passage in rulebook.library.passages_of(clause.id)[:1]]
    return " ".join([rule.rule.title, *rule.rule.aliases, rule.rule.quote, clause.heading, *passages])
