"""Words of sentences and clauses in a form in which they can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from index.text.normalize import nfkc

_DROPPED: Final = re.compile(r"[\s“”‘’\"'「」『』《》〈〉（）()\[\]【】*_`·]")
_NOT_WORDS: Final = re.compile(r"[^0-9a-z\u3400-\u9fff%‰]+")
_NUMERALS: Final = re.compile(r"[\d.,]+|[%‰]")

# Level words: the policies' own and what people call them. One level never stands for another.
LEVELS: Final[dict[str, re.Pattern[str]]] = {
    "国际": re.compile(r"国际(?!工程机械展|合作|A级|标准|循环|专业)"),
    "国家级": re.compile(
        r"国家级|国家(?!发改委|基本|超级|重要|实际|工业领域|网络|顶级|战略|标准|税|科技|机关)|国级|部级|工信部"
        r"|全国(?!前|质量|专业)"
    ),
    "省级": re.compile(
        r"省级|全省|省(?!内|外|会|去|略|时|钱|心|市县|政府|份|区|工信|经信|重大|重点)"
    ),
    "市级": re.compile(r"市级|全市|(?<![上城杭沙兴门集])市"
        r"(?!场|委|政府|财政|民|区|县|外|内|面|值|占|盈|工信|经信|科技|发改|级|本级|重点|国|投|规|生态|数据|人)"),
    "县级": re.compile(r"县级|区级"),
}  # fmt: skip

# What a cap is counted by.
WINDOWS: Final[dict[str, re.Pattern[str]]] = {
    "每场": re.compile(r"[单每一]场"),
    "每年": re.compile(r"年度|每年|全年|一年|年内"),
    "每月": re.compile(r"每月|月度|单月"),
}


def plain(text: str) -> str:
    """NFKC, lower case, without quotes, brackets and blanks."""
    return _DROPPED.sub("", nfkc(text)).lower()


@lru_cache(maxsize=8192)
def bigrams(text: str) -> tuple[str, ...]:
    """Character bigrams of the words of `text`, figures and punctuation left out, in order."""
    found: list[str] = []
    for run in _NOT_WORDS.split(_NUMERALS.sub(" ", nfkc(text).lower())):
        word = "".join(run.split())
        found += [word[i : i + 2] for i in range(len(word) - 1)]
    return tuple(found)
