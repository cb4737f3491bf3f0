"""A draft is data, never markdown: sentences with what they rest on.

Markdown, table, read-aloud script and events are renderings of this (`assistant.render`);
the gates judge exactly what is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Sentence, SentenceKind


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence laid out as a table row; `header` names the columns, equal for the rows of one table."""

    header: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft.

    Attributes:
        text: the whole sentence, without citation marks (for a row: its cells as a sentence).
        kind: claim (rests on clauses) · derivation (rests on a calculation) · status (of a document) ·
            question (asked back) · frame (connects, states no fact of a policy).
        cites: numbers of evidence cards of this turn.
        region: the place the sentence speaks of, for the region gate; empty when it speaks of none.
        calculation: id of the calculation it reports.
        context: shown as what comes nearest to the question; it does not answer it.
        row: the layout, when it is a table row.
        replaced: the gates put the clause's own sentence here.
        head: the act that this sentence is the answer to; "" for everything said beside it.
    """

    text: str
    kind: SentenceKind
    cites: tuple[int, ...] = ()
    region: str = ""
    calculation: str | None = None
    context: bool = False
    row: Row | None = None
    replaced: bool = False
    head: str = ""

    def public(self) -> Sentence:
        return Sentence(
            text=self.text,
            kind=self.kind,
            cites=list(self.cites),
            calculation=self.calculation,
            replaced=self.replaced,
        )

    def with_text(self, text: str, *, cites: tuple[int, ...], replaced: bool) -> DraftSentence:
        """The same place in the answer with other words (what the gates put instead)."""
        return replace(self, text=text, cites=cites, row=None, replaced=replaced, calculation=None)
