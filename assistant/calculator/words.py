"""Boundary words of policy Chinese and the operator each stands for.

A rule's author copies the word from the clause; the operator always comes from this table, so nobody
can turn 超过 into ≥ by hand. `…` marks where the figure stands: `突破…（含）` is written around it,
`超过` before it, `以上` after it. 首次 and 年 in front of a word do not change it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

Operator = Literal[">=", ">", "<=", "<"]

_TABLE: Final[dict[str, Operator]] = {
    **dict.fromkeys(
        (
            "…以上", "…及以上", "…(含)以上", "…(含)", "不低于…", "不少于…", "达到…", "达…", "满…", "至少…", "达到…以上",
            "达…以上", "满…以上", "不低于…以上", "突破…(含)", "突破…(含)以上", "突破…以上", "达到…及以上",
            "达到…(含)以上", "提前…(含)以上", "提前…以上", "达到产能…", "起补…", "起奖…", "起点…", "门槛…",
        ),
        ">=",
    ),
    **dict.fromkeys(("超过…", "高于…", "大于…", "突破…", "超…"), ">"),
    **dict.fromkeys(
        (
            "…以下", "…及以下", "…(含)以下", "…以内", "…内", "不超过…", "最高不超过…", "不高于…", "不多于…",
            "至多…", "最多…", "最多不超过…", "最长不超过…", "前…",
        ),
        "<=",
    ),
    **dict.fromkeys(("不满…", "低于…", "小于…", "少于…", "不足…"), "<"),
}  # fmt: skip

# Words whose treatment of the figure itself people dispute: at equality the answer says how we read them.
_DISPUTED: Final = frozenset({"…以上", "突破…", "突破…以上", "达到…以上", "达…以上", "满…以上", "…以下"})

_IGNORED_PREFIXES: Final = ("首次", "年度", "年")


@dataclass(frozen=True, slots=True)
class Word:
    """A boundary word, resolved.

    Attributes:
        text: as the author wrote it (and the clause prints it), with `…` for the figure where it surrounds it.
        before, after: the printed text in front of and behind the figure; one may be empty.
        disputed: at equality the answer carries a 口径提示.
    """

    text: str
    before: str
    after: str
    operator: Operator
    disputed: bool

    def around(self, figure: str) -> str:
        """The word with its figure, as the clause prints it: 不低于1000万元, 1亿元（含）以上."""
        return f"{self.before}{figure}{self.after}"


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("...", "…")
    for prefix in _IGNORED_PREFIXES:
        folded = folded.removeprefix(prefix)
    return folded


def resolve(text: str) -> Word:
    """Look a boundary word up.

    Raises:
        ValueError: the word is not in the table (message in Chinese, names what is allowed).
    """
    key = _key(text)
    for candidate in (key, f"…{key}", f"{key}…"):
        if candidate in _TABLE:
            before, _, after = (text if "…" in text else candidate.replace(key, text)).partition("…")
            return Word(text, before, after, _TABLE[candidate], candidate in _DISPUTED)
    allowed = "、".join(sorted(word.strip("…") for word in _TABLE))
    raise ValueError(f"“{text}”不是已知的界限词。可用的有：{allowed}")


def table() -> list[Word]:
    """Every word of the table, for who looks for the words that stand at a figure."""
    return [resolve(key) for key in _TABLE]
