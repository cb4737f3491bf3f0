"""A rule file: one clause of a policy, its awards as data. The schema; evaluation is in `evaluate`.

clause: changsha-2023/附件1/2
shared: {quote, when, limits}       # holds for every rule of the file
rules:
  - id: part-revenue                # rule id = <clause>:<id>
    title: …
    quote: |- …                     # one contiguous verbatim span of the clause
    when: […]
    award: {kind: …}                # or branches: (exactly one applies) or parts: (all apply, summed)
    limits: […]
    cases: [{in: {…}, out: 25万元}]
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from assistant.calculator.conditions import Conditions, InputId, Model, one_or_many
from assistant.calculator.kinds import Award, Figure, Labels, Nothing

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Per = Literal["企业", "项目", "平台", "品种", "场", "产品", "园区", "家", "项", "个", "届", "主体"]
Window = Literal["年", "月", "次", "届", "期间", "累计"]
Exactness = Literal["exact", "at_most", "at_least"]
Progress = Literal["difference", "full"]


class Limit(Model):
    """A cap on what has been computed.

    Attributes:
        max: the ceiling as printed; word: the bound word that touches it.
        per, window: whom and which time it holds for. `window: 累计` subtracts `prior_award`, `年` subtracts
            `paid_this_year`, when the applicant has received part of it.
        times_max: at most so many years or pieces (最多不超过三年), counted by `by`.
    """

    max: Figure | None = None
    word: str = "不超过"
    per: Per = "企业"
    window: Window = "次"
    times_max: Figure | None = None
    by: InputId | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Limit:
        if self.max is None and self.times_max is None:
            raise ValueError("limits 的每一项要有 max 或 times_max")
        if (self.times_max is None) != (self.by is None):
            raise ValueError("times_max 要和 by（计数的输入）一起写")
        return self


class Branch(Model):
    """One of several outcomes; exactly one may apply. A live branch silences those it `overrides`."""

    id: Slug
    overrides: tuple[Slug, ...] = ()
    when: Annotated[Conditions, Field(min_length=1)]
    award: Award
    limits: tuple[Limit, ...] = ()
    exactness: Exactness | None = None
    bound: str = ""
    label: Labels = ()

    _many = field_validator("label", mode="before")(one_or_many)


class Part(Model):
    """One of several awards that all apply and are summed before the rule's own limits."""

    id: Slug
    title: str
    when: Conditions = ()
    award: Award
    limits: tuple[Limit, ...] = ()
    label: Labels = ()

    _many = field_validator("label", mode="before")(one_or_many)


class Relation(Model):
    """How this rule stands to others.

    `unsettled`: the text does not say whether they are one matter, so they are listed and not summed;
    `adds_to`: paid on top of the other; `highest`: only the higher of them; `difference`: the higher minus
    what the other paid; `cumulative`: stated to be addable; `same_matter`: never both.
    """

    relation: Literal["adds_to", "highest", "difference", "cumulative", "same_matter", "unsettled"]
    rules: Annotated[tuple[str, ...], Field(min_length=1)]

    _many = field_validator("rules", mode="before")(one_or_many)


class ReadingUse(Model):
    """The result rests on a reading of an open text (readings.yaml).

    Attributes:
        when: only then does it matter; empty: always.
        award: the award under the alternative reading, so that its amount can be named.
    """

    id: Slug
    when: Conditions = ()
    award: Award | None = None


class Case(Model):
    """An expected result, typed from the clause. `out` grammar: see `assistant.rulebook.cases`."""

    in_: Annotated[dict[str, str | tuple[str, ...]], Field(alias="in")]
    out: str
    on: str = ""


class Rule(Model):
    """One award.

    Attributes:
        things: names of the different things the award is paid for, one list each: a company that has two of them
            is paid twice (国家技术创新示范企业、全国质量标杆企业).
        signs: how a company's own description speaks of the award without naming it: one word of each group
            ([[北斗], [营业收入, 营收]]).
        label: object words every atom of the rule carries (制造业创新中心); options add their level (省级).
        aliases: what people call the award; keywords: further words by which it is recognised.
        event_input: what happened on the event date, in words (新认定、入规): shown when the period matters.
        exactness, bound: `at_most` with the printed word (最高不超过) when it governs the award figure itself.
        progress: difference on promotion (晋级补差); None takes the document's default.
        total: a restated sum in the text that the parts must add up to.
    """

    id: Slug
    title: Annotated[str, Field(min_length=2)]
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    things: tuple[Labels, ...] = ()
    signs: tuple[Labels, ...] = ()
    label: Labels = ()
    quote: Annotated[str, Field(min_length=4)]
    when: Conditions = ()
    award: Award | None = None
    branches: tuple[Branch, ...] = ()
    parts: tuple[Part, ...] = ()
    limits: tuple[Limit, ...] = ()
    exactness: Exactness = "exact"
    bound: str = ""
    progress: Progress | None = None
    total: Figure | None = None
    event_input: str = ""
    stack: tuple[Relation, ...] = ()
    readings: tuple[ReadingUse, ...] = ()
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    notes: tuple[str, ...] = ()

    _many = field_validator("label", "notes", "aliases", "keywords", mode="before")(one_or_many)

    @field_validator("quote")
    @classmethod
    def _stripped(cls, quote: str) -> str:
        return quote.strip("\n")

    @model_validator(mode="after")
    def _coherent(self) -> Rule:
        if sum((self.award is not None, bool(self.branches), bool(self.parts))) != 1:
            raise ValueError("award、branches、parts 恰好写一个")
        if (self.exactness == "exact") != (self.bound == "") and not isinstance(self.award, Nothing):
            raise ValueError(
                "exactness 不是 exact 时写出原文的限定词 bound（最高不超过、不超过、可适当提高…）；exact 时不写"
            )
        names = [branch.id for branch in self.branches] + [part.id for part in self.parts]
        if len(names) != len(set(names)):
            raise ValueError("branches / parts 的 id 重复")
        unknown = {other for branch in self.branches for other in branch.overrides} - set(names)
        if unknown:
            raise ValueError(f"overrides 提到不存在的分支：{'、'.join(sorted(unknown))}")
        return self

    @property
    def awards(self) -> list[Award]:
        """The award, or those of the branches and parts, in the order written."""
        own = (self.award, *(branch.award for branch in self.branches), *(part.award for part in self.parts))
        return [award for award in own if award is not None]

    @property
    def kind(self) -> str:
        """The award kind, for lists: `branches` / `parts` where there are several."""
        if self.award is not None:
            return self.award.kind
        return "branches" if self.branches else "parts"


class Shared(Model):
    """What holds for every rule of the file: shared limits are one budget for all of them."""

    quote: str = ""
    when: Conditions = ()
    limits: tuple[Limit, ...] = ()


class RuleFile(Model):
    """One clause."""

    clause: Annotated[str, Field(pattern=r"^[a-z0-9-]+/.+$")]
    shared: Shared = Shared()
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique_slugs(self) -> RuleFile:
        slugs = [rule.id for rule in self.rules]
        if len(slugs) != len(set(slugs)):
            raise ValueError("同一文件里规则 id 重复")
        return self

    @property
    def document_id(self) -> str:
        return self.clause.partition("/")[0]

    def rule_id(self, rule: Rule) -> str:
        return f"{self.clause}:{rule.id}"
