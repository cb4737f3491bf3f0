"""Dates against the answer's day, and which of them the question turns on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.reading.dates import find_dates
from assistant.reading.model import Understanding

Read = Callable[..., Understanding]
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年6月30日", [(2024, 6, 30)]),
        ("2024-06-30", [(2024, 6, 30)]),
        ("2024/6/3", [(2024, 6, 3)]),
        ("2024年6月", [(2024, 6, None)]),
        ("2024年", [(2024, None, None)]),
        ("二〇二四年", [(2024, None, None)]),
        ("24年认定", [(2024, None, None)]),
        ("25年6月投产", [(2025, 6, None)]),
        ("去年", [(2025, None, None)]),
        ("去年12月", [(2025, 12, None)]),
        ("上年度", [(2025, None, None)]),
        ("前年", [(2024, None, None)]),
        ("大前年", [(2023, None, None)]),
        ("今年3月15日", [(2026, 3, 15)]),
        ("上个月", [(2026, 10, None)]),
        ("明年", [(2027, None, None)]),
        ("9月份", [(2026, 9, None)]),
        ("2024年2月31日", [(2024, 2, None)]),
        ("干了20年以上", []),
        ("比例2025.5%", []),
        ("目前年产值", []),
        ("以前年度", []),
        ("连续3年", []),
    ],
)
def test_find_dates(text: str, expected: list[tuple[int, int | None, int | None]]) -> None:
    assert [(w.year, w.month, w.day) for w in find_dates(text, DAY)] == expected


def test_last_month_in_january_is_december() -> None:
    (when,) = find_dates("上个月", date(2026, 1, 5))
    assert (when.year, when.month) == (2025, 12)


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("绍兴小巨人去年认定的", "2025"),
        ("2024年6月投产的，长沙", "2024-06"),
        ("2023年小升规，到2026年一共能拿多少", "2023"),
        ("三星小微企业园去年拿了20万，今年升五星", "2026"),
        ("去年营收2800万，今年3600万", None),
        ("绍兴小巨人多少", None),
        ("2024年7月拿到省级绿色工厂，2026年3月又拿到国家级", "2026-03"),
        ("今年（2026年）3月通过验收", "2026-03"),
        ("2025年3月10日通过能源管理体系认证", "2025-03-10"),
        ("长政办发2021年10号还有用吗", None),
    ],
)
def test_event_date(read: Read, question: str, event: str | None) -> None:
    found = read(question).event_date
    assert (str(found) if found else None) == event


def test_without_a_date_the_event_is_of_the_answer_s_year(read: Read) -> None:
    assert read("绍兴小巨人多少", as_of=date(2025, 5, 1)).event_year == 2025


def test_the_request_s_day_wins_over_the_text(read: Read) -> None:
    text = "今天是2025年3月1日，绍兴小巨人多少"
    assert read(text, as_of=date(2026, 6, 30)).as_of == date(2026, 6, 30)
    assert read(text, as_of=None).as_of == date(2025, 3, 1)
    assert read("绍兴小巨人多少", as_of=None).as_of == date(2026, 11, 22)
