"""A unit cast into a rule: the award's kind with its figures, conditions, ceilings and inputs.

Everything that a rule file holds is written as the clause prints it; a figure that stands more than once in the quote
is numbered. What no kind takes is refused with the reason, never bent to fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from assistant.rulebook.draft import names
from assistant.rulebook.draft.asked import asked, left_out
from assistant.rulebook.draft.composed import Made
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.pieces import NotCast
from assistant.rulebook.draft.said import Ceiling, Unit, alternatives

_EVERYWHERE: Final = 6  # a name that often in a document is its subject and no award's
_SLUGS: Final = {
    "fixed": "award", "choice": "levels", "ladder": "ladder", "percent": "rate", "rate_choice": "rates",
    "per_step": "growth", "match": "match", "range": "range", "yearly": "yearly", "none": "open",
}  # fmt: skip


@dataclass
class Cast:
    """A rule as data, the units it was made of, and the figures it claims."""

    rule: dict[str, Any]
    units: list[Unit]
    start: int
    end: int
    claimed: list[tuple[int, int]] = field(default_factory=list)


class Caster:
    """Casts the units of one clause."""

    def __init__(
        self, text: str, heading: str, inputs: Inputs, shared: Sequence[Ceiling], *, alone: bool,
        common: str = "", source: str = "",
    ) -> None:  # fmt: skip
        self.text, self.heading, self.inputs, self.common = text, heading, inputs, common
        self.shared, self.alone = shared, alone
        self.source = source
        self.starts: list[int] = []
        self.joint = False
        self.printed: Callable[[int, int], str] = lambda start, end: text[start:end]

    def cast(self, units: list[Unit]) -> Cast:
        """One rule for units that belong together. Raises NotCast."""
        for unit in units:
            if unit.unsafe:
                raise NotCast(unit.unsafe)
            if alternatives(unit, self.text):
                raise NotCast("几个界限之间是“或”")
        for unit in units:
            if unit.under and all(c.place != unit.under for u in units for c in u.limits):
                raise NotCast("与同一句里的其他奖励共用一个上限")
        start, end = min(u.start for u in units), self._to_the_end(units)
        if self.joint and len(units) > 1:
            end = max(end, *(_behind(self.text, c.place[1]) for c in self.shared))
        made = Made(self.text, self.inputs, start, end, joint=self.joint, shared=self.shared)
        body = made.body(units)
        if len(units) == 1 and units[0].kind != "none":
            conditions: list[dict[str, Any]] = [
                {"input": self.inputs.condition(text), "is": "是", "text": text, "soft": True}
                for text in dict.fromkeys(asked(units[0], self.text[units[0].end : self._paragraph(units[0].end)]))
            ]
            out = dict.fromkeys(left_out(units[0], self.text, self.source))
            conditions += [{"text": text, "soft": True} for text in out]
            if conditions:
                body = {"when": [*body.pop("when", []), *conditions], **body}
        made.claimed += [place for unit in units for place in (*unit.restated, *(each for _, each in unit.payout))]
        if barred := list({t.place: t for u in units for t in u.barred}.values()):
            body = {"when": [*body.pop("when", []), *made.unless(barred)], **body}
        name = names.title(units, self.heading, alone=self.alone, common=self.common)
        rule: dict[str, Any] = {"title": name}
        if also := names.aliases(units, self.heading, name, alone=self.alone, common=self.common):
            rule["aliases"] = [a for a in also if self.source.count(a) < _EVERYWHERE]
        named = [a for n in self.inputs.specs if n in repr(body) for a in self.inputs.specs[n].get("aliases", [])]
        said = [*sorted(named, key=len)[:14], *names.spoken(self.text[start:end], [name])]
        if words := names.keywords(units, self.heading, self.common, said):
            rule["keywords"] = words
        rule["quote"] = self.printed(start, end).strip("\n")
        rule.update(body)
        asides = [a for u in units for a in u.aside]
        if asides:
            rule["notes"] = [a.strip("，,；;。 ") + "。" for a in asides]
        slug = _SLUGS[units[0].kind]
        return Cast({"id": slug, **rule}, units, start, end, made.claimed)

    def _paragraph(self, position: int) -> int:
        """The end of the paragraph, or of the award where the next one begins before it."""
        stop = self.text.find("\n", position)
        ends = [stop if stop >= 0 else len(self.text), *(s for s in self.starts if s > position)]
        return min(ends)

    def _to_the_end(self, units: list[Unit]) -> int:
        """What follows in the same sentence and belongs to no other award is part of the quote (不累计计算)."""
        end = max(max(u.end, u.bar_end) for u in units)
        stop = re.search("[；;。\n]", self.text[end - 1 :])
        to = end - 1 + stop.end() if stop else len(self.text)
        return end if any(end <= start < to for start in self.starts) else max(end, to)


def _behind(text: str, position: int) -> int:
    stop = re.search("[；;。\n]", text[position:])
    return position + stop.end() if stop else len(text)
