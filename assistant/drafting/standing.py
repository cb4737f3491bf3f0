"""Answers about a document itself: whether it is in force, until when, what repealed it, when and by whom issued.

Likeness finds such sentences badly (they name no award), and it need not: document.yaml holds the quotes of the
period and of what a document repeals, and the head of a document holds its number and its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.notice import notice, verdict
from assistant.drafting.quoting import quoted
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.reading.asking import whole
from assistant.reading.model import DocumentMention, EventDate, Understanding
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage, PolicyDocument
from index.documents.status import document_status
from index.text.ngrams import tokens
from index.text.normalize import fold

_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}")
_ASKS_DRAFT = re.compile(r"正式|征求意见|草案|定稿|生效的版本|最终版")
_ASKS_PERIOD = re.compile(r"期|到什么时候|哪[天年日]|几年|多久|何时|几时|什么时候|还|执行|有效")
_LASTS = re.compile(r"有效期|期限|截至|为期")
_PUBLISHED = re.compile(r"发布日期[:：]\s*\d{4}-\d{2}-\d{2}")
_ONLINE = re.compile(r"发布|公开|公布|网站|上网|挂网")
_OLD = re.compile(r"老|旧|原来|原先|之前|以前|早先|前几年|补充意见|20(?:19|20|21)年")
# Words of every policy title, which tell none of them apart.
_WORN = re.compile(r"产业|发展|政策|若干|关于|高质量|加快|推动|促进|进一步|的通知|实施办法|企业")
# Bigrams that a repealed document's name shares with the question and not with the document that repeals it.
_OLD_MARKED, _UNMARKED = 1, 4
# A longer sentence also says what else holds of the document; the period's own words are enough of it.
# Asked when it begins or how it is worded, the words themselves are the answer.
_WHEN = re.compile("哪一?[天年日]|几时|何时|什么时候|几月|几号|原[文话]|哪句|那句|怎么写")
SENTENCE_LIMIT, SHORT = 160, 50
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def in_force(
    topics: Sequence[Topic], understood: Understanding, library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """Whether the documents meant are in force: their standing first, then their own words.

    Nothing where no document is meant.
    """
    referred = [mention for mention in understood.document_mentions if mention.clause_ids]
    if not referred and not understood.documents:
        referred = _called_by_subject(understood, library)
    if referred:
        for mention in referred:
            yield from _said_of(mention, library, evidence)
        return
    for document in _meant(topics, understood, library):
        period = list(_period(document, understood.question, library, evidence))
        said = notice(document, understood.as_of)
        out = outside(document, understood.event_date) if understood.event_date else ""
        if out:
            yield DraftSentence(out, "frame", region=document.region)
        elif "yes_no" in understood.intents and (word := verdict(document, understood.as_of)):
            said = f"{word}{said}"
        # What the notice has said the document's own words need not say again: they stay behind its mark.
        again = [claim for claim in period if _only_days(claim.text, f"{out}{said}")]
        again = [] if _WHEN.search(whole(understood)) else [c for c in period if out and _DAY.search(c.text)] or again
        cites = tuple(n for claim in again for n in claim.cites)
        yield DraftSentence(said, "status", cites, document.region)
        if document.validity.valid_to is None and not any(
            _LASTS.search(quote) for _, quote in document.validity.quotes
        ):
            yield DraftSentence(phrases.NO_END.format(title=document.short_title), "frame", region=document.region)
        yield from (claim for claim in period if claim not in again)
        if document.superseded_by in library.documents:
            yield from _replaced(library.documents[document.superseded_by], library, evidence)


def _only_days(text: str, said: str) -> bool:
    days = _DAY.findall(text)
    return bool(days) and len(text) <= SHORT and all(day in said for day in days)


def _replaced(newer: PolicyDocument, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """What the newer text says of the older one: since when it holds, and that the older no longer does."""
    ends = next((p for p in newer.passages if _ENDS.search(p.text)), None)
    if ends is not None:
        begins = [p for p in library.passages_of(ends.clause_id) if _BEGINS.search(p.text) and p is not ends]
        yield from (
            quoted(passage, library.documents[passage.document_id].region, evidence) for passage in [*begins[:1], ends]
        )


_ENDS = re.compile(r"同时废止|予以废止|停止执行|不再(?:施行|执行)|起废止")


def _meant(topics: Sequence[Topic], understood: Understanding, library: Library) -> list[PolicyDocument]:
    """The documents named; else of each place the one that search finds nearest."""
    if understood.documents:
        named = [library.documents[document_id] for document_id in understood.documents]
        silent = [t for t in topics if t.region not in {d.region for d in named} and t.region in understood.cities]
        return named + _nearest(silent, library)
    return _nearest(topics, library)


def _nearest(topics: Sequence[Topic], library: Library) -> list[PolicyDocument]:
    found = dict.fromkeys(topic.scored[0].passage.document_id for topic in topics if topic.scored)
    return [library.documents[document_id] for document_id in found]


def _period(document: PolicyDocument, question: str, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """The sentences that give the period; that the text is a draft only where it is asked for or all there is."""
    quotes = document.validity.quotes
    of_title = [q for q in quotes if library.clause(q[0]).kind is ClauseKind.TITLE]
    of_text = [q for q in quotes if q not in of_title]
    if _ASKS_DRAFT.search(question):
        of_text = [*of_title, *(of_text if _ASKS_PERIOD.search(question) else [])]
    for clause_id, quote in of_text or of_title:
        folded = fold(quote).text
        passage = next((p for p in library.passages_of(clause_id) if folded in fold(p.text).text), None)
        if passage and len(passage.text) <= SENTENCE_LIMIT:
            n, text = evidence.cite(passage), passage.text
        else:
            clause = library.clause(clause_id)
            start = document.source.index(quote, clause.start, clause.end)
            n, text = evidence.cite_span(clause_id, start, start + len(quote)), quote
        yield DraftSentence(f"{document.region}：{tidy(text)}", "claim", (n,), document.region)


def outside(document: PolicyDocument, event: EventDate) -> str:
    """What happens at a day outside the document's period is said to lie outside."""
    first, last = event.first_day, event.last_day
    validity = document.validity
    if validity.valid_to and first > validity.valid_to:
        return phrases.AFTER_PERIOD.format(
            when=event.text, title=document.short_title, last=phrases.day(validity.valid_to)
        )
    if validity.valid_from and last < validity.valid_from:
        return phrases.BEFORE_PERIOD.format(
            when=event.text, title=document.short_title, first=phrases.day(validity.valid_from)
        )
    return ""


def inside(document: PolicyDocument, event: EventDate) -> str:
    """A day or year that was asked about lies inside the document's period; "" where it has none or it does not."""
    period = document.validity
    if not (period.valid_from and period.valid_to) or event.first_day < period.valid_from:
        return ""
    if event.last_day > period.valid_to:
        return ""
    return phrases.INSIDE_PERIOD.format(
        when=event.text,
        title=document.short_title,
        first=phrases.day(period.valid_from),
        last=phrases.day(period.valid_to),
    )


def _called_by_subject(understood: Understanding, library: Library) -> list[DocumentMention]:
    """网络安全产业那个补充意见, 移动互联网的老政策: a repealed document called by what it is about."""
    text = _WORN.sub(" ", understood.effective_question)
    said = {token for token in tokens(text) if len(token) > 1}
    best: tuple[int, DocumentMention] | None = None
    for document in library.documents.values():
        if understood.cities and document.region not in understood.cities:
            continue
        own = set(tokens(document.title + document.region))
        for repeal in document.repeals:
            shared = said & set(tokens(repeal.name)) - own
            enough = _OLD_MARKED if _OLD.search(understood.effective_question) else _UNMARKED
            if len(shared) >= enough and (best is None or len(shared) > best[0]):
                mention = DocumentMention("", 0, 0, None, repeal.name, repeal.number, (repeal.clause_id,))
                best = (len(shared), mention)
    return [best[1]] if best else []


def _said_of(mention: DocumentMention, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """What a held document says of one that is not held: repealed, or referred to."""
    wanted = [fold(words).text for words in (mention.number, mention.title) if words]
    for clause_id in mention.clause_ids:
        passages = [p for p in library.passages_of(clause_id) if any(w in fold(p.text).text for w in wanted)]
        begins = [p for p in library.passages_of(clause_id) if _BEGINS.search(p.text) and p not in passages]
        for passage in [*(begins[:1] if passages else []), *passages[:1]]:
            yield quoted(passage, library.documents[passage.document_id].region, evidence)


_BEGINS = re.compile(r"自\s*\d{4}\s*年[^。；]{2,12}起(?:施行|实施|执行)")  # since when the older one is out of force


def issued(understood: Understanding, library: Library, evidence: Evidence) -> Iterator[DraftSentence]:
    """文号 and date of the documents asked about, from their own heads; what a head does not give is said."""
    named = list(understood.documents) or [
        d.id for d in library.documents.values() if d.region in (*understood.cities, *understood.provinces)
    ]
    for document_id in named[:2]:
        document = library.documents[document_id]
        wants_number = "文号" in understood.question
        if wants_number and not document.number:
            yield DraftSentence(phrases.NO_NUMBER.format(title=document.title), "frame", region=document.region)
            banner = document_status(document, understood.as_of).banner
            yield DraftSentence(banner, "status", region=document.region)
            return
        heads = (ClauseKind.FRONT_MATTER, ClauseKind.NOTICE)
        head = [p for p in document.passages if library.clause(p.clause_id).kind in heads]
        dated = [p for p in head if _DATE.search(p.text)]
        if len(dated) > 1:  # signed on one day and put on the website on another
            online = bool(_ONLINE.search(understood.question))
            dated = [p for p in dated if ("发布日期" in p.text) == online] or dated
        numbered = [p for p in head if wants_number and document.number and document.number in p.text]
        if not dated and not numbered:
            yield DraftSentence(phrases.NO_DATE.format(title=document.title), "frame", region=document.region)
            banner = document_status(document, understood.as_of).banner
            yield DraftSentence(banner, "status", region=document.region)
        for passage in head:
            if passage in numbered or passage in dated:
                yield _dated(passage, library, evidence)


def _dated(passage: Passage, library: Library, evidence: Evidence) -> DraftSentence:
    """Of a line of web furniture the date alone (发布日期: 2025-03-03)."""
    online = _PUBLISHED.search(passage.text)
    if not online or len(passage.spans) > 1:
        return quoted(passage, library.documents[passage.document_id].region, evidence)
    start = passage.spans[0][0]
    n = evidence.cite_span(passage.clause_id, start + online.start(), start + online.end())
    region = library.documents[passage.document_id].region
    return DraftSentence(f"{region}：{tidy(online.group())}", "claim", (n,), region)


def standing(
    body: Sequence[DraftSentence], as_of: date, library: Library, evidence: Evidence
) -> Iterator[DraftSentence]:
    """The standing of every policy the answer rests on: a figure without it misleads. None is said twice."""
    said = {sentence.text for sentence in body if sentence.kind == "status"}
    used = dict.fromkeys(evidence.card(n).document_id for sentence in body for n in sentence.cites)
    for document_id in used:
        document = library.documents[document_id]
        if not any(document.title in text or document.short_title in text for text in said):
            yield DraftSentence(notice(document, as_of), "status", region=document.region)
