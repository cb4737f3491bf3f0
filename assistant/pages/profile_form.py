"""The five questions that decide most about a company in a city, and what is answered as sentences.

Which they are follows from the city's rules: the recognitions people call by name, the figures most awards are
reckoned from, and what bars an applicant from a whole document. The answers become a description in words, so that
a filled-in form and a written profile are read by the same reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.calculator.evaluate import PAID_THIS_YEAR, PRIOR_AWARD
from assistant.calculator.inputs import InputSpec
from assistant.calculator.listing import rule_options
from assistant.pages.asking import yes_and_no
from assistant.pages.forms import MONEY_UNITS, NOTHING, UNIT_SUFFIX, UNITS, VALUE_LIMIT, usual_unit
from assistant.rulebook.load import BookRule, Rulebook

QUESTIONS = 5
TITLES = 20
TITLE_FIELD, STANDING_FIELD = "titles", "standing"
_SPOKEN = (3, 12)  # characters of a name that fits a button


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        widget: `boxes` (any number of `options`), `list` (one of them), `figure` (text with one of `units`).
        chosen: what was answered; text and unit for a figure.
    """

    name: str
    question: str
    widget: str
    options: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class _City:
    titles: tuple[str, ...]
    figures: tuple[str, ...]
    levels: tuple[str, ...]
    booleans: tuple[str, ...]


def questions(book: Rulebook, city: str, typed: Mapping[str, Sequence[str]]) -> list[Question]:
    """At most QUESTIONS, those that bear on most of the city's awards first."""
    known = _city(book, city)
    found = []
    if known.titles:
        asked = "有下面哪些称号、认定或入选？"
        found.append(Question(TITLE_FIELD, asked, "boxes", known.titles, (), tuple(typed.get(TITLE_FIELD, ()))))
    room = QUESTIONS - len(found) - min(1, len(known.levels)) - min(1, len(known.booleans))
    for name in known.figures[:room]:
        spec = book.inputs.spec(name)
        chosen = (*typed.get(name, ("",))[:1], *typed.get(name + UNIT_SUFFIX, ())[:1])
        found.append(Question(name, spec.question, "figure", (), _units(spec), chosen))
    for name in known.levels[:1]:
        spec = book.inputs.spec(name)
        labels = tuple(option.label for option in spec.options)
        found.append(Question(name, spec.question, "list", labels, (), tuple(typed.get(name, ()))))
    if known.booleans:
        labels = tuple(book.inputs.spec(name).label for name in known.booleans)
        chosen = tuple(typed.get(STANDING_FIELD, ()))
        found.append(Question(STANDING_FIELD, "有没有下面的情形？", "boxes", (*labels, NOTHING), (), chosen))
    return found


def in_words(book: Rulebook, city: str, typed: Mapping[str, Sequence[str]]) -> str:
    """What was answered, one sentence a fact; empty where nothing was."""
    said = []
    for each in questions(book, city, typed):
        chosen = [text.strip()[:VALUE_LIMIT] for text in each.chosen if text.strip()]
        if each.name == TITLE_FIELD:
            said += [f"已认定{title}" for title in each.options if title in chosen]
        elif each.name == STANDING_FIELD:
            said += _standing(book, _city(book, city).booleans, chosen)
        elif each.widget == "list" and chosen and chosen[0] in each.options:
            said.append(f"{book.inputs.spec(each.name).label}：{chosen[0]}")
        elif each.widget == "figure" and each.chosen and each.chosen[0].strip():
            unit = chosen[1] if len(chosen) > 1 and chosen[1] in each.units else (each.units or ("",))[0]
            figure = chosen[0] if not chosen[0][-1].isdecimal() else chosen[0] + unit
            said.append(f"{book.inputs.spec(each.name).label}{figure}")
    return "".join(f"{sentence}。" for sentence in said)


def _standing(book: Rulebook, names: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """Every fact that was ticked; the others are denied only where `none of them` was."""
    said = []
    for name in names:
        spec = book.inputs.spec(name)
        yes, no = yes_and_no(spec)
        if spec.label in chosen:
            said.append(yes)
        elif NOTHING in chosen:
            said.append(no)
    return said


def _units(spec: InputSpec) -> tuple[str, ...]:
    if spec.type == "money":
        usual = usual_unit(spec)
        return (usual, *(unit for unit in MONEY_UNITS if unit != usual))
    unit = UNITS.get(spec.type, spec.unit)
    return (unit,) if unit else ()


def _city(book: Rulebook, city: str) -> _City:
    rules = [rule for rule in book.rules.values() if book.region(rule) == city]
    asked: Counter[str] = Counter()
    for rule in rules:
        # What an award tells its own grades apart by is no fact of the company.
        asked.update(name for name in rule.inputs if not rule_options(rule.rule, name))
    for name in (PRIOR_AWARD, PAID_THIS_YEAR):
        asked.pop(name, None)
    by_type: dict[str, list[str]] = {}
    for name, _ in asked.most_common():
        by_type.setdefault(book.inputs.spec(name).type, []).append(name)
    # A yes or no that a single award hangs on is that award's own question.
    booleans = [name for name in by_type.get("boolean", []) if asked[name] > len(rules) // 10]
    levels = [name for name in by_type.get("ordered_enum", []) if asked[name] > len(rules) // 10]
    return _City(_titles(book, rules), tuple(by_type.get("money", [])), tuple(levels), tuple(booleans))


def _titles(book: Rulebook, rules: Sequence[BookRule]) -> tuple[str, ...]:
    """Names of recognitions, those that other places grant too first: they are the ones people have."""
    here = {rule.id for rule in rules}
    elsewhere = {name for rule in book.rules.values() if rule.id not in here for name in _names(rule)}
    found = []
    for rule in rules:
        names = [name for name in _names(rule) if _SPOKEN[0] <= len(name) <= _SPOKEN[1]]
        figures = {book.inputs.spec(name).type for name in rule.inputs if name not in (PRIOR_AWARD, PAID_THIS_YEAR)}
        # What is reckoned from a figure is no title that one has.
        if names and not figures & {"money", "percent"} and rule.rule.kind != "none":
            shared = [name for name in names if name in elsewhere]
            # The longest says most exactly which grade of it is meant.
            found.append((not shared, max(shared or names, key=len)))
    found.sort(key=lambda each: each[0])
    return tuple(dict.fromkeys(name for _, name in found))[:TITLES]


def _names(rule: BookRule) -> tuple[str, ...]:
    return (rule.rule.title, *rule.rule.aliases)
