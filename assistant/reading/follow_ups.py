"""One turn read by itself, and what a conversation has left standing: what a follow-up is composed from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.reading.acts import asked
from assistant.reading.clause_references import find_clause_references
from assistant.reading.composing import (
    meet,
)
from assistant.reading.dates import find_dates
from assistant.reading.facts import Reader
from assistant.reading.model import Fact
from assistant.reading.patterns import load
from assistant.reading.places_and_documents import Places, find_documents, find_places
from assistant.reading.polarity import negations
from assistant.reading.segments import segments
from index.documents.library import Library
from index.documents.model import Span
from index.vocabulary.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class State:
    """What the conversation is about before a turn."""

    text: str = ""
    cities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    asked: str = ""  # the assistant's last turn, where it ends with a question


@dataclass(frozen=True, slots=True)
class Read:
    """One text read by itself, as far as composing needs it."""

    text: str
    places: Places
    documents: tuple[str, ...]
    clauses: tuple[str, ...]
    references: tuple[Span, ...]
    intents: frozenset[str]
    topics: tuple[Span, ...]
    regions: tuple[Span, ...]
    names_level: bool
    facts: tuple[Fact, ...] = field(default=())


def without_lead(text: str) -> str:
    """`text` with the words that open a follow-up blanked, offsets kept."""
    lead = load("history")["lead"].match(text)
    return " " * lead.end() + text[lead.end() :] if lead else text


# `省中小企业创新创业大赛`: a level written without 级.
_SHORT_LEVEL = re.compile(
    r"(?:国家|全国|省|市)(?=中小企业|数据|标准|重点|工业|企业|绿色|智能|数字|首台|产业|制造|亩均|赛)"
)


def short_level(old: Read) -> Span | None:
    """The first short level that is not the end of a place's name."""
    found = (m.span() for m in _SHORT_LEVEL.finditer(old.text))
    return next(
        (span for span in found if not any(meet(span, place) or place[1] == span[0] for place in old.regions)), None
    )


def of_the_past(fact: Fact, new: Read) -> bool:
    """`如果之前市级的已经拿过10万呢`: the level stands with what was received before."""
    segment = next((s for s in segments(new.text) if s.start <= fact.at[0] < s.end), None)
    return segment is not None and any(f.role == "prior" and segment.start <= f.at[0] < segment.end for f in new.facts)


class TurnReader:
    """Reads texts against the library's names and the lexicon's words."""

    def __init__(self, library: Library, lexicon: Lexicon, as_of: date) -> None:
        self.library, self.lexicon, self.as_of = library, lexicon, as_of
        self._cities = {d.region for d in library.documents.values() if d.region_level == "city"}

    # ---- reading one text --------------------------------------------------------------------------------------

    def read(self, text: str) -> Read:
        mentions = self.lexicon.find(without_lead(text))  # 那换成长沙呢 names no 成长
        places = find_places(without_lead(text), self.library, self.lexicon)
        documents = [m for m in find_documents(text, self.library, places) if m.document_id]
        ids = tuple(dict.fromkeys(m.document_id for m in documents if m.document_id))
        references = find_clause_references(text, self.library, ids, places.cities)
        parts = segments(text)
        names = [(m.start, m.end) for m in documents]
        reader = Reader(text, parts, find_dates(text, self.as_of), negations(text, parts), self.as_of, names)
        generic = load("topics")["not_a_topic"]
        topics = [(m.start, m.end) for m in mentions if m.kind == "term" and not generic.fullmatch(m.concept)]
        topics += [m.span() for m in re.finditer(r"[“「《\"][^”」》\"]{2,30}[”」》\"]", text)]
        return Read(
            text, places, ids, tuple(c for r in references for c in r.clause_ids),
            tuple((r.start, r.end) for r in references), asked(text), tuple(topics),
            tuple((m.start, m.end - text.startswith("市级", m.end - 1)) for m in mentions if m.kind == "region"),
            any(m.kind == "level" for m in mentions), tuple(reader.read(mentions)),
        )  # fmt: skip

    def matters(self, text: str) -> list[str]:
        """The awards and matters the lexicon knows that `text` names."""
        generic = load("topics")["not_a_topic"]
        return [m.concept for m in self.lexicon.find(text) if m.kind == "term" and not generic.fullmatch(m.concept)]

    def has_topic(self, text: str) -> bool:
        """Whether `text` says what it is about: an award, a document, a clause, a place, words in quotation marks."""
        places = find_places(text, self.library, self.lexicon)
        return self.has_matter(text) or bool(places.cities or places.provinces)

    def has_matter(self, text: str) -> bool:
        """Whether `text` names a matter of policies: an award, a document, a clause, words in quotation marks."""
        if self.matters(text):
            return True
        places = find_places(text, self.library, self.lexicon)
        if find_documents(text, self.library, places) or find_clause_references(text, self.library, (), ()):
            return True
        return re.search(r"[“「《]", text) is not None
