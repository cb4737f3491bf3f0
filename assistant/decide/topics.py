"""One question about one place: what search found for it, which awards it means, what they come to.

A message is taken apart into topics (part × region) before anything is drafted, so that a comparison is two
topics, three questions are three, and a question without a city is one topic for each city that has an answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.answer import Calculation, Total, Unaccounted
from assistant.calculator.listing import rule_options
from assistant.calculator.stacking import Entry
from assistant.decide.accounting import Accounting, Left
from assistant.decide.binding import bind
from assistant.decide.bound import Bound
from assistant.decide.candidates import Candidate, Names, chosen
from assistant.decide.confidence import Confidence
from assistant.decide.level_asked import Absent, asked_level
from assistant.decide.meaning import Meaning
from assistant.decide.otherwise import otherwise
from assistant.decide.profile import Matches, Profiles
from assistant.errors import AssistantFailure
from assistant.reading.model import Part, Understanding
from assistant.reading.told import Told, told_of
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.library import Library
from index.documents.model import Passage
from index.search.searcher import ScoredPassage, Searcher
from index.vocabulary.lexicon import general_lexicon

# What is paid is asked for; and wishes that the sentence naming the award does not answer.
PAYS = frozenset({"amount", "due", "total", "stacking", "compare", "match_profile"})
ASKS_ELSE = frozenset({"eligibility", "bureau", "procedure", "validity", "define", "issue_info", "reason", "target"})

log = logging.getLogger(__name__)

# Asked for together, awards paid on top of one another are calculated together.
TOGETHER = frozenset({"stacking", "total"})
# Search found something at all when a passage stands out this far (z units) or holds this share of the words.
STANDS_OUT = 2.95
COVERS = 0.55
COVERS_SOMETHING = 0.05
CALLED_BY_NAME = 1.2
# Content bigrams that make a matter of its own.
ENOUGH_WORDS = 3
FEW_WORDS = 1
# Passages that a follow-up's own words may bring forward.
OWN_REACH = 5
# The document speaking of itself as a whole: who may at all, who decides.
_OF_ITSELF = re.compile(r"本(?:政策|措施|条例|办法|计划|意见|规定|通知)")
# Of several cities, one whose best passage is this much weaker than the best city's has nothing on the matter.
WEAKER_CITY = 0.62


@dataclass(slots=True)
class Topic:
    """`part` asked of `region`. `scored` holds that region's passages only, `intents` what this part asks."""

    part: Part
    region: str
    told: Told
    scored: Sequence[ScoredPassage]
    coverage: float
    intents: frozenset[str] = frozenset()
    candidates: Sequence[Candidate] = ()
    calculations: list[Calculation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    matches: Matches | None = None
    absent: list[Absent] = field(default_factory=list)

    @property
    def strength(self) -> float:
        return self.scored[0].plain if self.scored else 0.0

    @property
    def held(self) -> bool:
        """Whether the region's documents say anything on the matter."""
        if not self.scored or self.coverage < COVERS_SOMETHING:
            return False
        return self.strength >= STANDS_OUT or self.coverage >= COVERS


class Topics:
    """Makes topics of what was understood."""

    def __init__(self, searcher: Searcher, rulebook: Rulebook) -> None:
        self._searcher = searcher
        self._rulebook = rulebook
        self._names = Names(rulebook)
        self._profiles = Profiles(rulebook, self._names)
        self.confidence = Confidence(searcher.library, general_lexicon())
        self._accounting = Accounting(Meaning(searcher.embed))

    @property
    def _library(self) -> Library:
        return self._searcher.library

    @cached_property
    def _award_regions(self) -> list[str]:
        return list(dict.fromkeys(self._rulebook.region(rule) for rule in self._rulebook.rules.values()))

    def of(self, understood: Understanding) -> list[Topic]:
        """Topics in the order of the questions; without a place, one for each city that has an answer."""
        found: list[Topic] = []
        if understood.profile and (found := self._of_profile(understood)):
            return found
        for part in (piece for whole in understood.parts for piece in self._pieces(whole)):
            regions = self._regions(part, understood)
            if not regions:
                found += self._everywhere(part, self._search(part, understood), understood)
            for region in regions:
                own = self._said_of(region, part, regions)
                topic = self._topic(own, region, self._search(own, understood), understood)
                found.append(self._by_own_words(topic, understood) if understood.follow_up else topic)
        return found

    def _by_own_words(self, topic: Topic, understood: Understanding) -> Topic:
        """Of a follow-up (外资企业也行吗) the passage that its own words find, where they find one by themselves."""
        own = understood.own_words
        if topic.intents & PAYS or len(self.confidence.content(own)) < FEW_WORDS:
            return topic
        scored = self._searcher.passages(f"{topic.region}{own}", understood.effective_question)
        near = [e for e in scored if self._speaks_for(e.passage, topic.region, understood)][:OWN_REACH]
        covered = [
            e for e in near if _OF_ITSELF.search(e.passage.text) and self.confidence.coverage(own, e.passage) >= COVERS
        ]
        if not covered or covered[0].passage.id == topic.scored[0].passage.id:
            return topic
        rest = [e for e in topic.scored if e.passage.id != covered[0].passage.id]
        raised = replace(covered[0], score=max(covered[0].score, rest[0].score + CALLED_BY_NAME))
        return replace(topic, scored=[raised, *rest], coverage=1.0, candidates=())

    def _search(self, part: Part, understood: Understanding) -> Sequence[ScoredPassage]:
        return self._searcher.passages(part.query, understood.effective_question)

    def _pieces(self, part: Part) -> list[Part]:
        """`…吗？…做什么？`: questions in a row, where each has a matter of its own."""
        texts = [text for text in re.split(r"(?<=[？?])", part.query) if text.strip()]
        if len(texts) < 2 or any(len(self.confidence.content(text)) < ENOUGH_WORDS for text in texts):
            return [part]
        return [replace(part, text=text, query=text) for text in texts]

    def _said_of(self, region: str, part: Part, regions: Sequence[str]) -> Part:
        """Of `杭州的甲和绍兴的乙有什么区别` what is said of one place, where each place has a matter of its own."""
        if len(regions) < 2:
            return part
        places = [m for m in general_lexicon().find(part.query) if m.kind == "region" and m.concept in regions]
        said: dict[str, str] = {}
        ends = [*(place.start for place in places[1:]), len(part.query)]
        for place, end in zip(places, ends[-len(places) :] if places else [], strict=True):
            text = part.query[place.start : end]
            if len(self.confidence.content(text)) >= ENOUGH_WORDS:
                said.setdefault(place.concept, text)
        return replace(part, query=said[region]) if len(said) == len(regions) else part

    def _of_profile(self, understood: Understanding) -> list[Topic]:
        """A company's description against each city: one topic for every city whose awards it names.

        Empty when it names none: then it is a question like any other.
        """
        text = understood.effective_question
        regions = [r for r in (*understood.cities, *understood.provinces) if r in self._award_regions]
        event = str(understood.event_date) if understood.event_date else None
        scored = self._searcher.passages(text, text)
        found: list[Topic] = []
        for region in regions or self._award_regions:
            matches = self._profiles.match_text(text, region, understood.as_of, event)
            if any(match.named for match in matches.matches):
                part = Part(text, (0, len(text)), text, (region,))
                own = [entry for entry in scored if self._speaks_for(entry.passage, region, understood)]
                found.append(
                    Topic(
                        part,
                        region,
                        told_of(text, understood.as_of),
                        own,
                        1.0,
                        _intents(part, understood),
                        matches=matches,
                    )
                )
        return found

    def _regions(self, part: Part, understood: Understanding) -> list[str]:
        named = [self._library.documents[d].region for d in understood.documents]
        places = [*(part.cities or understood.cities), *named]
        return list(dict.fromkeys(places or understood.provinces))

    def _everywhere(self, part: Part, scored: Sequence[ScoredPassage], understood: Understanding) -> list[Topic]:
        """The places whose documents speak of the matter, strongest first."""
        regions = dict.fromkeys(document.region for document in self._library.documents.values())
        topics = [self._topic(part, region, scored, understood) for region in regions]
        topics.sort(key=lambda topic: -topic.strength)
        best = topics[0]
        return [t for t in topics if t is best or (t.held and t.strength >= WEAKER_CITY * best.strength)]

    def _topic(self, part: Part, region: str, scored: Sequence[ScoredPassage], understood: Understanding) -> Topic:
        own = [entry for entry in scored if self._speaks_for(entry.passage, region, understood)]
        coverage = max((self.confidence.coverage(part.query, e.passage) for e in own[:3]), default=0.0)
        told = told_of(part.query, understood.as_of)
        topic = Topic(part, region, told, own, coverage, _intents(part, understood))
        if region in self._award_regions:
            clauses = [c for reference in understood.references for c in reference.clause_ids]
            found = self._names.candidates(told, own, [region], clauses)
            topic.candidates = [c for c in found if self._may_rest_on(c.rule.clause_id, region, understood)]
            if topic.intents & PAYS or not topic.intents & ASKS_ELSE:
                topic.scored = self._favoured(own, topic.candidates)
        return topic

    def _favoured(self, scored: list[ScoredPassage], candidates: Sequence[Candidate]) -> list[ScoredPassage]:
        """Passages of an award that is called by its name come forward: a name is better evidence than likeness."""
        if not candidates or not candidates[0].names:
            return scored
        named = self._names.quotes[candidates[0].rule.id]
        raised = [
            replace(e, score=e.score + CALLED_BY_NAME, plain=e.plain + CALLED_BY_NAME) if e.passage.id in named else e
            for e in scored
        ]
        return sorted(raised, key=lambda entry: -round(entry.score, 6))

    def _speaks_for(self, passage: Passage, region: str, understood: Understanding) -> bool:
        return self._may_rest_on(passage.clause_id, region, understood)

    def _may_rest_on(self, clause_id: str, region: str, understood: Understanding) -> bool:
        """Whether the clause is of the place and, where a document of the place is named, of that document."""
        document = self._library.documents[self._library.clause(clause_id).document_id]
        named = [d for d in understood.documents if self._library.documents[d].region == region]
        return document.region == region and (not named or document.id in named)

    def calculate(self, topic: Topic, understood: Understanding, number: Iterable[int]) -> None:
        """Run the awards the topic means; results land in `topic.calculations`."""
        if topic.matches is not None:
            named = [match for match in topic.matches.matches if match.named]
            topic.calculations = [match.calculation for match in named]
            return
        event = str(understood.event_date) if understood.event_date else None
        numbers = iter(number)
        rules = [c.rule for c in chosen(topic.candidates, topic.told, broad="compare" in topic.intents)]
        if understood.intents & TOGETHER:
            rules += [r for r in self._related(rules) if r not in rules]
        bounds = {rule.id: bind(rule, topic.told, understood.as_of.year) for rule in rules}
        names = {c.rule.id: c.names for c in topic.candidates}
        for rule in rules:
            asked = asked_level(rule, topic.told, names.get(rule.id, ()), bounds[rule.id])
            if isinstance(asked, Absent):
                topic.absent.append(asked)
                continue
            bounds[rule.id] = asked
            facts = {bound.input: bound.value for bound in bounds[rule.id]}
            try:
                result, calculation = self._rulebook.evaluate(
                    rule.id, facts, understood.as_of, event, f"c{next(numbers)}"
                )
            except AssistantFailure as error:  # what was said does not fit together: no sum is better than a wrong one
                log.info("no calculation of %s from %s: %s", rule.id, facts, error.log)
                continue
            calculation = otherwise(self._rulebook, rule, facts, calculation)
            told = [name for name in facts if not rule_options(rule.rule, name)]  # a level only names the award
            if not told and not topic.intents & PAYS and topic.intents & ASKS_ELSE:
                continue  # `要什么条件`, without facts of one's own, asks for no sum
            topic.calculations.append(calculation)
            topic.entries.append(Entry(calculation.id, result))
        self._account(topic, understood, [b for each in bounds.values() for b in each])

    def _account(self, topic: Topic, understood: Understanding, bounds: Sequence[Bound]) -> None:
        """What was said and not taken in makes an amount conditional."""
        told = topic.told
        names = [(m.start, m.end) for candidate in topic.candidates for m in candidate.names]
        for place, calculation in enumerate(topic.calculations):
            rule = self._rulebook.rules[calculation.rule_id]
            clause = self._library.full_text(self._library.clause(rule.clause_id))
            left = self._accounting.left_over(told, rule, bounds, clause, names)
            if left:
                topic.calculations[place] = conditional(calculation, left, told.text, understood)

    def total(self, topics: Sequence[Topic]) -> Total | None:
        """The sum over several awards of one city; None for one award, and cities never add up."""
        matched = [topic.matches for topic in topics if topic.matches is not None]
        if matched:
            several = len(matched) == 1 and len(matched[0].of("applies")) > 1
            return matched[0].total if several else None
        entries = [entry for topic in topics for entry in topic.entries]
        regions = {topic.region for topic in topics if topic.entries}
        return self._rulebook.total(entries) if len(entries) > 1 and len(regions) == 1 else None

    def _related(self, rules: Sequence[BookRule]) -> list[BookRule]:
        """Awards that one of `rules` is paid on top of."""
        ids = [
            other
            for r in rules
            for relation in r.rule.stack
            if relation.relation == "adds_to"
            for other in relation.rules
        ]
        return [self._rulebook.rules[other] for other in ids if other in self._rulebook.rules]


def conditional(calculation: Calculation, left: Sequence[Left], text: str, understood: Understanding) -> Calculation:
    """The calculation with what was left over; a sum that was sure no longer is."""
    shown = [unaccounted(each, text, understood) for each in left]
    if calculation.semantics not in ("exact", "at_most") or calculation.amount_yuan is None:
        return calculation.model_copy(update={"unaccounted": shown})
    highest = calculation.amount_yuan if all(each.lowers for each in left) else None
    return calculation.model_copy(
        update={"semantics": "conditional", "amount_yuan": None, "amount_max_yuan": highest, "unaccounted": shown}
    )


def unaccounted(left: Left, text: str, understood: Understanding) -> Unaccounted:
    """The words as the schema shows them, with their place in the question where they stand there."""
    words = text[slice(*left.at)].strip(" ，,。；;")
    start = understood.question.find(words)
    place = (start, start + len(words)) if start >= 0 else (0, 0)
    return Unaccounted(text=words, start=place[0], end=place[1], why=left.why)


def _intents(part: Part, understood: Understanding) -> frozenset[str]:
    """What one of several questions asks; of a single one, what the message asks."""
    return part.intents or understood.intents
