"""One question about one place: what search found for it, which awards it means, what they come to.

A message is taken apart into topics (part × region) before anything is drafted, so that a comparison is two
topics, three questions are three, and a question without a city is one topic for each city that has an answer.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from assistant.answer import Calculation, Total
from assistant.decide.accounting import Accounting
from assistant.decide.apart import pieces, said_of
from assistant.decide.awards import Awards
from assistant.decide.binding import bind
from assistant.decide.candidates import Candidate, Names
from assistant.decide.confidence import Confidence
from assistant.decide.drafted import all_heard, besides, may_answer
from assistant.decide.exclusions import Exclusions, ShutOut, in_doubt
from assistant.decide.listing import asks_about, listed
from assistant.decide.meaning import Meaning
from assistant.decide.profile import Profiles
from assistant.decide.rate import rate_of
from assistant.decide.shares import share_asked
from assistant.decide.topic import ASKS_ELSE, COVERS, OF_ITSELF, PAYS, WITHOUT_PLACE, Topic
from assistant.reading.model import Fact, Part, Understanding
from assistant.reading.told import told_of
from assistant.rulebook.load import Rulebook
from index.documents.library import Library
from index.search.searcher import Places, ScoredPassage, Searcher
from index.vocabulary.lexicon import general_lexicon

log = logging.getLogger(__name__)

WORDS = frozenset({"quote_verbatim", "locate", "define"})

# Asked for together, awards paid on top of one another are calculated together.
TOGETHER = frozenset({"stacking", "total"})
CALLED_BY_NAME = 1.2
FEW_WORDS = 1
# Passages that a follow-up's own words may bring forward.
OWN_REACH = 5
# Of several cities, one whose best passage is this much weaker than the best city's has nothing on the matter.
WEAKER_CITY = 0.62
# Without a place in the question, of more places than these nobody reads the answers one after the other.
MOST_PLACES = 8


class Topics:
    """Makes topics of what was understood."""

    def __init__(self, searcher: Searcher, rulebook: Rulebook) -> None:
        self._searcher = searcher
        self._rulebook = rulebook
        self._names = Names(rulebook)
        self.confidence = Confidence(searcher.library, general_lexicon(), searcher.sparse)
        meaning = Meaning(searcher.embed)
        self._exclusions = Exclusions(rulebook, meaning)
        accounting = Accounting(meaning)
        self._awards = Awards(rulebook, accounting, meaning)
        self._profiles = Profiles(rulebook, self._names, self._near, accounting, meaning)

    def _near(self, statement: str, region: str) -> Sequence[ScoredPassage]:
        return self._searcher.passages(f"{region}{statement}", statement, regions=[region], limit=OWN_REACH)

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
        for part in (piece for whole in understood.parts for piece in pieces(whole, self.confidence)):
            regions = self._regions(part, understood)
            if not regions:
                found += self._everywhere(part, self._search(part, understood), understood)
            for region in regions:
                own = said_of(region, part, regions, self.confidence)
                topic = self._topic(own, region, self._search(own, understood), understood)
                if understood.follow_up:
                    topic = self._by_own_figure(self._by_own_words(topic, understood), understood)
                found.append(topic)
        return found

    def _by_own_words(self, topic: Topic, understood: Understanding) -> Topic:
        """Of a follow-up (外资企业也行吗) the passage that its own words find, where they find one by themselves."""
        own = understood.own_words
        if topic.intents & PAYS or len(self.confidence.content(own)) < FEW_WORDS:
            return topic
        near = self._searcher.passages(
            f"{topic.region}{own}",
            understood.effective_question,
            regions=[topic.region],
            documents=self._named(topic.region, understood),
            limit=OWN_REACH,
        )
        covered = [
            e for e in near if OF_ITSELF.search(e.passage.text) and self.confidence.coverage(own, e.passage) >= COVERS
        ]
        if not covered or covered[0].passage.id == topic.scored[0].passage.id:
            return topic
        rest = [e for e in topic.scored if e.passage.id != covered[0].passage.id]
        raised = replace(covered[0], score=max(covered[0].score, rest[0].score + CALLED_BY_NAME))
        return replace(topic, scored=[raised, *rest], coverage=1.0, candidates=())

    def _by_own_figure(self, topic: Topic, understood: Understanding) -> Topic:
        """设备投资800万元呢, after another award: the award that takes in the figure, by the turn's own words."""
        own = understood.own_words
        figures = [f for f in told_of(own, understood.as_of).facts if f.kind in ("money", "quantity") and f.label]
        if not figures or not topic.candidates or self._takes_in(topic, figures, understood):
            return topic
        part = replace(topic.part, text=own, query=f"{topic.region}{own}")
        other = self._topic(part, topic.region, self._search(part, understood), understood)
        other.intents = topic.intents
        return other if self._takes_in(other, figures, understood) else topic

    def _takes_in(self, topic: Topic, figures: Sequence[Fact], understood: Understanding) -> bool:
        """Whether the award that is meant takes in one of `figures`."""
        meant = [c for c in topic.candidates[:1] if c.names or c.score >= COVERS]
        values = [b.value for c in meant for b in bind(c.rule, topic.told, understood.as_of.year)]
        return any(f.value in values for f in figures)

    def _search(self, part: Part, understood: Understanding) -> Places:
        return self._searcher.places(part.query, understood.effective_question)

    def _of_profile(self, understood: Understanding) -> list[Topic]:
        """A company's description against each city: one topic for every city whose awards it names.

        Empty when it names one only, or nothing that is settled: then it is a question like any other.
        """
        text = understood.effective_question
        regions = [r for r in (*understood.cities, *understood.provinces) if r in self._award_regions]
        event = str(understood.event_date) if understood.event_date else None
        places = self._searcher.places(text, text)
        found: list[Topic] = []
        for region in regions or self._award_regions:
            matches = self._profiles.match_text(text, region, understood.as_of, event)
            named = [match for match in matches.matches if match.named]
            if len(named) > 1 and any(match.verdict != "might" for match in named):
                part = Part(text, (0, len(text)), text, (region,))
                own = places.passages(region, self._named(region, understood))
                told, intents = told_of(text, understood.as_of), _intents(part, understood)
                topic = Topic(part, region, told, own, 1.0, intents, matches=matches)
                topic.shut_out = self._shut_out(topic, understood)
                topic.matches = matches.in_doubt(topic.shut_out)
                found.append(topic)
        return found

    def _regions(self, part: Part, understood: Understanding) -> list[str]:
        named = [self._library.documents[d].region for d in understood.documents]
        places = [*(part.cities or understood.cities), *named]
        also = understood.provinces if "compare" in understood.intents else ()  # a city beside a province
        return list(dict.fromkeys([*places, *also] if places else understood.provinces))

    def _everywhere(self, part: Part, places: Places, understood: Understanding) -> list[Topic]:
        """The places whose documents speak of the matter, strongest first."""
        enough = WEAKER_CITY * max(places.strength.values()) - CALLED_BY_NAME  # what a name can still add
        nearest = sorted(places.strength, key=lambda region: -places.strength[region])[:MOST_PLACES]
        regions = [r for r, strength in places.strength.items() if r in nearest and strength >= enough]
        topics = [self._topic(part, region, places, understood) for region in regions]
        for topic in topics:
            topic.least = WITHOUT_PLACE
        topics.sort(key=lambda topic: -topic.strength)
        best = topics[0]
        return [t for t in topics if t is best or (t.held and t.strength >= WEAKER_CITY * best.strength)]

    def _topic(self, part: Part, region: str, places: Places, understood: Understanding) -> Topic:
        own = places.passages(region, self._named(region, understood))
        coverage = max((self.confidence.coverage(part.query, e.passage) for e in own[:3]), default=0.0)
        told = told_of(part.query, understood.as_of)
        topic = Topic(part, region, told, own, coverage, _intents(part, understood))
        topic.foreign = self.confidence.foreign(part.query, region)
        topic.shut_out = self._shut_out(topic, understood)
        topic.own_words = understood.own_words if understood.follow_up else ""
        if region in self._award_regions:
            clauses = [c for reference in understood.references for c in reference.clause_ids]
            found = self._names.candidates(told, own, [region], clauses)
            topic.candidates = [
                c for c in found
                if self._may_rest_on(c.rule.clause_id, region, understood)
                and not self._other_version(c.rule.document_id, own)
                and may_answer(c, own, self._library)
            ]  # fmt: skip
            if topic.candidates and (
                topic.candidates[0].score <= 0 or ("elsewhere" in topic.intents and not topic.held)
            ):
                topic.candidates = []  # nothing said speaks for any of them
            if topic.intents & PAYS or not topic.intents & ASKS_ELSE:
                topic.scored = self._favoured(own, topic.candidates)
            if "all_of" in topic.intents and (topic.intents & PAYS or asks_about(part.query)):
                topic.listed = listed(part.query, region, self._rulebook, self.confidence)
        return topic

    def _shut_out(self, topic: Topic, understood: Understanding) -> list[ShutOut]:
        """Where it is asked whether or how much somebody gets, what bars him from the place's documents."""
        if topic.intents & WORDS or not topic.intents & (PAYS | {"eligibility", "yes_no"}):
            return []
        documents = [d.id for d in self._library.documents.values() if d.region == topic.region]
        return self._exclusions.near(
            topic.told, self._named(topic.region, understood) or documents, understood.as_of.year
        )

    def _favoured(self, scored: Sequence[ScoredPassage], candidates: Sequence[Candidate]) -> Sequence[ScoredPassage]:
        """Passages of an award that is called by its name come forward: a name is better evidence than likeness."""
        if not candidates or not candidates[0].names:
            return scored
        named = self._names.quotes[candidates[0].rule.id]
        raised = [
            replace(e, score=e.score + CALLED_BY_NAME, plain=e.plain + CALLED_BY_NAME) if e.passage.id in named else e
            for e in scored
        ]
        return sorted(raised, key=lambda entry: -round(entry.score, 6))

    def _named(self, region: str, understood: Understanding) -> list[str]:
        """The place's documents that are named."""
        return [d for d in understood.documents if self._library.documents[d].region == region]

    def _may_rest_on(self, clause_id: str, region: str, understood: Understanding) -> bool:
        """Whether the clause is of the place and, where a document of the place is named, of that document."""
        document = self._library.documents[self._library.clause(clause_id).document_id]
        named = self._named(region, understood)
        return document.region == region and (not named or document.id in named)

    def _other_version(self, document_id: str, own: Sequence[ScoredPassage]) -> bool:
        """Whether search put forward the document that replaced this one, or the one it replaced."""
        documents = self._library.documents
        best = own[0].passage.document_id if own else ""
        if not best:
            return False
        return documents[document_id].superseded_by == best or documents[best].superseded_by == document_id

    def calculate(self, topic: Topic, understood: Understanding, number: Iterable[int]) -> None:
        """Run the awards the topic means; results land in `topic.calculations`."""
        if topic.matches is not None:
            named = [match for match in topic.matches.matches if match.named]
            topic.calculations = [match.calculation for match in named]
            return
        if topic.listed is not None:
            return
        decided = self._awards.decide(
            topic.told,
            topic.candidates,
            understood,
            iter(number),
            together=bool(understood.intents & TOGETHER),
            broad="compare" in topic.intents,
            sums_only=bool(not topic.intents & PAYS and topic.intents & ASKS_ELSE),
        )
        doubted = [
            besides(in_doubt(each, topic.shut_out), topic.told.text, self._rulebook)
            for each in all_heard(decided.calculations, topic.told, self._rulebook)
        ]
        topic.calculations += doubted
        topic.rates |= self._rates(topic, decided.calculations, understood)
        topic.entries += decided.entries if doubted == decided.calculations else []
        topic.absent += decided.absent

    def _rates(
        self, topic: Topic, calculations: Iterable[Calculation], understood: Understanding
    ) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for each in calculations:
            rule = self._rulebook.rules[each.rule_id]
            if each.semantics == "needs_info":
                facts = {b.input: b.value for b in bind(rule, topic.told, understood.as_of.year)}
                rate = rate_of(self._rulebook, rule, facts, each, understood.as_of)
                found |= {each.id: rate} if rate is not None else {}
        return found

    def total(self, topics: Sequence[Topic]) -> Total | None:
        """The sum over several awards of one city; None for one award, and cities never add up."""
        matched = [topic.matches for topic in topics if topic.matches is not None]
        if matched:
            several = len(matched) == 1 and len(matched[0].of("applies")) > 1
            return matched[0].total if several else None
        entries = [entry for topic in topics for entry in topic.entries]
        if share := share_asked(topics):
            return share
        together = [c for topic in topics for c in topic.calculations]
        if len(together) > 1 and any(c.semantics == "conditional" for c in together):
            return Total(semantics="conditional", parts=[c.id for c in together])  # as doubtful as its parts
        regions = {topic.region for topic in topics if topic.entries}
        return self._rulebook.total(entries) if len(entries) > 1 and len(regions) == 1 else None


def _intents(part: Part, understood: Understanding) -> frozenset[str]:
    """What one of several questions asks; of a single one, what the message asks."""
    return part.intents or understood.intents
