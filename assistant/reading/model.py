"""What a question was understood to say: mentions with their places, never bound to a rule.

Two texts: `question` is what was typed (control characters blanked one by one, so offsets stay those of the
request); `effective_question` is self-contained: what a follow-up left out stands there, taken from the earlier
turns. A mention's `at` is its span in `effective_question`, `start`/`end` its span in `question` (0, 0 and
`carried` when it comes from the history).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from assistant import answer
from index.documents.model import Span
from index.text.figures import format_percent

FactKind = Literal[
    "money", "percent", "points", "ratio", "quantity", "range", "level", "grade", "rank", "year_index", "first",
    "prior",
]  # fmt: skip
# given: a fact about the asker · prior: an award already received · upper_award: paid by the state or the province
# tier: names a step of a ladder (5000万档) · increase, decrease: a change · from, to: both ends of one
# asserted: a sum the asker claims the policy pays · former: a level held before · part: 其中, inside a figure told
# before · corrected: taken back by a later one · bound: a limit asked about
Role = Literal[
    "given", "prior", "upper_award", "tier", "increase", "decrease", "from", "to", "asserted", "former", "part",
    "negative", "corrected", "excluded",
]  # fmt: skip
Bound = Literal["", "over", "at_least", "under", "at_most"]
Period = Literal["", "this_year", "last_year", "year_before_last", "earlier", "next_year"]
Refusal = Literal["prompt_leak", "fraud", "offtopic", "invent", "injection"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed mention.

    Attributes:
        value: money in yuan, percent as a fraction of one, quantity in `unit`, ratio left/right; the canonical word
            of a level (国家级) or a grade (五星级, 3级, AAA级, D类, 一等奖); True or False of `first` and `prior`.
        unit: 元, %, 个, 千瓦时…; of a rank what is counted (第2家 → 家).
        label: the noun the figure belongs to, as written (营收, 设备投资额); "" when the sentence names none.
        inherited: the label stands with an earlier figure of the sentence (去年营收2800万，今年3600万).
        before, after: the words round it, up to the neighbouring figure or the segment's ends.
        period, year: which year the figure is of, as far as the sentence says.
        low, high: ends of a range, sides of a ratio.
        negated: the sentence denies it.
        part: index of the sub-question it stands in.
    """

    kind: FactKind
    value: Fraction | str | bool
    text: str
    at: Span
    start: int
    end: int
    unit: str = ""
    label: str = ""
    inherited: bool = False
    before: str = ""
    after: str = ""
    role: Role = "given"
    bound: Bound = ""
    period: Period = ""
    year: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    of: str = ""
    per: str = ""
    about: bool = False
    negated: bool = False
    carried: bool = False
    part: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message. `query` is self-contained: city and shared words of the message are put back.

    `intents` is what it asks by itself, empty for the only question of a message.
    """

    text: str
    at: Span
    query: str
    cities: tuple[str, ...] = ()
    intents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document that is named.

    Attributes:
        document_id: of one that is held; None otherwise.
        title: full title where known, else as written.
        number: 文号 in the printed form 绍政办发〔2024〕4号, "" if none.
        clause_ids: clauses that mention a document which is not held itself (what repeals it, what refers to it).
    """

    text: str
    start: int
    end: int
    document_id: str | None
    title: str
    number: str = ""
    clause_ids: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        return self.document_id is not None


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause number. `missing` lists (document or article id, how many clauses or 款 it has) where none has it."""

    text: str
    start: int
    end: int
    clause_ids: tuple[str, ...]
    missing: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class EventDate:
    """A point in time the question names; month and day as far as they are given.

    Attributes:
        role: event (something happened then), until (count up to then), period (a figure's year), paid (an
            award was received then), asked (when will, which year).
    """

    text: str
    at: Span
    year: int
    month: int | None = None
    day: int | None = None
    role: Literal["event", "until", "period", "paid"] = "event"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        written = f"{self.year:04d}"
        if self.month:
            written += f"-{self.month:02d}"
        return f"{written}-{self.day:02d}" if self.day else written


@dataclass(frozen=True, slots=True)
class Premise:
    """Something the asker takes for granted and wants confirmed.

    Attributes:
        figure: the sum or rate claimed, None where the claim names none (听说取消了).
        about: the words the claim is about.
        hearsay: it is attributed to somebody (听说, 领导说).
    """

    text: str
    start: int
    end: int
    about: str
    figure: Fact | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """Something taken from earlier turns: kind (city, topic, document, figure, intent), the words, and why."""

    kind: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.text}（{self.why}）"


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a turn says. See the module's docstring for the two texts and their offsets.

    Attributes:
        cities: in the order named; else the conversation's; else the request's.
        city_named: a city stands in the question itself.
        provinces: provinces whose own document is held (湖南).
        other_places: places whose policies are not held.
        documents: ids of held documents that are named or under discussion.
        events: the dates named, in reading order; `event_date` is the one the question turns on.
        intents: what is asked, see `acts`.
        refusal: why nothing may be answered, None otherwise. An injection round a real question is no refusal:
            `injected` is set and its words are left out of `effective_question`.
        negations: spans of `effective_question` that are denied.
        own_words: what this turn says, without instructions that are not obeyed.
        earlier: what the user asked before, oldest first.
        foreign: the message is in no Chinese at all.
    """

    question: str
    effective_question: str
    parts: tuple[Part, ...]
    cities: tuple[str, ...]
    city_named: bool
    provinces: tuple[str, ...]
    other_places: tuple[str, ...]
    documents: tuple[str, ...]
    document_mentions: tuple[DocumentMention, ...]
    references: tuple[ClauseReference, ...]
    as_of: date
    events: tuple[EventDate, ...]
    event_date: EventDate | None
    intents: frozenset[str]
    facts: tuple[Fact, ...]
    premises: tuple[Premise, ...]
    negations: tuple[Span, ...] = ()
    hearsay: bool = False
    follow_up: bool = False
    carried_over: tuple[Carried, ...] = ()
    profile: bool = False
    injected: bool = False
    refusal: Refusal | None = None
    own_words: str = ""
    earlier: tuple[str, ...] = ()
    foreign: bool = False

    @property
    def event_year(self) -> int:
        """The year the question's event happened: named, else the year of `as_of`."""
        return self.event_date.year if self.event_date else self.as_of.year

    def event_of(self, part: Part) -> EventDate | None:
        """The event named inside one sub-question, else the whole message's."""
        inside = [e for e in self.events if e.role == "event" and part.at[0] <= e.at[0] < part.at[1]]
        return max(inside, key=lambda e: (e.year, e.month or 0, e.day or 0), default=self.event_date)

    def denied(self, at: Span) -> bool:
        """Whether the words at this span of `effective_question` are denied (没有列入市重点)."""
        return any(start < at[1] and at[0] < end for start, end in self.negations)

    def facts_of(self, *kinds: FactKind) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def to_public(self) -> answer.Understood:
        """The public schema. Facts taken from the history stand in `carried_over`, not among the question's own."""
        return answer.Understood(
            cities=list(self.cities),
            documents=list(self.documents),
            clauses=list(dict.fromkeys(clause for reference in self.references for clause in reference.clause_ids)),
            as_of=self.as_of,
            event_date=str(self.event_date) if self.event_date else None,
            intents=sorted(self.intents),
            facts=[public_fact(fact) for fact in self.facts if not fact.carried],
            carried_over=[str(carried) for carried in self.carried_over],
        )


def public_fact(fact: Fact) -> answer.Fact:
    """One fact as the schema shows it: exact decimals without exponent, 是/否 for yes and no."""
    return answer.Fact(
        label=fact.label or _LABELS.get(fact.kind, ""),
        value=show_value(fact),
        unit="" if fact.kind == "percent" else fact.unit,
        text=fact.text,
        start=fact.start,
        end=fact.end,
    )


_LABELS = {
    "level": "级别",
    "grade": "等级",
    "rank": "位次",
    "year_index": "第几年",
    "first": "首次",
    "prior": "此前已领",
}


def show_value(fact: Fact) -> str:
    if isinstance(fact.value, bool):
        return "是" if fact.value else "否"
    if isinstance(fact.value, str):
        return fact.value
    if fact.kind == "range" and fact.low is not None and fact.high is not None:
        return f"{_number(fact.low, fact.of)}-{_number(fact.high, fact.of)}"
    if fact.kind == "ratio" and fact.low is not None and fact.high is not None:
        return f"{_number(fact.low)}:{_number(fact.high)}"
    return _number(fact.value, fact.kind)


def _number(value: Fraction, kind: str = "") -> str:
    if kind in ("percent", "points"):
        return format_percent(value)
    return f"{value.numerator}" if value.denominator == 1 else f"{float(value):.6f}".rstrip("0").rstrip(".")
