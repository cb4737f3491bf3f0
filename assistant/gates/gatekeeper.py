"""Sentence by sentence, nothing leaves that the gates refuse: it is replaced by the clause's own words, or dropped.

The decision on a sentence rests on this turn's evidence and calculations and on the sentences released before it,
never on what is still to come: a streamed answer and one made at once are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Calculation, Total, Warning_
from assistant.drafting.draft import DraftSentence
from assistant.drafting.notice import notice
from assistant.drafting.wording import tidy
from assistant.evidence import Card, Evidence
from assistant.gates.check import check
from assistant.gates.model import Checked, Cited, Context, Failure
from assistant.gates.sources import Sources
from assistant.rulebook.load import Rulebook
from index.documents.model import PolicyDocument
from index.documents.status import document_status


@dataclass(frozen=True, slots=True)
class Released:
    """What comes of a drafted sentence: itself, the clause's own words, or nothing; and what there was to object to."""

    sentence: DraftSentence | None
    warning: Warning_ | None = None


class Gatekeeper:
    """Opened once; reads the clauses that get cited, keeps nothing of any turn."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.sources = Sources(rulebook)

    def turn(
        self,
        evidence: Evidence,
        calculations: Iterable[Calculation] | Mapping[str, Calculation],
        as_of: date,
        user_text: str,
        total: Total | None = None,
    ) -> Turn:
        """Gates for one answer. `user_text`: the question with the earlier messages it draws on."""
        shown = calculations.values() if isinstance(calculations, Mapping) else calculations
        return Turn(self.sources, evidence, {each.id: each for each in shown}, as_of, user_text, total)


class Turn:
    """The gates of one answer, sentence after sentence."""

    def __init__(
        self,
        sources: Sources,
        evidence: Evidence,
        calculations: dict[str, Calculation],
        as_of: date,
        user_text: str,
        total: Total | None,
    ) -> None:
        self._evidence = evidence
        self._sources = sources
        words = {key: in_words(each) for key, each in calculations.items()}
        words |= {"total": in_words(total)} if total else {}
        self._phrases = [each for result in (*calculations.values(), total) if result for each in _phrases(result)]
        self._context = Context(as_of, sources, calculations, words, user_text)
        self._above: list[str] = []
        self._used: dict[str, None] = {}  # ids of the documents cited
        self._told: set[str] = set()  # ids of those whose status has been said, before or after they were cited

    def release(self, sentence: DraftSentence) -> Released:
        """The sentence where it passes; else the cited clause's own sentence, else nothing; with a warning."""
        failure = check(self._checked(sentence), self._context)
        if failure is None:
            return Released(self._let_go(sentence))
        warning = Warning_(code=failure.gate, message=_told(sentence, failure))
        for n in sentence.cites:
            own = self._own_words(sentence, n)
            if own is not None and check(self._checked(own), self._context) is None:
                return Released(self._let_go(own), warning)
        return Released(None, warning)

    def standing(self) -> list[DraftSentence]:
        """Status sentences still owed: for documents in use whose standing nobody has said."""
        owed = []
        for document_id in self._used:
            if document_id not in self._told:
                document = self._sources.library.documents[document_id]
                owed.append(DraftSentence(notice(document, self._context.as_of), "status", region=document.region))
        return owed

    def _let_go(self, sentence: DraftSentence) -> DraftSentence:
        self._above.append(sentence.text)
        self._used.update(dict.fromkeys(self._evidence.card(n).document_id for n in sentence.cites))
        if sentence.kind == "status":
            held = self._sources.library.documents.values()
            named = {d.id for d in held if d.title in sentence.text or d.short_title in sentence.text}
            self._told |= named or {d.id for d in held if d.region == sentence.region}
        return sentence

    def _checked(self, sentence: DraftSentence) -> Checked:
        cited: list[Cited] = []
        unknown: list[int] = []
        for n in dict.fromkeys(sentence.cites):
            card = self._card(n)
            if card is None:
                unknown.append(n)
                continue
            source = self._sources.of(card.clause_id)
            cited.append(Cited(n, source, card.quote, self._status(source.document)))
        return Checked(
            self._drafted(sentence),
            sentence.kind,
            tuple(cited),
            tuple(unknown),
            above="\n".join(self._above[-2:]),
            region=sentence.region,
            calculation=self._context.calculations.get(sentence.calculation or ""),
            read=sentence.by_model,
        )

    def _drafted(self, sentence: DraftSentence) -> str:
        """What the sentence adds to the calculator's own words: steps and notes are its, figure by figure."""
        text = sentence.text
        if sentence.kind == "derivation":
            for phrase in self._phrases:
                text = text.replace(phrase, " ")
        return text

    def _card(self, n: int) -> Card | None:
        try:
            return self._evidence.card(n)
        except IndexError:
            return None

    def _status(self, document: PolicyDocument) -> str:
        return document_status(document, self._context.as_of).status

    def _own_words(self, sentence: DraftSentence, n: int) -> DraftSentence | None:
        """The card's quote as a sentence, once in an answer."""
        card = self._card(n)
        if card is None:
            return None
        document = self._sources.library.documents[card.document_id]
        text = f"{document.region}：{tidy(card.quote)}"
        if text in self._above:
            return None
        return replace(sentence.with_text(text, cites=(n,), replaced=True), kind="claim", region=document.region)


def _phrases(result: Calculation | Total) -> list[str]:
    """Sentences of a calculation that a drafter passes on as they are, longest first."""
    said = [*result.steps]
    if isinstance(result, Calculation):
        said += [*result.notes, *(missing.question for missing in result.missing)]
        said += [words for reading in result.readings for words in (reading.chosen, *reading.alternatives)]
    return sorted((each for each in said if len(each) >= PHRASE), key=len, reverse=True)


PHRASE = 6


def in_words(result: Calculation | Total) -> str:
    """Every figure a calculation may be quoted with: results, parts, steps, conditions."""
    from assistant.drafting.phrases import amount, money

    yuan = [result.amount_yuan, result.amount_min_yuan, result.amount_max_yuan]
    said = [amount(result), *(money(value) for value in yuan if value is not None), *result.steps]
    if isinstance(result, Calculation):
        said += [f"{each.label}{each.year or ''} {money(each.amount_yuan)}" for each in result.schedule]
        said += [f"{each.who}{money(each.amount_yuan)}" for each in result.payer]
        said += [f"{each.text} {each.required} {each.actual} {each.shortfall}" for each in result.conditions]
        said += [*result.notes, *(missing.question for missing in result.missing), result.title, result.option]
        said += [f"{each.chosen} {' '.join(each.alternatives)}" for each in result.readings]
        said += list(result.inputs.values())
    return "\n".join(said)


def _told(sentence: DraftSentence, failure: Failure) -> str:
    shown = sentence.text if len(sentence.text) <= 40 else sentence.text[:39] + "…"
    return f"未放行“{shown}”：{failure.reason}"
