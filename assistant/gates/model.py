"""What a gate sees: one sentence, the clauses it cites, the atoms of their rules, the calculations shown.

A gate is a pure function `(Checked, Context) -> Failure | None`. Gates know nothing of where a sentence comes
from: the built-in drafter, a language model, or somebody else's bot pasted into `assistant verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.answer import Calculation, SentenceKind
from assistant.calculator.listing import Atom
from index.documents.model import Clause, PolicyDocument
from index.text.figures import Figure


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause behind a mark of the sentence; `quote` is the card's passage (the whole clause for `verify`)."""

    n: int
    clause: Clause
    document: PolicyDocument
    quote: str
    status: str
    atoms: tuple[Atom, ...]

    @property
    def own_text(self) -> str:
        """Everything of the clause a sentence may rest on: its own text, verbatim, with the source's marks gone."""
        return "".join(self.document.source[start:end] for start, end in self.clause.own_spans)


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence under examination.

    Attributes:
        text: without citation marks.
        figures: the figures in `text`, in order.
        unknown_marks: numbers that name no card of this turn.
    """

    text: str
    kind: SentenceKind
    cited: tuple[Cited, ...]
    unknown_marks: tuple[int, ...]
    figures: tuple[Figure, ...]
    region: str = ""
    calculation: Calculation | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What all sentences of an answer share.

    Attributes:
        calculations: shown in this answer, by id.
        answer_text: the whole answer, for what may stand in another sentence of it (a cap, a banner).
        user_text: the user's own words: their figures may come back only as inputs or in denials.
        regions: region name → document ids that speak for it (a province's document supports its city).
    """

    as_of: date
    answer_text: str
    calculations: Mapping[str, Calculation] = field(default_factory=dict)
    user_text: str = ""
    regions: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a sentence may not be released. `reason` is Chinese, for the person who pasted the text."""

    gate: str
    reason: str


Gate = Callable[[Checked, Context], Failure | None]
