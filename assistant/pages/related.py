"""Awards that belong to one: what it is paid on top of, what is paid on top of it, what it excludes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.answer import Calculation
from assistant.errors import AssistantFailure
from assistant.pages.site import rule_url
from assistant.rulebook.load import BookRule, Rulebook

_ON_TOP, _BASE = "本项在这一项之上另加", "这一项在本项之上另加"
_WORDS = {
    "highest": "与本项就高，不重复",
    "difference": "晋级时只补差额",
    "cumulative": "可以与本项相加",
    "same_matter": "与本项属同一事项，不重复",
    "unsettled": "能否与本项同时享受，原文未写明",
}


@dataclass(frozen=True, slots=True)
class Related:
    """Another award under the same facts, how it stands to this one, and the address of its form."""

    title: str
    how: str
    calculation: Calculation
    url: str


def related(book: Rulebook, rule: BookRule, values: Mapping[str, str], as_of: date) -> list[Related]:
    """Each award once, in the order in which the clauses relate them."""
    found: dict[str, Related] = {}
    for other, how in _relations(book, rule):
        facts = {name: value for name, value in values.items() if name in other.accepted}
        try:
            calculation = book.calculate(other.id, facts, as_of)
        except AssistantFailure:
            calculation = book.calculate(other.id, {}, as_of)
        url = rule_url(other.id, facts)
        found.setdefault(other.id, Related(other.rule.title, how, calculation, url))
    return list(found.values())


def _relations(book: Rulebook, rule: BookRule) -> Iterator[tuple[BookRule, str]]:
    for relation in rule.rule.stack:
        for other in relation.rules:
            if other in book.rules:
                yield book.rules[other], _WORDS.get(relation.relation, _ON_TOP)
    for other_rule in book.rules.values():
        for relation in other_rule.rule.stack:
            if rule.id in relation.rules:
                yield other_rule, _WORDS.get(relation.relation, _BASE)
