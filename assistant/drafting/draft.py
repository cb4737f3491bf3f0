"""A draft is data, never markdown: sentences with what they rest on.

Markdown, read-aloud script and events are renderings of this (`assistant.render`);
the gates judge exactly what is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Sentence, SentenceKind


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft.

    Attributes:
        text: the whole sentence, without citation marks.
        kind: claim (rests on clauses) · derivation (rests on a calculation) · status (of a document) ·
            question (asked back) · frame (connects, states no fact of a policy).
        cites: numbers of evidence cards of this turn.
        region: the place the sentence speaks of, for the region gate; empty when it speaks of none.
        calculation: id of the calculation it reports.
        context: shown as what comes nearest to the question; it does not answer it.
        replaced: the gates put the clause's own sentence here.
        head: the act that this sentence is the answer to; "" for everything said beside it.
        by_model: a model worded it: it is read against its clauses. What our own code says is not.
    """

    text: str
    kind: SentenceKind
    cites: tuple[int, ...] = ()
    region: str = ""
    calculation: str | None = None
    context: bool = False
    replaced: bool = False
    head: str = ""
    by_model: bool = False

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
        return replace(self, text=text, cites=cites, replaced=replaced, calculation=None, by_model=False)
