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
from assistant.decide.levels import stands_alone
from assistant.decide.meaning import LIKE, Meaning
from assistant.decide.terms import Terms, shares_words
from assistant.reading.statements import FIRM, kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Span

_LIST = re.compile(r"^(?P<items>[^（(]*、[^（(]*?)等?(?:[一二三四五六七八九十]+大)?(?P<tail>行业.*)$")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
# State-owned, however it is put: 国有, 国企, 国营, 国资, 国网, 央企; not 国家级, 国内, 国际, 全国.
_STATE = re.compile(r"央企|(?<![全中出外跨])国(?![家内际外标产务])")
_LEAST = 2
# Of two sectors of a list a company is in one; who is near to all alike (股东里有一家国资) says none.
APART = 0.01
# An exception is for what is new this year: what was so before, or is no longer, is none.
_NOT_NEW = frozenset({"former", "not_achieved", "background", "excluded_part"})
# What was reached shuts nobody out (列入市级重点名单并通过验收).
_HARMLESS = frozenset({"achieved", "planned", "figure"})


@dataclass(frozen=True, slots=True)
class ShutOut:
    """An exclusion that the company may fall under, and the words that say so.

    `excepted`: the words by which it does not, since the clause excepts such a company (当年新纳入规上的除外).
    """

    exclusion: Exclusion
    document_id: str
    said: str
    excepted: str = ""

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

    def near(self, told: Told, documents: Sequence[str], year: int) -> list[ShutOut]:
        """Exclusions of the documents that a statement comes near to, each once; `year`: of the answer."""
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
                    found.append(ShutOut(exclusion, document_id, said, self._excepted(told, exclusion, year)))
        return found

    def _excepted(self, told: Told, exclusion: Exclusion, year: int) -> str:
        """The words that say what the clause excepts, of this year: 今年头一回进规上库. "" where nothing does."""
        specs = [self._rulebook.inputs.spec(leaf.input) for leaf in leaves(exclusion.unless) if isinstance(leaf, Is)]
        phrases = [p.strip("（）()").removesuffix("除外") for p in _BRACKETS.findall(exclusion.text)] if specs else []
        phrases += [name for spec in specs for name in (spec.label, *spec.aliases)]
        for at in _stretches(told):
            words = told.text[slice(*at)].strip(" ，,。？?")
            earlier = (told.year(at[0], at[1]) or year) < year
            if not phrases or earlier or told.is_denied(at) or len(words) < _LEAST:
                continue
            new = kind_of(words) not in _NOT_NEW and self._meaning.nearest(words, phrases)[1] >= LIKE
            if (new and shares_words(words, "".join(phrases))) or any(name in words for name in phrases):
                return words
        return ""

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
        """Near the exclusion, and of a list (房地产、金融…) clearly nearer to one item than to the others."""
        plain, *items = phrases
        if items:
            likeness = sorted(self._meaning.likeness(words, items), reverse=True)
            return likeness[0] >= LIKE and likeness[0] - likeness[1] >= APART
        return kind_of(words, FIRM) not in _HARMLESS and self._meaning.nearest(words, [plain])[1] >= LIKE


def shutting(rule: BookRule, told: Told, terms: Terms, bounds: Sequence[Bound]) -> list[Bound]:
    """What bears on an exclusion and was not bound: 亩均给评了个D, and its exception, 今年头一次纳入规上."""
    known = {b.input for b in bounds}
    found: list[Bound] = []
    for exclusion in rule.document.exclusions:
        for leaf in leaves(exclusion.when):
            if isinstance(leaf, Is) and leaf.input not in known and (at := _where_chosen(rule, leaf, told)):
                found.append(Bound(leaf.input, leaf.is_[0], told.text[slice(*at)], *at))
        asked = {leaf.input for leaf in leaves(exclusion.when) if not isinstance(leaf, Stated)}
        if asked & {b.input for b in (*bounds, *found)}:
            unless = [e.input for e in leaves(exclusion.unless) if isinstance(e, Is) and e.input not in known]
            found += [
                b for b in terms.confirmed(told, rule, unless)
                if kind_of(b.text) not in _NOT_NEW and shares_words(b.text, rule.registry.spec(b.input).label)
            ]  # fmt: skip
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
    return named and any(stands_alone(each, words) for each in wanted)
