"""Closed accounting: what the caller said and no amount took in (READING: nothing is passed over).

Every figure, denial, earlier payment, level and ordinal of an ask's text ends in one of these: bound to an input ·
a condition met or denied · another award's · background, of which the clause does not speak · left over. An amount
is sure only when nothing is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.calculator.evaluate import OVERALL
from assistant.calculator.kinds import Fixed, Percent, PercentTiered, PerStep, PerUnit, Yearly
from assistant.calculator.listing import rule_options
from assistant.decide.bound import PAID_THIS_YEAR, PRIOR_AWARD, PRIOR_OPTION, Bound, meets
from assistant.decide.meaning import CLEARLY, FAR, LIKE, NEAR, Meaning
from assistant.decide.payments import amounts_of
from assistant.decide.phrases_of_law import Phrase, limits_of
from assistant.decide.terms import STATEMENT, Terms, shares_words
from assistant.reading.acts import asked
from assistant.reading.contrasts import contrast
from assistant.reading.model import Fact
from assistant.reading.statements import FIRM, SURE, kind_of, tells_too
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.documents.model import Span
from index.text.figures import scan
from index.text.ngrams import tokens
from index.text.normalize import fold
from index.vocabulary.lexicon import general_lexicon

# Share of a statement's words that the clause must hold before the statement can bear on the award.
SPOKEN_OF = 0.3
_FIGURES = frozenset({"money", "percent", "points", "ratio", "quantity", "range"})
_ANY_UNIT = frozenset({"", "个", "家", "项", "人", "年", "次", "级"})
_SETTLED_ROLES = frozenset({"asserted", "tier", "corrected", "excluded"})
_OF_NO_ACCOUNT = frozenset({"background", "hearsay", "filler"})  # kinds of statement no award depends on
_OF_THINGS = frozenset({"achieved", "count", "figure"})
LEVELS = frozenset({"国家级", "省级", "市级", "国际", "国内"})
FOREIGN = frozenset({"美元", "美金", "欧元", "港元", "港币", "日元", "英镑", "韩元"})
_LEVELS = frozenset({"level", "grade"})


@dataclass(frozen=True, slots=True)
class Left:
    """Words that nothing took in; `lowers`: they can only take away from the amount."""

    at: Span
    why: str
    lowers: bool = False


class Accounting:
    """Holds what was said against what was used."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self.terms = Terms(meaning)

    def left_over(
        self,
        told: Told,
        rule: BookRule,
        bounds: Sequence[Bound],
        clause: str,
        names: Iterable[Span] = (),
        asked: int = 1,
    ) -> list[Left]:
        """What is left of `told` once the award has taken its inputs.

        Args:
            bounds: what was bound, to this award and to others asked about in the same text.
            clause: the full text of the award's clause.
            names: spans in which awards are called by name.
            asked: how many awards are asked about together (两项).
        """
        taken = [*(span for bound in bounds for span in bound.spans), *names]
        found = [
            *self._figures(told, rule, bounds, taken, clause, asked),
            *self._denials(told, rule, bounds),
            *self._planned(told, rule, bounds),
            *self._payments(told, rule, bounds),
            *self._levels(told, rule, bounds, taken, clause),
            *self._open(told, rule, bounds),
            *self._inexact(told, rule, bounds),
        ]
        return sorted({each.at: each for each in found}.values(), key=lambda each: each.at)

    def _figures(
        self, told: Told, rule: BookRule, bounds: Sequence[Bound], taken: list[Span], clause: str, asked: int
    ) -> Iterator[Left]:
        figures = scan(clause)
        printed = {(f.kind, f.value) for f in figures}
        units = {f.unit for f in figures if f.kind == "quantity"} - _ANY_UNIT
        held = set(tokens(fold(clause).text))
        counts = {Fraction(len(b.value)) for b in bounds if isinstance(b.value, list)} | {Fraction(asked)}
        counted = {f.unit for f in told.facts if f.kind == "quantity" and f.value in counts_of(rule, bounds)}
        rest = _wholes_and_rests(told, bounds)
        counts |= {b.value for b in bounds if isinstance(b.value, Fraction)} | {Fraction(self._sums(rule, bounds))}
        if isinstance(told_years := rule.rule.award, Yearly):  # 三年合计: as many as the award tells of
            counts.add(Fraction(sum(len(rate.years) for rate in told_years.rates)))
        amounts = amounts_of(rule)
        for fact in told.facts:
            if fact.kind not in _FIGURES or fact.role in _SETTLED_ROLES or meets(fact.at, taken):
                continue
            if fact.kind == "quantity" and (fact.value == 1 or fact.value in counts):
                continue
            said_in = kind_of(told.words(fact.at[0]), FIRM if fact.kind == "money" else SURE)
            if fact.role == "given" and said_in in _OF_NO_ACCOUNT:
                continue
            of_things = fact.kind == "quantity" and fact.unit in _ANY_UNIT
            together = of_things and said_in == "ask" and fact.value != 1 and _of_awards(told, fact)
            if of_things and said_in not in _OF_THINGS and not together and not self._counts(rule):
                continue
            summed = fact.value in rest or fact.value in counts
            if fact.kind == "money" and (summed or told.is_denied(told.span(fact.at[0]))):
                continue  # the whole and the rest of what was taken; a sum that is said not to count
            if self._is_opposed(told, fact, rule) or self._is_of_another_measure(told, fact, rule, bounds):
                continue
            if fact.unit in FOREIGN:
                yield Left(fact.at, "原文按人民币计，外币请换算成人民币再问")
                continue
            if fact.role == "negative":
                yield Left(fact.at, "金额不能是负数，请核对")
                continue
            if fact.role == "upper_award":
                yield Left(fact.at, "别处财政给的这笔要不要抵扣，请您确认")
                continue
            step_told = any(b.input == PRIOR_OPTION for b in bounds)  # 市级的5万去年拿过了: what that level pays
            if fact.role == "prior" or (not step_told and _paid_in_other_words(told, fact)):
                if fact.value and self._paid_before(rule, fact):
                    yield Left(fact.at, "领过的这笔要不要扣，请您确认", lowers=True)
                continue
            if fact.kind == "quantity" and fact.unit in counted:
                yield Left(fact.at, "和这一项有没有关系，请您确认")
                continue
            own_amount = fact.kind == "money" and fact.value in amounts
            if own_amount and (told.asks_share or _named_as_paid(told, fact)):
                continue  # 那200万还有没有份: the award's own sum said back
            part = fact.role == "part" and fact.kind == "money"
            printed_too = (fact.kind, fact.value) in printed and not own_amount
            restated = printed_too and not part and bool(fact.bound or not fact.label)
            if restated or (not part and self._of_another_year(told, fact, rule, bounds)):
                continue
            if not part and not together and (not _bears(told, fact, held, units) or self._is_far(told, fact, rule)):
                continue
            yield Left(fact.at, "和这一项有没有关系，请您确认")

    def _sums(self, rule: BookRule, bounds: Sequence[Bound]) -> int:
        """How many sums the award was computed from (`两项` of what was bought)."""
        return sum(b.input in rule.accepted and rule.registry.spec(b.input).type == "money" for b in bounds)

    def _is_far(self, told: Told, fact: Fact, rule: BookRule) -> bool:
        """另外装修花了300万: the words round a sum resemble no input of the award that takes sums.

        Where the award takes none at all, a sum bears on it only if more than one award is asked for.
        """
        money = [n for n in rule.accepted - {PRIOR_AWARD, PAID_THIS_YEAR} if rule.registry.spec(n).type == "money"]
        words = told.words(fact.at[0]).replace(fact.text, "").strip()
        if fact.kind != "money" or kind_of(told.words(fact.at[0])) == "received":
            return False
        if not money:
            return not told.asks_together and kind_of(told.words(fact.at[0])) == "figure"
        if len(words) < STATEMENT:
            return False
        return max(self._meaning.likeness(words, [rule.registry.spec(n).label for n in money])) < FAR

    def _is_of_another_measure(self, told: Told, fact: Fact, rule: BookRule, bounds: Sequence[Bound]) -> bool:
        """差旅费8万 beside 展位费13.6万: its words are clearly farther from the input than those that were taken."""
        own = said_of(told, fact.at)
        paid = kind_of(told.words(fact.at[0])) == "received"  # then it may come off
        if fact.kind != "money" or fact.role != "given" or fact.bound or paid or len(own) < STATEMENT:
            return False
        for bound in bounds:
            spec = rule.registry.spec(bound.input) if bound.input in rule.accepted else None
            if spec is None or spec.type != "money" or bound.input in (PRIOR_AWARD, PAID_THIS_YEAR) or not bound.spans:
                continue
            other, taken = self._meaning.likeness(own, [spec.label]), said_of(told, bound.spans[0])
            if max(self._meaning.likeness(taken, [spec.label])) - max(other) >= CLEARLY:
                return True
        return False

    def _is_opposed(self, told: Told, fact: Fact, rule: BookRule) -> bool:
        """原值1500万, where the award takes the net value only: told to be what does not count."""
        money = [n for n in rule.accepted - {PRIOR_AWARD, PAID_THIS_YEAR} if rule.registry.spec(n).type == "money"]
        start, _ = told.span(fact.at[0])
        words = told.text[start : fact.at[1]]
        return fact.kind == "money" and any(contrast(words, rule.registry.spec(n).label) for n in money)

    def _counts(self, rule: BookRule) -> bool:
        """Whether how many things there are bears on the award: it counts them, or caps each of them."""
        counted = any(rule.registry.spec(name).type in ("count", "year_index", "number") for name in rule.accepted)
        return counted or any(limit.per not in OVERALL for limit in limits_of(rule))

    def _of_another_year(self, told: Told, fact: Fact, rule: BookRule, bounds: Sequence[Bound]) -> bool:
        """去年80亿 beside 今年105亿, where the award looks at one year only."""
        start, end = told.span(fact.at[0])
        dated = any(start <= when.at[0] < end for when in told.dates)
        if not dated or fact.period in ("", "this_year") or not any(b.spans for b in bounds):
            return False
        return not any(rule.registry.spec(name).period.startswith(("上", "前", "此前")) for name in rule.accepted)

    def _paid_before(self, rule: BookRule, fact: Fact) -> bool:
        """Whether the payment bears on the award at all: on a cap of one year only what was paid this year."""
        past = fact.period in ("last_year", "year_before_last", "earlier")
        kept = {PRIOR_AWARD} if past else {PRIOR_AWARD, PAID_THIS_YEAR}
        return bool(rule.accepted & kept) or any(
            (limit.per in OVERALL and limit.window != "年") or limit.times_max for limit in limits_of(rule)
        )

    def _denials(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        phrases = [p for p in self.terms.of(rule) if not p.quoted]
        settled = {at for _, at in self.terms.denied(told, rule)}
        for reach in self.terms.denied_statements(told):
            if reach in settled:
                continue
            if any(b.end > b.start and reach[0] <= b.start < reach[1] and _denies(b) for b in bounds):
                continue
            if self._of_another_option(told, reach, rule, bounds):
                continue
            best, likeness = self._meaning.nearest(told.text[slice(*reach)], [p.text for p in phrases])
            if best < 0:
                continue
            phrase = phrases[best]
            if phrase.input and any(b.input == phrase.input and b.value not in (True, False) for b in bounds):
                continue  # the rest that is not in the list: what is in it was taken
            if likeness >= NEAR and not phrase.bars and not phrase.denies:
                yield Left(reach, _denied_why(phrases[best], likeness), lowers=True)
            elif (
                self._is_recognition(rule)
                and self._not_reached(told, reach)
                and not _another_reached(told, reach, rule, bounds)
            ):
                yield Left(reach, "原文以已经认定（入选）为前提，这句话说的是不是这一项，请说明", lowers=True)

    def _planned(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        """验收要排到明年, where the clause pays for what has passed: a condition that is only planned is not met."""
        phrases = [p for p in self.terms.of(rule) if not p.quoted and not p.bars and not p.denies]
        for segment in told.segments:
            words = told.text[segment.start : segment.end]
            used = any(meets((segment.start, segment.end), b.spans) for b in bounds)
            if not used and kind_of(words, FIRM) == "planned" and len(words) >= STATEMENT:
                best, likeness = self._meaning.nearest(words, [p.text for p in phrases])
                if likeness >= LIKE:
                    yield Left((segment.start, segment.end), _denied_why(phrases[best], likeness), lowers=True)

    def not_yet(self, told: Told, rule: BookRule, bounds: Sequence[Bound] = ()) -> Span | None:
        """材料刚交，还没批下来: the words that say a recognition is not there yet, where nothing was reached.

        Of several levels one that was not reached (正奖没评上) says nothing of the one that was.
        """
        kinds = {kind_of(told.text[s.start : s.end]) for s in told.segments}
        if not self._is_recognition(rule) or kinds & {"achieved", "count", "figure"}:
            return None
        missed = [at for at in self.terms.denied_statements(told) if self._not_reached(told, at)]
        return next((at for at in missed if not _another_reached(told, at, rule, bounds)), None)

    def _is_recognition(self, rule: BookRule) -> bool:
        """Paid for a title or a list, not computed from a sum."""
        types = {rule.registry.spec(name).type for name in rule.accepted - {PRIOR_AWARD, PAID_THIS_YEAR}}
        return not types & {"money", "kwh", "percent", "area", "days"}

    def _not_reached(self, told: Told, reach: Span) -> bool:
        """牌子还没发: not reached, in words that name nothing of their own. 没评过 tells of earlier times."""
        words = told.text[slice(*reach)]
        inside = [f for f in told.facts if reach[0] <= f.at[0] < reach[1]]
        named = inside or general_lexicon().find(words) or "过" in words
        return not named and kind_of(words, FIRM) == "not_achieved"

    def _of_another_option(self, told: Told, reach: Span, rule: BookRule, bounds: Sequence[Bound]) -> bool:
        """中国质量奖没评上, beside the prize that was won: the denied level is not the one that is paid."""
        words = told.text[slice(*reach)]
        levels = {str(f.value) for f in told.facts if f.kind == "level" and reach[0] <= f.at[0] < reach[1]}
        held = {rule.registry.show(b.input, b.value) for b in bounds if b.input in rule.accepted}
        if levels and held & LEVELS and not levels & held:
            return True
        for bound in bounds:
            spec = rule.registry.spec(bound.input) if bound.input in rule.accepted else None
            others = [o for o in spec.options if o.id != bound.value] if spec else []
            if any(name in words for o in others for name in (o.label, *o.aliases)):
                return True
        return False

    def _open(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        """租赁厂房, where the clause asks for 独立供地: near a condition nobody confirmed, in none of its words."""
        known = {b.input for b in bounds}
        phrases = [p for p in self.terms.of(rule) if p.input and not p.quoted and p.input not in known]
        phrases = [p for p in phrases if rule.registry.spec(p.input).type == "boolean"]
        if not phrases:
            return
        spoken = {span for b in bounds for span in b.spans}
        for segment in told.segments:
            words = told.text[segment.start : segment.end]
            if told.is_denied((segment.start, segment.end)) or len(words) < STATEMENT or asked(words):
                continue
            best, likeness = self._meaning.nearest(_without(words, segment.start, spoken), [p.text for p in phrases])
            if likeness >= LIKE and not shares_words(words, phrases[best].text):
                yield Left(
                    (segment.start, segment.end), f"原文要求“{phrases[best].text}”，是否符合没有说明", lowers=True
                )

    def _inexact(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        """`出口过了一千万`, where the award is a share or a growth of it: a bound is no figure to compute from."""
        if not isinstance(rule.rule.award, Percent | PercentTiered | PerStep | PerUnit):
            return
        taken = [at for b in bounds if isinstance(b.value, Fraction) for at in b.spans]
        for fact in told.facts:
            if fact.kind == "money" and fact.bound in ("over", "under") and meets(fact.at, taken):
                yield Left(fact.at, "这不是确切的数，请告诉我实际是多少")

    def _payments(self, told: Told, rule: BookRule, bounds: Sequence[Bound]) -> Iterator[Left]:
        """Received before, the sum not said."""
        if any(b.input in (PRIOR_AWARD, PAID_THIS_YEAR) for b in bounds):
            return
        if any(rule.registry.spec(b.input).type == "year_index" for b in bounds if b.input in rule.accepted):
            return  # each year is paid by itself
        once = self._is_recognition(rule) and isinstance(rule.rule.award, Fixed)
        for fact in told.facts:
            if fact.kind == "prior" and self._paid_before(rule, fact):
                yield Left(fact.at, "此前领过的金额没有说，不能扣减", lowers=True)
            elif fact.kind == "prior" and once:
                yield Left(fact.at, "此前领过的如果就是这一项，原文没有说可以再领", lowers=True)

    def _levels(
        self, told: Told, rule: BookRule, bounds: Sequence[Bound], taken: list[Span], clause: str
    ) -> Iterator[Left]:
        """A level beside the one the amount was taken for; a former one is settled by what was paid for it."""
        paid = any(b.input in (PRIOR_AWARD, PRIOR_OPTION) for b in bounds)
        options = [b for b in bounds if isinstance(b.value, str) and b.input in rule.registry]
        shown = [rule.registry.show(b.input, b.value) for b in options]
        graded = bool(rule_options(rule.rule, "level")) or any(b.input.endswith(("level", "grade")) for b in bounds)
        for fact in told.facts:
            if fact.kind not in _LEVELS or fact.negated or meets(fact.at, taken):
                continue
            word = str(fact.value)
            settled = paid and (fact.role == "former" or any(fact.at[1] <= b.start for b in options))
            named = any(word in text or fact.text in text for text in shown)
            said = (word, fact.text, word.removesuffix("级"), f"{fact.text[0]}级")  # 部里 of a 部级 award
            printed = any(each in clause for each in said)
            if not settled and not named and not (printed and not graded):
                yield Left(fact.at, "是不是说这一项的级别，请您确认")


# Characters on either side of a sum that say what it is of; fewer pairs of them than this say nothing.
_BESIDE, _ENOUGH = 6, 3
_TOLD = -0.3  # what a stretch says of a sum has to be told about that plainly


def _bears(told: Told, fact: Fact, held: set[str], units: set[str]) -> bool:
    """Whether the clause speaks of what the figure is said of; else it is background (成立年份, 员工数).

    `held`: the clause's pairs of characters; `units`: what its figures count, as far as that tells anything.
    """
    if fact.kind == "money" and not fact.label and kind_of(told.words(fact.at[0])) in ("figure", "excluded_part", ""):
        return True
    if fact.kind == "money" and not fact.label:
        segment = told.segment(fact.at[0])
        beside = told.text[max(segment.start, fact.at[0] - _BESIDE) : fact.at[0]]
        beside += " " + told.text[fact.at[1] : min(segment.end, fact.at[1] + _BESIDE)]
        said = [t for t in tokens(beside) if len(t) > 1]
        return len(said) < _ENOUGH or any(t in held for t in said)
    if fact.kind == "quantity" and fact.unit in units:
        return True
    behind = told.text[fact.at[1] : fact.at[1] + 4] if fact.kind == "quantity" else ""
    words = fact.label or behind or told.words(fact.at[0]).replace(fact.text, " ")
    said = [t for t in tokens(words) if len(t) > 1]
    if not said:
        return fact.kind != "quantity"
    return sum(t in held for t in said) / len(said) >= SPOKEN_OF


def _of_awards(told: Told, fact: Fact) -> bool:
    """两项能都拿吗: a number of awards; no number of years, nor of points."""
    behind = told.text[fact.at[1] : fact.at[1] + 1]
    return fact.unit != "年" and (told.asks_together or not behind.isdigit())


def _named_as_paid(told: Told, fact: Fact) -> bool:
    """A sum in words that tell of no sum of the company's own (5万块有没有, 市里标准80万)."""
    words = told.words(fact.at[0])
    own = kind_of(words, _TOLD) in ("figure", "excluded_part", "former", "received")
    if own or fact.label or tells_too(words, "received"):
        return False
    return all(kind_of(told.text[s.start : s.end], FIRM) not in ("not_achieved", "planned") for s in told.segments)


def not_of_the_place(told: Told, region: str) -> list[Left]:
    """注册生产都在宁波，不在绍兴: whom the document is not for."""
    found = re.search(rf"(?:不|没有?)在{region}(?!.{{0,8}}(?:计划|名单|清单|目录))", told.text)
    return [Left(found.span(), f"这份文件只管{region}的企业")] if found else []


def _another_reached(told: Told, missed: Span, rule: BookRule, bounds: Sequence[Bound]) -> bool:
    """正奖没评上，给了个提名奖: a level told behind the one that was missed."""
    return any(
        b.input in rule.accepted and rule.registry.spec(b.input).options and b.start >= missed[1]
        and not told.is_denied((b.start, b.end)) and kind_of(told.words(b.start)) not in ("planned", "ask")
        for b in bounds
    )  # fmt: skip


def _paid_in_other_words(told: Told, fact: Fact) -> bool:
    """陆续补到420万了: the one sum of a stretch that tells of something received, and no step it was paid for."""
    start, end = told.span(fact.at[0])
    sums = [f for f in told.facts if f.kind == "money" and start <= f.at[0] < end]
    return fact.role == "given" and sums == [fact] and not fact.bound and kind_of(told.words(fact.at[0])) == "received"


def said_of(told: Told, at: Span) -> str:
    """The words a figure's segment says of it, up to the figures beside it."""
    return told.round_of(at, [f.at for f in told.facts if f.kind in _FIGURES]).strip()


def counts_of(rule: BookRule, bounds: Sequence[Bound]) -> set[Fraction]:
    """What was bound as a number of things."""
    known = [b for b in bounds if b.input in rule.accepted and rule.registry.spec(b.input).type == "count"]
    return {b.value for b in known if isinstance(b.value, Fraction)}


def _wholes_and_rests(told: Told, bounds: Sequence[Bound]) -> set[Fraction]:
    """3400万 spent, 600万 on the building, 2800万 on what counts: the sums that add up with what was taken."""
    taken = {b.value for b in bounds if isinstance(b.value, Fraction) and b.value}
    said = {f.value for f in told.facts if f.kind == "money" and isinstance(f.value, Fraction) and f.value}
    pairs = {(whole, part) for part in taken & said for whole in said if whole > part and whole - part in said}
    return {whole for whole, _ in pairs} | {whole - part for whole, part in pairs}


def _without(words: str, offset: int, spans: Iterable[Span]) -> str:
    """A statement without the figures that went into inputs."""
    return "".join(c for i, c in enumerate(words, offset) if not any(a <= i < b for a, b in spans))


def _denied_why(phrase: Phrase, likeness: float) -> str:
    return f"原文以“{phrase.text}”为条件" if likeness >= LIKE else f"可能关系到“{phrase.text}”"


def _denies(bound: Bound) -> bool:
    """A bound that took in a no: false, none of a list, nothing received."""
    return bound.value in (False, 0, [])
