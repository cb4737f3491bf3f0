"""A cited sentence says no more than its clauses: its claims are compared with theirs (`assistant.claims`).

What is not the clause's business is taken out first: figures that something else accounts for (the calculation shown,
the user's own where they are denied, names of documents), and how the sentence speaks of its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from assistant.answer import Calculation
from assistant.claims.compare import Disagreement, Held, compare, hold
from assistant.claims.comparison import compared
from assistant.claims.derived import derived
from assistant.claims.nearest import nearest_sentence
from assistant.claims.read import claims
from assistant.gates.accounts import elsewhere, unaccounted
from assistant.gates.caps import caps
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.rewording import reworded
from assistant.gates.words import plain
from index.documents.model import ClauseKind

_STANDING: Final = re.compile(
    r"[（(][^（）()]{0,24}(?:征求意见稿|届满|到期|过期|现行|有效)[^（）()]{0,12}[)）]"
    r"|(?:[（(]?征求意见稿[)）]?|已?过有效期|有效期已过|已?届满|已?到期的?|已?过期的?|现行有效|仍?在执行期内|20\d\d年\d{1,2}月\d{1,2}日)"
    r"|[市省]级(?:文件|政策|条文)|第\s?[（(]?[一二三四五六七八九十百\d]+[）)]?\s?条"
)
_WRITTEN: Final = re.compile(
    r"(?<!没有)(?<![没未不])(?:明确|清楚|已经?|确实|都|均)地?(?:载明|写明|写了?|给出了?|给(?!予)|规定了?|定(?:了|$|[，。；金数标])|列明|说明)"
    r"|(?<!没)(?<!没有)有(?:固定|明确|具体)(?:的)?(?:标准|金额|数额|比例)"
)
_SILENT: Final = re.compile(
    r"(?:并?没有?|并?未)(?:写明|载明|规定|给出|明确|列出|说明|提到|写|定|给(?=[金数标额]|$|[，。；]))出?(?:具体|固定)?的?"
    r"(?:奖励|补助|补贴)?的?(?:金额|数额|标准|额度|日期|数字|多少|公布日期)?"
    r"|没有(?:具体|固定)的?(?:金额|数额|标准|额度)"
)
_LIMITED: Final = re.compile("(?:并?不是|并非)(?:没有|不设|无)(?:任何|金额)?(?:上限|封顶)")
_NOT_FIXED: Final = re.compile(r"(?:并?不是|并非)一?个?固定的?(?:金额|数额|标准)?[^，。；]{0,8}[，。；]")
_ANSWER: Final = re.compile(r"^[^，。；〇\d]{1,4}，")
_PARTS: Final = (ClauseKind.ITEM, ClauseKind.PARAGRAPH)
HEADING: Final = 60


def claim(checked: Checked, context: Context) -> Failure | None:
    """Figures are accounted for, claims borne out, limits not left out. Questions, frames and banners claim nothing."""
    if checked.verbatim:
        return None
    law = held(checked, context) if checked.cited else None
    proved, wrong = worked_out(checked.text, law) if law else ([], None)
    printed = [each.result.figure for _, each in law.claims if each.result] if law else []
    if why := unaccounted(checked, context, proved, printed):
        return Failure("number", why)
    if law is None or checked.kind in ("question", "status", "frame"):
        return None
    if why := _misquoted(checked):
        return Failure("claim", why)
    said = spoken(checked, context, proved)
    if (found := wrong or compare(said, law)) and (wrong or not _reworded(said, checked, law)):
        return Failure("claim", f"{found.reason}。")
    if why := caps(checked, context):
        return Failure("cap", why)
    return None


def _reworded(said: str, checked: Checked, law: Held) -> bool:
    """Whether every slot agrees and the words, with the answer in front, only say otherwise what the clauses say."""
    if compare(_ANSWER.sub("", said), replace(law, content=False)) is not None:
        return False
    return reworded(checked.text, tuple(source.text for source in checked.sources))


def worked_out(text: str, law: Held) -> tuple[list[tuple[int, int]], Disagreement | None]:
    """The stretches of a sentence that follow from figures of its clauses; what contradicts them."""
    found, wrong = compared(text, law)
    found += [span for each in derived(text, law) for span in each]
    return found, wrong


def _misquoted(checked: Checked) -> str:
    """条文明确给出金额 is not said of a sentence without a sum, nor 没有写金额 of one with a fixed sum."""
    texts = [source.text for source in checked.sources]
    match = _WRITTEN.search(checked.text)
    if match and not any(match.group() in text for text in texts):
        nearest, _ = nearest_sentence(checked.text, texts)
        if not any(each.paid for each in claims(nearest)):
            return f"原文并没有“{match.group()}”。"
    return ""


def spoken(checked: Checked, context: Context, proved: Sequence[tuple[int, int]] = ()) -> str:
    """The sentence without what the clause need not say; `proved`: stretches that were worked out from its figures."""
    text = checked.text
    for start, end in proved:
        text = text[:start] + " " * (end - start) + text[end:]
    for mark in reversed(checked.marks):
        if any(start <= mark.figure.start < end for start, end in proved):
            continue
        if how := elsewhere(mark, checked, context):
            start, end = mark.figure.start, mark.figure.end
            if how == "denied":
                start = max((text.rfind(pause, 0, start) for pause in "，。；,;："), default=-1) + 1
                pause = re.search("[，。；,;]", text[end:])
                end += pause.end() if pause else len(text) - end
            text = text[:start] + " " * (end - start) + text[end:]
    for document in checked.documents:
        for name in (document.title, document.short_title, *document.aliases):
            text = text.replace(f"《{name}》", "").replace(name, "")
    if any(mark.bound == "max" for source in checked.sources for mark in source.marks):
        text = _NOT_FIXED.sub("", _LIMITED.sub("", text))
    heading = plain(checked.heading)
    named = len(heading) > 3 and any(heading in source.plain for source in checked.sources)
    head = f"{checked.heading}：" if named and heading not in plain(text) else ""
    return head + _SILENT.sub("", _STANDING.sub("", text))


def held(checked: Checked, context: Context) -> Held:
    places = [
        place for d in checked.documents for place in (d.region, f"{d.region}市", d.province, d.short_title, d.title)
    ]
    library = context.sources.library
    known = [*places, *(source.clause.label for source in checked.sources)]
    for source in checked.sources:
        parent = source.clause.parent_id
        while parent:
            above = library.clause(parent)
            known.append(f"{above.heading}。{above.text if source.clause.kind in _PARTS else above.text[:HEADING]}")
            parent = above.parent_id
    texts = tuple(source.text for source in checked.sources)
    if checked.calculation is not None:
        texts = (*texts, _told(checked.calculation, context.computed[checked.calculation.id]))
    read = _hold(texts)
    return replace(read, known=tuple(known))


def _told(calculation: Calculation, words: str) -> str:
    """A calculation as a text to be read like a clause: its award with the amount, then every line for itself."""
    first, *rest = words.splitlines()
    return "。".join([f"{calculation.title}（{calculation.option}）为{first}", *rest])


@lru_cache(maxsize=512)
def _hold(texts: tuple[str, ...]) -> Held:
    return hold(texts)
