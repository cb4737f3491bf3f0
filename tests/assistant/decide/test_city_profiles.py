"""Companies written from the texts, against every award of their city: what they name, what it comes to, what is short."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.decide.profile import Match, Profiles
from assistant.drafting import phrases
from assistant.rulebook.load import load_rulebook
from index.text import strict_yaml

BOOK = load_rulebook()
PROFILES = Profiles(BOOK)
CITIES = {"changsha": ("长沙", date(2025, 6, 30)), "hangzhou": ("杭州", date(2025, 6, 30)), "shaoxing": ("绍兴", date(2026, 6, 30))}  # fmt: skip
HERE = Path(__file__).parent / "profiles"
CASES = [(name, case) for name in CITIES for case in strict_yaml.load(HERE / f"{name}.yaml")]


def said(match: Match) -> str:
    if match.verdict == "does_not":
        return "no"
    if match.verdict == "might":
        return "needs"
    return phrases.amount(match.calculation)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case['name']}" for name, case in CASES])
def test_every_award_the_profile_names(name: str, case: dict[str, Any]) -> None:
    city, day = CITIES[name]
    matches = PROFILES.match_text(case["text"], city, day)
    found = {match.rule_id: said(match) for match in matches.matches if match.named}
    for extra in case.get("also", []):
        found.pop(extra, None)
    assert found == case["expect"]
    assert len(matches.matches) == len([r for r in BOOK.rules.values() if BOOK.region(r) == city])
    for rule_id, gap in case.get("short", {}).items():
        (match,) = [m for m in matches.matches if m.rule_id == rule_id]
        assert any(gap in condition.shortfall for condition in match.calculation.conditions)
    if "total" in case:
        assert matches.total is not None
        assert phrases.amount(matches.total) == case["total"]


def test_at_least_ten_profiles_a_city() -> None:
    for name in CITIES:
        assert len([case for city, case in CASES if city == name]) >= 10
