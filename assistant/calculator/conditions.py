"""Conditions of an award as data: what the clause asks of the applicant.

A condition is one of these, told apart by its keys:

    {input: revenue, word: 超过, value: 5000万元}        a quantity against a figure of the clause
    {input: maturity, word: 及以上, value: D类}           a level against a level of an ordered enum
    {input: on_part_list, is: 是}                         a fact or an enum option (`is: [a, b]` for either)
    {input: lists, has: city_key}                         a set holds an option
    {text: 符合相关条件, soft: true}                      stated, decided by the reviewing authority
    {any: [...]}   {all: [...]}   {not: {...}}            或, 且, 除外

`soft: true` may stand on any condition with an input: it never blocks while unknown, it is listed as
something to verify, and it refuses the award once it is known not to hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator, model_validator

from assistant.calculator import words

InputId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Model(BaseModel):
    """Every rule model: unknown keys refused, values frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def one_or_many(value: Any) -> Any:
    """`is: a` and `is: [a, b]` are both written in rule files; inside it is always a tuple."""
    return (value,) if isinstance(value, str) else value


class Compare(Model):
    """`input` stands to `value` as `word` says. `text` is how the condition is shown; the default is built."""

    input: InputId
    word: str
    value: str
    text: str = ""
    soft: bool = False

    @field_validator("word")
    @classmethod
    def _known_word(cls, word: str) -> str:
        words.resolve(word)
        return word

    @property
    def bound(self) -> words.Word:
        return words.resolve(self.word)


class Is(Model):
    """`input` equals the option (or one of them); for booleans 是 / 否."""

    input: InputId
    is_: Annotated[tuple[str, ...], Field(alias="is", min_length=1)]
    text: str = ""
    soft: bool = False

    _many = field_validator("is_", mode="before")(one_or_many)


class Has(Model):
    """The set `input` holds the option (or one of them)."""

    input: InputId
    has: Annotated[tuple[str, ...], Field(min_length=1)]
    text: str = ""
    soft: bool = False

    _many = field_validator("has", mode="before")(one_or_many)


class Stated(Model):
    """A condition the clause states and the reviewing authority decides; always listed, never asked."""

    text: Annotated[str, Field(min_length=2)]
    soft: bool

    @model_validator(mode="after")
    def _is_soft(self) -> Stated:
        if not self.soft:
            raise ValueError(f"条件“{self.text}”没有 input，只能是 soft: true（由受理部门核实）")
        return self


class AnyOf(Model):
    any: Annotated[tuple[Condition, ...], Field(min_length=2)]


class AllOf(Model):
    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Model):
    not_: Annotated[Condition, Field(alias="not")]


def _form(value: Any) -> str | None:
    keys = value if isinstance(value, dict) else {name.rstrip("_") for name in type(value).model_fields}
    for form in ("any", "all", "not", "has", "is", "word"):
        if form in keys:
            return form
    return "text" if "text" in keys else None


Condition = Annotated[
    Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Not, Tag("not")]
    | Annotated[Has, Tag("has")]
    | Annotated[Is, Tag("is")]
    | Annotated[Compare, Tag("word")]
    | Annotated[Stated, Tag("text")],
    Discriminator(
        _form,
        custom_error_type="condition_form",
        custom_error_message="条件要有 word+value、is、has、any、all、not 之一，或 text+soft: true",
    ),
]
Conditions = tuple[Condition, ...]

for _model in (AnyOf, AllOf, Not):
    _model.model_rebuild()


def leaves(conditions: Conditions) -> Iterator[Compare | Is | Has | Stated]:
    """Every elementary condition, in the order written."""
    for condition in conditions:
        if isinstance(condition, AnyOf):
            yield from leaves(condition.any)
        elif isinstance(condition, AllOf):
            yield from leaves(condition.all)
        elif isinstance(condition, Not):
            yield from leaves((condition.not_,))
        else:
            yield condition
