"""From a request to what it says: the one order in which the readers run."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.answer import AskRequest
from assistant.reading.acts import asked, ranked, stretches, tells
from assistant.reading.clause_references import anchors, find_clause_references
from assistant.reading.composing import Composed, Piece
from assistant.reading.dates import When, day_in_text, find_dates
from assistant.reading.facts import Reader
from assistant.reading.follow_ups import State
from assistant.reading.history import Conversation
from assistant.reading.model import Carried, EventDate, Fact, Part, Understanding
from assistant.reading.patterns import load
from assistant.reading.places_and_documents import Places, find_documents, find_places
from assistant.reading.polarity import negations
from assistant.reading.premises import asserted, find_premises
from assistant.reading.questions import is_profile, item_marks, split_questions
from assistant.reading.requests import check_safety
from assistant.reading.script import in_latin, simplified
from assistant.reading.segments import Segment, clean, segment_at, segments
from index.documents.library import Library
from index.documents.model import Span
from index.vocabulary.lexicon import Lexicon


def understand(request: AskRequest, library: Library, lexicon: Lexicon, today: date) -> Understanding:
    """Read one turn. Never raises for any text; the same request gives the same result.

    Args:
        library: the documents held; their aliases, clauses and the documents they mention.
        lexicon: regions, levels, synonyms.
        today: the answer's day where neither the request nor the text gives one.
    """
    question = simplified(clean(request.question))
    as_of = request.as_of or day_in_text(question, find_dates(question, today)) or today
    talk = Conversation(library, lexicon, as_of)
    state = talk.state(request.history)
    safety = check_safety(
        question,
        names_policy=talk.has_topic(question) or bool(state.text),
        names_matter=talk.has_matter(question),
    )
    composed = talk.compose(_blanked(question, safety.dropped), state)
    if safety.injected:
        composed = _without_edges(composed)
    composed = _in_city(composed, request.city, library, lexicon)
    text = composed.text
    parts_of_text, dates = segments(text) or [Segment(0, len(text), 0)], find_dates(text, as_of)
    denied = negations(text, parts_of_text)
    # What a follow-up asks in no words of its own is what was asked before, whatever its few words sound like.
    # And what stands beside an instruction is not heard for more than it says.
    own = asked(_blanked(question, safety.dropped))
    intents = own or asked(text)
    places = find_places(text, library, lexicon)
    documents = find_documents(text, library, places)
    names = [*((m.start, m.end) for m in documents), *item_marks(text)]
    dates = [w for w in dates if not any(a <= w.at[0] < b for a, b in names)]
    reader = Reader(text, parts_of_text, dates, denied, as_of, names)
    facts = asserted(text, reader.read(lexicon.find(text)), parts_of_text)
    if any(f.role == "asserted" and not f.carried for f in facts) and own:
        intents |= {"amount"}  # 那二百万能给我们吗: a sum that is claimed is asked about
    profile = is_profile(question, _open_ask, lambda t: len(set(talk.matters(t))))
    if profile:
        intents |= {"match_profile"}
    named = find_places(question, library, lexicon)
    parts = split_questions(
        text,
        whole=profile,
        cities=lambda t: find_places(t, library, lexicon).cities,
        documents=lambda t: tuple(m.text for m in find_documents(t, library, find_places(t, library, lexicon))),
        has_topic=talk.has_topic,
    )
    if len(parts) == 1:
        parts = (replace(parts[0], intents=frozenset()),)
    facts = [_placed(fact, composed, parts) for fact in facts]
    ids = tuple(dict.fromkeys(m.document_id for m in documents if m.document_id))
    if not ids and composed.follow_up:
        ids = state.documents if not named.cities else ()
    references = find_clause_references(
        text, library, ids, places.cities, state.clauses, anchors(text, library, documents)
    )
    facts = [f for f in facts if not any(r.start <= f.at[0] < r.end for r in references)]
    spoken = [r for r in references if composed.to_question((r.start, r.end))]
    own_facts = [f for f in facts if not f.carried]
    premises = [
        replace(premise, start=place[0], end=place[1])
        for premise in find_premises(text, own_facts, parts_of_text, asks=bool(own))
        for place in [composed.to_question((premise.start, premise.end)) or (0, 0)]
    ]
    if "summary" in intents and (references or len(parts) > 1 or any(f.kind not in ("level",) for f in own_facts)):
        intents = intents - {"summary"} | {"define"}  # a clause or an award is explained, a document summed up
    events = _events(text, dates, parts_of_text, facts)
    return Understanding(
        question=question,
        effective_question=text,
        parts=parts,
        cities=places.cities or (() if places.others else _kept(state, composed)),
        city_named=bool(named.cities),
        provinces=places.provinces,
        other_places=_asked_of(places, text, lexicon),
        documents=ids,
        document_mentions=tuple(documents),
        references=tuple(spoken or references),
        as_of=as_of,
        events=tuple(events),
        event_date=_event(events),
        intents=intents,
        facts=tuple(facts),
        premises=tuple(premises),
        negations=tuple(denied),
        hearsay=any(p.hearsay for p in premises) or load("premises").has("hearsay", question),
        follow_up=composed.follow_up,
        carried_over=composed.carried,
        profile=profile,
        injected=safety.injected,
        refusal=safety.refusal,
        own_words=_blanked(question, safety.dropped).strip(),
        earlier=tuple(simplified(clean(t.content)) for t in request.history if t.role == "user" and t.content.strip()),
        foreign=in_latin(question),
    )


def _open_ask(text: str) -> frozenset[str]:
    """What a stretch asks, with the likeliest act however unlikely it is: 请列明能享受的项目."""
    likeliest = {ranked(stretch)[0][0] for stretch in stretches(text) if ranked(stretch)}
    each = {"list"} if load("questions").has("each", text) else set()
    return asked(text) | likeliest | each


def _asked_of(places: Places, text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Places without documents that are asked of: 去年从上海搬来, told beside a place that is held, names none."""
    if not places.cities and not places.provinces:
        return places.others
    told = [s for s in segments(text) if tells(text[s.start : s.end])]
    told_of = {m.concept for m in lexicon.find(text) if any(s.start <= m.start < s.end for s in told)}
    asked_of = {m.concept for m in lexicon.find(text) if not any(s.start <= m.start < s.end for s in told)}
    return tuple(place for place in places.others if place in asked_of or place not in told_of)


def _kept(state: State, composed: Composed) -> tuple[str, ...]:
    return state.cities if composed.follow_up else ()


def _blanked(text: str, spans: tuple[Span, ...]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _without_edges(composed: Composed) -> Composed:
    """Without the blanks and the punctuation that an instruction left behind at either end (，回答：)."""
    text = composed.text
    match = re.match(r"[\s，。：:,.；;！!]*(?:请?(?:回答|告诉我|说)[：:，])?\s*", text)
    start = match.end() if match else 0
    end = max(start, len(text.rstrip(" \t\n，；;：:")))
    pieces, place = [], 0
    for piece in composed.pieces:
        a, b = max(start - place, 0), min(end - place, len(piece.text))
        if a < b:
            pieces.append(Piece(piece.text[a:b], None if piece.origin is None else piece.origin + a))
        place += len(piece.text)
    return replace(composed, pieces=tuple(pieces))


def _in_city(composed: Composed, city: str | None, library: Library, lexicon: Lexicon) -> Composed:
    """The request's city, where neither the text nor the conversation names a place or a document."""
    if not city:
        return composed
    places = find_places(composed.text, library, lexicon)
    if places.cities or places.provinces or places.others or find_documents(composed.text, library, places):
        return composed
    meant: Places = find_places(city, library, lexicon)
    name = (meant.cities or meant.provinces or (clean(city)[:20],))[0]
    carried = (*composed.carried, Carried("city", name, "已选择的城市"))
    return Composed((Piece(f"{name}："), *composed.pieces), composed.follow_up, carried)


def _placed(fact: Fact, composed: Composed, parts: tuple[Part, ...]) -> Fact:
    """The fact with its place in the question and the part it stands in."""
    place = composed.to_question(fact.at)
    part = max((i for i, p in enumerate(parts) if p.at[0] <= fact.at[0]), default=0)
    if place is None:
        return replace(fact, carried=True, part=part)
    return replace(fact, start=place[0], end=place[1], part=part)


def _events(text: str, dates: list[When], parts: list[Segment], facts: list[Fact]) -> list[EventDate]:
    """What each date is the date of."""
    patterns = load("dates")
    found = []
    for place, when in enumerate(dates):
        segment = parts[segment_at(parts, when.at[0])]
        here = [f for f in facts if segment.start <= f.at[0] < segment.end and f.at[0] > when.at[0]]
        figures = [f for f in here if f.kind in ("money", "percent", "quantity")]
        event = EventDate(text[slice(*when.at)], when.at, when.year, when.month, when.day)
        lead = text[max(0, when.at[0] - 4) : when.at[0]]
        following = dates[place + 1].at[0] if place + 1 < len(dates) else len(text)
        words = text[when.at[1] : min(segment.end, following)]
        if patterns.has("asked_as_of", text[max(0, when.at[0] - 6) : when.at[0]]):
            continue
        if patterns.has("until", lead) or patterns.has("compared", lead):
            event = replace(event, role="until" if patterns.has("until", lead) else "period")
        elif any(f.role == "prior" for f in here):
            event = replace(event, role="paid")
        elif patterns.has("founded", words) or (not patterns.has("event", words) and (len(dates) > 1 or figures)):
            event = replace(event, role="period")
        found.append(event)
    return found


def _event(events: list[EventDate]) -> EventDate | None:
    """The event a question turns on: the latest thing that happened, named as exactly as it is anywhere."""
    happened = [e for e in events if e.role == "event"]
    return max(happened, key=lambda e: (e.year, e.month or 0, e.day or 0), default=None)
