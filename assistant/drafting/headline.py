"""Which of the sentences drafted answers each ask, and what kind of answer the whole is, told before any gate or model.

The order of the sentences is `extractive`'s, the wording of a result `result`'s.

A drafter marks the sentence that answers an ask (`DraftSentence.head`); everything else is said beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import AnswerStatus, Calculation, Headline, Total
from assistant.drafting.draft import DraftSentence
from assistant.reading.model import Understanding

# Of several acts in one ask the one whose answer the other ones hang on.
_ORDER = (
    "validity", "repeals", "issue_info", "locate", "quote_verbatim", "stacking", "due", "total", "eligibility",
    "procedure", "bureau", "compare", "target", "define", "reason", "amount", "list", "match_profile",
)  # fmt: skip
TALK = frozenset({"greeting", "meta"})
_SAYS = frozenset({"claim", "derivation"})


def act_of(intents: Collection[str]) -> str:
    """The act a headline answers; a question that asks nothing in so many words asks what is paid."""
    return next((act for act in _ORDER if act in intents), "amount")


def headed(sentences: Iterable[DraftSentence], act: str) -> Iterator[DraftSentence]:
    """The sentences of one ask, its answer marked: each calculation's result, else the first that says something."""
    reported: set[str] = set()
    said = False
    for sentence in sentences:
        first = sentence.calculation is not None and sentence.calculation not in reported
        if sentence.calculation:
            reported.add(sentence.calculation)
        if sentence.head:
            said = True
        elif first or (not said and not sentence.context and sentence.kind != "question"):
            sentence, said = replace(sentence, head=act), True
        yield sentence


def says(sentence: DraftSentence) -> bool:
    """Whether a sentence tells something of a policy: by itself, or as a standing with the words it rests on."""
    return sentence.kind in _SAYS or (sentence.kind == "status" and bool(sentence.cites))


def decided(understood: Understanding, drafted: Sequence[DraftSentence]) -> AnswerStatus:
    """Refused, abstained, asked back or answered."""
    if understood.refusal:
        return "refused"
    said = [sentence for sentence in drafted if not sentence.context]
    if any(says(sentence) or sentence.head in TALK for sentence in said):
        return "clarify" if said[0].kind == "question" and said[0].head in TALK else "answered"
    return "clarify" if any(sentence.kind == "question" for sentence in said) else "abstained"


def headlines(
    sentences: Sequence[DraftSentence], calculations: Sequence[Calculation], total: Total | None, status: AnswerStatus
) -> list[Headline]:
    """The public headlines of the released sentences: results with their amount, the sum of several first."""
    results = {calculation.id: calculation for calculation in calculations}
    found = []
    for sentence in sentences:
        result = results.get(sentence.calculation or "")
        if not sentence.head:
            continue
        if result is not None:
            found.append(
                Headline(
                    act=sentence.head,
                    text=sentence.text,
                    amount_yuan=result.amount_yuan,
                    semantics=result.semantics,
                    cites=list(sentence.cites),
                )
            )
        elif sentence.head == "total" and total is not None:
            found.append(
                Headline(
                    act="total",
                    text=sentence.text,
                    amount_yuan=total.amount_yuan,
                    semantics=total.semantics,
                    cites=list(sentence.cites),
                )
            )
        else:
            found.append(Headline(act=sentence.head, text=sentence.text, semantics=status, cites=list(sentence.cites)))
    return found
