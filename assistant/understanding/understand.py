"""A request → what was understood of it. Deterministic code over data; it knows no rule and runs no search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answer import PROFILE_LIMIT, QUESTION_LIMIT, AskRequest, Fact, Turn
from assistant.errors import QuestionRefused
from assistant.understanding.dates import event_date
from assistant.understanding.history import Conversation, follow
from assistant.understanding.intents import intents, matching
from assistant.understanding.model import Understanding
from assistant.understanding.questions import looks_like_profile, questions
from index.documents.library import Library
from index.search.boosts import Named
from index.search.searcher import Searcher
from index.text.figures import Figure, scan
from index.text.normalize import for_matching, strip_controls
from index.vocabulary.lexicon import Lexicon, general_lexicon

CITIES = ("长沙", "杭州", "绍兴")
_NUMBERED_FILE = re.compile(r"[\u4e00-\u9fff]{2,8}〔\d{4}〕\s*\d+\s*号")


def understand(request: AskRequest, searcher: Searcher, as_of: date) -> Understanding:
    """Read a request.

    Raises:
        QuestionRefused: the question is empty or too long; the message says what to do.
    """
    question = strip_controls(request.question).strip()
    profile = looks_like_profile(question)
    if not for_matching(question):
        raise QuestionRefused("问题是空的，请输入想了解的内容，例如“绍兴国家级小巨人奖励多少？”。")
    limit = PROFILE_LIMIT if profile else QUESTION_LIMIT
    if len(request.question) > limit:
        raise QuestionRefused(f"问题有 {len(request.question)} 字，超过 {limit} 字的上限，请精简后重试。")
    conversation = follow(question, request.history)
    query = f"{question} {conversation.topic}".strip() if conversation.topic else question
    named = searcher.named(question)
    regions, said, carried = _regions(named, request, conversation, searcher)
    documents = named.documents or _documents_of_topic(conversation, searcher, regions)
    lexicon = general_lexicon()
    wishes = intents(question) or intents(conversation.topic)
    refusal = _refusal(question, lexicon, searcher.library)
    return Understanding(
        question=question,
        query=query,
        parts=tuple(questions(question, conversation.topic)),
        regions=regions,
        regions_said=said,
        other_places=_other_places(question, lexicon),
        documents=tuple(documents),
        references=named.references or _references(question, documents, regions, searcher),
        as_of=as_of,
        event=event_date(question, as_of),
        intents=wishes,
        absent=tuple(matching("absent", question)),
        refusal=refusal,
        asserted=bool(matching("hearsay", question) or matching("premise", question) or matching("instruction", question))
        and any(figure.kind in ("money", "percent", "range") for figure in scan(question)),
        profile=profile,
        follow_up=bool(conversation.topic),
        facts=tuple(_fact(figure) for figure in scan(question)),
        carried_over=(*conversation.carried_over, *carried),
    )


def _regions(
    named: Named, request: AskRequest, conversation: Conversation, searcher: Searcher
) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """The places of the question: named, those of named documents, kept for the conversation, or said earlier."""
    documents = searcher.library.documents
    found = list(named.regions) or list(dict.fromkeys(documents[d].region for d in named.documents))
    if found:
        return tuple(found), True, ()
    if request.city:
        city = next((m.concept for m in general_lexicon().find(request.city) if m.kind == "region"), None)
        if city:
            return (city,), True, (f"城市：{city}",)
    earlier = searcher.named(conversation.earlier) if conversation.earlier else None
    if earlier:
        places = list(earlier.regions) or list(dict.fromkeys(documents[d].region for d in earlier.documents))
        if places:
            return (places[-1],), True, (f"城市：{places[-1]}",)
    return (), False, ()


def _documents_of_topic(
    conversation: Conversation, searcher: Searcher, regions: Sequence[str]
) -> tuple[str, ...]:
    """`那第十八条呢` stays in the document under discussion."""
    if not conversation.topic:
        return ()
    named = searcher.named(conversation.topic).documents
    return tuple(d for d in named if not regions or searcher.library.documents[d].region in regions)


def _references(question: str, documents: Sequence[str], regions: Sequence[str], searcher: Searcher):  # type: ignore[no-untyped-def]
    from index.search.references import find_references

    meant = list(documents) or [d.id for d in searcher.library.documents.values() if d.region in regions]
    return tuple(find_references(question, searcher.library, meant))


def _other_places(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.concept for m in lexicon.find(question) if m.kind == "other_region"))


def _refusal(question: str, lexicon: Lexicon, library: Library) -> str:
    """What kind of request we do not serve; an instruction wrapped round a policy question is no reason."""
    kinds = matching("refuse", question)
    if not kinds:
        return "greeting" if matching("greeting", question) else ""
    about_policy = any(m.kind == "term" for m in lexicon.find(question))
    if kinds[0] in ("leak", "fraud"):
        return kinds[0]
    return "" if about_policy else kinds[0]


def _fact(figure: Figure) -> Fact:
    return Fact(
        label="", value=str(figure.value), unit=figure.unit, text=figure.text, start=figure.start, end=figure.end
    )


def turns(contents: Sequence[tuple[str, str]]) -> list[Turn]:
    """`[("user", …), ("assistant", …)]` as turns."""
    return [Turn.model_validate({"role": role, "content": content}) for role, content in contents]
