"""The closed list of award kinds. There are no formula strings: a clause that fits none is `none`, with a reason.

Every figure is kept as the string the clause prints (`5‰`, `1亿元`, `1:1.5`); `index.text.figures` reads it.
Where the same literal stands more than once in the quote, `#2` behind it names the second occurrence.
Names ending in an input (`by`, `base`, `quantity`, `of`, `times`, …) are ids of the input registry.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field, field_validator, model_validator

from assistant.calculator import words
from assistant.calculator.conditions import Conditions, InputId, Model, one_or_many

Figure = Annotated[str, Field(min_length=1)]
Labels = tuple[str, ...]
Reason = Literal["一事一议", "由各地决定", "另行规定", "适当奖励", "未定标准"]
WHOLE: Final = "全额"


class Fixed(Model):
    """One figure; with `times` it is multiplied by a count (1 when the count is not given)."""

    kind: Literal["fixed"]
    amount: Figure
    times: InputId | None = None


class Option(Model):
    """One level of a `choice`.

    Attributes:
        is_: option id (or several that share the figure) of the enum `by`.
        word: 及以上 on an ordered enum: this level and those above.
        label: the level as the clause prints it; default: the registry's label of the option.
    """

    is_: Annotated[tuple[str, ...], Field(alias="is", min_length=1)]
    word: str = ""
    amount: Figure
    label: Labels = ()
    when: Conditions = ()

    _many = field_validator("is_", "label", mode="before")(one_or_many)


class Choice(Model):
    """Enumerated levels. `together` says what happens when several levels are held at once (就高 = highest)."""

    kind: Literal["choice"]
    by: InputId
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    times: InputId | None = None
    together: Literal["highest", "sum"] | None = None


class Step(Model):
    """One tier of a `ladder`; `[1亿元, 50万元]` is short for `{at: 1亿元, amount: 50万元}`."""

    at: Figure
    amount: Figure
    word: str = ""
    label: Labels = ()
    when: Conditions = ()

    _many = field_validator("label", mode="before")(one_or_many)

    @model_validator(mode="before")
    @classmethod
    def _pair(cls, value: Any) -> Any:
        if isinstance(value, list):
            if len(value) != 2:
                raise ValueError("阶梯的一档写成 [界限, 金额]")
            return {"at": value[0], "amount": value[1]}
        return value


class Ladder(Model):
    """Tiers on a quantity; the highest tier reached counts, in whatever order they are written.

    Attributes:
        before: input with the highest value of earlier years, for 首次: a tier reached before is not reached again.
    """

    kind: Literal["ladder"]
    by: InputId
    word: str
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]
    before: InputId | None = None
    times: InputId | None = None

    @field_validator("word")
    @classmethod
    def _known_word(cls, word: str) -> str:
        words.resolve(word)
        return word


class Base(Model):
    """What a rate is applied to: `min(of, at_most) × times…`.

    `base: equipment` is short for `{of: equipment}`. Hangzhou's insurance: `{of: premium_rate, at_most: 2%,
    times: [insured_amount]}`; Shaoxing's rent: `{of: rent_price, at_most: 10元/平方米, times: [area, months]}`.
    With `over` only what exceeds that figure counts (对超过2000万元的部分): `{of: purchase, over: 2000万元}`.
    """

    of: InputId
    over: Figure | None = None
    at_most: Figure | None = None
    word: str = "不超过"
    times: tuple[InputId, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"of": value} if isinstance(value, str) else value


class RateOption(Model):
    is_: Annotated[tuple[str, ...], Field(alias="is", min_length=1)]
    rate: Figure
    label: Labels = ()

    _many = field_validator("is_", "label", mode="before")(one_or_many)


class RateChoice(Model):
    """A rate that depends on a level: 国家级、省级、市级大师 100%、80%、60%."""

    by: InputId
    options: Annotated[tuple[RateOption, ...], Field(min_length=2)]


class Adder(Model):
    """Percentage points on top when the set holds the option. Without `add` the extra is left open (可适当提高)."""

    has: Annotated[tuple[str, ...], Field(min_length=1)]
    add: Figure | None = None
    label: Labels = ()

    _many = field_validator("has", "label", mode="before")(one_or_many)


class Percent(Model):
    """rate × base. No `rate`: the whole base without a figure in the text (按展位费补贴); 全额 where it is printed.

    Of several adders the highest applies, they are not summed.

    Attributes:
        plus: percentage points on top of the rate (在前项基础上提高3个百分点).
        pieces: how many things the base is the sum of: a limit on one thing (每次最高6万元) holds for each of them.
    """

    kind: Literal["percent"]
    base: Base
    rate: Figure | RateChoice | None = None
    plus: Figure | None = None
    pieces: InputId | None = None
    adders_input: InputId | None = None
    adders: tuple[Adder, ...] = ()

    @model_validator(mode="after")
    def _adders_have_input(self) -> Percent:
        if bool(self.adders) != (self.adders_input is not None):
            raise ValueError("adders 与 adders_input 要一起写")
        return self


class RateTier(Model):
    """`{between: 1-10亿元, rate: 0.5%}` is [1亿, 10亿); `{word: 以上, value: 20亿元, rate: 1.5%}` is open above."""

    between: Figure | None = None
    word: str = ""
    value: Figure | None = None
    rate: Figure

    @model_validator(mode="after")
    def _one_form(self) -> RateTier:
        if (self.between is None) == (self.value is None) or bool(self.word) != (self.value is not None):
            raise ValueError("档次写 between，或者写 word 和 value")
        if self.word:
            words.resolve(self.word)
        return self


class PercentTiered(Model):
    """The rate depends on `by`, the base is another quantity (Hangzhou: rate by purchase, base the increase)."""

    kind: Literal["percent_tiered"]
    by: InputId
    base: Base
    tiers: Annotated[tuple[RateTier, ...], Field(min_length=2)]


class PerStep(Model):
    """Whole steps only: floor((quantity − over) / step) × amount. Quantity is often a derived input (growth)."""

    kind: Literal["per_step"]
    quantity: InputId
    over: Figure | None = None
    step: Figure
    amount: Figure


class PerUnit(Model):
    """quantity × factor × unit_amount: 每千瓦时 0.15元, on 30 % of the consumption.

    With `times` it is paid over and over: 每平方米每月15元 is `{quantity: area, unit_amount: 15元, times: [months]}`.
    """

    kind: Literal["per_unit"]
    quantity: InputId
    unit_amount: Figure
    factor: Figure | None = None
    times: tuple[InputId, ...] = ()


class Declining(Model):
    """rate in year 1, falling by `decrease` each year, for at most `years` years.

    `manner`: `points` subtracts percentage points (90, 80, 70), `relative` multiplies (90, 81, 72.9).
    """

    kind: Literal["declining"]
    base: Base
    rate: Figure
    decrease: Figure
    years: Figure
    year: InputId
    manner: Literal["points", "relative"] = "points"


class Payment(Model):
    """One figure paid in one or several years, named by ordinals: `years: [第三年, 第四年]`."""

    years: Annotated[tuple[Annotated[str, Field(pattern=r"^第[一二三四五六七八九十\d]+年$")], ...], Field(min_length=1)]
    amount: Figure
    unless_lapsed: bool = False

    _many = field_validator("years", mode="before")(one_or_many)


class Installments(Model):
    """Several yearly payments.

    Attributes:
        start: calendar year of the first year (入规年份); with it the schedule names years.
        year: year_index input, when only one year is asked for.
        through: calendar year up to which payments count.
        lapse: year_index input, the first year in which the condition lapsed (退规): payments marked
            `unless_lapsed` stop from that year on. 0 or absent means it did not lapse.
        total: the sum as the clause restates it; must equal the payments.
    """

    kind: Literal["installments"]
    payments: Annotated[tuple[Payment, ...], Field(min_length=1)]
    start: InputId | None = None
    year: InputId | None = None
    through: InputId | None = None
    lapse: InputId | None = None
    total: Figure | None = None


class YearRate(Model):
    """A rate of one or several years, named by ordinals: `years: [第一年, 第二年]`."""

    years: Annotated[tuple[Annotated[str, Field(pattern=r"^第[一二三四五六七八九十\d]+年$")], ...], Field(min_length=1)]
    rate: Figure

    _many = field_validator("years", mode="before")(one_or_many)


class Yearly(Model):
    """Told year by year: a rate of `base` for each year (前两年80%、第三年40%), or `amount` in shares (分三年按40%…).

    Attributes:
        most: what one year pays at most, with its printed `word`.
        year: year_index input; without it all years are summed.
    """

    kind: Literal["yearly"]
    base: Base | None = None
    amount: Figure | None = None
    rates: Annotated[tuple[YearRate, ...], Field(min_length=1)]
    most: Figure | None = None
    word: str = "最高"
    year: InputId

    @model_validator(mode="after")
    def _one_form(self) -> Yearly:
        if (self.base is None) == (self.amount is None):
            raise ValueError("yearly 写 base 或 amount 之一")
        return self


class Match(Model):
    """Tops up somebody else's award: `rate` (20%) or `ratio` (1：1) of the sum of `of`."""

    kind: Literal["match"]
    of: Annotated[tuple[InputId, ...], Field(min_length=1)]
    rate: Figure | None = None
    ratio: Figure | None = None

    _many = field_validator("of", mode="before")(one_or_many)

    @model_validator(mode="after")
    def _one_form(self) -> Match:
        if (self.rate is None) == (self.ratio is None):
            raise ValueError("match 写 rate 或 ratio 之一")
        return self


class Range(Model):
    """An amount the text leaves between two figures: 20—100万元."""

    kind: Literal["range"]
    between: Figure


class Tiers(Model):
    """Thresholds that decide whether there is an award; the amounts per tier are not in the text."""

    by: InputId
    word: str
    steps: Annotated[tuple[Figure, ...], Field(min_length=1)]

    @field_validator("word")
    @classmethod
    def _known_word(cls, word: str) -> str:
        words.resolve(word)
        return word


class UpTo(Model):
    """A discretionary award: a ceiling, or no figure at all (`max` absent: undetermined, `reason` says why)."""

    kind: Literal["up_to"]
    max: Figure | None = None
    word: str = "最高不超过"
    tiers: Tiers | None = None
    times: InputId | None = None
    reason: Reason = "未定标准"


class Nothing(Model):
    """The text gives no amount. `decided_by` says who decides or which document governs, as the clause says it."""

    kind: Literal["none"]
    reason: Reason
    decided_by: str = ""


Award = Annotated[
    Fixed | Choice | Ladder | Percent | PercentTiered | PerStep | PerUnit | Declining | Installments | Yearly | Match
    | Range | UpTo | Nothing,
    Field(discriminator="kind"),
]  # fmt: skip
