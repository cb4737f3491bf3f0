"""The drafter that needs no model: clause sentences and calculations, in the order a person needs them.

First what cannot be answered, then for each question and place the sum and the clause, then the standing of
every policy used, then what to ask back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answer import Total
from assistant.decide.topic import ASKS_IF, Topic
from assistant.drafting import phrases, refusals, standing, talk
from assistant.drafting.arranged import refused_for, side_by_side
from assistant.drafting.asks import (
    COURSE,
    HANDLING,
    ONLY_HOW,
    OTHER_POLICIES,
    SEVERAL,
    absent_matters,
    answerable,
    answers_whether,
    asks_of_several,
    asks_standing,
    open_place,
    rests_on_the_rule,
)
from assistant.drafting.awards import Awards
from assistant.drafting.barred import all_barred, barred, shuts_out
from assistant.drafting.clauses import clauses_asked
from assistant.drafting.compared import by_most, lead
from assistant.drafting.draft import DraftSentence
from assistant.drafting.extracts import extracts, general, pointer, tells_handling
from assistant.drafting.headline import act_of, headed, says
from assistant.drafting.opening import said_once
from assistant.drafting.premises import judged, rates_named, which_rate
from assistant.drafting.profile_lines import profile_lines
from assistant.drafting.revised import revised
from assistant.drafting.stated import Stated
from assistant.drafting.under_way import carried_on, not_open
from assistant.drafting.unheld import unheld
from assistant.evidence import Evidence
from assistant.reading.acts import asked
from assistant.reading.asking import whole
from assistant.reading.model import Understanding
from assistant.reading.patterns import load
from assistant.reading.questions import CLEAR
from assistant.rulebook.load import Rulebook
from index.documents.model import PolicyDocument

AMOUNT = frozenset({"amount", "due", "total"})


class Extractive:
    """Drafts one turn; nothing is kept between turns."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._library = rulebook.library
        self._awards = Awards(rulebook)
        self._stated = Stated(self._library)

    def draft(
        self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence, total: Total | None = None
    ) -> Iterator[DraftSentence]:
        """The sentences of the answer, in order; evidence is numbered as it is cited."""
        if declined := self.declined(understood):
            yield from declined
            return
        if "summary" in understood.intents:
            meant = self._documents(understood)
            told = list(talk.summary(understood, meant, self._library, evidence))
            yield from told
            yield from self._standing(understood, told, evidence)
            return
        missing = refusals.missing_clauses(understood, self._library)
        if (
            "issue_info" in understood.intents
            and not understood.intents & AMOUNT
            and (issued := list(standing.issued(understood, self._library, evidence)))
        ):
            yield from headed(issued, "issue_info")
            yield from self._standing(understood, issued, evidence)
            return
        body = said_once(self._body(understood, topics, evidence))
        told_sums = [c for topic in topics for c in topic.calculations if c.semantics != "needs_info"]
        sums = bool(told_sums and AMOUNT & understood.intents)
        shut = any(sentence.head == "eligibility" and sentence.text == phrases.BARRED for sentence in body)
        if self._asks_course(understood) and not sums and not shut:
            told = self._stated.sentences(understood, evidence)
            body = list(headed(told, act_of(understood.intents))) or body
        elif (sums or "bureau" in understood.intents) and not shut and self._stated.asked(understood):
            body += [s for s in self._stated.sentences(understood, evidence) if s.text not in {b.text for b in body}]
        if not any(says(sentence) for sentence in body):
            silent = [sentence for sentence in body if sentence.head == "procedure"][:1]
            yield from silent or refusals.nothing_held(understood, topics, self._library)
            referred = [sentence for topic in topics for sentence in pointer(topic, evidence)]
            yield from referred
            yield from self._standing(understood, referred, evidence)
            return
        yield from missing
        if city := open_place(understood, body, evidence):
            body = [sentence for sentence in body if sentence.kind != "question"]  # one question at a time
        absent = [refusals.absent(matters, self._library)[0]] if (matters := self._absent_matters(understood)) else []
        asked_first = bool(absent) and not answerable(understood.parts[0].intents or understood.intents)
        yield from absent if asked_first else []
        cites = tuple(dict.fromkeys(n for sentence in body for n in sentence.cites))
        several = total is not None and len({s.calculation for s in body if s.calculation}) > 1
        sum_ = phrases.total(total) if total and several else ""
        if sum_:
            yield DraftSentence(sum_, "derivation", cites, head="total")
        yield from body
        if total and sum_ and (steps := phrases.added_up(total)):
            yield DraftSentence(steps, "derivation", cites)
        yield from self._standing(understood, body, evidence)
        yield from absent if not asked_first else []
        yield from refusals.stands_in(understood, self._library)
        if understood.other_places and understood.cities and len(understood.other_places) == 1:
            yield from refusals.other_places(understood, self._library)
        if city:
            yield talk.which_city(self._library)

    def _asks_course(self, understood: Understanding) -> bool:
        """Whether the course of things is asked for: in so many words, or in several of the question's pieces."""
        asked = self._stated.asked(understood) >= SEVERAL or self._stated.asked(understood, ["penalty"])
        return bool(COURSE & understood.intents or asked)

    def _absent_matters(self, understood: Understanding) -> list[str]:
        """Matters asked for that the documents meant do not tell."""
        matters = absent_matters(understood)
        if not matters or self._stated.tells(understood):
            return []
        shut = any(shuts_out(whole(understood), d, self._library) for d in self._stated.meant(understood))
        return [] if shut else matters

    def _documents(self, understood: Understanding) -> list[PolicyDocument]:
        """The documents named, else those of the places named."""
        if understood.documents:
            return [self._library.documents[d] for d in understood.documents]
        places = {*understood.cities, *understood.provinces}
        return [d for d in self._library.documents.values() if d.region in places]

    def declined(self, understood: Understanding) -> list[DraftSentence]:
        """The whole answer where nothing has to be looked up: refusals, other places, matters no text holds.

        Empty when the question is to be answered.
        """
        if understood.refusal:
            return refusals.refused(understood, self._library)
        if said := talk.talk(understood, self._library):
            return said
        missing = refusals.missing_clauses(understood, self._library)
        if missing and not refusals.meant_clauses(understood):
            return missing
        if understood.other_places and not understood.cities:
            return refusals.other_places(understood, self._library)
        matters = self._absent_matters(understood)
        if matters and not any(answerable(part.intents or understood.intents) for part in understood.parts):
            return refusals.absent(matters, self._library, self._documents(understood))
        return refusals.not_held(understood, self._library)

    def _body(self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence) -> Iterator[DraftSentence]:
        named = refusals.meant_clauses(understood)
        if named and not any(topic.calculations for topic in topics):
            scored = topics[0].scored if topics else ()
            yield from headed(clauses_asked(understood, self._library, evidence, scored), "quote_verbatim")
            return
        for group in self._groups(topics, understood):
            yield from self._group(group, understood, evidence)

    def _groups(self, topics: Sequence[Topic], understood: Understanding) -> Iterator[list[Topic]]:
        """Topics that are answered together: the places of one question whether the policies are in force."""
        asked_for = [topic for topic in topics if answerable(topic.intents)] or topics
        for _, of_part in groupby(asked_for, key=lambda topic: topic.part.at):
            places = list(of_part)
            asked = [topic for topic in places if asks_standing(topic, understood, self._library)]
            if not asked and "compare" in places[0].intents and len({topic.region for topic in places}) > 1:
                yield places
                continue
            yield from [asked] if asked else []
            yield from ([topic] for topic in places if topic not in asked or topic.calculations)

    def _group(self, topics: list[Topic], understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        if len(topics) == 1 and (changed := list(revised(topics[0], understood, self._library, evidence))):
            yield from headed(changed, "repeals")
            return
        meant, said = self._stated.meant(understood), whole(understood)
        named = any(mention.clause_ids for mention in understood.document_mentions)  # asked of another document
        if not named and (not_yet := list(not_open(said, meant, understood.as_of, self._library, evidence))):
            yield from not_yet
            return
        if not any(topic.calculations for topic in topics):
            yield from headed(list(carried_on(said, meant, self._library, evidence)), "eligibility")
        if len(topics) == 1 and not topics[0].calculations:
            every = [s for d in meant for s in all_barred(said, d, self._library, evidence)]
            if every:
                yield from headed(every, "list")
                return
        if len(topics) == 1 and (shut := self._shut_out(topics[0], understood, evidence)):
            yield from headed(shut, "eligibility")
            if shut[0].text == phrases.BARRED:
                return
        if asks_standing(topics[0], understood, self._library):
            yield from headed(standing.in_force(topics, understood, self._library, evidence), "validity")
            if not any(topic.calculations for topic in topics):
                return
        if len(topics) > 1:
            topics = by_most(topics)
            if which := lead(topics):
                yield DraftSentence(which, "frame", head="compare")
            places = [list(headed(self._topic(topic, understood, evidence), "compare")) for topic in topics]
            yield from side_by_side(places)
            return
        for topic in topics:
            yield from headed(self._topic(topic, understood, evidence), act_of(topic.intents))

    def _topic(self, topic: Topic, understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        if "promise" in understood.intents and (topic.calculations or topic.held):
            yield DraftSentence(phrases.NO_PROMISE, "frame", head="eligibility")
        if not topic.calculations and unheld(topic.told.text, self._of_place(topic, understood)):
            return
        shut = list(self._awards.shut_out(topic, evidence))
        yield from shut
        if shut and all(calculation.semantics == "needs_info" for calculation in topic.calculations):
            return
        if shut and not topic.intents & AMOUNT:
            return
        if "excluded" in topic.intents and (out := list(self._awards.excluded(topic.region, evidence))):
            yield from {sentence.text: sentence for sentence in out}.values()
        elif topic.matches is not None:
            yield from profile_lines(topic, self._awards, evidence)
        elif topic.listed is not None:
            yield from self._awards.listing(topic.listed, topic.region, evidence)
        elif topic.absent and not topic.calculations:
            yield from self._awards.absent_levels(topic, evidence)
        elif topic.calculations and answers_whether(topic):
            yield from extracts(topic, evidence, self._library, most=1)
        elif topic.calculations:
            if topic.absent:
                yield from self._awards.absent_levels(topic, evidence)
            if not any(calculation.semantics == "not_eligible" for calculation in topic.calculations):
                yield from self._in_period(topic, understood)
            if len(topic.calculations) == 1 and "compare" not in topic.intents and rates_named(topic):
                yield from which_rate(topic, evidence, self._awards.cite(topic.calculations[0], topic, evidence))
            if "stacking" in topic.intents and rests_on_the_rule(topic, self._library):
                one = len(topic.calculations) < SEVERAL and "yes_no" in topic.intents
                asked = one or any(OTHER_POLICIES.search(part.query) for part in understood.parts)
                yield from self._awards.other_policies(topic, evidence, asked=asked)
            single = len(topic.calculations) == 1 and not understood.injected
            opening = judged(topic, understood, topic.calculations[0]) if single else ""
            told = self._awards.sentences(topic, evidence, opening)
            each = "list" in topic.intents or load("questions").has("each", topic.told.text)
            yield from told if each else refused_for(told, topic.calculations)
        elif asks_of_several(topic) and (rule := list(self._awards.several_of_place(topic, evidence))):
            yield from rule
        elif self._asks_handling(topic, understood):
            rules = list(general(topic, evidence, self._library))
            said = phrases.NO_PROCEDURE if rules else phrases.NO_PROCEDURE_AT_ALL
            yield DraftSentence(said, "frame", region=topic.region, head="procedure")
            yield from rules
        elif topic.held:
            yield from self._in_period(topic, understood)
            yield from extracts(topic, evidence, self._library)
        elif understood.cities or understood.provinces:
            text = phrases.NOT_HERE_CITY.format(
                region=topic.region,
                topic=phrases.topic_of(topic.part.text, alone=len(understood.parts) == 1),
            )
            yield DraftSentence(text, "frame", region=topic.region)

    def _of_place(self, topic: Topic, understood: Understanding) -> list[PolicyDocument]:
        """The documents named, else all of the topic's place."""
        named = [d for d in self._documents(understood) if d.region == topic.region] if understood.documents else []
        return named or [d for d in self._library.documents.values() if d.region == topic.region]

    def _shut_out(self, topic: Topic, understood: Understanding, evidence: Evidence) -> list[DraftSentence]:
        """Whether what is told shuts the caller out, where no calculator has judged it."""
        sure = [c for c in topic.calculations if not c.drafted]
        if sure or topic.shut_out or understood.profile or not topic.scored:
            return []
        document = self._library.documents[topic.scored[0].passage.document_id]
        return list(barred(whole(understood), document, self._library, evidence))

    def _asks_handling(self, topic: Topic, understood: Understanding) -> bool:
        """Who accepts, who decides, with what papers, where search finds no clause of the matter itself."""
        elsewhere = any(self._library.documents[d].region != topic.region for d in understood.documents)
        of_award = any(candidate.names for candidate in topic.candidates[:1])
        clearly = of_award and topic.intents <= ONLY_HOW and "procedure" in asked(topic.part.text, CLEAR)
        silent = clearly and not tells_handling(topic)
        return (not topic.held or silent) and bool(topic.intents & HANDLING) and not elsewhere

    def _in_period(self, topic: Topic, understood: Understanding) -> Iterator[DraftSentence]:
        """`2025年认定的算吗`: whether the year lies inside the policy's period, before what the clause asks."""
        event = understood.event_date
        if event is None or not topic.intents & ASKS_IF or event.year == understood.as_of.year:
            return
        document = self._library.documents[topic.scored[0].passage.document_id]
        if text := standing.inside(document, event):
            yield DraftSentence(text, "frame", region=topic.region, head="eligibility")

    def _standing(
        self, understood: Understanding, body: Sequence[DraftSentence], evidence: Evidence
    ) -> Iterator[DraftSentence]:
        yield from standing.standing(body, understood.as_of, self._library, evidence)
