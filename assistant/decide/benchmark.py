"""How long a company takes against a city: python -m assistant.decide.benchmark

Printed in milliseconds and as a ratio to reading the rulebook's names in the same text, so that runs on
different machines can be compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from assistant.decide.candidates import Names
from assistant.decide.profile import Profiles
from assistant.rulebook.load import load_rulebook

TEXT = (
    "规上民营企业，去年亩均评价B类，没有失信记录。今年产品新获评“浙江制造精品”；第一次进了中国品牌价值榜；设计部新认定为省级工业设计中心；"
    "评了五星级企业管理标杆；通过了能源管理体系认证。完成设备投入500万元，没有列入市级计划。经认定建了4个智能工位，DCMM第一次过了2级。"
)
DAY = date(2026, 6, 30)
RUNS = 9


def best_of(run: Callable[[], object]) -> float:
    """The shortest of several runs, in milliseconds of processor time."""
    taken = []
    for _ in range(RUNS):
        begin = time.process_time_ns()
        run()
        taken.append(time.process_time_ns() - begin)
    return min(taken) / 1e6


def main() -> None:
    book = load_rulebook()
    names = Names(book)
    profiles = Profiles(book, names)
    for city in dict.fromkeys(book.region(rule) for rule in book.rules.values()):
        reading = best_of(lambda city=city: names.mentions(TEXT, city))  # type: ignore[misc]
        matching = best_of(lambda city=city: profiles.match_text(TEXT, city, DAY))  # type: ignore[misc]
        rules = sum(book.region(rule) == city for rule in book.rules.values())
        ratio = matching / reading
        print(f"{city}：{rules} 条规则，{matching:.1f} 毫秒，为读出奖项名称（{reading:.2f} 毫秒）的 {ratio:.1f} 倍")


if __name__ == "__main__":
    main()
