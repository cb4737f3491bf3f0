"""Levels, kinds, yes and no: the options of an input, found by the names the registry gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.calculator.inputs import InputSpec
from assistant.calculator.kinds import Choice
from assistant.decide.bound import PRIOR_OPTION, Bound, mentioned
from assistant.reading.statements import FIRM, kind_of
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.vocabulary.lexicon import Entry, Lexicon, Mention


def options(rule: BookRule, specs: dict[str, InputSpec], told: Told) -> Iterator[Bound]:
    text = told.text
    award = rule.rule.award
    by = award.by if isinstance(award, Choice) else ""
    together = isinstance(award, Choice) and award.together is not None
    for name, spec in specs.items():
        if spec.type == "boolean":
            yield from _boolean(name, spec, told)
        elif spec.options:
            said, denied = _said_and_denied(spec, told)
            if (either := _yes_or_no(name, spec, told, said, denied)) is not None:
                yield either
                continue
            if not said and not denied:
                level = _told_level(name, spec, told) or _told_letter(name, spec, told)
                if level is not None:
                    yield level
                    continue
            before, now = _then_and_now(said, told)
            if by == name and before and now and {m.concept for m in before} != {m.concept for m in now}:
                yield mentioned(PRIOR_OPTION, before[0].concept, before[0])
            concepts = list(dict.fromkeys(m.concept for m in now))
            if spec.type == "set":
                if concepts:
                    yield mentioned(name, concepts, now[0], now)
                elif denied:
                    yield Bound(name, [], denied[0].surface, denied[0].start, denied[0].end)
                elif nothing := _nothing_of(spec, told):
                    yield Bound(name, [], text[slice(*nothing)], *nothing)
            elif len(concepts) == 1:
                yield mentioned(name, concepts[0], now[0], now)
            elif len(concepts) > 1 and together and name == by:
                yield mentioned(name, concepts, now[0], now)
            elif len(concepts) > 1:
                if spec.type == "ordered_enum" and (last := _reached(now, told)):
                    yield mentioned(name, last.concept, last, now)
                    continue
                longest = max(now, key=lambda m: m.end - m.start)
                if all(m is longest or _within(m, longest) for m in now):
                    yield mentioned(name, longest.concept, longest, now)


def _told_level(name: str, spec: InputSpec, told: Told) -> Bound | None:
    """市里认的: the one level that is told, in words that are no name of the option."""
    facts = [f for f in told.facts if f.kind == "level" and f.role == "given" and not f.negated]
    options = {option.label: option.id for option in spec.options}
    if len({f.value for f in facts}) != 1 or facts[0].value not in options:
        return None
    return Bound(name, options[str(facts[0].value)], facts[0].text, *facts[0].at, tuple(f.at for f in facts[1:]))


def _told_letter(name: str, spec: InputSpec, told: Told) -> Bound | None:
    """成熟度只评到E: the letter of a class by itself, where the input is named."""
    letters = {o.label[0]: o.id for o in spec.options if re.fullmatch("[A-E][类级]", o.label)}
    for part in told.segments if letters else ():
        at, words = (part.start, part.end), told.text[part.start : part.end]
        for letter, option in letters.items():
            if not told.is_denied(at) and stands_alone(letter, words) and _names(spec, words):
                return Bound(name, option, words, *at)
    return None


def _names(spec: InputSpec, words: str) -> bool:
    """Whether the words name the input, as a whole or by three characters of its label (成熟度)."""
    parts = {spec.label[i : i + 3] for i in range(len(spec.label) - 2)}
    return any(name in words for name in (*parts, *spec.aliases))


def stands_alone(letter: str, words: str) -> bool:
    """打了个D: the letter beside no other letter or digit."""
    return re.search(rf"(?<![A-Za-z\d]){re.escape(letter)}(?![A-Za-z\d])", words) is not None


_FIRST = re.compile(r"前(\d)名")


def _yes_or_no(name: str, spec: InputSpec, told: Told, said: list[Mention], denied: list[Mention]) -> Bound | None:
    """Of two options one of which denies the other (全国前3名, 不在全国前3名): a rank, or a denial, tells which."""
    labels = {option.label: option.id for option in spec.options}
    pair = [(yes, no) for yes in labels for no in labels if yes != no and no.endswith(yes)]
    if len(labels) != len(pair) + 1 or not pair:
        return None
    ((yes, no),) = pair
    first = _FIRST.search(yes)
    for fact in told.facts if first else ():
        if fact.kind == "rank" and not fact.negated and isinstance(fact.value, Fraction):
            within = fact.value <= int(first[1])  # type: ignore[index]
            return Bound(name, labels[yes if within else no], fact.text, *fact.at)
    if denied and not said:
        return mentioned(name, labels[no], denied[0], denied)
    return None


def _reached(now: list[Mention], told: Told) -> Mention | None:
    """`越过3级直接通过4级`: told in one statement of what was reached, the last is where it ended."""
    spans = {told.span(m.start) for m in now}
    words = told.words(now[0].start)
    return now[-1] if len(spans) == 1 and kind_of(words) in ("achieved", "former") and "还是" not in words else None


def _left_open(mention: Mention, told: Told) -> bool:
    """到底是按车间算还是按整个厂算: one of two that the caller asks between is not told."""
    segment = told.segment(mention.start)
    words = told.text[segment.start : segment.end]
    return "还是" in words and kind_of(words) == "ask"


def _option_mentions(spec: InputSpec, told: Told) -> list[Mention]:
    lexicon = Lexicon(Entry(o.id, "option", (o.label, *o.aliases)) for o in spec.options)
    found = [m for m in lexicon.find(told.text) if not _left_open(m, told)]
    apart = [m for m in _composed(spec, told) if all(m.end <= f.start or f.end <= m.start for f in found)]
    return sorted([*found, *apart], key=lambda mention: mention.start)


_LEVEL = re.compile(r"^(国家级?|省级?|市级?)(.{2,})$")


def _composed(spec: InputSpec, told: Told) -> Iterator[Mention]:
    """An option that joins level and grade (国家二等奖), when the text says them apart (全国赛拿了二等奖)."""
    for fact in told.facts:
        if fact.kind != "grade" or fact.negated:
            continue
        segment = told.segment(fact.at[0])
        before = told.text[segment.start : fact.at[0]]
        said = [(before.rfind(word), level) for word, level in _SAID if word in before]
        level = max(said)[1] if said else ""
        for option in spec.options:
            parts = _LEVEL.match(option.label)
            if parts and parts[1].removesuffix("级") == level and parts[2] == str(fact.value):
                yield Mention(option.id, "option", fact.text, *fact.at)
                break


_SAID = (("国家", "国家"), ("全国", "国家"), ("国赛", "国家"), ("省", "省"), ("市", "市"))


def _within(mention: Mention, other: Mention) -> bool:
    return other.start <= mention.start and mention.end <= other.end


def current_options(spec: InputSpec, told: Told) -> list[Mention]:
    """The options of `spec` that the text tells of now: neither denied nor of an earlier time."""
    return _then_and_now(_said_and_denied(spec, told)[0], told)[1]


def _said_and_denied(spec: InputSpec, told: Told) -> tuple[list[Mention], list[Mention]]:
    found = _option_mentions(spec, told)
    applying = {o.id for o in spec.options if "申报" in o.label}  # to apply is told by planning it: 今年再报一次
    said = [
        m for m in found
        if not told.is_denied((m.start, m.end)) or (m.concept in applying and kind_of(told.words(m.start)) == "planned")
    ]  # fmt: skip
    denied = [m for m in found if m not in said]
    labels = {o.id: o.label for o in spec.options}
    # 没排进市重点工业项目计划: what only stands inside that plan is not held either
    inside = [m for m in said if any(d.concept != m.concept and d.surface in labels[m.concept] for d in denied)]
    return [m for m in said if m not in inside], [*denied, *inside]


def _then_and_now(said: list[Mention], told: Told) -> tuple[list[Mention], list[Mention]]:
    """`2024年评的市级，今年升到省级`: what was before, and what is. One alone is told of now, whatever its time."""
    edges = [*(m.start for m in said), len(told.text)][1:]
    years = {m: told.year(m.start, edge) for m, edge in zip(said, edges, strict=True)}
    known = {year for year in years.values() if year is not None}
    before = [
        m for m in said
        if ((year := years[m]) is not None and len(known) > 1 and year < max(known))
        or ((year is None or len(known) == 1) and _is_prior(m, told))
    ]  # fmt: skip
    now = [m for m in said if m not in before]
    return (before, now) if now or len({m.concept for m in before}) > 1 else (before, before)


def _is_prior(mention: Mention, told: Told) -> bool:
    """`从三星升到五星`, `原来是三星`, `三星去年领过`: the earlier level."""
    text, segment = told.text, told.segment(mention.start)
    before, after = text[segment.start : mention.start], text[mention.end : segment.end]
    if re.search(r"(?:从|由)[^到至]{0,8}$", before) and re.search(r"(?:升|晋|到|变|提)", after):
        return True
    if re.search(r"(?:升|晋|评|到)[^，。]{0,6}$", before) and not re.search(
        r"过|原来|之前|以前|去年|前年|上年", before
    ):
        return False
    paid = any(f.role in ("prior", "upper_award") and segment.start <= f.at[0] < segment.end for f in told.facts)
    return paid or kind_of(text[segment.start : segment.end], FIRM) == "former"


def _nothing_of(spec: InputSpec, told: Told) -> Span | None:
    """`没有列入任何市级计划`: a denial that names the input itself, or the kind of list it is."""
    kinds = {word for word in ("计划", "清单", "名单") if word in spec.label}
    for start, end in told.denied:
        if any(name in told.text[start:end] for name in (spec.label, *spec.aliases, *kinds)):
            return start, end
    return None


def _boolean(name: str, spec: InputSpec, told: Told) -> Iterator[Bound]:
    text = told.text
    against = Lexicon([Entry(name, "fact", spec.contrary)]).find(text) if spec.contrary else []
    if against:
        yield mentioned(name, False, against[0])
        return
    lexicon = Lexicon([Entry(name, "fact", spec.aliases)])
    mentions = lexicon.find(text)
    if mentions:
        first = mentions[0]
        yield mentioned(name, not told.is_denied((first.start, first.end)), first)
