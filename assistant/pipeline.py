"""The only order of steps: understand → retrieve → match and calculate → evidence → draft → gates → release.

Every door calls `Assistant.answer` or `Assistant.stream`; the first is the second, run to its end.
"""

from __future__ import annotations

import hashlib
import itertools
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path

from assistant.answer import (
    PROFILE_LIMIT,
    QUESTION_LIMIT,
    Answer,
    AnswerStatus,
    AskRequest,
    DocumentInfo,
    Retrieved,
    Total,
    Versions,
    Warning_,
)
from assistant.clock import Clock, today
from assistant.drafting.draft import DraftSentence
from assistant.drafting.extractive import Extractive
from assistant.drafting.follow_ups import follow_ups
from assistant.drafting.prompts import prompts_version
from assistant.errors import QuestionRefused
from assistant.events import CalculationReady, Done, Event, EvidenceReady, SentenceReleased
from assistant.evidence import Evidence
from assistant.gates.gatekeeper import Gatekeeper, Turn
from assistant.render import Markdown, script
from assistant.rulebook.load import Rulebook, load_rulebook
from assistant.settings import Settings
from assistant.topics import TOGETHER, Topic, Topics
from assistant.understanding.model import Understanding
from assistant.understanding.understand import understand
from index.documents.status import document_status
from index.search.searcher import Hit, Searcher
from index.text.normalize import for_matching
from index.vocabulary.lexicon import general_lexicon

RETRIEVED = 10
AMOUNT = frozenset({"amount", "due", "total", "stacking", "match_profile"})
# Asked for these and no sum, an answer without one is the better answer.
NO_AMOUNT = frozenset(
    {"bureau", "procedure", "validity", "define", "quote_verbatim", "issue_info", "target", "deadline", "contact",
     "outcome", "penalty", "reason", "list", "meta", "greeting"}
)  # fmt: skip


class Assistant:
    """Open once, ask from any thread."""

    def __init__(self, searcher: Searcher, rulebook: Rulebook, clock: Clock) -> None:
        self.searcher = searcher
        self.rulebook = rulebook
        self._clock = clock
        self._topics = Topics(searcher, rulebook)
        self._extractive = Extractive(rulebook)
        self.gatekeeper = Gatekeeper(rulebook)

    @classmethod
    def open(cls, settings: Settings, clock: Clock = today) -> Assistant:
        """Raises IndexMissing, EmbeddingUnavailable, RuleInvalid, each with what to do."""
        searcher = Searcher.open(
            settings.index_dir,
            corpus=settings.corpus_dir,
            model=settings.embedding_model,
            chroma_url=settings.chroma_url,
        )
        return cls(searcher, load_rulebook().over(searcher.library), clock)

    @property
    def today(self) -> date:
        """The day by the assistant's clock: what a door shows without an as_of of its own."""
        return self._clock()

    def close(self) -> None:
        self.searcher.close()

    def warm_up(self) -> None:
        """Load what the first question would load, so that nobody waits for it."""
        self.answer(AskRequest(question="绍兴小巨人奖励多少？"))

    def answer(self, request: AskRequest) -> Answer:
        """The whole answer at once.

        Raises:
            QuestionRefused: empty or too long.
        """
        done = [event.answer for event in self.stream(request) if isinstance(event, Done)]
        return done[0]

    def stream(self, request: AskRequest) -> Iterator[Event]:
        """The answer as it comes about; see `assistant.events`. Raises as `answer`, before the first event."""
        timings: dict[str, float] = {}
        as_of = request.as_of or self._clock()
        refuse_unaskable(request.question, PROFILE_LIMIT)
        with _timed(timings, "understand"):
            understood = understand(request, self.searcher.library, general_lexicon(), as_of)
        if not understood.profile:
            refuse_unaskable(request.question, QUESTION_LIMIT)
        with _timed(timings, "retrieve"):
            hits = self._retrieve(understood)
            topics = [] if self._extractive.declined(understood) else self._topics.of(understood)
        with _timed(timings, "calculate"):
            total = self._calculate(understood, topics)
        evidence = Evidence(self.searcher.library, as_of)
        with _timed(timings, "draft"):
            drafted = list(self._extractive.draft(understood, topics, evidence, total))
        with _timed(timings, "gates"):
            calculations = [calculation for topic in topics for calculation in topic.calculations]
            said = "\n".join([_said(request), understood.effective_question])
            sentences, warnings = _released(
                self.gatekeeper.turn(evidence, calculations, understood.as_of, said, total), drafted
            )
        answer = self._answer(request, understood, hits, topics, evidence, sentences, total, timings, warnings)
        yield EvidenceReady(tuple(answer.citations))
        for calculation in answer.calculations:
            yield CalculationReady(calculation)
        page = Markdown()
        for index, sentence in enumerate(sentences):
            yield SentenceReleased(index, sentence.public(), page.add(sentence))
        yield Done(answer)

    def _retrieve(self, understood: Understanding) -> list[Hit]:
        return self.searcher.search(
            understood.effective_question, RETRIEVED, limit=len(understood.effective_question) + 1
        )

    def _calculate(self, understood: Understanding, topics: list[Topic]) -> Total | None:
        numbers = itertools.count(1)
        for topic in topics:
            if topic.intents & AMOUNT or not topic.intents & NO_AMOUNT:
                self._topics.calculate(topic, understood, numbers)
        return self._topics.total(topics) if understood.intents & TOGETHER else None

    def _answer(
        self,
        request: AskRequest,
        understood: Understanding,
        hits: list[Hit],
        topics: list[Topic],
        evidence: Evidence,
        sentences: list[DraftSentence],
        total: Total | None,
        timings: dict[str, float],
        warnings: list[Warning_],
    ) -> Answer:
        page = Markdown()
        for sentence in sentences:
            page.add(sentence)
        used = {n for sentence in sentences for n in sentence.cites}
        citations = evidence.citations(used)
        documents = dict.fromkeys(citation.document_id for citation in citations)
        return Answer(
            id=request.id or uuid.uuid4().hex,
            question=request.question,
            as_of=understood.as_of,
            status=_status(understood, sentences),
            answer=page.text(),
            script=script(sentences),
            drafted_by="extractive",
            understood=understood.to_public(),
            documents=[self._document(document_id, understood) for document_id in documents],
            sentences=[sentence.public() for sentence in sentences],
            citations=citations,
            calculations=[calculation for topic in topics for calculation in topic.calculations],
            total=total,
            retrieved=[
                Retrieved(
                    clause_id=hit.clause_id,
                    document_id=hit.document_id,
                    locator=hit.locator,
                    text=hit.text,
                    passage=hit.passage,
                    score=hit.score,
                )
                for hit in hits
            ],
            warnings=warnings,
            follow_ups=follow_ups(understood, topics, self.searcher.library),
            timings_ms={name: round(value, 3) for name, value in timings.items()},
            versions=Versions(
                index=self.searcher.version,
                rules=self.rulebook.version,
                prompts=prompts_version(),
                code=code_version(),
            ),
        )

    def _document(self, document_id: str, understood: Understanding) -> DocumentInfo:
        document = self.searcher.library.document(document_id)
        standing = document_status(document, understood.as_of)
        return DocumentInfo(
            document_id=document.id,
            title=document.title,
            region=document.region,
            status=standing.status,
            valid_from=standing.valid_from,
            valid_to=standing.valid_to,
            banner=standing.banner,
        )


def _said(request: AskRequest) -> str:
    """The user's own words, this turn's and the earlier ones'."""
    return "\n".join([*(turn.content for turn in request.history if turn.role == "user"), request.question])


def _released(turn: Turn, drafted: Iterable[DraftSentence]) -> tuple[list[DraftSentence], list[Warning_]]:
    """What the gates let go, and what they had to object to."""
    sentences: list[DraftSentence] = []
    warnings: list[Warning_] = []
    for sentence in drafted:
        released = turn.release(sentence)
        sentences += [released.sentence] if released.sentence else []
        warnings += [released.warning] if released.warning else []
    return sentences + turn.standing(), warnings


def refuse_unaskable(question: str, limit: int) -> None:
    """Raises QuestionRefused, with what to do, for an empty question and for one of more than `limit` characters."""
    if not for_matching(question):
        raise QuestionRefused("问题是空的，请输入想了解的内容，例如“绍兴国家级小巨人奖励多少？”。")
    if len(question) > limit:
        raise QuestionRefused(f"问题有 {len(question)} 字，超过 {limit} 字的上限，请精简后重试。")


def _status(understood: Understanding, sentences: list[DraftSentence]) -> AnswerStatus:
    """What the released sentences are: a claim makes it answered, only questions a clarification."""
    if understood.refusal:
        return "refused"
    kinds = {sentence.kind for sentence in sentences if not sentence.context}
    if kinds & {"claim", "derivation"}:
        return "answered"
    return "clarify" if "question" in kinds else "abstained"


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[name] = (time.perf_counter() - start) * 1000


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash over the Python sources that make an answer: 12 hex digits."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted([*root.glob("assistant/**/*.py"), *root.glob("index/**/*.py")]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
