"""Follow-ups: what a short or pointing question takes from the conversation.

A question that stands on its own takes nothing but the city. `那绍兴呢`, `那国家级的呢`, `如果是5000万呢`, `这个归哪个部门管`
take the topic of the last question that had one; what they say themselves replaces what they took.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Turn
from index.text.figures import scan
from index.vocabulary.lexicon import general_lexicon

_POINTS = re.compile(
    r"^(?:那|那么|那要是|要是|如果|假如|假设|换成|改成|再问|还有|另外那|哦|嗯|好的?[，,])"
    r"|(?:这个|那个|上面|上述|刚才|前面|刚刚|这些|那些|它|其中|该(?:政策|条|项)|同样)"
    r"|^[^，。？?]{0,16}呢[？?]?$"
)
_SHORT = 12
_REPLACED = ("region", "level")


@dataclass(frozen=True, slots=True)
class Conversation:
    """`topic`: words of earlier questions that the new one builds on, empty when it stands alone."""

    topic: str
    carried_over: tuple[str, ...]
    earlier: str


def follow(question: str, history: Sequence[Turn]) -> Conversation:
    """What `question` takes over from `history`."""
    asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    earlier = " ".join(asked[-3:])
    if not asked or not (_POINTS.search(question) or (len(question) <= _SHORT and not _complete(question))):
        return Conversation("", (), earlier)
    base = next((text for text in reversed(asked) if not _POINTS.search(text)), asked[-1])
    topic = _without_replaced(base, question)
    return Conversation(topic, (f"话题：{base}",), earlier)


def _complete(question: str) -> bool:
    """A short question that names an award or matter of its own stands alone."""
    return any(m.kind == "term" for m in general_lexicon().find(question)) and "?" in question.replace("？", "?")


def _without_replaced(base: str, question: str) -> str:
    """The earlier question without the city, level or figure that the new question says anew."""
    lexicon = general_lexicon()
    said = {m.kind for m in lexicon.find(question)} & set(_REPLACED)
    cuts = [(m.start, m.end) for m in lexicon.find(base) if m.kind in said]
    new_kinds = {figure.kind for figure in scan(question)}
    cuts += [(figure.start, figure.end) for figure in scan(base) if figure.kind in new_kinds]
    for start, end in sorted(set(cuts), reverse=True):
        base = base[:start] + base[end:]
    return base
