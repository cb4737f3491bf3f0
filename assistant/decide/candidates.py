"""Which awards a question is about.

A rule is known by its names (aliases and title, owned by the rule) and by the passage its quote stands in.
Names weigh by their length and by how few rules of the city share them; the passage weighs by how well search
ranks it. Every name in the question must be explained by some rule, so that a list of awards gives a list of rules.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.reading.told import Told
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage, Span
from index.search.searcher import ScoredPassage
from index.text.normalize import fold
from index.vocabulary.lexicon import Entry, Lexicon, Mention, general_lexicon

NAME_WEIGHT = 0.75  # a character of a name that only one rule of the city bears
KEYWORD_WEIGHT = 0.35
CLAUSE_NAMED_WEIGHT = 6.0
# A rule that only search suggests must stand clearly above the rest of its city's passages.
FOUND_BY_SEARCH = 4.2
CLOSE = 0.7
# So many facts taken in speak for an award as its name would.
ENOUGH_EXPLAINED = 2
_MERE_LEVEL = re.compile(r"[三四五345]星级?|[一二三]等奖?|[ABCDE]类|(?:国家|省|市)级?")
# A second rule joins the first when it explains a name the first does not, and search agrees this far.
SECOND_AT_LEAST = 0.45


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule the question may mean.

    Attributes:
        names: the surface forms that speak for it.
        explained: how many stretches of the text its inputs take in, where that was looked at.
        passed_over: how many sums told of the company they leave.
        taken: the stretches its inputs take in.
    """

    rule: BookRule
    score: float
    found: float
    names: tuple[Mention, ...]
    explained: int = 0
    passed_over: int = 0
    taken: tuple[Span, ...] = ()


class Names:
    """The names of all rules, for one matcher."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def names(self, region: str) -> Lexicon:
        """The names of one city's rules: a longer name in another city must not hide a shorter one here."""
        return self._names[region]

    @cached_property
    def _names(self) -> dict[str, Lexicon]:
        entries: dict[str, list[Entry]] = defaultdict(list)
        for rule in self._rulebook.rules.values():
            names = (rule.rule.title, *rule.rule.aliases)
            entries[self._rulebook.region(rule)].append(Entry(rule.id, "name", names))
        return {region: Lexicon(found) for region, found in entries.items()}

    @cached_property
    def keywords(self) -> Lexicon:
        return Lexicon(
            Entry(rule.id, "keyword", (*rule.rule.keywords, *rule.rule.label)) for rule in self._rulebook.rules.values()
        )

    @cached_property
    def quotes(self) -> dict[str, frozenset[str]]:
        """Rule id → ids of the passages that its quote overlaps."""
        library = self._rulebook.library
        found: dict[str, frozenset[str]] = {}
        for rule in self._rulebook.rules.values():
            quote = fold(rule.rule.quote).text
            found[rule.id] = frozenset(
                passage.id
                for passage in _with_rows(rule, library)
                if fold(passage.text).text in quote or quote in fold(passage.text).text or _overlap(passage.text, quote)
            )
        return found

    def candidates(
        self, told: Told, scored: Sequence[ScoredPassage], regions: Iterable[str], clauses: Iterable[str] = ()
    ) -> list[Candidate]:
        """Every rule of `regions` with its score, best first."""
        wanted, named_clauses = set(regions), set(clauses)
        rules = [r for r in self._rulebook.rules.values() if self._rulebook.region(r) in wanted]
        text = told.text
        said = [
            m
            for region in sorted(wanted & self._names.keys())
            for m in self.mentions(text, region)
            if not told.is_denied((m.start, m.end))
        ]
        words = self._of(self.keywords.find(text), rules)
        mentions = self._of(said, rules)
        if mentions:
            rules = [rule for rule in rules if rule.id in mentions or not self._only_denied(rule, told, wanted)]
        owners = Counter(_surface(m) for found in mentions.values() for m in {_surface(m): m for m in found}.values())
        common = Counter(_surface(m) for found in words.values() for m in {_surface(m): m for m in found}.values())
        plain = {entry.passage.id: entry.plain for entry in scored}
        candidates = []
        for rule in rules:
            found = max((plain.get(p, 0.0) for p in self.quotes[rule.id]), default=0.0)
            score = found
            for mention in _distinct(mentions[rule.id]):
                score += NAME_WEIGHT * len(_surface(mention)) / math.sqrt(owners[_surface(mention)])
            for mention in _distinct(words[rule.id]):
                score += KEYWORD_WEIGHT * len(_surface(mention)) / common[_surface(mention)]
            if rule.clause_id in named_clauses:
                score += CLAUSE_NAMED_WEIGHT
            candidates.append(Candidate(rule, score, found, tuple(mentions[rule.id])))
        return sorted(candidates, key=lambda c: (-round(c.score, 6), c.rule.id))

    def _only_denied(self, rule: BookRule, told: Told, regions: set[str]) -> bool:
        """双跨平台还没批下来, beside an award that is told of: the caller does not mean what he has not got."""
        found = [m for region in regions for m in self.mentions(told.text, region) if m.concept == rule.id]
        return bool(found) and all(told.is_denied((m.start, m.end)) for m in found)

    def mentions(self, text: str, region: str) -> list[Mention]:
        """Names of the city's awards in the text, denied or not; a mere level speaks for none by itself."""
        rules = [r for r in self._rulebook.rules.values() if self._rulebook.region(r) == region]
        words = self._of(self.keywords.find(text), rules)
        found = self._names[region].longest(text) if region in self._names else []
        return [m for m in found if _speaks_for(m, words[m.concept])]

    def _of(self, mentions: list[Mention], rules: list[BookRule]) -> dict[str, list[Mention]]:
        inside = {rule.id for rule in rules}
        grouped: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.concept in inside:
                grouped[mention.concept].append(mention)
        return grouped


def _with_rows(rule: BookRule, library: Library) -> list[Passage]:
    """The passages of a rule's clause; a table's rows are clauses of their own."""
    rows = [c for c in library.children(rule.clause_id) if c.kind is ClauseKind.ROW] if rule.beside else []
    return [p for clause_id in (rule.clause_id, *(row.id for row in rows)) for p in library.passages_of(clause_id)]


def _speaks_for(mention: Mention, words: Sequence[Mention]) -> bool:
    """五星级 alone may be of any award with stars: it speaks for one beside another word of that award."""
    if not _MERE_LEVEL.fullmatch(mention.surface):
        return True
    return any(word.end <= mention.start or word.start >= mention.end for word in words)


def chosen(candidates: Sequence[Candidate], told: Told, *, broad: bool = False) -> list[Candidate]:
    """The rules of one city to calculate: the best, and for each name it does not explain the best that does.

    `broad`: also the rules that come close to the best, as a comparison needs (a name that two levels share).
    """
    if not candidates:
        return []
    best = candidates[0]
    sums = any(f.kind == "money" and f.role == "given" and not f.bound for f in told.facts)
    placed = any(m.kind == "region" for m in general_lexicon().find(told.text))
    # 设备买了1200万，绍兴补多少: every sum told is the award's; without a place it may be any place's.
    all_taken = placed and sums and best.explained and not best.passed_over
    known = best.explained >= ENOUGH_EXPLAINED or all_taken or (best.explained and best.score >= FOUND_BY_SEARCH)
    if not best.names and best.found < FOUND_BY_SEARCH and not known:
        return []
    picked = [best]
    explained = {_place(m) for m in best.names}
    for candidate in candidates[1:]:
        if (
            broad
            and candidate.names
            and candidate.found >= CLOSE * best.found
            and candidate.score >= CLOSE * best.score
        ):
            picked.append(candidate)
            continue
        fresh = {_place(m) for m in candidate.names if not _spoken_of(m, picked)} - explained
        near = max(candidate.score / best.score, candidate.found / best.found if best.found else 0.0)
        if fresh and near >= SECOND_AT_LEAST and not _inside(fresh, explained):
            picked.append(candidate)
            explained |= fresh
    return _without_conditions(picked, told)


# What turns a name into an event of its own: 今年认定, 新列入, 刚评上.
_EVENT = re.compile(r"(?:今年|当年|新|刚|首次|第一次|同时|又|还)[^，。；]{0,8}(?:认定|评|获|入选|列入|拿|通过)")


def _without_conditions(picked: list[Candidate], told: Told) -> list[Candidate]:
    """Drop an award whose only names state a condition of another one: 我们是小巨人，在北交所上市 asks for listing."""
    kept = list(picked)
    for candidate in picked:
        others = [o for o in kept if o.rule.clause_id != candidate.rule.clause_id]
        if not candidate.names or not others:
            continue
        is_condition = all(
            _condition_of(mention, others) and not _EVENT.search(told.words(mention.start))
            for mention in candidate.names
        )
        if is_condition and any(
            other.names and not all(_condition_of(m, [candidate]) for m in other.names) for other in others
        ):
            kept.remove(candidate)
    return kept


def _condition_of(mention: Mention, others: Sequence[Candidate]) -> bool:
    """The name, or the part of it that names an award, stands in the quote or the exclusions of one of `others`."""
    surface = _bare(mention.surface)
    for other in others:
        rule = other.rule
        held = _bare(rule.rule.quote + "".join(e.quote for e in rule.document.exclusions))
        if surface in held or any(len(part) > 2 and part in held for part in _cores(surface)):
            return True
    return False


def _cores(surface: str) -> list[str]:
    """A name without its level: 国家级小巨人 → 小巨人."""
    core = re.sub(r"^(?:国家级?|省级?|市级)?(?:专精特新)?", "", surface)
    return [core] if core != surface else []


def _spoken_of(mention: Mention, picked: Sequence[Candidate]) -> bool:
    """The name belongs to the very matter of a rule already picked: it stands in its title or quote."""
    surface = _bare(mention.surface)
    return any(surface in _bare(c.rule.rule.title + c.rule.rule.quote) for c in picked)


def _bare(text: str) -> str:
    return re.sub(r"[()“”‘’\"']", "", fold(text).text)


def _overlap(passage: str, quote: str) -> bool:
    text = fold(passage).text
    return len(text) > 12 and (text[: len(text) // 2] in quote or text[len(text) // 2 :] in quote)


def _surface(mention: Mention) -> str:
    return fold(mention.surface).text


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    return list({_surface(m): m for m in mentions}.values())


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _inside(places: set[tuple[int, int]], others: set[tuple[int, int]]) -> bool:
    return all(any(a <= start and end <= b for a, b in others) for start, end in places)
