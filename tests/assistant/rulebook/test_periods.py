"""The first and the last day of each policy, and the days beside them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.rulebook.load import load_rulebook

BOOK = load_rulebook()
DAY = date(2026, 6, 30)
SHAOXING = "shaoxing-2025/（二十四）:zhejiang-fine-product"
HANGZHOU = "hangzhou-2023/（一）:first-set-recognition"
CHANGSHA = "changsha-2023/6:cross-industry-platform"


@pytest.mark.parametrize(
    ("rule_id", "event", "inside"),
    [
        (SHAOXING, "2024-12-31", False),
        (SHAOXING, "2025-01-01", True),
        (SHAOXING, "2025-01-02", True),
        (SHAOXING, "2026-12-30", True),
        (SHAOXING, "2026-12-31", True),
        (SHAOXING, "2027-01-01", False),
        (SHAOXING, "2024", False),
        (SHAOXING, "2024-12", False),
        (SHAOXING, "2025", True),
        (SHAOXING, "2027", False),
        (HANGZHOU, "2025-12-30", True),
        (HANGZHOU, "2025-12-31", True),
        (HANGZHOU, "2026-01-01", False),
        (HANGZHOU, "2026", False),
        (CHANGSHA, "2022-06-30", True),  # the text gives no publication date: no day is outside
        (CHANGSHA, "2030-01-01", True),
    ],
)
def test_an_event_counts_inside_the_period_only(rule_id: str, event: str, inside: bool) -> None:
    calculation = BOOK.calculate(rule_id, {}, DAY, event)
    assert (calculation.semantics == "exact") is inside
    if not inside:
        assert calculation.amount_yuan == "0"
        assert any(c.met == "no" and c.actual == event for c in calculation.conditions)


def test_what_the_older_policy_has_not_finished_is_the_exception_of_shaoxing() -> None:
    calculation = BOOK.calculate(SHAOXING, {}, DAY, "2024-11-30")
    assert any("原有补贴政策尚未执行完毕的除外" in note for note in calculation.notes)


@pytest.mark.parametrize("as_of", [date(2024, 12, 31), date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1)])
def test_the_day_of_the_answer_never_changes_the_amount(as_of: date) -> None:
    for rule_id in (SHAOXING, HANGZHOU, CHANGSHA):
        assert BOOK.calculate(rule_id, {}, as_of).amount_yuan == BOOK.calculate(rule_id, {}, DAY).amount_yuan


@pytest.mark.parametrize(
    ("rule_id", "as_of", "status"),
    [
        (SHAOXING, date(2024, 12, 31), "not_yet"),
        (SHAOXING, date(2025, 1, 1), "in_force"),
        (SHAOXING, date(2026, 12, 31), "in_force"),
        (SHAOXING, date(2027, 1, 1), "expired"),
        (HANGZHOU, date(2025, 12, 31), "draft"),
        (HANGZHOU, date(2026, 1, 1), "draft_expired"),
        (CHANGSHA, date(2026, 1, 1), "draft"),
    ],
)
def test_the_status_follows_the_day_of_the_answer(rule_id: str, as_of: date, status: str) -> None:
    assert BOOK.calculate(rule_id, {}, as_of).document_status == status
