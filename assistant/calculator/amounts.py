"""Amounts with how sure they are: exact, at most, at least, a range, or not determined. Exact arithmetic only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from index.text.figures import format_money

Sureness = Literal["exact", "at_most", "at_least", "range", "undetermined"]
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Amount:
    """Yuan between `low` and `high` (None: no upper end known)."""

    sureness: Sureness
    low: Fraction
    high: Fraction | None

    def times(self, factor: Fraction) -> Amount:
        return replace(self, low=self.low * factor, high=None if self.high is None else self.high * factor)

    def less(self, paid: Fraction) -> Amount:
        """What is still due after `paid`, never below zero."""
        high = None if self.high is None else max(self.high - paid, ZERO)
        return replace(self, low=max(self.low - paid, ZERO), high=high)

    def capped(self, ceiling: Fraction) -> Amount:
        """At most `ceiling`. An open floor that reaches the ceiling has nothing left open."""
        high = ceiling if self.high is None else min(self.high, ceiling)
        low = min(self.low, ceiling)
        if low == high and self.sureness in ("at_least", "range"):
            return exact(high)
        return replace(self, low=low, high=high)

    def worded(self, exactness: Literal["exact", "at_most", "at_least"]) -> Amount:
        """The same figure under a bound word of the clause (最高不超过, 可适当提高)."""
        if self.sureness != "exact" or exactness == "exact":
            return self
        return at_most(self.high) if exactness == "at_most" else Amount("at_least", self.low, None)

    def __add__(self, other: Amount) -> Amount:
        low = self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        kinds = {self.sureness, other.sureness}
        for kind in ("undetermined", "range"):
            if kind in kinds:
                return Amount(kind, low, high)
        if kinds == {"exact"}:
            return Amount("exact", low, high)
        if kinds <= {"exact", "at_most"}:
            return Amount("at_most", low, high)
        return Amount("at_least" if "at_most" not in kinds else "undetermined", low, high)

    def __str__(self) -> str:
        """In Chinese: 25万元, 最高25万元, 不低于60万元, 20万元—100万元."""
        if self.sureness == "exact":
            return format_money(self.low)
        if self.sureness == "at_most" and self.high is not None:
            return f"最高{format_money(self.high)}"
        if self.sureness == "at_least":
            return f"不低于{format_money(self.low)}"
        if self.sureness == "range" and self.high is not None:
            return f"{format_money(self.low)}—{format_money(self.high)}"
        return "金额未定" if self.high is None else f"金额未定（最高{format_money(self.high)}）"


def exact(yuan: Fraction) -> Amount:
    return Amount("exact", yuan, yuan)


def at_most(ceiling: Fraction | None) -> Amount:
    return Amount("undetermined" if ceiling is None else "at_most", ZERO, ceiling)


def between(low: Fraction, high: Fraction | None) -> Amount:
    return Amount("range", low, high)


UNDETERMINED = Amount("undetermined", ZERO, None)


def yuan_text(yuan: Fraction) -> str:
    """Plain decimal string of yuan, at most two decimals, rounded half up (once, at output)."""
    cents = int((yuan * 200 + 1) // 2)
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def is_rounded(yuan: Fraction) -> bool:
    return (yuan * 100).denominator != 1
