"""The only order of steps: understand → retrieve → match and calculate → evidence → (plan →) draft → gates → release.

Every door calls `Assistant.answer` or `Assistant.stream`; the first is the second, run to its end.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import (
    PROFILE_LIMIT,
    QUESTION_LIMIT,
    Answer,
    AnswerStatus,
    AskRequest,
    Calculation,
    DocumentInfo,
    Retrieved,
    Total,
    Versions,
    Warning_,
)
from assistant.clock import Clock, today
from assistant.decide.topic import Topic
from assistant.decide.topics import TOGETHER, Topics
from assistant.drafting.draft import DraftSentence
from assistant.drafting.extractive import Extractive
from assistant.drafting.follow_ups import follow_ups
from assistant.drafting.headline import decided, headlines
from assistant.drafting.prompts import prompts_version
from assistant.errors import AnswerFailed, AssistantFailure, QuestionRefused, SettingsInvalid
from assistant.events import CalculationReady, Done, Event, EvidenceReady, SentenceReleased
from assistant.evidence import Evidence
from assistant.gates.gatekeeper import Gatekeeper
from assistant.reading.model import Understanding
from assistant.reading.read import understand
from assistant.render import Markdown, script
from assistant.rulebook.drafted import as_draft, as_draft_total
from assistant.rulebook.load import Rulebook
from assistant.rulebook.served import served_rulebook
from assistant.settings import Settings
from assistant.writing import Writing
from index.documents.status import document_status
from index.errors import IndexFailure
from index.search.searcher import Hit, Searcher
from index.text.normalize import for_matching
from index.vocabulary.lexicon import general_lexicon

if TYPE_CHECKING:  # a second of imports that nobody without a model waits for
    from assistant.drafting.model import ModelDrafter

log = logging.getLogger(__name__)

RETRIEVED = 10
AMOUNT = frozenset({"amount", "due", "total", "stacking", "match_profile"})
# Asked for these and no sum, an answer without one is the better answer.
NO_AMOUNT = frozenset(
    {"bureau", "procedure", "validity", "define", "quote_verbatim", "issue_info", "target", "deadline", "contact",
     "outcome", "penalty", "reason", "list", "meta", "greeting", "locate", "summary"}
)  # fmt: skip


class Assistant:
    """Open once, ask from any thread."""

    def __init__(
        self,
        searcher: Searcher,
        rulebook: Rulebook,
        clock: Clock,
        model: ModelDrafter | None = None,
    ) -> None:
        self.searcher = searcher
        self.rulebook = rulebook
        self._clock = clock
        self._topics = Topics(searcher, rulebook)
        self._extractive = Extractive(rulebook)
        self.gatekeeper = Gatekeeper(rulebook)
        self._model = model

    @classmethod
    def open(cls, settings: Settings, clock: Clock = today) -> Assistant:
        """Raises IndexMissing, EmbeddingUnavailable, RuleInvalid, SettingsInvalid, each with what to do."""
        searcher = Searcher.open(
            settings.index_dir,
            corpus=settings.corpus_dir,
            added=settings.added_dir,
            model=settings.embedding_model,
            chroma_url=settings.chroma_url,
        )
        rulebook = served_rulebook(searcher.library)
        if not settings.llm_base_url:
            return cls(searcher, rulebook, clock)
        try:
            from assistant.drafting.model import ModelDrafter
        except ImportError as error:
            raise SettingsInvalid(
                "设置了 POLICY_LLM_BASE_URL，而接大模型的组件没有安装：pip install 'policy-assistant[llm]'；"
                "或清空 POLICY_LLM_BASE_URL，由抽取式起草。",
                log=str(error),
            ) from error
        return cls(searcher, rulebook, clock, ModelDrafter(settings, searcher, rulebook))

    @property
    def today(self) -> date:
        """The day by the assistant's clock: what a door shows without an as_of of its own."""
        return self._clock()

    def close(self) -> None:
        if self._model:
            self._model.close()
        self.searcher.close()

    def warm_up(self) -> None:
        """Load what the first question would load, so that nobody waits for it. The model is not asked."""
        for _ in self._events(AskRequest(question=f"{self.searcher.library.regions[0]}小巨人奖励多少？"), None):
            pass

    def answer(self, request: AskRequest) -> Answer:
        """The whole answer at once.

        Raises:
            QuestionRefused: empty or too long.
        """
        done = [event.answer for event in self.stream(request) if isinstance(event, Done)]
        return done[0]

    def stream(self, request: AskRequest) -> Iterator[Event]:
        """The answer as it comes about; see `assistant.events`. Raises as `answer`, before the first event.

        Closing it early cancels what the model is still writing.
        """
        return self._events(request, self._model)

    def _events(self, request: AskRequest, model: ModelDrafter | None) -> Iterator[Event]:
        """A mistake of the program costs this question and no other: it is logged and named by a number.

        Raises:
            AnswerFailed: besides what the steps raise on purpose.
        """
        try:
            yield from self._steps(request, model)
        except (AssistantFailure, IndexFailure):
            raise
        except Exception as error:
            number = uuid.uuid4().hex[:8]
            log.exception("answer %s failed", number)
            raise AnswerFailed(
                f"回答这一问时程序出错（编号 {number}），其他问题不受影响。请换一种说法再问，或把编号告诉维护人员。",
                log=f"answer {number} failed: {error!r}",
            ) from error

    def _steps(self, request: AskRequest, model: ModelDrafter | None) -> Iterator[Event]:
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
        numbers = itertools.count(1)
        with _timed(timings, "calculate"):
            total = self._calculate(understood, topics, numbers)
        evidence = Evidence(self.searcher.library, as_of)
        with _timed(timings, "draft"):
            drafted = list(self._extractive.draft(understood, topics, evidence, total))
        # What is refused, abstained from or asked back is code's to decide: no model is asked about it.
        status = decided(understood, drafted)
        asked = model if status == "answered" else None
        turn = asked.turn(understood, topics, evidence) if asked else None
        yield EvidenceReady(tuple(evidence.citations()))
        yield from _calculations(topics)
        if turn:
            known = len(evidence)
            with _timed(timings, "plan"):
                read = turn.read()
                added = turn.plan(numbers, asks_sum=any(_asks_sum(topic) for topic in topics))
            topics = [*topics, *added]
            if read or added:
                drafted = list(self._extractive.draft(understood, topics, evidence, total))
            if len(evidence) > known:
                yield EvidenceReady(tuple(evidence.citations()))
            yield from _calculations(added)
        status = decided(understood, drafted)
        said = "\n".join([_said(request), understood.effective_question])
        shown = [calculation for topic in topics for calculation in topic.calculations]
        writing = Writing(self.gatekeeper.turn(evidence, shown, understood.as_of, said, total))
        page = Markdown()
        with (
            closing(turn.sentences()) if turn else nullcontext(()) as own,
            closing(writing.write(own, drafted)) as released,
        ):
            for index, sentence in enumerate(released):
                yield SentenceReleased(index, sentence.public(), page.add(sentence))
        drafted_by = writing.drafted_by(asked.name if asked else "")
        warnings = [*(turn.warnings if turn else ()), *writing.warnings]
        yield Done(
            self._answer(
                request,
                understood,
                hits,
                topics,
                evidence,
                writing.sentences,
                total,
                timings,
                drafted_by,
                warnings,
                status,
            )
        )

    def _retrieve(self, understood: Understanding) -> list[Hit]:
        query = understood.effective_question
        if not query.strip():  # nothing but an instruction was said
            return []
        return self.searcher.search(query, RETRIEVED, limit=len(query) + 1)

    def _calculate(self, understood: Understanding, topics: list[Topic], numbers: Iterator[int]) -> Total | None:
        for topic in topics:
            if _asks_sum(topic):
                self._topics.calculate(topic, understood, numbers)
        _calculated_once(topics)
        asked = any(topic.told.asks_together or topic.told.asks_share for topic in topics)
        total = self._topics.total(topics) if asked or understood.intents & TOGETHER or understood.profile else None
        drafted = any(calculation.drafted for topic in topics for calculation in topic.calculations)
        for topic in topics:
            topic.calculations = [as_draft(calculation) for calculation in topic.calculations]
        return as_draft_total(total, drafted=drafted)

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
        drafted_by: str,
        warnings: list[Warning_],
        status: AnswerStatus,
    ) -> Answer:
        page = Markdown()
        for sentence in sentences:
            page.add(sentence)
        used = {n for sentence in sentences for n in sentence.cites}
        citations = evidence.citations(used)
        documents = dict.fromkeys(citation.document_id for citation in citations)
        calculations = list({c.id: c for topic in topics for c in topic.calculations}.values())
        return Answer(
            id=request.id or uuid.uuid4().hex,
            question=request.question,
            as_of=understood.as_of,
            status=status,
            answer=page.text(),
            script=script(sentences),
            drafted_by=drafted_by,
            understood=understood.to_public(),
            documents=[self._document(document_id, understood) for document_id in documents],
            sentences=[sentence.public() for sentence in sentences],
            citations=citations,
            headline=headlines(sentences, calculations, total, status),
            calculations=calculations,
            total=total,
            unaccounted=list({u.text: u for c in calculations for u in c.unaccounted}.values()),
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


def refuse_unaskable(question: str, limit: int) -> None:
    """Raises QuestionRefused, with what to do, for an empty question and for one of more than `limit` characters."""
    if not for_matching(question):
        raise QuestionRefused("问题是空的，请输入想了解的内容，例如“国家级小巨人奖励多少？”。")
    if len(question) > limit:
        raise QuestionRefused(f"问题有 {len(question)} 字，超过 {limit} 字的上限，请精简后重试。")


def _asks_sum(topic: Topic) -> bool:
    """Whether a sum is asked for; 还管用吗 of one who tells what he did asks whether he still gets it."""
    if topic.intents & AMOUNT or not topic.intents & NO_AMOUNT:
        return True
    return "validity" in topic.intents and topic.told.tells_of_a_case


def _calculated_once(topics: list[Topic]) -> None:
    """Two questions about one award rest on one calculation: it is shown once and counts once."""
    known: dict[tuple[str, ...], Calculation] = {}
    for topic in topics:
        first = []
        for each in topic.calculations:
            key = (each.rule_id, each.option, each.semantics, *(f"{k}={v}" for k, v in sorted(each.inputs.items())))
            first.append(known.setdefault(key, each))
        again = {new.id for new, old in zip(topic.calculations, first, strict=True) if new is not old}
        topic.calculations = first
        topic.entries = [entry for entry in topic.entries if entry.id not in again]


def _calculations(topics: list[Topic]) -> Iterator[CalculationReady]:
    shown = {calculation.id: calculation for topic in topics for calculation in topic.calculations}
    return (CalculationReady(calculation) for calculation in shown.values())


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
