"""What a gate sees: one sentence, the clauses it cites, the calculation it reports, and what its answer shares.

A gate is a pure function `(Checked, Context) -> Failure | None`. Gates know nothing of where a sentence comes
from: the built-in drafter, a language model, or somebody else's bot pasted into `assistant verify`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from assistant.answer import Calculation, SentenceKind
from assistant.claims.marks import Mark, Reading, same_value
from assistant.gates.sources import Source, Sources
from assistant.gates.words import plain
from index.documents.model import PolicyDocument
from index.text.figures import Figure

_PLACE: Final = re.compile(r"^[\u4e00-\u9fff]{2,4}[：:]")  # 绍兴：…


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause behind a mark of the sentence; `quote` is the card's passage (the whole clause for `verify`)."""

    n: int
    source: Source
    quote: str
    status: str

    @property
    def document(self) -> PolicyDocument:
        return self.source.document


@dataclass(frozen=True)
class Checked:
    """A sentence under examination.

    Attributes:
        text: without citation marks.
        unknown_marks: numbers that name no card of this turn.
        above: what stands above and speaks for it too: headings, table headers, the sentences before.
        heading: of those above it the nearest: it names what a list item is about.
        region: the place it speaks of where the text does not name one; "" when it speaks of none.
        read: whether it is read against its clauses; what our own templates say is not.
    """

    text: str
    kind: SentenceKind
    cited: tuple[Cited, ...] = ()
    unknown_marks: tuple[int, ...] = ()
    above: str = ""
    region: str = ""
    heading: str = ""
    calculation: Calculation | None = None
    read: bool = True

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.text)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.reading.marks

    @cached_property
    def verbatim(self) -> bool:
        """Whether every sentence of it stands in a cited clause word for word, from pause to pause."""
        text = _PLACE.sub("", self.text)
        parts = [plain(part) for part in re.split("[。；;！？]", text) if plain(part)]
        return bool(parts) and all(any(source.prints(part) for source in self.sources) for part in parts)

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(each.source for each in self.cited)

    @cached_property
    def documents(self) -> tuple[PolicyDocument, ...]:
        return tuple({each.document.id: each.document for each in self.cited}.values())


@dataclass(frozen=True)
class Context:
    """What all sentences of an answer share.

    Attributes:
        calculations: shown in this answer, by id.
        computed: what each says in words, by id; their sum under "total".
        user_text: the user's own words: their figures may come back only as inputs or in denials.
        answer_text: the whole answer where it is known beforehand (`verify`), else None.
        documents: ids of the documents the answer rests on, as far as they are known.
    """

    as_of: date
    sources: Sources
    calculations: Mapping[str, Calculation] = field(default_factory=dict)
    computed: Mapping[str, str] = field(default_factory=dict)
    user_text: str = ""
    answer_text: str | None = None
    documents: tuple[str, ...] = ()

    @cached_property
    def user(self) -> Reading:
        return Reading(self.user_text)

    def gives(self, figure: Figure, calculation: Calculation | None = None) -> bool:
        """Whether the figure is the calculator's: of that calculation, else of any shown or their sum."""
        reading = self._readings[calculation.id if calculation and calculation.id in self._readings else ""]
        return any(same_value(figure, other.figure) for other in reading.marks)

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        found = {key: Reading(words) for key, words in self.computed.items()}
        return {**found, "": Reading("\n".join(self.computed.values()))}

    @cached_property
    def computed_words(self) -> str:
        return "\n".join(self.computed.values())


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a sentence may not be released. `reason` is Chinese, for the person who pasted the text."""

    gate: str
    reason: str


Gate = Callable[[Checked, Context], Failure | None]
