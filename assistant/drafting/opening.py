"""能 or 有 in front of a result, where that is what was asked; how two awards go together, where the clause says so.

Said only of what the calculator has settled, and only to a question that is put so: a figure in it (还能再拿100万吗)
asks about the figure, which `premises` answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from assistant.answer import Calculation
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.text.figures import scan

# 有奖吗, 给不给钱, 能享受不, 可以领吗; not 能都拿吗, 还有吗, 能一起报吗.
_WHETHER: Final = re.compile(
    r"(?:(?P<may>能不能|能否|可不可以|能|可以)(?:享受|申请|申领|申报|领|拿|得|报|补|奖)"
    r"|(?P<is>有没有|有|给不给)(?:点|些|个)?(?:奖励|奖金|奖补|补贴|补助|资助|红包|奖|钱|补)"
    r"|(?P<pays>给|出|发|贴|报销)[^，。？?、]{0,3}?)"
    r"[^，。？?、]{0,3}?(?P<end>吗|不|么|没|嘛|没有)?[？?]?$"
)
_ASKS_OF_TWO: Final = re.compile("都|一起|同时|再|还|另|两|叠|加|各")
_PAID: Final = frozenset({"exact", "at_most"})
_PAYS: Final = frozenset({"exact", "at_most", "needs_info", "range"})
_OPENINGS: Final = (*phrases.YES.values(), phrases.CUMULATIVE, phrases.HIGHEST)


def said_once(sentences: Iterable[DraftSentence]) -> list[DraftSentence]:
    """The sentences, each once, and of several that open alike only the first with its 有.

    Of a result that is said twice, first plainly and then behind 可以累计, the first is given that opening.
    """
    told: dict[str, int] = {}
    opened: set[str] = set()
    kept: list[DraftSentence] = []
    for sentence in sentences:
        opening = next((word for word in _OPENINGS if sentence.text.startswith(word) and sentence.text != word), "")
        rest = sentence.text.removeprefix(opening)
        if sentence.kind == "claim" and any(_holds(each, sentence) for each in kept):
            continue  # the second half of a clause that has been read out whole
        if rest not in told:
            told[rest] = len(kept)
            kept.append(replace(sentence, text=rest) if opening in opened else sentence)
        elif opening and opening not in opened and kept[told[rest]].text == rest:
            kept[told[rest]] = replace(kept[told[rest]], text=sentence.text)
        opened.add(opening)
    return kept


def _holds(earlier: DraftSentence, sentence: DraftSentence) -> bool:
    """Whether a clause read out before has all of these words, on the same card's document and place."""
    words = sentence.text.removeprefix(f"{sentence.region}：").rstrip("。")
    same = earlier.kind == "claim" and earlier.region == sentence.region and not sentence.context
    return same and earlier.text != sentence.text and words in earlier.text


def whether(calculation: Calculation, topic: Topic) -> str:
    """能。 or 有。, said before the result; "" where nothing of the kind was asked or the result does not settle it."""
    if calculation.semantics not in _PAYS or calculation.amount_yuan == "0":
        return ""
    word = next((word for segment in _asking(topic.told) if (word := _word(segment))), "")
    return word if word == phrases.YES["有"] or calculation.semantics in _PAID else ""


def together(entry: BookRule, topic: Topic) -> str:
    """可以累计。 or 不能都拿，就高享受。 where the award's own clause says it of several."""
    if "stacking" not in topic.intents:
        return ""
    quote = entry.rule.quote
    if re.search("可以?累计|可以?叠加", quote):
        return phrases.CUMULATIVE
    return phrases.HIGHEST if re.search("就高(?!.*晋级)", quote) else ""


def _asking(told: Told) -> list[str]:
    return [told.text[s.start : s.end] for s in told.segments]


def _word(segment: str) -> str:
    found = _WHETHER.search(segment.strip(" ，,。"))
    if found is None or _ASKS_OF_TWO.search(segment) or any(f.kind == "money" for f in scan(segment)):
        return ""
    asks = found["end"] or re.search("能不能|能否|可不可以|有没有|给不给", segment)
    if found["pays"] and not found["end"]:
        return ""
    return phrases.YES["能" if found["may"] else "有"] if asks else ""
