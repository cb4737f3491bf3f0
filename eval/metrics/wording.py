"""What the answer says: the things it must, none of those it must not, and no figure that is not asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from eval.metrics.texts import figures, says, spoken

# An answer that opens like this abstains, whatever status it carries.
_OPENING = 150
_SAYS_NOT_HERE = re.compile(
    r"没有第[\d一二三四五六七八九十百]+条|不存在"
    r"|(?:没有|未|无|不包含|不含|查不到|找不到|未能).{0,12}"
    r"(?:规定|提及|收录|涉及|找到|条款|说明|公布|列明|内容|载明|给出|依据|信息|资料)"
)
_STATUSES = {
    "answer": {"answered"},
    "abstain": {"abstained", "refused"},
    "clarify": {"clarify", "answered"},
    "refuse": {"refused", "abstained"},
}
WITHHELD = frozenset({"abstained", "refused"})


def include(answer: str, patterns: Sequence[str]) -> float:
    """Share of the must-have patterns that the answer matches; 1 where there are none."""
    return sum(says(answer, pattern) for pattern in patterns) / len(patterns) if patterns else 1.0


def clean(answer: str, patterns: Sequence[str]) -> bool:
    """No forbidden pattern matches."""
    return not any(says(answer, pattern) for pattern in patterns)


def focus(answer: str, known: Collection[str]) -> float:
    """Share of the figures shown that belong to the question; `known` are the values that do. 1 where none is shown."""
    shown = figures(answer)
    return len(shown & set(known)) / len(shown) if shown else 1.0


def withheld(expect: str, status: str | None, answer: str) -> bool:
    """The system declined: by its status, or, where it should, in words.

    Words alone do not count where an answer was due: "the text sets no amount" may be the answer.
    """
    return status in WITHHELD or (expect == "abstain" and status_ok(expect, status, answer))


def status_ok(expect: str, status: str | None, answer: str) -> bool:
    """The system did what was expected.

    To refuse where abstaining was expected, and the other way round, are both right, and so is a clarifying
    question answered at once. A refusal needs its status; an abstention may be said in words.
    """
    if status in _STATUSES[expect]:
        return True
    in_words = status == "answered" and bool(_SAYS_NOT_HERE.search(spoken(answer)[:_OPENING]))
    return expect == "abstain" and in_words
