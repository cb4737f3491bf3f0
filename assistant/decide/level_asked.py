"""A level said beside an award's name (市级单项冠军, 那省级的呢): the award's own level, or one it does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.calculator.kinds import Choice
from assistant.decide.bound import Bound
from assistant.reading.model import Fact
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.vocabulary.lexicon import Mention

# The level and the name stand side by side, or a comma apart (小巨人，省级).
GAP = 2
# 绍兴市级…: the place's name has taken the 市, the level stands before the award all the same.
_LEVELS = ("国家级", "省级", "市级", "县级", "区级")


@dataclass(frozen=True, slots=True)
class Absent:
    """A level that was asked for and that the award does not have; `held` are the kinds it has, as printed."""

    level: str
    rule: BookRule
    held: tuple[str, ...]


def asked_level(rule: BookRule, told: Told, names: Sequence[Mention], bounds: Sequence[Bound]) -> list[Bound] | Absent:
    """The bounds, the award's kind being that of the level asked for; or that there is no such level."""
    award = rule.rule.award
    if not isinstance(award, Choice):
        return list(bounds)
    kinds = {o.is_[0]: "".join(o.label) or rule.registry.show(award.by, o.is_[0]) for o in award.options}
    levels = {
        str(f.value)
        for f in told.facts
        if f.kind == "level"
        and f.role == "given"
        and not _in_denied(f, told)
        and (_beside(f, names) or _alone(f, told))
    }
    now = next((told.year(b.start) for b in bounds if b.input == award.by and isinstance(b.value, str)), None)
    held = [n for n in names if not told.is_denied(told.span(n.start)) and (told.year(n.start) or now) == now]
    levels |= {level for name in held for level in _LEVELS if told.text[: name.start].endswith(level)}
    if len(levels) != 1 or not any(_level_of(text) for text in kinds.values()):
        return list(bounds)
    (level,) = levels
    word = level.removesuffix("级")
    of_level = [kind for kind, text in kinds.items() if word in text or word in rule.registry.show(award.by, kind)]
    quoted = any(
        f"{before}{word}{behind}" in rule.rule.quote for before, behind in (("", "级"), ("、", ""), ("", "、"))
    )
    if not of_level:
        printed = tuple(dict.fromkeys(kinds.values()))
        return list(bounds) if quoted else Absent(level, rule, printed)
    bound = next((b for b in bounds if b.input == award.by), None)
    if bound is None:
        return [*bounds, *_composed(award.by, of_level, kinds, told)]
    if bound.value in of_level or not isinstance(bound.value, str) or len(of_level) > 1:
        return list(bounds)
    return [replace(b, value=of_level[0]) if b is bound else b for b in bounds]


def _composed(by: str, of_level: Sequence[str], kinds: Mapping[str, str], told: Told) -> list[Bound]:
    """市里评了我们智能工厂: the kind whose level and whose name are said apart."""
    named = [kind for kind in of_level if (name := _LEVEL.sub("", kinds[kind])) and name in told.text]
    levels = [f for f in told.facts if f.kind == "level" and f.role == "given" and not _in_denied(f, told)]
    if len(named) != 1 or not levels:
        return []
    return [Bound(by, named[0], levels[0].text, *levels[0].at)]


_LEVEL = re.compile(r"^(?:国家|省|市|县|区)级?")


def _in_denied(level: Fact, told: Told) -> bool:
    """市级典型场景从来没拿过: a level told of to say that it was never held."""
    return level.negated or told.is_denied(told.span(level.at[0]))


def _beside(level: Fact, names: Sequence[Mention]) -> bool:
    return any(
        0 <= name.start - level.at[1] <= GAP or 0 <= level.at[0] - name.end <= GAP for name in names
    )  # fmt: skip


def _alone(level: Fact, told: Told) -> bool:
    """…，省级: a stretch that says nothing but the level, as follow-ups do."""
    return told.words(level.at[0]).strip(" ，,。？?的") == level.text


def _level_of(text: str) -> bool:
    return any(word in text for word in ("国家", "省", "市"))
