"""The clause's terms held against what a caller tells: denied, met in other words, or left out of the sum."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from assistant.calculator.inputs import Each
from assistant.calculator.listing import rule_options
from assistant.decide.bound import Bound
from assistant.decide.meaning import CLEARLY, LIKE, NEAR, Meaning
from assistant.decide.phrases_of_law import Phrase, phrases_of
from assistant.decide.term_of_years import too_late
from assistant.reading.contrasts import contrast
from assistant.reading.model import Fact
from assistant.reading.statements import kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.text.ngrams import tokens
from index.text.normalize import fold
from index.vocabulary.lexicon import general_lexicon

_NOT_OF_A_CASE: Final = frozenset({"ask", "hearsay", "background", "filler", "received", "former"})
_LEFT_OUT: Final = re.compile(r"不包括|不含|除外|剔除")
STATEMENT: Final = 4  # characters below which a stretch states nothing


class Terms:
    """Compares statements with the phrases of a rule's clause; the phrases are kept."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._phrases: dict[str, tuple[Phrase, ...]] = {}

    def denied(self, told: Told, rule: BookRule) -> list[tuple[Phrase, Span]]:
        """Conditions of the rule that the text denies, with the words that do: the phrase nearest by meaning."""
        phrases = [p for p in self.of(rule) if not p.quoted and not p.bars and not p.denies]
        found = []
        for at in self.denied_statements(told):
            best, likeness = self._meaning.nearest(told.text[slice(*at)], [p.text for p in phrases])
            if likeness >= LIKE:
                found.append((phrases[best], at))
        return [*found, *self._against(told, rule), *too_late(told, rule)]

    def _against(self, told: Told, rule: BookRule) -> Iterator[tuple[Phrase, Span]]:
        """租赁厂房 where 独立供地 is asked for: near a condition, and on the other side of what the clause says."""
        phrases = [p for p in self.of(rule) if not p.bars and not p.denies]
        left_out = [p for p in self.of(rule) if not p.bars and _LEFT_OUT.search(p.text)]
        sums = [f.at[0] for f in told.facts if f.kind == "money"]
        of_parts = any(f.role == "part" for f in told.facts)  # then it is a part of a sum that is left out
        clause = f"{rule.file.shared.quote}{rule.rule.quote}"
        for segment in told.segments:
            at, words = (segment.start, segment.end), told.text[segment.start : segment.end]
            if len(words) < STATEMENT or told.is_denied(at) or kind_of(words) in _NOT_OF_A_CASE:
                continue
            of_a_sum = any(at[0] <= place < at[1] for place in sums)  # 第二次流片花了600万: of that sum alone
            opposite = [
                p for p in phrases
                if contrast(words, p.text) and (not p.quoted or (contrast(words, clause) and not of_a_sum))
            ]  # fmt: skip
            best, likeness = self._meaning.nearest(words, [p.text for p in opposite])
            if likeness >= NEAR:
                yield opposite[best], at
            elif not of_parts and not any(c in words for c in "没未无非"):
                yield from ((p, at) for p in left_out[:1] if shares_words(words, _LEFT_OUT.sub("", p.text)))

    def level_not_paid(self, told: Told, rule: BookRule) -> list[tuple[str, str]]:
        """(level paid, level told) where the clause pays one level only and the caller holds another one."""
        if any(rule_options(rule.rule, name) for name in rule.accepted):
            return []
        paid = {m.concept for m in general_lexicon().find(rule.rule.quote) if m.kind == "level"}
        held = [f for f in told.facts if f.kind == "level" and f.role == "given" and not f.negated]
        if len(paid) != 1 or not held or any(f.value in paid for f in held) or told.asks_together:
            return []  # of several things the level may be the other one's
        return [(next(iter(paid)), str(held[0].value))]

    def confirmed(
        self, told: Told, rule: BookRule, inputs: Iterable[str], says: Callable[[str, str], bool] | None = None
    ) -> list[Bound]:
        """Facts still missing that the caller stated in words of his own: the phrase, or option, nearest by meaning.

        Args:
            says: whether words (second) may be taken for an input (first), where likeness alone is not enough.
        """
        found = []
        for name in inputs:
            spec = rule.registry.spec(name)
            chosen = spec.type in ("enum", "ordered_enum")
            proofs = (spec.label, *((spec.proof,) if spec.proof else ()))
            phrases = tuple(option.label for option in spec.options) if chosen else proofs
            for segment in told.segments if chosen or spec.type == "boolean" else ():
                at, words = (segment.start, segment.end), told.text[segment.start : segment.end]
                against = any(contrast(words, phrase) for phrase in phrases)
                if told.is_denied(at) or len(words) < STATEMENT or kind_of(words) == "ask" or against:
                    continue
                best = self._clearly(words, phrases, among=chosen)
                if best is not None and (says is None or says(name, words)):
                    value = spec.options[best].id if chosen else True
                    found.append(Bound(name, value, words, *at))
                    break
        return found

    def _clearly(self, words: str, phrases: Sequence[str], *, among: bool) -> int | None:
        """The phrase that says the same; `among` options it has to stand out from the others."""
        scores = self._meaning.likeness(words, phrases)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])
        if not order or scores[order[0]] < LIKE:
            return None
        apart = len(order) < 2 or scores[order[0]] - scores[order[1]] >= CLEARLY
        return order[0] if apart or not among else None

    def without_excluded(self, rule: BookRule, told: Told, bounds: list[Bound]) -> list[Bound]:
        """其中关联交易500万, where the clause counts without 关联交易: the part comes off the sum it is part of."""
        excluded = [p.text for p in self.of(rule) if p.denies]
        parts = [f for f in told.facts if f.role == "part" and f.kind == "money" and isinstance(f.value, Fraction)]
        for part in parts:
            whole = [b for b in bounds if b.input in rule.accepted and rule.registry.spec(b.input).type == "money"]
            whole = [b for b in whole if any(at[1] <= part.at[0] for at in b.spans)]
            if not whole:
                continue
            last = max(whole, key=lambda b: max(at[0] for at in b.spans if at[1] <= part.at[0]))
            label = rule.registry.spec(last.input).label
            against = contrast(told.words(part.at[0]), label)
            left_out = against or self._is_excluded(told, part, excluded) or self._is_not(told, part, label)
            if left_out and (less := _less(last, part)) is not None:
                bounds = [less if b is last else b for b in bounds]
        return bounds

    def _is_not(self, told: Told, part: Fact, label: str) -> bool:
        """其中900万的货不在清单上: the part is denied to be what the sum is paid for."""
        at = told.span(part.at[0])
        return told.is_denied(at) and self._meaning.nearest(told.text[slice(*at)], [label])[1] >= LIKE

    def _is_excluded(self, told: Told, part: Fact, excluded: Sequence[str]) -> bool:
        """What the caller says of the part is what the clause leaves out: by meaning, or in the clause's own words."""
        if not excluded:
            return False
        segment = told.segment(part.at[0])
        behind = next((s for s in told.segments if s.start >= segment.end), segment)
        said = [told.text[segment.start : segment.end], told.text[segment.start : behind.end]]
        alike = any(self._meaning.nearest(words, excluded)[1] >= LIKE for words in said)
        return alike or any(shares_words(said[1], phrase) for phrase in excluded)

    def of(self, rule: BookRule) -> tuple[Phrase, ...]:
        """The law's own words for what the rule asks."""
        if rule.id not in self._phrases:
            self._phrases[rule.id] = phrases_of(rule)
        return self._phrases[rule.id]

    def denied_statements(self, told: Told) -> Iterator[Span]:
        """The segments round every denial."""
        for start, end in told.denied:
            segment = told.segment(start)
            yield min(segment.start, start), max(segment.end, end)


def _less(whole: Bound, part: Fact) -> Bound | None:
    """The sum, or that one of several sums which stands before the part, without the part."""
    also = (*whole.also, part.at)
    if isinstance(whole.value, Fraction) and isinstance(part.value, Fraction) and whole.value > part.value:
        return replace(whole, value=whole.value - part.value, also=also)
    if isinstance(whole.value, Each) and isinstance(part.value, Fraction):
        place = sum(at[1] <= part.at[0] for at in whole.spans[: len(whole.value)]) - 1
        values = [v - part.value if i == place and v > part.value else v for i, v in enumerate(whole.value)]
        return replace(whole, value=Each(values), also=also)
    return None


def shares_words(said: str, phrase: str) -> bool:
    """Two pairs of characters that both have."""
    return len(pairs(said) & pairs(phrase)) > 1


def pairs(text: str) -> set[str]:
    """The pairs of characters of a text."""
    return {t for t in tokens(fold(text).text) if len(t) == 2}
