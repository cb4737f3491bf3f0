"""A language model as the enemy: drafts scrambled by a seed, or a real endpoint over the development questions.

`Bench` drives draft and gates directly, so that a thousand lies take seconds; `asked` asks whatever endpoint the
settings name. What is released is judged by `eval.unsupported`, which knows nothing of the gates.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.answer import AskRequest, Calculation, Citation, Sentence, Total
from assistant.drafting.model import ModelDrafter
from assistant.drafting.model_draft import ModelDraft
from assistant.evidence import Evidence
from assistant.pipeline import Assistant
from assistant.reading.read import understand
from assistant.writing import Writing
from eval.unsupported import unsupported
from index.vocabulary.lexicon import general_lexicon

CHARACTERS_A_CHUNK = 16


@dataclass(frozen=True)
class Released:
    """What came out of one draft, as a judge needs it; `own`: how many sentences are the model's."""

    sentences: Sequence[Sentence]
    citations: Sequence[Citation]
    calculations: Sequence[Calculation]
    total: Total | None
    own: int


class Bench:
    """One question, understood and with its evidence; any number of drafts can be sent through the gates."""

    def __init__(self, assistant: Assistant, drafter: ModelDrafter, question: str, as_of: date) -> None:
        request = AskRequest(question=question, as_of=as_of)
        self._assistant = assistant
        self._understood = understand(request, assistant.searcher.library, general_lexicon(), as_of)
        self._topics = assistant._topics.of(self._understood)
        self._total = assistant._calculate(self._understood, self._topics, itertools.count(1))
        self._evidence = Evidence(assistant.searcher.library, as_of)
        self._fallback = list(assistant._extractive.draft(self._understood, self._topics, self._evidence, self._total))
        turn = drafter.turn(self._understood, self._topics, self._evidence)
        self.prompt = turn.prompt()

    def release(self, text: str) -> Released:
        """What is released of this draft and of what completes it."""
        calculations = [c for topic in self._topics for c in topic.calculations]
        understood = self._understood
        gates = self._assistant.gatekeeper.turn(
            self._evidence, calculations, understood.as_of, understood.question, self._total
        )
        draft = ModelDraft(self.prompt, self._evidence, self._assistant.searcher.library)
        chunks = (text[i : i + CHARACTERS_A_CHUNK] for i in range(0, len(text), CHARACTERS_A_CHUNK))
        writing = Writing(gates)
        sentences = [sentence.public() for sentence in writing.write(draft.sentences(chunks), self._fallback)]
        return Released(sentences, self._evidence.citations(), calculations, self._total, len(writing.by_model))


def asked(assistant: Assistant, questions: Sequence[str], as_of: date, seconds: float) -> Iterator[dict[str, Any]]:
    """Each question to the endpoint the assistant was opened with, until `seconds` have passed; one record each."""
    until = time.monotonic() + seconds
    for question in questions:
        if time.monotonic() > until:
            return
        start = time.perf_counter()
        answer = assistant.answer(AskRequest(question=question, as_of=as_of))
        yield {
            "question": question,
            "drafted_by": answer.drafted_by,
            "seconds": round(time.perf_counter() - start, 2),
            "warnings": sorted({warning.code for warning in answer.warnings}),
            "unsupported": unsupported(answer),
        }
