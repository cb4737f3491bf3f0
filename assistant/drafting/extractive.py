"""The drafter that needs no model: clause sentences and calculations, in the order a person needs them.

First what cannot be answered, then for each question and place the sum and the clause, then the standing of
every policy used, then what to ask back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.answer import Total
from assistant.decide.topics import Topic
from assistant.drafting import phrases, refusals, standing
from assistant.drafting.awards import Awards
from assistant.drafting.clauses import clauses_asked
from assistant.drafting.draft import DraftSentence, Row
from assistant.drafting.extracts import extracts, pointer
from assistant.drafting.premises import judged
from assistant.drafting.profile_table import table
from assistant.evidence import Evidence
from assistant.reading.model import Understanding
from assistant.rulebook.load import Rulebook
from index.documents.library import Library

# `2027年还能领吗` asks whether, not how much.
ASKS_IF = frozenset({"eligibility", "yes_no"})


# Asked beside an award: may it be taken together with what the county, or another policy, pays?
_OTHER_POLICIES = re.compile(
    r"县|区(?:里|级|政府)|街道|乡镇|两级|(?:别|其他|其它|另外)的?(?:政策|文件|部门|条款)|市里.{0,6}省里"
)


class Extractive:
    """Drafts one turn; nothing is kept between turns."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._library = rulebook.library
        self._awards = Awards(rulebook)

    def draft(
        self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence, total: Total | None = None
    ) -> Iterator[DraftSentence]:
        """The sentences of the answer, in order; evidence is numbered as it is cited."""
        if declined := self.declined(understood):
            yield from declined
            return
        missing = refusals.missing_clauses(understood, self._library)
        if "issue_info" in understood.intents and (
            issued := list(standing.issued(understood, self._library, evidence))
        ):
            yield from issued
            yield from self._standing(understood, issued, evidence)
            return
        body = list(self._body(understood, topics, evidence))
        if not any(sentence.kind in ("claim", "derivation") for sentence in body):
            yield from refusals.nothing_held(understood, topics, self._library)
            referred = [sentence for topic in topics for sentence in pointer(topic, evidence)]
            yield from referred
            yield from self._standing(understood, referred, evidence)
            return
        yield from missing
        yield from body
        if total:
            cites = tuple(dict.fromkeys(n for sentence in body for n in sentence.cites))
            yield DraftSentence(phrases.total(total), "derivation", cites)
        yield from self._standing(understood, body, evidence)
        if _open_place(understood, body, evidence):
            yield DraftSentence(phrases.WHICH_CITY, "question")

    def declined(self, understood: Understanding) -> list[DraftSentence]:
        """The whole answer where nothing has to be looked up: refusals, other places, matters no text holds.

        Empty when the question is to be answered.
        """
        if understood.refusal:
            return refusals.refused(understood, self._library)
        missing = refusals.missing_clauses(understood, self._library)
        if missing and not any(reference.clause_ids for reference in understood.references):
            return missing
        if understood.other_places and not understood.cities:
            return refusals.other_places(understood)
        if matters := absent_matters(understood):
            return refusals.absent(understood, matters, self._library)
        return refusals.unheard_of(understood, self._library)

    def _body(self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence) -> Iterator[DraftSentence]:
        named = [c for reference in understood.references for c in reference.clause_ids]
        if named and not any(topic.calculations for topic in topics):
            yield from clauses_asked(understood, self._library, evidence)
            return
        said: set[str] = set()
        for group in self._groups(topics, understood):
            for sentence in self._group(group, understood, evidence):
                if sentence.text not in said:
                    said.add(sentence.text)
                    yield sentence

    def _groups(self, topics: Sequence[Topic], understood: Understanding) -> Iterator[list[Topic]]:
        """Topics that are answered together: the places of one question whether the policies are in force."""
        for _, of_part in groupby(topics, key=lambda topic: topic.part.at):
            places = list(of_part)
            asked = [topic for topic in places if asks_standing(topic, understood, self._library)]
            if not asked and "compare" in places[0].intents and len({topic.region for topic in places}) > 1:
                yield places
                continue
            yield from [asked] if asked else []
            yield from ([topic] for topic in places if topic not in asked or topic.calculations)

    def _group(self, topics: list[Topic], understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        if asks_standing(topics[0], understood, self._library):
            yield from standing.in_force(topics, understood, self._library, evidence)
            if not any(topic.calculations for topic in topics):
                return
        if len(topics) > 1:
            yield from side_by_side([list(self._topic(topic, understood, evidence)) for topic in topics])
            return
        for topic in topics:
            yield from self._topic(topic, understood, evidence)

    def _topic(self, topic: Topic, understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        if topic.matches is not None:
            yield from table(topic, self._awards, evidence)
        elif topic.calculations:
            if understood.premises and not understood.injected and len(topic.calculations) == 1:
                (only,) = topic.calculations
                yield from judged(topic, understood, only, self._awards.cite(only, topic, evidence))
            if "stacking" in understood.intents and _OTHER_POLICIES.search(understood.question):
                yield from self._awards.other_policies(topic, evidence)
            yield from self._awards.sentences(topic, evidence)
        elif topic.held:
            yield from extracts(topic, evidence, self._library)
        elif understood.cities or understood.provinces:
            text = phrases.NOT_HERE_CITY.format(region=topic.region, topic=phrases.clipped_topic(topic.part.text))
            yield DraftSentence(text, "frame", region=topic.region)

    def _standing(
        self, understood: Understanding, body: Sequence[DraftSentence], evidence: Evidence
    ) -> Iterator[DraftSentence]:
        yield from standing.standing(body, understood.as_of, self._library, evidence)


def side_by_side(places: Sequence[Sequence[DraftSentence]]) -> Iterator[DraftSentence]:
    """A comparison: what each place comes to, then the rules in one table, a row a rule; a place without one 未规定."""
    for sentences in places:
        yield from (s for s in sentences if s.kind == "derivation")
    for sentences in places:
        claims = [s for s in sentences if s.kind == "claim"]
        for claim in claims:
            words = claim.text.removeprefix(f"{claim.region}：")
            yield replace(claim, row=Row(phrases.COMPARED, (claim.region, words)))
        for silent in [s for s in sentences if s.kind == "frame" and not claims and s.region][:1]:
            yield replace(silent, row=Row(phrases.COMPARED, (silent.region, phrases.NOT_PROVIDED)))
    for sentences in places:
        yield from (s for s in sentences if s.kind == "question")


def _open_place(understood: Understanding, body: Sequence[DraftSentence], evidence: Evidence) -> bool:
    """Whether the answer still depends on a city that nothing in the question tells."""
    if understood.cities or understood.provinces or understood.documents or understood.references:
        return False
    used = {evidence.card(n).document_id for s in body if not s.context for n in s.cites}
    one_document = "validity" in understood.intents and len(used) == 1
    return bool(used) and not one_document


def asks_standing(topic: Topic, understood: Understanding, library: Library) -> bool:
    """Whether a document's standing is what is asked, in so many words or by a day outside its period."""
    if "validity" in topic.intents:
        return "repeals" not in topic.intents
    if topic.calculations or understood.event_date is None or not topic.scored or not topic.intents & ASKS_IF:
        return False
    return bool(standing.outside(library.documents[topic.scored[0].passage.document_id], understood.event_date))


def absent_matters(understood: Understanding) -> list[str]:
    """Matters asked for that no policy text holds; when a policy was issued is no such matter."""
    if "issue_info" in understood.intents:
        return []
    return [phrases.ABSENT[intent] for intent in sorted(understood.intents) if intent in phrases.ABSENT]
