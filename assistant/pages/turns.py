"""What the chat page shows while one question is answered: the turn's text, then what stands beside it.

Nothing here knows gradio's layout; `assistant.pages.chat` puts these updates into components.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.answer import Answer, AskRequest, Turn
from assistant.errors import AssistantFailure
from assistant.events import CalculationReady, Done, EvidenceReady, SentenceReleased
from assistant.memory.store import REMEMBERED_TURNS, as_turns
from assistant.pages import cards
from assistant.pipeline import Assistant
from index.errors import IndexFailure

log = logging.getLogger(__name__)

Message = dict[str, Any]
SEARCHING = "正在查找条款…"
UNEXPECTED = "回答时出了意外，问题已保留，请稍后再试；如反复出现，请运行 python -m assistant doctor。"

_MARK = re.compile(r"(?<!\\)\[(\d{1,3})\]")


@dataclass(slots=True)
class Talk:
    """A conversation as the page holds it: answers with their questions, oldest first.

    Attributes:
        id: the kept conversation it belongs to; None until the first answer is kept.
    """

    id: str | None = None
    answers: list[Answer] = field(default_factory=list)

    def history(self) -> list[Turn]:
        """The last messages, for a follow-up to build on."""
        turns = [turn for answer in self.answers for turn in as_turns(answer)]
        return turns[-REMEMBERED_TURNS:]

    def messages(self) -> list[Message]:
        """The conversation as chat messages."""
        return [message for number, answer in enumerate(self.answers, 1) for message in _messages(number, answer)]


@dataclass(frozen=True, slots=True)
class Shown:
    """One update of the page. `beside` is None while it does not change; `answer` comes with the last update."""

    messages: list[Message]
    beside: str | None = None
    answer: Answer | None = None
    problem: bool = False


def answered(assistant: Assistant, question: str, talk: Talk, city: str | None) -> Iterator[Shown]:
    """The updates of one turn; the last has `answer` or `problem`. `talk` is not changed."""
    number = len(talk.answers) + 1
    before = talk.messages()
    asked = [*before, {"role": "user", "content": question}]
    yield Shown([*asked, _says(SEARCHING)])
    text, beside = "", cards.Beside(number, question)
    try:
        for event in assistant.stream(AskRequest(question=question, history=talk.history(), city=city)):
            if isinstance(event, EvidenceReady):
                beside.citations = list(event.citations)
            elif isinstance(event, CalculationReady):
                beside.calculations.append(event.calculation)
            elif isinstance(event, SentenceReleased):
                text += linked(event.markdown, number)
                shown = beside.html() if event.index == 0 else None
                yield Shown([*asked, _says(text)], beside=shown)
            elif isinstance(event, Done):
                yield Shown([*asked, _says(text)], beside=cards.panel(number, event.answer), answer=event.answer)
    except (AssistantFailure, IndexFailure) as error:
        yield _problem(before, question, error.message)
    except Exception:
        log.exception("answering failed")
        yield _problem(before, question, UNEXPECTED)


def linked(markdown: str, number: int) -> str:
    """Citation marks become links to the cards of turn `number`; escaped brackets of the text stay as they are."""
    return _MARK.sub(rf"[\\[\1\\]](#card-{number}-\1)", markdown)


def panels(answers: Sequence[Answer], *, folded: bool = False) -> str:
    """What stands beside a conversation, newest first: the newest turn open (unless `folded`), earlier ones folded."""
    shown = [
        cards.panel(number, answer, folded=folded or number < len(answers)) for number, answer in enumerate(answers, 1)
    ]
    return "".join(reversed(shown))


def _messages(number: int, answer: Answer) -> list[Message]:
    return [{"role": "user", "content": answer.question}, _says(linked(answer.answer, number))]


def _says(text: str) -> Message:
    return {"role": "assistant", "content": text}


def _problem(before: list[Message], question: str, message: str) -> Shown:
    shown = question if len(question) <= 200 else question[:200] + "…"
    said: list[Message] = [{"role": "user", "content": shown}] if shown.strip() else []
    return Shown([*before, *said, _says(f"⚠ {message}")], problem=True)
