"""What is not about a policy's content: greetings, what the assistant is and holds, what was asked before, and
messages that cannot be taken as they stand (another language, another currency, a negative sum)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.decide.accounting import FOREIGN
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.wording import clipped, joined, tidy
from assistant.evidence import Evidence
from assistant.reading.model import Fact, Understanding
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.documents.status import document_status

SUBJECTS = 8
QUOTED = 30
TURNS = 6
_THANKS = ("谢", "再见", "辛苦", "收到", "明白", "知道了", "好的", "嗯", "ok")


def regions(library: Library) -> list[str]:
    return list(dict.fromkeys(document.region for document in library.documents.values()))


def cities(library: Library) -> list[str]:
    return list(dict.fromkeys(d.region for d in library.documents.values() if d.region_level == "city"))


def which_city(library: Library) -> DraftSentence:
    """Asks back for the place, of the cities held; with one city there is nothing to ask."""
    *others, last = cities(library) or regions(library)
    named = f"{'、'.join(others)}还是{last}" if others else last
    return DraftSentence(phrases.WHICH_CITY.format(cities=named), "question")


def examples(library: Library) -> str:
    """Three questions of different kinds, with places that are held."""
    places = cities(library) or regions(library)
    titles = [d.short_title for d in library.documents.values()]
    return "；".join(
        f"“{text}”"
        for text in (
            f"{places[0]}的专精特新企业奖励多少",
            f"{places[-1]}设备投资补助要什么条件",
            f"{titles[0]}现在还有效吗",
        )
    )


def talk(understood: Understanding, library: Library) -> list[DraftSentence]:
    """The whole answer to small talk and to what cannot be taken as it stands; empty for a question on policies."""
    if understood.foreign and not understood.facts:
        return [_frame(phrases.IN_CHINESE.format(examples=examples(library)))]
    if not any(character.isalpha() for character in understood.effective_question):
        return [DraftSentence(phrases.ASK_ME.format(examples=examples(library)), "question", head="meta")]
    only = understood.intents - {"yes_no", "amount", "list"}
    if only and only <= {"greeting"} and len(understood.parts) == 1:
        thanks = any(word in understood.question.lower() for word in _THANKS)
        lead = phrases.THANKS if thanks else phrases.GREETING.format(places=joined(regions(library)))
        return [_frame(lead, "greeting"), _frame(phrases.ASK_ME.format(examples=examples(library)))]
    if "asked_before" in only:
        asked = [f"“{clipped(text, QUOTED)}”" for text in understood.earlier[-TURNS:]]
        text = phrases.ASKED_BEFORE.format(questions="；".join(asked)) if asked else phrases.ASKED_NOTHING
        return [_frame(text, "meta")]
    if "holdings" in only:
        return list(holdings(understood, library))
    if only == {"meta"} and not (understood.cities or understood.documents):
        return [_frame(phrases.WHO, "meta"), *holdings(understood, library)]
    strange = [
        f for f in not_payable(understood) if f.kind == "money" or not _reckons_with(f.unit, understood, library)
    ]
    return [DraftSentence(_not_taken(fact), "question", head="amount") for fact in strange][:1]


def _reckons_with(currency: str, understood: Understanding, library: Library) -> bool:
    """Whether a document of the places named counts in this currency (年出口额首次达到500万美元)."""
    meant = [d for d in library.documents.values() if d.region in understood.cities] or library.documents.values()
    return any(re.search(rf"\d\s*[万亿]?{currency}", document.source) for document in meant)


def holdings(understood: Understanding, library: Library) -> Iterator[DraftSentence]:
    """Each document with its place, its standing and what it is about."""
    places = {*understood.cities, *understood.provinces}
    meant = [d for d in library.documents.values() if not places or d.region in places]
    lead = phrases.HOLDINGS if not places else phrases.HOLDINGS_OF
    yield _frame(lead.format(places=joined(sorted(places)) if places else ""), "meta")
    for document in meant:
        standing = phrases.STATUS_WORDS[document_status(document, understood.as_of).status]
        about = "、".join(text for text, _ in subjects(document, library)[:3])
        text = phrases.HOLDING.format(
            region=document.region, title=document.title, status=standing, subjects=about or document.short_title
        )
        yield DraftSentence(text, "frame", region=document.region)


def not_payable(understood: Understanding) -> list[Fact]:
    """Sums of the caller that no clause reckons with: another currency, a negative one."""
    return [
        fact
        for fact in understood.facts
        if (fact.kind == "quantity" and fact.unit in FOREIGN)
        or (fact.kind == "money" and fact.before.endswith(("负", "-", "−")) and fact.value != 0)
    ]


def _not_taken(fact: Fact) -> str:
    if fact.kind == "money" and isinstance(fact.value, Fraction):
        return phrases.NEGATIVE.format(text=f"“负{fact.text}”")
    text = fact.text if fact.unit in fact.text else f"{fact.text}{fact.unit}"
    return phrases.FOREIGN_MONEY.format(text=f"“{text}”")


def subjects(document: PolicyDocument, library: Library) -> list[tuple[str, Clause]]:
    """What the document is about by its parts' headings, else its clauses' headings or opening words."""
    parts = [c for c in document.clauses if c.kind is ClauseKind.PART and c.heading]
    if len(parts) < 2:
        parts = [c for c in document.clauses if c.kind is ClauseKind.CLAUSE and c.heading and not c.parent_id]
    if parts:
        return [(c.heading, c) for c in parts]
    return [
        (tidy(passages[0].text).partition("。")[0], c)
        for c in document.clauses
        if c.kind is ClauseKind.CLAUSE and (passages := library.passages_of(c.id))
    ]


def summary(
    understood: Understanding, documents: list[PolicyDocument], library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """The documents asked about, by part; asks which one where none is meant."""
    if not documents:
        titles = joined([f"《{d.title}》" for d in library.documents.values()])
        yield DraftSentence(phrases.WHICH_DOCUMENT.format(titles=titles), "question", head="summary")
    for document in documents:
        lead = phrases.SUMMARY.format(title=document.title)
        yield DraftSentence(lead, "frame", region=document.region, head="summary")
        for text, clause in subjects(document, library)[:SUBJECTS]:
            start = document.source.find(text, clause.start, clause.end)
            if start >= 0:
                n = evidence.cite_span(clause.id, start, start + len(text))
            else:
                n = evidence.cite(library.passages_of(clause.id)[0])
            yield DraftSentence(f"{clause.label}：{text}。", "claim", (n,), document.region)


def _frame(text: str, head: str = "") -> DraftSentence:
    return DraftSentence(text, "frame", head=head)
