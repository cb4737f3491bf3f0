"""A fragment typed while somebody speaks (`设备 800万`) against the awards: what is said, and what it comes to.

Only what the fragment itself names is used, and it is shown beside the amount: an operator sees what was taken for
what before reading it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.answer import Calculation
from assistant.calculator.inputs import InputSpec
from assistant.calculator.listing import rule_options
from assistant.errors import AssistantFailure
from assistant.pages.asking import SETTLED
from assistant.rulebook.load import BookRule, Rulebook
from index.text.figures import Figure, scan
from index.text.normalize import fold

MOST = 4  # awards of a region that a figure brings up
_KINDS = {"money": "money", "percent": "percent", "quantity": "count"}
_GAP = re.compile(r"[，,。；;、\n]")


@dataclass(frozen=True, slots=True)
class Computed:
    """An award with what it comes to.

    Attributes:
        said: the facts that were used, as `label figure`.
    """

    rule: BookRule
    calculation: Calculation
    said: tuple[str, ...]

    @property
    def settled(self) -> bool:
        return self.calculation.semantics in SETTLED


def by_figures(book: Rulebook, query: str, region: str, as_of: date) -> list[Computed]:
    """Awards of a region that are reckoned from a figure the fragment names; those with an amount first."""
    if not scan(query):
        return []
    found = []
    for rule in book.rules.values():
        if book.region(rule) == region and _by_name(book, rule, query):
            each = computed(book, rule, query, as_of)
            if each is not None and each.calculation.semantics in (*SETTLED, "needs_info", "not_eligible"):
                found.append(each)
    found.sort(key=_rank)
    return found[:MOST]


def _rank(each: Computed) -> tuple[bool, bool, bool, int, int]:
    """Amounts first; what is paid on top of another award behind it; what hangs on least, and says least, first."""
    rule = each.rule.rule
    on_top = any(relation.relation == "adds_to" for relation in rule.stack)
    hangs_on = len(rule.when) + sum(condition.met == "unknown" for condition in each.calculation.conditions)
    return not each.settled, each.calculation.semantics != "needs_info", on_top, hangs_on, len(rule.title)


def computed(book: Rulebook, rule: BookRule, query: str, as_of: date) -> Computed | None:
    """One award under the fragment's facts; None where they do not fit it."""
    facts = _by_name(book, rule, query) | _levels(rule, query)
    try:
        calculation = book.calculate(rule.id, facts, as_of)
    except AssistantFailure:
        return None
    said = tuple(f"{rule.registry.spec(name).label}{_shown(rule.registry.spec(name), facts[name])}" for name in facts)
    return Computed(rule, calculation, said)


def _by_name(book: Rulebook, rule: BookRule, query: str) -> dict[str, str]:
    """Each figure goes to the input that the words before it name, all of them: 研发投入 is no 投入."""
    found: dict[str, str] = {}
    for figure, words in _figures(book, query):
        for name in rule.inputs:
            spec = rule.registry.spec(name)
            fits = spec.type == _KINDS.get(figure.kind) and name not in found
            if fits and words in {fold(word).text for word in (spec.label, *spec.aliases)}:
                found[name] = figure.text
                break
    return found


def _levels(rule: BookRule, query: str) -> dict[str, str]:
    """Options that the award tells apart and the fragment names; none where it names two of one kind."""
    typed = fold(query).text
    found = {}
    for name in rule.inputs:
        spec = rule.registry.spec(name)
        if spec.type not in ("enum", "ordered_enum"):
            continue
        told_apart = set(rule_options(rule.rule, name))
        named = [option for option in spec.options if option.id in told_apart and fold(option.label).text in typed]
        if len(named) == 1:
            found[name] = named[0].label
    return found


def _figures(book: Rulebook, query: str) -> Iterator[tuple[Figure, str]]:
    """Each figure with the words before it, back to the figure or the comma before; places are no part of them."""
    last = 0
    places = {document.region for document in book.library.documents.values()}
    for figure in scan(query):
        words = _GAP.split(query[last : figure.start])[-1]
        for place in places:
            words = words.replace(f"{place}市", "").replace(place, "")
        yield figure, fold("".join(words.split())).text
        last = figure.end


def _shown(spec: InputSpec, value: str) -> str:
    return f"{value}元" if spec.type == "money" and not value.endswith("元") else value
