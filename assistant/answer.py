"""The one public schema. Command line, API, pages and eval all speak it; nothing else lives here.

Money is a plain decimal string of yuan ("1500000"), never a float, never with an exponent.
Unknown keys are refused everywhere, so a misspelt field fails at the door instead of vanishing.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

QUESTION_LIMIT = 4_000
PROFILE_LIMIT = 20_000

Yuan = Annotated[str, Field(pattern=r"^\d+(\.\d{1,2})?$")]
DocumentStatusName = Literal[
    "in_force", "draft", "expired", "draft_expired", "not_yet", "repealed", "superseded", "unverified"
]
Semantics = Literal[
    "exact", "at_most", "at_least", "range", "undetermined", "not_eligible", "needs_info", "conditional"
]
SentenceKind = Literal["claim", "derivation", "status", "question", "frame"]
AnswerStatus = Literal["answered", "clarify", "abstained", "refused"]
CitationRole = Literal["support", "status", "stacking"]


class _Schema(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Turn(_Schema):
    """One earlier turn of the conversation."""

    role: Literal["user", "assistant", "system"]
    content: str


class AskRequest(_Schema):
    """What any door hands to the core.

    Attributes:
        as_of: the day the answer is given; the clock's today where it is left out.
        city: the city kept for the conversation (长沙, 杭州, 绍兴), if any.
    """

    question: str
    id: str | None = None
    history: list[Turn] = []
    as_of: date | None = None
    city: str | None = None


class Fact(_Schema):
    """A typed fact found in the user's words. `input` is null until a rule binds it."""

    input: str | None = None
    label: str
    value: str
    unit: str = ""
    text: str
    start: int
    end: int


class Understood(_Schema):
    cities: list[str] = []
    documents: list[str] = []
    clauses: list[str] = []
    as_of: date
    event_date: str | None = None
    intents: list[str] = []
    facts: list[Fact] = []
    carried_over: list[str] = []


class DocumentInfo(_Schema):
    document_id: str
    title: str
    region: str
    status: DocumentStatusName
    valid_from: date | None = None
    valid_to: date | None = None
    banner: str


class Sentence(_Schema):
    """A released unit of the answer; a table row is a sentence too.

    Attributes:
        cites: numbers of this turn's evidence cards.
        calculation: id of the calculation the sentence reports.
        replaced: the gates put the clause's own sentence in its place.
    """

    text: str
    kind: SentenceKind
    cites: list[int] = []
    calculation: str | None = None
    replaced: bool = False


class Citation(_Schema):
    """An evidence card that the released sentences use.

    Attributes:
        quote: the supporting sentence, cut from the source by offset, verbatim.
        text: the clause's own text, for display.
        quote_start, quote_end: where the quote stands in `text`; 0, 0 when cleaning moved it.
        source_spans: the quote's half-open code point spans in source.txt.
    """

    n: int
    role: CitationRole
    clause_id: str
    document_id: str
    title: str
    locator: str
    quote: str
    text: str
    quote_start: int
    quote_end: int
    source_spans: list[tuple[int, int]]
    status: DocumentStatusName


class Condition(_Schema):
    text: str
    input: str
    required: str
    actual: str
    met: Literal["yes", "no", "unknown"]
    shortfall: str = ""


class Missing(_Schema):
    input: str
    question: str


class Installment(_Schema):
    label: str
    year: int | None = None
    amount_yuan: Yuan


class Payer(_Schema):
    who: str
    amount_yuan: Yuan


class Reading(_Schema):
    id: str
    chosen: str
    alternatives: list[str] = []


class Unaccounted(_Schema):
    """Words of the caller that no amount took in, with the reason in Chinese.

    Attributes:
        start, end: where they stand in the question; 0, 0 when they come from an earlier turn.
        read_as: what a language model takes them to mean, to be confirmed; amount_yuan: what the award would then be.
    """

    text: str
    start: int
    end: int
    why: str
    read_as: str = ""
    amount_yuan: Yuan | None = None


class Headline(_Schema):
    """The one figure, yes or no, date, name or list that answers one ask.

    Attributes:
        act: what was asked (amount, eligibility, validity, …).
        semantics: of a calculation its semantics; else the status of the answer to this ask.
    """

    act: str
    text: str
    amount_yuan: Yuan | None = None
    semantics: str
    cites: list[int] = []


class Calculation(_Schema):
    """What the deterministic calculator says of one award; `semantics` tells how sure the amount is.

    `conditional`: computed from what was understood, while something else the caller said (`unaccounted`) may
    change it, so that no amount is given as due.

    Attributes:
        amount_if_yuan: of a `conditional` one, what it comes to if the `unaccounted` words change nothing.
        drafted: by a rule that the program read from the clause and nobody approved: at most `conditional`, with the
            amount in `amount_min_yuan` and `amount_max_yuan`.
    """

    id: str
    rule_id: str
    title: str
    clause_id: str
    document_id: str
    document_status: DocumentStatusName
    option: str = ""
    inputs: dict[str, str] = {}
    conditions: list[Condition] = []
    semantics: Semantics
    amount_yuan: Yuan | None = None
    amount_min_yuan: Yuan | None = None
    amount_max_yuan: Yuan | None = None
    missing: list[Missing] = []
    schedule: list[Installment] = []
    payer: list[Payer] = []
    readings: list[Reading] = []
    steps: list[str] = []
    notes: list[str] = []
    unaccounted: list[Unaccounted] = []
    amount_if_yuan: Yuan | None = None
    drafted: bool = False


class Total(_Schema):
    """The calculator's sum over several calculations under the stacking rules."""

    amount_yuan: Yuan | None = None
    amount_min_yuan: Yuan | None = None
    amount_max_yuan: Yuan | None = None
    semantics: Semantics
    parts: list[str] = []
    steps: list[str] = []


class Retrieved(_Schema):
    clause_id: str
    document_id: str
    locator: str
    text: str
    passage: str
    score: float


class Warning_(_Schema):
    code: str
    message: str


class Versions(_Schema):
    index: str
    rules: str
    prompts: str
    code: str


class Answer(_Schema):
    """Everything one question got. `answer` and `script` are renderings of `sentences`."""

    id: str
    question: str
    as_of: date
    status: AnswerStatus
    answer: str
    script: str
    drafted_by: str
    understood: Understood
    headline: list[Headline] = []
    documents: list[DocumentInfo] = []
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    calculations: list[Calculation] = []
    total: Total | None = None
    unaccounted: list[Unaccounted] = []
    retrieved: list[Retrieved] = []
    follow_ups: list[str] = []
    warnings: list[Warning_] = []
    timings_ms: dict[str, float] = {}
    versions: Versions
