"""The drafter that needs no model: clause sentences and calculations, in the order a person needs them.

First what cannot be answered, then for each question and place the sum and the clause, then the standing of
every policy used, then what to ask back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Total
from assistant.drafting import phrases, refusals
from assistant.drafting.awards import Awards
from assistant.drafting.draft import DraftSentence
from assistant.drafting.extracts import claim, clause_in_full, extracts, pointer
from assistant.evidence import Evidence
from assistant.rulebook.load import Rulebook
from assistant.topics import Topic
from assistant.understanding.model import Understanding
from index.documents.model import ClauseKind
from index.documents.status import document_status

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}")


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
        if "issue_info" in understood.intents and (issued := list(self._issued(understood, evidence))):
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
        open_place = not (understood.cities or understood.provinces or understood.documents or understood.references)
        if open_place and any(not sentence.context and sentence.cites for sentence in body):
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
        return []

    def _body(self, understood: Understanding, topics: Sequence[Topic], evidence: Evidence) -> Iterator[DraftSentence]:
        named = [c for reference in understood.references for c in reference.clause_ids]
        if named and not any(topic.calculations for topic in topics):
            for clause_id in named[:3]:
                yield from clause_in_full(self._library.clause(clause_id), self._library, evidence)
            return
        said: set[str] = set()
        for topic in topics:
            for sentence in self._topic(topic, understood, evidence):
                if sentence.text not in said:
                    said.add(sentence.text)
                    yield sentence

    def _issued(self, understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        """文号 and date of the documents asked about, from their own heads; what a head does not give is said."""
        named = list(understood.documents) or [
            d.id for d in self._library.documents.values() if d.region in (*understood.cities, *understood.provinces)
        ]
        for document_id in named[:2]:
            document = self._library.documents[document_id]
            wants_number = "文号" in understood.question
            if wants_number and not document.number:
                text = phrases.NO_NUMBER.format(title=document.title)
                yield DraftSentence(text, "frame", region=document.region)
                return
            heads = (ClauseKind.FRONT_MATTER, ClauseKind.NOTICE)
            head = [p for p in document.passages if self._library.clause(p.clause_id).kind in heads]
            for passage in head:
                if _DATE.search(passage.text) or (wants_number and document.number and document.number in passage.text):
                    yield claim([passage], document.region, evidence)

    def _topic(self, topic: Topic, understood: Understanding, evidence: Evidence) -> Iterator[DraftSentence]:
        if topic.calculations:
            yield from self._awards.sentences(topic, evidence)
        elif topic.held:
            yield from extracts(topic, evidence, understood.intents)
        elif understood.cities or understood.provinces:
            text = phrases.NOT_HERE_CITY.format(region=topic.region, topic=phrases.clipped_topic(topic.part.text))
            yield DraftSentence(text, "frame", region=topic.region)

    def _standing(
        self, understood: Understanding, body: Sequence[DraftSentence], evidence: Evidence
    ) -> Iterator[DraftSentence]:
        """The standing of every policy the answer rests on: a figure without it misleads."""
        used = dict.fromkeys(evidence.card(n).document_id for sentence in body for n in sentence.cites)
        for document_id in used:
            document = self._library.documents[document_id]
            yield DraftSentence(document_status(document, understood.as_of).banner, "status", region=document.region)


def absent_matters(understood: Understanding) -> list[str]:
    """Matters asked for that no policy text holds; when a policy was issued is no such matter."""
    if "issue_info" in understood.intents:
        return []
    return [phrases.ABSENT[intent] for intent in sorted(understood.intents) if intent in phrases.ABSENT]
