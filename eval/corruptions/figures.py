"""Wrong figures: a digit, a unit, a power of ten, one of a sibling, another clause, level or city."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from assistant.rulebook.load import BookRule
from eval.corruptions.answers import Answer, Sentence
from eval.corruptions.model import Corruption, in_sentence
from eval.corruptions.numerals import written
from eval.corruptions.truth import PricedAtom, Truth, Value, value, values
from index.text.figures import Figure, scan

_DENIES = re.compile(r"(?:不是|并非|并不是|而非)(?:固定|一律|都是)?\s?$")
_UNITS = {
    "万元": ("亿元", "元"), "亿元": ("万元",), "元": ("万元",), "%": ("‰",), "‰": ("%",),
    "万辆": ("辆",), "天": ("个月",), "年": ("个月",), "万亿元": ("亿元",),
}  # fmt: skip
_PARTS = {"百分之": "千分之", "千分之": "百分之"}
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBERED = re.compile(r"〔(\d{4})〕(\d+)号")
_AMOUNTS = ("award", "cap", "rate")


def denied(text: str, figure: Figure) -> bool:
    """`不是500万元`: a figure the sentence says is wrong, so changing it makes nothing wrong."""
    return _DENIES.search(text[: figure.start]) is not None


def targets(sentence: Sentence, truth: Truth) -> list[Figure]:
    """The figures of a sentence that its clauses hold and that it affirms; offsets are those of its text."""
    held = truth.held(sentence.clauses)
    return [f for f in scan(sentence.text) if value(f) in held and not denied(sentence.text, f)]


def put(text: str, figure: Figure, new: str) -> str:
    return text[: figure.start] + new + text[figure.end :]


def changed_figure(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """A digit of a figure, a day or a 文号, changed to what no cited clause holds."""
    for index, sentence in enumerate(answer.sentences):
        for figure in targets(sentence, truth):
            parts = written(figure.text)
            if parts is None:
                continue
            for form, new in _other_digits(parts.number, rng):
                text = parts.with_number(new)
                if text and _absent(text, sentence, truth):
                    yield _replaced("figure", form, answer, index, figure, text)
        if not sentence.clauses:
            continue
        for match in [*_DAY.finditer(sentence.text), *_NUMBERED.finditer(sentence.text)]:
            year = str(int(match[1]) + rng.choice((-1, 1)))
            text = sentence.text[: match.start(1)] + year + sentence.text[match.end(1) :]
            new_text = match[0].replace(match[1], year)
            if all(new_text not in truth.text(clause) for clause in sentence.clauses):
                form = "day" if match.re is _DAY else "document_number"
                yield in_sentence("figure", form, answer, index, text, f"{match[0]}→{new_text}")


def _other_digits(number: Fraction, rng: random.Random) -> Iterator[tuple[str, Fraction]]:
    """The first and the last digit that is not 0, each made another."""
    if number.denominator != 1:
        yield "digit", number + Fraction(rng.randint(1, 3), 10)
        return
    digits = str(int(number))
    places = sorted({0, len(digits.rstrip("0")) - 1})
    for place in places:
        others = [d for d in "123456789" if d != digits[place]]
        new = digits[:place] + rng.choice(others) + digits[place + 1 :]
        yield ("first_digit" if place == 0 else "last_digit"), Fraction(new)


def changed_unit(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """万元↔亿元, 万元→元, %↔‰, 百分之↔千分之."""
    for index, sentence in enumerate(answer.sentences):
        for figure in targets(sentence, truth):
            parts = written(figure.text)
            if parts is None:
                continue
            head_new = _PARTS.get(parts.head)
            news = [head_new + figure.text[len(parts.head) :]] if head_new else []
            news += [figure.text.removesuffix(parts.tail) + unit for unit in _UNITS.get(parts.tail, ())]
            for text in news:
                if _absent(text, sentence, truth):
                    yield _replaced("unit", f"{parts.tail or parts.head}", answer, index, figure, text)


def times_ten(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """A nought too many or too few. What that gives may well stand elsewhere in the clause; here it is wrong."""
    for index, sentence in enumerate(answer.sentences):
        for figure in targets(sentence, truth):
            parts = written(figure.text)
            if parts is None:
                continue
            for form, new in (("more", parts.number * 10), ("less", parts.number / 10)):
                if figure.kind == "quantity" and new.denominator != 1:
                    continue
                if text := parts.with_number(new):
                    yield _replaced("x10", form, answer, index, figure, text)


def swapped_pair(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """Two unlike figures of one kind in a sentence change places: each now stands with the other's label."""
    for index, sentence in enumerate(answer.sentences):
        for first, second in combinations(targets(sentence, truth), 2):
            same_kind = _kind(first) == _kind(second) and first.kind != "range"
            if not same_kind or first.value == second.value:
                continue
            if written(first.text) is None or not _own_unit(first) or not _own_unit(second):
                continue
            if first.unit == "级" and not _paid_one_by_one(sentence, truth):
                continue
            text = put(put(sentence.text, second, first.text), first, second.text)
            yield in_sentence("pairing", first.kind, answer, index, text, f"{first.text}⇄{second.text}")


def _paid_one_by_one(sentence: Sentence, truth: Truth) -> bool:
    """2级10万元、3级20万元: every level has its sum; where they share one, their order says nothing."""
    found = targets(sentence, truth)
    return sum(f.kind == "money" for f in found) >= sum(f.unit == "级" for f in found)


def _own_unit(figure: Figure) -> bool:
    """Written with its unit, not in a list that writes it once."""
    return figure.kind == "ratio" or not figure.text[-1].isdigit()


def from_other_clause(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """A figure of another clause of the same document, which no cited clause holds."""
    for index, sentence in enumerate(answer.sentences):
        for figure in targets(sentence, truth):
            document = sentence.clauses[0].partition("/")[0]
            known = truth.held(sentence.clauses) | values(sentence.plain)
            others = [
                (clause, other)
                for clause in truth.clauses
                if clause.startswith(f"{document}/")
                for other in truth.figures(clause)
                if _alike(other, figure) and value(other) not in known
            ]
            if others:
                clause, other = rng.choice(others)
                yield _replaced("other_clause", clause, answer, index, figure, other.text)


def from_other_level(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """The figure another level, option or step of the same clause has."""
    for index, sentence in enumerate(answer.sentences):
        priced = truth.atoms(sentence.clauses)
        said = values(sentence.plain)
        for figure in targets(sentence, truth):
            roles = {p.atom.role for p in priced if p.value == value(figure)} & set(_AMOUNTS)
            others = sorted(
                {
                    p.atom.figure
                    for p in priced
                    if p.atom.role in roles and p.value not in said and _alike_value(p, figure)
                }
            )
            if roles and others:
                yield _replaced("other_level", "/".join(sorted(roles)), answer, index, figure, rng.choice(others))


def from_other_city(answer: Answer, truth: Truth, rng: random.Random) -> Iterator[Corruption]:
    """What another city pays: for the same award where it has one, else for any."""
    for index, sentence in enumerate(answer.sentences):
        priced = truth.atoms(sentence.clauses)
        said = values(sentence.plain)
        for figure in targets(sentence, truth):
            rules = {p.atom.rule_id for p in priced if p.value == value(figure) and p.atom.role in _AMOUNTS}
            if not rules:
                continue
            names = set[str]().union(*(_names(truth.rulebook.rules[rule]) for rule in rules))
            same = _other_city_figures(truth, sentence, figure, said, names)
            found = same or _other_city_figures(truth, sentence, figure, said | truth.held(sentence.clauses), None)
            if found:
                form = "same_award" if same else "any_award"
                yield _replaced("other_city", form, answer, index, figure, rng.choice(found))


def _other_city_figures(
    truth: Truth, sentence: Sentence, figure: Figure, excluded: set[Value], names: set[str] | None
) -> list[str]:
    """Amounts of other cities' rules that go by one of `names` (None: of all), as printed."""
    here = {truth.region(clause) for clause in sentence.clauses}
    return sorted(
        {
            priced.atom.figure
            for rule in truth.rulebook.rules.values()
            if truth.region(rule.clause_id) not in here and (names is None or _names(rule) & names)
            for priced in truth.atoms((rule.clause_id,))
            if priced.atom.rule_id == rule.id and priced.atom.role in _AMOUNTS
            if priced.value not in excluded and _alike_value(priced, figure)
        }
    )


def _names(rule: BookRule) -> set[str]:
    return {rule.rule.title, *rule.rule.aliases, *rule.rule.keywords, *rule.rule.label}


def _kind(figure: Figure) -> tuple[str, str]:
    """Money is money; a quantity goes with its unit as written, so that 3000亿级 is no 5个."""
    parts = written(figure.text)
    return figure.kind, (parts.tail if parts and figure.kind == "quantity" else figure.unit)


def _alike(other: Figure, figure: Figure) -> bool:
    return (other.kind, other.unit) == (figure.kind, figure.unit) and other.kind != "range" and _own_unit(other)


def _alike_value(priced: PricedAtom, figure: Figure) -> bool:
    return priced.value[0] == value(figure)[0] and not priced.atom.figure[-1].isdigit()


def _absent(text: str, sentence: Sentence, truth: Truth) -> bool:
    """Whether `text` is a figure that neither the cited clauses nor the sentence hold."""
    figures = scan(text)
    return len(figures) == 1 and value(figures[0]) not in truth.held(sentence.clauses) | values(sentence.plain)


def _replaced(kind: str, form: str, answer: Answer, index: int, figure: Figure, new: str) -> Corruption:
    text = put(answer.sentences[index].text, figure, new)
    return in_sentence(kind, form, answer, index, text, f"{figure.text}→{new}")
