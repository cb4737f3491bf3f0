"""Words of a language that exclude each other: what is new is not second-hand, who takes part does not lead.

Likeness of meaning cannot tell them apart (新购设备 and 二手设备 lie as near as two words for one thing), and no clause
says what it is not. So the pairs are data, and belong to the language, not to any document.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.reading.patterns import FOLDER
from index.errors import DataFileInvalid
from index.text import strict_yaml

Pair = tuple[re.Pattern[str], re.Pattern[str]]
SIDES: Final = 2


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """The two sides of every contrast.

    Raises:
        DataFileInvalid: a line is not two regular expressions.
    """
    data = strict_yaml.load(FOLDER / "contrasts.yaml")
    if not isinstance(data, dict) or not all(
        isinstance(sides, list) and len(sides) == SIDES for sides in data.values()
    ):
        raise DataFileInvalid("数据文件 contrasts.yaml 应由“名称: [一边, 另一边]”组成。")
    return tuple((re.compile(one), re.compile(other)) for one, other in data.values())


def contrast(said: str, asked: str) -> bool:
    """Whether `said` stands on the other side of what is `asked`: 搬过来的旧设备 of 新购研发设备."""
    return any(_apart(said, asked, one, other) or _apart(said, asked, other, one) for one, other in pairs())


def _apart(said: str, asked: str, mine: re.Pattern[str], its: re.Pattern[str]) -> bool:
    """`said` is of one side only, and `asked` of the other only."""
    if not mine.search(said) or not its.search(asked):
        return False
    return not its.search(said) and not mine.search(asked)
