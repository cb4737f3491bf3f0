"""Who is shut out of a whole document, heard in words of the caller's own.

What the binder takes in (D类, 失信) refuses by itself. A company may say the same otherwise (国网下属的供电公司,
打了个D): near an exclusion by meaning, it is shown the exclusion before anything else, and what follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Calculation, Unaccounted
from assistant.calculator.conditions import Is, Stated, leaves
from assistant.calculator.document import Exclusion
from assistant.calculator.inputs import InputSpec
from assistant.decide.bound import Bound
from assistant.decide.meaning import LIKE, Meaning
from assistant.decide.terms import Terms
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Span

_LIST = re.compile(r"^(?P<items>[^（(]*、[^（(]*?)等?(?:[一二三四五六七八九十]+大)?(?P<tail>行业.*)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
# State-owned, however it is put: 国有, 国企, 国营, 国资, 国网, 央企; not 国家级, 国内, 国际, 全国.
_STATE = re.compile(r"央企|(?<![全中出外跨])国(?![家内际外标产务])")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class ShutOut:
    """An exclusion that the company may fall under, and the words that say so."""

    exclusion: Exclusion
    document_id: str
    said: str

    def judged(self, calculation: Calculation) -> bool:
        """Whether the calculator knew of it: then it has refused, or found that the exception holds."""
        inputs = {leaf.input for leaf in leaves(self.exclusion.when) if not isinstance(leaf, Stated)}
        return bool(inputs & calculation.inputs.keys())


def in_doubt(calculation: Calculation, shut_out: Sequence[ShutOut]) -> Calculation:
    """The calculation of a company that may be shut out: no sum of it is sure, unless the calculator has judged it."""
    open_ = [s for s in shut_out if s.document_id == calculation.document_id and not s.judged(calculation)]
    if not open_ or calculation.semantics not in ("exact", "at_most", "conditional"):
        return calculation
    why = [Unaccounted(text=each.said, start=0, end=0, why=f"原文不包括“{each.exclusion.text}”") for each in open_]
    return calculation.model_copy(
        update={
            "semantics": "conditional", "amount_max_yuan": calculation.amount_max_yuan or calculation.amount_yuan,
            "amount_yuan": None, "unaccounted": [*why, *calculation.unaccounted], "payer": [], "schedule": [],
        }
    )  # fmt: skip


class Exclusions:
    """Looks for the exclusions of documents in what is told."""

    def __init__(self, rulebook: Rulebook, meaning: Meaning) -> None:
        self._rulebook = rulebook
        self._meaning = meaning

    def near(self, told: Told, documents: Sequence[str]) -> list[ShutOut]:
        """Exclusions of the documents that a statement comes near to, each once."""
        found = []
        for document_id in documents:
            rules = self._rulebook.documents.get(document_id)
            for exclusion in rules.exclusions if rules else ():
                specs = [
                    self._rulebook.inputs.spec(leaf.input)
                    for leaf in leaves(exclusion.when)
                    if not isinstance(leaf, Stated)
                ]
                if said := next(self._said(told, exclusion, specs), ""):
                    found.append(ShutOut(exclusion, document_id, said))
        return found

    def _said(self, told: Told, exclusion: Exclusion, specs: Sequence[InputSpec]) -> Iterator[str]:
        wanted = {leaf.is_[0] for leaf in leaves(exclusion.when) if isinstance(leaf, Is)}
        phrases = _phrases(exclusion.text)
        for at in _stretches(told):
            words = told.text[slice(*at)].strip(" ，,。？?")
            if told.is_denied(at) or len(words) < _LEAST:
                continue
            if any(spec.options for spec in specs):
                if any(_chosen(spec, words, wanted) for spec in specs if spec.options):
                    yield words
            elif ("国有" not in exclusion.text or _STATE.search(words)) and self._like(words, phrases):
                yield words

    def _like(self, words: str, phrases: Sequence[str]) -> bool:
        return self._meaning.nearest(words, phrases)[1] >= LIKE


def shutting(rule: BookRule, told: Told, terms: Terms, bounds: Sequence[Bound]) -> list[Bound]:
    """What bears on an exclusion and was not bound: 亩均给评了个D, and its exception, 今年头一次纳入规上."""
    known = {b.input for b in bounds}
    found: list[Bound] = []
    for exclusion in rule.document.exclusions:
        for leaf in leaves(exclusion.when):
            if isinstance(leaf, Is) and leaf.input not in known and (at := _where_chosen(rule, leaf, told)):
                found.append(Bound(leaf.input, leaf.is_[0], told.text[slice(*at)], *at))
        if {b.input for b in found} & {leaf.input for leaf in leaves(exclusion.when) if not isinstance(leaf, Stated)}:
            found += terms.confirmed(told, rule, [e.input for e in leaves(exclusion.unless) if isinstance(e, Is)])
    return found


def _where_chosen(rule: BookRule, leaf: Is, told: Told) -> Span | None:
    spec = rule.registry.spec(leaf.input)
    for part in told.segments:
        at, words = (part.start, part.end), told.text[part.start : part.end]
        if spec.options and not told.is_denied(at) and _chosen(spec, words, set(leaf.is_)):
            return at
    return None


def _stretches(told: Told) -> Iterator[Span]:
    """Segments, and each with the one behind it: 我是电信运营商，国企."""
    parts = told.segments
    for place, part in enumerate(parts):
        yield part.start, part.end
        if place + 1 < len(parts) and parts[place + 1].sentence == part.sentence:
            yield part.start, parts[place + 1].end


def _phrases(text: str) -> tuple[str, ...]:
    """房地产、金融…等六大行业内的国有企业 → one phrase for each of the list, beside the whole."""
    plain = _BRACKETS.sub("", text)
    listed = _LIST.match(plain)
    return (plain, *(f"{item}{listed['tail']}" for item in listed["items"].split("、"))) if listed else (plain,)


def _chosen(spec: InputSpec, words: str, wanted: set[str]) -> bool:
    """亩均评价打了个D: the input is named, and the letter of the class that is shut out stands by itself."""
    named = any(name in words for name in (spec.label, *spec.aliases)) or any(
        name[:2] in words for name in spec.aliases if len(name) > _LEAST
    )
    return named and any(re.search(rf"(?<![A-Za-z\d]){re.escape(each)}(?![A-Za-z\d])", words) for each in wanted)
