"""Questions to begin with, made of what is served: no city, award or document is named in the code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.pages.asking import SETTLED
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.library import Library
from index.documents.model import PolicyDocument
from index.documents.status import document_status

SUM = "800万"
_SPOKEN = (3, 10)  # characters of a name that can be said in one breath
_USUAL = 5


@dataclass(frozen=True, slots=True)
class Intent:
    """One of the things people come for, with a question that shows it."""

    title: str
    hint: str
    question: str


@dataclass(frozen=True, slots=True)
class _Known:
    """An award under a name that people say."""

    name: str
    rules: tuple[BookRule, ...]


class Examples:
    """Drawn from one rulebook and library as they stand on a day."""

    def __init__(self, rulebook: Rulebook, library: Library, as_of: date) -> None:
        self._book = rulebook
        self._as_of = as_of
        self._documents = list(library.documents.values())
        over = {each.id: document_status(each, as_of).status != "in_force" for each in self._documents}
        self._rules = sorted(rulebook.rules.values(), key=lambda rule: over[rule.document_id])
        self._known = self._widest_first()

    def intents(self) -> list[Intent]:
        """At most four; what the served documents cannot show is left out."""
        found = []
        if paid := self._paid_by_sum():
            found.append(Intent("查金额", "奖多少、补多少，逐步算给您看", f"{paid}{SUM}元，能补多少？"))
        if self._known:
            first = self._known[0]
            question = f"{self._book.region(first.rules[0])}{first.name}要满足什么条件？"
            found.append(Intent("测资格", "要什么条件，差在哪里", question))
        if compared := self._settled_everywhere():
            regions = list(dict.fromkeys(self._book.region(rule) for rule in compared.rules))
            question = f"{compared.name}奖励，{'和'.join(regions[:2])}比一比"
            found.append(Intent("比城市", "同一件事，各地怎么定", question))
        if document := self._numbered():
            found.append(Intent("查效力", "还有效吗，到哪天为止", f"{document.number or document.title}还有效吗？"))
        return found

    def fragments(self) -> list[str]:
        """What an operator types while somebody speaks."""
        found = [f"{self._book.region(each.rules[0])} {each.name}" for each in self._known[:1]]
        if compared := self._settled_everywhere():
            found.append(compared.name)
        if paid := self._paid_by_sum():
            found.append(f"{paid} {SUM}")
        if document := self._numbered():
            found.append(document.number or document.title)
        return found

    def _widest_first(self) -> list[_Known]:
        """Names that awards of several places go by: those of most places first, of usual length before others."""
        by_name: dict[str, list[BookRule]] = defaultdict(list)
        for rule in self._rules:
            for name in dict.fromkeys((rule.rule.title, *rule.rule.aliases)):
                if _SPOKEN[0] <= len(name) <= _SPOKEN[1] and not name.isascii():
                    by_name[name].append(rule)
        known = [_Known(name, tuple(rules)) for name, rules in by_name.items()]
        known.sort(key=lambda each: (-len(self._regions(each.rules)), abs(len(each.name) - _USUAL)))
        return known

    def _regions(self, rules: Sequence[BookRule]) -> set[str]:
        return {self._book.region(rule) for rule in rules}

    def _settled_everywhere(self) -> _Known | None:
        """An award that several places pay without a further fact."""
        for known in self._known:
            if len(self._regions(known.rules)) < 2:
                return None
            if all(self._book.calculate(rule.id, {}, self._as_of).semantics in SETTLED for rule in known.rules):
                return known
        return None

    def _paid_by_sum(self) -> str:
        """A place and what people call the sum that one of its awards is reckoned from."""
        for rule in self._rules:
            for name in rule.inputs:
                spec = rule.registry.spec(name)
                if spec.type != "money" or not spec.additive or not spec.aliases:
                    continue
                result = self._book.calculate(rule.id, {name: f"{SUM}元"}, self._as_of)
                if result.semantics == "exact" and Decimal(result.amount_yuan or 0) > 0:
                    return self._book.region(rule) + spec.aliases[0]
        return ""

    def _numbered(self) -> PolicyDocument | None:
        """A document that has a number to ask by, else any."""
        return min(self._documents, key=lambda each: not each.number, default=None)
